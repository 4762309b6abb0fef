"""What the text says of the people or cases that a figure counts: exploitation, gender, age, origin, status."""

from __future__ import annotations

import re

from itertools import pairwise

from tallies import labels, lexicons
from tallies.linking.figures import ADJECTIVES, PERSON, Figure, unit_of
from tallies.linking.frames import Frame
from tallies.linking.verbs import noun_action
from tallies.linking.view import Item, Sentence
from tallies.tagging.attributes import attributes
from tallies.tagging.exploitation import exploitations
from tallies.tagging.phrases import BEHIND

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
        said = figure.predicate if figure.predicate is not None else _said_of_noun(figure)
        if said is not None:
            _add(found, _predicate(sentence, said))
        _add(found, _behind(sentence, figure, said))
        if "exploitation" not in found:
            _add(found, _before(sentence, figure))
        figure.attributes = found
    for frame in frames:
        _share_tail(frame)


def _said_of_noun(figure: Figure) -> int | None:
    """The item that says who the people of a written noun are: "eight victims were *men*", "nine victims, all
    *women*", "four adults who were *victims of forced labor*"."""
    noun = figure.noun_item()
    if noun is None or not figure.own or noun.kind not in "VON" or figure.value is None:
        return None
    items = figure.sentence.items
    i = figure.after()
    if i + 1 < len(items) and items[i].text in ("who", "that") and items[i + 1].kind == "b":
        i += 1
    elif i + 1 < len(items) and items[i].kind == "," and items[i + 1].text in ("all", "both"):
        i += 2
        if i + 1 < len(items) and items[i].text == "of" and items[i + 1].text in ("whom", "them"):
            i += 2
            return _noun_of_predicate(items, i + 1) if i < len(items) and items[i].kind == "b" else None
        return i if i < len(items) and items[i].kind in "VN" and not _goes_on(items, i + 1) else None
    if i < len(items) and items[i].kind == "b":
        return _noun_of_predicate(items, i + 1)
    return None


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


def _before(sentence: Sentence, figure: Figure) -> dict[str, tuple[str, ...]]:
    """The form of exploitation right before a bracket or a denied event noun.

    "followed by forced begging (16 victims)"; "did not report child sex tourism investigations, *prosecutions*".
    """
    items = sentence.items
    frame = figure.frame
    if frame is not None and frame.cue == "(" and frame.kind == "part" and len(frame.figures) == 1:
        behind = items[figure.after()] if figure.after() < len(items) else None
        first = items[frame.start - 1] if frame.start else None
        alone = behind is not None and (behind.kind == ")" or (behind.kind == "P" and not figure.own))
        if first is not None and first.kind == "X" and alone and figure.at == frame.start + 1:
            return {"exploitation": tuple(exploitations(_raw(sentence, frame.start - 1)))}
    if figure.evidence.get("action") in ("denied", "not reported") and figure.noun is None:
        i = figure.at - 1
        while i >= 0 and (items[i].kind in ",&" or noun_action(items[i].text.split()[-1])) and items[i].kind in ",&wU":
            i -= 1
        if i >= 0 and items[i].kind == "X":
            return {"exploitation": tuple(exploitations(_raw(sentence, i)))}
    return {}


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
        words, _, head = _raw(sentence, at).rpartition(" ")
        if item.kind == "U" and words and PERSON.search(unit_of(item)) and not BEHIND.search(_raw(sentence, at)):
            # "22 Angolan nationals", "two Liberian diplomats"
            origins = attributes(f"{words} persons").get("nationality", ())
            found["nationality"] = tuple(o for o in origins if len(o) == 3)
    if figure.unit == "foreigner" and not found.get("nationality"):
        found["nationality"] = ("foreign",)
    if item.kind == "N" and item.norm and len(item.norm) == 3:
        found["nationality"] = (item.norm,)
    # "women, girls and boys" under one numeral: all heads count, where commas or "and" join them.
    items = sentence.items
    i = at + 1
    while figure.own and item.kind == "V" and (heads := re.match(r"(?:,?&|,(?=V,?&V))V", sentence.letters[i : i + 6])):
        i += heads.end()
        for name, values in attributes(_raw(sentence, i - 1)).items():
            found[name] = tuple(sorted({*found.get(name, ()), *values}))
    return found


def _add(found: dict[str, set[str]], more: dict[str, tuple[str, ...]]) -> None:
    for name, values in more.items():
        if values and name in labels.ATTRIBUTES:
            found.setdefault(name, set()).update(values)


def _behind(sentence: Sentence, figure: Figure, said: int | None) -> dict[str, tuple[str, ...]]:
    """Forms of exploitation and origins right behind the figure, up to the next figure or clause."""
    items = sentence.items
    depth = items[figure.at].depth
    forms: set[str] = set()
    origins: set[str] = set()
    status: set[str] = set()
    i = figure.after()
    if said is not None:
        i = said + 1
    last = ""
    origin = False  # whether the countries of a row follow "from"
    steps = 0
    while i < len(items) and steps < 14:
        item = items[i]
        steps += 1
        if item.depth > depth:
            i += 1
            continue
        if item.depth < depth or item.kind in "SM;:L" or item.kind == "A":
            break
        if item.kind == "," and not (
            i + 1 < len(items) and (items[i + 1].kind in "XC&" or items[i + 1].text in ("all", "both"))
        ):
            break
        if item.kind == "-":
            break
        if item.kind == "X":
            forms.update(exploitations(_raw(sentence, i)))
        elif item.kind in "CR" and last in ("from", "C") and item.norm:
            origin = origin or last == "from"
            if origin:
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
    """What is said behind the last of a row and holds for all of it.

    "Three from A and two from B subjected to forced labor"; "charged two officers and two soldiers with sex
    trafficking"; "investigating 264 traffickers, prosecuting 257, and convicting 37 for bonded labor".
    """
    row = frame.figures
    if len(row) < 2:
        return
    last = row[-1].attributes.get("exploitation")
    if not last or any(f.attributes.get("exploitation") for f in row[:-1]):
        return
    if all(f.attributes.get("nationality") for f in row) or _one_list(row):
        for figure in row[:-1]:
            figure.attributes["exploitation"] = set(last)


def _one_list(row: list[Figure]) -> bool:
    """Whether the figures are offenders or their acts side by side, with only verbs between, and the last one's
    form of exploitation stands behind it, not in its noun."""
    items = row[-1].sentence.items
    noun = row[-1].noun_item()
    if row[-1].attributes.get("exploitation") and noun is not None and exploitations(noun.text):
        return False
    behind = items[row[-1].after()].text if row[-1].after() < len(items) else ""
    if behind not in ("for", "with", "on", ",") or not any(_accused(f) for f in row):
        return False
    for figure, following in pairwise(row):
        between = items[figure.after() : following.at]
        if any(item.kind not in ",&v" and item.text not in ("the", "an", "additional") for item in between):
            return False
    return all(_accused(f) or not f.own for f in row)


def _accused(figure: Figure) -> bool:
    """Whether the figure counts people that something is done about for what they did."""
    noun = figure.noun_item()
    return (
        noun is not None
        and figure.own
        and (noun.kind == "O" or (noun.kind in "UN" and bool(PERSON.search(figure.unit))))
    )
