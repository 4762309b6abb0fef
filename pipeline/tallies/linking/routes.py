"""Who is moved from where to where, sentence by sentence.

A sentence makes a route where people of an origin ("Azerbaijani men", "women from Ukraine") meet an
exploitation ("are subjected to forced labor") and a destination ("in Turkey", "within the country").
The narrative's own country fills the side that the text leaves to it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from tallies.linking.view import Item, Sentence
from tallies.morphology import singular
from tallies.tagging.attributes import attributes, head_word
from tallies.tagging.exploitation import exploitations

_EXPLOITED = re.compile(
    r"\b(?:subject(?:ed|s|ing)?|exploit(?:ed|s|ing|ation)?|forced|coerced|compelled|trafficked|recruited|lured|transported|"
    r"held|sold|endure[ds]?|experience[ds]?|victims?|servitude|abused|moved|enslaved|sent|fall prey)\b"
)
_AT_RISK_ONLY = re.compile(r"\b(?:vulnerable to|at (?:high |higher |heightened |increased |particular |great )?risk (?:of|for)|susceptible to)\b")
_HOME = re.compile(
    r"\b(?:(?:with)?in|throughout|inside|across|to) (?:the|this|their) (?:home )?country\b|\b(?:domestically|internally|nationwide|countrywide)\b"
    r"|\binternal(?:ly)?\b|\bthroughout the country\b|\bin (?:the )?(?:capital|rural areas|urban areas|cities|border areas)\b"
)
_ABROAD_ONLY = re.compile(r"\babroad\b|\boverseas\b")
_TRANSIT = re.compile(r"\b(?:transit(?:ed|ing|s)?|through|via|en route)\b")
_SOURCE_ONLY = re.compile(r"\bis (?:primarily |mainly |increasingly )?an? (?:\w+,? ?(?:and |or )?){0,4}(?:source|transit|destination)")
_TO_WORDS = frozenset("to in within throughout across into inside elsewhere toward towards".split())
_CLAUSE = re.compile(r"\b(?:while|whereas|and)\b")


@dataclass(slots=True)
class Path:
    """A route while it is being read; becomes a ``records.Route``."""

    sentence: Sentence
    origin: list[str] = field(default_factory=list)
    destination: list[str] = field(default_factory=list)
    transit: list[str] = field(default_factory=list)
    exploitation: list[str] = field(default_factory=list)
    victims: list[str] = field(default_factory=list)


def find(sentence: Sentence, country: str | None) -> list[Path]:
    """The routes that *sentence* states; *country* (alpha-3) is the narrative's own."""
    if sentence.section == "recommendations" or sentence.kinds.isdisjoint("VN"):
        return []
    if sentence.kinds.isdisjoint("CRNX"):
        return []
    paths = []
    for start, end in _clauses(sentence):
        path = _read(sentence, start, end, country)
        if path is not None:
            paths.append(path)
    return paths


def _clauses(sentence: Sentence) -> list[tuple[int, int]]:
    """Item ranges between semicolons, and at ", while"."""
    items = sentence.items
    cuts = [0]
    for i, item in enumerate(items):
        if item.kind == ";" or (item.text in ("while", "whereas") and i):
            cuts.append(i)
    return list(zip(cuts, [*cuts[1:], len(items)], strict=True))


def _place(item: Item) -> str:
    return item.norm or re.sub(r"\W+", "_", item.text)


