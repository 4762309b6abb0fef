"""What the text says of the people or cases that a figure counts: exploitation, gender, age, origin, status."""

from __future__ import annotations

import re

from tallies import labels, lexicons
from tallies.linking.figures import Figure
from tallies.linking.frames import Frame
from tallies.linking.view import Sentence
from tallies.tagging.attributes import attributes
from tallies.tagging.exploitation import exploitations

_LINKING_VERBS = frozenset(
    (
        "subject",
        "exploit",
        "force",
        "relate",
        "connect",
        "involve",
        "concern",
        "coerce",
        "compel",
        "traffic",
        "include",
        "be",
        "have",
    )
)


def assign(sentence: Sentence, frames: list[Frame], figures: list[Figure]) -> None:
    """Set the attributes that stand at each figure itself; what is carried over comes later."""
    for figure in figures:
        found: dict[str, set[str]] = {}
        noun = figure.noun_item()
        if noun is not None and (figure.own or noun.kind in "VOUN"):
            _add(found, _phrase(figure, noun.text, sentence, figure.noun))
        if figure.predicate is not None:
            _add(found, _predicate(sentence, figure.predicate))
        _add(found, _behind(sentence, figure))
        figure.attributes = found
    for frame in frames:
        _share_tail(frame)


def _predicate(sentence: Sentence, at: int) -> dict[str, tuple[str, ...]]:
    item = sentence.items[at]
    if item.kind == "N":
        return {"nationality": (item.norm,)} if len(item.norm) == 3 else {}
    if item.kind == "w":
        # "three were foreign": read as "foreign victims" would be.
        return attributes(f"{item.text} victims")
    return attributes(sentence.raw(item))


def _raw(sentence: Sentence, at: int) -> str:
    item = sentence.items[at]
    return sentence.raw(item)


def _phrase(figure: Figure, text: str, sentence: Sentence, at: int | None) -> dict[str, tuple[str, ...]]:
    if at is None:
        return {}
    item = sentence.items[at]
    found = dict(attributes(_raw(sentence, at)))
    if item.kind in "UA":
        found = {"exploitation": found.get("exploitation", ())}
    if item.kind == "N" and item.norm and len(item.norm) == 3:
        found["nationality"] = (item.norm,)
    # "women, girls and boys" under one numeral: all heads count, where commas or "and" join them.
    items = sentence.items
    i = at + 1
    while figure.own and i + 1 < len(items) and items[i].kind == "&" and items[i + 1].kind == "V" and item.kind == "V":
        for name, values in attributes(_raw(sentence, i + 1)).items():
            found[name] = tuple(sorted({*found.get(name, ()), *values}))
        i += 2
    return found


def _add(found: dict[str, set[str]], more: dict[str, tuple[str, ...]]) -> None:
    for name, values in more.items():
        if values and name in labels.ATTRIBUTES:
            found.setdefault(name, set()).update(values)


def _behind(sentence: Sentence, figure: Figure) -> dict[str, tuple[str, ...]]:
    """Forms of exploitation and origins right behind the figure, up to the next figure or clause."""
    items = sentence.items
    depth = items[figure.at].depth
    forms: set[str] = set()
    origins: set[str] = set()
    status: set[str] = set()
    i = figure.after()
    if figure.predicate is not None:
        i = figure.predicate + 1
    last = ""
    steps = 0
    while i < len(items) and steps < 14:
        item = items[i]
        steps += 1
        if item.depth > depth:
            i += 1
            continue
        if item.depth < depth or item.kind in "SM;:L" or item.kind == "A":
            break
        if item.kind == "," and not (i + 1 < len(items) and (items[i + 1].kind in "XC&" or items[i + 1].text == "all")):
            break
        if item.kind == "-":
            break
        if item.kind == "X":
            forms.update(exploitations(_raw(sentence, i)))
        elif item.kind in "CR" and last in ("from", "C") and item.norm:
            origins.add(item.norm)
            last = "C"
            i += 1
            continue
        elif item.kind == "N" and last in ("b",) and item.norm:
            origins.add(item.norm)
        elif item.kind == "v" and (item.lemma not in _LINKING_VERBS and last != "b"):
            break
        elif item.kind in "VO":
            if (item.kind == "V" and last in ("b",)) or last == "as":
                break
            if last not in ("&", ","):
                break
        elif item.kind == "w" and item.text not in lexicons.words("linking", "attribute carrier"):
            if item.text in ("unspecified", "other") and not forms:
                break
            if last == "from":
                last = item.text
                i += 1
                continue
        if item.kind in "&," and last == "C":
            pass
        else:
            last = item.text if item.kind == "w" else item.kind
        i += 1
    out: dict[str, tuple[str, ...]] = {}
    if forms:
        out["exploitation"] = tuple(sorted(forms))
    if origins and (figure.people or not figure.own or _counts_people(figure)):
        out["nationality"] = tuple(sorted(o for o in origins if re.fullmatch("[A-Z]{3}", o)))
    if status:
        out["status"] = tuple(sorted(status))
    return out


def _counts_people(figure: Figure) -> bool:
    noun = figure.noun_item()
    return noun is not None and noun.kind in "VON"


def _share_tail(frame: Frame) -> None:
    """ "three from A, two from B and one from C subjected to forced labor": the tail is of the whole row."""
    row = frame.figures
    if len(row) < 2:
        return
    last = row[-1].attributes.get("exploitation")
    origins = all(f.attributes.get("nationality") for f in row)
    if last and origins and not any(f.attributes.get("exploitation") for f in row[:-1]):
        for figure in row[:-1]:
            figure.attributes["exploitation"] = set(last)
