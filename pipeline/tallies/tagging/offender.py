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
#: "said that convicted traffickers received": what a verb follows has its participle before it.
_FIXED = r"(?<=[,^i])r?e(?=[aqtk%N]?K(?:[xrve]|(?<=,eK),))"
_SURE = re.compile(
    rf"(?:{_FIXED}|{_M}|(?:{_M})?(?<![zrixSg])(?:[Nk]&)?[Nk])?(?:\w-)?(?:K(?!-)|h(?![-NSCubatkqmOKh%]))"
    rf"|(?:(?:[abe]|{COMPOUND}),)*(?:{_M})?(?:[NS]&)?(?:(?<![rixz])[NZ])?[NZ]?(?:\w-)?(?:J(?:oq+(?![NS]))?|Q)(?!-)"
)
_LIKELY = re.compile(rf"(?<!-)(?:{_M})?{_NOUNS}(?:\w-)?[UPGJEXQ](?![-UPGJXQ])")
_SURE_HEADS = re.compile("[KhJQ]")
_LIKELY_HEADS = re.compile("[UPGJEXQ]")

#: Words that make a network or a dealer an offender, and those that show a body that works against such.
_CRIMINAL = re.compile(
    r"trafficking|crim\w+|organi[sz]ed|smuggling|brothel|bar|mafia|gang|illicit|sex"
    r"|armed|terrorist|militant|insurgent|rebel|extremist|vigilante|paramilitary|guerrilla|jihadist"
)
_OPPOSED = frozenset({"anti", "anti-", "working"})
#: More often victims than offenders, so that only what they do or a verb such as "convicted" before them tells.
_SEXES = frozenset({"men", "women", "man", "woman"})
_BETWEEN = re.compile(r"[,&dnp.]+")
_JOINING = frozenset({"including", "especially", "particularly", "-"})
#: "members of the security forces"
_MEMBERS = frozenset({"member", "members"})
_BODY = re.compile(r"o(?:d|(?=[ZCNS]))(?:[abNSgZCYl%UPQ]|(?<=[ZNCU])s){1,5}")
#: "investigated 12 individuals, compared with nine individuals in 2016"
_EARLIER = frozenset({"compared", "from", "than", "against"})


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
        if match.group()[-1] in "JQ" and _modifies(read, match.end(), inside[-1]):
            continue
        if match.group()[-1] in "Kh" or (any(map(_CRIMINAL.fullmatch, inside)) and _OPPOSED.isdisjoint(inside)):
            yield match.span()


def _modifies(read: Letters, end: int, word: str) -> bool:
    """Whether *word* only modifies the noun behind it: "gang violence", but "networks force them"."""
    return read.text[end] in "NS" and not word.endswith("s")


def _likely(tape: Tape, read: Letters) -> Iterator[tuple[int, int]]:
    """Phrases for people of any calling that their context makes offenders, and those coordinated with them."""
    row: list[tuple[int, int]] = []
    guilty = aside = False
    known: dict[str, int] = {}
    for match in phrases.matches(_LIKELY, _LIKELY_HEADS, read.text):
        if row and not _is_joined(tape, read, row[-1][1], match.start()):
            if guilty:
                yield from row
            row, guilty, aside = [], False, False
        start, end = read.tokens(*match.span())
        head = tape.lower[end - 1]
        place = match.end()
        if _modifies(read, place, head):
            continue
        aside = aside or bool(row and read.text[row[-1][1]] == ".")
        if head in _MEMBERS and (body := _BODY.match(read.text, place)) and tape.lower[end + 1] not in ("a", "an"):
            place = body.end()
            end = read.tokens(match.start(), place)[1]
        row.append((match.start(), place))
        # "officials, including judges - facilitated it"
        behind = end + (aside and tape.lower[end : end + 1] == ["-"])
        if _is_guilty(tape, start, behind, head, people.REACH if match.group()[-1] == "G" else 4):
            guilty = True
            known[head] = end
        elif head in known and _is_compared(tape, known[head], start):
            guilty = True
    if guilty:
        yield from row


def _is_joined(tape: Tape, read: Letters, start: int, end: int) -> bool:
    """Whether letters ``[start, end)`` join two phrases: "and", "including"."""
    if not _BETWEEN.fullmatch(read.text, start, end):
        return False
    words = [tape.lower[read.index[i]] for i in range(start, end) if read.text[i] in "p."]
    return _JOINING.issuperset(words)


def _is_guilty(tape: Tape, start: int, end: int, head: str, reach: int) -> bool:
    if head in _SEXES:
        return people.convicted(tape, start) or people.guilty(tape, start, end)
    if head == "police" and tape.lower[end : end + 1] in (["force"], ["forces"]):
        return False
    return people.role(tape, start, end, reach) == "offender"


def _is_compared(tape: Tape, earlier: int, start: int) -> bool:
    # The few words first: what lies between can be a whole text.
    return not _EARLIER.isdisjoint(tape.lower[max(earlier, start - 6) : start]) and "." not in tape.lower[earlier:start]
