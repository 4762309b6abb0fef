"""Which US-dollar amount only says again, in dollars, what an amount of another currency says."""

from __future__ import annotations

import re
from itertools import pairwise

from tallies.linking.figures import Figure
from tallies.linking.view import Item, Sentence

#: Words that say that one amount equals another; "USD" may stand apart from its number.
_EQUAL = frozenset(
    ("or", "about", "approximately", "around", "roughly", "nearly", "over", "equivalent", "equal", "equaling", "to")
    + ("worth", "some", "circa", "i.e.", "totaling", "converted", "at", "least", "more", "less", "than", "almost")
    + ("us", "u.s.", "usd", "$", "the", "of", "in", "a", "value", "dollars", "each", "=", "~")
)
#: One of these is needed where no bracket holds the dollars.
_SAID = frozenset(("or", "about", "approximately", "around", "roughly", "equivalent", "equal", "worth", "nearly"))
#: What may stand between the local amount and the bracket: a sign of a footnote, its code, a period.
_CODE = re.compile(r"[*\u2020\u2021]|\d{1,2}|[a-z]{2,4}|in|per|each|month|year|person|day")


def paired(sentence: Sentence, figures: list[Figure]) -> list[Figure]:
    """The *figures* of a sentence, dollar equivalents folded into the amounts that they restate.

    "154,000 manat ($90,060)", "$77,000 (2.5 million baht)", "2.5 million baht, about $77,000,".
    Evidence: "bracketed dollars", "spoken dollars".
    """
    folded: set[int] = set()
    for figure, following in pairwise(figures):
        if id(figure) in folded or figure.kind != "money" or following.kind != "money":
            continue
        if (figure.unit == "USD") == (following.unit == "USD"):
            continue
        if _bracketed(sentence.items, figure.at, following.at):
            _fold(figure, following, "bracketed dollars", folded)
        elif _spoken(sentence.items, figure.at, following.at):
            _fold(figure, following, "spoken dollars", folded)
    return [figure for figure in figures if id(figure) not in folded]


def _bracketed(items: list[Item], at: int, following: int) -> bool:
    """Whether a bracket behind the amount at item *at* holds the one at *following* and no more."""
    depth = items[at].depth
    if items[following].depth != depth + 1:
        return False
    start = max(i for i in range(at + 1, following) if items[i].kind == "(" and items[i].depth == depth)
    for item in items[at + 1 : start]:
        if item.depth == depth and item.kind not in "()P" and not _CODE.fullmatch(item.text):
            return False
    if any(item.text not in _EQUAL and item.kind != "," for item in items[start + 1 : following]):
        return False
    i = following + 1
    while i < len(items) and (items[i].text in _EQUAL or items[i].kind == "P"):
        i += 1
    return i < len(items) and items[i].kind in ")("


def _spoken(items: list[Item], at: int, following: int) -> bool:
    """Whether words alone say that two amounts are one: "2.5 million baht, or about $77,000"."""
    between = items[at + 1 : following]
    words = [item.text for item in between if item.kind not in ",-"]
    marks = len(between) - len(words)
    if not words or marks > 1 or any(word not in _EQUAL for word in words) or _SAID.isdisjoint(words):
        return False
    # A mark or "or" before it: "2 million baht about $77,000" is no English.
    return items[at].depth == items[following].depth and (bool(marks) or words[0] not in ("about", "around"))


def _fold(one: Figure, other: Figure, rule: str, folded: set[int]) -> None:
    """Make the dollars of two amounts the equivalent of the other one."""
    local, dollars = (other, one) if one.unit == "USD" else (one, other)
    local.usd, local.usd_anchor = dollars.value, dollars.anchor
    local.evidence["usd"] = rule
    if local is other and local.qualifier == "exact":
        local.qualifier = dollars.qualifier
    folded.add(id(dollars))
