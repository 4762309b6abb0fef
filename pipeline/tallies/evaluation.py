"""How well a pipeline reads: precision, recall and F1 of its records against gold ones.

The rows are

===============  ======================================================================================
``entity``       a span with the same start, end and label; ``entity LABEL`` for each label
``fact found``   a fact whose anchor overlaps the gold one and whose value is the same
``fact core``    ... and whose action, unit and years are the same as well
``fact full``    ... and whose qualifier and attributes are the same
``agency``       that slot, of paired facts; ``usd`` likewise
``part_of``      an edge between two found facts
``comparison``   an edge between two facts that are both right at the core
``route``        an (origin, destination, exploitation) triple
===============  ======================================================================================

Facts are paired one to one, the best agreement first. Every score is end to end: on the pipeline's
own entities, and counting what it missed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

from spacy.language import Language

from tallies import extensions
from tallies.labels import ATTRIBUTES
from tallies.pipelines import make_doc
from tallies.records import Document, Fact

#: Heads that name the same counted people: "49 adults" and "49 [victims] were adults" agree.
_PEOPLE: Final = frozenset(
    (
        *("victim", "person", "people", "individual", "adult", "child", "minor", "female", "male"),
        *("woman", "man", "girl", "boy", "foreigner", "national"),
    )
)

Edge = tuple[int, int]
Test = Callable[[Fact, Fact], bool]


@dataclass(frozen=True, slots=True)
class Score:
    """Counts of one kind of thing, and the three rates in [0, 1]; a rate of nothing is 0.

    right (int): predicted and in the gold record.
    gold (int): in the gold record.
    predicted (int): predicted.
    """

    right: int = 0
    gold: int = 0
    predicted: int = 0

    def __add__(self, other: Score) -> Score:
        return Score(self.right + other.right, self.gold + other.gold, self.predicted + other.predicted)

    @property
    def precision(self) -> float:
        """The share of the predicted that is right."""
        return self.right / self.predicted if self.predicted else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found."""
        return self.right / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2 * self.precision * self.recall / both if both else 0.0

    def to_dict(self) -> dict[str, float]:
        """The rates and the counts of gold and predicted."""
        return {
            "precision": self.precision,
            "recall": self.recall,
            "f1": self.f1,
            "gold": self.gold,
            "predicted": self.predicted,
        }


def evaluate(nlp: Language, gold: Sequence[Document]) -> dict[str, Score]:
    """The scores of *nlp* on the texts of *gold*, whose country and report year it is told.

    Raises what a component raises.
    """
    return score(gold, predict(nlp, gold))


def predict(nlp: Language, documents: Iterable[Document]) -> Iterator[Document]:
    """What *nlp* reads out of the texts of *documents*, told their country and report year."""
    extensions.install()
    for given in documents:
        doc = make_doc(nlp, given.text, country=given.country, report_year=given.report_year)
        yield extensions.document(nlp(doc), given.doc_id)


def score(gold: Iterable[Document], predicted: Iterable[Document]) -> dict[str, Score]:
    """The scores of *predicted* against *gold*, by row name; documents are matched by ``doc_id``.

    A gold document without a predicted one counts as read with no finding; a predicted one without a
    gold one is ignored.
    """
    by_id = {document.doc_id: document for document in predicted}
    total: dict[str, Score] = {}
    for document in gold:
        other = by_id.get(document.doc_id, Document(document.doc_id, document.text))
        for name, part in _document_scores(document, other):
            total[name] = total.get(name, Score()) + part
    return total


def _document_scores(gold: Document, predicted: Document) -> Iterator[tuple[str, Score]]:
    spans = _spans(gold), _spans(predicted)
    yield "entity", _sets(*spans)
    for label in sorted({entity.label for side in (gold, predicted) for entity in side.entities}):
        yield f"entity {label}", _sets(*({span for span in side if span[2] == label} for side in spans))
    yield from _fact_scores(gold.facts, predicted.facts)
    yield "route", _sets(_triples(gold), _triples(predicted))


