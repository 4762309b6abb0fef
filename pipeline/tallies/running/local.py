"""The pipeline over many inputs, on one machine.

``stream`` is the whole of it: texts in, records out, one at a time. ``read`` collects tables in memory;
``read_into`` leaves files, part by part, and goes on where it was broken off.
"""

from __future__ import annotations

import logging
import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import groupby, islice, zip_longest
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar, cast

from spacy.language import Language
from spacy.tokens import Doc

from tallies import extensions
from tallies.documents.inputs import PLAIN, Paths, counted, find, read_sources
from tallies.documents.kinds import Reading
from tallies.documents.placed import placed, working_copy
from tallies.documents.repair import Repaired
from tallies.documents.source import Source
from tallies.documents.tables import Tables
from tallies.errors import InputError
from tallies.linking.cells import read_cells
from tallies.pipelines import load, make_doc
from tallies.records import Document
from tallies.running.lines import Line, Outcome, pack
from tallies.running.manifest import manifest
from tallies.running.parts import mark, opened
from tallies.running.results import Summary
from tallies.running.workers import seldom_collected, worked

if TYPE_CHECKING:
    import pandas as pd

T = TypeVar("T")
Progress = Callable[[Outcome], None]

#: Documents that the pipeline holds at a time. Narratives are long: spaCy's 1,000 are too many.
BATCH: Final = 8

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
        lines = _made(ahead, nlp, pack, report_year=report_year, jobs=jobs, repair=repair, timeout=timeout)
        run.write((marks.popleft(), line) for line in _watched(lines, watch))
        _warn_of_dateless(run.dateless)
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


def _warn_of_dateless(count: int) -> None:
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
    for outcome in _made(sources, nlp, _same, report_year=report_year, jobs=jobs, repair=repair, timeout=timeout):
        dateless += isinstance(outcome, Document) and outcome.report_year is None
        yield outcome
    _warn_of_dateless(dateless)


def _same(outcome: Outcome) -> Outcome:
    return outcome


def _made(
    sources: Iterable[Source | Outcome],
    nlp: Language,
    finish: Callable[[Outcome], T],
    *,
    report_year: int | None,
    jobs: int,
    repair: bool,
    timeout: float | None,
) -> Iterator[T]:
    """What *finish* makes of the outcome of each of *sources*, made where the outcome was."""
    if jobs < 1:
        raise ValueError(f"jobs is {jobs}; give 1 or more.")
    extensions.install()
    if jobs == 1 and timeout is None:
        for ready, run in groupby(sources, key=_is_ready):
            if ready:
                yield from map(finish, cast(Iterator[Outcome], run))
            else:
                yield from map(finish, _outcomes(cast(Iterator[Source], run), nlp, report_year, repair))
        return
    work = partial(_finished, nlp=nlp, finish=finish, report_year=report_year, repair=repair)
    lost = partial(_lost, finish=finish, timeout=timeout)
    yield from worked(sources, work, lost, jobs=jobs, timeout=timeout)


def _is_ready(source: Source | Outcome) -> bool:
    return not isinstance(source, Source)


def _finished(
    source: Source | Outcome, nlp: Language, finish: Callable[[Outcome], T], report_year: int | None, repair: bool
) -> T:
    """What *finish* makes of the outcome of one source: the whole of what a process does."""
    return finish(_alone(nlp, source, report_year, repair) if isinstance(source, Source) else source)


@dataclass(frozen=True, slots=True)
class _Work:
    """A source on its way through the pipeline, with the copy of its text that the pipeline reads."""

    source: Source
    copy: Repaired


def _outcomes(sources: Iterable[Source], nlp: Language, report_year: int | None, repair: bool) -> Iterator[Outcome]:
    # Everything that was taken from *sources* and has not been yielded. What comes out of the
    # pipeline carries its number; whatever stands before it here did not come out.
    waiting: deque[tuple[int, Source, Repaired | None]] = deque()

    def docs() -> Iterator[tuple[Doc, int]]:
        for number, source in enumerate(sources):
            try:
                work = _Work(source, working_copy(source, repaired=repair))
                doc = _doc(nlp, work, report_year)
            except Exception:
                waiting.append((number, source, None))
                continue  # it fails again below, alone, and is reported there
            waiting.append((number, source, work.copy))
            yield doc, number

    with _tolerant(nlp), seldom_collected():
        for doc, number in nlp.pipe(docs(), as_tuples=True, batch_size=BATCH):
            while waiting[0][0] < number:
                yield _alone(nlp, waiting.popleft()[1], report_year, repair)
            _, source, copy = waiting.popleft()
            assert copy is not None
            yield _record(doc, _Work(source, copy))
        while waiting:
            yield _alone(nlp, waiting.popleft()[1], report_year, repair)


def _doc(nlp: Language, work: _Work, report_year: int | None) -> Doc:
    source = work.source
    year = source.report_year if report_year is None else report_year
    doc = make_doc(nlp, work.copy.text, country=source.country, report_year=year)
    if source.headings:
        extensions.set_headings(doc, ((work.copy.forward(start), kind) for start, _, kind in source.headings))
    return doc


def _record(doc: Doc, work: _Work) -> Outcome:
    source = work.source
    try:
        document = extensions.document(doc, source.doc_id)
        first = len(document.facts) + 1
        cells = read_cells(source.cells, source.text, country=document.country, first=first)
        return placed(document, source, work.copy, cells)
    except Exception as error:
        return _failed(source, error)


def _alone(nlp: Language, source: Source, report_year: int | None, repair: bool) -> Outcome:
    """The outcome of one source by itself; an exception of the pipeline is named in the error."""
    try:
        work = _Work(source, working_copy(source, repaired=repair))
        doc = _doc(nlp, work, report_year)
        for _, component in nlp.pipeline:
            doc = component(doc)
    except Exception as error:
        return _failed(source, error)
    return _record(doc, work)


def _failed(source: Source, error: Exception) -> InputError:
    return InputError(
        source.file,
        source.place,
        "failed",
        f"Document {source.doc_id} could not be processed: {type(error).__name__}: {error}.",
        "Report it to the authors of the pipeline, with the text; the other documents are not affected.",
    )


def _lost(source: Source, code: int, finish: Callable[[Outcome], T], timeout: float | None) -> T:
    """What *finish* makes of the error for a source that a process died over with the exit *code*."""
    if timeout is not None and code == -signal.SIGALRM:
        kind, reason = "timed out", f"Document {source.doc_id} was not read within {timeout:g} seconds."
        remedy = "Try it again alone with --retry and a larger --timeout."
    else:
        end = f"was ended by signal {-code} ({signal.strsignal(-code)})" if code < 0 else f"ended with code {code}"
        kind, reason = "crashed", f"The process {end} while it read document {source.doc_id}."
        remedy = "Try it again alone with --retry; if it is ended again, it may need more memory than there is."
    return finish(InputError(source.file, source.place, kind, reason, remedy))


@contextmanager
def _tolerant(nlp: Language) -> Iterator[None]:
    """Let *nlp* drop a document that a component raises on and go on with the next one."""
    before = nlp.default_error_handler
    drop: Any = _drop  # spaCy's type says that a handler never returns; its documentation, that it may
    nlp.set_error_handler(drop)
    try:
        yield
    finally:
        nlp.set_error_handler(before)


def _drop(name: str, component: Any, docs: Sequence[Doc], error: Exception) -> None:
    """An error handler in spaCy's sense; :func:`_alone` finds out what the error was."""
