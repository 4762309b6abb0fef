"""A run that is broken off, killed, or finds no room to write, and goes on."""

from __future__ import annotations

import errno
import os
import random
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
from tallies.running import parts
from tallies.running.local import read_into
from tallies.running.results import Summary

pytestmark = pytest.mark.usefixtures("small_parts")

Run = Callable[..., Summary]
Results = Callable[[Path], dict[str, bytes]]
Left = Callable[[Path], set[str]]
InChild = Callable[..., int | None]

FINISHED = {"lock", "manifest.jsonl", "finished.json", "failed.jsonl"}


def test_results(run: Run, tmp_path: Path, results: Results, left: Left, formats: tuple[str, ...]) -> None:
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
    tables = {f"{name}.{suffix}" for name in parts.TABLES for suffix in formats}
    assert results(tmp_path / "out").keys() == {"documents.jsonl", *tables}
    assert (
        (tmp_path / "out" / "comparisons.csv").read_text().splitlines()[0].endswith("sentence,input_region,input_Zone")
    )
    assert left(tmp_path / "out") == FINISHED


@pytest.mark.parametrize("jobs", [1, 2])
def test_broken_off_anywhere(
    run: Run, tmp_path: Path, jobs: int, make_watch: Callable[..., Any], results: Results
) -> None:
    """A run that is broken off after any of its lines leaves what was there, and goes on to the same results."""
    whole = run("whole")
    for stop in range(1, 9):
        out = tmp_path / f"out{stop}"
        out.mkdir()
        (out / "documents.jsonl").write_text("before")

        with pytest.raises(KeyboardInterrupt):
            run(out.name, watch=make_watch(stop), jobs=jobs)
        assert results(out) == {"documents.jsonl": b"before"}
        second = make_watch()
        summary = run(out.name, watch=second)

        done = (stop - 1) // 2 * 2  # whole parts
        assert second.begun == (8, done)
        assert len(second.lines) == 8 - done
        assert summary == whole
        assert results(out) == results(tmp_path / "whole")


def test_broken_off_many_times(run: Run, tmp_path: Path, make_watch: Callable[..., Any], results: Results) -> None:
    """A run that never gets further than a part before it is broken off ends nevertheless."""
    run("whole")
    for _ in range(3):
        with pytest.raises(KeyboardInterrupt):
            run(watch=make_watch(3))

    watch = make_watch()
    run(watch=watch)

    assert watch.begun == (8, 6)
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_failure_of_any_step(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, results: Results, left: Left
) -> None:
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


@pytest.mark.parametrize("jobs", [1, 2])
def test_killed_at_random(
    run: Run, tmp_path: Path, inputs: Path, fake: Language, jobs: int, results: Results, left: Left, in_child: InChild
) -> None:
    """A run that is killed at random, again and again, ends with the results of an unbroken one."""

    @Language.component("slow")
    def slow(doc: Doc) -> Doc:
        time.sleep(0.005)
        return doc

    fake.add_pipe("slow")
    (inputs / "g.csv").write_text("doc_id,text\n" + "".join(f"G{n},{n} vs {n + 1}\n" for n in range(200)))
    run("whole")
    chance = random.Random(jobs)
    killed = 0
    for _ in range(12):
        killed += in_child(lambda: run(jobs=jobs), kill=chance.uniform(0.02, 0.25)) == -signal.SIGKILL

    run(jobs=jobs)

    assert killed  # at least the first: the documents alone take twice as long
    assert results(tmp_path / "out") == results(tmp_path / "whole")
    assert left(tmp_path / "out") == FINISHED


def test_full_disk(run: Run, tmp_path: Path, results: Results, in_child: InChild) -> None:
    """A run that cannot write any more breaks off, and goes on when it can."""
    run("whole")
    sizes = [path.stat().st_size for path in (tmp_path / "whole").iterdir()]
    codes = [in_child(run, limit=limit) for limit in (2_000, 4_500, max(sizes) - 1)]

    run()

    assert codes == [1, 1, 1]
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_killed_command(tmp_path: Path, inputs: Path, nlp: Language, results: Results) -> None:
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
