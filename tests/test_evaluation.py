"""The scorer, by hand-made cases and against the one that the annotators use."""

from __future__ import annotations

import importlib.util
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

from tallies.documents.jsonl import read_documents
from tallies.evaluation import Score, evaluate, pair, score
from tallies.labels import ACTIONS
from tallies.records import Document, Entity, Fact, Route

SHARED = Path(__file__).resolve().parents[2] / "shared"

needs_shared = pytest.mark.skipif(not SHARED.is_dir(), reason="needs the folder ../shared")


def fact(number: int, **slots: Any) -> Fact:
    """Fact F*number*, anchored ten characters after the one before it."""
    given_: dict[str, Any] = {"action": "convict", "value": number, "unit": "victim", "years": (2017,), **slots}
    return Fact(id=f"F{number}", anchor=(10 * number, 10 * number + 2), **given_)


def document(*facts: Fact, entities: Sequence[Entity] = (), routes: Sequence[Route] = ()) -> Document:
    """A document "A" that holds what is given."""
    return Document("A", "", facts=facts, entities=tuple(entities), routes=tuple(routes))


def counts(gold: Document, predicted: Document, name: str) -> tuple[int, int, int]:
    """Row *name* of the scores, as right, gold and predicted."""
    row = score([gold], [predicted])[name]
    return row.right, row.gold, row.predicted


@pytest.mark.parametrize(
    ("slots", "rows"),
    [
        ({}, "found core full"),
        ({"value": 5}, ""),
        ({"value_max": 5}, ""),
        ({"action": "charge"}, "found"),
        ({"unit": "case"}, "found"),
        ({"unit": "Child"}, "found core full"),
        ({"years": (2016,)}, "found"),
        ({"qualifier": "min"}, "found core"),
        ({"gender": ("female",)}, "found core"),
        ({"anchor": (11, 19)}, "found core full"),
        ({"anchor": (12, 19)}, ""),
    ],
    ids=str,
)
def test_how_far_a_fact_agrees(slots: dict[str, Any], rows: str) -> None:
    """Value, then action, unit and years, then qualifier and attributes decide how far a fact is right."""
    predicted = replace(fact(1), **slots)

    for name in ("found", "core", "full"):
        assert counts(document(fact(1)), document(predicted), f"fact {name}") == (int(name in rows.split()), 1, 1)


def test_best_agreement_is_paired_first() -> None:
    """Of several facts at one place each gets the one that fits it best, once."""
    gold = [fact(1, years=(2016,)), fact(1, years=(2017,))]

    assert pair(gold, gold[::-1]) == {0: 1, 1: 0}
    assert pair(gold, gold[1:]) == {1: 0}


@pytest.mark.parametrize(
    ("gold", "predicted", "expected"),
    [
        ("the Courts", "courts", (1, 1, 1)),
        ("Ministry  of\nJustice", "ministry of justice", (1, 1, 1)),
        ("courts", None, (0, 1, 0)),
        (None, "courts", (0, 0, 1)),
        (None, None, (0, 0, 0)),
        ("courts", "police", (0, 1, 1)),
    ],
)
def test_agency(gold: str | None, predicted: str | None, expected: tuple[int, int, int]) -> None:
    """Agencies agree without regard to case, article and line breaks."""
    assert counts(document(fact(1, agency=gold)), document(fact(1, agency=predicted)), "agency") == expected


def test_links_need_both_ends() -> None:
    """A comparison is right if both figures are right at the core; a part-of link, if both are found."""
    linked = fact(2, compared_with="F1", part_of="F1")
    gold = document(fact(1), linked)

    assert counts(gold, gold, "comparison") == counts(gold, gold, "part_of") == (1, 1, 1)

    other = document(fact(1, action="charge"), linked)

    assert counts(gold, other, "comparison") == (0, 1, 1)
    assert counts(gold, other, "part_of") == (1, 1, 1)
    assert counts(gold, document(fact(1), fact(2, compared_with="F9")), "comparison") == (0, 1, 0)


def test_entities_by_label() -> None:
    """An entity is right with the same span and label; each label has a row."""
    gold = document(entities=[Entity(0, 2, "STATISTIC"), Entity(3, 5, "UNIT")])
    predicted = document(entities=[Entity(0, 2, "STATISTIC"), Entity(3, 6, "UNIT"), Entity(7, 9, "LAW")])

    rows = score([gold], [predicted])

    assert rows["entity"] == Score(1, 2, 3)
    assert rows["entity STATISTIC"] == Score(1, 1, 1)
    assert rows["entity UNIT"] == Score(0, 1, 1)
    assert rows["entity LAW"] == Score(0, 0, 1)


def test_routes_by_triple() -> None:
    """A route counts once for each origin, destination and exploitation; an unstated one is one of its kind."""
    gold = document(routes=[Route("R1", ("AZE",), ("RUS", "TUR"), exploitation=("forced_labor",))])
    predicted = document(routes=[Route("R1", ("AZE",), ("TUR",), exploitation=("forced_labor",)), Route("R2", (), ())])

    assert counts(gold, predicted, "route") == (1, 2, 2)


