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
from tallies.linking.clauses import at_risk, clauses
from tallies.linking.places import Seen, extend, see
from tallies.linking.view import Sentence

#: What happens to people on a route; one of these words stands in every route's clause.
_EXPLOITED = re.compile(
    r"\b(?:subject(?:ed|s|ing)?|exploit(?:ed|s|ing|ation|ative)?|"
    r"forced?|coerced?s?|compel(?:led)?s?|trafficked|trafficking|recruit(?:ed|s)?|"
    r"lured?|transport(?:ed|s)?|held|originated?|sold|sell|endure[ds]?|experience[ds]?|victims?|servitude|"
    r"abused|moved?|moving|enslaved|sent|trapped|labor|prostitution|countries of origin|source countries)\b"
)
_SUBJECTED = re.compile(
    r"\b(?:subject(?:ed|s)?|exploit(?:s|ed|ing)?|exploitation|forced?|coerced?|trafficked|compel(?:led|s)?|enslaved|"
    r"trapped|sold|countries of origin|source countries|victims? from|"
    r"victims (?:primarily |mainly |largely |often )?(?:originat\w+|come|came) |victims of .{0,40} from)\b"
)
_ABROAD = re.compile(r"\b(?:abroad|overseas|in other countries|foreign countries)\b")
_COUNTRY_ROLE = re.compile(
    r"(?:\bis |^(?:, )?and (?:is )?)(?:primarily |mainly |increasingly )?an? "
    r"(?:\w+,? ?(?:and |or )?){0,4}(?:source|transit|destination)"
)
_DESTINATION_ROLE = re.compile(r"(?:\W*\w+\W+){0,8}?\b(?:is|are|was|remains?|has been)\b.{0,60}\bdestination\b")
_ROLE = re.compile(r"\b(?:is|remains) (?:\w+ )?an? (?:transit(?: country)?(?: and|,) )?(source|destination)\b")
#: Words that take up people of the clause before.
_TAKES_UP = re.compile(
    r"\b(?:these|those|such|them|they)\b|\b(?:some|many|most|others)(?: of (?:them|the(?:se)?|whom))?\b|"
    r"\bupon arrival\b|^(?:; )?(?:the )?(?:women|men|children|girls|boys|workers|victims)\b"
)
_SAME_PLACES = re.compile(r"\bfrom (?:some of |all of |many of )?these countries\b")
_SOME = re.compile(r"(?:some|many|most) (?:of )?")
_WORKING = frozenset(("worker", "laborer", "migrant", "employee", "foreigner"))
_NOT_IDENTIFIED = re.compile(r"\b(?:did|does|do|has|have|could) not \w+ (?:\w+ )?(?:any |foreign )?")
_TRAFFICKED = re.compile(r"\bexploited\b|\btrafficked\b|\btrafficking\b")
#: What is done with victims outside the profile.
_CARED_FOR = re.compile(
    r"\b(?:identif\w+|includ\w+|repatriat\w+|return\w*|assist\w+|rescu\w+|shelter\w*|imprison\w*|provid\w+|were|was)\b"
)
#: How many sentences behind "these women" may be spoken of.
_REACH = 2
_KINDS_OF_COUNTRY = frozenset(("source", "destination"))
_VICTIMS = frozenset(("victim", "victims"))
#: How many items before a form of exploitation "and" may stand.
_JOINT = 4
_THESE = re.compile(
    r"^(?:\w+ ){0,5}?(?:these|those|such) |^(?:some|many|most) of the\b|^(?:others|they) |"
    r"^(?:upon (?:their )?arrival|after (?:their )?arriv)|"
    r"^(?:some|many|most|others) (?:\w+ly )?(?:are|become|face|experience) "
)


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
class _Clause:
    """Items ``[start, end)`` of a sentence: what they say, and what they take up from the clause before.

    skip: the items that only say what people are at risk of. found: the forms of exploitation, each with the item
    where it stands. stated, inherited (bool): whether the origin is its own, or that of the clause before.
    """

    sentence: Sentence
    start: int
    end: int
    text: str
    seen: Seen
    skip: tuple[int, int]
    found: list[tuple[int, tuple[str, ...]]]
    origin: list[str] = field(default_factory=list)
    destination: list[str] = field(default_factory=list)
    exploitation: list[str] = field(default_factory=list)
    stated: bool = False
    inherited: bool = False
    elliptic: bool = False


def find(sentences: Iterable[Sentence], country: str | None) -> list[Path]:
    """The routes that *sentences* state, in their order; *country* (alpha-3) is the narrative's own."""
    reader = Reader(country)
    return [path for sentence in sentences for path in reader.read(sentence)]


