"""Parts that do not sum to their total.

The parts of one total that stand in one sentence and differ from it in the same attributes are a breakdown
("71 victims: 66 female, 5 male"). Parts must not exceed their total. They must reach it where the breakdown
reads as complete, unless the text states the remainder or says that there is one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import combinations
from typing import Final

from tallies.checks.flags import READING, TEXT, Cause, Flag, Place, apart, doubt, make
from tallies.documents.passages import sentence_of
from tallies.labels import ATTRIBUTES
from tallies.panel.measures import is_money
from tallies.records import Document, Fact, Offsets, figure

#: Words before the first part that make a breakdown one of some only.
_SOME: Final = re.compile(
    r"\b(?:includ\w+|among|such as|at least|of wh(?:om|ich)|out of|only|mostly|some|up to)\b", re.I
)
#: Words that say that something is left over.
_REST: Final = re.compile(r"\b(?:remain\w*|rest|others?|un(?:specified|known|identified)|not (?:known|\w+ed))\b", re.I)
#: What stands right before the first part of a complete breakdown.
_OPENS: Final = re.compile(r"[(:—–]\s*$|--\s*$")

#: More subsets than these are not tried.
_MOST: Final = 12

#: Parts that come to less than this of their total are a list of some of it.
_LEAST: Final = 0.5

#: How far a sum of "about" may be off.
_ABOUT: Final = 0.05


@dataclass(slots=True)
class Breakdown:
    """A total, and parts of it that exclude each other.

    attributes (frozenset[str]): those in which the parts differ from the total; empty for parts by other things.
    """

    total: Fact
    sentence: Offsets
    attributes: frozenset[str]
    parts: list[Fact] = field(default_factory=list)

    @property
    def low(self) -> float:
        """What the parts come to at least."""
        return sum(0 if part.qualifier == "max" else part.value or 0 for part in self.parts)

    @property
    def high(self) -> float:
        """What the parts come to at most."""
        if any(part.qualifier == "min" and part.value_max is None for part in self.parts):
            return float("inf")
        return sum((part.value if part.value_max is None else part.value_max) or 0 for part in self.parts)


def breakdowns(document: Document) -> Iterator[Breakdown]:
    """The breakdowns of *document* in the order of the text."""
    by_id = {fact.id: fact for fact in document.facts}
    found: dict[tuple[str, Offsets, frozenset[str]], Breakdown] = {}
    last: dict[tuple[str, Offsets], Breakdown] = {}
    for part in sorted(document.facts, key=lambda fact: fact.anchor):
        total = by_id.get(part.part_of or "")
        if total is None or not _comparable(part, total):
            continue
        sentence = sentence_of(document, part)
        attributes = _differing(part, total)
        before = last.get((total.id, sentence))
        if not attributes and before is not None:
            before.parts.append(part)  # "11 of several forms", "19 unspecified"
            continue
        key = total.id, sentence, attributes
        breakdown = found.setdefault(key, Breakdown(total, sentence, attributes))
        breakdown.parts.append(part)
        last[total.id, sentence] = breakdown
    yield from found.values()


def _comparable(part: Fact, total: Fact) -> bool:
    same_kind = part.unit == total.unit if is_money(part.unit) or is_money(total.unit) else part.unit != "percent"
    values = part.value is not None and total.value is not None
    return values and same_kind and part.action == total.action and part.years == total.years


def _differing(part: Fact, total: Fact) -> frozenset[str]:
    return frozenset(name for name in ATTRIBUTES if getattr(part, name) and getattr(part, name) != getattr(total, name))


def check(document: Document) -> Iterator[Flag]:
    """Flags of "sum", and of "earlier_sum" where the total is an earlier figure of a comparison."""
    earlier = {fact.compared_with for fact in document.facts}
    for breakdown in breakdowns(document):
        total = breakdown.total
        assert total.value is not None
        top = total.value if total.value_max is None else total.value_max
        slack = _ABOUT * top if any(f.qualifier == "approx" for f in (total, *breakdown.parts)) else 0
        over = breakdown.low > top + slack and total.qualifier != "min"
        under = breakdown.high < total.value - slack and total.qualifier != "max"
        if not over and not (under and _complete(document, breakdown) and not _accounted(document, breakdown)):
            continue
        found = breakdown.low if over else breakdown.high
        yield make(
            "earlier_sum" if total.id in earlier else "sum",
            Place(document, breakdown.parts[0]),
            Place(document, total),
            _message(breakdown, found, top if over else total.value),
            _cause(document, breakdown, found - (top if over else total.value)),
            found=found,
            expected=total.value,
        )


def _message(breakdown: Breakdown, found: float, total: float) -> str:
    parts = " + ".join(figure(part) for part in breakdown.parts)
    difference = abs(found - total)
    if len(breakdown.parts) == 1:
        return f"The part {parts} is more than its total {figure(breakdown.total)}."
    more = "more" if found > total else "less"
    off = f"{difference:,.10g} {more} than their total {figure(breakdown.total)}"
    return f"The parts {parts} come to {found:,.10g}, {off}."


def _complete(document: Document, breakdown: Breakdown) -> bool:
    """Whether the breakdown reads as one of the whole total, with nothing left over."""
    if len(breakdown.parts) < 2 or breakdown.high < _LEAST * (breakdown.total.value or 0):
        return False
    first, last = breakdown.parts[0], breakdown.parts[-1]
    start, end = breakdown.total.anchor[1], first.anchor[0]
    if start > end:
        return False  # a total behind its parts may be one of more than these
    before = document.text[start:end]
    if _SOME.search(before) or _REST.search(document.text, last.anchor[0], breakdown.sentence[1]):
        return False
    return bool(breakdown.attributes) or _OPENS.search(before) is not None


def _accounted(document: Document, breakdown: Breakdown) -> bool:
    """Whether another part of the same total, or of one that restates it, is what is left over."""
    total = breakdown.total
    left = (total.value or 0) - breakdown.high
    restated = {
        f.id for f in document.facts if (f.action, f.value, f.years) == (total.action, total.value, total.years)
    }
    return any(
        fact.value == left and fact.part_of in restated for fact in document.facts if fact not in breakdown.parts
    )


def _cause(document: Document, breakdown: Breakdown, difference: float) -> Cause:
    total, parts = breakdown.total, breakdown.parts
    unsure = doubt([*parts, total], ("part_of", "value", "years"))
    if unsure:
        return unsure
    if apart(document, total, parts[0]):
        return Cause(READING, "Total and parts do not stand in sentences next to each other.")
    told = [part for part in parts if _differing(part, total)]
    if difference > 0 and len(told) > 1 and sum(part.value or 0 for part in told) <= (total.value or 0):
        return Cause(READING, "The parts that say what they are of fit: the others may be of something else.")
    if difference > 0 and _fits_without(parts, total.value or 0):
        return Cause(READING, "Some of the parts alone come to the total: the others may overlap with them.")
    if len(parts) == 1:
        return Cause(READING, "A part larger than its total is mostly no part of it.")
    start, end = sentence_of(document, total)
    for fact in document.facts:
        if start <= fact.anchor[0] < end and fact is not total and fact not in parts and fact.value == breakdown.low:
            return Cause(READING, f"{fact.id} beside the total is just the sum, and may be the total itself.")
        near = breakdown.sentence[0] <= fact.anchor[0] < breakdown.sentence[1]
        if near and fact is not total and fact.part_of != total.id and fact.value == abs(difference):
            return Cause(READING, f"{fact.id} in the same sentence is just the difference and may belong to the parts.")
    return Cause(TEXT, "All figures stand together, and none that was read elsewhere makes up the difference.")


def _fits_without(parts: list[Fact], total: float) -> bool:
    """Whether two or more, but not all, of *parts* come to *total*."""
    values = [part.value or 0 for part in parts if part.value][:_MOST]
    sizes = range(2, len(values))
    return any(sum(some) == total for size in sizes for some in combinations(values, size))
