"""Files that appear whole or not at all."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tallies.documents.files import replaced


def test_file_appears_at_the_end(tmp_path: Path) -> None:
    """While it is written, the old file is there, and then the new one alone."""
    path = tmp_path / "a.csv"
    path.write_text("old")

    with replaced(path) as lines:
        lines.write("new\n")
        assert path.read_text() == "old"

    assert path.read_bytes() == b"new\n"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_failure_leaves_the_old_file(tmp_path: Path) -> None:
    """If writing fails, nothing has changed and nothing is left over."""
    path = tmp_path / "a.csv"
    path.write_text("old")

    def fail() -> None:
        with replaced(path) as lines:
            lines.write("half")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()

    assert path.read_text() == "old"
    assert os.listdir(tmp_path) == ["a.csv"]


def test_mode_is_that_of_any_new_file(tmp_path: Path) -> None:
    """Others may read the result if they may read what the user writes."""
    (tmp_path / "plain").touch()

    with replaced(tmp_path / "a.csv") as lines:
        lines.write("new")

    assert (tmp_path / "a.csv").stat().st_mode == (tmp_path / "plain").stat().st_mode
