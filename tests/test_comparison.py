"""What one pipeline changes against another: rows, intervals, changes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

import tallies
from tallies.comparison import Change, compare, contrast
from tallies.evaluation import Score
from tallies.records import Document, Entity, Route

TEXT = "Courts convicted 29 men. They freed 4 of them."
Record = Callable[..., Document]


@pytest.fixture
def gold(record: Record) -> Document:
    """Two facts, the second a part of the first."""
    document = record(
        TEXT,
        {"at": "29", "value": 29, "action": "convict", "unit": "man", "agency": "Courts"},
        {"at": "4", "value": 4, "action": "other", "unit": "man", "part_of": "F1"},
    )
    return replace(document, entities=(Entity(0, 6, "AGENCY"), Entity(17, 19, "STATISTIC")))


def test_same_output_is_no_change(gold: Document) -> None:
    """Two pipelines that read the same have no changes, and intervals of 0."""
    done = contrast([gold], [gold], [gold])

    assert done.changes == ()
    assert {(row.difference, row.low, row.high, row.clear) for row in done.rows.values()} == {(0.0, 0.0, 0.0, False)}
    assert done.rows["fact found"].a == done.rows["fact found"].b == Score(2, 2, 2)


def test_changes_of_slots_links_and_entities(gold: Document) -> None:
    """Each slot, link and entity that differs is one change in its sentence, judged by gold."""
    first, second = gold.facts
    a = replace(gold, facts=(replace(first, action="arrest"), second), entities=gold.entities[1:])
    b = replace(
        gold,
        facts=(replace(first, agency="the Courts"), replace(second, part_of=None)),
        entities=(Entity(0, 6, "OFFENDER"), gold.entities[1]),
    )

    done = contrast([gold], [a], [b])

    one, other = (0, 24), (25, 46)
    assert done.changes == (
        Change("Utopia", one, "entity", "Courts", "neither", None, "OFFENDER", "AGENCY"),
        Change("Utopia", one, "action", "29", "better", "arrest", "convict", "convict"),
        Change("Utopia", other, "part_of", "4", "worse", "29 [17]", None, "29 [17]"),
    )
    assert (done.rows["fact core"].a.right, done.rows["fact core"].b.right) == (1, 2)
    assert (done.rows["part_of"].difference, done.rows["entity STATISTIC"].difference) == (-1.0, 0.0)


def test_changes_of_figures(gold: Document) -> None:
    """A figure that one of the two has is a change: better where gold agrees, worse where it does not."""
    first, second = gold.facts
    spurious = replace(first, id="F9", anchor=(7, 16), value=0, agency=None)
    a, b = replace(gold, facts=(first, spurious)), replace(gold, facts=(first, replace(second, part_of="F1")))

    gains, losses = contrast([gold], [a], [b]).changes, contrast([gold], [b], [a]).changes

    assert gains == (
        Change("Utopia", (0, 24), "fact", "convicted", "better", "convict 0 men 2017", None, None),
        Change("Utopia", (25, 46), "fact", "4", "better", None, "other 4 men 2017", "other 4 men 2017"),
    )
    assert [change.verdict for change in losses] == ["worse", "worse"]


def test_changes_of_routes(gold: Document) -> None:
    """A route that only one has is a change in its sentence, told by its places."""
    route = Route("R1", ("AZE",), ("TUR", "RUS"), (), ("forced_labor",), ("man",), sentence=(25, 46))

    done = contrast([gold], [gold], [replace(gold, routes=(route,))])

    path = "AZE > TUR,RUS forced_labor,man"
    assert done.changes == (Change("Utopia", (25, 46), "route", path, "worse", None, path, None),)


def test_slot_of_a_figure_without_gold_is_judged_by_nothing(gold: Document) -> None:
    """Where gold has no such figure, neither reading of its slots is the better one."""
    empty = replace(gold, facts=())
    other = replace(gold, facts=(replace(gold.facts[0], unit="person"), gold.facts[1]))

    (change,) = contrast([empty], [gold], [other]).changes

    assert (change.kind, change.verdict, change.a, change.b, change.gold) == ("unit", "neither", "man", "person", None)


def test_interval_is_of_paired_documents(gold: Document) -> None:
    """B is right where A is wrong in every document: any draw of documents has the same difference."""
    documents = [replace(gold, doc_id=f"D{number}") for number in range(5)]
    wrong = [replace(one, facts=tuple(replace(fact, value=7) for fact in one.facts)) for one in documents]

    row = contrast(documents, wrong, documents).rows["fact found"]

    assert (row.a.f1, row.b.f1, row.low, row.high, row.clear) == (0.0, 1.0, 1.0, 1.0, True)


def test_interval_grows_with_what_differs_between_documents(gold: Document) -> None:
    """Better in one document and worse in another: the interval holds 0, and is the same for the same seed."""
    documents = [replace(gold, doc_id=f"D{number}") for number in range(4)]
    wrong = [replace(one, facts=()) for one in documents]
    a, b = [*wrong[:2], *documents[2:]], [*documents[:2], *wrong[2:]]

    rows = [contrast(documents, a, b, seed=seed).rows["fact found"] for seed in (3, 3)]

    assert rows[0] == rows[1]
    assert rows[0].low < 0 < rows[0].high
    assert not rows[0].clear


@given(st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=6))
def test_swapping_sides_mirrors_the_result(found: list[tuple[bool, bool]]) -> None:
    """A against B is B against A with the signs turned, whatever each has found."""
    documents = [
        Document(f"D{number}", "29 men", entities=(Entity(0, 2, "STATISTIC"),)) for number in range(len(found))
    ]
    a, b = (
        [one if has[side] else replace(one, entities=()) for one, has in zip(documents, found, strict=True)]
        for side in (0, 1)
    )

    there, back = contrast(documents, a, b, samples=100), contrast(documents, b, a, samples=100)

    for name, row in there.rows.items():
        other = back.rows[name]
        assert (row.a, row.b, row.difference) == (other.b, other.a, -other.difference)
        assert (row.low, row.high) == pytest.approx((-other.high, -other.low))
        assert row.low <= row.high
    turned = {"better": "worse", "worse": "better"}
    assert [turned[change.verdict] for change in there.changes] == [change.verdict for change in back.changes]
    assert len(there.changes) == sum(one != other for one, other in found)


def test_pipelines_are_run(fake: Language) -> None:
    """Both pipelines read the gold texts, told country and year."""
    gold = [Document("A", "29 men", country="AZE", report_year=2018, entities=(Entity(0, 2, "STATISTIC"),))]

    done = compare(tallies.blank(), fake, gold, samples=100)

    assert done.rows["entity STATISTIC"].a == Score(0, 1, 0)
    assert done.rows["entity STATISTIC"].b == Score(1, 1, 1)
    assert [change.kind for change in done.changes] == ["entity", "fact", "route"]


def test_nothing_to_compare_on() -> None:
    """Without gold documents there is nothing to say."""
    with pytest.raises(ValueError, match="no gold document"):
        contrast([], [], [])
