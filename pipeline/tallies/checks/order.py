"""A hint: more convicted than prosecuted, or more prosecuted than investigated, in one year.

A case takes years, so that this is possible; it is rare enough to be worth a look.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from tallies.checks.flags import READING, TEXT, Cause, Flag, Place, apart, doubt, make
from tallies.panel.tellings import Telling, choose, tellings
from tallies.records import Document

#: Measures of which each counts no more than the one before it.
CHAINS: Final = (
    ("people_investigated", "people_prosecuted", "people_convicted"),
    ("investigations", "prosecutions", "convictions"),
)


def check(document: Document) -> Iterator[Flag]:
    """Flags of "order"; of totals only, a missing step is passed over."""
    told: dict[tuple[int, str], list[Telling]] = defaultdict(list)
    for telling in tellings(document, Counter()):
        if telling.key.is_total and telling.key.first is None and telling.value is not None:
            told[telling.key.year, telling.key.measure].append(telling)
    for year in sorted({year for year, _ in told}):
        for chain in CHAINS:
            given = [(name, told[year, name]) for name in chain if (year, name) in told]
            for (before, earlier), (after, later) in pairwise(given):
                yield from _pair(year, before, earlier, after, later)


def _pair(year: int, before: str, earlier: list[Telling], after: str, later: list[Telling]) -> Iterator[Flag]:
    first, then = choose(earlier), choose(later)
    assert first.value is not None
    assert then.value is not None
    # Any figure of the first step that is large enough will do: the one chosen may be of one body only.
    top = max((t.value if t.value_max is None else t.value_max) or 0 for t in earlier)
    open_ended = any(t.fact.qualifier in ("min", "approx") for t in earlier)
    if then.value <= top or open_ended or then.fact.qualifier == "max":
        return
    names = [name.replace("_", " ") for name in (after, before)]
    message = (
        f"More {names[0]} ({then.value:,.10g}) than {names[1]} ({first.value:,.10g}) in {year}; possible, but rare."
    )
    yield make(
        "order",
        Place(then.document, then.fact),
        Place(first.document, first.fact),
        message,
        _cause(first, then),
        found=then.value,
        expected=first.value,
    )


def _cause(first: Telling, then: Telling) -> Cause:
    unsure = doubt([first.fact, then.fact], ("action", "years", "unit", "value"))
    if unsure:
        return unsure
    if first.status == "zero":
        return Cause(READING, "The zero may be of some only.")
    if apart(then.document, first.fact, then.fact):
        return Cause(READING, "They do not stand in sentences next to each other and may be of different things.")
    return Cause(TEXT, "They stand side by side; cases of earlier years, or of other bodies, may be among them.")
