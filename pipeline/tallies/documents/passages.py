"""The words of a record: what stands at its offsets, the sentence round it, and a passage cut out of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from functools import lru_cache
from typing import Final

from tallies.records import Document, Fact, Offsets, Place

_TOKEN: Final = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:[.,'’]\w+)*|\s+|.")


def passage(document: Document, offsets: Offsets) -> str:
    """The text at *offsets* on one line."""
    return " ".join(document.text[offsets[0] : offsets[1]].split())


def sentence_of(document: Document, fact: Fact) -> Offsets:
    """Where the sentence of *fact* stands: as the record says, else found in the text (gold has no sentences)."""
    return fact.sentence if fact.sentence is not None else sentence_at(document, fact.anchor)


def sentence_at(document: Document, span: Offsets) -> Offsets:
    """Where the sentence in which *span* begins stands, found in the text; it takes in all of *span*."""
    starts = _starts(document.text)
    at = bisect_right(starts, span[0])
    start = starts[at - 1] if at else 0
    end = starts[at] if at < len(starts) else len(document.text)
    return start, max(span[1], start + len(document.text[start:end].rstrip()))


@lru_cache(maxsize=4)
def _starts(text: str) -> list[int]:
    """The offsets at which the sentences of *text* start."""
    from tallies.structure import sentence_starts
    from tallies.tape import Tape, straight

    spans = [match.span() for match in _TOKEN.finditer(text)]
    words = [straight(text[start:end]) for start, end in spans]
    tape = Tape(words, [word.lower() for word in words], [start for start, _ in spans], [end for _, end in spans])
    return [tape.starts[token] for token in sentence_starts(tape)]


def cut(document: Document, start: int, end: int) -> Document:
    """The passage at ``[start, end)`` of *document* as a document of its own, called "NAME@start".

    It keeps the country, year and tier, and what lies in the passage whole; links that lead out of it are left out.
    """

    def inside(span: Offsets | None) -> bool:
        return span is not None and start <= span[0] and span[1] <= end

    def moved(span: Offsets | None) -> Offsets | None:
        return (span[0] - start, span[1] - start) if span is not None and inside(span) else None

    kept = [fact for fact in document.facts if inside(fact.anchor)]
    ids = {fact.id for fact in kept}
    return replace(
        document,
        doc_id=f"{document.doc_id}@{start}",
        text=document.text[start:end],
        entities=tuple(
            replace(one, start=one.start - start, end=one.end - start)
            for one in document.entities
            if inside((one.start, one.end))
        ),
        facts=tuple(
            replace(
                fact,
                anchor=(fact.anchor[0] - start, fact.anchor[1] - start),
                sentence=moved(fact.sentence),
                usd=fact.usd if fact.usd_anchor is None or inside(fact.usd_anchor) else None,
                usd_anchor=moved(fact.usd_anchor),
                agency=fact.agency if fact.agency_anchor is None or inside(fact.agency_anchor) else None,
                agency_norm=fact.agency_norm if fact.agency_anchor is None or inside(fact.agency_anchor) else None,
                agency_anchor=moved(fact.agency_anchor),
                part_of=fact.part_of if fact.part_of in ids else None,
                compared_with=fact.compared_with if fact.compared_with in ids else None,
            )
            for fact in kept
        ),
        routes=tuple(replace(one, sentence=moved(one.sentence)) for one in document.routes if inside(one.sentence)),
        offset=(document.offset or 0) + start,
        places=_places(document, start, end),
        cells=tuple(cell.moved(-start) for cell in document.cells if inside((cell.start, cell.end))),
    )


def _places(document: Document, start: int, end: int) -> tuple[Place, ...]:
    """The places of ``[start, end)``, the first of them that in which it begins."""
    first = bisect_right(document.places, start, key=_start) - 1
    return tuple(
        Place(max(place.start - start, 0), place.name)
        for place in document.places[max(first, 0) :]
        if place.start < end
    )


def _start(place: Place) -> int:
    return place.start
