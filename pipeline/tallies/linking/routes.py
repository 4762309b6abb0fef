"""Who is moved from where to where, clause by clause.

A clause makes a route where people of an origin ("Azerbaijani men", "women from Ukraine") meet an
exploitation ("are subjected to forced labor") and a destination ("in Turkey", "within the country").
The narrative's own country fills the side that the text leaves to it, and the clause before what
"some of these women" leaves to that.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tallies.linking import forms
from tallies.linking.places import Seen, extend, see
from tallies.linking.view import Item, Sentence

#: What happens to people on a route; one of these words stands in every route's clause.
_EXPLOITED = re.compile(
    r"\b(?:subject(?:ed|s|ing)?|exploit(?:ed|s|ing|ation|ative)?|"
    r"forced?|coerced?s?|compel(?:led)?s?|trafficked|trafficking|recruit(?:ed|s)?|"
    r"lured?|transport(?:ed|s)?|held|originated?|sold|sell|endure[ds]?|experience[ds]?|victims?|servitude|"
    r"abused|moved?|moving|enslaved|sent|trapped|labor|prostitution|countries of origin|source countries)\b"
)
_SUBJECTED = re.compile(
    r"\b(?:subject(?:ed|s)?|exploit(?:s|ed|ing)?|exploitation|forced?|coerced?|trafficked|compel(?:led|s)?|enslaved|"
    r"trapped|sold|countries of origin|source countries|victims? from|victims (?:primarily |mainly |largely |often )?(?:originat\w+|come|came) |"
    r"victims of .{0,40} from)\b"
)
_AT_RISK = re.compile(
    r"\b(?:vulnerable to|vulnerability (?:to|of)|at (?:high |higher |heightened |increased |particular |great )?"
    r"risk (?:of|for)|susceptible to|vulnerable populations include)\b"
)
_REALLY = re.compile(
    r"\b(?:are|were|been|is|be) (?:\w+ )?(?:subject(?:ed)? to|exploited|forced|coerced|trafficked|compelled|"
    r"transported|sold)\b|\bexploits?\b|\b(?:subject|force|coerce|compel)s? (?:\w+ ){1,3}(?:to|into)\b|\b(?:women|girls|boys|children|men|who) (?:exploited|forced|subjected)\b"
)
_ABROAD = re.compile(r"\b(?:abroad|overseas|in other countries|foreign countries)\b")
_COUNTRY_ROLE = re.compile(
    r"(?:\bis |^(?:, )?and (?:is )?)(?:primarily |mainly |increasingly )?an? (?:\w+,? ?(?:and |or )?){0,4}(?:source|transit|destination)"
)
_DESTINATION_ROLE = re.compile(r"(?:\W*\w+\W+){0,8}?\b(?:is|are|was|remains?|has been)\b.{0,60}\bdestination\b")
_ROLE = re.compile(r"\b(?:is|remains) (?:\w+ )?an? (?:transit(?: country)?(?: and|,) )?(source|destination)\b")
_KINDS_OF_COUNTRY = frozenset(("source", "transit", "destination"))
#: Words that take up people of the clause before.
_TAKES_UP = re.compile(
    r"\b(?:these|those|such|them|they)\b|\b(?:some|many|most|others)(?: of (?:them|the(?:se)?|whom))?\b|"
    r"\bupon arrival\b|^(?:; )?(?:the )?(?:women|men|children|girls|boys|workers|victims)\b"
)
_SAME_PLACES = re.compile(r"\bfrom (?:some of |all of |many of )?these countries\b")
_SOME = re.compile(r"(?:some|many|most) (?:of )?")
_WORKING = frozenset("worker laborer migrant employee foreigner".split())
_NOT_IDENTIFIED = re.compile(r"\b(?:did|does|do|has|have|could) not \w+ (?:\w+ )?(?:any |foreign )?")
_TRAFFICKED = re.compile(r"\bexploited\b|\btrafficked\b|\btrafficking\b")
#: What is done with victims outside the profile.
_CARED_FOR = re.compile(
    r"\b(?:identif\w+|includ\w+|repatriat\w+|return\w*|assist\w+|rescu\w+|shelter\w*|imprison\w*|provid\w+|were|was)\b"
)
_THESE = re.compile(r"^(?:\w+ ){0,5}?(?:these|those|such) |^(?:some|many|most) of the\b|^(?:others|they) ")


@dataclass(slots=True)
class Path:
    """A route while it is being read; becomes a ``records.Route``."""

    sentence: Sentence
    origin: list[str] = field(default_factory=list)
    destination: list[str] = field(default_factory=list)
    transit: list[str] = field(default_factory=list)
    exploitation: list[str] = field(default_factory=list)
    victims: list[str] = field(default_factory=list)


@dataclass(slots=True)
class _Before:
    """What the last clause said of people and places, for those that take it up; *index* is its sentence."""

    index: int = -9
    origin: list[str] = field(default_factory=list)
    destination: list[str] = field(default_factory=list)
    exploitation: list[str] = field(default_factory=list)
    receives: bool | None = None


def find(sentences: Iterable[Sentence], country: str | None) -> list[Path]:
    """The routes that *sentences* state, in their order; *country* (alpha-3) is the narrative's own."""
    paths: list[Path] = []
    before = _Before()
    for sentence in sentences:
        if sentence.section == "recommendations" or not _may_state(sentence):
            continue
        for start, end in _clauses(sentence):
            paths += _read(sentence, start, end, country, before)
    return paths


