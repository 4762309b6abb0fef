"""Find the noun phrases for victims, potential victims and people at risk."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from tallies import lexicons
from tallies.tagging import people, phrases
from tallies.tagging.phrases import TAIL, Letters
from tallies.tape import Found, Memo, Tape

_KINDS = {"victim": "V", "head": "H", "worker": "W", "singular": "h", "generic": "G", "group": "B", "calling": "X"}


@cache
def _table() -> Memo[str, str]:
    heads = {row["form"]: _KINDS[row["kind"]] for row in lexicons.rows("victim")}
    return phrases.table(heads | {"seekers": "E", "pairs": "E"})


#: A child or a woman modifies too ("child victims"); a harm only victims ("abuse victims").
_M = phrases.modifiers("kh", harm=r"c(?=\w*V)", forced="qtTck%hHW")
_WITH = r"w(?:[ab]&)?[ab]*D"
_TRADE = r"(?:(?<![rizx])[NuZ](?:&[NuZ])?[NuZ]?)?"
_PLURAL = re.compile(
    rf"(?<![-O])(?:H&[hHk]V|(?:{_M})?(?:V(?:{TAIL}|ouu?)?|{_TRADE}W)|(?:{_M}(?<![tT]))?(?:H|A|y-?E|jE)(?:{_WITH})?"
    r"|uu?V|F[abC]*[LC])(?!-)"
)
_PLURAL_HEADS = re.compile("[VHWAEF]")
_SINGULAR = re.compile(rf"(?<=[dns])(?:{_M})?h{TAIL}?(?![-NSCut%kqhHVWGBTmOF])")
_SINGULAR_HEADS = re.compile("h")
_PREDICATE = re.compile(r"(?:(?<=[xnir])k?|(?<=d))F(?=[.,&pIxi(|])")
_GENERIC = re.compile(rf"(?<![-O])(?:{_M})?(?:[WH]B|[GB](?:{_WITH}|IT)?)")
_GENERIC_HEADS = re.compile("[GB]")
_CALLING = re.compile(rf"(?:{_M})?(?:[NSbOu](?:&[NSbOu])?)*?(?:X|OW)")
_CALLING_HEADS = re.compile("[XO]")


def find_victim_categories(tape: Tape, doc: Doc) -> list[Found]:
    """The victim phrases of *doc*, each coordinated head by itself."""
    read = phrases.letters(tape, _table())
    return phrases.found(tape, {*_sure(tape, read), *_likely(tape, read), *_coerced(tape, read)})


def _sure(tape: Tape, read: Letters) -> Iterator[tuple[int, int]]:
    for match in phrases.matches(_PLURAL, _PLURAL_HEADS, read.text):
        start, end = read.tokens(*match.span())
        if match.group()[-1] != "H" or not people.convicted(tape, start):
            yield start, end
    for match in phrases.matches(_SINGULAR, _SINGULAR_HEADS, read.text):
        yield read.tokens(*match.span())
    for match in _PREDICATE.finditer(read.text):
        yield read.tokens(*match.span())


def _likely(tape: Tape, read: Letters) -> Iterator[tuple[int, int]]:
    """People and groups whose modifiers or context tell that they are at risk."""
    for match in phrases.matches(_GENERIC, _GENERIC_HEADS, read.text):
        start, end = read.tokens(*match.span())
        if match.group()[-1] in "TD" or people.role(tape, start, end) == "victim":
            yield start, end


def _coerced(tape: Tape, read: Letters) -> Iterator[tuple[int, int]]:
    """Child soldiers, and students or employees in a text that says somewhere that such were forced to work."""
    spans = []
    for match in phrases.matches(_CALLING, _CALLING_HEADS, read.text):
        span = read.tokens(*match.span())
        if match.group()[-2:-1] in ("h", "k"):
            yield span
        else:
            spans.append(span)
    callings = {tape.lower[end - 1] for start, end in spans if people.coerced(tape, start)}
    for start, end in spans:
        if tape.lower[end - 1] in callings:
            yield start, end
