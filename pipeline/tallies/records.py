"""Frozen records of what a narrative states; plain data, no spaCy.

:class:`Document` is the public output form: ``to_dict`` gives one JSON object of the document
record (``docs/record.md``), ``from_dict`` reads one. Offsets are ``[start, end)`` in Unicode code
points of ``text``. An absent value is ``None`` or an empty tuple and is left out of the dict.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from tallies.errors import RecordError
from tallies.labels import ACTIONS
from tallies.plain import Record

Offsets = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Entity(Record):
    """A labelled span; ``norm`` is its canonical form (alpha-3, ISO 4217, full agency name).

    place (str | None): the page or element of the file, if it has such.
    """

    start: int
    end: int
    label: str
    norm: str | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Term(Record):
    """A prison term that a figure of sentences states, in months; ``life`` has no longest."""

    shortest: float | None = None
    longest: float | None = None
    suspended: bool | None = None
    life: bool | None = None


@dataclass(frozen=True, slots=True)
class Evidence(Record):
    """Why a slot is filled: the name of the rule and its confidence in [0, 1]."""

    slot: str
    rule: str
    confidence: float


@dataclass(frozen=True, slots=True)
class Fact(Record):
    """One stated quantity.

    id (str): unique in the document.
    anchor (Offsets): the number's span; the action's span for a denied count.
    value (float | None): the figure; None if the text says that it was not reported, 0 for none.
    years (tuple[int, ...]): the year, or first and last year of a span; empty if not placed.
    unit (str): singular head noun, ISO 4217 code, or "percent".
    part_of, compared_with (str | None): ids of the total and of the earlier figure.
    """

    id: str
    anchor: Offsets
    action: str
    value: float | None
    unit: str
    value_max: float | None = None
    qualifier: str = "exact"
    years: tuple[int, ...] = ()
    agency: str | None = None
    exploitation: tuple[str, ...] = ()
    gender: tuple[str, ...] = ()
    age: tuple[str, ...] = ()
    nationality: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    usd: float | None = None
    usd_anchor: Offsets | None = None
    part_of: str | None = None
    compared_with: str | None = None
    # Beyond the document record's required fields.
    agency_norm: str | None = None
    agency_anchor: Offsets | None = None
    section: str | None = None
    sentence: Offsets | None = None
    term: Term | None = None
    evidence: tuple[Evidence, ...] = ()
    place: str | None = None

    def __post_init__(self) -> None:
        if self.action not in ACTIONS:
            raise RecordError(f"fact {self.id}: {self.action!r} is no action; choose from tallies.labels.ACTIONS.")


@dataclass(frozen=True, slots=True)
class Route(Record):
    """Who is moved from where to where; places are alpha-3 codes or lower-case region names."""

    id: str
    origin: tuple[str, ...] = ()
    destination: tuple[str, ...] = ()
    transit: tuple[str, ...] = ()
    exploitation: tuple[str, ...] = ()
    victims: tuple[str, ...] = ()
    sentence: Offsets | None = None
    place: str | None = None


@dataclass(frozen=True, slots=True)
class Place(Record):
    """From offset ``start`` on, up to the next place, the text stands at ``name`` in the file: "page 4"."""

    start: int
    name: str


@dataclass(frozen=True, slots=True)
class Column(Record):
    """A column of the table that a text came from, and what it says of that text."""

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Cell(Record):
    """A cell of a table whose columns are years.

    label (str): the first cell of its row: "Number of labor inspectors".
    parent (str): the label that this one is set below, if it is not complete by itself.
    year (int): the head of its column.
    state (str): "figure", "not reported" ("Unknown"), "not applicable" ("N/A") or "words" ("Yes").
    title (str): what the table's first column is headed.
    """

    start: int
    end: int
    label: str
    year: int
    state: str
    parent: str = ""
    title: str = ""

    def moved(self, by: int) -> Cell:
        """The cell in a text that has *by* more letters before it."""
        return replace(self, start=self.start + by, end=self.end + by)


@dataclass(frozen=True, slots=True)
class Comparison(Record):
    """A figure and the earlier one that the text sets it against.

    difference (float | None): later minus earlier; None where either is not reported.
    percent_change (float | None): of the earlier figure; None where that is 0 or not reported.
    sentence (str): such as "convicted 29 traffickers in 2017 vs 28 in 2016".
    """

    later: Fact
    earlier: Fact
    difference: float | None
    percent_change: float | None
    sentence: str


@dataclass(frozen=True, slots=True)
class Document(Record):
    """One narrative and all that was read from it: a line of ``documents.jsonl``.

    offset (int | None): where ``text`` begins in all the text of its file, if the file is a cut volume.
    places (tuple[Place, ...]): the pages or elements of the file that the text came from.
    cells (tuple[Cell, ...]): the cells of its tables with years as columns.
    columns (tuple[Column, ...]): further columns of the row that it came from.
    """

    doc_id: str
    text: str
    country: str | None = None
    report_year: int | None = None
    tier: str | None = None
    entities: tuple[Entity, ...] = ()
    facts: tuple[Fact, ...] = ()
    routes: tuple[Route, ...] = ()
    file: str | None = None
    offset: int | None = None
    places: tuple[Place, ...] = ()
    cells: tuple[Cell, ...] = ()
    columns: tuple[Column, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """The document record; the three lists are always there."""
        out = super(Document, self).to_dict()
        for name in ("entities", "facts", "routes"):
            out.setdefault(name, [])
        return out

    def comparisons(self) -> Iterator[Comparison]:
        """Each figure that is set against an earlier one, in the order of the text."""
        return compare(self.facts)


#: Each action as it stands before a figure: "convicted 29 traffickers".
PAST: Final = {
    "investigate": "investigated",
    "arrest": "arrested",
    "charge": "charged",
    "prosecute": "prosecuted",
    "convict": "convicted",
    "acquit": "acquitted",
    "sentence": "sentenced",
    "identify": "identified",
    "refer": "referred",
    "assist": "assisted",
    "rescue": "rescued",
    "screen": "screened",
    "repatriate": "repatriated",
    "detain": "detained",
    "compensate": "compensated",
    "fund": "funded",
    "train": "trained",
    "inform": "informed",
    "inspect": "inspected",
    "receive": "received",
    "permit": "permitted",
    "regulate": "regulated",
    "employ": "employed",
    "operate": "operated",
    "cooperate": "cooperated on",
    "estimate": "estimated",
    "other": "counted",
}

_IRREGULAR = {"person": "people", "child": "children", "man": "men", "woman": "women", "percent": "percent"}


def plural(unit: str, value: float | None) -> str:
    """The *unit* as written behind *value*: "1 case", "2 cases", "20 percent", "300 AZN"."""
    if value == 1 or unit.isupper():
        return unit
    if unit in _IRREGULAR:
        return _IRREGULAR[unit]
    if unit.endswith("y") and unit[-2:-1] not in "aeiou":
        return unit[:-1] + "ies"
    return unit + ("es" if unit.endswith(("s", "x", "ch", "sh")) else "s")


def figure(fact: Fact) -> str:
    """The value as words: "29", "at least 29", "10-12", "an unreported number of"."""
    if fact.value is None:
        return "an unreported number of"
    shown = f"{fact.value:,.10g}"
    if fact.value_max is not None:
        shown += f"-{fact.value_max:,.10g}"
    lead = {"approx": "about ", "min": "at least ", "max": "at most "}.get(fact.qualifier, "")
    return lead + shown


def _done(fact: Fact) -> str:
    """The action as a word before the figure; left out where the unit says it ("5 convictions")."""
    return "" if fact.unit.startswith(fact.action[:5]) else f"{PAST[fact.action]} "


def _years(fact: Fact) -> str:
    return f" in {'-'.join(map(str, fact.years))}" if fact.years else ""


def compare(facts: tuple[Fact, ...]) -> Iterator[Comparison]:
    """The comparisons that *facts* hold."""
    by_id = {fact.id: fact for fact in facts}
    for later in facts:
        earlier = by_id.get(later.compared_with or "")
        if earlier is None:
            continue
        difference = percent = None
        if later.value is not None and earlier.value is not None:
            difference = later.value - earlier.value
            if earlier.value:
                percent = 100 * difference / earlier.value
        noun = plural(later.unit, later.value)
        versus = figure(earlier) if earlier.value is not None else "not reported"
        if earlier.unit != later.unit:
            versus += f" {plural(earlier.unit, earlier.value)}"
        yield Comparison(
            later=later,
            earlier=earlier,
            difference=difference,
            percent_change=percent,
            sentence=f"{_done(later)}{figure(later)} {noun}{_years(later)} vs {versus}{_years(earlier)}",
        )
