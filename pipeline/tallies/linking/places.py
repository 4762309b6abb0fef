"""People and places of a clause: who is meant, from where, to where, through where."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tallies.linking.people import agents, is_people, is_predicate, own, people, serves, widened
from tallies.linking.view import Sentence
from tallies.morphology import singular

_THROUGH = frozenset(("through", "via", "transit", "transited", "transiting", "transits"))
_TO_WORDS = frozenset(
    ("to", "in", "within", "throughout", "across", "into", "inside", "elsewhere", "toward", "towards", "aboard")
)
_ENDS_ROLE = frozenset(("for", "by", "with", "of", "at", "against", "near", "along", "who", "whose", "that"))
#: Words that may change what the places behind them are.
_TURNS = frozenset(("from", "of", "by", *_THROUGH, *_TO_WORDS, *_ENDS_ROLE))
#: "other parts of Europe", "countries in Asia" are what the words before them were.
_PARTS = frozenset(
    (
        *("countries", "states", "nations", "region", "regions", "part", "parts", "areas", "communities", "cities"),
        *("towns", "borders", "coast", "islands"),
    )
)
_NEAR = frozenset(("neighboring", "neighbouring", "nearby", "surrounding"))
_COUNTRIES = frozenset(("countries", "states", "nations"))
_NAMING = frozenset(("including", "particularly", "especially", "such", "primarily", "mainly", "namely", "of"))
#: What a country only tells of ships and firms.
_TELLS = frozenset(("flagged", "based", "owned", "run", "born", "sponsored", "led", "operated"))
#: Words for people that are no VICTIM_CATEGORY.
_OTHERS = re.compile(
    r"students|prisoners|detainees|employees|parents|conscripts|nationals|citizens|schoolchildren|fishermen|farmers|"
    r"women|men|children|girls|boys|workers|migrants"
)
_MARRIED = re.compile(r"\b(?:marriages?|married) to\b")
#: Posts abroad, whose country is where the victims are; that of other agencies is not.
_POSTS = re.compile(r"embass|consul|mission|attach")
_BOUND = frozenset(("recruited", "destined", "bound"))
#: Where people live is no destination.
_LIVING = frozenset(("residing", "living", "resident", "residents", "born", "located"))
_CITIZENS = re.compile(r"\b(?:citizens?|nationals?|residents|countries of origin)$")
_ENTER = frozenset(("enter", "entering", "entered", "reach", "reaching"))
_WORKING = re.compile(r"(?:\w+(?:men|women|[^h]ers)|people|children|citizens|nationals|students|persons|participants)")
_AWAY = re.compile(r"industr(?:y|ies)|waters|sectors?|vessels|territory|soil|farms|mines|plantations")
#: Behind a country that is passed through.
_STOP = re.compile(r"(?:[,\w]+ ){0,4}as an? transit\b")
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
    return _Scan(sentence, start, end, country).run()


class _Scan:
    """Reads items from left to right.

    role (str): what a place that comes next is: "from", "to", "via", "back" (a place that people came back from),
    "home" (one that they were sent back to), "agent" (that of those who do it), or "who" for none of these.
    placed (bool): whether a place stands behind the last "from". back (bool): whether people are sent back.
    bare: the places without a role.
    """

    def __init__(self, sentence: Sentence, start: int, end: int, country: str | None) -> None:
        self.sentence = sentence
        self.items = sentence.items
        self.start = start
        self.end = end
        self.country = country
        self.seen = Seen()
        self.role = "who"
        self.placed = False
        self.bare: list[tuple[int, str]] = []
        self.agents = agents(self.items, start, end)

    def run(self) -> Seen:
        """All that the items say."""
        for i in range(self.start, self.end):
            item = self.items[i]
            if item.kind in "VN":
                self._people(i)
            elif item.kind in "CR":
                self._places(i)
            elif item.text in _NEAR:
                self._neighbors(i)
            elif item.kind == "w":
                if item.text in _TURNS:
                    self.role = self._turn(i)
            elif item.kind in "vb":
                self.role = "via" if item.text in _THROUGH and self.role != "who" else "who"
            if item.kind in "vwU" and item.text.startswith(("repatriat", "return")):
                self.seen.back = True
            elif item.text in _ENTER:
                self.role = "to"
        self._whole()
        return self.seen

    def _people(self, at: int) -> None:
        items, seen = self.items, self.seen
        item = items[at]
        if self.role == "agent" or at in self.agents or serves(items, at, self.start):
            if item.kind == "V" and _MARRIED.search(self.sentence.text(at - 3, at)):
                self._place([code for code in people(self.sentence, at).codes if code != self.country], at, "to")
        elif item.kind == "V":
            found = people(self.sentence, at)
            extend(seen.people, [own(code, self.country) for code in found.codes])
            if found.domestic and self.country is not None:
                extend(seen.people, [self.country])
            seen.foreign = seen.foreign or found.foreign
            if not is_predicate(items, at):
                extend(seen.victims, [found.head])
            if found.exploitation:
                seen.exploitation.append((at, found.exploitation))
        elif self.role == "to" and self._is_away(at):
            self._place([item.norm], at, "to")
        elif is_people(items, at, self.end):
            extend(seen.people, [own(item.norm, self.country)])
            extend(seen.victims, ["national"])

    def _is_away(self, at: int) -> bool:
        """Whether a demonym says where: "in the Thai fishing industry"."""
        behind = self.items[at + 1 : at + 4]
        return bool(behind) and behind[0].text != "-" and any(_AWAY.fullmatch(item.text) for item in behind)

    def _places(self, at: int) -> None:
        items, item = self.items, self.items[at]
        if at in self.agents and "from" in self.sentence.words[self.agents.start : at]:
            return
        if at + 2 < len(items) and items[at + 1].text == "-" and items[at + 2].text in _TELLS:
            return  # "Taiwan-flagged vessels"
        self.placed = True
        codes = [code for code in item.norm.split(",") if code]
        if _STOP.match(self.sentence.text(at + 1, at + 8)):
            extend(self.seen.transit, codes)
            return
        if self.role == "who":
            self.bare += [(at, code) for code in codes]
        self._place(widened(self.sentence, at, codes) if item.kind == "R" else codes, at, self.role)

    def _neighbors(self, at: int) -> None:
        """Take "neighboring countries", unless they are named behind: "including Kenya"."""
        behind = self.items[at + 1 : at + 3]
        place = next((i for i, item in enumerate(behind, at + 1) if item.text in _COUNTRIES), None)
        if place is None:
            return
        named = any(item.text in _NAMING for item in self.items[place + 1 : place + 3])
        if not named or all(item.kind not in "CR" for item in self.items[place + 2 : place + 6]):
            self.placed = True
            self._place(["neighboring_countries"], at, self.role)

    def _place(self, codes: list[str], at: int, role: str) -> None:
        seen = self.seen
        if role == "from":
            extend(seen.origin, codes)
        elif role == "home":
            extend(seen.people, [code for code in codes if code != self.country])
        elif role == "via":
            extend(seen.transit, codes)
        elif role in ("to", "back"):
            seen.destination += [(at, code) for code in codes]
            seen.home = seen.home or self.country in codes

    def _turn(self, at: int) -> str:
        """What places behind the word at item *at* are."""
        word, role = self.items[at].text, self.role
        before = self.items[at - 1] if at > self.start else None
        text = before.text if before is not None else ""
        if word == "from":
            return self._from(at, text)
        if word == "by":
            kept = any(item.kind == "V" and _KEPT.search(item.text) for item in self.items[at + 1 : at + 3])
            return "who" if kept or text == "followed" else "agent"
        if word == "of" and _CITIZENS.search(text) and self._comes_place(at):
            return "from"
        if word in ("in", "of") and role in ("from", "to", "back") and text in _PARTS:
            return role
        if word == "in" and before is not None:
            if text in _LIVING or (before.kind in "AO" and not _POSTS.search(text)):
                return "who"
            if "originat" in self.sentence.text(at - 2, at) or (role == "from" and not self.placed):
                return "from"
        if word == "for" and text in _BOUND and self._comes_place(at):
            return "to"
        if word == "to" and (self.seen.back or text.startswith("deport")):
            return "home" if self.seen.back else "who"
        if role == "from" and self.placed and word in ("elsewhere", "throughout", "across"):
            return role
        if word in _THROUGH:
            return "via"
        if word in _TO_WORDS:
            return "to"
        ends = role in ("to", "back", "agent", "home") or (role == "from" and not self.placed)
        return "who" if word in _ENDS_ROLE and ends else role

    def _comes_place(self, at: int) -> bool:
        return any(item.kind in "CR" or item.text in _NEAR for item in self.items[at + 1 : at + 3])

    def _from(self, at: int, before: str) -> str:
        self.placed = False
        nouns = [item.kind for item in self.items[max(self.start, at - 2) : at] if item.kind in "VNOA"]
        if self.role == "agent" or nouns[-1:] in (["O"], ["A"]):
            return "agent"
        if self.seen.back or before in ("home", "back"):
            return "back"
        if _WORKING.fullmatch(before) and self.items[at - 1].kind == "w" and at not in self.agents:
            extend(self.seen.victims, [singular(before)])
        return "from"

    def _whole(self) -> None:
        """What only the whole clause says: people of other names, countries of origin, "in the country"."""
        seen, country = self.seen, self.country
        if not seen.victims:
            others = [item.text for item in self.items[self.start : self.end] if item.kind in "wU"]
            extend(seen.victims, [singular(word) for word in others if _OTHERS.fullmatch(word)])
        text = self.sentence.text(self.start, self.end)
        if self.bare and country not in [code for _, code in self.bare]:
            if not seen.origin and _ORIGIN_COUNTRIES.search(text):
                extend(seen.origin, [code for _, code in self.bare])
                extend(seen.victims, ["victim"])
            elif _DESTINATION_COUNTRIES.search(text):
                seen.destination = sorted({*self.bare, *seen.destination})
        home = _HOME.search(text)
        if home is not None and country is not None:
            seen.home = seen.inside = True
            at = self.start + len(text[: home.end()].split()) - 1
            seen.destination.append((min(at, self.end - 1), country))
            seen.destination.sort(key=lambda row: row[0])


def extend(values: list[str], more: Iterable[str]) -> None:
    """Add to *values* those of *more* that they lack."""
    for value in more:
        if value not in values:
            values.append(value)
