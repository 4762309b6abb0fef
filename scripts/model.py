"""Make the installable package of models/ from a trained pipeline.

    python scripts/model.py PIPELINE      # a folder that `tallies train` wrote

The folder ``models/en_tallies`` is replaced. It installs with ``pip install ./models/en_tallies``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

import srsly
from spacy.cli.package import package

ABOUT = {
    "description": "Tallies' rules with a trained scorer of links, for reports on human trafficking in English.",
    "author": "The Tallies developers",
    "license": "MIT",
    "sources": [
        {
            "name": "corpus/train.jsonl, corpus/reports.jsonl and annotated narratives of 2018",
            "license": "see models/README.md",
        }
    ],
}
MODELS = Path(__file__).parents[1] / "models"


def main(pipeline: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        copied = Path(folder) / "pipeline"
        shutil.copytree(pipeline, copied)
        meta = srsly.read_json(copied / "meta.json")
        srsly.write_json(copied / "meta.json", {**meta, **ABOUT})
        made_in = Path(folder) / "made"
        made_in.mkdir()
        package(copied, made_in, name="tallies", version="0.1.0", create_sdist=False, create_wheel=False, silent=True)
        (made,) = made_in.iterdir()
        target = MODELS / "en_tallies"
        if target.exists():
            shutil.rmtree(target)
        shutil.copytree(made, target)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    sys.stdout.write(f"{target.name}: {size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
