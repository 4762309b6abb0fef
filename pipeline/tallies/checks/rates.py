"""Dollars that imply another exchange rate than the document's other amounts."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from statistics import median
from typing import Final

from tallies.checks.flags import READING, TEXT, Cause, Flag, Place, doubt, make
from tallies.records import Document, Fact

#: How far an implied rate may be from the median.
TOLERANCE: Final = 0.05

#: A rate needs these many amounts for its median to mean something.
FEWEST: Final = 3

#: Dollars this many characters from their amount are in doubt.
_FAR: Final = 40

_ROUND: Final = re.compile(
    r"(?P<whole>\d[\d,]*)(?:\.(?P<digits>\d+))?\s*(?P<word>thousand|million|billion|trillion)", re.I
)
_SIZE: Final = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


def check(documents: Iterable[Document]) -> Iterator[Flag]:
    """Flags of "rate".

    The rate is the median of the document's amounts in a currency, or, where it has fewer than
    :data:`FEWEST`, of those of all documents of its report year. A deviation that the rounding of
    "4.8 million" explains is none.
    """
    groups: dict[tuple[str, int | None], list[Place]] = defaultdict(list)
    for document in documents:
        for fact in document.facts:
            if fact.usd and fact.value and fact.unit != "USD" and fact.value_max is None:
                groups[fact.unit, document.report_year].append(Place(document, fact))
    for places in groups.values():
        own: dict[str, list[Place]] = defaultdict(list)
        for place in places:
            own[place.document.doc_id].append(place)
        for mine in own.values():
            pool = mine if len(mine) >= FEWEST else places
            if len(pool) >= FEWEST:
                yield from _outliers(mine, pool)


def _outliers(places: list[Place], pool: list[Place]) -> Iterator[Flag]:
    middle = median(_rate(place.fact) for place in pool)
    usual = min(pool, key=lambda place: abs(_rate(place.fact) - middle))
    for place in places:
        fact = place.fact
        deviation = _rate(fact) / middle - 1
        if abs(deviation) <= TOLERANCE + _rounding(place):
            continue
        whose = "the document's" if pool is places else "other documents'"
        message = (
            f"{fact.value:,.10g} {fact.unit} for ${fact.usd:,.10g} is {_rate(fact):.4g} a dollar, "
            f"{deviation:+.0%} from {whose} median {middle:.4g}."
        )
        yield make("rate", place, usual, message, _cause(place, deviation), found=_rate(fact), expected=middle)


def _rate(fact: Fact) -> float:
    assert fact.value
    assert fact.usd
    return fact.value / fact.usd


def _rounding(place: Place) -> float:
    """How far the rate may be off because the two amounts are written as rounded ("4.8 million")."""
    document, fact = place
    off = 0.0
    for anchor, value in ((fact.anchor, fact.value), (fact.usd_anchor, fact.usd)):
        written = _ROUND.search(document.text, *anchor) if anchor else None
        if written and value:
            step = _SIZE[written["word"].lower()] / 10 ** len(written["digits"] or "")
            off += step / 2 / value
    return off


def _cause(place: Place, deviation: float) -> Cause:
    document, fact = place
    unsure = doubt([fact], ("usd", "value", "unit"))
    if unsure:
        return unsure
    if fact.usd_anchor is None:
        return Cause(READING, "It is not known where the dollars stand.")
    start, end = sorted((fact.anchor, fact.usd_anchor))
    between = document.text[start[1] : end[0]]
    if len(between) > _FAR or any(letter.isdigit() for letter in between):
        return Cause(READING, "The dollars do not stand right behind the amount.")
    return Cause(TEXT, "The dollars stand right behind the amount, as the text has them.")
