"""What two pipelines change against each other: scores with intervals, and the sentences that differ.

Intervals are those of the percentile bootstrap over documents, paired: each sample draws documents with
replacement, and scores both pipelines on the same draw.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from tallies.documents.passages import passage, sentence_at
from tallies.evaluation import Score, pair, predict, score
from tallies.labels import ATTRIBUTES
from tallies.plain import Record
from tallies.records import Document, Fact, Offsets, Route, figure, plural

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt
    from spacy.language import Language

#: The slots of a fact that are compared, its links last.
LINKS: Final = ("part_of", "compared_with")
SLOTS: Final = ("action", "value", "value_max", "qualifier", "unit", "years", *ATTRIBUTES, "agency", "usd", *LINKS)

BETTER: Final = "better"
WORSE: Final = "worse"
NEITHER: Final = "neither"


@dataclass(frozen=True, slots=True)
class Row:
    """The scores of one label or kind of link; see ``tallies.evaluation`` for the names of rows.

    low, high (float): the interval of the difference in F1, B minus A, that holds 95 of 100 samples.
    """

    a: Score
    b: Score
    low: float
    high: float

    @property
    def difference(self) -> float:
        """F1 of B minus that of A."""
        return self.b.f1 - self.a.f1

    @property
    def clear(self) -> bool:
        """Whether the interval leaves out 0."""
        return self.low > 0 or self.high < 0

    def to_dict(self) -> dict[str, Any]:
        """The row as JSON data."""
        scores = {"a": self.a.to_dict(), "b": self.b.to_dict()}
        return {**scores, "difference": self.difference, "low": self.low, "high": self.high, "clear": self.clear}


@dataclass(frozen=True, slots=True)
class Change(Record):
    """One thing that A and B read differently.

    sentence (Offsets): where its sentence stands in the document.
    kind (str): "entity", "fact" (only one of them has it), a slot of a fact, or "route".
    words (str): what it hangs on in the text.
    verdict (str): "better" if B alone agrees with gold, "worse" if A alone does, else "neither".
    a, b, gold (str | None): what each has; None for nothing.
    """

    document: str
    sentence: Offsets
    kind: str
    words: str
    verdict: str
    a: str | None = None
    b: str | None = None
    gold: str | None = None


@dataclass(frozen=True, slots=True)
class Comparison:
    """Two pipelines on the same documents.

    rows (dict[str, Row]): by row of ``tallies.evaluation``.
    changes (tuple[Change, ...]): by document, in the order of the text.
    """

    rows: dict[str, Row]
    changes: tuple[Change, ...]


def compare(a: Language, b: Language, gold: Sequence[Document], *, samples: int = 2000, seed: int = 0) -> Comparison:
    """What *b* changes against *a* on the texts of *gold*, whose country and report year both are told.

    samples (int): how often documents are drawn for the intervals.
    Raises ValueError if *gold* is empty, and what a component raises.
    """
    return contrast(gold, list(predict(a, gold)), list(predict(b, gold)), samples=samples, seed=seed)


def contrast(
    gold: Sequence[Document], a: Sequence[Document], b: Sequence[Document], *, samples: int = 2000, seed: int = 0
) -> Comparison:
    """The same for what both have read out of *gold* already, in its order. Raises ValueError if *gold* is empty."""
    if not gold:
        raise ValueError("There is no gold document to compare on.")
    parts = [(score([right], [one]), score([right], [other])) for right, one, other in zip(gold, a, b, strict=True)]
    names = dict.fromkeys(name for pair_ in parts for side in pair_ for name in side)
    changes = [change for each in zip(gold, a, b, strict=True) for change in _changes(*each)]
    return Comparison({name: _row(name, parts, samples, seed) for name in names}, tuple(changes))


def _row(name: str, parts: Sequence[tuple[Mapping[str, Score], Mapping[str, Score]]], samples: int, seed: int) -> Row:
    import numpy as np

    of_a, of_b = ([pair_[side].get(name, Score()) for pair_ in parts] for side in (0, 1))
    # One generator a row, so that a row does not depend on which others there are.
    drawn = np.random.default_rng(seed).multinomial(len(parts), [1 / len(parts)] * len(parts), size=samples)
    low, high = np.quantile(_f1(drawn, of_b) - _f1(drawn, of_a), (0.025, 0.975))
    return Row(sum(of_a, Score()), sum(of_b, Score()), float(low), float(high))


def _f1(drawn: npt.NDArray[np.int64], scores: Sequence[Score]) -> npt.NDArray[np.float64]:
    """F1 of each sample; *drawn* says how often it has each document, in the shape (samples, documents)."""
    import numpy as np

    right, every = (drawn @ [[one.right, one.gold + one.predicted] for one in scores]).T
    return np.asarray(2 * right / np.maximum(every, 1), dtype=np.float64)


def _changes(gold: Document, a: Document, b: Document) -> Iterator[Change]:
    found = [*_entities(gold, a, b), *_facts(gold, a, b), *_routes(gold, a, b)]
    yield from (change for _, change in sorted(found, key=_place))


def _place(found: tuple[int, Change]) -> tuple[Offsets, int]:
    at, change = found
    return change.sentence, at


def _verdict(a: str | None, b: str | None, gold: str | None) -> str:
    return BETTER if b == gold else WORSE if a == gold else NEITHER


def _entities(gold: Document, a: Document, b: Document) -> Iterator[tuple[int, Change]]:
    labels = [{(entity.start, entity.end): entity.label for entity in side.entities} for side in (a, b, gold)]
    for span in sorted(labels[0].keys() | labels[1].keys()):
        one, other, right = (side.get(span) for side in labels)
        if one != other:
            where, verdict = sentence_at(gold, span), _verdict(one, other, right)
            yield span[0], Change(gold.doc_id, where, "entity", passage(gold, span), verdict, one, other, right)


def _facts(gold: Document, a: Document, b: Document) -> Iterator[tuple[int, Change]]:
    of_a, of_b = pair(gold.facts, a.facts), pair(gold.facts, b.facts)
    partner = pair(a.facts, b.facts)
    right_of_a, right_of_b = ({p: g for g, p in pairs.items()} for pairs in (of_a, of_b))
    taken = set(partner.values())
    both: list[tuple[int | None, int | None]] = [(i, partner.get(i)) for i in range(len(a.facts))]
    both += [(None, j) for j in range(len(b.facts)) if j not in taken]
    for i, j in both:
        one, other = None if i is None else a.facts[i], None if j is None else b.facts[j]
        at = right_of_b.get(j) if j is not None else None
        if at is None and i is not None:
            at = right_of_a.get(i)
        right = None if at is None else gold.facts[at]
        some = one or other
        assert some is not None  # since each pair has one of them
        where, words = sentence_at(gold, some.anchor), passage(gold, some.anchor)
        if one is None or other is None:
            told = [None if fact is None else _told(fact) for fact in (one, other, right)]
            # Only whether there is such a figure is judged: slots are where both have it.
            verdict = BETTER if (other is None) == (right is None) else WORSE
            yield some.anchor[0], Change(gold.doc_id, where, "fact", words, verdict, *told)
            continue
        for slot in SLOTS:
            x, y = _slot(a, one, slot), _slot(b, other, slot)
            if x != y:
                z = _slot(gold, right, slot) if right is not None else None
                verdict = NEITHER if right is None else _verdict(x, y, z)
                yield some.anchor[0], Change(gold.doc_id, where, slot, words, verdict, x, y, z)


def _told(fact: Fact) -> str:
    years = "-".join(map(str, fact.years))
    return " ".join(word for word in (fact.action, figure(fact), plural(fact.unit, fact.value), years) if word)


def _slot(document: Document, fact: Fact, slot: str) -> str | None:
    """A slot as text; a link is shown by the words of the figure that it leads to."""
    value = getattr(fact, slot)
    if value is None or value == ():
        return "not reported" if slot == "value" else None
    if slot in LINKS:
        other = next((one for one in document.facts if one.id == value), None)
        # Two figures of the same words are told apart by the offset.
        return None if other is None else f"{passage(document, other.anchor)} [{other.anchor[0]}]"
    if slot == "agency":
        return " ".join(value.split()).removeprefix("the ").removeprefix("The ")
    if isinstance(value, tuple):
        return ("-" if slot == "years" else ",").join(map(str, value))
    return f"{value:,.10g}" if isinstance(value, (int, float)) else str(value)


def _routes(gold: Document, a: Document, b: Document) -> Iterator[tuple[int, Change]]:
    sides = [{_path(route): route for route in side.routes} for side in (a, b, gold)]
    for path in sorted(sides[0].keys() ^ sides[1].keys()):
        route = sides[0].get(path) or sides[1][path]
        at = route.sentence or (0, 0)
        where = sentence_at(gold, at)
        one, other, right = (path if path in side else None for side in sides)
        yield at[0], Change(gold.doc_id, where, "route", path, _verdict(one, other, right), one, other, right)


def _path(route: Route) -> str:
    ends = " > ".join(",".join(places) or "?" for places in (route.origin, route.destination))
    via = f" via {','.join(route.transit)}" if route.transit else ""
    return f"{ends}{via} {','.join((*route.exploitation, *route.victims))}".rstrip()
