"""Readers of intricate formats, in a process of their own: what a hostile file does there is one error.

The process reads file after file, with a limit on its memory. If it takes too long over a document, or
breaks down, it is ended, the file is an error, and the next file gets a new process.
"""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import IO, Final, Self, cast

from tallies.documents.kinds import Reading, reader_of
from tallies.documents.source import Outcomes, Source, shown, size_of
from tallies.errors import InputError

#: Bytes of memory that the process may ask for.
MEMORY: Final = 4_000_000_000
#: Seconds that a document may take, and seconds more for each million bytes of its file.
SECONDS: Final = 120.0
_MORE: Final = 10.0


class Guard:
    """A process that reads; started when it is first needed, ended with the ``with`` block.

    seconds (float): how long a document may take, apart from what the size of its file allows.
    """

    def __init__(self, *, seconds: float = SECONDS) -> None:
        self._seconds = seconds
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._end()

    def read(self, path: Path, reading: Reading) -> Outcomes:
        """The texts of the file at *path*, one at a time. Raises OSError if it cannot be opened."""
        seconds = self._seconds + _MORE * size_of(path) / 1_000_000
        process = self._process = self._process or _started()
        assert process.stdin is not None
        assert process.stdout is not None
        whole = False
        try:
            # Layouts are for what comes of a reader; they would make the process load much that it has no use for.
            _write(process.stdin, (path, replace(reading, layouts=())))
            while True:
                outcome = _within(seconds, process, process.stdout)
                if outcome is None:
                    whole = True
                    return
                if isinstance(outcome, OSError):
                    whole = True
                    raise outcome
                assert isinstance(outcome, (Source, InputError))
                yield outcome
        except TimeoutError:
            reason = f"A document of it was not read within {seconds:.0f} seconds."
            yield InputError(shown(path), "", "too large", reason, "Print it to a new PDF, or save its text.")
        except (EOFError, BrokenPipeError, pickle.UnpicklingError):
            code = process.poll()
            reason = f"The reader broke down over it{'' if code is None else f' (code {code})'}."
            yield InputError(shown(path), "", "failed", reason, "Print it to a new PDF, or save its text.")
        finally:
            if not whole:
                self._end()

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(OSError):  # what was not yet written to it is lost with the process
                        pipe.close()
            self._process.wait()
            self._process = None


def _started() -> subprocess.Popen[bytes]:
    # A plain process, not multiprocessing: that would run the caller's script a second time.
    path = os.pathsep.join(part for part in sys.path if part)
    return subprocess.Popen(
        [sys.executable, "-c", f"from {__name__} import serve; serve()"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": path},
    )


def _within(seconds: float, process: subprocess.Popen[bytes], pipe: IO[bytes]) -> object:
    """The next object in *pipe*. Raises TimeoutError, having ended *process*, if none comes in time."""
    late = threading.Event()

    def end() -> None:
        late.set()
        process.kill()

    timer = threading.Timer(seconds, end)
    timer.daemon = True
    timer.start()
    try:
        return _read(pipe)
    except EOFError:
        if late.is_set():
            raise TimeoutError from None
        process.wait()
        raise
    finally:
        timer.cancel()


def _write(pipe: IO[bytes], value: object) -> None:
    data = pickle.dumps(value)
    pipe.write(len(data).to_bytes(8, "big") + data)
    pipe.flush()


def _read(pipe: IO[bytes]) -> object:
    size = pipe.read(8)
    if len(size) < 8:
        raise EOFError
    data = pipe.read(int.from_bytes(size, "big"))
    if len(data) < int.from_bytes(size, "big"):
        raise EOFError
    return pickle.loads(data)


def serve() -> None:
    """Read the files that are named on stdin, and write what is in them to stdout, until stdin ends."""
    _limit()
    # Whatever a library prints must not get between the objects.
    out = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    while True:
        try:
            path, reading = cast(tuple[Path, Reading], _read(sys.stdin.buffer))
        except EOFError:
            return
        _serve(path, reading, lambda value: _write(out, value))


def _serve(path: Path, reading: Reading, answer: Callable[[object], None]) -> None:
    read = reader_of(path.name, reading)
    assert read is not None, path
    try:
        for outcome in read(path):
            answer(outcome)
    except OSError as error:
        answer(OSError(*error.args))
    except (MemoryError, RecursionError) as error:
        answer(InputError(shown(path), "", "too large", f"It takes more memory than it may ({error!r}).", "Cut it up."))
    answer(None)


def _limit() -> None:
    try:
        import resource
    except ImportError:  # not on Windows
        return
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