def _read(sentence: Sentence, start: int, end: int, country: str | None) -> Path | None:
    items = sentence.items
    text = sentence.text(start, end)
    victims = [i for i in range(start, end) if items[i].kind in "VN"]
    if not victims or not _EXPLOITED.search(text):
        return None
    path = Path(sentence)
    for i in range(start, end):
        if items[i].kind == "X":
            _extend(path.exploitation, exploitations(sentence.raw(items[i])))
    in_profile = sentence.section in ("profile", "overview", "")
    strong = re.search(r"\b(?:subjected|exploit(?:s|ed|ing)?|forced|coerced|trafficked|compelled|victims? from|victims of .{0,40} from)\b", text)
    if not path.exploitation and not strong:
        return None
    if _AT_RISK_ONLY.search(text) and not re.search(r"\b(?:are|were|been|is) (?:\w+ )?(?:subjected|exploited|forced|coerced|trafficked|compelled)\b|\bexploits?\b", text):
        return None
    role = "who"
    last = ""
    origins_from: list[str] = []
    seen_exploitation = False
    for i in range(start, end):
        item = items[i]
        word = item.text
        if item.kind == "X" or item.kind == "v" and _EXPLOITED.search(word):
            seen_exploitation = True
        if item.kind in "VN":
            found = attributes(sentence.raw(item)) if item.kind == "V" else {}
            origin = list(found.get("nationality", ())) or ([item.norm] if item.kind == "N" and len(item.norm) == 3 else [])
            _extend(path.origin, [o for o in origin if re.fullmatch("[A-Z]{3}", o)])
            if "foreign" in origin and not path.origin and country and not in_profile:
                pass
            head = "national" if item.kind == "N" else head_word(item.text)
            if not _is_predicate(items, i):
                _extend(path.victims, [singular(head)])
            _extend(path.exploitation, found.get("exploitation", ()))
            last = "who"
        elif item.kind in "CR":
            place = _place(item)
            if role == "from":
                origins_from.append(place)
            elif role == "via":
                _extend(path.transit, [place])
            elif role == "to":
                _extend(path.destination, [place])
            elif item.norm == country and i <= start + 3:
                pass
        elif item.kind == "w" and word in ("from",):
            role = "from"
        elif item.kind == "w" and (word in ("through", "via")) or _TRANSIT.fullmatch(word):
            role = "via"
        elif item.kind == "w" and word in _TO_WORDS:
            role = "to"
        elif item.kind == "w" and word in ("for", "by", "with", "of", "on", "at", "as", "against", "near", "along", "who", "whose", "that") and role == "to":
            role = "who"
        elif item.kind in "v" and role in ("from", "to", "via"):
            role = "who"
        _ = last, seen_exploitation
    _extend(path.origin, origins_from)
    home = bool(_HOME.search(text)) or bool(country and any(
        items[i].kind == "C" and items[i].norm == country and items[i - 1].text in ("in", "within", "throughout", "across", "to", "into") for i in range(max(start, 1), end)
    ))
    subject_home = re.match(r"(?:\W*\w+\W+){0,8}?\b(?:is|are|was|remains?|has been)\b.{0,60}\bdestination\b", text) is not None
    if (home or subject_home) and country and not (path.destination and subject_home and not home):
        _extend(path.destination, [country], first=True)
    if country and not path.origin and path.destination and not origins_from:
        if path.destination == [country] or in_profile:
            path.origin = [country]
    if country and path.origin and not path.destination and (country not in path.origin) and not _ABROAD_ONLY.search(text):
        path.destination = [country]
    if country and path.origin == [country] and not path.destination:
        return None
    if not path.origin or not path.destination:
        return None
    if not in_profile and not (path.origin and (origins_from or path.exploitation)):
        return None
    if _SOURCE_ONLY.search(text) and not origins_from and not (path.origin and path.origin != [country]):
        return None
    path.transit = [p for p in path.transit if p not in path.origin]
    return path


def _is_predicate(items: list[Item], at: int) -> bool:
    return at > 0 and (items[at - 1].kind == "b" or (at > 1 and items[at - 1].text in ("a", "an", "the") and items[at - 2].kind == "b"))


def _extend(values: list[str], more: object, first: bool = False) -> None:
    for value in more:  # type: ignore[attr-defined]
        if value not in values:
            if first:
                values.insert(0, value)
            else:
                values.append(value)
