"""Which sentences are suggested, in what order, and as what they are written."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tallies
from tallies.components.spans import OPEN
from tallies.documents.jsonl import read_documents
from tallies.exchange.labelstudio import configuration, read_labelstudio
from tallies.records import Column, Document, Entity, Evidence, Fact
from tallies.training.suggest import Doubt, Suggestion, suggest, tagger_doubts, write_suggestions

TEXT = "Police found 5 girls. Courts convicted 9 men. They freed 4 women. A ministry trained 7 nurses."
Record = Callable[..., Document]


def evidence(**confidences: float) -> tuple[Evidence, ...]:
    """One piece of evidence a slot, each by a rule of its own."""
    return tuple(Evidence(slot, f"rule of {slot}", confidence) for slot, confidence in confidences.items())


@pytest.fixture
def document(record: Record) -> Document:
    """Four sentences: sure, doubtful in one slot, doubtful in two, doubtful in one."""
    return record(
        TEXT,
        {"at": "5", "value": 5, "unit": "girl", "evidence": evidence(action=0.99)},
        {"at": "9", "value": 9, "unit": "man", "evidence": evidence(years=0.6)},
        {"at": "4", "value": 4, "unit": "woman", "evidence": evidence(agency=0.5, unit=0.7)},
        {"at": "7", "value": 7, "unit": "nurse", "evidence": evidence(action=0.3, agency=0.95)},
    )


def texts(suggestions: list[Suggestion]) -> list[str]:
    return [one.document.text for one in suggestions]


def test_most_slots_in_doubt_come_first(document: Document) -> None:
    """The order is that of the slots likely to be wrong by words; a sentence without a doubtful link is none."""
    found = suggest([document], 10)

    assert texts(found) == ["They freed 4 women.", "A ministry trained 7 nurses.", "Courts convicted 9 men."]
    assert [round(one.worth, 6) for one in found] == [20.0, 15.0, 10.0]
    assert found[0].reasons == (
        'agency of "4" by the rule rule of agency: confidence 0.50',
        'unit of "4" by the rule rule of unit: confidence 0.70',
    )


def test_limit(document: Document) -> None:
    """No more passages than asked for."""
    assert texts(suggest([document], 1)) == ["They freed 4 women."]
    assert suggest([], 5) == []


def test_conflict_with_a_check_makes_a_sentence_worth_while(record: Record) -> None:
    """Sure links that do not fit are suggested, with the check's words; parts and total are one passage."""
    sure = evidence(action=1.0)
    document = record(
        "It found 9 victims. There were 4 women and 6 men. It opened 3 houses.",
        {"at": "9", "value": 9, "evidence": sure},
        {"at": "4", "value": 4, "gender": ("female",), "part_of": "F1", "evidence": sure},
        {"at": "6", "value": 6, "gender": ("male",), "part_of": "F1", "evidence": sure},
        {"at": "3", "value": 3, "action": "operate", "unit": "shelter", "evidence": sure},
    )

    (found,) = suggest([document], 10)

    assert found.document.text == "It found 9 victims. There were 4 women and 6 men."
    assert found.worth == 12.5
    assert found.reasons == ("sum: The parts 4 + 6 come to 10, 1 more than their total 9.",)


def test_one_doubt_does_not_fill_the_list(record: Record) -> None:
    """A rule that was chosen counts less the next time, so that another doubt comes before its like."""
    document = record(
        "It found 2 men. It found 3 men. It freed 4 men.",
        {"at": "2", "value": 2, "evidence": (Evidence("years", "often", 0.3),)},
        {"at": "3", "value": 3, "evidence": (Evidence("years", "often", 0.3),)},
        {"at": "4", "value": 4, "evidence": (Evidence("agency", "seldom", 0.5),)},
    )

    assert texts(suggest([document], 3)) == ["It found 2 men.", "It freed 4 men.", "It found 3 men."]


def test_numbers_left_unread(record: Record) -> None:
    """A number in no entity and no fact is a doubt, a "no" the weightier one; a sentence with nothing else will do."""
    document = record(
        "In 2017 it held 5 men. They freed 8. No trial was held. It has 3 houses on 2 hills.",
        {"at": "5", "value": 5, "evidence": evidence(action=1.0)},
    )
    document = replace(document, entities=(*document.entities, Entity(3, 7, "PERIOD")))

    found = suggest([document], 5)

    assert [(one.document.text, round(one.worth, 3), one.reasons) for one in found] == [
        ("No trial was held.", 10.0, ('"No" is in no figure',)),
        ("They freed 8.", 1.667, ('"8" is in no figure',)),
        ("It has 3 houses on 2 hills.", 1.429, ('"3" is in no figure', '"2" is in no figure')),
    ]


def test_doubts_of_the_tagger(document: Document) -> None:
    """What a trained tagger doubts counts with the links of its sentence, or makes a sentence worth while alone."""
    police, nurses = (
        Doubt((0, 6), ("entity", "AGENCY"), 0.6, "Police?"),
        Doubt((87, 93), ("entity", ""), 0.4, "nurses?"),
    )
    asked = []

    def tagged(one: Document) -> list[Doubt]:
        asked.append(one)
        return [police, nurses]

    found = suggest([document], 2, tagged=tagged)

    assert asked == [document]
    assert [(one.document.text, round(one.worth, 3)) for one in found] == [
        ("A ministry trained 7 nurses.", 23.0),
        ("They freed 4 women.", 20.0),
    ]
    assert found[0].reasons == ('action of "7" by the rule rule of action: confidence 0.30', "nurses?")
    assert texts(suggest([document], 9, tagged=tagged))[2] == "Police found 5 girls."


