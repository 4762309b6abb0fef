"""Records of a working copy, set back to the source: its offsets, its pages, and what else is known of it."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import replace
from typing import Final

from tallies.documents.repair import Repaired, repair, unchanged
from tallies.documents.source import Source, place_at
from tallies.records import Document, Fact, Offsets
from tallies.structure import heading_name

#: The first line, as far as a heading may go.
_FIRST: Final = re.compile(r"\s*(\S[^\n]{0,80})")


def working_copy(source: Source, *, repaired: bool) -> Repaired:
    """The text of *source* as the pipeline is to read it: with its damage repaired, or as it is."""
    if not repaired:
        return unchanged(source.text)
    first = _FIRST.match(source.text)
    name = heading_name(first.group(1)) if first else ""
    return repair(source.text, notes=source.notes, heads=[name] if name.isupper() and len(name) > 3 else [])


def placed(document: Document, source: Source, copy: Repaired, cells: tuple[Fact, ...]) -> Document:
    """*document*, which was read from *copy*, as a record of *source*.

    cells (tuple[Fact, ...]): the facts of the tables of *source*; they take the place of what was read there as prose.
    """
    if copy.edits:
        document = _back(document, copy)
    if not (source.places or source.cells or source.columns or source.offset):
        return document
    facts = [fact for fact in document.facts if not _within(source.grids, fact.anchor[0])]
    if cells:
        facts = sorted([*facts, *(replace(fact, section=_section(source, fact)) for fact in cells)], key=_order)
    ids = {fact.id for fact in facts}
    return replace(
        document,
        entities=tuple(replace(one, place=place_at(source.places, one.start) or None) for one in document.entities),
        facts=tuple(
            replace(
                fact,
                place=place_at(source.places, fact.anchor[0]) or None,
                part_of=fact.part_of if fact.part_of in ids else None,
                compared_with=fact.compared_with if fact.compared_with in ids else None,
            )
            for fact in facts
        ),
        routes=tuple(
            replace(route, place=place_at(source.places, route.sentence[0]) or None) if route.sentence else route
            for route in document.routes
        ),
        file=source.file,
        offset=source.offset or None,
        places=source.places,
        cells=source.cells,
        columns=source.columns,
    )


def _order(fact: Fact) -> Offsets:
    return fact.anchor


def _section(source: Source, fact: Fact) -> str | None:
    if not source.headings:
        return None
    at = bisect_right(source.headings, fact.anchor[0], key=lambda heading: heading[0])
    return source.headings[at - 1][2] if at else "overview"


def _within(grids: tuple[Offsets, ...], at: int) -> bool:
    number = bisect_right(grids, at, key=lambda grid: grid[0]) - 1
    return number >= 0 and at < grids[number][1]


def _back(document: Document, copy: Repaired) -> Document:
    def offsets(span: Offsets | None) -> Offsets | None:
        return None if span is None else copy.back(*span)

    return replace(
        document,
        text=copy.source,
        entities=tuple(
            replace(one, start=span[0], end=span[1])
            for one in document.entities
            for span in [copy.back(one.start, one.end)]
        ),
        facts=tuple(
            replace(
                fact,
                agency=_as_written(fact, copy),
                anchor=copy.back(*fact.anchor),
                usd_anchor=offsets(fact.usd_anchor),
                agency_anchor=offsets(fact.agency_anchor),
                sentence=offsets(fact.sentence),
            )
            for fact in document.facts
        ),
        routes=tuple(replace(route, sentence=offsets(route.sentence)) for route in document.routes),
    )


def _as_written(fact: Fact, copy: Repaired) -> str | None:
    """The acting agency in the words of the source, which may be longer than those of the copy."""
    if fact.agency is None or fact.agency_anchor is None:
        return fact.agency
    start, end = fact.agency_anchor
    if copy.text[start:end].split() != fact.agency.split():
        return fact.agency
    start, end = copy.back(start, end)
    return " ".join(copy.source[start:end].split())
