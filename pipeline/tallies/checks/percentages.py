"""Percentages that do not fit the numbers beside them, or each other."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import Final

from tallies.checks.flags import READING, TEXT, Cause, Flag, Place, doubt, make
from tallies.documents.passages import sentence_of
from tallies.labels import ATTRIBUTES
from tallies.records import Comparison, Document, Fact, Offsets, figure

#: Percentage points that rounding explains, by qualifier; other shares than these are bounds.
_POINTS: Final = {"exact": 1.0, "approx": 5.0}

#: How many characters may stand between a number and the share that says the same: "18 (31 percent)".
_BESIDE: Final = 12

_CHANGE: Final = re.compile(
    r"\b(?:increas|decreas|ris|rose|drop|declin|fall|fell|reduc|more|fewer|less|grow|grew|higher|lower)", re.I
)


def check(document: Document) -> Iterator[Flag]:
    """Flags of "percentage"."""
    by_id = {fact.id: fact for fact in document.facts}
    shares = [fact for fact in document.facts if fact.unit == "percent" and fact.value is not None]
    for share in shares:
        yield from _of_number(document, share, by_id)
        yield from _of_change(document, share)
    yield from _together(document, shares)


def _of_number(document: Document, share: Fact, by_id: dict[str, Fact]) -> Iterator[Flag]:
    """A share against the part and the total that it says the same of."""
    part = _said_twice(document, share)
    total = by_id.get(part.part_of or "") if part else None
    if part is None or total is None or not total.value or part.value is None:
        return
    expected = 100 * part.value / total.value
    points = _POINTS.get(share.qualifier)
    exact = part.qualifier == total.qualifier == "exact" and part.value_max is None and share.value_max is None
    if points is None or not exact or abs((share.value or 0) - expected) <= points:
        return
    message = f"{figure(part)} of {figure(total)} are {expected:.1f} percent, not {figure(share)}."
    unsure = doubt([share, part], ("value", "part_of"))
    cause = unsure or Cause(TEXT, "Number and percentage stand side by side.")
    yield make(
        "percentage",
        Place(document, share),
        Place(document, part),
        message,
        cause,
        found=share.value,
        expected=expected,
    )


def _said_twice(document: Document, share: Fact) -> Fact | None:
    """The number right before *share*: "18 (31 percent)"."""
    before = [f for f in document.facts if f.anchor[1] <= share.anchor[0] and f.unit != "percent" and f.part_of]
    nearest = max(before, key=lambda fact: fact.anchor[1], default=None)
    if nearest is None:
        return None
    between = document.text[nearest.anchor[1] : share.anchor[0]]
    return (
        nearest
        if len(between) <= _BESIDE and re.search(r"\(\s*(?:or\s|about\s|nearly\s)?\s*$|\bor\s*$", between)
        else None
    )


def _of_change(document: Document, share: Fact) -> Iterator[Flag]:
    """ "A 20 percent increase" against the one comparison of the sentence."""
    sentence = sentence_of(document, share)
    inside = [c for c in document.comparisons() if all(_within(f, sentence) for f in (c.later, c.earlier))]
    inside = [c for c in inside if "percent" not in (c.later.unit, c.earlier.unit) and c.percent_change is not None]
    around = document.text[max(sentence[0], share.anchor[0] - 30) : share.anchor[1] + 20]
    if len(inside) != 1 or share.part_of or not _CHANGE.search(around) or share.qualifier not in _POINTS:
        return
    comparison: Comparison = inside[0]
    expected = abs(comparison.percent_change or 0)
    if abs((share.value or 0) - expected) <= _POINTS[share.qualifier]:
        return
    message = f"The change is {expected:.1f} percent, not {figure(share)}: {comparison.sentence}."
    unsure = doubt([share, comparison.later], ("value", "compared_with"))
    cause = unsure or Cause(TEXT, "The sentence has one comparison and one percentage of change.")
    place, other = Place(document, share), Place(document, comparison.later)
    yield make("percentage", place, other, message, cause, found=share.value, expected=expected)


def _within(fact: Fact, sentence: Offsets) -> bool:
    return sentence[0] <= fact.anchor[0] < sentence[1]


def _together(document: Document, shares: list[Fact]) -> Iterator[Flag]:
    """Shares of one whole, by one attribute, that come to more than all of it; also one alone."""
    groups: dict[object, list[Fact]] = defaultdict(list)
    for share in shares:
        split = frozenset(name for name in ATTRIBUTES if getattr(share, name))
        if split and share.qualifier != "max":
            groups[sentence_of(document, share), share.action, share.years, share.part_of, split].append(share)
        elif share.part_of:
            groups[share.id].append(share)
    for parts in groups.values():
        total = sum(part.value or 0 for part in parts)
        if total <= 100 + (0 if len(parts) == 1 else len(parts) * 0.5):
            continue
        listed = " + ".join(figure(part) for part in parts)
        message = f"{listed} percent of one whole come to {total:,.10g} percent."
        kinds = {tuple(getattr(part, name) for name in ATTRIBUTES) for part in parts}
        unsure = doubt(parts, ("value", "part_of"))
        if unsure:
            cause = unsure
        elif len(kinds) < len(parts) or len(parts) == 1:
            cause = Cause(READING, "They may be shares of different wholes.")
        else:
            cause = Cause(TEXT, "Each share is of another group of the same whole.")
        place, other = Place(document, parts[-1]), Place(document, parts[0])
        yield make("percentage", place, other, message, cause, found=total, expected=100)