def test_a_pipeline_is_asked_for_its_doubts() -> None:
    """The tagger of a pipeline says what it doubts as the text comes to it; the rules alone have no tagger."""
    nlp = tallies.blank()
    for name in ("tallies_sentences", "tallies_victim_category", "tallies_resolve"):
        nlp.add_pipe(name)
    assert tagger_doubts(nlp) is None

    nlp.add_pipe("tallies_spans", config={"model": {"rows": 16}, "lean": dict.fromkeys(OPEN, 0.0)})
    nlp.initialize()
    doubts = tagger_doubts(nlp)
    assert doubts is not None
    chance = 1 / (1 + 2 * len(OPEN))
    assert [(d.span, d.rule, round(d.wrong, 4), d.reason) for d in doubts(Document("D", "Girls\nfled"))] == [
        (
            (0, 5),
            ("entity", ""),
            round(1 - chance, 4),
            f'no entity in "Girls" by the trained tagger: confidence {chance:.2f}',
        ),
        (
            (6, 10),
            ("entity", ""),
            round(1 - chance, 4),
            f'no entity in "fled" by the trained tagger: confidence {chance:.2f}',
        ),
    ]


def test_passage_holds_what_its_figures_are_linked_to(record: Record) -> None:
    """The passage reaches to agency and total, is a document of its own, and says where it comes from."""
    text = "Intro. Police met. They found 9 men. All came by sea. Of them 4 stayed. End."
    document = record(
        text,
        {"at": "9", "value": 9, "agency": "Police", "agency_anchor": (7, 13), "evidence": evidence(action=0.9)},
        {"at": "4", "value": 4, "part_of": "F1", "evidence": evidence(part_of=0.4)},
        tier="2",
    )
    document = replace(document, entities=(Entity(0, 5, "AGENCY"), Entity(7, 13, "AGENCY")))

    (found,) = suggest([document], 5)

    reason = 'part_of of "4" by the rule rule of part_of: confidence 0.40'
    total, part = document.facts
    assert found.document == Document(
        "Utopia@7",
        "Police met. They found 9 men. All came by sea. Of them 4 stayed.",
        country="UTO",
        report_year=2018,
        tier="2",
        entities=(Entity(0, 6, "AGENCY"),),
        facts=(
            replace(total, anchor=(23, 24), agency_anchor=(0, 6)),
            replace(part, anchor=(part.anchor[0] - 7, part.anchor[1] - 7)),
        ),
        offset=7,
        columns=(Column("document", "Utopia"), Column("reason", reason)),
    )


def test_label_studio_tasks(document: Document, tmp_path: Path) -> None:
    """Tasks have predictions, the reason and the model; the configuration is beside; they come back as records."""
    found = suggest([document], 2)
    write_suggestions(found, tmp_path / "tasks.json", "labelstudio", model_version="mine")

    tasks = json.loads((tmp_path / "tasks.json").read_text())
    assert [task["data"]["reason"] for task in tasks] == ["; ".join(one.reasons) for one in found]
    assert [task["predictions"][0]["model_version"] for task in tasks] == ["mine", "mine"]
    assert [task["predictions"][0]["score"] for task in tasks] == [0.5, 0.3]
    assert (tmp_path / "tasks.xml").read_text() == configuration()
    again, notes = read_labelstudio(tmp_path / "tasks.json")
    assert (again, notes) == ([one.document for one in found], [])


def test_other_formats(document: Document, tmp_path: Path) -> None:
    """Every format that documents can be converted to will do."""
    found = suggest([document], 2)
    write_suggestions(found, tmp_path / "tasks.jsonl", "jsonl", model_version="")

    assert list(read_documents(tmp_path / "tasks.jsonl")) == [one.document for one in found]


@st.composite
def linked(draw: st.DrawFn) -> Document:
    """Sentences of one figure each, with random confidences and links to other figures."""
    count = draw(st.integers(1, 8))
    text = " ".join(f"They found {number} men." for number in range(count))
    facts = []
    for number in range(count):
        start = text.index(f" {number} ") + 1
        link = draw(st.none() | st.integers(0, count - 1).filter(lambda other, me=number: other != me))
        facts.append(
            Fact(
                id=f"F{number}",
                anchor=(start, start + 1),
                action="identify",
                value=number,
                unit="man",
                compared_with=None if link is None else f"F{link}",
                evidence=evidence(compared_with=draw(st.sampled_from((0.1, 0.5, 1.0)))),
            )
        )
    return Document("D", text, facts=tuple(facts))


@given(linked(), st.integers(1, 8))
def test_passages_are_apart_and_whole(document: Document, limit: int) -> None:
    """Passages are cut out of the text, do not overlap, keep each link, and are no more than asked for."""
    found = suggest([document], limit)

    assert len(found) <= limit
    taken: set[int] = set()
    links = {fact.id: fact.compared_with for fact in document.facts}
    for one in found:
        start = one.document.offset or 0
        assert document.text[start : start + len(one.document.text)] == one.document.text
        place = set(range(start, start + len(one.document.text)))
        assert not place & taken
        taken |= place
        assert {fact.id: fact.compared_with for fact in one.document.facts} == {
            fact.id: links[fact.id] for fact in one.document.facts
        }