def test_missing_document_counts_as_missed() -> None:
    """What was not predicted lowers recall; what has no gold record does not count."""
    gold = document(fact(1))

    assert score([gold], [])["fact core"] == Score(0, 1, 0)
    assert score([gold], [replace(gold, doc_id="B")])["fact core"] == Score(0, 1, 0)


def test_rates_of_nothing() -> None:
    """Without gold or prediction the rates are 0, not an error."""
    assert Score().to_dict() == {"precision": 0.0, "recall": 0.0, "f1": 0.0, "gold": 0, "predicted": 0}
    assert Score(1, 4, 2).to_dict() == {"precision": 0.5, "recall": 0.25, "f1": 1 / 3, "gold": 4, "predicted": 2}


def test_evaluate_runs_the_pipeline(fake: Language) -> None:
    """The scores are of the pipeline's own output on the gold texts, told country and report year."""
    gold = Document(
        "A",
        "29 convicted",
        country="AZE",
        report_year=2018,
        entities=(Entity(0, 2, "STATISTIC"), Entity(3, 12, "ACTION")),
        facts=(Fact("F1", (0, 2), "convict", 29, "trafficker", years=(2017,), gender=("female", "male")),),
        routes=(Route("R1", ("AZE",), ("RUS", "TUR")),),
    )

    rows = evaluate(fake, [gold])

    assert rows["entity"] == Score(1, 2, 1)
    assert rows["fact full"] == Score(1, 1, 1)
    assert rows["route"] == Score(2, 2, 2)


@cache
def annotators_scorer() -> Any:
    """The module ../shared/annotation/score.py."""
    spec = importlib.util.spec_from_file_location("score", SHARED / "annotation" / "score.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@cache
def gold_documents() -> list[Document]:
    """The gold documents for scoring."""
    return list(read_documents(SHARED / "gold" / "dev.jsonl"))


def their_scores(gold: Sequence[Document], predicted: Sequence[Document]) -> dict[str, dict[str, float]]:
    """The scores by the annotators' scorer."""
    sides = ({one.doc_id: one.to_dict() for one in side} for side in (gold, predicted))
    scores: dict[str, dict[str, float]] = annotators_scorer().score(*sides)
    return scores


def our_scores(gold: Sequence[Document], predicted: Sequence[Document]) -> dict[str, dict[str, float]]:
    """The scores by ours, in the same form."""
    return {name: row.to_dict() for name, row in score(gold, predicted).items()}


@needs_shared
def test_gold_against_itself() -> None:
    """Gold is right against itself, by both scorers, read by either."""
    gold = gold_documents()
    raw = annotators_scorer().read(SHARED / "gold" / "dev.jsonl")

    assert our_scores(gold, gold) == their_scores(gold, gold) == annotators_scorer().score(raw, raw)
    assert score(gold, gold)["fact full"].f1 == 1


def damaged(document: Document, random: Random) -> Document:
    """*document* with entities, facts, slots and links dropped or altered, up to half of each."""
    rate = random.random() / 2

    def hit() -> bool:
        return random.random() < rate

    def alter(one: Fact) -> Fact:
        ids = [other.id for other in document.facts] + [None]
        start = max(0, one.anchor[0] + random.randint(-3, 3))
        changes: dict[str, Any] = {
            "anchor": (start, start + random.randint(1, 9)),
            "value": random.choice([None, 0, 1, one.value]),
            "value_max": random.choice([None, 7]),
            "action": random.choice(ACTIONS),
            "unit": random.choice(["case", "Victim", "man"]),
            "years": random.choice([(), (2016,), (2016, 2017)]),
            "qualifier": random.choice(["exact", "min"]),
            "gender": random.choice([(), ("female",), ("male", "female")]),
            "agency": random.choice([None, "the  Police", "courts", (one.agency or "").upper()]),
            "usd": random.choice([None, 5.0, one.usd]),
            "part_of": random.choice(ids),
            "compared_with": random.choice(ids),
        }
        return replace(one, **{name: value for name, value in changes.items() if hit()})

    facts = [alter(one) for one in document.facts if not hit()]
    facts += [replace(random.choice(facts), id=f"X{n}") for n in range(3) if facts and hit()]
    random.shuffle(facts)
    entities = [replace(one, label=random.choice(["UNIT", one.label])) for one in document.entities if not hit()]
    routes = [replace(one, destination=random.choice([(), ("TUR",), one.destination])) for one in document.routes]
    return replace(document, facts=tuple(facts), entities=tuple(entities), routes=tuple(routes))


@needs_shared
@settings(max_examples=30, deadline=None)
@given(st.integers(0, 2**32))
def test_damaged_predictions(seed: int) -> None:
    """On gold with facts, slots, entities and links dropped or altered both scorers give the same figures."""
    random = Random(seed)
    gold = random.sample(gold_documents(), 4)
    predicted = [damaged(one, random) for one in gold if random.random() < 0.9]

    assert our_scores(gold, predicted) == their_scores(gold, predicted)


@needs_shared
def test_pipeline_output(nlp: Language) -> None:
    """On the pipeline's own output both scorers give the same figures."""
    from tallies.evaluation import predict

    gold = gold_documents()[:4]
    predicted = list(predict(nlp, gold))

    assert our_scores(gold, predicted) == their_scores(gold, predicted)
