"""A run that is broken off, goes on, is finished, and is asked for again."""

from __future__ import annotations

import errno
import hashlib
import json
import logging
import multiprocessing
import os
import random
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from tallies.documents.jsonl import read_documents
from tallies.errors import RunError
from tallies.records import Document
from tallies.running import parts
from tallies.running.lines import Line
from tallies.running.local import read_into
from tallies.running.parts import kept, opened
from tallies.running.results import Summary

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


@pytest.fixture(autouse=True)
def small_parts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Parts of two lines, so that few documents make many."""
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


def results(folder: Path) -> dict[str, bytes]:
    """What a user sees in the *folder* of a run."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if path.name != ".run"}


def left(folder: Path) -> set[str]:
    """What is in the folder of a run that a user does not see."""
    return {path.name for path in (folder / ".run").iterdir()}


FINISHED = {"lock", "manifest.jsonl", "finished.json", "failed.jsonl"}


def test_results(run: Callable[..., Summary], tmp_path: Path) -> None:
    """A run leaves records and tables, and nothing of its parts; the summary counts and names."""
    summary = run()

    assert summary == Summary(
        documents=6,
        words=12,
        facts=8,
        comparisons=3,
        routes=0,
        errors=2,
        failures=(
            f"{tmp_path}/in/b.txt: Document b could not be processed: RuntimeError: BOOM. Report it to the authors of"
            " the pipeline, with the text; the other documents are not affected.",
            f'{tmp_path}/in/e.jsonl, line 1: Field "doc_id" is missing. Mend the line; the other lines are read.',
        ),
        changes=(
            "C1: convicted 29 traffickers in 2017 vs 1 in 2017",
            "a: convicted 28 traffickers in 2017 vs 290 in 2017",
            "C1#2: convicted 7 traffickers in 2017 vs 8 in 2017",
        ),
    )
    documents = list(read_documents(tmp_path / "out" / "documents.jsonl"))
    assert [document.doc_id for document in documents] == ["a", "C1", "C2", "C3", "C1#2", "f"]
    tables = {f"{name}.{suffix}" for name in parts.TABLES for suffix in FORMATS}
    assert results(tmp_path / "out").keys() == {"documents.jsonl", *tables}
    assert (
        (tmp_path / "out" / "comparisons.csv").read_text().splitlines()[0].endswith("sentence,input_region,input_Zone")
    )
    assert left(tmp_path / "out") == FINISHED


@pytest.mark.parametrize("jobs", [1, 2])
def test_broken_off_anywhere(run: Callable[..., Summary], tmp_path: Path, jobs: int) -> None:
    """A run that is broken off after any of its lines leaves what was there, and goes on to the same results."""
    whole = run("whole")
    for stop in range(1, 9):
        out = tmp_path / f"out{stop}"
        out.mkdir()
        (out / "documents.jsonl").write_text("before")

        with pytest.raises(KeyboardInterrupt):
            run(out.name, watch=Watch(stop), jobs=jobs)
        assert results(out) == {"documents.jsonl": b"before"}
        second = Watch()
        summary = run(out.name, watch=second)

        done = (stop - 1) // 2 * 2  # whole parts
        assert second.begun == (8, done)
        assert len(second.lines) == 8 - done
        assert summary == whole
        assert results(out) == results(tmp_path / "whole")


