"""Tables of texts: CSV and Parquet files, and JSON lines of any shape, with a column that holds the text.

The other columns of a row go with its text into every table of the output.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Final

from tallies.documents.source import File, Outcomes, Source, named, shown
from tallies.documents.text import binary, decode
from tallies.errors import InputError
from tallies.records import Column

#: The columns that are taken if none are named; they are those of a ``.jsonl`` input.
TEXT_COLUMN: Final = "text"
ID_COLUMN: Final = "doc_id"
#: Letters that a cell may have.
_LONGEST: Final = 100_000_000
_BATCH: Final = 256

Row = tuple[str, Mapping[str, Any]]


def read_csv(file: File, *, text_column: str | None = None, id_column: str | None = None) -> Outcomes:
    """The texts of a CSV file, one a row. Raises OSError if it cannot be opened."""
    text = decode(file.read_bytes())
    if text is None:
        yield binary(shown(file))
        return
    yield from _sources(file, _csv_rows(file, text), text_column, id_column)


def _csv_rows(file: File, text: str) -> Iterator[Row | InputError]:
    head = text[:10_000].partition("\n")[0]
    mark = max(",;\t|", key=head.count)
    csv.field_size_limit(_LONGEST)
    lines = csv.DictReader(io.StringIO(text, newline=""), delimiter=mark, strict=True)
    try:
        for row in lines:
            yield f"line {lines.line_num}", {name: cell for name, cell in row.items() if isinstance(name, str)}
    except csv.Error as error:
        reason = f"The table breaks off here: {error}."
        yield InputError(shown(file), f"line {lines.line_num}", "malformed", reason, "Mend its quotes.")


def read_parquet(file: File, *, text_column: str | None = None, id_column: str | None = None) -> Outcomes:
    """The texts of a Parquet file, one a row, some at a time. Raises OSError if it cannot be opened."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    with file.open("rb") as data:
        try:
            table = pq.ParquetFile(data)
        except (pa.ArrowException, ValueError) as error:
            yield InputError(shown(file), "", "malformed", f"It is no Parquet file: {error}.", "Write it anew.")
            return
        yield from _sources(file, _parquet_rows(file, table), text_column, id_column)


def _parquet_rows(file: File, table: Any) -> Iterator[Row | InputError]:
    import pyarrow as pa

    number = 0
    try:
        for batch in table.iter_batches(_BATCH):
            for row in batch.to_pylist():
                number += 1
                yield f"row {number}", row
    except (pa.ArrowException, OSError) as error:
        reason = f"The table breaks off here: {error}."
        yield InputError(shown(file), f"row {number + 1}", "malformed", reason, "Write it anew.")


def read_json_rows(file: File, *, text_column: str, id_column: str | None = None) -> Outcomes:
    """The texts of a ``.jsonl`` file whose columns are named by the caller. Raises OSError if it cannot be opened."""
    with file.open("rb") as data:
        yield from _sources(file, _json_rows(file, data), text_column, id_column)


def _json_rows(file: File, data: Iterable[bytes]) -> Iterator[Row | InputError]:
    for number, line in enumerate(data, 1):
        if not line.strip():
            continue
        text = decode(line)
        try:
            row = json.loads(text) if text is not None else None
        except (ValueError, RecursionError):
            row = None
        if isinstance(row, dict):
            yield f"line {number}", row
        else:
            reason = "The line is no JSON object."
            yield InputError(shown(file), f"line {number}", "malformed", reason, "Mend the line; the others are read.")


def _sources(file: File, rows: Iterator[Row | InputError], text_column: str | None, id_column: str | None) -> Outcomes:
    text_name, id_name = text_column or TEXT_COLUMN, id_column or ID_COLUMN
    found = False
    for number, row in enumerate(rows, 1):
        found = True
        if isinstance(row, InputError):
            yield row
            continue
        place, cells = row
        missing = next((name for name in (text_name, *([id_column] if id_column else [])) if name not in cells), None)
        if missing is not None:
            yield _no_column(file, place, missing, cells, "--text-column" if missing == text_name else "--id-column")
            return
        text = cells[text_name]
        if not isinstance(text, str) or not text.strip():
            reason = f'Column "{text_name}" holds no text.'
            yield InputError(shown(file), place, "empty", reason, "Fill the cell, or leave the row out.")
            continue
        name = cells.get(id_name)
        yield Source(
            _printable(str(name)) if name not in (None, "") else f"{named(file)}-{number}",
            text.encode("utf-8", "replace").decode().replace("\0", " "),
            shown(file),
            place,
            columns=tuple(
                Column(column, _plain(cell))
                for column, cell in cells.items()
                if column not in (text_name, id_name) and cell is not None and cell != ""
            ),
        )
    if not found:
        yield InputError(shown(file), "", "empty", "The table holds no row.", "Remove it, or write rows into it.")


def _no_column(file: File, place: str, missing: str, cells: Mapping[str, Any], option: str) -> InputError:
    known = ", ".join(f'"{name}"' for name in list(cells)[:20])
    reason = f'There is no column "{missing}"; the columns are {known or "without names"}.'
    return InputError(shown(file), place, "malformed", reason, f"Name the column with {option}.")


def _plain(cell: object) -> str:
    text = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False, default=str)
    return text.encode("utf-8", "replace").decode()


def _printable(name: str) -> str:
    return "".join(letter if letter.isprintable() else "?" for letter in name)
