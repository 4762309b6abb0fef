"""Files of tables, written row by row: a table of any length takes no more memory than a short one.

A file appears whole or not at all. Rows are as :data:`tallies.documents.tables.COLUMNS` has them; in CSV
a list is joined by ";" and what is absent is empty, in JSON lines it is null.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tallies.documents.files import replaced, replacing
from tallies.documents.tables import NUMBER, TEXT, TEXTS, WHOLE, WHOLES, YES_NO, make_frame

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

#: A row of cells, and what writes rows to the file that is open.
Row = Sequence[Any]
Write = Callable[[Iterable[Row]], None]

#: Rows of a group of a Parquet file: what is held in memory, as columns.
GROUP: Final = 5_000
#: Rows that are made into columns at a time.
_BATCH: Final = 1_000


def table_file(path: Path, columns: Mapping[str, str]) -> AbstractContextManager[Write]:
    """A file of a table at *path*, in the format of its suffix, to write rows to.

    Raises KeyError for a suffix that is none of :data:`WRITERS`.
    """
    return WRITERS[path.suffix.removeprefix(".").lower()](path, columns)


def write_table(frame: pd.DataFrame, columns: Mapping[str, str], path: Path) -> None:
    """Write *frame* to *path* in the format of its suffix.

    Raises KeyError for a suffix that is none of :data:`WRITERS`.
    """
    with table_file(path, columns) as write:
        write(zip(*(_cells(frame[name]) for name in columns), strict=True))


def _cells(column: pd.Series) -> list[Any]:
    """The cells of a nullable *column* as plain values, None where there is none."""
    plain: list[Any] = column.astype(object).where(column.notna(), None).tolist()
    return plain


def _floats(columns: Mapping[str, str], rows: Iterable[Row]) -> Iterator[list[Any]]:
    """*rows* with every figure as a float: 29 is written as 29.0 wherever it came from."""
    numbers = [place for place, kind in enumerate(columns.values()) if kind == NUMBER]
    for row in rows:
        cells = list(row)
        for place in numbers:
            if cells[place] is not None:
                cells[place] = float(cells[place])
        yield cells


@contextmanager
def _csv_file(path: Path, columns: Mapping[str, str]) -> Iterator[Write]:
    lists = [place for place, kind in enumerate(columns.values()) if kind in (TEXTS, WHOLES)]
    numbers = [place for place, kind in enumerate(columns.values()) if kind == NUMBER]

    def flat(row: Row) -> list[Any]:
        cells = list(row)
        for place in lists:
            cells[place] = ";".join(map(str, cells[place]))
        for place in numbers:
            if cells[place] is not None:
                cells[place] = f"{cells[place]:.15g}"
        return cells

    with replaced(path) as lines:
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(columns)

        def write(rows: Iterable[Row]) -> None:
            table.writerows(map(flat, rows))

        yield write


@contextmanager
def _jsonl_file(path: Path, columns: Mapping[str, str]) -> Iterator[Write]:
    with replaced(path) as lines:

        def write(rows: Iterable[Row]) -> None:
            for cells in _floats(columns, rows):
                lines.write(json.dumps(dict(zip(columns, cells, strict=True)), ensure_ascii=False) + "\n")

        yield write


@contextmanager
def _parquet_file(path: Path, columns: Mapping[str, str]) -> Iterator[Write]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    # With what pandas notes beside the columns, so that it gives their kinds back.
    plain = arrow_schema(columns)
    schema = pa.Table.from_pandas(make_frame(columns, []), schema=plain, preserve_index=False).schema
    rows: list[Row] = []
    batches: list[pa.RecordBatch] = []
    groups = 0

    with replacing(path) as temporary, pq.ParquetWriter(temporary, schema) as file:

        def pack() -> None:
            cells = zip(*_floats(columns, rows), strict=True) if rows else [()] * len(columns)
            arrays = [pa.array(column, kind) for column, kind in zip(cells, schema.types, strict=True)]
            batches.append(pa.RecordBatch.from_arrays(arrays, schema=schema))
            rows.clear()

        def write_group() -> None:
            nonlocal groups
            groups += 1
            file.write_table(pa.Table.from_batches(batches, schema).combine_chunks(), row_group_size=GROUP)
            batches.clear()

        def write(more: Iterable[Row]) -> None:
            for row in more:
                rows.append(row)
                if len(rows) == _BATCH:
                    pack()
                    if len(batches) * _BATCH == GROUP:
                        write_group()

        yield write
        if rows:
            pack()
        if batches or not groups:  # an empty table has an empty group
            write_group()


def arrow_schema(columns: Mapping[str, str]) -> pa.Schema:
    """*columns* as a schema of Arrow, in which a list is a list."""
    import pyarrow as pa

    kinds: dict[str, pa.DataType] = {
        TEXT: pa.string(),
        WHOLE: pa.int64(),
        NUMBER: pa.float64(),
        YES_NO: pa.bool_(),
        TEXTS: pa.list_(pa.string()),
        WHOLES: pa.list_(pa.int64()),
    }
    return pa.schema([(name, kinds[kind]) for name, kind in columns.items()])


#: What opens the file of a table, by format, which is the file's suffix as well.
WRITERS: Final[dict[str, Callable[[Path, Mapping[str, str]], AbstractContextManager[Write]]]] = {
    "csv": _csv_file,
    "parquet": _parquet_file,
    "jsonl": _jsonl_file,
}
