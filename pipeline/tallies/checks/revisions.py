"""A figure that a later report gives otherwise."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise

from tallies.checks.flags import READING, TEXT, Cause, Flag, Place, doubt, make
from tallies.panel.cells import by_document, collect
from tallies.panel.tellings import Telling, choose
from tallies.records import Document


def check(documents: Iterable[Document]) -> Iterator[Flag]:
    """Flags of "revision": one for each cell of the panel and report whose figure the next report does not repeat."""
    for cell in collect(documents).cells:
        told = by_document([*cell.same, *cell.others])
        if len(told) < 2:
            continue
        chosen = [choose(of_one) for of_one in told.values()]
        reports = sorted(
            (telling for telling in chosen if telling.value is not None and telling.document.report_year is not None),
            key=lambda telling: telling.document.report_year or 0,
        )
        for before, after in pairwise(reports):
            if before.document.report_year != after.document.report_year and before.amount != after.amount:
                yield _flag(before, after, told)


def _flag(before: Telling, after: Telling, told: dict[str, list[Telling]]) -> Flag:
    key = after.key
    years = f"{key.first}-{key.year}" if key.first else str(key.year)
    of = ", ".join(value for values in key.split for value in values)
    what = key.measure.replace("_", " ") + (f" ({of})" if of else "") + (f" in {key.unit}" if key.unit else "")
    message = (
        f"{what}, {years}: {after.value:,.10g} in the report of {after.document.report_year}, "
        f"{before.value:,.10g} in that of {before.document.report_year}."
    )
    return make(
        "revision",
        Place(after.document, after.fact),
        Place(before.document, before.fact),
        message[0].upper() + message[1:],
        _cause(before, after, told),
        found=after.value,
        expected=before.value,
    )


def _cause(before: Telling, after: Telling, told: dict[str, list[Telling]]) -> Cause:
    unsure = doubt([before.fact, after.fact], ("action", "years", "unit", "value", "part_of"))
    if unsure:
        return unsure
    for one, other in ((before, after), (after, before)):
        same = [t for t in told[one.document.doc_id] if t.amount == other.amount]
        if same:
            return Cause(
                READING,
                f"{same[0].fact.id} of {one.document.doc_id} is the same figure: the other is of something else.",
            )
    if before.basis != after.basis or before.fact.unit != after.fact.unit:
        return Cause(READING, "The two figures count different people or things.")
    return Cause(TEXT, "Each report gives one figure for this cell, and they differ.")
