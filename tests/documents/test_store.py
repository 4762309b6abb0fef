"""The tables in DuckDB, run after run."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tallies import __version__
from tallies.documents import store
from tallies.documents.store import SCHEMA, VIEWS, check_store, write_store
from tallies.errors import InputError
from tallies.records import Column, Document, Entity, Fact, Route

ERROR = InputError("b.txt", "line 3", "malformed", "It breaks off.", "Mend it.")


def report(name: str, year: int, *values: float | None, **more: Any) -> Document:
    """A report of a made-up country whose figures are those of the year before, each set against the next one."""
    facts = tuple(
        Fact(
            id=f"F{number}",
            anchor=(number, number + 1),
            action="convict",
            value=value,
            unit="trafficker",
            years=(year - number,),
            compared_with=f"F{number + 1}" if number < len(values) else None,
            sentence=(0, 10),
        )
        for number, value in enumerate(values, 1)
    )
    return Document(name, "0123456789", country="UTO", report_year=year, facts=facts, **more)


def ask(path: Path, query: str) -> list[tuple[Any, ...]]:
    """The rows that *query* gives."""
    with duckdb.connect(str(path), read_only=True) as reader:
        return reader.execute(query).fetchall()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Where a store is to be; there is none yet."""
    return tmp_path / "figures.duckdb"


def test_tables(path: Path) -> None:
    """Every table has its columns and its rows; lists are lists, and columns of the input a map."""
    full = report(
        "A",
        2018,
        29,
        None,
        entities=(Entity(0, 2, "STATISTIC"),),
        routes=(Route("R1", origin=("GHA", "TGO"), sentence=(2, 5)),),
        columns=(Column("region", "west"), Column("Region", "East")),
    )

    assert write_store(path, [full, ERROR]) == 1

    columns = ask(path, "SELECT table_name, column_name, data_type FROM duckdb_columns() WHERE NOT internal")
    views = {(name, column) for name, column, _ in columns if name in VIEWS}
    assert {table: {c: kind for t, c, kind in columns if t == table} for table in SCHEMA} == SCHEMA
    assert {name for name, _ in views} == VIEWS.keys()
    assert len(columns) == len(views) + sum(map(len, SCHEMA.values()))
    assert ask(path, "SELECT document, facts, inputs, run FROM documents") == [
        ("A", 2, {"region": "west", "Region": "East"}, 1)
    ]
    assert ask(path, "SELECT * FROM entities") == [("A", "STATISTIC", 0, 2, "01", None, None)]
    assert ask(path, "SELECT id, value, years, gender, usd FROM facts") == [
        ("F1", 29.0, [2017], [], None),
        ("F2", None, [2016], [], None),
    ]
    assert ask(path, "SELECT later, earlier, difference FROM comparisons") == [("F1", "F2", None)]
    assert ask(path, "SELECT id, origin, transit, sentence FROM routes") == [("R1", ["GHA", "TGO"], [], "234")]
    assert ask(path, "SELECT * FROM errors") == [(*ERROR.to_dict().values(), 1)]
    assert ask(path, "SELECT run, version, documents, errors FROM runs") == [(1, __version__, 1, 1)]


