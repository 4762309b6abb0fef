"""The tables in a DuckDB file, run after run (``pip install tallies[store]``): :func:`write_store`.

The schema is that of :data:`tallies.documents.tables.COLUMNS`, with a table of runs, and views
(``docs/store.md``). A document is known by its name: where it comes again, its rows are replaced.

DuckDB lets no other process in while one writes. So a run is written to a copy beside the
file, which takes its place at the end: a reader sees whole runs only, never waits, and never keeps a
run from being written. A run that is killed leaves the store as it was.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tallies import __version__
from tallies.documents.files import replacing
from tallies.documents.source import shown
from tallies.documents.tables import COLUMNS, NUMBER, TEXT, TEXTS, WHOLE, WHOLES, YES_NO, tables
from tallies.documents.writers import arrow_schema
from tallies.errors import InputError
from tallies.records import Document

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

_TYPES: Final = {
    TEXT: "VARCHAR",
    WHOLE: "BIGINT",
    NUMBER: "DOUBLE",
    YES_NO: "BOOLEAN",
    TEXTS: "VARCHAR[]",
    WHOLES: "BIGINT[]",
}

#: The tables of a store, and the columns of each with their types.
SCHEMA: Final[dict[str, dict[str, str]]] = {
    **{table: {name: _TYPES[kind] for name, kind in columns.items()} for table, columns in COLUMNS.items()},
    "runs": {"run": "BIGINT", "finished": "TIMESTAMP", "version": "VARCHAR", "documents": "BIGINT", "errors": "BIGINT"},
}
# A map, since the columns of the inputs differ from run to run.
SCHEMA["documents"] |= {"inputs": "MAP(VARCHAR, VARCHAR)", "run": "BIGINT"}
SCHEMA["errors"] |= {"run": "BIGINT"}

#: The views of a store. A figure of the latest report counts; the panel of ``tallies panel`` chooses with more care.
VIEWS: Final = {
    "country_year": """
        SELECT country, years[-1] AS year, action, unit, exploitation, gender, age, nationality, status,
            first(value ORDER BY report_year DESC NULLS LAST, document, start) AS value,
            first(qualifier ORDER BY report_year DESC NULLS LAST, document, start) AS qualifier,
            min(value) AS lowest,
            max(coalesce(value_max, value)) AS highest,
            count(DISTINCT document) AS documents,
            list(document || ':' || id || ':' || start || '-' || "end"
                ORDER BY report_year DESC NULLS LAST, document, start) AS evidence
        FROM facts
        WHERE country IS NOT NULL AND len(years) = 1
            AND (part_of IS NULL OR len(exploitation || gender || age || nationality || status) > 0)
        GROUP BY ALL""",
    "changes": """
        SELECT c.document, c.country, c.report_year, c.action, c.agency,
            c.later_years[-1] AS later_year, c.later_value, c.later_unit,
            c.earlier_years[-1] AS earlier_year, c.earlier_value, c.earlier_unit,
            c.difference, c.percent_change, c.sentence AS comparison, f.sentence AS passage, f.place
        FROM comparisons AS c JOIN facts AS f ON f.document = c.document AND f.id = c.later""",
    "revisions": """
        SELECT * FROM country_year WHERE documents > 1 AND lowest < highest""",
}

#: Documents that are made into rows at a time.
_BATCH: Final = 200


def check_store(path: Path) -> None:
    """See to it that :func:`write_store` can write *path*, as far as that can be known before a long run.

    Raises InputError if DuckDB is not installed, *path* is no store or another program writes to it.
    """
    duckdb = _duckdb(path)
    if path.exists():
        with _named(path), duckdb.connect(str(path), read_only=True) as store:
            _check_columns(path, store)


def write_store(path: Path, outcomes: Iterable[Document | InputError]) -> int:
    """Write the rows of *outcomes* into the store at *path*, which is made if missing; the number of the run.

    Rows of documents of the same name are replaced, those of others stay. Errors are kept run by run.
    Two calls at a time, also in two processes, come one after the other.

    Raises InputError as :func:`check_store` does, and if DuckDB cannot write; OSError if the copy cannot be made.
    """
    duckdb = _duckdb(path)
    path = path.resolve()  # of a link, what it leads to is replaced
    path.parent.mkdir(parents=True, exist_ok=True)
    with _alone(path), _named(path), replacing(path) as copy:
        log = copy.with_name(f"{copy.name}.wal")
        try:
            for left in (copy, log):  # of a killed run of the same process number
                left.unlink(missing_ok=True)
            _copy(path, copy)
            with duckdb.connect(str(copy)) as store:
                return _write_run(path, store, outcomes)
        finally:
            log.unlink(missing_ok=True)


def _duckdb(path: Path) -> Any:
    try:
        import duckdb
    except ImportError as error:
        reason = "The store needs DuckDB, which is not installed."
        raise InputError(shown(path), "", "failed", reason, "Install it with: pip install 'tallies[store]'.") from error
    return duckdb


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors of DuckDB as ones that name *path*."""
    import duckdb

    try:
        yield
    except duckdb.Error as error:
        reason = f"DuckDB cannot use it as a store: {str(error).splitlines()[0].rstrip('.')}."
        remedy = "Close it in programs that write to it, or give another file; it is as it was."
        raise InputError(shown(path), "", "failed", reason, remedy) from error