class Reader:
    """Reads the sentences of one narrative in their order.

    profile (bool): whether it is in the trafficking profile. receives (bool | None): whether the country is first of
    all a destination, so that people of no stated origin are not its own. The rest is what the last clause said.
    """

    def __init__(self, country: str | None) -> None:
        self.country = country
        self.profile = False
        self.receives: bool | None = None
        self.index = -9
        self.origin: list[str] = []
        self.destination: list[str] = []
        self.exploitation: list[str] = []

    def read(self, sentence: Sentence) -> list[Path]:
        """The routes of the next sentence."""
        self.profile = sentence.section == "profile" or (self.profile and sentence.section in ("overview", ""))
        if sentence.section == "recommendations" or not (self.profile or _may_state(sentence)):
            return []
        return [path for start, end in clauses(sentence) for path in self._clause(sentence, start, end)]

    def _clause(self, sentence: Sentence, start: int, end: int) -> list[Path]:
        text = sentence.text(start, end)
        self._role(sentence, start, end, text)
        goes_on = self.profile or self.index == sentence.index
        if not goes_on and not (_EXPLOITED.search(text) and _names_origin(sentence, start, end, text)):
            return []
        seen = see(sentence, start, end, self.country)
        skip = at_risk(sentence, start, end, text)
        found = sorted(forms.stated(sentence, start, end, skip) + seen.exploitation)
        clause = _Clause(sentence, start, end, text, seen, skip, found)
        self._take_up(clause)
        if not self._is_route(clause):
            return []
        path = Path(sentence, clause.origin, clause.destination, list(seen.transit), clause.exploitation, seen.victims)
        self._fill_in(path, clause)
        if not self._holds(path, clause):
            return []
        through = [place for place in path.transit if not (seen.inside and place == self.country)]
        path.transit = [place for place in path.transit if place not in path.origin]
        path.destination = [place for place in path.destination if place not in through or place in path.origin]
        self.origin, self.destination, self.exploitation = path.origin, path.destination, path.exploitation
        return _apart(path, clause) if path.destination else []

    def _role(self, sentence: Sentence, start: int, end: int, text: str) -> None:
        """Note what kind of country the narrative's own is."""
        role = _ROLE.search(text)
        if role is None or self.country not in [item.norm for item in sentence.items[start:end]]:
            return
        # Where headings are lost, the profile starts here.
        self.profile = self.profile or sentence.section in ("overview", "")
        if self.receives is None:
            self.receives = role.group(1) == "destination"

    def _take_up(self, clause: _Clause) -> None:
        """Give *clause* its origins, destinations and forms: its own, or those of the clause before."""
        sentence, seen, text = clause.sentence, clause.seen, clause.text
        for _, row in clause.found:
            extend(clause.exploitation, row)
        same = self.index == sentence.index
        kinds = {item.kind for item in sentence.items[clause.start : clause.end]}
        clause.elliptic = same and not clause.exploitation and kinds.isdisjoint("vb")
        if clause.elliptic:  # "..., and Mexican men in the United States"
            clause.exploitation = list(self.exploitation)
            clause.found = [(clause.start, tuple(self.exploitation))]
        if len(clause.exploitation) > 1 and "child_soldiering" not in clause.exploitation:
            # "Slavery" beside what it consists of.
            clause.exploitation = [form for form in clause.exploitation if form != "other"]
        extend(clause.origin, seen.people)
        extend(clause.origin, seen.origin)
        if not clause.origin and _SAME_PLACES.search(text):
            clause.origin = list(self.origin)
        clause.stated = bool(clause.origin)
        extend(clause.destination, [code for _, code in seen.destination])
        takes_up = self._goes_on(clause) and (clause.exploitation or same) and (self.origin or self.destination)
        if takes_up and not clause.stated:
            clause.origin, clause.inherited = list(self.origin), True
            clause.destination = clause.destination or list(self.destination)
            if same and not clause.exploitation and _TRAFFICKED.search(text):
                clause.exploitation = list(self.exploitation)
        if clause.stated or clause.destination or (clause.seen.victims and not same):
            self.index = sentence.index
            self.origin, self.destination = list(clause.origin), list(clause.destination)
            self.exploitation = clause.exploitation

    def _goes_on(self, clause: _Clause) -> bool:
        """Whether *clause* speaks of the people of the clause before: "some of these women"."""
        seen, items, distance = clause.seen, clause.sentence.items, clause.sentence.index - self.index
        if distance == 0:
            verb = next((item for item in items[clause.start + 1 : clause.end] if not item.text.endswith("ly")), None)
            no_subject = verb is not None and verb.kind in "bvhm"  # "..., but are subjected to"
            return no_subject or not seen.victims or _TAKES_UP.search(clause.text) is not None
        if not self.profile or distance > _REACH:
            return False
        if distance == 1 and _SOME.match(clause.text) and self.country not in self.origin:
            # "Foreign workers from Nepal travel to ... Some workers face forced labor."
            return seen.foreign or not _WORKING.isdisjoint(seen.victims) or _THESE.search(clause.text) is not None
        return _THESE.search(clause.text) is not None

    def _is_route(self, clause: _Clause) -> bool:
        """Whether *clause* says that people are exploited, or whence and whither victims came."""
        seen, text = clause.seen, clause.text
        if not (seen.victims or clause.inherited) or clause.skip == (clause.start, clause.end):
            return False
        if not (clause.elliptic or _EXPLOITED.search(text)):
            return False
        if clause.exploitation:
            return True
        if clause.inherited and not _TRAFFICKED.search(text):
            return False
        away = seen.back or _ABROAD.search(text) is not None
        return (
            _SUBJECTED.search(text) is not None
            or ((self.profile or clause.sentence.section in ("overview", "")) and "victims" in text)
            or (self._foreign(clause) and "victim" in text and bool(_CARED_FOR.search(text)) and " not " not in text)
            or (away and bool(clause.destination) and "victim" in text)
        )

    def _foreign(self, clause: _Clause) -> bool:
        return any(code != self.country for code in (*clause.seen.people, *clause.seen.origin))

    def _fill_in(self, path: Path, clause: _Clause) -> None:
        """Give the narrative's own country the sides that the text leaves to it."""
        country, seen, text = self.country, clause.seen, clause.text
        if country is None:
            return
        if not path.destination and _DESTINATION_ROLE.match(text):
            path.destination = [country]
        own = not seen.foreign and country not in path.transit
        if self.receives and not seen.inside and path.destination in ([], [country]):
            own = False
        profile = self.profile or clause.sentence.section in ("overview", "")
        abroad = _ABROAD.search(text) is not None
        placed = path.destination == [country] or (bool(path.destination) and (profile or seen.back or abroad))
        if own and placed and not path.origin and not seen.origin:
            path.origin = [country]
        if path.origin and not path.destination and not abroad and path.origin != [country]:
            path.destination = [country]
        if path.destination or abroad:
            return
        if (path.origin == [country] and profile) or (not path.origin and own and self.profile):
            # "Street children are forced to beg": who and where are left to the narrative's own country.
            path.origin, path.destination = [country], [country]

    def _holds(self, path: Path, clause: _Clause) -> bool:
        """Whether a route that is filled in says more than that the country has victims."""
        if not path.origin or not path.destination:
            return False
        inside = path.origin == [self.country] == path.destination
        if inside and not clause.stated and not path.exploitation:
            return False
        if inside and not clause.seen.origin and not clause.seen.home and _COUNTRY_ROLE.search(clause.text):
            return False
        if self.profile:
            return True
        denied = _NOT_IDENTIFIED.search(clause.text)
        if denied is not None and denied.start() < clause.text.find("victim"):
            return False
        if clause.sentence.section in ("overview", ""):
            told = True
        else:
            told = bool(path.exploitation) or self._foreign(clause) or path.destination != [self.country]
        return told and (clause.stated or clause.inherited or _SUBJECTED.search(clause.text) is not None)


