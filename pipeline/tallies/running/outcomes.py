"""Sources through a pipeline: the record of each, or the error in its place, in order."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import ExitStack, closing, contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import chain, groupby, islice
from typing import Any, Final, TypeVar, cast

from spacy.language import Language
from spacy.tokens import Doc

from tallies import extensions
from tallies.collecting import seldom_collected
from tallies.documents.placed import placed, working_copy
from tallies.documents.repair import Repaired
from tallies.documents.source import Source
from tallies.errors import InputError
from tallies.linking.cells import read_cells
from tallies.pieces import LONG, can_cut, read_long
from tallies.pipelines import make_doc
from tallies.records import Document
from tallies.running.lines import Outcome
from tallies.running.workers import worked

T = TypeVar("T")

#: Documents that the pipeline holds at a time. Narratives are long: spaCy's 1,000 are too many.
BATCH: Final = 8
#: Documents after which new words are forgotten.
ZONE: Final = 500


def outcomes(
    sources: Iterable[Source | Outcome],
    nlp: Language,
    finish: Callable[[Outcome], T],
    *,
    report_year: int | None = None,
    jobs: int = 1,
    repair: bool = True,
    timeout: float | None = None,
    own: bool = False,
) -> Generator[T, None, None]:
    """What *finish* makes of the outcome of each of *sources*, made where the outcome was.

    Arguments are as for :func:`tallies.running.local.stream`.

    own (bool): whether nobody else uses *nlp* meanwhile; what it has learnt of words is forgotten now and then.
    """
    if jobs < 1:
        raise ValueError(f"jobs is {jobs}; give 1 or more.")
    extensions.install()
    if jobs > 1 or timeout is not None:
        work = partial(finished, zones=Zones(nlp), finish=finish, report_year=report_year, repair=repair)
        lost = partial(_lost, finish=finish, timeout=timeout)
        yield from worked(sources, work, lost, jobs=jobs, timeout=timeout)
    elif own:
        waiting = iter(sources)
        with closing(Zones(nlp)) as zones:
            for first in waiting:
                zones.next()
                some = chain([first], islice(waiting, ZONE - 1))
                yield from map(finish, _here(some, nlp, report_year, repair))
    else:
        yield from map(finish, _here(sources, nlp, report_year, repair))


class Zones:
    """Stretches of a run at whose end spaCy forgets the words that it met in them first; its memory stays flat.

    In the first one nothing is forgotten: it fills the tokenizer's cache with the common words.
    """

    def __init__(self, nlp: Language) -> None:
        self.nlp = nlp
        self.documents = 0
        self._zone: ExitStack | None = None

    def next(self) -> None:
        """End the stretch and begin the next one. No ``Doc`` may be left of it."""
        if self._zone is None:
            self._zone = ExitStack()
        else:
            self._zone.close()
            vocab: Any = self.nlp.vocab
            if not vocab.in_memory_zone:  # unless the caller has one
                self._zone.enter_context(self.nlp.memory_zone())

    def close(self) -> None:
        """End the last stretch."""
        if self._zone is not None:
            self._zone.close()


def _here(
    sources: Iterable[Source | Outcome], nlp: Language, report_year: int | None, repair: bool
) -> Iterator[Outcome]:
    """The outcomes of *sources*, made in this process."""
    for ready, run in groupby(sources, key=_is_ready):
        if ready:
            yield from cast(Iterator[Outcome], run)
        else:
            yield from _piped(cast(Iterator[Source], run), nlp, report_year, repair)


def _is_ready(source: Source | Outcome) -> bool:
    return not isinstance(source, Source)


def finished(
    source: Source | Outcome, zones: Zones, finish: Callable[[Outcome], T], report_year: int | None, repair: bool
) -> T:
    """What *finish* makes of the outcome of one source: the whole of what a process does, by *zones* of its own."""
    if not isinstance(source, Source):
        return finish(source)
    if zones.documents % ZONE == 0:
        zones.next()
    zones.documents += 1
    return finish(_alone(zones.nlp, source, None, report_year, repair))


@dataclass(frozen=True, slots=True)
class _Work:
    """A source on its way through the pipeline, with the copy of its text that the pipeline reads."""

    source: Source
    copy: Repaired


def _piped(sources: Iterable[Source], nlp: Language, report_year: int | None, repair: bool) -> Iterator[Outcome]:
    # Everything that was taken from *sources* and has not been yielded. What comes out of the
    # pipeline carries its number; whatever stands before it here did not come out.
    waiting: deque[tuple[int, Source, Repaired | None]] = deque()

    def docs() -> Iterator[tuple[Doc, int]]:
        for number, source in enumerate(sources):
            copy = doc = None
            try:
                copy = working_copy(source, repaired=repair)
                if not _is_long(nlp, copy):
                    doc = _doc(nlp, _Work(source, copy), report_year)
            except Exception:
                pass  # it fails again below, alone, and is reported there
            waiting.append((number, source, copy))
            if doc is not None:  # a long one is read below, alone
                yield doc, number

    with _tolerant(nlp), seldom_collected():
        for doc, number in nlp.pipe(docs(), as_tuples=True, batch_size=BATCH):
            while waiting[0][0] < number:
                yield _alone(nlp, *waiting.popleft()[1:], report_year, repair)
            _, source, copy = waiting.popleft()
            assert copy is not None
            yield _record(doc, _Work(source, copy))
        while waiting:
            yield _alone(nlp, *waiting.popleft()[1:], report_year, repair)


def _is_long(nlp: Language, copy: Repaired) -> bool:
    """Whether the text is read in pieces."""
    return len(copy.text) > LONG and can_cut(nlp)


def _doc(nlp: Language, work: _Work, report_year: int | None) -> Doc:
    doc = make_doc(nlp, work.copy.text, country=work.source.country, report_year=_year(work, report_year))
    if work.source.headings:
        extensions.set_headings(doc, _headings(work))
    return doc


def _in_pieces(nlp: Language, work: _Work, report_year: int | None) -> Document:
    year, source = _year(work, report_year), work.source
    return read_long(
        nlp, work.copy.text, source.doc_id, country=source.country, report_year=year, headings=_headings(work)
    )


def _year(work: _Work, report_year: int | None) -> int | None:
    return work.source.report_year if report_year is None else report_year


def _headings(work: _Work) -> list[tuple[int, str]]:
    return [(work.copy.forward(start), kind) for start, _, kind in work.source.headings]


def _record(doc: Doc, work: _Work) -> Outcome:
    try:
        return _placed(extensions.document(doc, work.source.doc_id), work)
    except Exception as error:
        return _failed(work.source, error)


def _placed(document: Document, work: _Work) -> Document:
    source = work.source
    first = len(document.facts) + 1
    cells = read_cells(source.cells, source.text, country=document.country, first=first)
    return placed(document, source, work.copy, cells)


def _alone(nlp: Language, source: Source, copy: Repaired | None, report_year: int | None, repair: bool) -> Outcome:
    """The outcome of one source by itself; an exception of the pipeline is named in the error.

    copy (Repaired | None): what the pipeline reads of it, if that is made already.
    """
    try:
        work = _Work(source, copy if copy is not None else working_copy(source, repaired=repair))
        if _is_long(nlp, work.copy):
            return _placed(_in_pieces(nlp, work, report_year), work)
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
