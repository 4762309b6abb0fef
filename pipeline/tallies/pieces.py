"""A long text in pieces: what spaCy holds of it is bounded by a piece, and what is read is what the whole text gives.

A piece is cut where a blank line ends a paragraph: a sentence ends there, no name or phrase goes on, and the tokens are
those of the whole text. What taggers look at beyond it is there as well: each piece is read with some text around,
of which nothing is kept. What the whole text tells, wherever it does so, is gathered in two looks at all pieces first:
country, tier, year, the acronyms of bodies and laws, other names of bodies, callings that are forced
(:class:`tallies.tagging.told.Told`). Then the sentences of all pieces go through the linker as those of one
text, which keeps the words and the figures of the whole, but no ``Doc``.
"""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final, TypeVar

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from tallies import structure
from tallies.components.linker import Linker
from tallies.components.sections import Sections
from tallies.linking import facts
from tallies.linking.link import link
from tallies.linking.routes import Path, Reader
from tallies.linking.view import Sentence, entities, grouped
from tallies.pipelines import COMPONENTS, make_doc
from tallies.records import Document, Entity
from tallies.structure import Line, Section
from tallies.tagging.agency import aliases_told
from tallies.tagging.agency_names import Sign, acronyms, signs
from tallies.tagging.flow import flow
from tallies.tagging.law import laws_defined
from tallies.tagging.told import Told, Word, tell
from tallies.tagging.victim import callings_forced
from tallies.tape import Tape, tape

At = TypeVar("At", Sign, Word)

#: Letters of a text that is read in pieces, and of a piece.
LONG: Final = 300_000
PIECE: Final = 100_000
#: Letters around a piece, at least: more than any tagger looks back or ahead over a blank line.
AROUND: Final = 2_000

#: Components that are not run on a piece: what they do is done for the whole text.
_OF_THE_WHOLE: Final = frozenset(("tallies_sections", "tallies_linker"))
_BLANK_LINE: Final = re.compile(r"\n\s*\n\s*(?=\S)")


@dataclass(frozen=True, slots=True)
class Piece:
    """Letters ``[start, end)`` of a text, read with those from *before* to *behind*."""

    start: int
    end: int
    before: int
    behind: int


def can_cut(nlp: Language) -> bool:
    """Whether *nlp* reads pieces as it reads a whole: it has the components of ``tallies.load()`` and no other."""
    if tuple(nlp.pipe_names) != COMPONENTS:
        return False
    sections, linker = nlp.get_pipe("tallies_sections"), nlp.get_pipe("tallies_linker")
    return isinstance(linker, Linker) and isinstance(sections, Sections) and sections.spans_key == "section"


def cut(text: str, *, size: int = PIECE, around: int = AROUND) -> list[Piece]:
    """The pieces of *text*, in order, of about *size* letters; a paragraph is never cut, so that one may be longer."""
    breaks = [match.end() for match in _BLANK_LINE.finditer(text)]
    starts = [0]
    while len(text) - starts[-1] > size:
        place = bisect_right(breaks, starts[-1] + size)
        if place and breaks[place - 1] > starts[-1]:
            starts.append(breaks[place - 1])
        elif place < len(breaks):
            starts.append(breaks[place])
        else:
            break
    pieces = []
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        left, right = bisect_right(breaks, start - around), bisect_left(breaks, end + around)
        before, behind = breaks[left - 1] if left else 0, breaks[right] if right < len(breaks) else len(text)
        pieces.append(Piece(start, end, before, behind))
    return pieces


def read_long(
    nlp: Language,
    text: str,
    doc_id: str,
    *,
    country: str | None = None,
    report_year: int | None = None,
    headings: Sequence[tuple[int, str]] = (),
    size: int = PIECE,
) -> Document:
    """The record of *text*, the same as *nlp* and :func:`tallies.extensions.document` give of it as a whole.

    country, report_year: as for :func:`tallies.pipelines.make_doc`.
    headings (Sequence[tuple[int, str]]): as for :func:`tallies.extensions.set_headings`.
    Raises ValueError if *nlp* cannot read pieces (:func:`can_cut`).
    """
    if not can_cut(nlp):
        raise ValueError(f"Only a pipeline of {', '.join(COMPONENTS)} reads a text in pieces; read it whole.")
    pieces = cut(text, size=size)
    told, head = _survey(nlp, text, pieces)
    whole = _Whole(
        nlp,
        text,
        told,
        structure.country_named(structure.heading_name(head)) if country is None else country,
        structure.report_year(text) if report_year is None else report_year,
        headings,
    )
    linker = nlp.get_pipe("tallies_linker")
    assert isinstance(linker, Linker)
    figures = link(whole.sentences(pieces), whole.country, whole.report_year, linker.scorer)
    words = whole.tape
    return Document(
        doc_id=doc_id,
        text=text,
        country=whole.country,
        report_year=whole.report_year,
        tier=structure.tier(head),
        entities=tuple(
            Entity(words.starts[start], words.ends[end - 1], label, norm or None)
            for start, end, label, norm in facts.kept(whole.ents, words, figures)
        ),
        facts=tuple(facts.facts(figures)),
        routes=tuple(facts.routes(whole.paths)),
    )


