"""Make the installable package of models/ from a trained pipeline.

    python scripts/model.py PIPELINE      # a folder that `tallies train` wrote

The folder ``models/en_tallies`` is replaced. It installs with ``pip install ./models/en_tallies``.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

from spacy.cli.package import package

MODELS = Path(__file__).parents[1] / "models"


def main(pipeline: Path) -> None:
    with tempfile.TemporaryDirectory() as folder:
        package(pipeline, Path(folder), name="tallies", version="0.1.0", create_sdist=False, create_wheel=False, silent=True)
        (made,) = Path(folder).iterdir()
        target = MODELS / "en_tallies"
        if target.exists():
            shutil.rmtree(target)
        shutil.copytree(made, target)
    size = sum(path.stat().st_size for path in target.rglob("*") if path.is_file())
    sys.stdout.write(f"{target.name}: {size / 1e6:.1f} MB\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
