"""Where a sentence about routes falls into clauses, each with people, places and forms of its own."""

from __future__ import annotations

import re

from tallies.linking.view import Item, Sentence

_AT_RISK = re.compile(
    r"\b(?:vulnerable to|vulnerability (?:to|of)|at (?:high |higher |heightened |increased |particular |great )?"
    r"risk (?:of|for)|susceptible to|vulnerable populations include)\b"
)
_REALLY = re.compile(
    r"\b(?:are|were|been|is|be) (?:\w+ )?(?:subject(?:ed)? to|exploited|forced|coerced|trafficked|compelled|"
    r"transported|sold)\b|\bexploits?\b|\b(?:subject|force|coerce|compel)s? (?:\w+ ){1,3}(?:to|into)\b|\b(?:women|girls|boys|children|men|who) (?:exploited|forced|subjected)\b"
)
_KINDS_OF_COUNTRY = frozenset(("source", "transit", "destination"))


def clauses(sentence: Sentence) -> list[tuple[int, int]]:
    """Item ranges between semicolons, at "while" and "but", and where "and" starts with people of its own."""
    items = sentence.items
    cuts = [0]
    for i, item in enumerate(items):
        if item.kind == ";" or (i and item.text in ("while", "whereas", "though", "although")):
            cuts.append(i)
        elif item.text == "but" and items[i - 1].kind == ",":
            cuts.append(i)
        elif item.kind == "&" and _starts_anew(items, cuts[-1], i):
            cuts.append(i)
    return list(zip(cuts, [*cuts[1:], len(items)], strict=True))


def _starts_anew(items: list[Item], start: int, at: int) -> bool:
    """Whether a clause of its own stands behind the "and" at *at*."""
    if any(x.text in _KINDS_OF_COUNTRY for x in items[at + 1 : at + 4]) and items[at + 1].text in ("a", "is"):
        return True
    first = at + 1
    while first < len(items) and items[first].kind in "wS" and items[first].text not in ("to", "in", "from"):
        first += 1
        if first > at + 3:
            return False
    if first >= len(items) or items[first].kind not in "VN":
        return False
    last = first
    while last < len(items) and items[last].kind in "VN,&":
        last += 1
    left = items[start:at]
    placed = max((j for j, x in enumerate(left) if x.kind in "CR"), default=-1)
    people = max((j for j, x in enumerate(left) if x.kind in "VN"), default=-1)
    verb = max((j for j, x in enumerate(left) if x.kind in "vb"), default=-1)
    if last < len(items) and items[last].kind == "b" and verb >= 0 and people >= 0:
        return True
    if items[min(last, len(items) - 1)].text == "from" and any(x.kind == "X" for x in left[max(people, 0) :]):
        return any(x.kind == "X" for x in items[last:])
    return placed > people >= 0 and placed > verb >= 0


def at_risk(sentence: Sentence, start: int, end: int, text: str) -> tuple[int, int]:
    """The items that only say what people are at risk of; all where nothing else is said of them."""
    risk = _AT_RISK.search(text)
    if risk is None:
        return end, end
    really = _REALLY.search(text)
    if really is None:
        return start, end
    at = start + text[: risk.start()].count(" ")
    return (at, end) if really.start() < risk.start() else (at, start + text[: really.start()].count(" "))
