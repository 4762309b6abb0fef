"""``tallies panel`` and ``tallies check``."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from typer.testing import CliRunner, Result

from tallies.cli import app
from tallies.documents.corrections import Correction, append_correction
from tallies.documents.jsonl import write_documents
from tallies.documents.output import read_output


def tally(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def output(record, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    """The folder of a run that read one document, whose parts do not fit."""
    document = record(
        "It found 9 victims. There were 4 women and 6 men.",
        {"at": "9", "value": 9},
        {"at": "4", "value": 4, "gender": ("female",), "part_of": "F1"},
        {"at": "6", "value": 6, "gender": ("male",), "part_of": "F1"},
    )
    folder = tmp_path / "out"
    folder.mkdir()
    write_documents([document], folder / "documents.jsonl")
    return folder


@pytest.mark.parametrize("suffix", ["csv", "parquet", "jsonl"])
def test_panel_and_codebook(output: Path, tmp_path: Path, suffix: str) -> None:
    """The panel is written in the format of its name, with the codebook beside it, and counted."""
    path = tmp_path / "new" / f"panel.{suffix}"

    done = tally("panel", output, "-o", path)

    assert done.exit_code == 0, done.output
    codebook = path.with_suffix(".codebook.md")
    first, last = done.stdout.splitlines()
    assert first.startswith("3 cells from 3 of 3 figures; ")
    assert last == f"The panel is in {path}, its codebook in {codebook}."
    assert codebook.read_text().startswith("# Codebook\n")
    assert path.stat().st_size > 0


def test_wide_panel(output: Path, tmp_path: Path) -> None:
    """The wide form has a row a country and year."""
    tally("panel", output, "-o", tmp_path / "wide.csv", "--form", "wide")

    (row,) = pd.read_csv(tmp_path / "wide.csv").to_dict("records")
    assert (row["country"], row["year"], row["victims_identified"], row["victims_identified[male]"]) == (
        "UTO",
        2017,
        9,
        6,
    )


def test_check_shows_flags_and_summary(output: Path, tmp_path: Path) -> None:
    """Each flag is printed with both sentences and the likelier cause; the table holds the same."""
    done = tally("check", output, "-o", tmp_path / "flags.csv")

    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "Utopia F2, sum: The parts 4 + 6 come to 10, 1 more than their total 9.",
        "  F2: There were 4 women and 6 men.",
        "  F1: It found 9 victims.",
        "  likelier cause: the text. "
        "All figures stand together, and none that was read elsewhere makes up the difference.",
        "1 flag in 1 document",
        "  sum              1   text 1, reading 0",
        f"The flags are in {tmp_path / 'flags.csv'}.",
    ]
    (row,) = pd.read_csv(tmp_path / "flags.csv").to_dict("records")
    assert (row["check"], row["likelier"], row["other_sentence"]) == ("sum", "text", "It found 9 victims.")


def test_strict_and_quiet(output: Path, tmp_path: Path) -> None:
    """--strict makes any flag the exit code 3, and only then; --quiet leaves the summary."""
    write_documents([], tmp_path / "none.jsonl")

    assert tally("check", output).exit_code == 0
    flagged = tally("check", output, "--strict", "--quiet")
    assert (flagged.exit_code, flagged.stdout.splitlines()[0]) == (3, "1 flag in 1 document")
    clean = tally("check", tmp_path / "none.jsonl", "--strict")
    assert (clean.exit_code, clean.stdout) == (0, "0 flags in 0 documents\n")


@pytest.mark.parametrize("command", ["panel", "check"])
def test_nothing_to_read(tmp_path: Path, command: str) -> None:
    """A folder without records has the exit code 1, says so on stderr, and leaves nothing."""
    done = tally(command, tmp_path, "-o", tmp_path / "table.csv")

    assert (done.exit_code, done.stdout) == (1, "")
    assert "holds no documents.jsonl" in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    "options",
    [
        ["panel"],
        ["panel", "{}"],
        ["panel", "{}", "-o", "a.xlsx"],
        ["panel", "{}", "-o", "a.csv", "--form", "tall"],
        ["check"],
        ["check", "{}", "-o", "a"],
    ],
    ids=" ".join,
)
def test_wrong_call(output: Path, options: list[str]) -> None:
    """A wrong call has the exit code 2 and prints nothing on stdout."""
    done = tally(*(option.format(output) for option in options))

    assert (done.exit_code, done.stdout) == (2, "")
    assert "Usage" in done.stderr


def test_corrections_hold(output: Path, tmp_path: Path) -> None:
    """What a person corrected is what panel and check see."""
    (document,) = read_output(output)
    wrong = document.facts[2]
    right = replace(wrong, value=5)
    append_correction(
        output,
        Correction(
            "Utopia", wrong.anchor, "6", "corrected", 1, reading=wrong, fact=right, total=document.facts[0].anchor
        ),
    )

    tally("panel", output, "-o", tmp_path / "wide.csv", "--form", "wide")

    assert pd.read_csv(tmp_path / "wide.csv")["victims_identified[male]"].tolist() == [5]
    assert tally("check", output, "--strict").exit_code == 0
