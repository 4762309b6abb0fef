"""JSON lines as input and as document records."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tallies.documents.jsonl import read_documents, read_jsonl, write_documents
from tallies.documents.source import Source
from tallies.errors import InputError
from tallies.records import Document, Entity

GOOD = {"doc_id": "AZE", "text": "29 convicted", "country": "AZE", "report_year": 2018}


def test_fields_are_read(tmp_path: Path) -> None:
    """Each line is a text with what it says of country and year; further fields do not matter."""
    path = tmp_path / "a.jsonl"
    lines = [GOOD | {"facts": "no list"}, {"doc_id": "B", "text": "none\r\nat all", "country": None}]
    path.write_text("\n\n".join(map(json.dumps, lines)) + "\n")

    assert list(read_jsonl(path)) == [
        Source("AZE", "29 convicted", str(path), "line 1", "AZE", 2018),
        Source("B", "none\r\nat all", str(path), "line 3"),
    ]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{", "The line is no JSON"),
        ("[" * 100_000, "The line is no JSON"),
        ("[1]", "The line holds a JSON list, not an object."),
        ("null", "The line holds a JSON NoneType, not an object."),
        ('{"text": "a"}', 'Field "doc_id" is missing.'),
        ('{"doc_id": 5, "text": "a"}', 'Field "doc_id" is 5, not printable text.'),
        ('{"doc_id": " ", "text": "a"}', 'Field "doc_id" is " ", not printable text.'),
        ('{"doc_id": "a\\rb", "text": "a"}', 'Field "doc_id" is "a\\rb", not printable text.'),
        ('{"doc_id": "a"}', 'Field "text" is missing.'),
        ('{"doc_id": "a", "text": ""}', 'Field "text" is "", not text.'),
        ('{"doc_id": "a", "text": ["b"]}', 'Field "text" is ["b"], not text.'),
        ('{"doc_id": "a", "text": "\\ud800"}', 'Field "text" is "\\ud800", not text.'),
        ('{"doc_id": "a", "text": "b", "country": "Peru"}', '"country" is "Peru", not an ISO 3166 alpha-3 code.'),
        ('{"doc_id": "a", "text": "b", "report_year": "2018"}', 'Field "report_year" is "2018", not a year.'),
        ('{"doc_id": "a", "text": "b", "report_year": true}', 'Field "report_year" is true, not a year.'),
        ('{"doc_id": "a", "text": "b", "report_year": 18}', 'Field "report_year" is 18, not a year.'),
        ('{"doc_id": "a", "text": "b\0"}', "The line is no text in any encoding known."),
    ],
    ids=lambda value: value[:40],
)
def test_malformed_line(tmp_path: Path, line: str, reason: str) -> None:
    """A malformed line is one error that names line and field; the lines round it are read."""
    path = tmp_path / "a.jsonl"
    path.write_text("\n".join([json.dumps(GOOD), line, json.dumps(GOOD)]))

    first, error, last = read_jsonl(path)

    assert isinstance(error, InputError)
    assert (error.file, error.place, error.kind) == (str(path), "line 2", "malformed")
    assert reason in error.reason
    assert isinstance(first, Source)
    assert isinstance(last, Source)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32", "cp1252"])
def test_encodings(tmp_path: Path, encoding: str) -> None:
    """Lines in other encodings are read, too."""
    path = tmp_path / "a.jsonl"
    records = [GOOD | {"text": "Curaçao and São Tomé convicted 29 traffickers"}, GOOD]
    path.write_bytes("\n".join(json.dumps(one, ensure_ascii=False) for one in records).encode(encoding))

    assert [one.text for one in read_jsonl(path) if isinstance(one, Source)] == [one["text"] for one in records]


def test_lines_end_at_newlines_only(tmp_path: Path) -> None:
    """Other separators, which JSON allows inside a text, end no line."""
    path = tmp_path / "a.jsonl"
    path.write_bytes(json.dumps(GOOD | {"text": "a\u2028b\x85c"}, ensure_ascii=False).encode() + b"\r\n")

    assert [one.text for one in read_jsonl(path) if isinstance(one, Source)] == ["a\u2028b\x85c"]


def test_documents_come_back(tmp_path: Path) -> None:
    """Records that are written are read again as they were, and are inputs as well."""
    path = tmp_path / "documents.jsonl"
    documents = [Document("A", "29 \u2028\n“men”", entities=(Entity(0, 2, "STATISTIC"),)), Document("B", "none")]

    write_documents(documents, path)

    assert list(read_documents(path)) == documents
    assert [one.doc_id for one in read_jsonl(path) if isinstance(one, Source)] == ["A", "B"]


@pytest.mark.parametrize("change", [{"facts": 5}, {"text": None}, {"facts": [{"id": "F1"}]}], ids=str)
def test_bad_document_names_its_line(tmp_path: Path, change: dict[str, Any]) -> None:
    """A gold file with a slip is refused, with the line."""
    path = tmp_path / "gold.jsonl"
    path.write_text(json.dumps(GOOD) + "\n" + json.dumps(GOOD | change) + "\n")

    with pytest.raises(InputError, match="line 2"):
        list(read_documents(path))
