"""People and places of a clause: who is meant, from where, to where, through where."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from tallies import lexicons
from tallies.linking.view import Item, Sentence
from tallies.morphology import singular
from tallies.tagging.attributes import attributes
from tallies.tagging.phrases import head_word

_TRANSIT = re.compile(r"transit(?:ed|ing|s)?|through|via")
_TO_WORDS = frozenset(
    ("to", "in", "within", "throughout", "across", "into", "inside", "elsewhere", "toward", "towards", "aboard")
)
_ENDS_ROLE = frozenset(("for", "by", "with", "of", "at", "against", "near", "along", "who", "whose", "that"))
#: "other parts of Europe", "countries in Asia" are what the words before them were.
_PARTS = frozenset(
    "countries parts areas regions nations states communities region part cities borders coast islands towns".split()
)
_NEAR = frozenset("neighboring neighbouring nearby surrounding".split())
_BORDERS = frozenset(("countries", "states", "nations"))
_NAMING = frozenset("including particularly especially such primarily mainly namely".split())
#: Verbs in their base form: who stands before them does it, and who stands behind them suffers it.
_ACTIVE = frozenset(
    "force exploit subject recruit lure transport sell purchase buy use compel coerce traffic move bring send abduct "
    "kidnap trick hold keep".split()
)
_TELLS = frozenset("flagged based owned run born sponsored led operated".split())
_NEW_SUBJECT = frozenset("where when who that which before after if because as".split())
_NO_ACT = frozenset("the a of to by for through in who that which".split())
_RETURN = re.compile(r"repatriat\w*|return(?:ed|ing|ees?)?")
_PERSON = re.compile(
    r"(?:nationals?|citizens?|people|persons?|residents?|famil\w+|individuals?|students?|workers?|laborers?|fishermen|"
    r"refugees?|youths?|asylum|males?|females?|populations?|nurses|sailors|trainees|participants)\b"
)
_OTHERS = re.compile(
    r"students|prisoners|detainees|employees|parents|conscripts|nationals|citizens|schoolchildren|fishermen|farmers"
)
_MARRIED = re.compile(r"\b(?:marriages?|married) to\b")
_POSTS = re.compile(r"embass|consul|mission|attach")
_LIVING = frozenset(("residing", "living", "resident", "residents", "born", "located"))
_CITIZENS = re.compile(r"\b(?:citizens?|nationals?|residents|countries of origin)$")
_ENTER = frozenset(("enter", "entering", "entered", "reach", "reaching"))
_WORKING = re.compile(r"(?:\w+(?:men|women|[^h]ers)|people|children|citizens|nationals|students|persons|participants)")
_AWAY = re.compile(r"industr(?:y|ies)|waters|sectors?|vessels|territory|soil|farms|mines|plantations")
_SHARED = {"COD": "COG", "DOM": "DMA", "KOR": "PRK"}
_DIRECTIONS = r"north|south|east|west|northern|southern|eastern|western|central|southeast|northeast"
_STOP = re.compile(r"(?:[,\w]+ ){0,4}as an? transit\b")
_AHEAD = re.compile(rf"\b(?:{_DIRECTIONS}) (?:and|or)(?: (?:{_DIRECTIONS}))?$")
_HOME = re.compile(
    r"\b(?:(?:with)?in|throughout|inside|across|to) (?:the|this|their) (?:home |entire |whole )?country\b"
    r"|\b(?:domestically|internally|nationwide|countrywide)\b"
    r"|\bin (?:the )?(?:capital|(?:domestic )?rural areas|urban areas|cities|border areas)\b"
)
_KEPT = re.compile(r"worker|victim|child|migrant")
_ORIGIN_COUNTRIES = re.compile(
    r"\b(?:countries of origin|source countries)\b.*\b(?:were|are|included?)\b|"
    r"\b(?:were|are) .*\b(?:countries of origin|source countries)\b"
)
_DESTINATION_COUNTRIES = re.compile(
    r"\bdestinations?\b.*\b(?:were|are|included?)\b|\b(?:were|are) .{0,40}\bdestinations?\b"
)
_FOREIGN = frozenset("migrant foreigner refugee asylum-seeker seeker immigrant tourist".split())


@dataclass(slots=True)
class Seen:
    """What a clause says of people and places.

    people (list[str]): countries and regions by nationality. origin: the same by "from". destination: with the
    items where they stand. victims: singular heads. foreign (bool): whether people are called foreign or migrants.
    """

    people: list[str] = field(default_factory=list)
    origin: list[str] = field(default_factory=list)
    destination: list[tuple[int, str]] = field(default_factory=list)
    transit: list[str] = field(default_factory=list)
    victims: list[str] = field(default_factory=list)
    exploitation: list[tuple[int, tuple[str, ...]]] = field(default_factory=list)
    foreign: bool = False
    home: bool = False
    inside: bool = False
    back: bool = False


def see(sentence: Sentence, start: int, end: int, country: str | None) -> Seen:
    """The people and places of items ``[start, end)``; *country* (alpha-3) is the narrative's own."""
    seen = Seen()
    items = sentence.items
    role, placed, back = "who", False, False
    bare: list[tuple[int, str]] = []
    agents = _agents(items, start, end)
    for i in range(start, end):
        item = items[i]
        if item.kind in "VN":
            if role == "agent" or i in agents or _serves(items, i, start):
                if _MARRIED.search(sentence.text(i - 3, i)):
                    found = attributes(sentence.raw(item)).get("nationality", ())
                    _place(seen, [x for x in found if x.isupper() and x != country], i, "to", country)
                continue
            _people(seen, sentence, i, end, role, country)
        elif item.kind in "CR":
            if (i in agents and "from" in sentence.words[agents.start : i]) or _based(items, i):
                continue
            placed = True
            codes = [p for p in (item.norm.split(",") if item.kind == "R" else [item.norm]) if p]
            if _STOP.match(sentence.text(i + 1, i + 8)):
                extend(seen.transit, codes)
            else:
                if role == "who":
                    bare += [(i, code) for code in codes]
                if item.kind == "R":
                    codes = _widened(sentence, i, item.text, codes)
                _place(seen, codes, i, role, country)
        elif item.text in _NEAR:
            rest = [at for at in range(i + 1, min(i + 3, end)) if items[at].text in _BORDERS]
            if rest and not _named_behind(items, rest[0] + 1):
                placed = True
                _place(seen, ["neighboring_countries"], i, role, country)
            continue
        elif item.kind == "w":
            before = items[i - 1].text if i else ""
            if (
                item.text == "of"
                and _CITIZENS.search(before)
                and any(x.kind in "CR" or x.text in _NEAR for x in items[i + 1 : i + 3])
            ):
                role = "from"
                continue
            if item.text == "in" and (
                before in _LIVING or (i > start and items[i - 1].kind in "AO" and not _POSTS.search(before))
            ):
                role = "who"
                continue
            if item.text == "in" and before.startswith("originat"):
                role = "from"
                continue
            if item.text in ("elsewhere", "throughout", "across") and role == "from" and placed:
                continue
            if item.text in ("in", "of") and role in ("from", "to", "back") and before in _PARTS:
                continue
            if item.text == "in" and role == "from" and not placed:
                continue
            if item.text == "from":
                nouns = [x.kind for x in items[max(start, i - 2) : i] if x.kind in "VNOA"]
                role = "agent" if role == "agent" or nouns[-1:] in (["O"], ["A"]) else "back" if back else "from"
                placed = False
                if i > start and items[i - 1].kind == "w" and _WORKING.fullmatch(before) and role == "from":
                    extend(seen.victims, [singular(before)])
            elif item.text == "by":
                role = "who" if any(x.kind == "V" and _KEPT.search(x.text) for x in items[i + 1 : i + 3]) else "agent"
            elif item.text == "to" and back:
                role = "home"
            elif item.text == "to" and before.startswith("deport"):
                role = "who"
            else:
                role = _role(item.text, role)
        if item.kind in "vwU" and _RETURN.fullmatch(item.text):
            back = True
        if item.kind in "vb" and role in ("from", "to", "via", "agent", "back", "home"):
            role = "via" if _TRANSIT.fullmatch(item.text) else "who"
        if item.text in _ENTER:
            role = "to"
    seen.back = back
    if not seen.victims:
        extend(
            seen.victims, [singular(x.text) for x in items[start:end] if x.kind in "wU" and _OTHERS.fullmatch(x.text)]
        )
    text = sentence.text(start, end)
    if bare and country not in [code for _, code in bare]:
        if not seen.origin and _ORIGIN_COUNTRIES.search(text):
            extend(seen.origin, [code for _, code in bare])
            extend(seen.victims, ["victim"])
        elif _DESTINATION_COUNTRIES.search(text):
            seen.destination = sorted({*bare, *seen.destination})
    home = _HOME.search(text)
    if home is not None and country is not None:
        seen.home = seen.inside = True
        at = start + len(text[: home.end()].split()) - 1
        seen.destination.append((min(at, end - 1), country))
        seen.destination.sort(key=lambda row: row[0])
    return seen


