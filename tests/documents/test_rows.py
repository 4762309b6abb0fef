"""Tables of texts."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from tallies.documents.inputs import read_sources
from tallies.documents.kinds import Reading
from tallies.documents.source import Source
from tallies.errors import InputError

ROWS: list[dict[str, Any]] = [
    {"id": "A", "body": '29 convicted,\n"so" they say', "source": "x", "score": 1.5},
    {"id": "B", "body": "12 Größe; victims", "source": None, "score": 2.0},
]
MAPPED = Reading("body", "id")


def write(path: Path, rows: list[dict[str, Any]]) -> Path:
    """*rows* at *path*, in the form of its suffix."""
    frame = pd.DataFrame(rows)
    if path.suffix == ".csv":
        frame.to_csv(path, index=False)
    elif path.suffix == ".parquet":
        frame.to_parquet(path, index=False)
    else:
        path.write_text("\n".join(json.dumps(row) for row in rows))
    return path


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.jsonl"])
def test_columns_are_named(tmp_path: Path, name: str) -> None:
    """Each row is a document with the text and the name of the columns given, and carries its other cells."""
    first, second = read_sources(write(tmp_path / name, ROWS), reading=MAPPED)

    assert isinstance(first, Source)
    assert isinstance(second, Source)
    assert [(one.doc_id, one.text) for one in (first, second)] == [(row["id"], row["body"]) for row in ROWS]
    assert [(column.name, column.text) for column in first.columns] == [("source", "x"), ("score", "1.5")]
    assert [(column.name, column.text) for column in second.columns] == [("score", "2.0")]


@pytest.mark.parametrize("name", ["a.csv", "a.parquet"])
def test_usual_columns(tmp_path: Path, name: str) -> None:
    """Without options the columns are "text" and "doc_id"; without names rows are numbered."""
    named = [{"doc_id": "A", "text": "29"}, {"doc_id": "B", "text": "30"}]

    assert [one.doc_id for one in read_sources(write(tmp_path / name, named)) if isinstance(one, Source)] == ["A", "B"]

    numbered = [{"text": "29"}, {"text": "30"}]

    found = [one.doc_id for one in read_sources(write(tmp_path / name, numbered)) if isinstance(one, Source)]
    assert found == ["a-1", "a-2"]


@pytest.mark.parametrize("name", ["a.csv", "a.parquet", "a.jsonl"])
@pytest.mark.parametrize(
    ("reading", "option"), [(Reading("words"), "--text-column"), (Reading("body", "no"), "--id-column")]
)
def test_missing_column(tmp_path: Path, name: str, reading: Reading, option: str) -> None:
    """A table without the column is one error, which names those that it has and the option."""
    (error,) = read_sources(write(tmp_path / name, ROWS), reading=reading)

    assert isinstance(error, InputError)
    assert '"id", "body", "source"' in error.reason
    assert option in error.remedy


def test_row_without_text(tmp_path: Path) -> None:
    """A row without text is an error that names it; the others are read."""
    rows = [ROWS[0], ROWS[1] | {"body": " "}, ROWS[1]]

    outcomes = list(read_sources(write(tmp_path / "a.parquet", rows), reading=MAPPED))

    assert [one.place for one in outcomes] == ["row 1", "row 2", "row 3"]
    assert [isinstance(one, InputError) for one in outcomes] == [False, True, False]


@pytest.mark.parametrize("mark", [",", ";", "\t", "|"])
def test_marks_between_columns(tmp_path: Path, mark: str) -> None:
    """A CSV file may have other marks than commas."""
    (tmp_path / "a.csv").write_text(f"text{mark}doc_id\n29 für alle{mark}A\n")

    assert [one.text for one in read_sources(tmp_path) if isinstance(one, Source)] == ["29 für alle"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.csv", b'text,doc_id\n29,A\n"never closed,B\n'),
        ("a.csv", b""),
        ("a.csv", b"text\n"),
        ("a.csv", b"\x89PNG\0\0"),
        ("a.parquet", b"PAR1 no"),
        ("a.jsonl", b'{"body": "29"}\n[1]'),
        ("a.jsonl", b""),
    ],
)
def test_bad_table(tmp_path: Path, name: str, data: bytes) -> None:
    """A table that breaks off, or holds nothing, ends in an error."""
    (tmp_path / name).write_bytes(data)
    reading = Reading("body") if name == "a.jsonl" else Reading()

    *others, last = read_sources(tmp_path, reading=reading)

    assert isinstance(last, InputError)
    assert all(isinstance(one, Source) and one.text == "29" for one in others)
