"""What a Ray cluster is given to do, done here without one; ``tests/integration/test_cluster.py`` has one."""

from __future__ import annotations

import logging
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from spacy.language import Language

from tallies.documents.inputs import find
from tallies.documents.output import read_output
from tallies.documents.source import Source
from tallies.documents.tables import COLUMNS, TEXT, write_table
from tallies.errors import InputError
from tallies.running import cluster
from tallies.running.cluster import (
    JOURNALS,
    Cutter,
    Group,
    Job,
    Totals,
    Worker,
    grouped,
    read_on_cluster,
    renamed,
    surveyed,
)
from tallies.running.journal import Journal
from tallies.running.local import read

TABLES = ("entities", "facts", "comparisons", "routes", "errors")


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """Two tables with a name in both, a row without text, one that raises, and further columns; and a plain text."""
    folder = tmp_path / "texts"
    folder.mkdir()
    for name, rows in {
        "a": [("A", "29 vs 28", None), ("B", "", "x"), ("A", "7", None), ("C", "BOOM", None)],
        "b": [("A", "30", "y"), ("A#2", "31", None)],
    }.items():
        frame = pd.DataFrame(rows, columns=["doc_id", "text", "region"])
        (frame if name == "a" else frame.assign(kind="z")).to_parquet(folder / f"{name}.parquet", index=False)
    (folder / "c.txt").write_text("5 people")
    return folder


@pytest.fixture
def job(tmp_path: Path, fake: Language) -> Job:
    """A job of parts of a few letters, with the fake pipeline, and its folders."""
    for name in ("documents.jsonl", JOURNALS, "documents.parquet", *(f"{table}.parquet" for table in TABLES)):
        (tmp_path / "parts" / name).mkdir(parents=True)
    return Job(str(tmp_path), str(tmp_path / "parts"), make=lambda: fake, report_year=2018, letters=5)


@pytest.fixture(autouse=True)
def _as_it_was(monkeypatch: pytest.MonkeyPatch) -> object:
    """The working folder and the logger, which a worker sets for its process, are given back."""
    level = logging.getLogger("tallies").level
    monkeypatch.chdir(Path.cwd())
    yield
    logging.getLogger("tallies").setLevel(level)


def run(job: Job, groups: list[Group]) -> Totals:
    """All that a cluster does, one after the other."""
    surveys = [surveyed(job, group) for group in groups]
    job = replace(job, inputs=tuple(dict.fromkeys(name for survey in surveys for name in survey.inputs)))
    cutter = Cutter(job)
    rows = [row for group in renamed(groups, surveys) for row in cutter({"group": cluster.pickle.dumps(group)})]
    worker = Worker(job)
    return sum((Totals(**worker(row)) for row in reversed(rows)), Totals())