def _may_state(sentence: Sentence) -> bool:
    if sentence.section == "profile":
        return not sentence.kinds.isdisjoint("VNC")
    return not sentence.kinds.isdisjoint("VN") and not sentence.kinds.isdisjoint("CRNXV")


def _clauses(sentence: Sentence) -> list[tuple[int, int]]:
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


def _read(sentence: Sentence, start: int, end: int, country: str | None, before: _Before) -> list[Path]:
    text = sentence.text(start, end)
    seen = see(sentence, start, end, country)
    profile = sentence.section in ("profile", "overview", "")
    same = before.index == sentence.index
    takes_up = (same and (not seen.victims or _TAKES_UP.search(text) is not None)) or (
        sentence.section == "profile" and 0 < sentence.index - before.index <= 2 and _THESE.search(text) is not None
    )
    if before.receives is None and country is not None:
        role = _ROLE.search(text)
        before.receives = role and role.group(1) == "destination"
    near = sentence.section == "profile" and sentence.index - before.index == 1 and _SOME.match(text) is not None
    if near and not (seen.people or seen.origin) and country not in before.origin:
        # "Foreign workers from Nepal travel to ... Some workers face forced labor."
        takes_up = takes_up or seen.foreign or not _WORKING.isdisjoint(seen.victims)
    skip = _at_risk(sentence, start, end, text)
    found = sorted(forms.stated(sentence, start, end, skip) + seen.exploitation)
    exploitation: list[str] = []
    for _, row in found:
        extend(exploitation, row)
    elliptic = same and not exploitation and {"v", "b"}.isdisjoint(x.kind for x in sentence.items[start:end])
    if elliptic:  # "..., and Mexican men in the United States"
        exploitation = before.exploitation
        found = [(start, tuple(exploitation))]
    if len(exploitation) > 1 and "other" in exploitation and "child_soldiering" not in exploitation:
        exploitation.remove("other")  # "slavery" beside what it consists of
    stated = bool(seen.people or seen.origin)
    origin = [*seen.people]
    extend(origin, seen.origin)
    if not origin and _SAME_PLACES.search(text):
        origin = list(before.origin)
        stated = bool(origin)
    destination: list[str] = []
    extend(destination, [code for _, code in seen.destination])
    inherited = False
    if takes_up and (exploitation or same) and not stated and (before.origin or before.destination):
        origin, inherited = list(before.origin), True
        if not destination:
            destination = list(before.destination)
    if stated or destination or not same:
        before.index = sentence.index
        before.origin, before.destination, before.exploitation = list(origin), list(destination), exploitation
    if not (seen.victims or inherited) or not (elliptic or _EXPLOITED.search(text)) or skip == (start, end):
        return []
    foreign = [code for code in (*seen.people, *seen.origin) if code != country]
    subjected = (
        _SUBJECTED.search(text) is not None
        or (profile and "victims" in text and not exploitation)
        or (foreign and "victim" in text and _CARED_FOR.search(text) is not None and " not " not in text)
        or (seen.back and bool(destination) and "victim" in text)
    )
    if inherited and not exploitation and not _TRAFFICKED.search(text):
        return []
    if not exploitation and not subjected:
        return []
    path = Path(sentence, origin, destination, list(seen.transit), exploitation, seen.victims)
    _fill_in(path, text, country, seen, profile, receives=before.receives is True)
    if not path.origin or not path.destination:
        return []
    denied = None if sentence.section == "profile" else _NOT_IDENTIFIED.search(text)
    if denied is not None and denied.start() < text.find("victim"):
        return []
    if not profile and not (foreign or seen.origin or path.exploitation or path.destination != [country]):
        return []
    if (
        _COUNTRY_ROLE.search(text)
        and not seen.origin
        and path.origin == [country] == path.destination
        and not seen.home
    ):
        return []
    if not stated and not inherited and sentence.section != "profile" and not subjected:
        return []
    if not path.exploitation and path.origin == [country] == path.destination and not stated:
        return []
    path.transit = [place for place in path.transit if place not in path.origin]
    path.destination = [place for place in path.destination if place not in path.transit or place in path.origin]
    before.origin, before.destination, before.exploitation = path.origin, path.destination, path.exploitation
    if not path.destination:
        return []
    return _apart(path, found, seen.destination)