def _agents(items: list[Item], start: int, end: int) -> range:
    """The items that name who does it, before a verb that says what they do to those behind it."""
    for i in range(start + 1, end - 1):
        if (
            items[i].text in _ACTIVE
            and items[i - 1].kind not in "bS"
            and items[i - 1].text not in _NO_ACT
            and any(x.kind in "VN" for x in items[i + 1 : min(end, i + 6)])
        ):
            first = i
            while first > start and items[first - 1].kind not in "vbmh;" and items[first - 1].text not in _NEW_SUBJECT:
                first -= 1
            return range(first, i)
    return range(start, start)


def _based(items: list[Item], at: int) -> bool:
    """Whether a country only tells what something is: "Taiwan-flagged vessels"."""
    return at + 2 < len(items) and items[at + 1].text == "-" and items[at + 2].text in _TELLS


def _named_behind(items: list[Item], at: int) -> bool:
    """Whether "neighboring countries" are named behind: "including Kenya"."""
    return any(x.text in _NAMING or x.text == "of" for x in items[at : at + 2]) and any(
        x.kind in "CR" for x in items[at + 1 : at + 5]
    )


def _widened(sentence: Sentence, at: int, text: str, codes: list[str]) -> list[str]:
    """*codes* and the region that shares the noun: "South and East Asian countries"."""
    before = sentence.text(at - 2, at).split()
    if len(before) != 2 or before[1] not in ("and", "or") or not re.fullmatch(_DIRECTIONS, before[0]):
        return codes
    other = _names().get(" ".join([before[0], *text.split()[1:]]))
    return [other, *codes] if other else codes


