"""Inline marks as files: a folder of ``NAME.ann`` and ``NAME.txt``, with ``documents.csv`` for country and year.

The form itself is that of :mod:`tallies.documents.marks`.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tallies.documents.files import replaced
from tallies.documents.marks import read_marks, write_marks
from tallies.errors import InputError, RecordError
from tallies.exchange.graph import completed, rest
from tallies.exchange.names import doc_name, file_name
from tallies.exchange.reading import as_object, exact_text, json_value, malformed, read_text_file
from tallies.records import Document

#: The table beside the narratives.
TABLE: Final = "documents.csv"
_COLUMNS: Final = ("doc_id", "country", "report_year", "tier", "more")


def lost_marks(document: Document) -> list[str]:
    """Why inline marks cannot hold *document*; it is then not written at all."""
    try:
        write_marks(document)
    except RecordError as error:
        return [f"{document.doc_id} is dropped: {error}"]
    return []


def write_marks_folder(documents: Iterable[Document], path: Path) -> None:
    """Write *documents* into the folder at *path*, made if missing; those that marks cannot hold are left out."""
    path.mkdir(parents=True, exist_ok=True)
    with replaced(path / TABLE) as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(_COLUMNS)
        for document in documents:
            try:
                marked = write_marks(document)
            except RecordError:
                continue  # said by lost_marks
            name = file_name(document.doc_id)
            with replaced(path / f"{name}.ann") as ann:
                ann.write(marked)
            (path / f"{name}.txt").write_bytes(document.text.encode("utf-8"))
            more = rest(document)
            row = [getattr(document, column) for column in _COLUMNS[:-1]]
            table.writerow([*row, json.dumps(more) if more else ""])


def read_marks_folder(path: Path) -> tuple[list[Document], list[str]]:
    """The documents in the folder at *path*, by name; nothing is left out.

    Raises InputError naming file, line and field, and OSError.
    """
    table: dict[str, dict[str, str]] = {}
    file = path / TABLE
    if file.is_file():
        rows = csv.DictReader(io.StringIO(exact_text(file), newline=""))
        if "doc_id" not in (rows.fieldnames or ()):
            raise malformed(file, "line 1", 'The column "doc_id" is missing.')
        table = {row["doc_id"]: row for row in rows}
    documents = []
    for ann in sorted(path.glob("*.ann")):
        name = doc_name(ann.stem)
        row = table.get(name, {})
        year = row.get("report_year") or None
        if year is not None and not year.isdecimal():
            raise malformed(file, f"document {name}", f'Field "report_year" is {year!r}, not a year.')
        txt = ann.with_suffix(".txt")
        if not txt.is_file():
            raise InputError(str(txt), "", "missing", "The marked file has no text.", "Add the text beside it.")
        document = read_marks(
            read_text_file(ann),
            exact_text(txt),
            doc_id=name,
            country=row.get("country") or None,
            report_year=None if year is None else int(year),
            tier=row.get("tier") or None,
            file=str(ann),
        )
        if more := row.get("more"):
            place = f"document {name}"
            try:
                document = completed(document, as_object(file, place, json_value(file, place, more)))
            except RecordError as error:
                raise malformed(file, place, f'Field "more": {error}') from error
        documents.append(document)
    if not documents:
        raise InputError(str(path), "", "empty", "The folder holds no .ann file.", "Give a folder of .ann and .txt.")
    order = {name: number for number, name in enumerate(table)}
    documents.sort(key=lambda document: order.get(document.doc_id, len(order)))
    return documents, []
