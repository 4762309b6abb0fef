"""Names of countries and regions, and demonyms, from the lexicons ``country`` and ``region``.

Forms are looked up in the text, not token by token: at each capitalised word, the longest form that
starts there and ends at a word's end wins. A line break counts as a space.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import cache
from typing import Final

from spacy.tokens import Doc

from tallies.labels import COUNTRY, NATIONALITY, REGION
from tallies.lexicons import rows
from tallies.tape import Found, Memo, Tape, straight

_FIRST: Final = re.compile(r"\w+")
_COMPASS: Final = (
    r"(?:North|South|East|West|Central|Northern|Southern|Eastern|Western|Southeast|Southeastern|Northeast)\b"
)
#: "Central and South America", "Southern, Central, and Western Europe": more combinations than a list can hold.
_SHARED: Final = re.compile(
    rf"(?<!Middle )(?<!Near )(?<!Far )\b"
    rf"({_COMPASS}(?:, {_COMPASS}){{0,5}},? and {_COMPASS}) (Africa|America|Asia|Europe)\b"
)
#: The end of such a phrase; a text without it is passed quickly.
_SHARED_END: Final = re.compile(rf" and {_COMPASS} (?:Africa|America|Asia|Europe)\b")
#: Behind adjectives of regions, what makes them a group of countries: "Middle Eastern and other countries".
_COUNTRIES: Final = re.compile(r"(?: and other)? (?:countries|nations|states|member states)\b")
#: What stands between the members of a list of adjectives.
_JOINTS: Final = frozenset({", ", " and ", ", and ", " or ", ", or "})
#: A country's name that begins another name: "Mexico City", "the China-Mongolia border".
_LONGER: Final = re.compile(r" (?:City|Columbia|Colombia|Indians?)\b|-[A-Z]")
_LATER: Final = re.compile(r"[A-Za-z.]-\Z|\b(?:New|Gulf of|Native|American) \Z")
#: Languages: "in Estonian and Russian", "Norwegian language classes". Not "African languages".
_IN: Final = re.compile(
    r"\b(?:in|into|[Ss]peak(?:s|ing)?|fluent in)(?: both)? (?:[A-Z]\w+(?:, and | and |, or | or |, )){0,8}\Z"
)
_END: Final = re.compile(
    r"(?:(?:, and|, or| and| or|,) [A-Z]\w+){0,8}(?: languages?\b| versions?\b| and other\b|[.,;:)\]]|\Z)"
)
_LANGUAGE: Final = re.compile(r"(?: Creole|[ -]language\b|-speaking\b)")
#: "EU" as the first part of a name or before a noun ("EU funds") is no region.
_SHORT: Final = frozenset({"EU", "U.S.", "US", "UK", "U.K.", "ECOWAS", "SADC", "ASEAN", "EEA", "AU"})
_GOES_ON: Final = re.compile(
    r"(?: [A-Z]|-| (?!(?:and|or|to|in|for|from|on|by|with|as|at|is|was|were|has|had|did|are|where|that|who)\b)[a-z])"
)


@dataclass(frozen=True, slots=True)
class Form:
    """One form of a lexicon: the label that it makes, and the norm of the span."""

    text: str
    label: str
    norm: str
    adjective: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """A form found at characters ``[start, end)``."""

    start: int
    end: int
    form: Form


@cache
def _forms() -> dict[str, tuple[Form, ...]]:
    """All forms by their first word, the longest first."""
    forms: dict[str, dict[str, Form]] = {}

    def add(text: str, label: str, norm: str, adjective: bool) -> None:
        first = _FIRST.match(text)
        if first:
            forms.setdefault(first[0], {}).setdefault(text, Form(text, label, norm, adjective))

    for row in rows("country"):
        label = COUNTRY if row["kind"] == "name" else NATIONALITY
        add(straight(row["form"]), label, row["alpha3"], row["kind"] == "adjective")
    for row in rows("region"):
        label = REGION if row["kind"] == "name" else NATIONALITY
        add(straight(row["form"]), label, row["region"], row["kind"] == "adjective")
    for row in rows("country"):
        # Headings are in capitals: "CROATIA: Tier 2". Only names; "US" and the like are forms as they are.
        if row["kind"] == "name":
            add(straight(row["form"]).upper(), COUNTRY, row["alpha3"], False)
    return {
        first: tuple(sorted(group.values(), key=lambda form: len(form.text), reverse=True))
        for first, group in forms.items()
    }


@cache
def _starts() -> re.Pattern[str]:
    """Where a form can start: a capitalised word, or a lower-case first word of some form ("sub-Saharan")."""
    lower = sorted({re.escape(first) for first in _forms() if not first[0].isupper()}, key=len, reverse=True)
    return re.compile(rf"(?<!\w)(?:[^\W\d_a-zß-öø-ÿ]\w*|(?:{'|'.join(lower) or '(?!)'})\b)")


def _starts_in(word: str) -> tuple[int, ...]:
    return tuple([match.start() for match in _starts().finditer(word)])


#: Where a form can start inside a token. Few can at all, so that few places of a text are looked at.
_promising = Memo(_starts_in)
_last: tuple[Tape, list[Place], str] | None = None


def _places(tape: Tape, doc: Doc) -> tuple[list[Place], str]:
    """All forms in the text and the text that they were found in. The last ones are kept: three taggers ask in turn."""
    global _last
    if _last is None or _last[0] is not tape:
        text = straight(tape.source).replace("\n", " ").replace("\t", " ").replace("\r", " ")
        forms, found, reached = _forms(), [], 0
        promising = map(_promising.__getitem__, tape.words)
        for start in [at + offset for at, offsets in zip(tape.starts, promising, strict=True) for offset in offsets]:
            match = _starts().match(text, start) if start >= reached else None
            if match is None:
                continue
            for form in forms.get(match[0], ()):
                end = start + len(form.text)
                if text.startswith(form.text, start) and not text[end : end + 1].isalnum():
                    found.append(Place(start, end, form))
                    reached = end
                    break
        _last = (tape, found, text)
    return _last[1], _last[2]


def _spans(tape: Tape, places: list[tuple[int, int, str]]) -> list[Found]:
    """*places* in characters as spans of whole tokens; one that cuts a token is left out."""
    found = []
    for start, end, norm in places:
        first, last = bisect_left(tape.starts, start), bisect_left(tape.ends, end)
        if tape.starts[first : first + 1] == [start] and tape.ends[last : last + 1] == [end]:
            found.append(Found(first, last + 1, norm))
    return found


def _inside_name(text: str, place: Place) -> bool:
    """Whether the words around *place* make it part of a longer name."""
    return bool(_LONGER.match(text, place.end) or _LATER.search(text[max(0, place.start - 12) : place.start]))


def _goes_on(text: str, place: Place) -> bool:
    """Whether *place* is an abbreviation before the words that it belongs to: "EU delegation"."""
    return place.form.text in _SHORT and _GOES_ON.match(text, place.end) is not None


def find_countries(tape: Tape, doc: Doc) -> list[Found]:
    """Names of countries and territories; the norm is the alpha-3 code."""
    places, text = _places(tape, doc)
    return _spans(
        tape,
        [
            (p.start, p.end, p.form.norm)
            for p in places
            if p.form.label == COUNTRY and not _inside_name(text, p) and not _goes_on(text, p)
        ],
    )


def find_regions(tape: Tape, doc: Doc) -> list[Found]:
    """Named groups of countries; the norm is the region, or several joined by commas, in lower case."""
    places, text = _places(tape, doc)
    shared = []
    if _SHARED_END.search(text):
        shared = [(m.start(), m.end(), _directions(m[1], m[2])) for m in _SHARED.finditer(text)]
    shared += _groups(places, text)
    alone = [
        (p.start, p.end, p.form.norm)
        for p in places
        if p.form.label == REGION
        and not any(start <= p.start < end for start, end, _ in shared)
        and not _goes_on(text, p)
    ]
    return _spans(tape, sorted([*shared, *alone]))


def _directions(words: str, continent: str) -> str:
    """ "Central and South", "America" as "central_america,south_america"."""
    norms = []
    for word in re.findall(_COMPASS, words):
        name = f"{word} {continent}"
        known = [form.norm for form in _forms().get(word, ()) if form.text == name]
        norms.append(known[0] if known else name.lower().replace(" ", "_"))
    return ",".join(dict.fromkeys(norms))


def _groups(places: list[Place], text: str) -> list[tuple[int, int, str]]:
    """Adjectives of regions before one "countries": "Asian, Middle Eastern, and European countries"."""
    out: list[tuple[int, int, str]] = []
    chain: list[Place] = []
    for place in places:
        if chain and text[chain[-1].end : place.start] not in _JOINTS:
            chain = []
        chain.append(place)
        whole = place.form.label == REGION and _ends_in_countries(place.form.text)
        tail = _COUNTRIES.match(text, place.end) if place.form.label == NATIONALITY else None
        if whole or tail:
            end = tail.end() if tail else place.end
            regions = [p for p in chain if p.form.norm.islower()]
            if len(regions) == len(chain) and (tail or len(chain) > 1):
                out.append((chain[0].start, end, ",".join(dict.fromkeys(p.form.norm for p in chain))))
            chain = []
    return out


def _ends_in_countries(text: str) -> bool:
    return text.endswith(("countries", "nations", "states", "States"))


def find_nationalities(tape: Tape, doc: Doc) -> list[Found]:
    """Demonyms, standing alone or before a noun; the norm is the alpha-3 code or the region."""
    places, text = _places(tape, doc)
    return _spans(
        tape,
        [
            (p.start, p.end, p.form.norm)
            for p in places
            if p.form.label == NATIONALITY
            and not _inside_name(text, p)
            and not (p.form.adjective and _is_language(text, p))
        ],
    )


def _is_language(text: str, place: Place) -> bool:
    if _LANGUAGE.match(text, place.end):
        return True
    return bool(_END.match(text, place.end) and _IN.search(text[max(0, place.start - 80) : place.start]))