def _serves(items: list[Item], at: int, start: int) -> bool:
    """Whether people are those whom the victims are brought to or kept by: "marriages to Chinese men"."""
    before = at - 1
    while before > start and items[before].kind in "wS" and items[before].text in ("some", "the", "other", "foreign"):
        before -= 1
    text = items[before].text if before >= start else ""
    if text == "to" and before > start:
        return items[before - 1].text.split()[-1] in ("marriage", "marriages", "them", "catering", "sold", "married")
    return text in ("by", "among")


def _place(seen: Seen, codes: list[str], at: int, role: str, country: str | None) -> None:
    if role == "from":
        extend(seen.origin, codes)
    elif role == "home":
        extend(seen.people, [code for code in codes if code != country])
    elif role == "via":
        extend(seen.transit, codes)
    elif role in ("to", "back"):
        seen.destination += [(at, code) for code in codes]
        seen.home = seen.home or country in codes


def _role(word: str, role: str) -> str:
    """What places behind *word* are: "from", "to", "via", or "who" for none of these."""
    if word in ("through", "via") or _TRANSIT.fullmatch(word):
        return "via"
    if word in _TO_WORDS:
        return "to"
    return "who" if word in _ENDS_ROLE and role in ("to", "back", "agent", "home") else role


def _people(seen: Seen, sentence: Sentence, at: int, end: int, role: str, country: str | None) -> None:
    """Take origin, form of exploitation and noun of one phrase for people."""
    items = sentence.items
    item = items[at]
    if item.kind == "N":
        away = any(_AWAY.fullmatch(x.text) for x in items[at + 1 : at + 4]) and items[at + 1].text != "-"
        if role == "to" and away:
            seen.destination.append((at, item.norm))
            return
        if not _is_people(items, at, end):
            return
        extend(seen.people, [_own(item.norm, country)])
        extend(seen.victims, ["national"])
        return
    raw = " ".join(sentence.raw(item).split())
    ahead = _AHEAD.search(sentence.text(at - 3, at))
    if ahead is not None:
        raw = f"{ahead.group()} {raw}"
    pattern, regions = _regions()
    rest = raw
    for match in pattern.finditer(raw):
        first, form = match.group(1), match.group(2)
        if first:
            other = f"{first} {form.split()[-1]}"
            extend(seen.people, [regions[x] for x in (other, other.title()) if x in regions][:1])
        extend(seen.people, [regions[form]])
        rest = rest.replace(match.group(), " ")
    found: Mapping[str, tuple[str, ...]] = attributes(rest)
    origin = found.get("nationality", ())
    extend(seen.people, [_own(code, country) for code in origin if re.fullmatch("[A-Z]{3}", code)])
    head = singular(head_word(item.text))
    if "domestic" in origin and country is not None:
        extend(seen.people, [country])
    seen.foreign = seen.foreign or "foreign" in origin or head in _FOREIGN or "migrant" in item.text
    if not is_predicate(items, at):
        extend(seen.victims, [head])
    if "exploitation" in found:
        seen.exploitation.append((at, found["exploitation"]))


