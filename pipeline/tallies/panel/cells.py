"""The tellings of all documents as cells: one cell a key, with its sources and what else was told."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from tallies.panel.measures import measures
from tallies.panel.tellings import BASES, SPLITS, Key, Telling, choose, tellings
from tallies.records import Document, Offsets


class EvidenceId(NamedTuple):
    """Where a figure stands: a document, a fact of it, and the offsets of the fact's anchor."""

    doc_id: str
    fact: str
    anchor: Offsets

    def __str__(self) -> str:
        # Lists of evidence are joined by ";", and an alternative by "@".
        doc_id, fact = (name.replace("%", "%25").replace(";", "%3B").replace(":", "%3A") for name in self[:2])
        return f"{doc_id}:{fact}:{self.anchor[0]}-{self.anchor[1]}"

    @classmethod
    def parse(cls, text: str) -> EvidenceId:
        """The id that ``str`` wrote. Raises ValueError if *text* is none."""
        plain = [part.replace("%3A", ":").replace("%3B", ";").replace("%25", "%") for part in text.split(":")]
        doc_id, fact, anchor = plain
        start, end = anchor.split("-")
        return cls(doc_id, fact, (int(start), int(end)))


@dataclass(frozen=True, slots=True)
class Cell:
    """What is known of a key.

    chosen (Telling | None): whose figure is the value; None if no document tells the cell ("absent").
    same (tuple[Telling, ...]): all tellings of that figure, the chosen one among them.
    others (tuple[Telling, ...]): tellings of another figure.
    """

    key: Key
    chosen: Telling | None = None
    same: tuple[Telling, ...] = ()
    others: tuple[Telling, ...] = ()

    @property
    def status(self) -> str:
        """ "figure", "zero", "not reported" or "absent"."""
        return "absent" if self.chosen is None else self.chosen.status

    @property
    def bounds(self) -> tuple[float | None, float | None]:
        """Lowest and highest value that the words allow; None where they set no bound."""
        if self.chosen is None or self.chosen.value is None:
            return None, None
        low, high = self.chosen.value, self.chosen.value_max
        top = low if high is None else high
        match self.chosen.fact.qualifier:
            case "min":
                return low, high
            case "max":
                return (0.0 if high is None else low), top
            case "approx" if high is None:
                return None, None
        return low, top

    @property
    def documents(self) -> list[str]:
        """The documents that tell this figure."""
        return list(dict.fromkeys(telling.document.doc_id for telling in self.same))

    @property
    def evidence(self) -> list[EvidenceId]:
        """Where this figure stands."""
        return [evidence_id(telling) for telling in self.same]


def evidence_id(telling: Telling) -> EvidenceId:
    """Where *telling* stands."""
    return EvidenceId(telling.document.doc_id, telling.fact.id, telling.fact.anchor)


@dataclass(frozen=True, slots=True)
class Cells:
    """The cells of a run.

    cells (tuple[Cell, ...]): in the order of their keys.
    covered (frozenset[tuple[str, int]]): the countries and years that a report is of.
    facts (int): how many facts the documents hold.
    left_out (Counter[str]): how many of them are in no cell, by reason.
    """

    cells: tuple[Cell, ...]
    covered: frozenset[tuple[str, int]]
    facts: int
    left_out: Counter[str]


def collect(documents: Iterable[Document]) -> Cells:
    """The cells that *documents* tell.

    A key that several documents tell has the figure of the latest report; another figure in an earlier
    report is an alternative (see the check "revision").
    """
    left_out: Counter[str] = Counter()
    told: dict[Key, list[Telling]] = defaultdict(list)
    covered: set[tuple[str, int]] = set()
    facts = 0
    for document in documents:
        if document.country is not None and document.report_year is not None:
            covered.add((document.country, document.report_year - 1))  # a report is of the year before
        facts += len(document.facts)
        for telling in tellings(document, left_out):
            told[telling.key].append(telling)
    cells = tuple(_cell(key, told[key]) for key in sorted(told, key=_order))
    return Cells(cells, frozenset(covered), facts, left_out)


def with_absent(cells: Cells) -> list[Cell]:
    """The cells, and an absent one for each measure that no document gives a total of, in each covered year."""
    given = {
        (cell.key.country, cell.key.year, cell.key.measure)
        for cell in cells.cells
        if cell.key.is_total and cell.key.first is None
    }
    nothing = ((),) * len(SPLITS)
    absent = [
        Cell(Key(country, year, None, measure.name, "", nothing))
        for country, year in cells.covered
        for measure in measures()
        if (country, year, measure.name) not in given
    ]
    return sorted([*cells.cells, *absent], key=lambda cell: _order(cell.key))


def by_document(told: Iterable[Telling]) -> dict[str, list[Telling]]:
    """The tellings of each document."""
    found: dict[str, list[Telling]] = defaultdict(list)
    for telling in told:
        found[telling.document.doc_id].append(telling)
    return found


def _cell(key: Key, told: list[Telling]) -> Cell:
    chosen = min((choose(of_one) for of_one in by_document(told).values()), key=_rank)
    same = tuple(telling for telling in told if telling.amount == chosen.amount)
    others = tuple(telling for telling in told if telling.amount != chosen.amount)
    return Cell(key, chosen, same, others)


def _rank(telling: Telling) -> tuple[int, bool, int]:
    """What orders the figures of several documents: the best first."""
    return BASES.index(telling.basis), telling.value is None, -(telling.document.report_year or 0)


def _order(key: Key) -> tuple[str, int, int, int, str, tuple[tuple[str, ...], ...]]:
    return key.country, key.year, key.first or key.year, _places()[key.measure], key.unit, key.split


@cache
def _places() -> dict[str, int]:
    return {measure.name: place for place, measure in enumerate(measures())}
