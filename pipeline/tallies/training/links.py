"""Fit the scorer of links on annotated documents."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from spacy.language import Language

from tallies.labels import ACTIONS
from tallies.linking import candidates
from tallies.linking.features import Feature, action_features, action_hints, around, named
from tallies.linking.figures import Figure
from tallies.linking.link import by_rules
from tallies.linking.scorer import INDEX, Scorer, antecedents, decided_actions, earlier_window, total_window
from tallies.linking.view import Item, sentences
from tallies.linking.years import Clock
from tallies.pipelines import load_rules, make_doc
from tallies.records import Document, Fact
from tallies.training.loglinear import Case, Instance, fit, fit_classes

#: L2 penalties, chosen by cross-validation over the narratives of the corpus.
L2_ACTIONS = 1.0
L2_SLOTS = 1.0
FOLDS = 5
#: What is taken off the weight of "no such figure": it is right oftener than any single figure, so that the likeliest
#: choices miss more links than they invent. F1 of the links is best, and flat, around these by cross-validation.
LEAN = {"compared_with": 1.0, "part_of": 0.3}
#: Words for each fact in real narratives.
WORDS_A_FACT = 40
#: How much a figure of a phrasing counts; one of a real narrative counts 1.
PHRASING_WEIGHT = 1.0


@dataclass(slots=True, eq=False)
class Example:
    """One annotated document: its figures by the rules, each with the gold fact that it reads (or None)."""

    doc_id: str
    figures: list[Figure]
    gold: list[Fact | None]
    clock: Clock
    subjects: dict[int, Item | None]
    weight: float


def example(nlp: Language, document: Document, weight: float) -> Example:
    """*document* run through *nlp* (its linker left out), figures paired with the gold facts by anchor."""
    doc = make_doc(nlp, document.text, country=document.country, report_year=document.report_year)
    for name, pipe in nlp.pipeline:
        if name != "tallies_linker":
            doc = pipe(doc)
    clock = Clock(doc._.report_year)
    figures, subjects = by_rules(doc._.country, list(sentences(doc)), clock)
    return Example(document.doc_id, figures, pair(figures, document.facts), clock, subjects, weight)


def pair(figures: Sequence[Figure], facts: Iterable[Fact]) -> list[Fact | None]:
    """The gold fact of each figure: overlapping anchors, one to one, the same value and years preferred."""
    found: list[Fact | None] = [None] * len(figures)
    scored = []
    for i, fact in enumerate(facts):
        for j, figure in enumerate(figures):
            if fact.anchor[0] < figure.anchor[1] and figure.anchor[0] < fact.anchor[1]:
                same = fact.value == figure.value, fact.years == figure.years, fact.action == figure.action
                scored.append((same, i, j, fact))
    scored.sort(key=lambda s: s[0], reverse=True)
    used: set[int] = set()
    for _, i, j, fact in scored:
        if i not in used and found[j] is None:
            used.add(i)
            found[j] = fact
    return found


def weight(document: Document) -> float:
    """How much a figure of *document* counts: the denser the facts, the less, above the density of real narratives.

    Invented narratives say in one sentence what real ones say in four; unweighted, they would decide how far apart
    linked figures stand.
    """
    return min(1.0, len(document.text.split()) / (WORDS_A_FACT * max(1, len(document.facts))))


def learn(documents: Sequence[Document], phrasings: Sequence[Document] = (), log: IO[str] | None = None) -> Scorer:
    """The scorer fitted on *documents*.

    Their entities are read by the rules, not by what was just trained on the same documents: that has seen
    the answers, and the scorer would come to trust entities more than it may on other texts.
    phrasings: what only actions are learned from (:mod:`tallies.training.phrasings`).
    log (IO[str] | None): where progress is written.
    """
    nlp = load_rules()
    examples = []
    for number, document in enumerate(documents, 1):
        examples.append(example(nlp, document, weight(document)))
        if log is not None and number % 20 == 0:
            log.write(f"links: {number} of {len(documents)} documents read\n")
    if log is not None:
        log.write("links: fitting the scorer\n")
    return train(examples, [example(nlp, phrasing, PHRASING_WEIGHT) for phrasing in phrasings])


def train(examples: Sequence[Example], phrasings: Sequence[Example] = ()) -> Scorer:
    """The scorer fitted on *examples*; its actions on *phrasings* as well.

    Actions are fitted first; the other slots then see actions as a scorer fitted on other documents
    gives them, as they will at work.
    """
    scorer = _fit_actions([*examples, *phrasings])
    fold_of = {id(e): k % FOLDS for k, e in enumerate(examples)}
    for k in range(FOLDS):
        rest = [e for e in examples if fold_of[id(e)] != k]
        held = [e for e in examples if fold_of[id(e)] == k]
        if rest and held:
            part = _fit_actions([*rest, *phrasings])
            for e in held:
                _apply_actions(e, part)
    for slot in ("years", "part_of", "compared_with", "agency"):
        instances = [instance for e in examples for instance in _instances(slot, e)]
        if instances:
            weights = scorer.slots[slot] = fit(instances, l2=L2_SLOTS)
            weights["none"] = weights.get("none", 0.0) - LEAN.get(slot, 0.0)
    return scorer


def _gold_actions(e: Example) -> list[str]:
    return [fact.action if fact is not None else figure.action for figure, fact in zip(e.figures, e.gold, strict=True)]


def _fit_actions(examples: Sequence[Example]) -> Scorer:
    """A scorer of actions alone."""
    cases = []
    for e in examples:
        related = antecedents(e.figures)
        index = {id(f): j for j, f in enumerate(e.figures)}
        gold = _gold_actions(e)
        for j, (figure, fact) in enumerate(zip(e.figures, e.gold, strict=True)):
            if fact is None:
                continue
            source = index.get(id(related.get(id(figure))))
            seen = around(figure, gold[source] if source is not None else "", gold[j - 1] if j else "")
            hints = {(named(hint), INDEX[action]) for hint, action in action_hints(seen) if action in INDEX}
            features = set(map(named, action_features(seen)))
            cases.append(Case(features, INDEX[fact.action], e.weight, hints))
    actions, hinted = fit_classes(cases, len(ACTIONS), l2=L2_ACTIONS)
    return Scorer(actions=actions, slots={"action": hinted})


def _apply_actions(e: Example, scorer: Scorer) -> None:
    """Give the figures of a held-out example the actions that *scorer* reads."""
    decided = decided_actions(e.figures, scorer, antecedents(e.figures))
    for figure, (action, _) in zip(e.figures, decided, strict=True):
        figure.action = action


def _instances(slot: str, e: Example) -> Iterable[Instance]:
    """The choices of one slot in a document, those whose right candidate is among the candidates."""
    related = antecedents(e.figures)
    by_id = {fact.id: figure for figure, fact in zip(e.figures, e.gold, strict=True) if fact is not None}
    for j, (figure, fact) in enumerate(zip(e.figures, e.gold, strict=True)):
        if fact is None:
            continue
        source = related.get(id(figure))
        options: list[Collection[Feature]]
        if slot == "years":
            years = candidates.years(figure, e.clock, source)
            options = [features for _, features in years]
            right = next((k for k, (value, _) in enumerate(years) if value == fact.years), None)
        elif slot == "agency":
            agency = candidates.agency(
                figure, source, e.figures[j - 1] if j else None, e.subjects.get(figure.sentence.index)
            )
            options = [features for _, features in agency]
            wanted = _plain(fact.agency)
            right = next(
                (k for k, (item, _) in enumerate(agency) if _plain(item.text if item else None) == wanted), None
            )
        else:
            if slot == "part_of":
                figures = candidates.total(figure, total_window(e.figures, j))
                target = fact.part_of
            else:
                figures = candidates.earlier(figure, earlier_window(e.figures, j))
                target = fact.compared_with
            options = [features for _, features in figures]
            goal = by_id.get(target) if target else None
            if target and goal is None:
                continue
            right = next((k for k, (other, _) in enumerate(figures) if other is goal), None)
        if right is not None and len(options) > 1:
            yield [set(map(named, features)) for features in options], right, e.weight


def _plain(name: str | None) -> str:
    """A name without its spaces and marks: items part "anti - trafficking unit" at the hyphen, annotations do not."""
    return "".join(filter(str.isalnum, (name or "").lower()))