def _own(code: str, country: str | None) -> str:
    """The country of a demonym that two share: "Congolese" is the narrative's own where that is one of the two."""
    return country if country is not None and _SHARED.get(code) == country else code


def _is_people(items: list[Item], at: int, end: int) -> bool:
    """Whether a demonym stands for people: "Nigerians", "Chinese and French citizens"; not "Chinese restaurants"."""
    i = at + 1
    while i < end and (items[i].kind in ",&NS" or (items[i].kind == "w" and items[i].text.endswith("ly"))):
        i += 1
    word = items[at].text
    if i == at + 1 and word.endswith("s") and not word.endswith(("ss", "us")):
        return True
    if i >= end or items[i].kind not in "wOAUX-v(":
        return True
    if items[i].kind in "OAU-X":
        return False
    return items[i].kind in "v(" or _PERSON.match(items[i].text) is not None or items[i].text in _ENDS_ROLE


@cache
def _regions() -> tuple[re.Pattern[str], dict[str, str]]:
    """Adjectives of regions as one pattern, the longest first ("Eastern European" before "European"), and theirs."""
    regions = {row["form"]: row["region"] for row in lexicons.rows("region") if row["kind"] == "adjective"}
    forms = "|".join(re.escape(form) for form in sorted(regions, key=len, reverse=True))
    return re.compile(rf"\b(?:((?i:{_DIRECTIONS})) (?:and|or) )?({forms})\b"), regions


@cache
def _names() -> dict[str, str]:
    return {row["form"].lower(): row["region"] for row in lexicons.rows("region")}


def is_predicate(items: list[Item], at: int) -> bool:
    """Whether a phrase says what others are: "the victims were women"."""
    article = at > 1 and items[at - 1].text in ("a", "an", "the") and items[at - 2].kind == "b"
    return (at > 0 and items[at - 1].kind == "b") or article


def extend(values: list[str], more: Iterable[str]) -> None:
    """Add to *values* those of *more* that they lack."""
    for value in more:
        if value not in values:
            values.append(value)
