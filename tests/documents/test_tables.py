"""Records to tables and files."""

from __future__ import annotations

import json
from pathlib import Path

import pandas as pd
import pytest

from tallies.documents.tables import COLUMNS, tables
from tallies.documents.writers import write_table
from tallies.errors import InputError
from tallies.records import Document, Entity, Evidence, Fact, Route, Term

TEXT = "Courts convicted\n29 traffickers (28 in 2016)."
DOCUMENT = Document(
    doc_id="A",
    text=TEXT,
    country="AZE",
    report_year=2018,
    tier="2",
    entities=(Entity(0, 6, "AGENCY", "Courts"), Entity(7, 19, "STATISTIC")),
    facts=(
        Fact(
            id="F1",
            anchor=(7, 19),
            action="convict",
            value=29,
            unit="trafficker",
            years=(2016, 2017),
            agency="Courts",
            gender=("female", "male"),
            compared_with="F2",
            section="prosecution",
            sentence=(0, len(TEXT)),
            term=Term(shortest=12, suspended=True),
            evidence=(Evidence("value", "numeral", 1.0), Evidence("years", "default", 0.5)),
        ),
        Fact(id="F2", anchor=(33, 35), action="convict", value=28, unit="trafficker", years=(2016,)),
        Fact(id="F3", anchor=(33, 35), action="fund", value=None, unit="AZN", usd=1234567.25),
    ),
    routes=(Route("R1", ("AZE",), ("RUS", "TUR"), sentence=(0, 6)),),
)
ERROR = InputError("b.txt", "line 3", "malformed", "It is, alas, bad.", "Mend it.")


def write_tables(frames: dict[str, pd.DataFrame], folder: Path, formats: list[str]) -> None:
    """Each of *frames* as a file in each format."""
    for suffix in formats:
        for name, frame in frames.items():
            write_table(frame, COLUMNS[name], folder / f"{name}.{suffix}")


@pytest.mark.parametrize("outcomes", [[], [DOCUMENT, ERROR]], ids=["empty", "full"])
def test_columns_and_kinds_are_stable(outcomes: list[Document | InputError]) -> None:
    """A table without rows has the columns and kinds of one with rows."""
    frames = tables(outcomes)

    assert list(frames) == ["documents", "entities", "facts", "comparisons", "routes", "errors"]
    for name, frame in frames.items():
        kinds = {column: kind if not kind.startswith("list") else "object" for column, kind in COLUMNS[name].items()}
        assert {column: str(dtype) for column, dtype in frame.dtypes.items()} == kinds
        assert list(frame.columns) == list(kinds)


def test_cells_are_those_of_the_records() -> None:
    """Each row holds its record with the document's country, year and tier, and the words it stands for."""
    frames = tables([DOCUMENT, ERROR])

    first, second, third = frames["facts"].to_dict("records")
    assert {key: first[key] for key in ("document", "country", "report_year", "tier", "section")} == {
        "document": "A",
        "country": "AZE",
        "report_year": 2018,
        "tier": "2",
        "section": "prosecution",
    }
    assert first["sentence"] == "Courts convicted 29 traffickers (28 in 2016)."
    assert (first["start"], first["end"], first["text"]) == (7, 19, "convicted 29")
    assert (first["years"], first["gender"], first["age"]) == ([2016, 2017], ["female", "male"], [])
    assert (first["shortest"], first["suspended"], first["confidence"]) == (12, True, 0.5)
    assert pd.isna(first["life"])
    assert pd.isna(second["confidence"])
    assert pd.isna(third["value"])
    assert third["usd"] == 1234567.25
    assert frames["documents"].iloc[0].to_dict() == {
        "document": "A",
        "country": "AZE",
        "report_year": 2018,
        "tier": "2",
        "characters": 45,
        "words": 7,
        "entities": 2,
        "facts": 3,
        "comparisons": 1,
        "routes": 1,
        "file": None,
        "offset": None,
    }
    assert frames["entities"]["text"].tolist() == ["Courts", "convicted 29"]
    assert frames["errors"].to_dict("records") == [ERROR.to_dict()]


