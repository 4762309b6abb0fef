"""What a Ray cluster is given to do, done here without one; ``tests/integration/test_cluster.py`` has one."""

from __future__ import annotations

import multiprocessing
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from spacy.language import Language
from spacy.tokens import Doc

from tallies.documents.inputs import find
from tallies.documents.output import read_output
from tallies.documents.source import Source
from tallies.errors import InputError, RunError
from tallies.running import cluster, outcomes
from tallies.running.cluster import (
    FORMATS,
    JOURNALS,
    Cutter,
    Group,
    Job,
    Survey,
    Worker,
    grouped,
    read_on_cluster,
    renamed,
    surveyed,
)
from tallies.running.local import read_into
from tallies.running.parts import names, opened
from tallies.running.results import TABLES, Counter, Summary
from tallies.running.resumed import DONE, begun

pytestmark = pytest.mark.usefixtures("own_folder")


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


def run(job: Job, groups: list[Group]) -> Summary:
    """All that a cluster does, one after the other."""
    surveys = [surveyed(job, group) for group in groups]
    job = replace(job, inputs=tuple(dict.fromkeys(name for survey in surveys for name in survey.inputs)))
    return worked(job, renamed(groups, surveys))


def worked(job: Job, groups: list[Group]) -> Summary:
    """The parts of *groups*, the last one first."""
    cutter = Cutter(job)
    rows = [row for group in groups for row in cutter({"group": cluster.pickle.dumps(group)})]
    worker = Worker(job)
    total = Counter()
    for row in reversed(rows):
        total.join(cluster.pickle.loads(worker(row)["counter"]))
    return total.summary()


@pytest.mark.parametrize("alone", [True, False], ids=["a group a file", "one group"])
def test_parts_are_what_one_machine_gives(
    texts: Path, tmp_path: Path, job: Job, fake: Language, alone: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """Records, tables, names, columns and errors are those of a local run, in its order, whatever comes first."""
    local = tmp_path / "local"
    summary = read_into(local, texts, formats=FORMATS, nlp=fake, report_year=2018)
    groups = [Group(n, (file,)) for n, file in enumerate(find(texts))] if alone else list(grouped(find(texts)))
    caplog.clear()

    assert run(job, groups) == summary

    for name in TABLES:
        one, other = (pd.read_parquet(folder / f"{name}.parquet") for folder in (local, tmp_path / "parts"))
        pd.testing.assert_frame_equal(one, other)
    documents = list(read_output(tmp_path / "parts"))
    assert documents == list(read_output(local))
    assert [document.doc_id for document in documents] == ["A", "A#2", "A#3", "A#2#2", "c"]
    assert (summary.documents, summary.facts, summary.errors) == (5, 6, 2)
    assert len(summary.failures) == 2
    assert len(summary.changes) == 1
    assert [message.startswith("A doc_id was taken already for 3 documents") for message in caplog.messages] == [True]
    assert len(list((tmp_path / "parts" / "facts.parquet").iterdir())) == (4 if alone else 3)


def test_part_that_is_done_again_replaces_itself(tmp_path: Path, job: Job) -> None:
    """A second attempt, also of one that broke off, leaves the same files and no row more."""
    sources: list[Source | InputError] = [Source("A", "29", "a"), InputError("b", "", "empty", "No.", "Yes.")]
    first, _ = Worker(job).write("000000-000000", sources)
    before = {path: path.read_bytes() for path in (tmp_path / "parts").rglob("*.*") if path.is_file()}
    (tmp_path / "parts" / "facts.parquet" / "000000-000000.parquet").write_bytes(b"")

    again, _ = Worker(job).write("000000-000000", sources)

    assert again.summary() == first.summary()
    assert {path: path.read_bytes() for path in (tmp_path / "parts").rglob("*.*") if path.is_file()} == before
    assert len(before) == 7  # with the note that the part is whole


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

    assert (tmp_path / "facts.parquet").read_text() == "before"
    assert {path.name for path in tmp_path.rglob("*")} == {"facts.parquet", ".run", "lock"}


def cluster_of_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let read_on_cluster do all in this process, without Ray."""

    @contextmanager
    def no_ray(_: str | None) -> Iterator[None]:
        yield

    def look_here(_: None, job: Job, groups: list[Group]) -> list[Survey]:
        return [surveyed(job, group) for group in groups]

    def run_here(_: None, job: Job, groups: list[Group], outcomes: int, progress: object) -> tuple[Summary, int]:
        return worked(job, groups), 0

    monkeypatch.setattr(cluster, "_ray", no_ray)
    monkeypatch.setattr(cluster, "_processes", lambda _: 1)
    monkeypatch.setattr(cluster, "SMALLEST", 5)
    monkeypatch.setattr(cluster, "_surveys", look_here)
    monkeypatch.setattr(cluster, "_run", run_here)


def test_either_engine_takes_the_place_of_the_other(
    texts: Path, tmp_path: Path, fake: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Results of one machine, of a cluster, and of one machine again: each replaces what was there, and is whole."""
    cluster_of_one(monkeypatch)
    out = tmp_path / "out"
    first = read_into(out, texts, formats=FORMATS, nlp=fake, report_year=2018)
    facts = pd.read_parquet(out / "facts.parquet")
    left = out / ".run" / "cluster.killed"
    left.mkdir()

    for folder in (True, True, False):
        if folder:
            done = read_on_cluster(out, find(texts), make=lambda: fake, report_year=2018)
        else:
            done = read_into(out, texts, formats=FORMATS, nlp=fake, report_year=2018)

        assert done == first
        assert {path.name for path in out.iterdir()} == {".run", *names(FORMATS)}
        assert [(out / name).is_dir() for name in names(FORMATS)] == [folder] * 6
        pd.testing.assert_frame_equal(pd.read_parquet(out / "facts.parquet"), facts)
        assert not list((out / ".run").glob("cluster.*"))
        assert (out / ".run" / "finished.json").exists() is not folder


def contents(out: Path) -> dict[str, bytes]:
    """The records and tables in *out*."""
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.glob("[!.]*/*")}


