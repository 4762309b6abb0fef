"""The phrases for people in a clause about routes: whose people they are, and whether they suffer or do it."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import NamedTuple

from tallies import lexicons
from tallies.linking.view import Item, Sentence
from tallies.morphology import singular
from tallies.tagging.attributes import attributes
from tallies.tagging.phrases import head_word

#: Verbs in their base form: who stands before them does it, and who stands behind them suffers it.
_ACTIVE = frozenset(
    (
        *("force", "exploit", "subject", "recruit", "lure", "transport", "sell", "purchase", "buy", "use", "compel"),
        *("coerce", "traffic", "move", "bring", "send", "abduct", "kidnap", "trick", "hold", "keep"),
    )
)
_NO_VERB_BEHIND = frozenset(("the", "a", "of", "to", "by", "for", "through", "in", "who", "that", "which"))
_NEW_SUBJECT = frozenset(("where", "when", "who", "that", "which", "before", "after", "if", "because", "as"))
_REACH = 5
_PERSON = re.compile(
    r"(?:nationals?|citizens?|people|persons?|residents?|famil\w+|individuals?|students?|workers?|laborers?|fishermen|"
    r"refugees?|youths?|asylum|males?|females?|populations?|nurses|sailors|trainees|participants)\b"
)
_BEHIND_PEOPLE = frozenset(("for", "by", "with", "of", "at", "against", "near", "along", "who", "whose", "that", "on"))
_LEADING = frozenset(("some", "the", "other", "foreign"))
_SERVED = frozenset(("marriage", "marriages", "married", "them", "catering", "sold"))
_FOREIGN = frozenset(("migrant", "foreigner", "refugee", "asylum-seeker", "seeker", "immigrant", "tourist"))
#: Demonyms that two countries share: that of the lexicon, and the other.
_SHARED = {"COD": "COG", "DOM": "DMA"}
_DIRECTIONS = r"north|south|east|west|northern|southern|eastern|western|central|southeast|northeast"
_AHEAD = re.compile(rf"\b(?:{_DIRECTIONS}) (?:and|or)(?: (?:{_DIRECTIONS}))?$")
_HALF = re.compile(rf"({_DIRECTIONS}) (?:and|or)")


class People(NamedTuple):
    """What a phrase for people says: countries and regions, singular head, forms of exploitation.

    foreign, domestic (bool): whether they are called foreign or migrants, or domestic or local.
    """

    codes: tuple[str, ...]
    head: str
    exploitation: tuple[str, ...]
    foreign: bool
    domestic: bool


def people(sentence: Sentence, at: int) -> People:
    """What the phrase at item *at* says; "Central" of "Central and South American men" may stand before it."""
    raw = sentence.raw(sentence.items[at])
    ahead = _AHEAD.search(sentence.text(at - 3, at))
    return _read(f"{ahead.group()} {raw}" if ahead is not None else raw)


@lru_cache(maxsize=10_000)
def _read(raw: str) -> People:
    raw = rest = " ".join(raw.split())
    codes: list[str] = []
    if not raw.islower():
        pattern, regions = _regions()
        for match in pattern.finditer(raw):
            half, form = match.group(1), match.group(2)
            other = f"{half} {form.split()[-1]}" if half else ""
            codes += [regions[name] for name in (other, other.title()) if name in regions][:1]
            codes.append(regions[form])
            rest = rest.replace(match.group(), " ")  # "South American" is no "American"
    found = attributes(rest)
    origin = found.get("nationality", ())
    codes += [code for code in origin if code.isupper()]
    head = singular(head_word(raw.lower()))
    foreign = "foreign" in origin or head in _FOREIGN or "migrant" in raw
    return People(tuple(codes), head, found.get("exploitation", ()), foreign, "domestic" in origin)


def own(code: str, country: str | None) -> str:
    """The country of a demonym that two share: "Congolese" is the narrative's own where that is one of the two."""
    return country if country is not None and _SHARED.get(code) == country else code


def agents(items: list[Item], start: int, end: int) -> range:
    """The items that name who does it, before a verb that says what they do to those behind it."""
    for i in range(start + 1, end - 1):
        if (
            items[i].text in _ACTIVE
            and items[i - 1].kind not in "bS"
            and items[i - 1].text not in _NO_VERB_BEHIND
            and any(x.kind in "VN" for x in items[i + 1 : min(end, i + 1 + _REACH)])
        ):
            first = i
            while first > start and items[first - 1].kind not in "vbmh;" and items[first - 1].text not in _NEW_SUBJECT:
                first -= 1
            return range(first, i)
    return range(start, start)


def serves(items: list[Item], at: int, start: int) -> bool:
    """Whether people are those whom the victims are brought to or kept by: "marriages to Chinese men"."""
    before = at - 1
    while before > start and items[before].kind in "wS" and items[before].text in _LEADING:
        before -= 1
    text = items[before].text if before >= start else ""
    if text == "to" and before > start:
        return items[before - 1].text.split()[-1] in _SERVED
    return text == "among"


def is_people(items: list[Item], at: int, end: int) -> bool:
    """Whether a demonym stands for people: "Nigerians", "Chinese and French citizens"; not "Chinese restaurants"."""
    i = at + 1
    while i < end and (items[i].kind in ",&NS" or (items[i].kind == "w" and items[i].text.endswith("ly"))):
        i += 1
    word = items[at].text
    if i == at + 1 and word.endswith("s") and not word.endswith(("ss", "us")):
        return True
    if i >= end or items[i].kind not in "wOAUX-":
        return True
    if items[i].kind != "w":
        return False
    return _PERSON.match(items[i].text) is not None or items[i].text in _BEHIND_PEOPLE


def is_predicate(items: list[Item], at: int) -> bool:
    """Whether a phrase says what others are: "the victims were women"."""
    article = at > 1 and items[at - 1].text in ("a", "an", "the") and items[at - 2].kind == "b"
    return (at > 0 and items[at - 1].kind == "b") or article


def widened(sentence: Sentence, at: int, codes: list[str]) -> list[str]:
    """*codes* of the region at item *at*, and that which shares its noun: "South and East Asian countries"."""
    half = _HALF.fullmatch(sentence.text(at - 2, at))
    if half is None:
        return codes
    other = _names().get(" ".join([half.group(1), *sentence.items[at].text.split()[1:]]))
    return [other, *codes] if other else codes


@cache
def _regions() -> tuple[re.Pattern[str], dict[str, str]]:
    """Adjectives of regions as one pattern, the longest first ("Eastern European" before "European"), and theirs."""
    regions = {row["form"]: row["region"] for row in lexicons.rows("region") if row["kind"] == "adjective"}
    forms = "|".join(re.escape(form) for form in sorted(regions, key=len, reverse=True))
    return re.compile(rf"\b(?:((?i:{_DIRECTIONS})) (?:and|or) )?({forms})\b"), regions


@cache
def _names() -> dict[str, str]:
    return {row["form"].lower(): row["region"] for row in lexicons.rows("region")}
