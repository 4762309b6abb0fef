"""What the tests of runs share: inputs, a run of them in small parts, and looks at what it leaves."""

from __future__ import annotations

import multiprocessing
import os
import resource
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from tallies.running import parts
from tallies.running.cluster import FORMATS as CLUSTER_FORMATS
from tallies.running.cluster import JOURNALS, Job
from tallies.running.lines import Line
from tallies.running.local import read_into
from tallies.running.parts import names
from tallies.running.results import Summary
from tallies.running.resumed import DONE

FORMATS = ("csv", "parquet", "jsonl")


class Watch:
    """Sees a run; it can be told to break it off after some lines."""

    def __init__(self, stop: int | None = None) -> None:
        self.begun: tuple[int | None, int] | None = None
        self.lines: list[Line] = []
        self._stop = stop

    def begin(self, total: int | None, done: int) -> None:
        self.begun = total, done

    def advance(self, line: Line) -> None:
        self.lines.append(line)
        if len(self.lines) == self._stop:
            raise KeyboardInterrupt


@pytest.fixture(scope="session")
def make_watch() -> Callable[..., Watch]:
    """Makes a watch."""
    return Watch


@pytest.fixture(scope="session")
def formats() -> tuple[str, ...]:
    """The formats of the tables."""
    return FORMATS


@pytest.fixture
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of two lines, so that few documents make many; for files that ask for it."""
    monkeypatch.setattr(parts, "LINES", 2)


@pytest.fixture
def inputs(tmp_path: Path) -> Path:
    """A folder of texts, tables with columns of their own, a document that fails, and an input that cannot be read."""
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "a.txt").write_text("from 28 to 290")
    (folder / "b.txt").write_text("BOOM")
    (folder / "c.csv").write_text('doc_id,text,region\nC1,29 vs 1,"we,st"\nC2,none,\nC3,5,east\n')
    (folder / "d.csv").write_text("doc_id,text,Zone\nC1,7 8,9\n")
    (folder / "e.jsonl").write_text("{}\n")
    (folder / "f.txt").write_text("12")
    return folder


@pytest.fixture
def run(inputs: Path, tmp_path: Path, fake: Language) -> Callable[..., Summary]:
    """Reads the inputs into a folder "out", unless told otherwise."""

    def call(out: str = "out", **options: Any) -> Summary:
        options = {"formats": FORMATS, "nlp": fake, "report_year": 2018, "paths": inputs} | options
        return read_into(tmp_path / out, **options)

    return call


@pytest.fixture(scope="session")
def results() -> Callable[[Path], dict[str, bytes]]:
    """What a user sees in the folder of a run."""

    def look(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".run"}

    return look


@pytest.fixture(scope="session")
def left() -> Callable[[Path], set[str]]:
    """What is in the folder of a run that a user does not see."""

    def look(folder: Path) -> set[str]:
        return {path.name for path in (folder / ".run").iterdir()}

    return look


@pytest.fixture(scope="session")
def in_child() -> Callable[..., int | None]:
    """Calls in a forked process that is killed after so many seconds, or may write so many bytes a file; its code."""

    def run_child(call: Callable[[], object], *, kill: float | None = None, limit: int | None = None) -> int | None:
        def child() -> None:
            os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
            if limit is not None:
                resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
            call()

        process = multiprocessing.get_context("fork").Process(target=child)
        process.start()
        if kill is not None:
            process.join(kill)
            process.kill()
        process.join()
        return process.exitcode

    return run_child


@pytest.fixture
def own_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    """The working folder, which a worker of a cluster sets for its process, is given back."""
    monkeypatch.chdir(Path.cwd())


@pytest.fixture
def job(tmp_path: Path, fake: Language, own_folder: None) -> Job:
    """A job of a cluster, of parts of a few letters, with the fake pipeline, and its folders."""
    for name in (JOURNALS, DONE, *names(CLUSTER_FORMATS)):
        (tmp_path / "parts" / name).mkdir(parents=True)
    return Job(str(tmp_path), str(tmp_path / "parts"), make=lambda: fake, report_year=2018, letters=5)
