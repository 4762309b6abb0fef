"""Properties: what a format wrote is read back as the same record, whatever the text looks like."""

from __future__ import annotations

import tempfile
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from tallies.exchange.formats import FORMATS, losses
from tallies.exchange.graph import anchored
from tallies.labels import ACTIONS, AGES, ENTITY_LABELS, EXPLOITATIONS, GENDERS, QUALIFIERS, SECTIONS, STATUSES
from tallies.records import Document, Entity, Evidence, Fact, Offsets, Place, Route, Term

#: Words that offsets go wrong on: letters of two UTF-16 units, joined and combining ones, quotes, marks of the formats.
WORDS = (
    *(
        "Courts",
        "29",
        "1,200",
        "$40,000",
        "€5 million",
        "“no”",
        "labor’s",
        "Côte",
        "e\u0301t",
        "👩🏽\u200d🚒",
        "\U0001d538",
        "🐱",
    ),
    *("{29|STATISTIC}", "a|b", "\\", "\\n", "%20", "#", "-DOCSTART-", "<b>&amp;", '"q"', "T1", "U.S.", "end.", "Next"),
)
GAPS = (" ", "  ", "\t", "\n", "\r\n", "\n\n", "\r", " \u00a0", "\u2028", "\x0c", "", "\u200b")
NAMES = ("Gabon", "Côte d’Ivoire 2018", "a/b:c", "NAME#2", ".hidden", "100%", "🐱")


def some(values: tuple[str, ...], least: int = 0) -> st.SearchStrategy[tuple[str, ...]]:
    """A sorted choice of *values*."""
    return st.lists(st.sampled_from(values), unique=True, min_size=least, max_size=2).map(sorted).map(tuple)


NUMBERS = st.one_of(st.integers(0, 10**9), st.floats(0, 10**6, allow_nan=False, width=32))
OPTIONAL_TEXT = st.none() | st.sampled_from(("Ministry of Labor", "a, b", "“x”", "ñ"))


@st.composite
def spans(draw: st.DrawFn) -> tuple[str, list[Offsets]]:
    """A text, and places in it that do not overlap and begin and end with a letter."""
    text, found = draw(st.sampled_from(("", "\n", "\ufeff  ")) | st.just("")), []
    for _ in range(draw(st.integers(0, 12))):
        start = len(text)
        words = draw(st.lists(st.sampled_from(WORDS), min_size=1, max_size=3))
        for number, word in enumerate(words):
            text += (draw(st.sampled_from(GAPS)) if number else "") + word
        if draw(st.booleans()):
            cut = draw(st.integers(0, 1)) if len(text) - start > 1 and text[start + 1].strip() else 0
            found.append((start + cut, len(text)))
        text += draw(st.sampled_from(GAPS))
    return text, found


