"""What a run is of: its inputs, its pipeline and its settings, so that a later call knows whether it is of the same.

A manifest is JSON lines: the first says with what is read, each of the others is an input. It is written and
compared line by line, since there may be millions.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any, Final

from spacy.about import __version__ as spacy_version
from spacy.language import Language

from tallies import __version__
from tallies.documents.kinds import MANY, Reading, kind_of
from tallies.documents.source import shown
from tallies.errors import InputError

#: Bytes of a file that are in memory at a time.
_PIECE: Final = 1 << 20


def manifest(
    files: Iterable[Path | InputError], nlp: Language, *, report_year: int | None, repair: bool, reading: Reading
) -> Iterator[dict[str, Any]]:
    """The lines of the manifest of a run over *files*, as :func:`tallies.documents.inputs.find` gives them."""
    yield settings(nlp, report_year=report_year, repair=repair, reading=reading)
    for file in files:
        yield input_line(file)


def settings(nlp: Language, *, report_year: int | None, repair: bool, reading: Reading) -> dict[str, Any]:
    """The first line of a manifest: with what is read."""
    return {
        "tallies": __version__,
        "code": _code(),
        "spacy": spacy_version,
        "pipeline": pipeline(nlp),
        "report_year": report_year,
        "repair": repair,
        "text_column": reading.text_column,
        "id_column": reading.id_column,
        "layouts": [asdict(layout) for layout in reading.layouts],
    }


def dumped(line: dict[str, Any]) -> str:
    """A line of a manifest as it is written, without its end."""
    return json.dumps(line, ensure_ascii=False)


def pipeline(nlp: Language) -> dict[str, str]:
    """Name, version and hash of *nlp*: of its config, and of what its components have learnt."""
    digest = hashlib.sha256(nlp.config.to_str().encode())
    if nlp.path is not None:  # it was loaded; its files say the same, and are there already
        _hash_files(digest, nlp.path, sorted(path for path in nlp.path.rglob("*") if path.is_file()))
    else:
        for name, component in nlp.pipeline:
            digest.update(name.encode())
            if hasattr(component, "to_bytes"):
                digest.update(component.to_bytes(exclude=["vocab"]))
    return {"name": nlp.meta["name"], "version": nlp.meta["version"], "sha256": digest.hexdigest()}


@cache
def _code() -> str:
    """A hash of the package, lexicons and layouts included."""
    top = Path(__file__).parents[1]
    digest = hashlib.sha256()
    _hash_files(digest, top, sorted(path for path in top.rglob("*") if path.suffix in (".py", ".csv", ".toml")))
    return digest.hexdigest()


def _hash_files(digest: Any, top: Path, paths: Iterable[Path]) -> None:
    for path in paths:
        digest.update(path.relative_to(top).as_posix().encode() + b"\0" + path.read_bytes())


def input_line(file: Path | InputError) -> dict[str, Any]:
    """The line of an input in a manifest."""
    if isinstance(file, InputError):
        return {"path": file.file, "error": file.kind, "documents": 1}
    digest, size, lines, end = hashlib.sha256(), 0, 0, b"\n"
    try:
        with file.open("rb") as data:
            while piece := data.read(_PIECE):
                digest.update(piece)
                size += len(piece)
                lines += piece.count(b"\n")
                end = piece[-1:]
    except OSError as error:
        return {"path": shown(file), "error": os.strerror(error.errno or 0), "documents": 1}
    documents = _documents(kind_of(file.name), lines + (end != b"\n"))
    return {"path": shown(file), "bytes": size, "sha256": digest.hexdigest(), "documents": documents}


def _documents(kind: str | None, lines: int) -> int | None:
    """About how many documents a file of *kind* with so many *lines* holds; None if that shows when it is read only."""
    if kind not in MANY:
        return 1
    return {"JSON lines": lines, "CSV": max(1, lines - 1)}.get(kind or "")


def change(old: Path, new: Path) -> str:
    """How the manifests at *old* and *new* differ, as a part of a sentence; empty if they are the same."""
    with old.open(encoding="utf-8") as before, new.open(encoding="utf-8") as after:
        for number, (left, right) in enumerate(zip_longest(before, after, fillvalue="{}")):
            if left != right:
                return _difference(*map(_read, (left, right))) if number else _settings(_read(left), _read(right))
    return ""


def _read(line: str) -> dict[str, Any]:
    try:
        return dict(json.loads(line))
    except ValueError:  # of a manifest that was damaged
        return {}


def _settings(left: dict[str, Any], right: dict[str, Any]) -> str:
    name = next((name for name in right if left.get(name) != right[name]), "code")
    if name in ("code", "pipeline", "layouts"):
        return f"the {name} is another" if name != "layouts" else "the layouts are others"
    return f"{name} was {left.get(name)}, and is {right.get(name)}"


def _difference(left: dict[str, Any], right: dict[str, Any]) -> str:
    before, after = left.get("path"), right.get("path")
    if before is None:
        return f"{after} was no input"
    if after is None:
        return f"{before} is no input any more"
    return f"{after} has changed" if before == after else f"the inputs are others from {after} on"
