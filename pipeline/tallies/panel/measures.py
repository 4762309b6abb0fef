"""What a panel measures, as data: ``lexicons/measure.csv``, and which measure a fact is of."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Final

from tallies.documents.passages import sentence_of
from tallies.errors import LexiconError
from tallies.labels import ACTIONS
from tallies.lexicons import rows
from tallies.records import Document, Fact

#: Kinds of measure: what one of the counted is.
KINDS: Final = ("people", "cases", "events", "things", "money")

_ANY: Final = "*"
_MONEY: Final = "money"
_CODE: Final = re.compile(r"[A-Z]{3}")
_CLAUSE_END: Final = re.compile(r"[.;](?:\s|$)")


@dataclass(frozen=True, slots=True)
class Measure:
    """One row of ``measure.csv``.

    units (frozenset[str]): the units that it counts; "*" for those that no earlier row of the action names.
    about (tuple[str, ...]): phrases that make a figure of the actions this measure, whatever its unit,
        where they follow it in its clause ("no convictions of complicit officials").
    """

    name: str
    kind: str
    actions: frozenset[str]
    units: frozenset[str]
    about: tuple[str, ...]
    description: str


@cache
def measures() -> tuple[Measure, ...]:
    """All measures in the order of the table, which is that in which they are tried.

    Raises LexiconError for a row that cannot be used.
    """
    return tuple(_measure(row) for row in rows("measure"))


def _measure(row: dict[str, str]) -> Measure:
    actions = frozenset(row["actions"].split(";"))
    if row["kind"] not in KINDS or actions - set(ACTIONS):
        raise LexiconError(f"measure.csv, {row['measure']}: the kind or an action is not known; correct the row.")
    about = tuple(row["about"].split(";")) if row["about"] else ()
    units = frozenset(row["units"].split(";"))
    return Measure(row["measure"], row["kind"], actions, units, about, row["description"])


def is_money(unit: str) -> bool:
    """Whether *unit* is a currency's code."""
    return _CODE.fullmatch(unit) is not None


def measure_of(document: Document, fact: Fact) -> Measure | None:
    """The measure that *fact* is a figure of; None for shares ("percent") and for what no measure takes."""
    if fact.unit == "percent":
        return None
    money = is_money(fact.unit)
    for measure in measures():
        if fact.action not in measure.actions or money != (measure.kind == _MONEY):
            continue
        if money or fact.unit in measure.units or _ANY in measure.units:
            return measure
        if measure.about and _is_about(document, fact, measure.about):
            return measure
    return None


def _is_about(document: Document, fact: Fact, phrases: Iterable[str]) -> bool:
    """Whether one of *phrases* follows *fact* in its clause, before any figure of another value."""
    start, end = fact.anchor[1], sentence_of(document, fact)[1]
    for other in document.facts:
        if start <= other.anchor[0] < end and other.value != fact.value:
            end = other.anchor[0]
    stop = _CLAUSE_END.search(document.text, start, end)
    clause = " ".join(document.text[start : stop.start() if stop else end].lower().split())
    return any(re.search(rf"\b{re.escape(phrase)}\b", clause) for phrase in phrases)