def watched(fake: Language, monkeypatch: pytest.MonkeyPatch, stop: str = "") -> list[str]:
    """The texts that the pipeline reads from now on; it is broken off at the text *stop*."""
    read: list[str] = []
    make_doc = outcomes.make_doc

    def seen(nlp: Language, text: str, **known: Any) -> Doc:
        if text == stop:
            raise KeyboardInterrupt
        read.append(text)
        return make_doc(nlp, text, **known)

    monkeypatch.setattr(outcomes, "make_doc", seen)
    return read


def break_off(out: Path, texts: Path, fake: Language, monkeypatch: pytest.MonkeyPatch) -> tuple[list[str], Path]:
    """Let a run end behind its first part, which is the last one; the texts that were read, and the folder of parts."""
    with monkeypatch.context() as patched:
        read = watched(fake, patched, stop="7")
        with pytest.raises(KeyboardInterrupt):
            read_on_cluster(out, find(texts), make=lambda: fake, report_year=2018)
    (parts,) = (out / ".run").glob("cluster.*")
    return read, parts


def test_run_that_was_broken_off_goes_on(
    texts: Path, tmp_path: Path, fake: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The same call goes on where a run was broken off: what was read is not read again, and all is as in one run."""
    cluster_of_one(monkeypatch)
    whole = read_on_cluster(tmp_path / "whole", find(texts), make=lambda: fake, report_year=2018)
    first, parts = break_off(tmp_path / "out", texts, fake, monkeypatch)
    assert len(list((parts / DONE).iterdir())) == 1
    monkeypatch.setattr(cluster, "SMALLEST", 1_000)  # as if the cluster were another; parts stay as they were cut

    second = watched(fake, monkeypatch)
    done = read_on_cluster(tmp_path / "out", find(texts), make=lambda: fake, report_year=2018)

    assert done == whole
    assert contents(tmp_path / "out") == contents(tmp_path / "whole")
    assert "5 people" in first
    assert "5 people" not in second
    assert not list((tmp_path / "out" / ".run").glob("cluster.*"))


def test_other_call_stops_before_what_was_read_is_lost(
    texts: Path, tmp_path: Path, fake: Language, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Over a run that was broken off, a call of something else says what differs, or with fresh reads all."""
    cluster_of_one(monkeypatch)
    out = tmp_path / "out"
    _, parts = break_off(out, texts, fake, monkeypatch)

    with pytest.raises(RunError, match=r"broken off after \d documents.*report_year was 2018, and is 2019"):
        read_on_cluster(out, find(texts), make=lambda: fake, report_year=2019)
    assert parts.exists()
    (texts / "c.txt").write_text("6 people")
    with pytest.raises(RunError, match=r"c\.txt has changed"):
        read_on_cluster(out, find(texts), make=lambda: fake, report_year=2018)
    read = watched(fake, monkeypatch)
    read_on_cluster(out, find(texts), make=lambda: fake, report_year=2018, fresh=True)

    assert "6 people" in read
    assert not parts.exists()


def test_part_is_kept_if_it_is_whole_and_of_the_same_texts(tmp_path: Path, job: Job) -> None:
    """A part is not made again unless a file of it is damaged or gone, or its texts are others."""
    worker, sources = Worker(job), [Source("A", "29", "a")]
    facts = tmp_path / "parts" / "facts.parquet" / "p.parquet"

    def made(texts: list[Source]) -> bool:
        if facts.exists():
            os.utime(facts, (0, 0))
        counter, _ = worker.write("p", list(texts))
        assert counter.summary().facts == len(texts)
        return facts.stat().st_mtime > 0

    assert made(sources)
    assert not made(sources)
    assert made([*sources, Source("B", "30", "b")])
    assert made(sources)
    facts.write_bytes(b"")
    assert made(sources)
    facts.unlink()
    assert made(sources)


def test_folder_of_no_run_is_removed(tmp_path: Path) -> None:
    """What was left before a run had a plan is of no use; the journals of one that goes on begin anew."""
    (tmp_path / ".run" / "cluster.left").mkdir(parents=True)
    parts, letters = begun(tmp_path, ["{}"], 5, fresh=False)
    (parts / JOURNALS / "p").write_text("0\n")

    again = begun(tmp_path, ["{}"], 7, fresh=False)

    assert again == (parts, letters) == (parts, 5)
    assert not list((parts / JOURNALS).iterdir())
    assert [path.name for path in (tmp_path / ".run").iterdir()] == [parts.name]


def test_run_elsewhere_is_not_disturbed(tmp_path: Path) -> None:
    """While another process writes to a folder, a cluster is not given it."""
    ready, go = multiprocessing.Event(), multiprocessing.Event()

    def hold() -> None:
        with opened(tmp_path):
            ready.set()
            go.wait(60)

    process = multiprocessing.get_context("fork").Process(target=hold)
    process.start()
    try:
        assert ready.wait(60)
        with pytest.raises(RunError, match="Another run is writing"):
            read_on_cluster(tmp_path, [])
    finally:
        go.set()
        process.join()
