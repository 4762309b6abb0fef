"""The records as plain data and back."""

from __future__ import annotations

import json
from dataclasses import FrozenInstanceError, replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallies.errors import RecordError
from tallies.labels import ACTIONS, ENTITY_LABELS, QUALIFIERS
from tallies.records import Comparison, Document, Entity, Evidence, Fact, Route, Term, compare

WORDS = st.text(min_size=1, max_size=8)
OFFSETS = st.tuples(st.integers(0, 99), st.integers(0, 99))
NUMBERS = st.integers(0, 10**9) | st.floats(0, 1e9)
LISTS = st.lists(WORDS, max_size=3).map(tuple)
MAYBE = {
    "number": st.none() | NUMBERS,
    "word": st.none() | WORDS,
    "offsets": st.none() | OFFSETS,
    "flag": st.none() | st.booleans(),
}

FACTS = st.builds(
    Fact,
    id=WORDS,
    anchor=OFFSETS,
    action=st.sampled_from(ACTIONS),
    value=MAYBE["number"],
    unit=WORDS,
    value_max=MAYBE["number"],
    qualifier=st.sampled_from(QUALIFIERS),
    years=st.lists(st.integers(1900, 2100), max_size=2).map(tuple),
    agency=MAYBE["word"],
    exploitation=LISTS,
    gender=LISTS,
    age=LISTS,
    nationality=LISTS,
    status=LISTS,
    usd=MAYBE["number"],
    usd_anchor=MAYBE["offsets"],
    part_of=MAYBE["word"],
    compared_with=MAYBE["word"],
    agency_norm=MAYBE["word"],
    agency_anchor=MAYBE["offsets"],
    section=MAYBE["word"],
    sentence=MAYBE["offsets"],
    term=st.none() | st.builds(Term, MAYBE["number"], MAYBE["number"], MAYBE["flag"], MAYBE["flag"]),
    evidence=st.lists(st.builds(Evidence, WORDS, WORDS, st.floats(0, 1)), max_size=2).map(tuple),
)
DOCUMENTS = st.builds(
    Document,
    doc_id=WORDS,
    text=st.text(),
    country=MAYBE["word"],
    report_year=st.none() | st.integers(1900, 2100),
    tier=MAYBE["word"],
    entities=st.lists(
        st.builds(Entity, st.integers(0, 99), st.integers(0, 99), st.sampled_from(ENTITY_LABELS), MAYBE["word"])
    ).map(tuple),
    facts=st.lists(FACTS, max_size=3).map(tuple),
    routes=st.lists(st.builds(Route, WORDS, LISTS, LISTS, LISTS, LISTS, LISTS, MAYBE["offsets"]), max_size=2).map(
        tuple
    ),
)

FACT = Fact(id="F1", anchor=(0, 2), action="convict", value=29, unit="trafficker")


@given(DOCUMENTS)
def test_documents_come_back_from_json(document: Document) -> None:
    """A document through its dict and JSON is the document that it was."""
    assert Document.from_dict(json.loads(json.dumps(document.to_dict()))) == document


@given(DOCUMENTS)
def test_dict_has_no_absent_values(document: Document) -> None:
    """What is unknown is left out of the dict, but for the value of a figure that was not reported."""
    for fact in document.to_dict()["facts"]:
        assert "value" in fact
        assert [key for key, value in fact.items() if value in (None, []) and key != "value"] == []


def test_comparison_comes_back() -> None:
    """A comparison is plain data as well."""
    (comparison,) = compare((replace(FACT, compared_with="F2"), replace(FACT, id="F2", value=28, years=(2016,))))

    assert Comparison.from_dict(comparison.to_dict()) == comparison


def test_records_are_frozen() -> None:
    """A record cannot be changed."""
    with pytest.raises(FrozenInstanceError):
        FACT.value = 30  # type: ignore[misc]


def test_fields_of_later_versions_are_ignored() -> None:
    """A record with fields that this version does not know is read."""
    assert Fact.from_dict(FACT.to_dict() | {"mood": "subjunctive"}) == FACT


@pytest.mark.parametrize(
    "change",
    [
        {"action": "ponder"},
        {"anchor": [0]},
        {"anchor": [0, "2"]},
        {"anchor": None},
        {"value": "29"},
        {"value": True},
        {"unit": None},
        {"years": 2017},
        {"years": [2017.5]},
        {"evidence": [{"slot": "value"}]},
    ],
    ids=str,
)
def test_wrong_form_is_refused(change: dict[str, object]) -> None:
    """A value of another type or vocabulary raises RecordError."""
    with pytest.raises(RecordError):
        Fact.from_dict(FACT.to_dict() | change)


@pytest.mark.parametrize("data", [None, [], {}, {"id": "F1"}], ids=str)
def test_what_is_no_record_is_refused(data: object) -> None:
    """What is no object, or lacks a field, raises RecordError."""
    with pytest.raises(RecordError):
        Fact.from_dict(data)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("later", "earlier", "sentence", "difference", "percent"),
    [
        ({}, {}, "convicted 29 traffickers in 2017 vs 28 in 2016", 1, 100 / 28),
        ({"value": 1}, {"value": 0}, "convicted 1 trafficker in 2017 vs 0 in 2016", 1, None),
        ({}, {"value": None}, "convicted 29 traffickers in 2017 vs not reported in 2016", None, None),
        ({"value": None}, {}, "convicted an unreported number of traffickers in 2017 vs 28 in 2016", None, None),
        ({"years": ()}, {"years": ()}, "convicted 29 traffickers vs 28", 1, 100 / 28),
        (
            {"qualifier": "min", "value": 1200},
            {},
            "convicted at least 1,200 traffickers in 2017 vs 28 in 2016",
            1172,
            None,
        ),
        ({}, {"unit": "case"}, "convicted 29 traffickers in 2017 vs 28 cases in 2016", 1, 100 / 28),
        ({"years": (2015, 2017)}, {}, "convicted 29 traffickers in 2015-2017 vs 28 in 2016", 1, 100 / 28),
    ],
)
def test_comparison_in_words(
    later: dict[str, object], earlier: dict[str, object], sentence: str, difference: float | None, percent: float | None
) -> None:
    """A comparison says itself in a sentence and computes difference and percent change where both are known."""
    one = replace(FACT, **{"years": (2017,), "compared_with": "F2", **later})  # type: ignore[arg-type]
    other = replace(FACT, **{"id": "F2", "value": 28, "years": (2016,), **earlier})  # type: ignore[arg-type]

    (comparison,) = compare((one, other))

    assert comparison.sentence == sentence
    assert comparison.difference == difference
    if percent is None and difference is not None and other.value:
        percent = 100 * difference / other.value
    assert comparison.percent_change == percent


def test_link_to_nowhere_is_no_comparison() -> None:
    """A figure set against one that is not there makes no comparison."""
    assert list(compare((replace(FACT, compared_with="F9"),))) == []