@contextmanager
def _alone(path: Path) -> Iterator[None]:
    """Wait until no other call writes beside *path*."""
    import fcntl

    # The folder is locked, not the file: that is another one after each run.
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        fcntl.flock(folder, fcntl.LOCK_EX)
        yield
    finally:
        os.close(folder)


def _copy(path: Path, copy: Path) -> None:
    import duckdb

    if not path.exists():
        return
    if path.with_name(f"{path.name}.wal").exists():
        duckdb.connect(str(path)).close()  # takes in what a program that died had written
    # Held open while it is copied, so that no other program begins to write.
    with duckdb.connect(str(path), read_only=True):
        shutil.copy(path, copy)


def _write_run(path: Path, store: duckdb.DuckDBPyConnection, outcomes: Iterable[Document | InputError]) -> int:
    store.begin()
    for table, columns in SCHEMA.items():
        fields = ", ".join(f'"{name}" {type_}' for name, type_ in columns.items())
        store.execute(f'CREATE TABLE IF NOT EXISTS "{table}" ({fields})')
    _check_columns(path, store)
    for view, query in VIEWS.items():
        store.execute(f"CREATE OR REPLACE VIEW {view} AS {query}")
    (run,) = _one(store, "SELECT coalesce(max(run), 0) + 1 FROM runs")
    waiting = iter(outcomes)
    while batch := list(islice(waiting, _BATCH)):
        _write_batch(store, batch, run)
        # A transaction a batch: one for all would be held in memory. The copy is what keeps readers out.
        store.commit()
        store.begin()
    store.execute(
        "INSERT INTO runs SELECT $run, $now, $version, (SELECT count(*) FROM documents WHERE run = $run),"
        " (SELECT count(*) FROM errors WHERE run = $run)",
        {"run": run, "now": datetime.now(UTC).replace(tzinfo=None), "version": __version__},
    )
    store.commit()
    return int(run)


def _write_batch(store: duckdb.DuckDBPyConnection, batch: list[Document | InputError], run: int) -> None:
    documents = {one.doc_id: one for one in batch if isinstance(one, Document)}
    errors = [one for one in batch if isinstance(one, InputError)]
    for table, rows in _rows([*documents.values()], errors, run).items():
        if table != "errors":
            store.execute(f"DELETE FROM {table} WHERE list_contains($names, document)", {"names": list(documents)})
        store.register("incoming", rows)
        store.execute(f"INSERT INTO {table} BY NAME SELECT * FROM incoming")
        store.unregister("incoming")


def _rows(documents: list[Document], errors: list[InputError], run: int) -> dict[str, pa.Table]:
    import pyarrow as pa

    rows = {
        name: pa.Table.from_pandas(frame, schema=arrow_schema(COLUMNS[name]), preserve_index=False)
        for name, frame in tables([*documents, *errors]).items()
    }
    inputs = [[(column.name, column.text) for column in document.columns] for document in documents]
    map_ = pa.array(inputs, type=pa.map_(pa.string(), pa.string()))
    rows["documents"] = rows["documents"].append_column("inputs", map_)
    for name in ("documents", "errors"):
        rows[name] = rows[name].append_column("run", pa.array([run] * len(rows[name]), type=pa.int64()))
    return rows


def _check_columns(path: Path, store: duckdb.DuckDBPyConnection) -> None:
    """Raise InputError if a table of *store* has the name of one of ours and other columns."""
    for table, columns in SCHEMA.items():
        found = store.execute(
            "SELECT column_name, data_type FROM duckdb_columns()"
            " WHERE database_name = current_database() AND schema_name = 'main' AND table_name = ?",
            [table],
        ).fetchall()
        if found and dict(found) != columns:
            reason = f'Its table "{table}" has other columns than those that tallies {__version__} writes.'
            raise InputError(shown(path), "", "malformed", reason, "Give a new file, and read the documents again.")


def _one(store: duckdb.DuckDBPyConnection, query: str) -> tuple[Any, ...]:
    row = store.execute(query).fetchone()
    assert row is not None  # an aggregate has one row always
    return row
