"""Adjectives whose noun is left out: "66 *female* and five male victims", "12 Indian victims, five *Nepali*"."""

from __future__ import annotations

from functools import cache
from itertools import pairwise

from tallies import lexicons
from tallies.linking.figures import Figure, unit_of
from tallies.linking.view import Item
from tallies.tagging.attributes import attributes

#: Adjectives of people in the singular; where more than one are counted they are no nouns.
_OF_PEOPLE = frozenset(("female", "male", "foreign", "domestic", "adult", "child", "minor"))
#: Those that are nouns too: "one child and three adults".
_NOUNS = frozenset(("adult", "child", "minor"))


def resolve(figures: list[Figure]) -> None:
    """Give each figure of a sentence that an adjective follows the noun behind it, or leave it to be carried over.

    The adjective becomes the figure's predicate, so that what it says of the people is kept.
    """
    for row in _rows(figures):
        places = [_adjective(figure) for figure in row]
        certain = any(place is not None and _certain(figure, place) for figure, place in zip(row, places, strict=True))
        for n, (figure, place) in enumerate(zip(row, places, strict=True)):
            if place is None:
                continue
            shared = _behind(row[n + 1 :], places[n + 1 :])
            if shared is None and not certain and not _follows_people(row[:n], places[:n], figure, place):
                continue
            figure.predicate, figure.own = place, False
            figure.noun = shared
            figure.unit = unit_of(figure.sentence.items[shared]) if shared is not None else ""


def _rows(figures: list[Figure]) -> list[list[Figure]]:
    """The counts in lists: each joined to the next by nothing but its phrase, commas and "and"."""
    rows: list[list[Figure]] = [[figure] for figure in figures[:1]]
    for one, other in pairwise(figures):
        between = one.sentence.items[one.after() : other.at]
        skipped = 1 if one.noun is None and between and between[0].kind == "w" else 0
        joined = all(item.kind in ",&" for item in between[skipped:]) and len(between) > skipped
        if joined and one.kind == other.kind == "count":
            rows[-1].append(other)
        else:
            rows.append([other])
    return rows


def _adjective(figure: Figure) -> int | None:
    """The item of the adjective right behind *figure* that stands alone; None if a noun does, or nothing."""
    items = figure.sentence.items
    at = figure.noun if figure.noun is not None else figure.at + 1
    if figure.kind != "count" or at >= len(items) or at != figure.at + 1:
        return None
    item = items[at]
    if item.text in _OF_PEOPLE and item.kind in "wV":
        return at if figure.value != 1 or item.text not in _NOUNS else None
    return at if item.kind == "N" and item.text not in _plurals() else None


def _certain(figure: Figure, at: int) -> bool:
    """Whether the item at *at* can be no noun: "132 Nigerian", "39 female"; not "three Vietnamese"."""
    item = figure.sentence.items[at]
    if figure.value == 1:
        return False
    return item.text in _OF_PEOPLE or f"{item.text}s" in _plurals()


def _behind(row: list[Figure], places: list[int | None]) -> int | None:
    """The noun that an adjective shares with the figures behind it in its row."""
    for figure, place in zip(row, places, strict=True):
        if place is not None:
            continue
        noun = figure.noun_item()
        told = noun is not None and figure.own and noun.kind in "VOU" and _tells_people(figure, noun)
        return figure.noun if told else None
    return None


def _follows_people(row: list[Figure], places: list[int | None], figure: Figure, at: int) -> bool:
    """Whether the row opens with a noun and an adjective of the same kind: "12 Indian victims, five *Nepali*"."""
    noun = row[0].noun_item() if row and places[0] is None else None
    if noun is None or not row[0].own or noun.kind not in "VO":
        return False
    said = attributes(f"{figure.sentence.raw(figure.sentence.items[at])} victims")
    return not attributes(row[0].sentence.raw(noun)).keys().isdisjoint(said)


def _tells_people(figure: Figure, noun: Item) -> bool:
    """Whether a phrase has an adjective of people of its own: "seven *Bangladeshi* defendants"."""
    return not attributes(figure.sentence.raw(noun)).keys().isdisjoint(("gender", "age", "nationality"))


@cache
def _plurals() -> frozenset[str]:
    return frozenset(row["form"].lower() for row in lexicons.rows("country") if row["kind"] == "people")
