"""Entities and links as HTML, for notebooks: :func:`render`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, Final, Literal

from spacy import displacy
from spacy.tokens import Doc
from spacy.util import is_in_jupyter

from tallies import extensions
from tallies.labels import ENTITY_LABELS
from tallies.records import Document, Fact, figure, plural

Style = Literal["all", "entities", "links"]

#: Tints of the colours of Okabe and Ito, light enough for black text; near labels differ in lightness.
_TINTS: Final = (
    "#9fd3f2",
    "#f7c66b",
    "#f2e86b",
    "#7fd0b5",
    "#c9ebdf",
    "#b3e0d2",
    "#f0b48a",
    "#e9a3c9",
    "#fbe3b5",
    "#d8d8d8",
    "#f6d2e4",
    "#cfe8f7",
    "#e8e8d0",
    "#bcbcbc",
)
COLORS: Final = dict(zip(ENTITY_LABELS, _TINTS, strict=True))


def render(doc: Doc | Document, *, style: Style = "all", jupyter: bool | None = None) -> str | None:
    """The entities of *doc* coloured by label, and its linked figures with arcs between them.

    An arc leads from a part to its total, from a figure to the earlier one that it is set against, and from
    a figure to the body that acted.

    doc (Doc | Document): what the pipeline gave, or a record.
    style (str): "all", or only "entities" or "links".
    jupyter (bool | None): show it in the notebook and give None; if None, as it is run in a notebook or not.
    RETURNS (str | None): HTML; text is escaped.
    Raises ValueError for another *style*.
    """
    if style not in ("all", "entities", "links"):
        raise ValueError(f'style is {style!r}; choose from "all", "entities", "links".')
    document = extensions.document(doc, "") if isinstance(doc, Doc) else doc
    pieces: list[str] = []
    if style != "links":
        pieces.append(_html(_entities(document), "ent", {"colors": COLORS}))
    if style != "entities":
        options = {"compact": True, "distance": 190, "offset_x": 110, "word_spacing": 35}
        pieces += [_html(picture, "dep", options) for picture in _pictures(document)]
    html = '<div class="tallies">' + "\n".join(pieces) + "</div>"
    if jupyter or (jupyter is None and is_in_jupyter()):
        from IPython.display import HTML, display

        display(HTML(html))
        return None
    return html


def _html(data: dict[str, Any], style: str, options: dict[str, Any]) -> str:
    return displacy.render(data, style=style, manual=True, jupyter=False, options=options)


def _entities(document: Document) -> dict[str, Any]:
    ents = [{"start": e.start, "end": e.end, "label": e.label} for e in document.entities]
    return {"text": document.text, "ents": ents, "title": None}


def _pictures(document: Document) -> Iterator[dict[str, Any]]:
    """What displaCy draws for each group of linked figures, in the order of the text."""
    for group in groups(document.facts):
        words = sorted({place for fact in group for place in (fact.anchor, fact.agency_anchor) if place})
        by_anchor = {fact.anchor: fact for fact in group}
        by_id = {fact.id: fact for fact in group}
        arcs = []
        for fact in group:
            for name, label in (("part_of", "part of"), ("compared_with", "compared with")):
                other = by_id.get(getattr(fact, name) or "")
                if other is not None:
                    arcs.append(_arc(words.index(fact.anchor), words.index(other.anchor), label))
            if fact.agency_anchor:
                arcs.append(_arc(words.index(fact.anchor), words.index(fact.agency_anchor), "by"))
        if any(arcs):
            drawn = [_word(document, by_anchor.get(place), place) for place in words]
            yield {"words": drawn, "arcs": [arc for arc in arcs if arc], "title": None}


def groups(facts: tuple[Fact, ...]) -> list[list[Fact]]:
    """The facts that are linked with each other, directly or by others; a fact alone is a group."""
    group_of = {fact.id: [fact] for fact in facts}
    for fact in facts:
        for other in (fact.part_of, fact.compared_with):
            one, two = group_of[fact.id], group_of.get(other or "")
            if two is not None and one is not two:
                one.extend(two)
                group_of.update((member.id, one) for member in two)
    unique = {id(group): group for group in group_of.values()}
    return [sorted(group, key=lambda fact: fact.anchor) for group in unique.values()]


def _arc(start: int, end: int, label: str) -> dict[str, Any] | None:
    """An arc with its head at *end*; None from a word to itself."""
    if start == end:
        return None
    low, high = sorted((start, end))
    return {"start": low, "end": high, "label": label, "dir": "left" if end == low else "right"}


def _word(document: Document, fact: Fact | None, place: tuple[int, int]) -> dict[str, str]:
    if fact is None:
        return {"text": " ".join(document.text[slice(*place)].split()), "tag": "AGENCY"}
    values = [*fact.exploitation, *fact.gender, *fact.age, *fact.nationality, *fact.status]
    tag = " ".join([fact.action, "-".join(map(str, fact.years)), *values]).replace("_", " ")
    return {"text": f"{figure(fact)} {plural(fact.unit, fact.value)}", "tag": " ".join(tag.split())}
