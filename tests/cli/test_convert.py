"""``tallies convert``."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from tallies.cli import app
from tallies.cli.convert import Name
from tallies.documents.jsonl import read_documents, write_documents
from tallies.exchange.formats import FORMATS
from tallies.records import Document, Entity, Fact

DOCUMENT = Document(
    "Mali",
    "Courts convicted 29.",
    "MLI",
    2018,
    entities=(Entity(0, 6, "AGENCY"), Entity(17, 19, "STATISTIC")),
    facts=(Fact("1.1", (17, 19), "convict", 29, "person", agency="Courts", agency_anchor=(0, 6)),),
)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A file with one record."""
    write_documents([DOCUMENT], tmp_path / "in.jsonl")
    return tmp_path / "in.jsonl"


def run(*arguments: object) -> tuple[int, str, str]:
    """Exit code, stdout and stderr of ``tallies convert``."""
    result = CliRunner().invoke(app, ["convert", *map(str, arguments)])
    return result.exit_code, result.stdout, result.stderr


def test_the_command_offers_every_format() -> None:
    """The names of --from and --to are those of the formats."""
    assert [name.value for name in Name] == list(FORMATS)


@pytest.mark.parametrize("name", [name for name in FORMATS if name != "conll"])
def test_there_and_back(source: Path, tmp_path: Path, name: str) -> None:
    """Through any format but the columns the record comes back whole, and nothing is said on stderr."""
    between, back = tmp_path / "between", tmp_path / "back.jsonl"
    assert run(source, between, "--from", "jsonl", "--to", name) == (0, f"1 document in {between}.\n", "")
    assert run(between, back, "--from", name, "--to", "jsonl") == (0, f"1 document in {back}.\n", "")
    assert list(read_documents(back)) == [DOCUMENT]


def test_what_is_dropped_is_said_first(source: Path, tmp_path: Path) -> None:
    """Columns hold no facts: stderr says so."""
    code, _, errors = run(source, tmp_path / "out", "--from", "jsonl", "--to", "conll")
    assert (code, errors.splitlines()) == (
        0,
        ["Mali: 1 facts with their links are dropped.", "Mali: 2 of country, year and tier are dropped."],
    )


def test_a_malformed_input_is_one_line_and_leaves_no_output(tmp_path: Path) -> None:
    """The error names file, line and field; the exit code is 1."""
    (tmp_path / "in.jsonl").write_text('{"text": "x"}\n', encoding="utf-8")
    code, out, errors = run(tmp_path / "in.jsonl", tmp_path / "out", "--from", "doccano", "--to", "jsonl")
    assert (code, out) == (1, "")
    assert errors.startswith(f'{tmp_path / "in.jsonl"}, line 1: Field "entities" is missing.')
    assert not (tmp_path / "out").exists()


def test_options_that_do_not_fit_are_refused(source: Path, tmp_path: Path) -> None:
    """A folder format does not read a file, and a model version is for Label Studio."""
    assert run(source, tmp_path / "out", "--from", "brat", "--to", "jsonl")[0] == 2
    assert run(source, tmp_path / "out", "--from", "jsonl", "--to", "brat", "--model-version", "x")[0] == 2


def test_the_model_version_is_written(source: Path, tmp_path: Path) -> None:
    """Predictions name the model; annotations count as made by people."""
    out = tmp_path / "tasks.json"
    assert run(source, out, "--from", "jsonl", "--to", "labelstudio", "--model-version", "rules 2")[0] == 0
    assert '"model_version": "rules 2"' in out.read_text(encoding="utf-8")
    assert out.with_suffix(".xml").is_file()
    assert run(source, out, "--from", "jsonl", "--to", "labelstudio", "--annotated")[0] == 0
    assert '"annotations"' in out.read_text(encoding="utf-8")
