"""A run in its folder: the parts of it that are done, so that it can be broken off at any moment and go on.

In the folder ``.run`` of the output there are

* ``manifest.jsonl``: what the run is of (:mod:`tallies.running.manifest`);
* ``parts.N/``: what the run has made so far, N being 1, and more where what failed was tried again. A part is named by
  the number of its first line and appears whole or not at all; its last line says how many lines it has, of
  which texts they are, and which columns of the input they have;
* ``finished.json``, from the moment when all results are in their place until a run of something else begins;
  ``failed.jsonl`` has the errors, each with its number in the run. Then there are no parts;
* ``cluster.*/``, what a run on a cluster has made so far (:mod:`tallies.running.resumed`).
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from pathlib import Path
from typing import IO, Any, Final

from tallies.documents.files import put, replaced
from tallies.documents.output import RECORDS
from tallies.documents.source import Source, shown
from tallies.errors import InputError, RunError
from tallies.plain import Record
from tallies.records import Document
from tallies.running.lines import Line, Outcome, pack
from tallies.running.manifest import change, dumped
from tallies.running.results import TABLES, Summary, put_together

HOME: Final = ".run"
#: The most lines of a part, and the seconds after which it is done anyway: what a run that is killed has to do again.
LINES: Final = 500
SECONDS: Final = 20.0
#: Bytes at the end of a part in which its last line is looked for.
_TAIL: Final = 1 << 16

logger = logging.getLogger("tallies")


@dataclass(frozen=True, slots=True)
class Finished(Record):
    """What is known of a run whose results are in their place.

    attempt (int): the number of its parts.
    size (int): of ``documents.jsonl``, in bytes.
    """

    attempt: int
    size: int
    summary: Summary
    formats: tuple[str, ...] = ()
    inputs: tuple[str, ...] = ()


@contextmanager
def opened(folder: Path) -> Iterator[Run]:
    """The run in the output *folder*, which is made if missing, and is nobody else's meanwhile.

    Raises RunError if another process is at it, OSError if *folder* cannot be written.
    """
    home = folder / HOME
    home.mkdir(parents=True, exist_ok=True)
    with (home / "lock").open("w") as lock:
        _lock(folder, lock)
        yield Run(folder)


def _lock(folder: Path, lock: IO[str]) -> None:
    try:
        import fcntl
    except ImportError:  # not on Windows
        return
    try:
        # Not flock: the processes that a killed run leaves behind for a moment would hold it on.
        fcntl.lockf(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError) as error:
        raise RunError(f"Another run is writing to {shown(folder)}. Wait for it, or give another folder.") from error


class Run:
    """A run that is written to *folder*; :meth:`begin` comes first.

    finished (Finished | None): if the results of the same run are in their place.
    total (int | None): about how many lines it will have, if that can be told.
    done (int): how many lines the parts have.
    """

    def __init__(self, folder: Path) -> None:
        self._folder, self._home = folder, folder / HOME
        self.finished = self._read_finished()
        self.total: int | None = None
        self.done = 0
        self.dateless = 0
        self._inputs: dict[str, None] = {}
        self._parts: list[tuple[Path, dict[str, Any]]] = []

    def begin(self, manifest: Iterable[dict[str, Any]], *, fresh: bool, retry: bool) -> None:
        """See what is done already of the run that *manifest* describes.

        fresh (bool): nothing is.
        retry (bool): of a run that is finished, the documents are, and the errors are to be tried again.
        Raises RunError if parts of another run are here, which would be lost.
        """
        old, new = self._home / "manifest.jsonl", self._home / "manifest.new"
        self._write_manifest(manifest, new)
        attempt = self._attempt()
        differs = change(old, new) if old.exists() else ""
        if differs and not fresh:
            if self.finished is not None:
                logger.warning("%s held the results of another run (%s): all is read anew.", self._folder, differs)
            elif done := self._scan(attempt):
                raise another_run(self._folder, done, differs)
        if differs or fresh or not old.exists():
            self.forget()
            self._clear(attempt)
            attempt = 1
            os.replace(new, old)
        new.unlink(missing_ok=True)
        if self.finished is not None:
            self._clear(self.finished.attempt)  # a killed run may have left parts that it needed no more
            if not (retry and self.finished.summary.errors):
                return
            attempt = self.finished.attempt + 1
        self._scan(attempt)

    def forget(self) -> None:
        """Hold nothing for finished: something else takes the place of the results."""
        (self._home / "finished.json").unlink(missing_ok=True)
        self.finished = None

    def skip(self, sources: Iterator[Source | InputError]) -> None:
        """Take those of *sources* whose lines are done.

        Raises RunError if they are not the ones that the lines were made of.
        """
        for _, end in self._parts:
            digest = hashlib.sha256()
            for source in islice(sources, end["lines"]):
                digest.update(mark(source))
            if digest.hexdigest() != end["sha256"]:
                raise RunError(
                    f"The inputs do not give the documents that they gave when the run in {shown(self._folder)} began."
                    " Give --fresh to begin anew."
                )

    def kept(self) -> Iterator[Outcome]:
        """What a finished run has left: documents and errors, in order."""
        with (
            (self._folder / RECORDS).open(encoding="utf-8", newline="\n") as documents,
            (self._home / "failed.jsonl").open(encoding="utf-8") as errors,
        ):
            failed = map(json.loads, errors)
            error = next(failed, None)
            number = 0
            while True:
                if error is not None and error[0] == number:
                    yield InputError(*error[1:])
                    error = next(failed, None)
                elif document := documents.readline():
                    yield Document.from_dict(json.loads(document))
                else:
                    return
                number += 1

    def write(self, lines: Iterable[tuple[bytes, Line]]) -> None:
        """Write *lines*, each with the mark of its source, part by part."""
        waiting = iter(lines)
        for first in waiting:
            self._write_part(first, waiting)

    def _write_part(self, first: tuple[bytes, Line], others: Iterator[tuple[bytes, Line]]) -> None:
        start = time.monotonic()
        path = self._at / f"{self.done:012}.jsonl"
        digest, count, dateless, inputs = hashlib.sha256(), 0, 0, dict[str, None]()
        with replaced(path) as part:
            for source, line in chain([first], others):
                part.write(line.text)
                digest.update(source)
                count += 1
                dateless += line.dateless
                inputs.update(dict.fromkeys(line.inputs))
                if count == LINES or time.monotonic() - start > SECONDS:
                    break
            end = {"lines": count, "sha256": digest.hexdigest(), "dateless": dateless, "inputs": list(inputs)}
            part.write(json.dumps(end, ensure_ascii=False) + "\n")
            part.flush()
            os.fsync(part.fileno())  # so that a part that has its name is whole, even after a power cut
        self._take(path, end)

    def finish(self, formats: Iterable[str]) -> Summary:
        """Put the results together from the parts, and each in its place; then there are no parts any more."""
        return self._put(self._lines(), tuple(formats), tuple(self._inputs), self._at)

    def finish_again(self, formats: Iterable[str]) -> Summary:
        """See to it that the results of a finished run are there in *formats* as well, from what it has kept."""
        assert self.finished is not None
        if set(formats) <= set(self.finished.formats) and all(
            (self._folder / name).exists() for name in names(formats)
        ):
            return self.finished.summary
        every = tuple(dict.fromkeys([*self.finished.formats, *formats]))
        lines = (pack(outcome).text for outcome in self.kept())
        return self._put(lines, every, self.finished.inputs, self._home / f"parts.{self.finished.attempt}")

    def _put(self, lines: Iterable[str], formats: tuple[str, ...], inputs: tuple[str, ...], parts: Path) -> Summary:
        made = self._home / "made"
        shutil.rmtree(made, ignore_errors=True)
        made.mkdir()
        failed = self._home / "failed.jsonl"
        summary = put_together(lines, made, formats, inputs=inputs, failed=made / failed.name).summary()
        for path in made.iterdir():
            flush(path)
        if parts.exists():  # from here on they are what there is of the run, until everything is in its place
            self.forget()
        os.replace(made / failed.name, failed)
        for name in names(formats):
            put(made / name, self._folder / name)
        size = (self._folder / RECORDS).stat().st_size
        self.finished = Finished(_number(parts), size, summary, formats, inputs)
        with replaced(self._home / "finished.json") as file:
            json.dump(self.finished.to_dict(), file, ensure_ascii=False)
        shutil.rmtree(made)
        shutil.rmtree(parts, ignore_errors=True)
        return summary

    def _lines(self) -> Iterator[str]:
        for path, end in self._parts:
            with path.open(encoding="utf-8", newline="\n") as part:
                yield from islice(part, end["lines"])

    def _write_manifest(self, manifest: Iterable[dict[str, Any]], path: Path) -> None:
        total: int | None = 0
        with path.open("w", encoding="utf-8", newline="\n") as lines:
            for line in manifest:
                lines.write(dumped(line) + "\n")
                more = line.get("documents", 0)
                total = None if total is None or more is None else total + more
        self.total = total

    def _read_finished(self) -> Finished | None:
        try:
            finished = Finished.from_dict(json.loads((self._home / "finished.json").read_text(encoding="utf-8")))
            size = (self._folder / RECORDS).stat().st_size
        except (OSError, ValueError):
            return None
        return finished if size == finished.size else None

    def _attempt(self) -> int:
        """The number of the last parts that are here."""
        return max(map(_number, self._home.glob("parts.*")), default=1)

    def _clear(self, attempt: int) -> None:
        """Remove the parts up to those of *attempt*."""
        for path in self._home.glob("parts.*"):
            if _number(path) <= attempt:
                shutil.rmtree(path)

    def _scan(self, attempt: int) -> int:
        """Look for the parts of *attempt*, as far as they follow one another; the number of their lines."""
        self._at = self._home / f"parts.{attempt}"
        self._at.mkdir(exist_ok=True)
        self._parts.clear()
        self._inputs.clear()
        self.done = self.dateless = 0
        for path in self._at.glob(".*"):  # what a killed run was at
            path.unlink()
        while (path := self._at / f"{self.done:012}.jsonl").exists():
            self._take(path, _end(path))
        return self.done

    def _take(self, path: Path, end: dict[str, Any]) -> None:
        self._parts.append((path, end))
        self.done += end["lines"]
        self.dateless += end["dateless"]
        self._inputs.update(dict.fromkeys(end["inputs"]))


def names(formats: Iterable[str]) -> list[str]:
    """The names of the files of results."""
    return [RECORDS, *(f"{table}.{suffix}" for suffix in formats for table in TABLES)]


def kept(folder: Path) -> Iterator[Outcome]:
    """What the finished run in the output *folder* has left: documents and errors, in order."""
    return Run(folder).kept()


def another_run(folder: Path, done: int, differs: str) -> RunError:
    """What is said where the output *folder* holds *done* documents of a run that differs in *differs*."""
    return RunError(
        f"{shown(folder)} holds a run that was broken off after {done:,} documents, and this is not"
        f" the same: {differs}. Give the command of that run to go on with it, or --fresh to begin anew."
    )


def mark(source: Source | InputError) -> bytes:
    """What tells *source* from others, in a few bytes."""
    named = (source.file, source.place, *((source.doc_id, source.text) if isinstance(source, Source) else ()))
    return hashlib.sha256("\0".join(named).encode("utf-8", "replace")).digest()


def _number(parts: Path) -> int:
    return int(parts.suffix[1:])


def flush(path: Path) -> None:
    """See to it that the file at *path* is on the disk."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def _end(path: Path) -> dict[str, Any]:
    """The last line of the part at *path*."""
    with path.open("rb") as part:
        part.seek(max(0, path.stat().st_size - _TAIL))
        end: dict[str, Any] = json.loads(part.read().splitlines()[-1])
    return end
