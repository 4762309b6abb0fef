"""The facts of one document as tellings of cells.

A total cell is told by figures that are part of nothing and of nobody in particular; parts, and figures
of some of the counted ("20 female victims"), tell the cells of their attributes. Nothing is added up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Final

from tallies.labels import AGES, GENDERS, STATUSES
from tallies.lexicons import rows
from tallies.panel.measures import Measure, measure_of
from tallies.records import Document, Fact

#: The attributes that cells are split by, in the order of the columns.
SPLITS: Final = ("exploitation", "gender", "age", "nationality", "status")

#: Both values of these say as little as none.
_BOTH: Final = {"gender": GENDERS, "age": AGES, "status": STATUSES}

#: What a total is of, best first: a document without a plain total may give one of official or potential victims.
BASES: Final = ("all", "official", "potential")

#: Why a fact is in no cell.
NO_COUNTRY: Final = "the document has no country"
NO_YEAR: Final = "the text places it in no year"
SHARE: Final = "it is a percentage"
NO_MEASURE: Final = "no measure takes its action and unit"
PLAIN_PART: Final = "it is a part that differs from its total in no attribute"


@dataclass(frozen=True, slots=True, order=True)
class Key:
    """What one cell is of.

    first (int | None): first year of a figure of several years, whose last is *year*; None for one year.
    unit (str): currency code for money, else empty.
    split (tuple[tuple[str, ...], ...]): the values of :data:`SPLITS`; all empty for a total.
    """

    country: str
    year: int
    first: int | None
    measure: str
    unit: str
    split: tuple[tuple[str, ...], ...]

    @property
    def is_total(self) -> bool:
        """Whether the cell is of all that was counted."""
        return not any(self.split)


@dataclass(frozen=True, slots=True)
class Telling:
    """One figure of one document for a cell.

    value, value_max (float | None): of *fact*, or its dollars.
    basis (str): one of :data:`BASES`.
    """

    key: Key
    document: Document
    fact: Fact
    value: float | None
    value_max: float | None
    basis: str = "all"

    @property
    def status(self) -> str:
        """ "figure", "zero" or "not reported"."""
        return "not reported" if self.value is None else "figure" if self.value or self.value_max else "zero"

    @property
    def amount(self) -> tuple[float | None, float | None, str]:
        """What two tellings of one figure have in common."""
        return self.value, self.value_max, self.fact.qualifier


def tellings(document: Document, left_out: Counter[str]) -> list[Telling]:
    """What *document* tells, in the order of the text; *left_out* counts the reasons of the facts in no cell."""
    found: list[Telling] = []
    by_id = {fact.id: fact for fact in document.facts}
    for fact in document.facts:
        measure = measure_of(document, fact)
        reason = _left_out(document, fact, measure)
        if reason or measure is None or document.country is None:
            left_out[reason or NO_MEASURE] += 1
            continue
        split = _split(fact, by_id)
        if fact.part_of in by_id and not _own(fact, by_id):
            left_out[PLAIN_PART] += 1
            continue
        unit = fact.unit if measure.kind == "money" else ""
        first = fact.years[0] if fact.years[0] != fact.years[-1] else None
        key = Key(document.country, fact.years[-1], first, measure.name, unit, split)
        found.append(Telling(key, document, fact, fact.value, fact.value_max))
        if measure.kind == "money" and fact.usd is not None and unit != "USD":
            found.append(Telling(replace(key, unit="USD"), document, fact, fact.usd, None))
    return found + list(_totals_of_some(found))


def _left_out(document: Document, fact: Fact, measure: Measure | None) -> str | None:
    if fact.unit == "percent":
        return SHARE
    if measure is None:
        return NO_MEASURE
    if document.country is None:
        return NO_COUNTRY
    return None if fact.years else NO_YEAR


def _split(fact: Fact, by_id: dict[str, Fact]) -> tuple[tuple[str, ...], ...]:
    """The values of :data:`SPLITS`; those that a part does not state are those of its total."""
    return tuple(_values(fact, name, by_id) for name in SPLITS)


def _values(fact: Fact, name: str, by_id: dict[str, Fact]) -> tuple[str, ...]:
    seen = set()
    at: Fact | None = fact
    while at is not None and at.id not in seen:  # parts in a circle are a slip of the reading
        seen.add(at.id)
        values: tuple[str, ...] = getattr(at, name)
        if values:
            return () if set(values) == set(_BOTH.get(name, ())) else tuple(sorted(values))
        at = by_id.get(at.part_of or "")
    return ()


def _own(fact: Fact, by_id: dict[str, Fact]) -> bool:
    """Whether a part differs from its total in an attribute."""
    return _split(fact, by_id) != _split(by_id[fact.part_of or ""], by_id)


def _totals_of_some(found: list[Telling]) -> Iterator[Telling]:
    """Figures of official, else of potential victims, as totals where the document has no plain one."""
    totals = {telling.key for telling in found if telling.key.is_total}
    for basis in BASES[1:]:
        taken = set()
        for telling in found:
            *others, status = telling.key.split
            total = replace(telling.key, split=((),) * len(SPLITS))
            if not any(others) and status == (basis,) and telling.fact.part_of is None and total not in totals:
                taken.add(total)
                yield replace(telling, key=total, basis=basis)
        totals |= taken


def choose(told: Iterable[Telling]) -> Telling:
    """The one of a document's *told* of a cell that is its value; the others are alternatives.

    A figure or a zero comes before one that is not reported, a figure above 0 before a zero (which is often
    of some only), the government's or an unattributed one before that of another body, the first in the text
    before a later one.
    """
    return min(told, key=_rank)


def _rank(telling: Telling) -> tuple[int, int, int, int]:
    status = ("figure", "zero", "not reported").index(telling.status)
    return BASES.index(telling.basis), status, not is_government(telling.fact), telling.fact.anchor[0]


def is_government(fact: Fact) -> bool:
    """Whether *fact* is the government's own figure, or nobody's in particular."""
    if fact.agency is None:
        return True
    names = {" ".join(name.lower().split()).removeprefix("the ") for name in (fact.agency, fact.agency_norm or "")}
    return any(name in _governments() or name.startswith("government of ") for name in names)


@cache
def _governments() -> frozenset[str]:
    return frozenset(row["term"].lower() for row in rows("agency") if row["role"] == "government")