def test_document_again_replaces_its_rows(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of a document that comes again only the new rows are there; others stay, and so do errors of earlier runs."""
    monkeypatch.setattr(store, "_BATCH", 2)
    write_store(path, [report("A", 2018, 1, 2), report("B", 2018, 3), report("C", 2018, 4), ERROR])

    assert write_store(path, [ERROR]) == 2
    assert write_store(path, [report("A", 2018, 5), report("D", 2018), report("A", 2018, 6)]) == 3

    assert ask(path, "SELECT document, value FROM facts ORDER BY ALL") == [("A", 6), ("B", 3), ("C", 4)]
    assert ask(path, "SELECT document, run FROM documents ORDER BY ALL") == [("A", 3), ("B", 1), ("C", 1), ("D", 3)]
    assert ask(path, "SELECT count(*) FROM comparisons") == [(0,)]
    assert ask(path, "SELECT file, run FROM errors ORDER BY ALL") == [("b.txt", 1), ("b.txt", 2)]
    assert ask(path, "SELECT run, documents, errors FROM runs ORDER BY ALL") == [(1, 3, 1), (2, 0, 1), (3, 2, 0)]


def test_views(path: Path) -> None:
    """A figure of two reports is one row, with the later report's value; where they differ it is a revision too."""
    write_store(path, [report("A", 2018, 29, 28), report("B", 2019, 40, 30)])

    assert ask(
        path,
        "SELECT country, year, action, value, lowest, highest, documents, evidence FROM country_year ORDER BY year",
    ) == [
        ("UTO", 2016, "convict", 28, 28, 28, 1, ["A:F2:2-3"]),
        ("UTO", 2017, "convict", 30, 29, 30, 2, ["B:F2:2-3", "A:F1:1-2"]),
        ("UTO", 2018, "convict", 40, 40, 40, 1, ["B:F1:1-2"]),
    ]
    assert ask(path, "SELECT year, lowest, highest FROM revisions") == [(2017, 29, 30)]
    assert ask(path, "SELECT later_year, earlier_year, comparison, passage FROM changes ORDER BY ALL") == [
        (2017, 2016, "convicted 29 traffickers in 2017 vs 28 in 2016", "0123456789"),
        (2018, 2017, "convicted 40 traffickers in 2018 vs 30 in 2017", "0123456789"),
    ]


READER = """
import sys, duckdb
with duckdb.connect(sys.argv[1], read_only=True) as store:
    for _ in sys.stdin:
        print(store.execute("SELECT count(*) FROM documents").fetchall()[0][0], flush=True)
"""


def test_readers_see_whole_runs(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """While a run is written, readers see the one before; one that stays keeps it, and does not hold the run up."""
    monkeypatch.setattr(store, "_BATCH", 1)
    write_store(path, [report("A", 2018)])
    counts = []
    command = [sys.executable, "-c", READER, str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as reader:
        assert reader.stdin is not None
        assert reader.stdout is not None

        def count() -> int:
            print(file=reader.stdin, flush=True)
            return int(reader.stdout.readline())  # type: ignore[union-attr]

        def run() -> Iterator[Document]:
            for name in "BCD":
                counts.append((count(), ask(path, "SELECT count(*) FROM documents")[0][0]))
                yield report(name, 2018)

        write_store(path, run())
        counts.append((count(), ask(path, "SELECT count(*) FROM documents")[0][0]))
        reader.stdin.close()

    assert counts == [(1, 1), (1, 1), (1, 1), (1, 4)]


def test_broken_run_leaves_the_store(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A run that breaks off leaves the store as it was, and no file beside it."""
    monkeypatch.setattr(store, "_BATCH", 1)
    write_store(path, [report("A", 2018, 1)])
    before = path.read_bytes()

    def run() -> Iterator[Document]:
        yield report("A", 2018, 2)
        yield report("B", 2018, 2)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_store(path, run())

    assert path.read_bytes() == before
    assert list(path.parent.iterdir()) == [path]


def test_runs_at_the_same_time(path: Path) -> None:
    """Of runs that are written at the same time none is lost."""
    names = [f"D{number}" for number in range(4)]

    with ThreadPoolExecutor(4) as pool:
        runs = list(pool.map(lambda name: write_store(path, [report(name, 2018)]), names))

    assert sorted(runs) == [1, 2, 3, 4]
    assert ask(path, "SELECT document FROM documents ORDER BY ALL") == [(name,) for name in names]


def test_own_tables_stay(path: Path) -> None:
    """Tables that others made in the file, and a log that a program left beside it, are kept."""
    made = f"c = duckdb.connect({str(path)!r}); c.execute('CREATE TABLE notes AS SELECT 7')"
    code = f"import duckdb, os; {made}; os._exit(0)"
    subprocess.run([sys.executable, "-c", code], check=True)
    assert path.with_name("figures.duckdb.wal").exists()

    write_store(path, [report("A", 2018)])

    assert ask(path, "FROM notes") == [(7,)]
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("call", [check_store, lambda path: write_store(path, [])], ids=["check", "write"])
def test_no_store(path: Path, call: Any) -> None:
    """A file of something else, one of other columns and one that is being written are errors that leave it."""
    path.write_text("29 traffickers\n" * 1000)
    with pytest.raises(InputError, match=r"figures\.duckdb: DuckDB cannot use it as a store: "):
        call(path)
    assert path.read_text().startswith("29")

    path.unlink()
    with duckdb.connect(str(path)) as other:
        other.execute("CREATE TABLE facts (id INTEGER)")
        with pytest.raises(InputError, match="Close it in programs that write to it"):
            call(path)
    with pytest.raises(InputError, match=r'table "facts" has other columns .* Give a new file'):
        call(path)
    assert ask(path, "FROM facts") == []
    assert list(path.parent.iterdir()) == [path]


def test_without_duckdb(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where DuckDB is not installed, the error says how to get it."""
    monkeypatch.setitem(sys.modules, "duckdb", None)

    with pytest.raises(InputError, match=r"pip install 'tallies\[store\]'"):
        check_store(path)
