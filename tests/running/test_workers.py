"""Work in processes that may die."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from tallies.documents.source import Source
from tallies.errors import InputError
from tallies.records import Document
from tallies.running.local import stream
from tallies.running.workers import LETTERS, worked


def work(item: object) -> str:
    """What each of the texts below is for."""
    if not isinstance(item, Source):
        return f"{item}"
    match item.text.split():
        case ["die"]:
            os.kill(os.getpid(), signal.SIGKILL)
        case ["exit"]:
            os._exit(3)
        case ["hang"]:
            time.sleep(60)
        case ["sleep", seconds]:
            time.sleep(float(seconds))
        case ["until", number]:
            # Not a sleep: how long another process takes to be started is not known.
            while len(psutil.Process().parent().children()) < int(number):
                time.sleep(0.01)
    return f"{item.doc_id} read"


def lost(source: Source, code: int) -> str:
    """What is made of a text that a process died over."""
    return f"{source.doc_id} lost {code}"


def sources(*texts: str) -> list[Source]:
    """Texts called 0, 1, ..."""
    return [Source(f"{number}", text, "") for number, text in enumerate(texts)]


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_each_death_costs_one_text(jobs: int) -> None:
    """A text that a process dies over is lost, however it dies; those before and behind it are done, in order."""
    texts = ["a", "die", "b", "exit", "exit", "c", "die"]

    found = list(worked(sources(*texts), work, lost, jobs=jobs))

    assert found == ["0 read", "1 lost -9", "2 read", "3 lost 3", "4 lost 3", "5 read", "6 lost -9"]


def test_timeout_is_for_each_text() -> None:
    """A process is ended over a text that takes too long; many texts together may take longer."""
    texts = ["sleep 0.5", "sleep 0.5", "hang", "sleep 0.5", "sleep 0.5", "sleep 0.5", "a"]

    found = list(worked(sources(*texts), work, lost, jobs=1, timeout=2.2))

    assert found == ["0 read", "1 read", f"2 lost {-signal.SIGALRM}", "3 read", "4 read", "5 read", "6 read"]


def test_idle_process_that_is_killed_costs_nothing() -> None:
    """A process that dies while it has nothing to do is replaced."""

    def texts() -> Iterator[Source]:
        yield Source("a", "a", "")
        time.sleep(1)
        for child in psutil.Process().children():
            child.kill()
        time.sleep(1)
        yield Source("b", "b", "")

    assert list(worked(texts(), work, lost, jobs=1)) == ["a read", "b read"]


@settings(max_examples=12, deadline=None)
@given(
    st.lists(st.one_of(st.just("die"), st.just("error"), st.integers(0, 2 * LETTERS)), max_size=30), st.integers(1, 3)
)
def test_whatever_comes_is_answered_in_order(items: list[object], jobs: int) -> None:
    """Long and short texts, deaths and what is no text in any mix: one answer for each, in order."""
    given_ = [
        "error" if item == "error" else Source(f"{n}", item if isinstance(item, str) else "x" * int(str(item)), "")
        for n, item in enumerate(items)
    ]

    found = list(worked(given_, work, lost, jobs=jobs))

    ends = {"die": "{} lost -9", "error": "error"}
    assert found == [ends.get(str(item), "{} read").format(n) for n, item in enumerate(items)]


def test_texts_are_taken_as_they_are_needed() -> None:
    """While the first text takes its time, no more are taken than a few times what the processes are given."""
    taken = 0

    def texts() -> Iterator[Source]:
        nonlocal taken
        for number in range(1000):
            taken += 1
            yield Source(f"{number}", "sleep 0.5" if not number else "x" * LETTERS, "")

    results = worked(texts(), work, lost, jobs=2)

    assert next(results) == "0 read"
    assert taken < 50
    results.close()  # type: ignore[attr-defined]


def test_processes_end_with_the_run() -> None:
    """A run that is given up leaves no process behind."""
    results = worked(sources("until 2", "hang", "hang"), work, lost, jobs=2)
    assert next(results) == "0 read"
    assert len(psutil.Process().children()) == 2

    results.close()  # type: ignore[attr-defined]

    assert psutil.Process().children() == []


def test_processes_end_with_a_caller_that_is_killed(tmp_path: Path) -> None:
    """A run that is killed leaves no process behind, also of those that replaced dead ones."""
    script = (
        "import os, sys; from tallies.documents.source import Source; from tallies.running.workers import worked\n"
        "def work(source):\n"
        "    if source.text == 'die': os._exit(1)\n"
        "    return os.getpid()\n"
        "def texts():\n"
        "    for text in ['die', *'abcdefgh']: yield Source('', text + ' ' * 30_000 * (text != 'die'), '')\n"
        "    print('ready', flush=True); sys.stdin.read()\n"
        "list(worked(texts(), work, lambda source, code: 0, jobs=3))\n"
    )
    caller = subprocess.Popen([sys.executable, "-c", script], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    assert caller.stdin is not None
    assert caller.stdout is not None
    assert caller.stdout.readline() == "ready\n"
    children = psutil.Process(caller.pid).children()
    assert len(children) >= 2

    caller.kill()
    caller.wait()

    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    caller.stdin.close()
    caller.stdout.close()


@pytest.fixture
def deadly(fake: Language) -> Language:
    """A pipeline that dies over the word DIE and hangs over the word HANG."""

    @Language.component("deadly")
    def deadly(doc):  # type: ignore[no-untyped-def]
        if "DIE" in doc.text:
            os.kill(os.getpid(), signal.SIGKILL)
        if "HANG" in doc.text:
            time.sleep(60)
        return doc

    fake.add_pipe("deadly")
    return fake


def test_documents_are_set_aside(deadly: Language) -> None:
    """A document that a process dies over, or takes too long over, is an error of a kind of its own."""
    texts = {"a": "29", "b": "DIE", "c": "30", "d": "HANG", "e": "BOOM", "f": "31"}
    given_ = [Source(name, text, f"{name}.txt", "line 1") for name, text in texts.items()]

    found = list(stream(given_, deadly, report_year=2018, jobs=2, timeout=2))

    assert [one.doc_id if isinstance(one, Document) else one.kind for one in found] == [
        "a",
        "crashed",
        "c",
        "timed out",
        "failed",
        "f",
    ]
    died, hung = (one for one in found if isinstance(one, InputError) and one.kind != "failed")
    assert str(died).startswith(
        "b.txt, line 1: The process was ended by signal 9 (Killed) while it read document b. Try it again"
    )
    assert str(hung).startswith("d.txt, line 1: Document d was not read within 2 seconds. Try it again")


def test_what_is_read_already_stays(fake: Language) -> None:
    """Among the sources, documents and errors go through as they are."""
    items = [Document("a", "BOOM"), Source("b", "29", ""), InputError("c", "", "empty", "", ""), Document("d", "x")]

    for jobs in (1, 2):
        found = list(stream(items, fake, report_year=2018, jobs=jobs))

        assert (found[0], *found[2:]) == (items[0], *items[2:])
        assert isinstance(found[1], Document)
        assert len(found[1].facts) == 1
