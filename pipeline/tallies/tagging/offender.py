"""Find the noun phrases for suspects, defendants, perpetrators and complicit officials."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from functools import cache

from spacy.tokens import Doc

from tallies import lexicons
from tallies.tagging import people, phrases
from tallies.tagging.phrases import COMPOUND, Letters
from tallies.tape import Found, Memo, Tape

#: One letter for each kind of head; these kinds need a word that tells that they are offenders, save "head".
_KINDS = {
    "head": "K",
    "head-singular": "h",
    "network": "Q",
    "dealer": "J",
    "dealer-singular": "J",
    "official": "U",
    "official-singular": "U",
    "body": "P",
    "body-singular": "P",
    "generic": "G",
    "generic-singular": "E",
    "kin": "X",
}

_M = phrases.modifiers("k")
_NOUNS = r"(?:(?<![zrixS])|(?=[UPGJEXQ]))(?:[abNSuZmOckgtf%](?:,[abNSu]+)*,?&(?=[abNSuZcgt%]+))?[NuZOcSgktUJf%]{0,2}"
_SURE = re.compile(
    rf"(?:{_M}|(?:{_M})?(?<![zrixSg])(?:[Nk]&)?[Nk])?(?:K(?!-)|h(?![-NSCubatkqmOKh%]))"
    rf"|(?:(?:[abe]|{COMPOUND}),)*(?:{_M})?(?:[NS]&)?[NZ]?(?:J(?:oq+)?|Q)(?![-NS])"
)
_LIKELY = re.compile(rf"(?:{_M})?{_NOUNS}[UPGJEXQ](?![-NSUPGJXQ])")
_SURE_HEADS = re.compile("[KhJQ]")
_LIKELY_HEADS = re.compile("[UPGJEXQ]")

#: Words that make a network or a dealer an offender, and those that show a body that works against such.
_CRIMINAL = re.compile(r"trafficking|crim\w+|organi[sz]ed|smuggling|brothel|bar|mafia|gang|illicit|sex")
_OPPOSED = frozenset({"anti", "anti-", "working"})
#: More often victims than offenders, so that only a verb such as "convicted" before them tells.
_SEXES = frozenset({"men", "women", "man", "woman"})
_BETWEEN = re.compile(r"[,&dn]+")


@cache
def _table() -> Memo[str, str]:
    heads = {row["form"]: _KINDS[row["kind"]] for row in lexicons.rows("offender")}
    return phrases.table(heads)


def find_offenders(tape: Tape, doc: Doc) -> list[Found]:
    """The offender phrases of *doc*, each coordinated head by itself."""
    read = phrases.letters(tape, _table())
    spans = {*_sure(tape, read), *_likely(tape, read)}
    return phrases.found(tape, [read.tokens(start, end) for start, end in _longest(spans)])


def _longest(spans: Iterable[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """Of spans with the same end, the longest."""
    starts: dict[int, int] = {}
    for start, end in spans:
        starts[end] = min(start, starts.get(end, start))
    for end, start in starts.items():
        yield start, end


def _sure(tape: Tape, read: Letters) -> Iterator[tuple[int, int]]:
    for match in phrases.matches(_SURE, _SURE_HEADS, read.text):
        start, end = read.tokens(*match.span())
        inside = tape.lower[start:end]
        if match.group()[-1] in "Kh" or (any(map(_CRIMINAL.fullmatch, inside)) and _OPPOSED.isdisjoint(inside)):
            yield match.span()


def _likely(tape: Tape, read: Letters) -> Iterator[tuple[int, int]]:
    """Phrases for people of any calling that their context makes offenders, and those coordinated with them."""
    row: list[tuple[int, int]] = []
    guilty = False
    for match in phrases.matches(_LIKELY, _LIKELY_HEADS, read.text):
        if row and not _BETWEEN.fullmatch(read.text, row[-1][1], match.start()):
            if guilty:
                yield from row
            row, guilty = [], False
        row.append(match.span())
        reach = people.REACH if match.group()[-1] == "G" else 4
        start, end = read.tokens(*match.span())
        if tape.lower[end - 1] in _SEXES:
            guilty = guilty or people.convicted(tape, start)
            continue
        guilty = guilty or people.role(tape, start, end, reach) == "offender"
    if guilty:
        yield from row