@st.composite
def facts(
    draw: st.DrawFn, number: int, text: str, entities: list[Entity], places: list[Offsets], ids: list[str]
) -> Fact:
    """One fact on one of *places*, linked to some of *ids*."""
    agencies = [entity for entity in entities if entity.label == "AGENCY"]
    money = [(entity.start, entity.end) for entity in entities if entity.label == "MONEY"]
    agent = draw(st.sampled_from(agencies)) if agencies and draw(st.booleans()) else None
    others = [identity for identity in ids if identity != ids[number]]
    link = st.none() | st.sampled_from(others) if others else st.none()
    dollars = draw(st.sampled_from(money)) if money and draw(st.booleans()) else None
    return Fact(
        id=ids[number],
        anchor=draw(st.sampled_from(places)),
        action=draw(st.sampled_from(ACTIONS)),
        value=draw(st.none() | NUMBERS),
        unit=draw(st.sampled_from(("case", "USD", "percent", "police officer", "año"))),
        value_max=draw(st.none() | NUMBERS),
        qualifier=draw(st.sampled_from(QUALIFIERS)),
        years=tuple(sorted(draw(st.lists(st.integers(1990, 2030), max_size=2)))),
        agency=None if agent is None else " ".join(text[agent.start : agent.end].split()),
        agency_anchor=(agent.start, agent.end) if agent and draw(st.booleans()) else None,
        agency_norm=draw(OPTIONAL_TEXT) if agent else None,
        exploitation=draw(some(EXPLOITATIONS)),
        gender=draw(some(GENDERS)),
        age=draw(some(AGES)),
        nationality=draw(some(("MLI", "TUN", "foreign"))),
        status=draw(some(STATUSES)),
        usd=None if dollars is None else draw(NUMBERS),
        usd_anchor=dollars,
        part_of=draw(link),
        compared_with=draw(link),
        section=draw(st.none() | st.sampled_from(SECTIONS)),
        sentence=draw(st.none() | st.just((0, len(text)))),
        term=draw(st.none() | st.builds(Term, shortest=st.just(12.0), life=st.booleans() | st.none())),
        evidence=draw(st.just(()) | st.just((Evidence("value", "numerals", 0.5),))),
        place=draw(st.none() | st.just("page 4")),
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    """A record with entities, facts that share anchors, links and routes, over a text full of traps."""
    text, found = draw(spans())
    norms = st.none() | st.sampled_from(("MLI", "USD", "Ministry, of | “Labor”"))
    entities = [Entity(*span, draw(st.sampled_from(ENTITY_LABELS)), draw(norms)) for span in found]
    made: list[Fact] = []
    routes = []
    if text.strip():
        start = len(text) - len(text.lstrip())
        places = [*found, (start, start + 1)]
        ids = [f"{number + 1}.{number}" for number in range(draw(st.integers(0, 5)))]
        made = [draw(facts(number, text, entities, places, ids)) for number in range(len(ids))]
        whole = (start, len(text.rstrip()))
        codes = some(("MLI", "TUN", "north_africa"), 1)
        via = some(("MLI", "TUN"))
        for number in range(draw(st.integers(0, 2))):
            who = draw(some(("man", "woman")))
            kind = draw(some(EXPLOITATIONS))
            sentence = draw(st.none() | st.just(whole))
            routes.append(Route(f"9.{number}", draw(codes), draw(codes), draw(via), kind, who, sentence))
    return Document(
        draw(st.sampled_from(NAMES)),
        text,
        draw(st.none() | st.just("GAB")),
        draw(st.none() | st.just(2018)),
        draw(st.none() | st.just("2 Watch List")),
        tuple(entities),
        tuple(made),
        tuple(routes),
        places=draw(st.just(()) | st.just((Place(0, "page 1"),))),
    )


def ordered(document: Document) -> Document:
    """*document* with facts and routes by id, for a form that has an order of its own."""
    by_id = sorted(document.facts, key=lambda fact: fact.id), sorted(document.routes, key=lambda route: route.id)
    return replace(document, facts=tuple(by_id[0]), routes=tuple(by_id[1]))


def there_and_back(name: str, given_: Document) -> tuple[Document, list[str]]:
    """*given_* written and read again, and what reading left out."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        FORMATS[name].write([given_], path)
        (read,), notes = FORMATS[name].read(path)
    return read, notes


QUICK = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.too_slow])


@pytest.mark.parametrize("name", ["jsonl", "docbin"])
@given(document=documents())
@QUICK
def test_our_own_and_spacys_form_give_back_the_record(name: str, document: Document) -> None:
    """JSON lines and DocBin hold a record as it is."""
    assert losses(name, [document]) == []
    assert there_and_back(name, document) == (document, [])


@pytest.mark.parametrize("name", ["prodigy", "labelstudio", "brat", "doccano", "xmi"])
@given(document=documents())
@QUICK
def test_a_tools_form_gives_back_the_record_with_agencies_tied(name: str, document: Document) -> None:
    """A tool's form holds every slot, link and offset; acting agencies come back with their mention."""
    assert there_and_back(name, document) == (anchored(document), [])


@given(document=documents())
@QUICK
def test_marks_give_back_what_they_say_that_they_hold(document: Document) -> None:
    """Inline marks hold the record, but for the order of facts, or say why not."""
    assume(not losses("marks", [document]))
    read, notes = there_and_back("marks", document)
    assert notes == []
    assert ordered(read) == ordered(document)


@given(document=documents())
@QUICK
def test_columns_give_back_entities_and_announce_the_rest(document: Document) -> None:
    """CoNLL holds text, labels and offsets; it says so if there is anything else."""
    read, notes = there_and_back("conll", document)
    plain = tuple(Entity(entity.start, entity.end, entity.label) for entity in document.entities)
    assert (read, notes) == (Document(document.doc_id, document.text, entities=plain), [])
    assert bool(losses("conll", [document])) == (read != document)
