"""Who is moved from where to where, sentence by sentence.

A sentence makes a route where people of an origin ("Azerbaijani men", "women from Ukraine") meet an
exploitation ("are subjected to forced labor") and a destination ("in Turkey", "within the country").
The narrative's own country fills the side that the text leaves to it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from tallies import lexicons
from tallies.linking.view import Item, Sentence
from tallies.morphology import singular
from tallies.tagging.attributes import attributes
from tallies.tagging.exploitation import exploitations
from tallies.tagging.phrases import head_word

#: What happens to people on a route; one of these words stands in every route's clause.
_EXPLOITED = re.compile(
    r"\b(?:subject(?:ed|s|ing)?|exploit(?:ed|s|ing|ation)?|"
    r"forced?|coerced?s?|compel(?:led)?s?|trafficked|recruit(?:ed|s)?|"
    r"lured?|transported|held|originated?|sold|sell|endure[ds]?|experience[ds]?|victims?|servitude|"
    r"abused|moved|enslaved|sent|trapped)\b"
)
_SUBJECTED = re.compile(
    r"\b(?:subject(?:ed|s)?|exploit(?:s|ed|ing)?|forced?|coerced?|trafficked|compel(?:led|s)?|enslaved|trapped|sold|"
    r"victims? from|victims (?:primarily |mainly |often )?(?:originate|come) |victims of .{0,40} from)\b"
)
_AT_RISK = re.compile(
    r"\b(?:vulnerable to|at (?:high |higher |heightened |increased |particular |great )?risk (?:of|for)|"
    r"susceptible to)\b"
)
_REALLY = re.compile(
    r"\b(?:are|were|been|is) (?:\w+ )?(?:subject(?:ed)? to|exploited|forced|coerced|trafficked|compelled|transported)\b"
    r"|\bexploits?\b"
)
#: Verb phrases that say the form of exploitation, which are no EXPLOITATION spans.
_FORMS = (
    (
        "forced_begging",
        re.compile(r"\b(?:forced?|coerced?|made|compelled) (?:\w+ )?(?:to beg|into begging|begging)\b|\bto beg\b"),
    ),
    ("sex_trafficking", re.compile(r"\b(?:in|into|for) (?:child )?prostitution\b|\bcommercial sex\b")),
    (
        "forced_labor",
        re.compile(r"\b(?:forced?|coerced?|compelled) (?:\w+ )?(?:to (?:work|labor)|into (?:\w+ )?labor)\b"),
    ),
    ("forced_marriage", re.compile(r"\binto (?:forced )?marriages?\b")),
    (
        "forced_criminality",
        re.compile(
            r"\b(?:to (?:commit|steal|pickpocket|sell drugs)|into (?:criminality|crime|theft|stealing)|"
            r"in (?:illicit|criminal|illegal) activit(?:y|ies))\b"
        ),
    ),
    (
        "child_soldiering",
        re.compile(r"\b(?:child soldiers?|in combat|as (?:combatants|soldiers|suicide bombers)|to fight)\b"),
    ),
)
_HOME = re.compile(
    r"\b(?:(?:with)?in|throughout|inside|across|to) (?:the|this|their) (?:home )?country\b"
    r"|\b(?:domestically|internally|nationwide|countrywide|internal(?:ly)?)\b"
    r"|\bin (?:the )?(?:capital|rural areas|urban areas|cities|border areas)\b"
)
_ABROAD = re.compile(r"\b(?:abroad|overseas|in other countries|foreign countries)\b")
_NEIGHBORS = re.compile(r"\bneighbou?ring (?:\w+ )?(?:countries|states)\b")
_TRANSIT = re.compile(r"transit(?:ed|ing|s)?|through|via")
_COUNTRY_ROLE = re.compile(
    r"\bis (?:primarily |mainly |increasingly )?an? (?:\w+,? ?(?:and |or )?){0,4}(?:source|transit|destination)"
)
_DESTINATION_ROLE = re.compile(r"(?:\W*\w+\W+){0,8}?\b(?:is|are|was|remains?|has been)\b.{0,60}\bdestination\b")
_TO_WORDS = frozenset(
    ("to", "in", "within", "throughout", "across", "into", "inside", "elsewhere", "toward", "towards")
)
_ENDS_ROLE = frozenset(("for", "by", "with", "of", "on", "at", "against", "near", "along", "who", "whose", "that"))
_AT_HOME = frozenset(("in", "within", "throughout", "across", "to", "into"))


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
    if sentence.section != "profile" and sentence.kinds.isdisjoint("CRNX"):
        return []
    paths = []
    for start, end in _clauses(sentence):
        path = _read(sentence, start, end, country)
        if path is not None:
            paths.append(path)
    return paths


def _clauses(sentence: Sentence) -> list[tuple[int, int]]:
    """Item ranges between semicolons, and at "while"."""
    items = sentence.items
    cuts = [0]
    for i, item in enumerate(items):
        if item.kind == ";" or (item.text in ("while", "whereas") and i):
            cuts.append(i)
    return list(zip(cuts, [*cuts[1:], len(items)], strict=True))


def _read(sentence: Sentence, start: int, end: int, country: str | None) -> Path | None:
    text = sentence.text(start, end)
    if not any(item.kind in "VN" for item in sentence.items[start:end]) or not _EXPLOITED.search(text):
        return None
    if _AT_RISK.search(text) and not _REALLY.search(text):
        return None
    path = Path(sentence)
    profile = sentence.section in ("profile", "overview", "")
    _forms(path, start, end, text)
    subjected = _SUBJECTED.search(text) is not None or (profile and "victims" in text and not path.exploitation)
    if not path.exploitation and not subjected:
        return None
    from_ = _places(path, start, end)
    stated = bool(path.origin)
    _fill_in(
        path, text, country, profile, _home(sentence, start, end, country) or _HOME.search(text) is not None, from_
    )
    if not path.origin or not path.destination:
        return None
    if not profile and not (from_ or path.exploitation):
        return None
    if _COUNTRY_ROLE.search(text) and not from_ and path.origin == [country]:
        return None
    if not stated and sentence.section != "profile" and not subjected:
        return None
    path.transit = [place for place in path.transit if place not in path.origin]
    path.destination = [place for place in path.destination if place not in path.transit or place in path.origin]
    return path if path.destination else None


def _forms(path: Path, start: int, end: int, text: str) -> None:
    sentence = path.sentence
    for item in sentence.items[start:end]:
        if item.kind == "X":
            _extend(path.exploitation, exploitations(sentence.raw(item)))
    for form, pattern in _FORMS:
        if pattern.search(text):
            _extend(path.exploitation, (form,))


def _places(path: Path, start: int, end: int) -> bool:
    """Read people and places into *path*; whether an origin is stated by "from"."""
    sentence, items = path.sentence, path.sentence.items
    role = "who"
    from_: list[str] = []
    for i in range(start, end):
        item = items[i]
        if item.kind in "VN":
            _people(path, items, i)
        elif item.kind in "CR":
            places = [item.norm] if item.kind == "C" else item.norm.split(",")
            {"from": from_, "via": path.transit, "to": path.destination}.get(role, []).extend(p for p in places if p)
        elif item.kind == "w":
            role = _role(item.text, role)
        elif item.kind == "v" and role in ("from", "to", "via"):
            role = "via" if _TRANSIT.fullmatch(item.text) else "who"
    neighbors = _NEIGHBORS.search(sentence.text(start, end))
    if neighbors and not path.destination:
        (from_ if "from" in sentence.text(start, end)[: neighbors.start()].split()[-2:] else path.destination).append(
            "neighboring_countries"
        )
    _extend(path.origin, from_)
    return bool(from_)


def _role(word: str, role: str) -> str:
    """What places behind *word* are: "from", "to", "via", or "who" for none of these."""
    if word == "from":
        return "from"
    if word in ("through", "via") or _TRANSIT.fullmatch(word):
        return "via"
    if word in _TO_WORDS:
        return "to"
    return "who" if word in _ENDS_ROLE and role == "to" else role


def _people(path: Path, items: list[Item], at: int) -> None:
    """Take origin, form of exploitation and noun of one phrase for people."""
    item = items[at]
    raw = path.sentence.raw(item)
    found: Mapping[str, tuple[str, ...]] = attributes(raw) if item.kind == "V" else {}
    origin = found.get("nationality", ()) or ((item.norm,) if item.kind == "N" else ())
    _extend(path.origin, [code for code in origin if re.fullmatch("[A-Z]{3}", code)])
    if item.kind == "V":
        pattern, regions = _regions()
        _extend(path.origin, [regions[form] for form in pattern.findall(raw)])
    if not _is_predicate(items, at):
        _extend(path.victims, ["national" if item.kind == "N" else singular(head_word(item.text))])
    _extend(path.exploitation, found.get("exploitation", ()))


@cache
def _regions() -> tuple[re.Pattern[str], dict[str, str]]:
    """Adjectives of regions as one pattern, the longest first ("Eastern European" before "European"), and theirs."""
    regions = {row["form"]: row["region"] for row in lexicons.rows("region") if row["kind"] == "adjective"}
    forms = "|".join(re.escape(form) for form in sorted(regions, key=len, reverse=True))
    return re.compile(rf"\b(?:{forms})\b"), regions


def _home(sentence: Sentence, start: int, end: int, country: str | None) -> bool:
    """Whether the clause names the narrative's own country as the place."""
    items = sentence.items
    return country is not None and any(
        items[i].kind == "C" and items[i].norm == country and items[i - 1].text in _AT_HOME
        for i in range(max(start, 1), end)
    )


def _fill_in(path: Path, text: str, country: str | None, profile: bool, home: bool, from_: bool) -> None:
    """Give the narrative's own country the sides that the text leaves to it."""
    if country is None:
        return
    destination_role = _DESTINATION_ROLE.match(text) is not None
    if (home or destination_role) and not (path.destination and destination_role and not home):
        _extend(path.destination, [country], first=True)
    if not path.origin and path.destination and not from_ and (path.destination == [country] or profile):
        path.origin = [country]
    abroad = _ABROAD.search(text) is not None
    if path.origin and not path.destination and not abroad and (country not in path.origin or len(path.origin) > 1):
        path.destination = [country]
    if path.sentence.section == "profile" and not path.destination and not abroad and path.origin in ([], [country]):
        # "Street children are forced to beg": who and where are left to the narrative's own country.
        path.origin, path.destination = [country], [country]


def _is_predicate(items: list[Item], at: int) -> bool:
    article = at > 1 and items[at - 1].text in ("a", "an", "the") and items[at - 2].kind == "b"
    return (at > 0 and items[at - 1].kind == "b") or article


def _extend(values: list[str], more: Iterable[str], first: bool = False) -> None:
    for value in more:
        if value not in values:
            values.insert(0 if first else len(values), value)
