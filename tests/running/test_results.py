"""The files of a run from its lines, and its summary."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from tallies.documents import writers
from tallies.documents.tables import COLUMNS, tables
from tallies.documents.writers import write_table
from tallies.errors import InputError
from tallies.records import Column, Document, Fact
from tallies.running.lines import pack, unpack
from tallies.running.results import FAILURES, TABLES, Counter, put_together


def report(name: str, *values: float | None, **more: object) -> Document:
    """A document of figures, each set against the next one."""
    facts = tuple(
        Fact(
            id=f"F{number}",
            anchor=(number, number + 1),
            action="convict",
            value=value,
            unit="trafficker",
            years=(2018 - number,),
            gender=("female", "male"),
            compared_with=f"F{number + 1}" if number < len(values) else None,
        )
        for number, value in enumerate(values, 1)
    )
    return Document(name, "0123456789 \t\n\r \x0b\u2028 é", facts=facts, **more)  # type: ignore[arg-type]


OUTCOMES = [
    report("a", 29, 28.5, None, columns=(Column("b", 'we,st\n"x"'),)),
    InputError("b", "line 3", "empty", 'It is "empty",\ttoo.', "Fill it."),
    report("c"),
    report("d", 1_234_567.25, 3, columns=(Column("a", ""), Column("b", "y"))),
]


def test_line_is_one_line() -> None:
    """Whatever a text holds, a line is one, and its parts come back."""
    for outcome in OUTCOMES:
        line = pack(outcome)

        assert line.text.count("\n") == 1
        assert line.text.endswith("\n")
        assert line.text.count("\t") == 1
        assert bool(unpack(line.text).document) != line.failed == isinstance(outcome, InputError)


@pytest.mark.parametrize("outcomes", [[], OUTCOMES, OUTCOMES[2:3]], ids=["empty", "full", "without figures"])
def test_tables_are_those_of_frames(tmp_path: Path, outcomes: list[Document | InputError]) -> None:
    """Row by row each table is written as its frame is in one go, byte for byte, in every format."""
    lines = [pack(outcome) for outcome in outcomes]
    inputs = list(dict.fromkeys(name for line in lines for name in line.inputs))
    (tmp_path / "frames").mkdir()

    put_together((line.text for line in lines), tmp_path, writers.WRITERS, inputs=inputs, failed=tmp_path / "failed")

    frames = tables(outcomes)
    for suffix in writers.WRITERS:
        for name in TABLES:
            columns = {column: COLUMNS[name].get(column, "string") for column in frames[name].columns}
            write_table(frames[name], columns, tmp_path / "frames" / f"{name}.{suffix}")
            written = (tmp_path / f"{name}.{suffix}").read_bytes()
            assert written == (tmp_path / "frames" / f"{name}.{suffix}").read_bytes()
            assert written or suffix == "jsonl"


def test_tables_are_as_pandas_writes_them(tmp_path: Path) -> None:
    """CSV and Parquet are what pandas makes of the frames, byte for byte."""
    for name, frame in tables(OUTCOMES).items():
        columns = {column: COLUMNS[name].get(column, "string") for column in frame.columns}
        write_table(frame, columns, tmp_path / "ours.csv")
        write_table(frame, columns, tmp_path / "ours.parquet")
        frame.to_parquet(tmp_path / "pandas.parquet", index=False, schema=writers.arrow_schema(columns))
        for column, kind in columns.items():
            if kind.startswith("list"):
                frame[column] = [";".join(map(str, cell)) for cell in frame[column]]
            elif kind == "Float64":
                frame[column] = [None if pd.isna(cell) else f"{cell:.15g}" for cell in frame[column]]
        frame.to_csv(tmp_path / "pandas.csv", index=False, lineterminator="\n")

        for suffix in ("csv", "parquet"):
            assert (tmp_path / f"ours.{suffix}").read_bytes() == (tmp_path / f"pandas.{suffix}").read_bytes()


@pytest.mark.parametrize("rows", [0, 1, 9, 10, 11, 20, 35])
def test_groups_of_parquet(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rows: int) -> None:
    """A long table is written in groups, none of them empty but that of an empty table; every row is there once."""
    monkeypatch.setattr(writers, "GROUP", 10)
    monkeypatch.setattr(writers, "_BATCH", 5)
    with writers.table_file(tmp_path / "a.parquet", {"n": "Int64", "list": "list of text"}) as write:
        for number in range(rows):
            write([[number, [f"{number}"]]])

    file = pq.ParquetFile(tmp_path / "a.parquet")
    sizes = [file.metadata.row_group(group).num_rows for group in range(file.metadata.num_row_groups)]
    assert sizes == ([10] * (rows // 10) + [rows % 10] * (rows % 10 > 0) or [0])
    assert file.read().to_pylist() == [{"n": number, "list": [f"{number}"]} for number in range(rows)]


def test_largest_changes_are_by_factor() -> None:
    """Changes are ranked by their factor, up or down, those from 0 among them, and equals as they come."""
    figures = {
        "down": (100, 1000),
        "up": (300, 100),
        "small": (3, 1),
        "zero": (40, 0),
        "same": (5, 5),
        "small again": (1, 3),
        "unknown": (None, 3),
        "debt": (-1, 3),
    }
    for shown, names in ((10, ["zero", "down", "up", "small", "small again"]), (1, ["zero"])):
        counter = Counter(shown)
        for name, values in figures.items():
            counter.add(unpack(pack(report(name, *values)).text))

        assert [change.split(":")[0] for change in counter.summary().changes] == names


def test_failures_are_named_up_to_a_number() -> None:
    """All errors are counted, and the first of them named."""
    counter = Counter()
    for number in range(FAILURES + 5):
        counter.add(unpack(pack(InputError(f"{number}", "", "empty", "No.", "Go.")).text))

    summary = counter.summary()

    assert summary.errors == FAILURES + 5
    assert summary.failures == tuple(f"{number}: No. Go." for number in range(FAILURES))


def test_parts_are_joined_in_their_order() -> None:
    """Counters of parts, joined as they come, say what one that has counted all says: equal changes too, in order."""
    parts = [
        [report(f"{part}{number}", 4 + 3 * (number % 2), 1) for number in range(8)]
        + [InputError(f"{part}{number}", "", "empty", "No.", "Go.") for number in range(60)]
        for part in range(3)
    ]
    whole = Counter()
    joined = Counter()
    for name in (1, 2, 0):
        counter = Counter(part=f"{name}")
        for outcome in parts[name]:
            counter.add(unpack(pack(outcome).text))
        joined.join(counter)
    for outcome in chain.from_iterable(parts):
        whole.add(unpack(pack(outcome).text))

    assert joined.summary() == whole.summary()
    assert (joined.summary().documents, joined.summary().errors) == (24, 180)
    assert [change.split(":")[0] for change in joined.summary().changes] == [
        *("01", "03", "05", "07", "11", "13", "15", "17", "21", "23"),
    ]
