"""Find the noun phrases for victims, potential victims and people at risk."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from spacy.tokens import Doc

from tallies import lexicons
from tallies.tagging import people, phrases
from tallies.tagging.phrases import TAIL, Letters
from tallies.tagging.told import Told, Word, told
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
    # "women victims"
    rf"(?<![-O])(?:H&[hHk]V|(?:{_M})?HV(?:{TAIL})?|(?:{_M})?(?:V(?:{TAIL}|ouu?)?|{_TRADE}W)"
    rf"|(?:{_M}(?<![tT]))?(?:H|A|y-?E|jE)(?:{_WITH})?"
    r"|uu?V|F[abC]*[LC])(?!-)"
)
_PLURAL_HEADS = re.compile("[VHWAEF]")
_SINGULAR = re.compile(rf"(?<=[dns])(?:{_M})?h{TAIL}?(?![-NSCut%kqhHVWGBTmOF])")
_SINGULAR_HEADS = re.compile("h")
_PREDICATE = re.compile(r"(?:(?<=[xnir])k?|(?<=d))F(?=[.,&pIxi(|])")
_GENERIC = re.compile(rf"(?<![-O])(?:{_M})?(?:[WH]B|[GB](?:{_WITH}|IT)?)")
_GENERIC_HEADS = re.compile("[GB]")
#: "vulnerable Kenyans"
_DEMONYM = re.compile(rf"(?<![-O]){_M}L(?!-)")
_DEMONYM_HEADS = re.compile("L")
#: Verbs and others before victims that are no modifiers of them.
_NO_MODIFIERS = frozenset(
    [
        "served",
        "encouraged",
        "discouraged",
        "housed",
        "escorted",
        "penalized",
        "otherwise",
        "number",
        "helped",
        "needed",
    ]
)
#: "victims | of crimes in general"
_NO_TAILS = frozenset({"crimes", "recruitment", "debt", "kidnapping"})
_CALLING = re.compile(rf"(?:{_M})?(?:[NSbOu](?:&[NSbOu])?)*?(?:X|OW)")
_CALLING_HEADS = re.compile("[XO]")


def find_victim_categories(tape: Tape, doc: Doc) -> list[Found]:
    """The victim phrases of *doc*, each coordinated head by itself."""
    read = phrases.letters(tape, _table())
    return phrases.found(tape, {*_sure(tape, read), *_likely(tape, read), *_coerced(tape, read, told(doc))})


def _sure(tape: Tape, read: Letters) -> Iterator[tuple[int, int]]:
    for match in phrases.matches(_PLURAL, _PLURAL_HEADS, read.text):
        start, end = read.tokens(*match.span())
        if tape.lower[end - 1] in _NO_TAILS and "of" in tape.lower[start:end]:
            end = start + tape.lower[start:end].index("of")
        if match.group()[-1] != "H" or not people.convicted(tape, start):
            yield _trimmed(tape, start, end), end
    for match in phrases.matches(_SINGULAR, _SINGULAR_HEADS, read.text):
        yield read.tokens(*match.span())
    for match in _PREDICATE.finditer(read.text):
        yield read.tokens(*match.span())


def _trimmed(tape: Tape, start: int, end: int) -> int:
    """The start of a phrase without a verb that it seems to begin with: "primarily served migrants"."""
    before = tape.lower[start - 1] if start else ""
    if end - start > 1 and (
        tape.lower[start] in _NO_MODIFIERS
        or (tape.lower[start] == "abuse" and before == "to")
        or (tape.lower[start] == "forced" and before in ("it", "who", "they", "which", "often", "that"))
    ):
        return start + 1
    return start


def _likely(tape: Tape, read: Letters) -> Iterator[tuple[int, int]]:
    """People and groups whose modifiers or context tell that they are at risk."""
    for match in phrases.matches(_GENERIC, _GENERIC_HEADS, read.text):
        start, end = read.tokens(*match.span())
        if tape.lower[end - 1] == "persons" and tape.text(max(0, start - 3), start).endswith(
            ("trafficking in", "trafficking of")
        ):
            continue
        if match.group()[-1] in "TD" or people.role(tape, start, end) == "victim":
            yield start, end

    for match in phrases.matches(_DEMONYM, _DEMONYM_HEADS, read.text):
        start, end = read.tokens(*match.span())
        if people.inside(tape, start, end) == "victim":
            yield start, end


def _coerced(tape: Tape, read: Letters, whole: Told | None) -> Iterator[tuple[int, int]]:
    """Child soldiers, and students or employees in a text that says somewhere that such were forced to work."""
    spans = []
    for match in phrases.matches(_CALLING, _CALLING_HEADS, read.text):
        span = read.tokens(*match.span())
        if match.group()[-2:-1] in ("h", "k"):
            yield span
        else:
            spans.append(span)
    callings = whole.callings if whole is not None else {word.word for word in _forced(tape, spans)}
    for start, end in spans:
        if tape.lower[end - 1] in callings:
            yield start, end


def callings_forced(tape: Tape) -> list[Word]:
    """The students, employees and such of whom *tape* says that they were forced to work."""
    read = phrases.letters(tape, _table())
    matches = phrases.matches(_CALLING, _CALLING_HEADS, read.text)
    return list(_forced(tape, [read.tokens(*m.span()) for m in matches if m.group()[-2:-1] not in ("h", "k")]))


def _forced(tape: Tape, spans: Iterable[tuple[int, int]]) -> Iterator[Word]:
    for start, end in spans:
        if people.coerced(tape, start) or people.harmed(tape, end):
            yield Word(end - 1, tape.lower[end - 1])
