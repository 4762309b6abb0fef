"""``tallies train``."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from typer.testing import CliRunner

from tallies.cli import app
from tallies.errors import InputError
from tallies.evaluation import Score
from tallies.training import train as training


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """A config and a data file; what is in them is of no matter here."""
    names = [tmp_path / "config.cfg", tmp_path / "data.jsonl"]
    for name in names:
        name.write_text("", encoding="utf-8")
    return [str(name) for name in names]


def test_scores_and_folder_are_printed(
    files: list[str], tmp_path: Path, fake: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The function gets what was asked for; its scores are a table, followed by time and place."""
    calls: list[dict[str, Any]] = []

    def stub(config: Path, data: list[Path], out: Path, **options: Any) -> training.Trained:
        calls.append({"config": config, "data": data, "out": out, **options})
        return training.Trained(fake, {"entity": Score(1, 2, 1)}, 1.25, 7, 1)

    monkeypatch.setattr(training, "train", stub)
    out = tmp_path / "out"
    done = CliRunner().invoke(app, ["train", files[0], "--data", files[1], "--seed", "5", "-o", str(out)])

    assert done.exit_code == 0, done.output
    (call,) = calls
    assert {name: call[name] for name in ("config", "data", "out", "dev", "seed")} == {
        "config": Path(files[0]),
        "data": [Path(files[1])],
        "out": out,
        "dev": (),
        "seed": 5,
    }
    lines = done.stdout.splitlines()
    assert lines[1].split() == ["entity", "1.000", "0.500", "0.667", "2", "1"]
    assert lines[2:] == ["Trained on 7 documents in 1.2 minutes of processor time.", f"The pipeline is in {out}."]


def test_unusable_data(files: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that cannot be used is named on stderr, and the exit code is 1."""

    def stub(*_: Any, **__: Any) -> training.Trained:
        raise InputError("data.jsonl", "line 3", "malformed", "The line is no JSON.", "Mend it.")

    monkeypatch.setattr(training, "train", stub)
    done = CliRunner().invoke(app, ["train", files[0], "--data", files[1], "-o", str(tmp_path / "out")])

    assert (done.exit_code, done.stdout) == (1, "")
    assert done.stderr == "data.jsonl, line 3: The line is no JSON. Mend it.\n"


@pytest.mark.parametrize("missing", [0, 1])
def test_missing_file_is_a_wrong_call(files: list[str], tmp_path: Path, missing: int) -> None:
    """A config or data file that is not there is a wrong call."""
    files[missing] = str(tmp_path / "nowhere")
    done = CliRunner().invoke(app, ["train", files[0], "--data", files[1], "-o", str(tmp_path / "out")])

    assert done.exit_code == 2
    # In a box, with lines as long as the terminal is wide.
    assert "nowhere" in "".join(re.findall(r"[^\s│]+", done.stderr))