def _at_risk(sentence: Sentence, start: int, end: int, text: str) -> tuple[int, int]:
    """The items that only say what people are at risk of; all where nothing else is said of them."""
    risk = _AT_RISK.search(text)
    if risk is None:
        return end, end
    really = _REALLY.search(text)
    if really is None:
        return start, end
    at = start + text[: risk.start()].count(" ")
    return (at, end) if really.start() < risk.start() else (at, start + text[: really.start()].count(" "))


def _apart(path: Path, found: list[tuple[int, tuple[str, ...]]], places: list[tuple[int, str]]) -> list[Path]:
    """*path*, or one of each part of "to forced labor in Turkey and to sex trafficking in Japan"."""
    marks = sorted([(at, "form", value) for at, row in found for value in row] + [(at, "to", p) for at, p in places])
    parts: list[tuple[list[str], list[str]]] = []
    heads: list[int] = []
    for at, kind, value in marks:
        if kind == "form" and (not parts or parts[-1][1]):
            parts.append(([], []))
            heads.append(at)
        if not parts:
            return [path]
        extend(parts[-1][0 if kind == "form" else 1], [value])
    if len(parts) < 2 or not all(forms_ and to for forms_, to in parts):
        return [path]
    items = path.sentence.items
    if any(all(x.kind != "&" for x in items[max(at - 4, 0) : at]) for at in heads[1:]):
        return [path]
    return [Path(path.sentence, path.origin, to, path.transit, forms_, path.victims) for forms_, to in parts]


def _fill_in(path: Path, text: str, country: str | None, seen: Seen, profile: bool, *, receives: bool) -> None:
    """Give the narrative's own country the sides that the text leaves to it."""
    if country is None:
        return
    destination_role = _DESTINATION_ROLE.match(text) is not None
    if destination_role and not path.destination:
        path.destination = [country]
    own = not seen.foreign and not (receives and path.destination in ([], [country]))
    if (
        not path.origin
        and path.destination
        and not seen.origin
        and own
        and (path.destination == [country] or profile or seen.back)
    ):
        path.origin = [country]
    abroad = _ABROAD.search(text) is not None
    if path.origin and not path.destination and not abroad and (country not in path.origin or len(path.origin) > 1):
        path.destination = [country]
    if (
        (profile if path.origin else path.sentence.section == "profile")
        and not path.destination
        and not abroad
        and (own or path.origin)
        and path.origin in ([], [country])
    ):
        # "Street children are forced to beg": who and where are left to the narrative's own country.
        path.origin, path.destination = [country], [country]
