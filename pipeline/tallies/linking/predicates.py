"""What a clause says of counted people behind "were": "nine were *women*", "all were *foreign*"."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tallies import labels
from tallies.linking.figures import ADJECTIVES, Figure, unit_of
from tallies.linking.view import Item, Sentence
from tallies.tagging.attributes import attributes


def said_of(figure: Figure) -> int | None:
    """The item that says who the counted people are, if one does: "eight victims were *men*", "nine victims, all
    *women*", "four adults who were *victims of forced labor*"."""
    items = figure.sentence.items
    if figure.at > 1 and items[figure.at - 1].text == "but" and items[figure.at - 2].text == "all":
        return None  # "all but nine were women": the nine were not
    if figure.predicate is not None:
        return figure.predicate
    noun = figure.noun_item()
    row = _ALL.match(figure.sentence.letters, figure.at + 1) if figure.value is not None and not figure.own else None
    if row is not None and items[row.end() - 2].text in ("all", "both"):
        return row.end() - 1  # "three in 2016 (all trafficking victims)"
    people = noun is not None and (noun.kind in "VON" or (figure.kind == "percent" and noun.kind == "U"))
    if noun is None or not figure.own or not people or figure.value is None:
        return None
    if figure.at > 1 and items[figure.at - 1].text in ("the", "these", "those") and items[figure.at - 2].text == "of":
        return None  # "10 of the 20 victims were children": the 20 were not
    i = figure.after()
    if i + 1 < len(items) and items[i].text in ("who", "that") and items[i + 1].kind == "b":
        i += 1
    elif i + 1 < len(items) and items[i].kind in ",(-" and items[i + 1].text in ("all", "both"):
        i += 2
        if i + 1 < len(items) and items[i].text == "of" and items[i + 1].text in ("whom", "them"):
            i += 2
            return _noun_of_predicate(items, i + 1) if i < len(items) and items[i].kind == "b" else None
        return i if i < len(items) and items[i].kind in "VN" and not _goes_on(items, i + 1) else None
    # "6,000 minors in Italy *were victims of sex trafficking*", "64 percent of clients served *were victims*"
    if i + 1 < len(items) and items[i].kind == "v" and items[i].form == "past":
        i += 1
    if i + 2 < len(items) and items[i].text in ("in", "from", "by") and items[i + 1].kind in "CPRA":
        i += 2
    if i < len(items) and items[i].kind == "b":
        return _noun_of_predicate(items, i + 1)
    return None


#: From behind a figure to what is said of all of it.
_ALL = re.compile(r"(?:wP)?[(-]wV")


def _goes_on(items: list[Item], at: int) -> bool:
    """Whether the phrase before item *at* is the subject of a further clause."""
    return at < len(items) and items[at].kind in "bhdmv"


def _noun_of_predicate(items: list[Item], at: int) -> int | None:
    """The people or the adjective behind "were" at item *at*, if nothing but such words stands between."""
    while at < len(items) and items[at].text in ("all", "both", "also", "mostly", "the"):
        at += 1
    if at < len(items) and (items[at].kind in "VN" or items[at].text in ADJECTIVES):
        return at
    return None


def read(sentence: Sentence, at: int) -> dict[str, tuple[str, ...]]:
    """The attributes that the item at *at* tells of the people of whom it is said."""
    item = sentence.items[at]
    if item.kind == "N":
        return {"nationality": (item.norm,)} if len(item.norm) == 3 else {}
    if item.kind == "w":
        # "three were foreign": read as "foreign victims" would be.
        return attributes(f"{item.text} victims")
    return attributes(sentence.raw(item))


#: From behind "all" to who they were: "of them were men", "victims were female".
_WHOLE = re.compile(r"(?:w{1,2}|w{0,2}[VON])?b([VNw])(?=[.;,]|$)")
_ALL_OF = frozenset(("all", "both"))
_PARTITIVE = frozenset(("of", "the", "these", "those", "them", "whom", "identified"))


def of_all(sentence: Sentence, start: int, figures: Sequence[Figure]) -> None:
    """Give the last total what is said of all of it: "identified 29 victims; *all were men*".

    What the next sentence says of all of them is not added to the figure: annotators do not either.

    start (int): the item that begins the statement; figures: those before it.
    """
    items = sentence.items
    if start >= len(items) or items[start].text not in _ALL_OF:
        return
    match = _WHOLE.match(sentence.letters, start + 1)
    if match is None:
        return
    said = match.start(1)
    subject = items[start + 1 : said - 1]
    nouns = [unit_of(item) for item in subject if item.kind in "VON"]
    earlier = {id(figure.earlier) for figure in figures}
    totals = [f for f in figures if f.people and f.value and f.total is None and id(f) not in earlier]
    if not totals or any(item.kind == "w" and item.text not in _PARTITIVE for item in subject):
        return
    if (items[said].kind == "w" and items[said].text not in ADJECTIVES) or nouns not in ([], [totals[-1].unit]):
        return
    for name, values in read(sentence, said).items():
        if values and name in labels.ATTRIBUTES:
            totals[-1].attributes.setdefault(name, set(values))
