"""``tallies evaluate``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language
from typer.testing import CliRunner

from tallies import pipelines
from tallies.cli import app
from tallies.documents.jsonl import write_documents
from tallies.records import Document, Entity


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake: Language) -> Path:
    """A gold file on which the fake pipeline has one of two entities."""
    monkeypatch.setattr(pipelines, "load", lambda: fake)
    entities = (Entity(0, 2, "STATISTIC"), Entity(3, 8, "UNIT"))
    write_documents([Document("A", "29 cases", report_year=2018, entities=entities)], tmp_path / "gold.jsonl")
    return tmp_path / "gold.jsonl"


def test_table(gold: Path) -> None:
    """The scores are a table: the kinds first, then each label."""
    done = CliRunner().invoke(app, ["evaluate", str(gold)])

    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0].split() == ["P", "R", "F1", "gold", "pred"]
    assert lines[1].split() == ["entity", "1.000", "0.500", "0.667", "2", "1"]
    assert [line.split()[:2] for line in lines[-2:]] == [["entity", "STATISTIC"], ["entity", "UNIT"]]
    assert len(lines) == 12


def test_json(gold: Path) -> None:
    """--json gives the same figures as an object."""
    done = CliRunner().invoke(app, ["evaluate", str(gold), "--json"])

    scores = json.loads(done.stdout)
    assert scores["entity"] == {"precision": 1.0, "recall": 0.5, "f1": 2 / 3, "gold": 2, "predicted": 1}
    assert len(scores) == 11


@pytest.mark.parametrize(("name", "code"), [("nowhere.jsonl", 2), ("", 2), ("bad.jsonl", 1)])
def test_unusable_gold(gold: Path, name: str, code: int) -> None:
    """A missing file or a folder is a wrong call; a malformed one fails with file and line."""
    (gold.parent / "bad.jsonl").write_text('{"doc_id": "A"}\n')

    done = CliRunner().invoke(app, ["evaluate", str(gold.parent / name)])

    assert done.exit_code == code
    assert done.stdout == ""
    assert ("bad.jsonl, line 1" in done.stderr) == (code == 1)