def _may_state(sentence: Sentence) -> bool:
    """Whether a sentence outside the profile is worth a look."""
    if sentence.kinds.isdisjoint("VN"):
        return "C" in sentence.kinds and sentence.has_word(_KINDS_OF_COUNTRY)
    return not sentence.kinds.isdisjoint("CRNX") or sentence.has_word(_VICTIMS)


def _names_origin(sentence: Sentence, start: int, end: int, text: str) -> bool:
    """Whether items ``[start, end)`` may say where people are from, or what they are subjected to."""
    for item in sentence.items[start:end]:
        if item.kind in "CRN":
            return True
        if item.kind == "V" and any(not w.islower() for w in sentence.tape.words[item.start : item.end]):
            return True
    return _SUBJECTED.search(text) is not None


def _apart(path: Path, clause: _Clause) -> list[Path]:
    """*path*, or one of each part of "to forced labor in Turkey and to sex trafficking in Japan"."""
    items = path.sentence.items
    marks = sorted(
        [(at, "form", value) for at, row in clause.found for value in row]
        + [(at, "to", place) for at, place in clause.seen.destination]
    )
    parts: list[Path] = []
    for at, kind, value in marks:
        if kind == "form" and (not parts or parts[-1].destination):
            if parts and all(item.kind != "&" for item in items[max(at - _JOINT, 0) : at]):
                return [path]
            parts.append(Path(path.sentence, path.origin, [], path.transit, [], path.victims))
        if not parts:
            return [path]
        extend(parts[-1].exploitation if kind == "form" else parts[-1].destination, [value])
    return parts if len(parts) > 1 and parts[-1].destination else [path]