@dataclass(frozen=True, slots=True)
class _Read:
    """A piece as tokens: ``doc`` with its text around, of which tokens ``[start, end)`` are the piece's own."""

    piece: Piece
    doc: Doc
    tape: Tape
    start: int
    end: int

    def headings(self) -> list[Line]:
        """The heading lines of the piece itself."""
        return [line for line in structure.heading_lines(self.tape) if self.start <= line.start < self.end]


def _tokens(nlp: Language, text: str, pieces: Sequence[Piece]) -> Iterator[_Read]:
    for piece in pieces:
        doc = make_doc(nlp, text[piece.before : piece.behind])
        columns = tape(doc)
        start, end = (bisect_left(columns.starts, place - piece.before) for place in (piece.start, piece.end))
        yield _Read(piece, doc, columns, start, end)


def _own(read: _Read, found: Sequence[At]) -> list[At]:
    """Those of *found* that stand in the piece itself."""
    return [one for one in found if read.start <= one.token < read.end]


def _survey(nlp: Language, text: str, pieces: Sequence[Piece]) -> tuple[Told, str]:
    """What the whole *text* tells, and its first heading."""
    told: list[Sign] = []
    laws: set[str] = set()
    callings: set[str] = set()
    head = ""
    for read in _tokens(nlp, text, pieces):
        told += _own(read, signs(flow(read.tape)))
        laws.update(word.word for word in _own(read, laws_defined(read.tape)))
        callings.update(word.word for word in _own(read, callings_forced(read.tape)))
        if not head:
            lines = read.headings()
            head = read.doc[lines[0].start : lines[0].end].text if lines else ""
    bodies = acronyms(told)
    aliases: dict[str, str] = {}
    for read in _tokens(nlp, text, pieces):
        aliases.update((word.word, word.meaning) for word in _own(read, aliases_told(read.tape, bodies)))
    return Told(bodies, aliases, frozenset(laws), frozenset(callings)), head


class _Whole:
    """A text that is read in pieces, so far as it is read.

    tape (Tape): its words, without the columns that only taggers need as lists.
    ents (list): its entities, as :func:`tallies.linking.view.entities` gives them.
    paths (list[Path]): its routes.
    """

    def __init__(
        self,
        nlp: Language,
        text: str,
        told: Told,
        country: str | None,
        report_year: int | None,
        headings: Sequence[tuple[int, str]],
    ) -> None:
        self.country, self.report_year = country, report_year
        self._dashes: set[int] = set()
        self.tape = Tape([], [], array("Q"), array("Q"), self._dashes, text)
        self.ents: list[tuple[int, int, str, str]] = []
        self.paths: list[Path] = []
        self._nlp, self._text, self._told, self._headings = nlp, text, told, headings
        self._kind: str | None = None  # of the section that is open; None before the first heading
        self._sentences = 0

    def sentences(self, pieces: Sequence[Piece]) -> Iterator[Sentence]:
        """The sentences of all *pieces*, one after the other; its routes are read when the next is asked for."""
        routes = Reader(self.country)
        for read in _tokens(self._nlp, self._text, pieces):
            for sentence in self._of_piece(read):
                yield sentence
                self.paths.extend(routes.read(sentence))

    def _of_piece(self, read: _Read) -> Iterator[Sentence]:
        doc = read.doc
        doc._.country, doc._.report_year = self.country, self.report_year
        tell(doc, self._told)
        for name, component in self._nlp.pipeline:
            if name not in _OF_THE_WHOLE:
                doc = component(doc)
        shift = len(self.tape) - read.start
        ents = [
            (start + shift, end + shift, label, norm)
            for start, end, label, norm in entities(doc)
            if read.start <= start < read.end
        ]
        sections = [(one.start + shift, one.end + shift, one.kind) for one in self._sections(read)]
        bounds = np.flatnonzero(doc.to_array("SENT_START") == 1)
        starts = [start + shift for start in bounds.tolist() if read.start <= start < read.end]
        self._append(read, shift)
        self.ents += ents
        first, self._sentences = self._sentences, self._sentences + len(starts)
        return grouped(self.tape, starts, len(self.tape), ents, sections, first)

    def _sections(self, read: _Read) -> list[Section]:
        """The sections of the piece, the first of which may go on from the one before."""
        if self._headings:
            titles = [(offset - read.piece.before, kind) for offset, kind in self._headings if offset < read.piece.end]
            found = structure.titled_sections(read.tape, titles)
            clipped = [Section(max(one.start, read.start), min(one.end, read.end), one.kind) for one in found]
            return [one for one in clipped if one.start < one.end]
        found = structure.sections(read.tape, read.start, read.end, self._kind)
        if found and (self._kind is not None or read.headings()):
            self._kind = found[-1].kind
        return found

    def _append(self, read: _Read, shift: int) -> None:
        """Put the tokens of the piece behind those before."""
        own = slice(read.start, read.end)
        self.tape.words.extend(read.tape.words[own])
        self.tape.lower.extend(read.tape.lower[own])
        self.tape.starts.extend([place + read.piece.before for place in read.tape.starts[own]])
        self.tape.ends.extend([place + read.piece.before for place in read.tape.ends[own]])
        self._dashes.update(place + shift for place in read.tape.dashes if read.start <= place < read.end)
