"""Documents that end processes, or take too long, on a cluster: what a part is at is kept, and they are passed over."""

from __future__ import annotations

import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from tallies.documents.output import read_output
from tallies.documents.source import Source
from tallies.running.cluster import JOURNALS, Job, Worker
from tallies.running.journal import Journal


def attempts(path: Path, *until: int, size: int = 5) -> list[list[int]]:
    """The documents, of *size*, that are processed at each attempt; each dies while it is at the one given."""
    done = []
    for last in until:
        with Journal(path) as journal:
            begun = []
            for number in range(size):
                if not journal.begin(number):
                    begun.append(number)
                    if number == last:
                        break
            else:
                journal.begin(size)
        done.append(begun)
    return done


@pytest.mark.parametrize(
    ("until", "processed"),
    [
        ([5], [[0, 1, 2, 3, 4]]),
        ([0, 0, 5], [[0], [0], [1, 2, 3, 4]]),
        ([2, 2, 5], [[0, 1, 2], [0, 1, 2], [0, 1, 3, 4]]),
        ([2, 3, 1, 5], [[0, 1, 2], [0, 1, 2, 3], [0, 1], [0, 1, 2, 3, 4]]),
        ([2, 2, 3, 3, 5], [[0, 1, 2], [0, 1, 2], [0, 1, 3], [0, 1, 3], [0, 1, 4]]),
        ([4, 4, 5], [[0, 1, 2, 3, 4], [0, 1, 2, 3, 4], [0, 1, 2, 3]]),
        ([5, 5, 5], [[0, 1, 2, 3, 4]] * 3),
    ],
    ids=["no death", "first", "inner", "three places", "two documents", "last", "behind the last"],
)
def test_document_that_ends_two_attempts_is_passed_over(
    tmp_path: Path, until: list[int], processed: list[list[int]]
) -> None:
    """Only where two attempts ended is a document left out; chance deaths, and those behind the last, cost nothing."""
    assert attempts(tmp_path / "journal", *until) == processed


def test_deadly_document_is_an_error(tmp_path: Path, job: Job) -> None:
    """What is passed over is a row of errors that names it, at its place."""
    attempts(tmp_path / "parts" / JOURNALS / "p", 1, 1, size=3)

    Worker(job).write("p", [Source("A", "1", "a"), Source("B", "2", "b", "row 2"), Source("C", "3", "c")])

    assert [document.doc_id for document in read_output(tmp_path / "parts")] == ["A", "C"]
    (error,) = pd.read_parquet(tmp_path / "parts" / "errors.parquet").to_dict("records")
    assert (error["file"], error["place"], error["kind"]) == ("b", "row 2", "crashed")
    assert "document B" in error["reason"]


SLOW = """
import re, sys
from pathlib import Path
from tallies.running.journal import Journal
with Journal(Path(sys.argv[1]), 0.2) as journal:
    for number in range(4):
        if not journal.begin(number) and number in (1, 2):
            re.match("(a+)+b", "a" * 60)  # for years, and without letting go of the interpreter
    journal.begin(4)
"""


def test_time_of_a_document_is_over(tmp_path: Path) -> None:
    """A process is ended over a document that takes too long, whatever it is at, and the next one knows of it."""
    path = tmp_path / "journal"

    codes = [subprocess.run([sys.executable, "-c", SLOW, path], check=False).returncode for _ in range(3)]

    assert codes == [1, 1, 0]
    with Journal(path) as journal:
        assert [journal.begin(number) for number in range(5)] == ["", "timed out", "timed out", "", ""]


def test_time_of_what_comes_behind_is_not_measured(tmp_path: Path) -> None:
    """Behind the last document nothing is ended any more, and documents that are quick are not."""
    with Journal(tmp_path / "journal", 0.1) as journal:
        assert [journal.begin(number) for number in range(5)] == [""] * 5
    time.sleep(0.2)

    with Journal(tmp_path / "journal") as journal:
        assert not any(journal.begin(number) for number in range(5))


def test_slow_document_is_an_error(tmp_path: Path, job: Job) -> None:
    """What took too long is a row of errors that says how long it had."""
    (tmp_path / "parts" / JOURNALS / "p").write_text(
        "0\nTimeout (0:00:02.500000)!\nThread 0x1 (most recent call first):\n"
    )

    Worker(replace(job, timeout=2.5)).write("p", [Source("A", "1", "a"), Source("B", "2", "b")])

    assert [document.doc_id for document in read_output(tmp_path / "parts")] == ["B"]
    (error,) = pd.read_parquet(tmp_path / "parts" / "errors.parquet").to_dict("records")
    assert (error["file"], error["kind"]) == ("a", "timed out")
    assert error["reason"] == "Document A was not read within 2.5 seconds."
