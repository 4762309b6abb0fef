"""Figures that are set against each other although their years are equal or their units differ."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallies.checks.flags import READING, TEXT, Cause, Flag, Place, apart, doubt, make
from tallies.documents.passages import passage, sentence_of
from tallies.panel.measures import is_money, measure_of
from tallies.records import Comparison, Document, Fact


def check(document: Document) -> Iterator[Flag]:
    """Flags of "years" and "units"."""
    for comparison in document.comparisons():
        yield from _years(document, comparison)
        yield from _units(document, comparison)


def _years(document: Document, comparison: Comparison) -> Iterator[Flag]:
    later, earlier = comparison.later, comparison.earlier
    if not later.years or not earlier.years or earlier.years[-1] < later.years[-1]:
        return
    relation = "equal" if earlier.years == later.years else "the wrong way round"
    yield make(
        "years",
        Place(document, later),
        Place(document, earlier),
        f"The years are {relation}: {comparison.sentence}.",
        _years_cause(document, later, earlier),
        found=earlier.years[-1],
        expected=later.years[-1] - 1,
    )


def _years_cause(document: Document, later: Fact, earlier: Fact) -> Cause:
    unsure = doubt([later, earlier], ("years", "compared_with"))
    if unsure:
        return unsure
    year = earlier.years[-1]
    if apart(document, later, earlier) or not _near(document, earlier, year):
        return Cause(READING, f"The year {year} is not written behind the earlier figure.")
    if document.report_year is not None and year < document.report_year - 1 and not _near(document, later, year):
        return Cause(READING, f"The year {year} is written behind the earlier figure only.")
    return Cause(TEXT, f"The year {year} is written behind the earlier figure, and the later one is of no other.")


def _near(document: Document, fact: Fact, year: int) -> re.Match[str] | None:
    """*year* in the words behind *fact* and before the next figure."""
    start, end = fact.anchor[1], sentence_of(document, fact)[1]
    following = [other.anchor[0] for other in document.facts if start <= other.anchor[0] < end]
    return re.compile(rf"\b{year}\b").search(document.text, start, min([end, *following]))


def _units(document: Document, comparison: Comparison) -> Iterator[Flag]:
    later, earlier = comparison.later, comparison.earlier
    if later.unit == earlier.unit or not _changed(document, later, earlier):
        return
    yield make(
        "units",
        Place(document, later),
        Place(document, earlier),
        f"The unit changed: {comparison.sentence}.",
        _units_cause(document, later, earlier),
    )


def _changed(document: Document, later: Fact, earlier: Fact) -> bool:
    """Whether the two count different things: cases and people, two currencies, a share and a number.

    None of one thing is none of another.
    """
    if not later.value or not earlier.value:
        return False
    if is_money(later.unit) or is_money(earlier.unit) or "percent" in (later.unit, earlier.unit):
        return True
    one, other = measure_of(document, later), measure_of(document, earlier)
    return one is not None and other is not None and one.kind != other.kind


def _units_cause(document: Document, later: Fact, earlier: Fact) -> Cause:
    unsure = doubt([later, earlier], ("unit", "compared_with", "action"))
    if unsure:
        return unsure
    if "percent" in (later.unit, earlier.unit):
        return Cause(READING, "A share is hardly the earlier figure of a number.")
    for fact in (later, earlier):
        sentence = passage(document, sentence_of(document, fact)).lower()
        if not is_money(fact.unit) and fact.unit.removesuffix("y") not in sentence:
            return Cause(READING, f"The unit {fact.unit!r} is not written in the sentence of {fact.id}.")
    if apart(document, later, earlier):
        return Cause(READING, "The two figures do not stand in sentences next to each other.")
    return Cause(TEXT, "Both units are written beside their figures.")
