"""The pipeline over many inputs, on one machine.

``stream`` is the whole of it: texts in, records out, one at a time. ``read`` collects tables;
``read_into`` leaves files as well.
"""

from __future__ import annotations

import gc
import logging
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from spacy.language import Language
from spacy.tokens import Doc

from tallies import extensions
from tallies.documents.files import replaced
from tallies.documents.inputs import PLAIN, Paths, counted, read_sources
from tallies.documents.jsonl import write_document
from tallies.documents.kinds import Reading
from tallies.documents.placed import placed, working_copy
from tallies.documents.repair import Repaired
from tallies.documents.source import Source
from tallies.documents.tables import Tables, write_tables
from tallies.errors import InputError
from tallies.linking.cells import read_cells
from tallies.pipelines import load, make_doc
from tallies.records import Document

if TYPE_CHECKING:
    import pandas as pd

Outcome = Document | InputError
Progress = Callable[[Outcome], None]

#: Documents that a worker process takes at a time. Narratives are long: spaCy's 1,000 would leave
#: all but one process idle on most inputs.
BATCH: Final = 8

logger = logging.getLogger("tallies")


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
) -> Result:
    """Read all figures out of *paths*, a mix of files and folders of any kind that is known.

    What cannot be read or processed becomes a row of ``errors``; nothing is raised for it.

    report_year (int | None): year of the reports; overrules what an input says of itself.
    nlp (Language | None): the pipeline; ``tallies.load()`` if None.
    jobs (int): processes to use, 1 or more.
    progress (Callable | None): called with each record or error as it comes.
    repair (bool): read a working copy in which damage of the text is repaired; offsets are those of the text.
    reading (Reading): the columns of tables that hold texts, and layouts of reports.
    """
    tables = Tables()
    sources = read_sources(paths, reading=reading)
    for outcome in stream(sources, nlp or load(), report_year=report_year, jobs=jobs, repair=repair):
        tables.add(outcome)
        if progress is not None:
            progress(outcome)
    return Result(**tables.frames())


def read_into(
    folder: Path,
    sources: Iterable[Source | InputError],
    *,
    formats: Iterable[str],
    report_year: int | None = None,
    nlp: Language | None = None,
    jobs: int = 1,
    progress: Progress | None = None,
    repair: bool = True,
) -> Result:
    """Read *sources* as :func:`read` does and leave ``documents.jsonl`` and the tables in *folder*.

    Every file appears whole or not at all; ``documents.jsonl`` is written while the run goes on.

    formats (Iterable[str]): of "csv", "parquet", "jsonl".
    Raises OSError if *folder* cannot be written.
    """
    tables = Tables()
    folder.mkdir(parents=True, exist_ok=True)
    with replaced(folder / "documents.jsonl") as lines:
        for outcome in stream(sources, nlp or load(), report_year=report_year, jobs=jobs, repair=repair):
            tables.add(outcome)
            if isinstance(outcome, Document):
                write_document(outcome, lines)
            if progress is not None:
                progress(outcome)
        frames = tables.frames()
        # The documents are in documents.jsonl, with their texts.
        write_tables({name: frame for name, frame in frames.items() if name != "documents"}, folder, formats)
    return Result(**frames)


def stream(
    sources: Iterable[Source | InputError],
    nlp: Language,
    *,
    report_year: int | None = None,
    jobs: int = 1,
    repair: bool = True,
) -> Iterator[Outcome]:
    """The record of each source, or the error in its place, in the order of *sources*, as they are ready.

    A document whose processing raises becomes an error of kind "failed". If documents have no report
    year in the end, one warning is logged. Arguments are as for :func:`read`.

    Raises ValueError if *jobs* is less than 1.
    """
    if jobs < 1:
        raise ValueError(f"jobs is {jobs}; give 1 or more.")
    extensions.install()
    dateless = 0
    for outcome in _outcomes(sources, nlp, report_year, jobs, repair):
        dateless += isinstance(outcome, Document) and outcome.report_year is None
        yield outcome
    if dateless:
        logger.warning(
            "No report year in %s: relative years stay empty; pass --report-year (report_year=).", counted(dateless)
        )


@dataclass(frozen=True, slots=True)
class _Work:
    """A source on its way through the pipeline, with the copy of its text that the pipeline reads."""

    source: Source
    copy: Repaired


def _outcomes(
    sources: Iterable[Source | InputError], nlp: Language, report_year: int | None, jobs: int, repair: bool
) -> Iterator[Outcome]:
    # Everything that was taken from *sources* and has not been yielded. What comes out of the
    # pipeline carries its number; whatever stands before it here is an error, or did not come out.
    waiting: deque[tuple[int, _Work | InputError]] = deque()

    def docs() -> Iterator[tuple[Doc, int]]:
        for number, source in enumerate(sources):
            if isinstance(source, InputError):
                waiting.append((number, source))
                continue
            work = _Work(source, working_copy(source, repaired=repair))
            waiting.append((number, work))
            try:
                doc = _doc(nlp, work, report_year)
            except Exception:
                continue  # it fails again below, alone, and is reported there
            yield doc, number

    with _tolerant(nlp), seldom_collected():
        for doc, number in nlp.pipe(docs(), as_tuples=True, n_process=jobs, batch_size=BATCH):
            while waiting[0][0] < number:
                yield _alone(nlp, waiting.popleft()[1], report_year)
            work = waiting.popleft()[1]
            assert isinstance(work, _Work)
            yield _record(doc, work)
        while waiting:
            yield _alone(nlp, waiting.popleft()[1], report_year)


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


def _alone(nlp: Language, work: _Work | InputError, report_year: int | None) -> Outcome:
    """What becomes of a source that did not come out of the pipeline: run again to learn why.

    Its exception is lost where a worker process met it.
    """
    if isinstance(work, InputError):
        return work
    try:
        doc = _doc(nlp, work, report_year)
        for _, component in nlp.pipeline:
            doc = component(doc)
    except Exception as error:
        return _failed(work.source, error)
    return _record(doc, work)


def _failed(source: Source, error: Exception) -> InputError:
    return InputError(
        source.file,
        source.place,
        "failed",
        f"Document {source.doc_id} could not be processed: {type(error).__name__}: {error}.",
        "Report it to the authors of the pipeline, with the text; the other documents are not affected.",
    )


@contextmanager
def seldom_collected() -> Iterator[None]:
    """Let Python look for cycles less often while a corpus is read.

    Each document makes tens of thousands of small objects that are freed without it; at Python's own
    thresholds the search takes a fifth of the time.
    """
    before = gc.get_threshold()
    if before[0]:  # 0: the caller has switched it off
        gc.set_threshold(max(before[0], 20_000), *before[1:])
    try:
        yield
    finally:
        gc.set_threshold(*before)


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
