"""``tallies.render``."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import Any

import pytest
from spacy.language import Language

import tallies
from tallies.labels import ENTITY_LABELS
from tallies.records import Document, Entity
from tallies.rendering import COLORS, groups

TEXT = "<b>Courts</b> convicted 29 traffickers (28 in 2016), 20 for sex."


@pytest.fixture
def document(record) -> Document:  # type: ignore[no-untyped-def]
    """Two figures that are linked, one of which is the total of a third."""
    made: Document = record(
        TEXT,
        {
            "at": "29",
            "value": 29,
            "action": "convict",
            "unit": "trafficker",
            "compared_with": "F2",
            "agency_anchor": (3, 9),
        },
        {"at": "28", "value": 28, "action": "convict", "unit": "trafficker", "years": (2016,)},
        {"at": "20", "value": 20, "action": "convict", "unit": "trafficker", "part_of": "F1", "gender": ("male",)},
        entities=(Entity(3, 9, "AGENCY"), Entity(24, 26, "STATISTIC")),
    )
    return made


def test_entities_and_links(document: Document) -> None:
    """Entities are marked with their labels; figures stand as words with arcs to total, earlier figure and body."""
    html = tallies.render(document)

    assert html is not None
    assert html.count("<mark") == 2
    assert "29 traffickers" in html
    assert "convict 2017 male" in html
    assert [html.count(f">{label}<") for label in ("part of", "compared with", "by")] == [1, 1, 1]


def test_styles(document: Document) -> None:
    """Entities and links can be had alone; another style is an error."""
    entities, links = tallies.render(document, style="entities"), tallies.render(document, style="links")

    assert entities is not None
    assert links is not None
    assert ("<mark" in entities, "<svg" in entities) == (True, False)
    assert ("<mark" in links, "<svg" in links) == (False, True)
    with pytest.raises(ValueError, match='"all", "entities", "links"'):
        tallies.render(document, style="pie")  # type: ignore[arg-type]


def test_text_is_escaped(document: Document) -> None:
    """Markup of the text shows as text."""
    html = tallies.render(document)

    assert html is not None
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


def test_doc_of_the_pipeline(nlp: Language) -> None:
    """A Doc is shown like its record."""
    html = tallies.render(nlp("Courts convicted 29 traffickers in 2017."))

    assert html is not None
    assert "29 traffickers" in html
    assert ">by<" in html


def test_nothing_to_draw() -> None:
    """A text without links has no picture."""
    html = tallies.render(Document("D", "No figure."))

    assert html is not None
    assert "No figure." in html
    assert "<svg" not in html


def test_in_a_notebook(document: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a notebook the HTML is shown, and nothing is returned."""
    shown: list[Any] = []
    display = ModuleType("IPython.display")
    display.HTML = str  # type: ignore[attr-defined]
    display.display = shown.append  # type: ignore[attr-defined]
    monkeypatch.setitem(sys.modules, "IPython", ModuleType("IPython"))
    monkeypatch.setitem(sys.modules, "IPython.display", display)

    assert tallies.render(document, jupyter=True) is None
    (html,) = shown
    assert html.startswith('<div class="tallies">')
    assert "compared with" in html


def test_groups(document: Document) -> None:
    """Linked figures are one group in the order of the text; a link to nowhere makes none."""
    assert [[fact.id for fact in group] for group in groups(document.facts)] == [["F1", "F2", "F3"]]
    assert [len(group) for group in groups(document.facts[2:])] == [1]


def test_every_label_has_a_colour() -> None:
    """No two labels share a colour."""
    assert list(COLORS) == list(ENTITY_LABELS)
    assert len(set(COLORS.values())) == len(COLORS)
