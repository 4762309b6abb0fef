"""What a run on a cluster has done, in a folder that outlives it, so that the same command goes on with it.

In the folder ``.run/cluster.NAME`` of the output there are

* ``manifest.jsonl``: what the run is of, as for a run on one machine (:mod:`tallies.running.manifest`);
* ``plan.json``: the letters of a part. It is written last, so that a folder without it is none of a run;
* ``documents.jsonl/``, ``facts.parquet/`` and so on: the files of each part;
* ``done/``: of each part that is whole, the texts that it was made of, the sizes of its files, and what it counted;
* ``journals/``: what each part is at (:mod:`tallies.running.journal`).

The name is another for each run: a machine that is cut off may still be at work for an earlier one.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from tallies.documents.files import replaced
from tallies.documents.source import Source
from tallies.errors import InputError
from tallies.running.manifest import change
from tallies.running.parts import HOME, another_run, flush, mark, names
from tallies.running.results import Counter

#: The formats of the tables.
FORMATS: Final = ("parquet",)
#: The folder, beside the parts, of what each part is at.
JOURNALS: Final = "journals"
DONE: Final = "done"
_MANIFEST: Final = "manifest.jsonl"
_PLAN: Final = "plan.json"


def begun(folder: Path, manifest: Iterable[str], letters: int, *, fresh: bool) -> tuple[Path, int]:
    """The folder of the parts of the run that *manifest* is of, and the letters of a part.

    They are those of the same run that was broken off in the output *folder*, or else a new folder and *letters*.

    manifest (Iterable[str]): its lines, without line ends.
    fresh (bool): nothing is done already.
    Raises RunError if parts of another run are here, which would be lost.
    """
    home = folder / HOME
    new = home / "manifest.new"
    with new.open("w", encoding="utf-8", newline="\n") as lines:
        lines.writelines(line + "\n" for line in manifest)
    found: Path | None = None
    for left in sorted(home.glob("cluster.*")):
        differs = change(left / _MANIFEST, new) if (left / _PLAN).exists() else ""
        if differs and not fresh and (documents := _documents(left)):
            raise another_run(folder, documents, differs)
        if differs or fresh or found is not None or not (left / _PLAN).exists():
            shutil.rmtree(left)
        else:
            found = left
    if found is None:
        found = Path(mkdtemp(prefix="cluster.", dir=home))
        os.replace(new, found / _MANIFEST)
        with replaced(found / _PLAN) as plan:
            json.dump({"letters": letters}, plan)
    new.unlink(missing_ok=True)
    # What processes died over counts within a run: that the last one was ended is no document's fault.
    shutil.rmtree(found / JOURNALS, ignore_errors=True)
    for name in (*names(FORMATS), JOURNALS, DONE):
        (found / name).mkdir(exist_ok=True)
    return found, json.loads((found / _PLAN).read_text(encoding="utf-8"))["letters"]


def digest(sources: Iterable[Source | InputError]) -> str:
    """What tells the *sources* of a part from others, as in a run on one machine."""
    made = hashlib.sha256()
    for source in sources:
        made.update(mark(source))
    return made.hexdigest()


def keep(folder: Path, part: str, sources: str, counter: Counter, dateless: int) -> None:
    """Note in *folder* that all files of *part* are there, made of *sources* (:func:`digest`)."""
    sizes = {}
    for path in files(folder, part):
        flush(path)  # so that a part that is noted is whole, even after a power cut
        sizes[path.parent.name] = path.stat().st_size
    note = {"sha256": sources, "bytes": sizes, "dateless": dateless, "counter": counter.to_dict()}
    with replaced(_note(folder, part)) as file:
        json.dump(note, file, ensure_ascii=False)


def kept(folder: Path, part: str, sources: str) -> tuple[Counter, int] | None:
    """What *part* counted, and its documents without report year; None if it is not there, or not of *sources*."""
    try:
        note = json.loads(_note(folder, part).read_text(encoding="utf-8"))
        sizes = {path.parent.name: path.stat().st_size for path in files(folder, part)}
    except (OSError, ValueError):
        return None
    if (note["sha256"], note["bytes"]) != (sources, sizes):
        return None
    return Counter.from_dict(note["counter"], part=part), note["dateless"]


def files(folder: Path, part: str) -> list[Path]:
    """The files of *part*."""
    return [Path(folder, name, part).with_suffix(Path(name).suffix) for name in names(FORMATS)]


def _note(folder: Path, part: str) -> Path:
    return folder / DONE / f"{part}.json"


def _documents(folder: Path) -> int:
    """How many documents and errors the parts in *folder* have that are done."""
    counts = [
        json.loads(path.read_text(encoding="utf-8"))["counter"]["counts"] for path in (folder / DONE).glob("*.json")
    ]
    return sum(count["documents"] + count["errors"] for count in counts)
