"""What a person enters to a correction."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tallies.documents.corrections import Correction, Key, correct
from tallies.errors import RecordError
from tallies.records import Document, Fact
from tallies.viewing.edits import edit


def ask(
    document: Document,
    fact: Fact,
    verdict: str = "corrected",
    standing: dict[Key, Correction] | None = None,
    **changes: Any,
) -> Correction:
    """The correction of *fact* that a page would ask for."""
    request = {"key": [*fact.anchor, 1], "verdict": verdict, "fact": changes}
    return edit(document, standing or {}, request, "2026-01-01T00:00:00+00:00")


def test_changes_are_merged_into_the_reading(documents: list[Document]) -> None:
    """Fields that were not entered stay, None empties a field, lists are sorted, links become anchors."""
    document = documents[0]
    total, part, _, earlier = document.facts[:4]

    made = ask(document, part, value=21, agency=None, gender=["male", "female"], compared_with="F4")

    right = replace(part, value=21, agency=None, gender=("female", "male"), compared_with="F4")
    assert made == Correction(
        "Arcadia",
        part.anchor,
        "20",
        "corrected",
        1,
        part,
        1,
        right,
        total.anchor,
        earlier.anchor,
        "2026-01-01T00:00:00+00:00",
    )


def test_figure_can_be_said_to_be_not_reported(documents: list[Document]) -> None:
    """A value of None is stated, not left out."""
    assert ask(documents[0], documents[0].facts[0], value=None).fact.value is None  # type: ignore[union-attr]


def test_second_correction_builds_on_the_first(documents: list[Document]) -> None:
    """Confirming a corrected figure confirms the correction; the reading stays the pipeline's."""
    document, fact = documents[0], documents[0].facts[0]
    first = ask(document, fact, value=30)

    second = ask(document, fact, "confirmed", {first.key: first})

    assert (second.version, second.reading) == (2, fact)
    assert [f.value for f in correct(document, [second]).facts][:1] == [30]
    assert ask(document, fact, "withdrawn", {second.key: second}).fact is None


def test_link_to_a_struck_figure_is_dropped(documents: list[Document]) -> None:
    """A figure can be confirmed when the earlier one that it was set against has been struck out."""
    document = documents[0]
    gone = ask(document, document.facts[3], "struck")

    made = ask(document, document.facts[0], "confirmed", {gone.key: gone})

    assert made.fact == replace(document.facts[0], compared_with=None)
    assert made.earlier is None


def test_struck_figure_can_be_confirmed_again(documents: list[Document]) -> None:
    """Confirming after striking out confirms the reading."""
    document, fact = documents[0], documents[0].facts[1]
    gone = ask(document, fact, "struck")

    made = ask(document, fact, "confirmed", {gone.key: gone})

    assert (made.fact, made.version) == (fact, 2)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"id": "F9"}, "cannot be changed"),
        ({"anchor": [0, 1]}, "cannot be changed"),
        ({"action": "guess"}, "no action"),
        ({"value": "many"}, "not of type float"),
        ({"value": True}, "not of type float"),
        ({"value": float("nan")}, "no number"),
        ({"value": 5, "value_max": 4}, "below the lower"),
        ({"value": None, "value_max": 4}, "needs a lower end"),
        ({"qualifier": "nearly"}, "qualifier is none of"),
        ({"unit": "  "}, "unit is empty"),
        ({"years": [17]}, "four digits"),
        ({"years": [2018, 2017]}, "before the first"),
        ({"years": [2015, 2016, 2017]}, "one year"),
        ({"gender": ["women"]}, "'women' is no gender; choose from female, male."),
        ({"part_of": "F1"}, "no other figure F1"),
        ({"compared_with": "F99"}, "no other figure F99"),
    ],
    ids=lambda value: str(value) if isinstance(value, dict) else "",
)
def test_what_makes_no_fact_is_refused_with_a_sentence(
    documents: list[Document], changes: dict[str, Any], sentence: str
) -> None:
    """Nothing is written that could not be read again, or that links a figure to itself or to nothing."""
    with pytest.raises(RecordError, match=sentence):
        ask(documents[0], documents[0].facts[0], **changes)


@pytest.mark.parametrize("key", [None, [5], [5, 4, 1], [0, 10**9, 1], ["0", "2", "1"], [0, 3, 1]], ids=str)
def test_place_without_a_figure_is_refused(documents: list[Document], key: object) -> None:
    """A key that is no place, or where no figure stands, makes no correction."""
    with pytest.raises(RecordError, match=r"is no place|has no figure"):
        edit(documents[0], {}, {"key": key, "verdict": "struck"}, "")


def test_unknown_verdict_is_refused(documents: list[Document]) -> None:
    """A verdict is one of four."""
    with pytest.raises(RecordError, match="no verdict"):
        ask(documents[0], documents[0].facts[0], "doubted")
