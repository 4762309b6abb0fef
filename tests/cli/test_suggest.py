"""``tallies suggest``."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from spacy.language import Language
from spacy.tokens import Doc
from typer.testing import CliRunner, Result

import tallies
from tallies import pipelines
from tallies.cli import app
from tallies.documents.jsonl import read_documents
from tallies.records import Evidence, Fact


@Language.component("doubting_reader")
def doubting_reader(doc: Doc) -> Doc:
    """Every number is a fact of a doubtful year."""
    evidence = (Evidence("years", "guess", 0.25),)
    doc._.facts = [
        Fact(f"F{token.i}", (token.idx, token.idx + len(token)), "convict", 1, "man", evidence=evidence)
        for token in doc
        if token.is_digit
    ]
    return doc


@pytest.fixture
def narratives(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two narratives, and a pipeline that doubts each figure."""
    nlp = tallies.blank()
    nlp.add_pipe("doubting_reader")

    def named(name: str) -> Language:
        assert name == "some/model"
        return nlp

    monkeypatch.setattr(pipelines, "load_named", named)
    folder = tmp_path / "texts"
    folder.mkdir()
    (folder / "A.txt").write_text("Courts convicted 29 men. Nobody fled.", encoding="utf-8")
    (folder / "B.txt").write_text("It held 3 men, 4 alone.", encoding="utf-8")
    return folder


def suggest(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["suggest", *(str(argument) for argument in arguments)])


def test_tasks_are_written_and_shown(narratives: Path, tmp_path: Path) -> None:
    """The tasks are written with the configuration; the first are printed with their reasons, then the count."""
    out = tmp_path / "tasks.json"
    done = suggest("some/model", narratives, "-o", out, "--report-year", 2018, "--show", 1)

    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "B@0: It held 3 men, 4 alone.",
        '  years of "3" by the rule guess: confidence 0.25',
        '  years of "4" by the rule guess: confidence 0.25',
        f"2 tasks from 2 documents in {out}.",
    ]
    tasks = json.loads(out.read_text(encoding="utf-8"))
    assert [(task["data"]["text"], task["data"]["report_year"]) for task in tasks] == [
        ("It held 3 men, 4 alone.", 2018),
        ("Courts convicted 29 men.", 2018),
    ]
    assert tasks[0]["predictions"][0]["model_version"] == f"tallies {tallies.__version__}, model"
    assert out.with_suffix(".xml").exists()


def test_count_and_format(narratives: Path, tmp_path: Path) -> None:
    """--count limits the tasks, --to is the format."""
    out = tmp_path / "tasks.jsonl"
    done = suggest("some/model", narratives, "-o", out, "-n", 1, "--to", "jsonl", "--show", 0, "--report-year", 2018)

    assert (done.exit_code, done.stdout) == (0, f"1 task from 2 documents in {out}.\n")
    assert [document.doc_id for document in read_documents(out)] == ["B@0"]


def test_text_that_cannot_be_read(narratives: Path, tmp_path: Path) -> None:
    """The others are read; the exit code is 1, and the reason is on stderr."""
    done = suggest("some/model", narratives, tmp_path / "gone.txt", "-o", tmp_path / "tasks.json", "--show", 0)

    assert done.exit_code == 1
    assert "gone.txt: There is no such file or folder." in done.stderr
    assert done.stdout.startswith("2 tasks from 2 documents")


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["no/model", "{}", "-o", "tasks.json"], 1),
        (["rules", "-o", "tasks.json"], 2),
        (["rules", "{}"], 2),
        (["rules", "{}", "-o", "{}"], 2),
        (["rules", "{}", "-o", "tasks.json", "--to", "paper"], 2),
    ],
    ids=["no pipeline", "no text", "no OUT", "OUT is a folder", "unknown format"],
)
def test_wrong_call(tmp_path: Path, options: list[str], code: int) -> None:
    """A pipeline that is not there has the exit code 1, a wrong call 2; nothing is printed on stdout."""
    done = suggest(*(option.format(tmp_path) for option in options))

    assert (done.exit_code, done.stdout) == (code, "")
    assert done.stderr
    assert list(tmp_path.iterdir()) == []
