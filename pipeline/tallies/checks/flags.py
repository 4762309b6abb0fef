"""The flag: two figures that do not fit, their sentences, and whether text or reading is the likelier cause."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from tallies.documents.passages import passage, sentence_of
from tallies.plain import Record
from tallies.records import Document, Fact, Offsets

TEXT: Final = "text"
READING: Final = "reading"

#: Below this confidence of a link the reading is suspected before the text.
DOUBT: Final = 0.6


@dataclass(frozen=True, slots=True)
class Flag(Record):
    """One thing that does not fit.

    check (str): name of the check, see ``docs/checks.md``.
    document, fact, anchor, sentence: the figure that stands out, and the words of its sentence.
    other_...: the figure that it does not fit.
    found, expected (float | None): the figure and what the others ask for, in the unit of the check.
    message (str): what does not fit, as a sentence.
    likelier (str): "text" or "reading": where the cause is to be looked for first.
    why (str): what speaks for that.
    """

    check: str
    document: str
    fact: str
    anchor: Offsets
    sentence: str
    other_document: str
    other_fact: str
    other_anchor: Offsets
    other_sentence: str
    message: str
    likelier: str
    why: str
    country: str | None = None
    found: float | None = None
    expected: float | None = None


class Cause(NamedTuple):
    """Where the cause of a flag is to be looked for first, and why."""

    likelier: str
    why: str


class Place(NamedTuple):
    """A figure and the document that it stands in."""

    document: Document
    fact: Fact


def make(
    check: str,
    figure: Place,
    other: Place,
    message: str,
    cause: Cause,
    *,
    found: float | None = None,
    expected: float | None = None,
) -> Flag:
    """The flag of *check* for *figure*, which does not fit *other*."""
    return Flag(
        check=check,
        document=figure.document.doc_id,
        fact=figure.fact.id,
        anchor=figure.fact.anchor,
        sentence=passage(figure.document, sentence_of(figure.document, figure.fact)),
        other_document=other.document.doc_id,
        other_fact=other.fact.id,
        other_anchor=other.fact.anchor,
        other_sentence=passage(other.document, sentence_of(other.document, other.fact)),
        message=message,
        likelier=cause.likelier,
        why=cause.why,
        country=figure.document.country,
        found=found,
        expected=expected,
    )


def doubt(facts: Iterable[Fact], slots: Iterable[str]) -> Cause | None:
    """The reading as cause where it was itself not sure of one of *slots* of *facts*; None if it was."""
    wanted = frozenset(slots)
    for fact in facts:
        for evidence in fact.evidence:
            if evidence.slot in wanted and evidence.confidence < DOUBT:
                why = f"The link {evidence.slot} of {fact.id} has a confidence of {evidence.confidence:.2f} only."
                return Cause(READING, why)
    return None


def apart(document: Document, one: Fact, other: Fact) -> bool:
    """Whether two facts stand in different sentences with a third between them."""
    first, second = sorted((sentence_of(document, one), sentence_of(document, other)))
    return any(letter.isalnum() for letter in document.text[first[1] : second[0]])
