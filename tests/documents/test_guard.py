"""Readers in a process of their own."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tallies.documents import inputs
from tallies.documents.guard import Guard
from tallies.documents.inputs import read_sources
from tallies.documents.kinds import KINDS, Reading
from tallies.documents.source import Source
from tallies.errors import InputError


@pytest.fixture
def report(tmp_path: Path, make_pdf: Callable[..., bytes], make_lines: Callable[..., Any]) -> Path:
    """A PDF of one line."""
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf([make_lines("Courts convicted 29.")]))
    return path


def texts(outcomes: object) -> list[str]:
    """The texts and the kinds of errors of *outcomes*."""
    return [one.text if isinstance(one, Source) else one.kind for one in outcomes]  # type: ignore[attr-defined]


def test_one_process_reads_file_after_file(report: Path) -> None:
    """What comes out is what the reader gives, errors with all that they say among it."""
    (report.parent / "b.pdf").write_bytes(b"no")

    with Guard() as guard:
        (first,) = guard.read(report, Reading())
        process = guard._process
        (bad,) = guard.read(report.parent / "b.pdf", Reading())
        (second,) = guard.read(report, Reading())
        assert guard._process is process

    assert first == second
    assert isinstance(bad, InputError)
    assert (bad.file, bad.kind, bad.place) == (str(report.parent / "b.pdf"), "malformed", "")


def test_process_that_takes_too_long(report: Path) -> None:
    """A file over which the time runs out is an error, and the next one is read."""
    with Guard(seconds=-1) as guard:
        assert texts(guard.read(report, Reading())) == ["too large"]
        guard._seconds = 60
        assert texts(guard.read(report, Reading())) == ["Courts convicted 29."]


def test_process_that_breaks_down(report: Path) -> None:
    """A file over which the process ends is an error, and the next one is read."""
    with Guard() as guard:
        list(guard.read(report, Reading()))
        assert guard._process is not None
        guard._process.kill()
        guard._process.wait()
        assert texts(guard.read(report, Reading())) == ["failed"]
        assert texts(guard.read(report, Reading())) == ["Courts convicted 29."]


def test_reading_that_is_broken_off(report: Path) -> None:
    """When no more outcomes are asked for, the process ends with the block."""
    with Guard() as guard:
        outcomes = guard.read(report, Reading())
        next(outcomes)
        process = guard._process

    assert process is not None
    assert process.poll() is not None


def test_missing_file_is_an_error_of_the_system(tmp_path: Path) -> None:
    """A file that is not there raises as it does without a process."""
    with Guard() as guard, pytest.raises(FileNotFoundError):
        next(guard.read(tmp_path / "nowhere.pdf", Reading()))


@pytest.mark.parametrize("end", KINDS)
def test_any_bytes_end_in_an_outcome(tmp_path: Path, end: str) -> None:
    """Garbage in a file of any kind is an error or a text, and the file behind it is read."""
    for number, data in enumerate([b"", b"\0" * 100, os.urandom(5000), b"PK\3\4" + os.urandom(500), b"<" * 10_000]):
        (tmp_path / f"{number}{end}").write_bytes(data)
    (tmp_path / "z.txt").write_text("29")

    *outcomes, last = read_sources(tmp_path)

    assert isinstance(last, Source)
    assert last.text == "29"
    assert {Path(one.file).name for one in outcomes} == {f"{number}{end}" for number in range(5)}


def test_text_that_is_too_long(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is larger than any report is refused before it is read; one that no pipeline holds, behind."""
    monkeypatch.setattr(inputs, "LONGEST", 1_000)
    with (tmp_path / "a.txt").open("wb") as file:
        file.truncate(1_000_000_000)
    (tmp_path / "b.txt").write_bytes(b"29 victims. " * 100)

    assert texts(read_sources(tmp_path)) == ["too large", "too large"]


def test_address_is_refused() -> None:
    """An address is an error that says to save the page; nothing is fetched."""
    (error,) = read_sources("https://example.org/report.html")

    assert isinstance(error, InputError)
    assert "Save the page" in error.remedy
