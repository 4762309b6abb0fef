"""Work on many texts in several processes, in order, so that the death of a process costs one text.

A process gets some texts at a time and answers for each. So it is known which text it was at when it died
(a crash, no memory left, somebody's kill) or was ended since it took too long: that text is given up, and
a new process takes over the rest.
"""

from __future__ import annotations

import multiprocessing
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from typing import Any, Final, Generic, TypeVar, cast

from tallies.collecting import seldom_collected
from tallies.documents.source import Source

T = TypeVar("T")

#: Letters of the texts that a process is given at a time; a longer text goes alone.
LETTERS: Final = 20_000
#: How many times that may wait for their turn to come out, for each process: its results are in memory.
_AHEAD: Final = 8
#: What a text counts for besides its letters.
_LEAST: Final = 100
#: Seconds that a process may take to be gone after it has let go of its pipe.
_GOING: Final = 5.0


@dataclass(slots=True, eq=False)
class _Task(Generic[T]):
    """A text on its way, or something else that only keeps its place."""

    source: Source | None
    cost: int = _LEAST
    done: bool = False
    result: T | None = None

    def end(self, result: T) -> None:
        self.result, self.source, self.done = result, None, True


def worked(
    items: Iterable[Any],
    work: Callable[[Any], T],
    lost: Callable[[Source, int], T],
    *,
    jobs: int,
    timeout: float | None = None,
) -> Iterator[T]:
    """The result of *work* on each of *items*, in their order.

    Sources are worked on in *jobs* processes; whatever else is among *items*, here.

    work (Callable): must not raise.
    lost (Callable): gives the result for a text that a process died over, of it and the process's exit code:
        less than 0 for the signal that ended it, which is SIGALRM for the timeout.
    timeout (float | None): seconds after which a process is ended over one text. Raises ValueError where the
        system has no timer for it (Windows).
    """
    if timeout is not None and not hasattr(signal, "setitimer"):
        raise ValueError("A timeout needs a timer that this system does not have.")
    tasks: deque[_Task[T]] = deque()  # in the order of items
    cost = 0
    waiting = iter(items)
    more = True
    processes = _Processes(work, lost, jobs, timeout)
    try:
        while True:
            processes.hand_out()
            while tasks and tasks[0].done:
                task = tasks.popleft()
                cost -= task.cost
                yield task.result  # type: ignore[misc]  # it is None only where T has it
            # One at a time, so that results are taken in between, however long an input takes to be read.
            take = more and processes.cost < LETTERS * jobs and cost < LETTERS * jobs * _AHEAD
            if take:
                try:
                    item = next(waiting)
                except StopIteration:
                    more = False
                    continue
                if isinstance(item, Source):
                    task = _Task(item, _LEAST + len(item.text))
                    processes.add(task)
                else:
                    task = _Task(None)
                    task.end(work(item))
                tasks.append(task)
                cost += task.cost
            elif not tasks:
                return
            processes.collect(block=not take)
    finally:
        processes.end()


class _Processes(Generic[T]):
    """The processes, started when there is work for them, and the tasks that none of them has yet.

    cost (int): of these tasks together.
    """

    def __init__(
        self, work: Callable[[Any], T], lost: Callable[[Source, int], T], jobs: int, timeout: float | None
    ) -> None:
        self._work, self._lost, self._jobs, self._timeout = work, lost, jobs, timeout
        self._all: list[_Process[T]] = []
        self._ready: deque[_Task[T]] = deque()
        self.cost = 0
        # Forked, a process has the pipeline at once, and whatever the caller put into it. Elsewhere it is pickled.
        self._method = "fork" if "fork" in multiprocessing.get_all_start_methods() else "spawn"

    def add(self, task: _Task[T]) -> None:
        """Let *task* wait for a process."""
        self._ready.append(task)
        self.cost += task.cost

    def hand_out(self) -> None:
        """Give waiting tasks to every process that has none."""
        while self._ready:
            process = next((one for one in self._all if not one.tasks), None)
            if process is None and len(self._all) < self._jobs:
                process = self._start()
            if process is None:
                return
            batch = [self._ready.popleft()]
            letters = batch[0].cost
            while self._ready and letters + self._ready[0].cost <= LETTERS:
                letters += self._ready[0].cost
                batch.append(self._ready.popleft())
            self.cost -= letters
            if not process.give(batch):  # it died while it had nothing to do
                self._back(batch)
                self._all.remove(process)
                process.ended()

    def collect(self, *, block: bool) -> None:
        """Take the results that are there, and wait for one if told to; tasks of the dead wait again."""
        busy = {process.pipe: process for process in self._all if process.tasks}
        for pipe in wait(list(busy), None if block else 0):
            process = busy[cast(Connection, pipe)]
            try:
                process.tasks[0].end(process.pipe.recv())
                process.tasks.popleft()
            except (EOFError, OSError):
                self._all.remove(process)
                task = process.tasks.popleft()
                assert task.source is not None
                task.end(self._lost(task.source, process.ended()))
                self._back(process.tasks)

    def end(self) -> None:
        """End all processes."""
        for process in self._all:
            process.end()

    def _start(self) -> _Process[T]:
        # A forked process holds the ends of its elder brothers' pipes, and would keep them from seeing the end.
        others = [process.pipe for process in self._all] if self._method == "fork" else []
        process = _Process(multiprocessing.get_context(self._method), self._work, self._timeout, others)
        self._all.append(process)
        return process

    def _back(self, tasks: Sequence[_Task[T]]) -> None:
        self._ready.extendleft(reversed(tasks))
        self.cost += sum(task.cost for task in tasks)


class _Process(Generic[T]):
    """A process and the tasks that it has, in order."""

    def __init__(self, context: Any, work: Callable[[Any], T], timeout: float | None, others: list[Connection]) -> None:
        self.tasks: deque[_Task[T]] = deque()
        self.pipe, inner = context.Pipe()
        if context.get_start_method() == "fork":
            others = [*others, self.pipe]
        self._process = context.Process(target=_serve, args=(inner, others, work, timeout), daemon=True)
        self._process.start()
        inner.close()

    def give(self, tasks: Sequence[_Task[T]]) -> bool:
        """Give it *tasks*; whether it could take them. It must have none: so neither side waits for the other."""
        try:
            self.pipe.send([task.source for task in tasks])
        except OSError:
            return False
        self.tasks.extend(tasks)
        return True

    def ended(self) -> int:
        """The exit code of a process that has gone."""
        self._process.join(_GOING)
        self.end()
        return int(self._process.exitcode)

    def end(self) -> None:
        """End it, whatever it is at."""
        self._process.kill()
        self._process.join()
        self.pipe.close()


def _serve(pipe: Connection, others: Sequence[Connection], work: Callable[[Any], Any], timeout: float | None) -> None:
    """Work on what comes out of *pipe* until it ends, as it does when the process at its other end dies."""
    for other in others:
        other.close()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it is the caller's to end this process
    if timeout is not None:
        signal.signal(signal.SIGALRM, signal.SIG_DFL)  # which ends the process, whatever it is at
    with seldom_collected():
        while True:
            try:
                for source in pipe.recv():
                    if timeout is not None:
                        signal.setitimer(signal.ITIMER_REAL, timeout)
                    result = work(source)
                    if timeout is not None:
                        signal.setitimer(signal.ITIMER_REAL, 0)
                    pipe.send(result)
            except (EOFError, OSError):
                return