def test_broken_off_many_times(run: Callable[..., Summary], tmp_path: Path) -> None:
    """A run that never gets further than a part before it is broken off ends nevertheless."""
    run("whole")
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            run(watch=Watch(3))

    watch = Watch()
    run(watch=watch)

    assert watch.begun == (8, 6)
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_failure_of_any_step(run: Callable[..., Summary], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whichever file cannot be written or moved, the run goes on to the same results when it can."""
    run("whole", formats=["csv"])
    steps = 0

    def failing(real: Callable[..., Any], at: int) -> Callable[..., Any]:
        def call(*arguments: Any) -> Any:
            nonlocal steps
            steps += 1
            if steps == at:
                raise OSError(errno.ENOSPC, "No space left on device")
            return real(*arguments)

        return call

    at = 0
    while steps >= at:
        at, steps = at + 1, 0
        with monkeypatch.context() as patched:
            for name in ("replace", "fsync"):
                patched.setattr(os, name, failing(getattr(os, name), at))
            with suppress(OSError):
                run(f"out{at}", formats=["csv"])
        run(f"out{at}", formats=["csv"])
        assert results(tmp_path / f"out{at}") == results(tmp_path / "whole")
        assert left(tmp_path / f"out{at}") == FINISHED
    assert at > 30


def in_child(call: Callable[[], object], *, kill: float | None = None, limit: int | None = None) -> int | None:
    """*call* in a forked process that is killed after so many seconds, or may write so many bytes a file; its code."""

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


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_at_random(run: Callable[..., Summary], tmp_path: Path, inputs: Path, fake: Language, jobs: int) -> None:
    """A run that is killed at random, again and again, ends with the results of an unbroken one."""

    @Language.component("slow")
    def slow(doc: Doc) -> Doc:
        time.sleep(0.005)
        return doc

    fake.add_pipe("slow")
    (inputs / "g.csv").write_text("doc_id,text\n" + "".join(f"G{n},{n} vs {n + 1}\n" for n in range(60)))
    run("whole")
    chance = random.Random(jobs)
    killed = 0
    for _ in range(12):
        killed += in_child(lambda: run(jobs=jobs), kill=chance.uniform(0.02, 0.4)) == -signal.SIGKILL

    run(jobs=jobs)

    assert killed > 3
    assert results(tmp_path / "out") == results(tmp_path / "whole")
    assert left(tmp_path / "out") == FINISHED


def test_full_disk(run: Callable[..., Summary], tmp_path: Path) -> None:
    """A run that cannot write any more breaks off, and goes on when it can."""
    run("whole")
    sizes = [path.stat().st_size for path in (tmp_path / "whole").iterdir()]
    codes = [in_child(run, limit=limit) for limit in (2_000, 4_500, max(sizes) - 1)]

    run()

    assert codes == [1, 1, 1]
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_killed_command(tmp_path: Path, inputs: Path, nlp: Language) -> None:
    """The command itself, killed in the midst of its documents, gives with the same words what it gives unbroken."""
    (inputs / "g.csv").write_text("doc_id,text\n" + "".join(f"G{n},Courts convicted {n} men.\n" for n in range(600)))
    command = [sys.executable, "-m", "tallies", "read", inputs, "--report-year", "2018", "-o", tmp_path / "out"]
    run = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    while not (tmp_path / "out" / ".run" / "parts.1").exists():
        assert run.poll() is None
        time.sleep(0.02)
    time.sleep(0.3)
    run.kill()
    assert run.wait() == -signal.SIGKILL
    assert results(tmp_path / "out") == {}

    done = subprocess.run(command, capture_output=True, text=True)

    assert done.returncode == 1, done.stderr  # an input fails
    read_into(tmp_path / "whole", inputs, formats=["csv"], nlp=nlp, report_year=2018)
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def explode(doc: Doc) -> Doc:
    """What no document is to come to."""
    raise AssertionError(doc.text)


def test_finished_run_is_not_done_again(run: Callable[..., Summary], tmp_path: Path, fake: Language) -> None:
    """The same call again reads nothing, changes nothing, and gives the same summary, whatever the processes."""
    first = run()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.name != "lock"}
    fake._components = [(name, explode) for name, _ in fake.pipeline]  # the same to look at
    watch = Watch()

    assert run(watch=watch, jobs=2, timeout=5) == first

    assert watch.begun is None
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.name != "lock"}
    assert after.keys() == before.keys()
    assert {path for path in after if after[path] != before[path]} <= {tmp_path / "out" / ".run"}


def test_other_formats_of_a_finished_run(run: Callable[..., Summary], tmp_path: Path) -> None:
    """Formats that a finished run lacks, and tables that were deleted, are made of what it has; nothing is read."""
    whole = run("whole")
    run(formats=["csv"])
    watch = Watch()

    assert run(formats=["parquet", "jsonl"], watch=watch) == whole
    (tmp_path / "out" / "facts.csv").unlink()
    assert run(formats=["csv"], watch=watch) == whole

    assert watch.begun is None
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_fresh(run: Callable[..., Summary], tmp_path: Path) -> None:
    """Everything is read again if that is asked for, finished or not."""
    run("whole")
    with pytest.raises(KeyboardInterrupt):
        run(watch=Watch(5))
    for _ in range(2):
        watch = Watch()
        run(watch=watch, fresh=True)

        assert watch.begun == (8, 0)
        assert len(watch.lines) == 8
        assert results(tmp_path / "out") == results(tmp_path / "whole")


def another_pipeline(fake: Language) -> None:
    fake.add_pipe("tallies_money", before="fake_reader")


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        (lambda folder: (folder / "a.txt").write_text("30"), {}, "in/a.txt has changed"),
        (lambda folder: (folder / "z.txt").write_text("30"), {}, "in/z.txt was no input"),
        (lambda folder: (folder / "f.txt").unlink(), {}, "in/f.txt is no input any more"),
        (lambda folder: (folder / "b.txt").unlink(), {}, "the inputs are others from {folder}/c.csv on"),
        (lambda folder: None, {"report_year": 2019}, "report_year was 2018, and is 2019"),
        (lambda folder: None, {"repair": False}, "repair was True, and is False"),
        (another_pipeline, {}, "the pipeline is another"),
    ],
    ids=["changed", "new", "gone", "another", "year", "repair", "pipeline"],
)
def test_change_is_said(
    run: Callable[..., Summary],
    tmp_path: Path,
    inputs: Path,
    fake: Language,
    caplog: pytest.LogCaptureFixture,
    change: Callable[[Any], object],
    options: dict[str, Any],
    said: str,
) -> None:
    """After a change a broken-off run does not go on, and loses nothing; a finished one is done anew. Both say why."""
    said = said.format(folder=inputs)
    with pytest.raises(KeyboardInterrupt):
        run(watch=Watch(5))
    run("finished")
    change(fake if change is another_pipeline else inputs)

    with pytest.raises(RunError) as refused:
        run(**options)
    caplog.clear()
    with caplog.at_level(logging.WARNING, logger="tallies"):
        run("finished", **options)

    assert str(refused.value).startswith(f"{tmp_path / 'out'} holds a run that was broken off after 4 documents, and ")
    assert f"{said}. Give the command of that run to go on with it, or --fresh to begin anew." in str(refused.value)
    assert said in caplog.messages[0]
    assert len(list((tmp_path / "out" / ".run" / "parts.1").iterdir())) == 2
    run("new", **options)
    assert results(tmp_path / "finished") == results(tmp_path / "new")


def test_run_that_had_done_nothing_is_no_hindrance(run: Callable[..., Summary], tmp_path: Path) -> None:
    """A run that was broken off before its first part was done gives way to another."""
    with pytest.raises(KeyboardInterrupt):
        run(watch=Watch(1))

    run(report_year=2019)

    run("whole", report_year=2019)
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_inputs_that_give_other_documents(run: Callable[..., Summary], monkeypatch: pytest.MonkeyPatch) -> None:
    """If the same files give other documents than before, as a PDF that is read in one run only, nothing is mixed."""
    with pytest.raises(KeyboardInterrupt):
        run(watch=Watch(5))
    monkeypatch.setattr(parts, "mark", lambda source: b"another")

    with pytest.raises(RunError, match=r"The inputs do not give the documents .* Give --fresh to begin anew\."):
        run()


@pytest.mark.parametrize("jobs", [1, 2])
def test_retry(run: Callable[..., Summary], tmp_path: Path, inputs: Path, fake: Language, jobs: int) -> None:
    """What failed is tried again, alone; what it becomes stands at its place, and the rest is as it was."""
    os.environ.pop("MENDED", None)
    seen = tmp_path / "seen"

    @Language.component(f"moody{jobs}")
    def moody(doc: Doc) -> Doc:
        with seen.open("a") as lines:
            lines.write(doc.text + "\n")
        if "12" in doc.text and "MENDED" not in os.environ:
            raise RuntimeError("moody")
        return doc

    fake.add_pipe(f"moody{jobs}", first=True)
    assert run().errors == 3
    seen.unlink()
    os.environ["MENDED"] = "1"
    try:
        whole = run("whole")
        seen.unlink()
        with pytest.raises(KeyboardInterrupt):
            run(retry=True, watch=Watch(5), jobs=jobs)
        assert run().errors == 3  # the results are the old ones until it is done
        seen.unlink(missing_ok=True)

        assert run(retry=True, jobs=jobs) == whole
    finally:
        del os.environ["MENDED"]

    assert seen.read_text().splitlines() in (["BOOM", "12"], ["12"])
    assert results(tmp_path / "out") == results(tmp_path / "whole")
    assert [one.doc_id if isinstance(one, Document) else one.kind for one in kept(tmp_path / "out")] == [
        "a",
        "failed",
        "C1",
        "C2",
        "C3",
        "C1#2",
        "malformed",
        "f",
    ]


def test_retry_of_what_did_not_fail(inputs: Path, run: Callable[..., Summary]) -> None:
    """Where nothing failed, there is nothing to try again."""
    watch = Watch()
    first = run(paths=inputs / "c.csv")

    assert run(paths=inputs / "c.csv", retry=True, watch=watch) == first
    assert watch.begun is None


def test_two_runs_at_a_time(run: Callable[..., Summary], tmp_path: Path) -> None:
    """A folder is one run's at a time; the other one is told so."""

    def refused() -> None:
        with pytest.raises(RunError, match="Another run is writing to"):
            run()

    with opened(tmp_path / "out"):
        assert in_child(refused) == 0

    run()


def test_documents_that_were_changed_by_hand(run: Callable[..., Summary], tmp_path: Path) -> None:
    """If the records are not those that the run left, it is no finished run any more, and is done anew."""
    run("whole")
    run()
    with (tmp_path / "out" / "documents.jsonl").open("a") as lines:
        lines.write("{}\n")
    watch = Watch()

    run(watch=watch)

    assert watch.begun == (8, 0)
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_total_is_known_where_it_can_be(run: Callable[..., Summary], inputs: Path) -> None:
    """Lines of tables are counted; how much an archive holds is not known before it is read."""
    (inputs / "g.jsonl").write_text('{"doc_id": "1", "text": "1"}\n{"doc_id": "2", "text": "2"}')
    watch = Watch()
    run(watch=watch, paths=[inputs / "g.jsonl", inputs / "c.csv", inputs / "nowhere"])
    assert watch.begun == (6, 0)

    (inputs / "h.tar").write_bytes(b"")
    run(watch=watch)
    assert watch.begun == (None, 0)


def test_manifest_names_what_was_read(run: Callable[..., Summary], tmp_path: Path, inputs: Path) -> None:
    """The manifest has pipeline, settings and versions, and every input with size and hash."""
    run(paths=[inputs / "a.txt", inputs / "nowhere"])

    first, *others = map(json.loads, (tmp_path / "out" / ".run" / "manifest.jsonl").read_text().splitlines())

    assert first["pipeline"]["name"] == "pipeline"
    assert {"tallies", "spacy", "code", "report_year", "repair"} < first.keys()
    assert others == [
        {
            "path": str(inputs / "a.txt"),
            "bytes": 14,
            "sha256": hashlib.sha256(b"from 28 to 290").hexdigest(),
            "documents": 1,
        },
        {"path": str(inputs / "nowhere"), "error": "missing", "documents": 1},
    ]
