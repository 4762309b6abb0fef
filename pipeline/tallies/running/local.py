"""The pipeline over many inputs, on one machine.

``stream`` is the whole of it: texts in, records out, one at a time. ``read`` collects tables in memory;
``read_into`` leaves files, part by part, and goes on where it was broken off.
"""

from __future__ import annotations

import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from spacy.language import Language

from tallies.documents.inputs import PLAIN, Paths, counted, find, read_sources
from tallies.documents.kinds import Reading
from tallies.documents.source import Source
from tallies.documents.tables import Tables
from tallies.errors import InputError
from tallies.pipelines import load
from tallies.records import Document
from tallies.running.lines import Line, Outcome, pack
from tallies.running.manifest import manifest
from tallies.running.outcomes import outcomes
from tallies.running.parts import mark, opened
from tallies.running.results import Summary

if TYPE_CHECKING:
    import pandas as pd

Progress = Callable[[Outcome], None]

logger = logging.getLogger("tallies")


class Watch(Protocol):
    """What is told how a run goes."""

    def begin(self, total: int | None, done: int) -> None:
        """It begins, with about *total* documents if that can be told, of which so many are *done* already."""

    def advance(self, line: Line) -> None:
        """A document or an error is there."""


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """The tables of a run as data frames; :data:`tallies.documents.tables.COLUMNS` lists their columns."""

    documents: pd.DataFrame
    entities: pd.DataFrame
    facts: pd.DataFrame
    comparisons: pd.DataFrame
    routes: pd.DataFrame
    errors: pd.DataFrame


def read(
    paths: Paths,
    *,
    report_year: int | None = None,
    nlp: Language | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    repair: bool = True,
    reading: Reading = PLAIN,
    timeout: float | None = None,
) -> Result:
    """Read all figures out of *paths*, a mix of files and folders of any kind that is known.

    What cannot be read or processed becomes a row of ``errors``; nothing is raised for it.

    report_year (int | None): year of the reports; overrules what an input says of itself.
    nlp (Language | None): the pipeline; ``tallies.load()`` if None.
    jobs (int): processes to use, 1 or more.
    progress (Callable | None): called with each record or error as it comes.
    repair (bool): read a working copy in which damage of the text is repaired; offsets are those of the text.
    reading (Reading): the columns of tables that hold texts, and layouts of reports.
    timeout (float | None): seconds after which a document is given up.
    """
    tables = Tables()
    sources = read_sources(paths, reading=reading)
    nlp = nlp or load()
    for outcome in stream(sources, nlp, report_year=report_year, jobs=jobs, repair=repair, timeout=timeout):
        tables.add(outcome)
        if progress is not None:
            progress(outcome)
    return Result(**tables.frames())


def read_into(
    folder: Path,
    paths: Paths,
    *,
    formats: Iterable[str],
    report_year: int | None = None,
    nlp: Language | None = None,
    jobs: int = 1,
    watch: Watch | None = None,
    repair: bool = True,
    reading: Reading = PLAIN,
    timeout: float | None = None,
    fresh: bool = False,
    retry: bool = False,
) -> Summary:
    """Read *paths* as :func:`read` does and leave ``documents.jsonl`` and the tables in *folder*.

    Every file appears whole or not at all, at the end. What is done is kept part by part in *folder*: a run that was
    broken off goes on, and one that is finished is not done again, if inputs, pipeline and settings are the same
    (:mod:`tallies.running.parts`; ``docs/scale.md``).

    formats (Iterable[str]): of "csv", "parquet", "jsonl".
    watch (Watch | None): is told how the run goes.
    fresh (bool): read everything, whatever *folder* holds.
    retry (bool): of a finished run, try again what failed.
    Raises RunError if *folder* holds parts of another run, OSError if it cannot be written.
    """
    nlp = nlp or load()
    formats = tuple(dict.fromkeys(formats))
    with opened(folder) as run:
        files = find(paths, skip=folder)
        run.begin(
            manifest(files, nlp, report_year=report_year, repair=repair, reading=reading), fresh=fresh, retry=retry
        )
        if run.finished is not None and not (retry and run.finished.summary.errors):
            return run.finish_again(formats)
        if watch is not None:
            watch.begin(run.total, run.done)
        marks: deque[bytes] = deque()
        sources = read_sources(paths, skip=folder, reading=reading)
        run.skip(sources)
        ahead = _marked(sources, marks)
        if run.finished is not None:
            ahead = _not_kept(ahead, islice(run.kept(), run.done, None))
        made = outcomes(ahead, nlp, pack, own=True, report_year=report_year, jobs=jobs, repair=repair, timeout=timeout)
        with closing(made) as lines:  # so that its processes end, whatever happens
            run.write((marks.popleft(), line) for line in _watched(lines, watch))
        warn_of_dateless(run.dateless)
        return run.finish(formats)


def _marked(sources: Iterable[Source | InputError], marks: deque[bytes]) -> Iterator[Source | Outcome]:
    """*sources*, with the mark of each that was taken at the end of *marks*."""
    for source in sources:
        marks.append(mark(source))
        yield source


def _not_kept(sources: Iterable[Source | Outcome], kept: Iterable[Outcome]) -> Iterator[Source | Outcome]:
    """*sources*, with the document in the place of each of which one was *kept*."""
    for source, one in zip_longest(sources, kept):
        if isinstance(source, Source) and isinstance(one, Document):
            same = (one.doc_id, one.text) == (source.doc_id, source.text)
            yield one if same else source
        elif source is not None:
            yield source


def _watched(lines: Iterable[Line], watch: Watch | None) -> Iterator[Line]:
    for line in lines:
        if watch is not None:
            watch.advance(line)
        yield line


def warn_of_dateless(count: int) -> None:
    """Warn of *count* documents without report year, if there are any."""
    if count:
        logger.warning(
            "No report year in %s: relative years stay empty; pass --report-year (report_year=).", counted(count)
        )


def stream(
    sources: Iterable[Source | Outcome],
    nlp: Language,
    *,
    report_year: int | None = None,
    jobs: int = 1,
    repair: bool = True,
    timeout: float | None = None,
) -> Iterator[Outcome]:
    """The record of each source, or the error in its place, in the order of *sources*, as they are ready.

    A document whose processing raises becomes an error of kind "failed"; with more than one process or a *timeout*,
    one that a process dies over becomes one of kind "crashed", or "timed out". If documents have no
    report year in the end, one warning is logged. Arguments are as for :func:`read`.

    sources (Iterable): what is an outcome already stays as it is.
    Raises ValueError if *jobs* is less than 1.
    """
    dateless = 0
    for outcome in outcomes(sources, nlp, _same, report_year=report_year, jobs=jobs, repair=repair, timeout=timeout):
        dateless += isinstance(outcome, Document) and outcome.report_year is None
        yield outcome
    warn_of_dateless(dateless)


def _same(outcome: Outcome) -> Outcome:
    return outcome