def test_comparison_row_holds_both_figures() -> None:
    """A comparison has both figures, their difference, the percent change and the sentence."""
    (row,) = tables([DOCUMENT])["comparisons"].to_dict("records")

    assert (row["later"], row["later_value"], row["later_years"]) == ("F1", 29, [2016, 2017])
    assert (row["earlier"], row["earlier_value"], row["earlier_years"]) == ("F2", 28, [2016])
    assert (row["difference"], round(row["percent_change"], 2)) == (1, 3.57)
    assert row["sentence"] == "convicted 29 traffickers in 2016-2017 vs 28 in 2016"


@pytest.mark.parametrize("outcomes", [[], [DOCUMENT, ERROR]], ids=["empty", "full"])
def test_parquet_comes_back(tmp_path: Path, outcomes: list[Document | InputError]) -> None:
    """Parquet gives back every cell, lists as lists, and the column kinds also of empty tables."""
    frames = tables(outcomes)
    write_tables(frames, tmp_path, ["parquet"])
    import pyarrow.parquet as pq

    for name, frame in frames.items():
        table = pq.read_table(tmp_path / f"{name}.parquet")
        want = [
            {k: None if k not in list_columns(name) and pd.isna(v) else v for k, v in row.items()}
            for row in records(frame)
        ]
        assert table.to_pylist() == want
        assert [str(table.schema.field(c).type).startswith("list") for c in COLUMNS[name]] == [
            c in list_columns(name) for c in COLUMNS[name]
        ]


def list_columns(name: str) -> set[str]:
    return {column for column, kind in COLUMNS[name].items() if kind.startswith("list")}


def records(frame: pd.DataFrame) -> list[dict[str, object]]:
    return frame.to_dict("records")


def test_jsonl_comes_back(tmp_path: Path) -> None:
    """JSON lines hold every cell, lists as lists and null for what is absent."""
    frames = tables([DOCUMENT, ERROR])

    write_tables(frames, tmp_path, ["jsonl"])

    rows = [json.loads(line) for line in (tmp_path / "facts.jsonl").read_text().splitlines()]
    assert [list(row) for row in rows] == [list(COLUMNS["facts"])] * 3
    assert (rows[0]["years"], rows[0]["value"], rows[0]["life"], rows[0]["suspended"]) == ([2016, 2017], 29, None, True)
    assert json.loads((tmp_path / "errors.jsonl").read_text()) == ERROR.to_dict()


def test_csv_for_spreadsheets(tmp_path: Path) -> None:
    """In CSV lists are joined by ";", whole figures have no decimals, large ones no exponent."""
    write_tables(tables([DOCUMENT, ERROR]), tmp_path, ["csv"])

    facts = pd.read_csv(tmp_path / "facts.csv", dtype=str, keep_default_na=False)
    assert list(facts.columns) == list(COLUMNS["facts"])
    assert facts["value"].tolist() == ["29", "28", ""]
    assert facts["years"].tolist() == ["2016;2017", "2016", ""]
    assert facts["gender"].tolist() == ["female;male", "", ""]
    assert facts["usd"].tolist() == ["", "", "1234567.25"]
    assert (tmp_path / "errors.csv").read_text().splitlines()[
        1
    ] == 'b.txt,line 3,malformed,"It is, alas, bad.",Mend it.'


def test_formats_together(tmp_path: Path) -> None:
    """Several formats may be asked for; nothing else is left in the folder."""
    write_tables(tables([]), tmp_path, ["csv", "jsonl", "parquet"])

    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(
        f"{name}.{suffix}" for name in COLUMNS for suffix in ("csv", "jsonl", "parquet")
    )
    assert (tmp_path / "facts.jsonl").read_text() == ""
    assert (tmp_path / "facts.csv").read_text() == ",".join(COLUMNS["facts"]) + "\n"


def test_unknown_format(tmp_path: Path) -> None:
    """A format that is none is refused."""
    with pytest.raises(KeyError, match="xlsx"):
        write_tables(tables([]), tmp_path, ["xlsx"])