def _sets(gold: set[tuple[object, ...]], predicted: set[tuple[object, ...]]) -> Score:
    return Score(len(gold & predicted), len(gold), len(predicted))


def _spans(document: Document) -> set[tuple[object, ...]]:
    return {(entity.start, entity.end, entity.label) for entity in document.entities}


def _triples(document: Document) -> set[tuple[object, ...]]:
    """One (origin, destination, exploitation) for each combination; what is not stated is None."""
    return {
        triple
        for route in document.routes
        for triple in product(route.origin or (None,), route.destination or (None,), route.exploitation or (None,))
    }


def _fact_scores(gold: Sequence[Fact], predicted: Sequence[Fact]) -> Iterator[tuple[str, Score]]:
    pairs = pair(gold, predicted)
    for name, test in (("fact found", found), ("fact core", core), ("fact full", full)):
        right = sum(test(gold[g], predicted[p]) for g, p in pairs.items())
        yield name, Score(right, len(gold), len(predicted))
    for name, slot in (("agency", _agency), ("usd", _usd)):
        left, other = [slot(fact) for fact in gold], [slot(fact) for fact in predicted]
        right = sum(left[g] is not None and left[g] == other[p] for g, p in pairs.items())
        yield name, Score(right, _stated(left), _stated(other))
    for name, link, test in (("part_of", "part_of", found), ("comparison", "compared_with", core)):
        yield name, _links(gold, predicted, pairs, link, test)


def _stated(slots: Sequence[object]) -> int:
    return sum(slot is not None for slot in slots)


def _links(gold: Sequence[Fact], predicted: Sequence[Fact], pairs: Mapping[int, int], link: str, test: Test) -> Score:
    """The score of the edges that *link* draws; one is right if both of its ends pass *test*."""
    wanted, drawn = _edges(gold, link), _edges(predicted, link)
    partner = {g: p for g, p in pairs.items() if test(gold[g], predicted[p])}
    right = sum((partner[a], partner[b]) in drawn for a, b in wanted if a in partner and b in partner)
    return Score(right, len(wanted), len(drawn))


def _edges(facts: Sequence[Fact], link: str) -> set[Edge]:
    number = {fact.id: index for index, fact in enumerate(facts)}
    ends = ((index, getattr(fact, link)) for index, fact in enumerate(facts))
    return {(index, number[end]) for index, end in ends if end in number}


def pair(gold: Sequence[Fact], predicted: Sequence[Fact]) -> dict[int, int]:
    """Facts whose anchors overlap, one to one, as index in *gold* to index in *predicted*.

    The best agreement is paired first; of equal ones that which comes first in *gold*, then in *predicted*.
    """
    candidates = [
        (-(found(one, other) + core(one, other) + full(one, other)), g, p)
        for g, one in enumerate(gold)
        for p, other in enumerate(predicted)
        if one.anchor[0] < other.anchor[1] and other.anchor[0] < one.anchor[1]
    ]
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, g, p in sorted(candidates):
        if g not in pairs and p not in taken:
            pairs[g] = p
            taken.add(p)
    return pairs


def found(one: Fact, other: Fact) -> bool:
    """Whether the values agree."""
    return (one.value, one.value_max) == (other.value, other.value_max)


def core(one: Fact, other: Fact) -> bool:
    """Whether value, action, unit and years agree."""
    return found(one, other) and one.action == other.action and _unit(one) == _unit(other) and one.years == other.years


def full(one: Fact, other: Fact) -> bool:
    """Whether qualifier and attributes agree as well."""
    return (
        core(one, other)
        and one.qualifier == other.qualifier
        and all(sorted(getattr(one, name)) == sorted(getattr(other, name)) for name in ATTRIBUTES)
    )


def _unit(fact: Fact) -> str:
    name = fact.unit.casefold()
    return "person" if name in _PEOPLE else name


def _agency(fact: Fact) -> str | None:
    """The acting agency without case, line breaks and article."""
    name = " ".join((fact.agency or "").casefold().split())
    return name.removeprefix("the ") or None


def _usd(fact: Fact) -> float | None:
    return fact.usd