@pytest.mark.parametrize("alone", [True, False], ids=["a group a file", "one group"])
def test_parts_are_what_one_machine_gives(
    texts: Path, tmp_path: Path, job: Job, fake: Language, alone: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Records, tables, names, columns and errors are those of a local run, in its order, whatever comes first."""
    result = read(texts, nlp=fake, report_year=2018)
    for name in ("documents", *TABLES):
        carried = dict.fromkeys(() if name == "errors" else ("input_region", "input_kind"), TEXT)
        write_table(getattr(result, name), COLUMNS[name] | carried, tmp_path / f"{name}.parquet")
    groups = [Group(n, (file,)) for n, file in enumerate(find(texts))] if alone else list(grouped(find(texts)))
    caplog.clear()

    totals = run(job, groups)

    for name in ("documents", *TABLES):
        one, other = (pd.read_parquet(folder / f"{name}.parquet") for folder in (tmp_path, tmp_path / "parts"))
        pd.testing.assert_frame_equal(one, other)
    names = [document.doc_id for document in read_output(tmp_path / "parts")]
    assert names == result.documents["document"].tolist() == ["A", "A#2", "A#3", "A#2#2", "c"]
    assert totals == Totals(documents=5, words=8, facts=6, comparisons=1, errors=2)
    assert [message.startswith("A doc_id was taken already for 3 documents") for message in caplog.messages] == [True]
    assert len(list((tmp_path / "parts" / "facts.parquet").iterdir())) == (4 if alone else 3)


def test_part_that_is_done_again_replaces_itself(tmp_path: Path, job: Job) -> None:
    """A second attempt, also of one that broke off, leaves the same files and no row more."""
    sources: list[Source | InputError] = [Source("A", "29", "a"), InputError("b", "", "empty", "No.", "Yes.")]
    first = Worker(job).write("000000-000000", sources)
    before = {path: path.read_bytes() for path in (tmp_path / "parts").rglob("*.*") if path.is_file()}
    (tmp_path / "parts" / "facts.parquet" / "000000-000000.parquet").write_bytes(b"")

    assert Worker(job).write("000000-000000", sources) == first

    assert {path: path.read_bytes() for path in (tmp_path / "parts").rglob("*.*") if path.is_file()} == before
    assert len(before) == 7


def test_files_are_grouped_by_size_and_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A group ends behind the file that fills it; every file is in one, in order; no file is a group as well."""
    monkeypatch.setattr(cluster, "_GROUP_BYTES", 10)
    monkeypatch.setattr(cluster, "_GROUP_FILES", 3)
    sizes = [11, 1, 1, 1, 1, 20]
    for number, size in enumerate(sizes):
        (tmp_path / f"{number}.txt").write_text("x" * size)
    missing = InputError("m", "", "missing", "", "")

    groups = list(grouped([*find(tmp_path), missing]))

    names = [[file.stem if isinstance(file, Path) else file.file for file in group.files] for group in groups]
    assert names == [["0"], ["1", "2", "3"], ["4", "5"], ["m"]]
    assert [group.number for group in groups] == [0, 1, 2, 3]
    assert list(grouped([])) == [Group(0, ())]


def test_relative_paths_go_from_the_folder_of_the_call(texts: Path, job: Job, monkeypatch: pytest.MonkeyPatch) -> None:
    """A task that stands elsewhere reads the same files, and is left where it stands."""
    monkeypatch.chdir(texts.parent)
    groups = list(grouped(find("texts")))
    monkeypatch.chdir("/")

    assert surveyed(job, groups[0]).names == ("A", "A", "C", "A", "A#2", "c")
    assert os.getcwd() == "/"


def attempts(path: Path, *until: int, size: int = 5) -> list[list[int]]:
    """The documents, of *size*, that are processed at each attempt; each dies while it is at the one given."""
    done = []
    for last in until:
        with Journal(path) as journal:
            begun = []
            for number in range(size):
                if journal.begin(number):
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
    assert (error["file"], error["place"], error["kind"]) == ("b", "row 2", "failed")
    assert "document B" in error["reason"]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            "ray::Worker()\n  File 'a.py', line 6, in make\nOSError: [Errno 28] No space left on device\n\n"
            "ray.exceptions.UserCodeException: UDF failed to process a data block.\n\nTry x.",
            "OSError: [Errno 28] No space left on device",
        ),
        ("The actor died.\n\tclass_name: Worker", "The actor died"),
        ("", "no reason given"),
    ],
)
def test_error_of_ray_is_one_line(error: str, reason: str) -> None:
    """Of stack traces and advice, what the user needs is left."""
    assert cluster.said(error) == reason


def test_missing_ray_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without Ray the error names the extra, and what was in the folder stays."""
    monkeypatch.setitem(sys.modules, "ray", None)
    (tmp_path / "facts.parquet").write_text("before")

    with pytest.raises(InputError, match=r"pip install 'tallies\[ray\]'"):
        read_on_cluster(tmp_path, [])

    assert [path.name for path in tmp_path.iterdir()] == ["facts.parquet"]


def test_output_takes_the_place_of_an_earlier_one(tmp_path: Path, make_folder: Callable[[str], Path]) -> None:
    """A table of parts replaces a file or a folder of the same name, without what broken attempts left."""
    for name in ("file", "folder"):
        made = make_folder(f"made-{name}")
        place = tmp_path / name
        if name == "file":
            place.write_text("before")
        else:
            make_folder(name)

        cluster._take(made, place)

        assert sorted(path.name for path in place.iterdir()) == ["0.parquet"]
        assert not made.exists()


@pytest.fixture
def make_folder(tmp_path: Path) -> Callable[[str], Path]:
    """Makes a folder of a part, with a file that was not finished."""

    def make(name: str) -> Path:
        folder = tmp_path / name
        folder.mkdir()
        (folder / "0.parquet").write_text(name)
        (folder / ".0.parquet.77.part").write_text("half")
        return folder

    return make
