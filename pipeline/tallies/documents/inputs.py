"""From a mix of files and folders to texts, one at a time; what cannot be read becomes an error and no more."""

from __future__ import annotations

import logging
import os
import re
import stat
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from tallies.documents.counts import Counts
from tallies.documents.guard import Guard
from tallies.documents.kinds import INTRICATE, KNOWN, Reading, kind_of, reader_of
from tallies.documents.layouts import laid_out
from tallies.documents.source import Outcomes, Source, shown
from tallies.errors import InputError

Paths = str | os.PathLike[str] | Iterable[str | os.PathLike[str]]

#: Letters of one document. What is known of one, its words and figures, takes some fifty bytes a letter.
LONGEST: Final = 100_000_000

#: Nothing but what is usual.
PLAIN: Final = Reading()

#: Names that are passed over inside a folder: hidden files, and those that speak of the folder itself.
_ABOUT: Final = re.compile(r"\.|(?:readme|license|licence|changelog)(?:\.|$)", re.IGNORECASE)

_WEB: Final = re.compile(r"(?:https?|ftp|file):/", re.IGNORECASE)

logger = logging.getLogger("tallies")


def read_sources(paths: Paths, *, skip: Path | None = None, reading: Reading = PLAIN) -> Outcomes:
    """The texts of all *paths*, in the order of :func:`find` (see :func:`read_all`)."""
    yield from read_all(find(paths, skip=skip), reading)


def read_all(files: Iterable[Path | InputError], reading: Reading = PLAIN) -> Outcomes:
    """The texts of *files*, as :func:`find` gives them; an error among them stays what it is.

    A second text of the same ``doc_id`` is read as well: it is called "NAME#2", the next "NAME#3",
    and one warning is logged at the end.

    reading (Reading): the columns of tables, and layouts.
    """
    yield from distinct(read_files(files, reading))


def read_files(files: Iterable[Path | InputError], reading: Reading = PLAIN) -> Outcomes:
    """The texts of *files* as :func:`read_all` gives them, each under its own name, be it taken or not."""
    with Guard() as guard:
        for found in files:
            yield from _read(found, reading, guard)


def find(paths: Paths, *, skip: Path | None = None) -> Iterator[Path | InputError]:
    """The files to read: those given, and those of a known kind below the folders given.

    The order is that of *paths*; within a folder by name. Inside a folder, names that begin with a dot
    and such as "README.md" are passed over. A file or folder that is reached twice, by whatever links, is
    read once, so that a loop of links ends.

    paths (Paths): one path or several.
    skip (Path | None): a folder to pass over, such as that of the output.
    """
    with Counts() as seen:
        if skip is not None and skip.is_dir():
            seen[_identity(skip, skip.stat())] = 1
        for given in [paths] if isinstance(paths, (str, os.PathLike)) else paths:
            if not os.fspath(given):
                yield InputError("", "", "missing", "The path is empty.", "Give a file or a folder.")
            elif _WEB.match(os.fspath(given)):
                reason = "It is an address; nothing is ever fetched from the web."
                remedy = "Save the page from your browser and give the file."
                yield InputError(shown(given), "", "missing", reason, remedy)
            else:
                yield from _below(Path(given), seen)


def _identity(path: Path, status: os.stat_result) -> str:
    """What is the same for all paths that lead to one folder or file."""
    if stat.S_ISDIR(status.st_mode):
        return f"{status.st_dev} {status.st_ino}"  # the real path takes too long to find deep down
    return os.path.realpath(path)  # hard links are files of their own


def _below(top: Path, seen: Counts) -> Iterator[Path | InputError]:
    """The files at and below *top* that are not in *seen*, which is updated."""
    # What is still to be looked at in each folder on the way down, made when it is asked for: there may be millions.
    stack: list[Iterator[Path]] = [iter([top])]
    known = False  # whether a file of a known kind was met, read already or not
    while stack:
        path = next(stack[-1], None)
        if path is None:
            stack.pop()
            continue
        try:
            status = path.stat()
            mode = status.st_mode
            if not stat.S_ISDIR(mode) and path is not top and kind_of(path.name) is None:
                continue
            known = known or not stat.S_ISDIR(mode)
            identity = _identity(path, status)
            if identity in seen:
                known = True
                continue
            seen[identity] = 1
            if stat.S_ISDIR(mode):
                names = sorted(name for name in os.listdir(path) if not _ABOUT.match(name))
                stack.append(map(path.joinpath, names))
                continue
        except (OSError, ValueError) as error:
            if path is not top and kind_of(path.name) is None and isinstance(error, FileNotFoundError):
                continue  # a broken link to something that would not be read anyway
            known = True
            yield _unreadable(path, error)
            continue
        if kind_of(path.name) is None:
            reason = f"The file is of no kind that can be read ({path.suffix or 'no suffix'})."
            yield InputError(shown(path), "", "unreadable", reason, f"Save it as {KNOWN}.")
        elif not stat.S_ISREG(mode):  # a pipe or device: opening it might wait for ever
            yield InputError(shown(path), "", "unreadable", "It is no regular file.", "Copy it into a file.")
        else:
            yield path
    if not known:
        yield InputError(shown(top), "", "empty", f"The folder holds no {KNOWN} file.", "Give another folder.")


def _read(found: Path | InputError, reading: Reading, guard: Guard) -> Outcomes:
    if isinstance(found, InputError):
        yield found
        return
    read = reader_of(found.name, reading)
    assert read is not None, found  # find() gives none other
    try:
        for outcome in guard.read(found, reading) if kind_of(found.name) in INTRICATE else read(found):
            if isinstance(outcome, InputError):
                yield outcome
                continue
            for source in laid_out(outcome, reading.layouts):
                yield source if len(source.text) <= LONGEST else _too_long(source)
    except OSError as error:
        yield _unreadable(found, error)


def _too_long(source: Source) -> InputError:
    reason = f"Document {source.doc_id} has {len(source.text):,} letters; {LONGEST:,} are the most."
    return InputError(source.file, source.place, "too large", reason, "Cut it into several files.")


def _unreadable(path: Path, error: Exception) -> InputError:
    if isinstance(error, (FileNotFoundError, NotADirectoryError, ValueError)):
        return InputError(shown(path), "", "missing", "There is no such file or folder.", "Check the path.")
    reason = f"It cannot be opened: {getattr(error, 'strerror', None) or error}."
    return InputError(shown(path), "", "unreadable", reason, "Check the permissions and the links.")


def distinct(outcomes: Iterable[Source | InputError]) -> Iterator[Source | InputError]:
    """*outcomes* with each later source of a ``doc_id`` that is taken called "NAME#2", "NAME#3", ..."""
    renamed = 0
    with Counts() as count:
        for outcome in outcomes:
            if isinstance(outcome, Source):
                name = outcome.doc_id
                while name in count:
                    count[outcome.doc_id] += 1
                    name = f"{outcome.doc_id}#{count[outcome.doc_id]}"
                count[name] = 1
                if name != outcome.doc_id:
                    renamed += 1
                    outcome = replace(outcome, doc_id=name)
            yield outcome
    if renamed:
        logger.warning("A doc_id was taken already for %s: called NAME#2, NAME#3, ... instead.", counted(renamed))


def counted(documents: int) -> str:
    """*documents* as words: "1 document", "1,200 documents"."""
    return f"{documents:,} document{'' if documents == 1 else 's'}"
