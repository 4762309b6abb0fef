"""``tallies compare``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language
from typer.testing import CliRunner, Result

import tallies
from tallies import pipelines
from tallies.cli import app
from tallies.documents.jsonl import write_documents
from tallies.records import Document, Entity


@pytest.fixture
def gold(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fake: Language) -> Path:
    """Two gold documents; pipeline "none" finds nothing in them, "numbers" the numbers."""
    found = {"none": tallies.blank(), "numbers": fake}
    monkeypatch.setattr(pipelines, "load_named", found.__getitem__)
    documents = [Document(name, "It saw 29 men.", entities=(Entity(7, 9, "STATISTIC"),)) for name in "AB"]
    write_documents(documents, tmp_path / "gold.jsonl")
    return tmp_path / "gold.jsonl"


def compare(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["compare", *(str(argument) for argument in arguments)])


def test_table_and_sentences(gold: Path) -> None:
    """F1 of both, the difference and its interval by row; then what changed, by kind and by sentence."""
    done = compare("none", "numbers", gold, "--show", 1)

    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[:3] == [
        "A = none, B = numbers, 2 documents",
        "F1                            A      B   B - A  95 % interval",
        "entity                    0.000  1.000  +1.000  +1.000 to +1.000 *",
    ]
    at = lines.index("4 changes")
    assert lines[at - 1] == "entity STATISTIC          0.000  1.000  +1.000  +1.000 to +1.000 *"
    assert lines[at + 1 :] == [
        "  entity               2   better 2, worse 0, neither 0",
        "  fact                 2   better 0, worse 2, neither 0",
        "A [0]: It saw 29 men.",
        '  better   entity of "29": A - | B STATISTIC | gold STATISTIC',
        '  worse    fact of "29": A - | B convict 29 traffickers | gold -',
        "1 more sentence differs; --show 2 prints all.",
    ]


def test_json(gold: Path) -> None:
    """--json has the same: rows with counts, intervals, and every change."""
    done = json.loads(compare("numbers", "none", gold, "--json").stdout)

    assert (done["a"], done["b"]) == ("numbers", "none")
    row = done["rows"]["entity"]
    assert (row["a"]["f1"], row["b"]["f1"], row["difference"], row["low"], row["high"], row["clear"]) == (
        *(1.0, 0.0, -1.0, -1.0, -1.0),
        True,
    )
    assert len(done["changes"]) == 4
    assert done["changes"][0] == {
        "document": "A",
        "sentence": [0, 14],
        "kind": "entity",
        "words": "29",
        "verdict": "worse",
        "a": "STATISTIC",
        "gold": "STATISTIC",
    }


def test_no_change(gold: Path) -> None:
    """A pipeline against itself changes nothing."""
    lines = compare("numbers", "numbers", gold).stdout.splitlines()

    assert lines[-1] == "0 changes"
    assert not [line for line in lines if line.endswith("*")]


@pytest.mark.parametrize(
    ("content", "error"), [("", "gold.jsonl: The file holds no document."), ("{", "gold.jsonl, line 1")]
)
def test_unusable_gold(gold: Path, content: str, error: str) -> None:
    """Gold without a document, or malformed, has the exit code 1 and is named."""
    gold.write_text(content, encoding="utf-8")
    done = compare("none", "numbers", gold)

    assert (done.exit_code, done.stdout) == (1, "")
    assert error in done.stderr


def test_unknown_pipeline(tmp_path: Path) -> None:
    """A pipeline that is not there has the exit code 1, missing gold 2."""
    write_documents([Document("A", "29")], tmp_path / "gold.jsonl")

    done = compare("nothing/there", "rules", tmp_path / "gold.jsonl")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "nothing/there: There is no such folder" in done.stderr
    assert compare("rules", "rules", tmp_path / "gone.jsonl").exit_code == 2
