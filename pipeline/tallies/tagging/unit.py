"""Find the noun phrases that a number counts: cases, shelters, trainings, judges."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from spacy.tokens import Doc

from tallies import lexicons
from tallies.morphology import singular
from tallies.tagging import people, phrases
from tallies.tagging.phrases import COMPOUND, Letters
from tallies.tape import Found, Memo, Tape

_KINDS = {"agency": "Q", "measure": ".", "irregular": "S", "numbered": "$"}
#: What quantifiers and some verbs are here: "how many", "number of", "memoranda of understanding".
_OWN = {
    **dict.fromkeys(("additional", "total", "new", "further", "same", "multiple", "first"), "a"),
    **dict.fromkeys(("no", "zero", "none"), "0"),
    "any": "E",
    **dict.fromkeys(("calls", "visits", "contacts", "requests", "arrests", "charges", "recruits", "crimes"), "S"),
    "reports": "R",
    "one": "1",
    "many": "M",
    "number": "#",
    "understanding": "U",
    "reported": "e",
}


@cache
def _table() -> Memo[str, str]:
    heads = {row["form"]: _KINDS[row["kind"]] for row in lexicons.rows("unit")}
    for row in lexicons.rows("victim"):
        if row["kind"] == "singular":
            heads[row["form"]] = "k"
        elif row["kind"] in ("victim", "head", "worker"):
            heads[row["form"]] = "H"
    heads |= {row["form"]: "H" for row in lexicons.rows("offender") if row["kind"].startswith("head")}
    heads |= {row["form"]: "k" for row in lexicons.rows("modifier") if row["kind"] == "person"}
    return phrases.table(heads | _OWN)


_M = rf"(?:{COMPOUND}|j?[ablgkqt%cCNuZFTAYLOQmyfr~@]|(?<!kr)(?<![NQSk])e|[HSkN]s)"
_COORDINATED = rf"(?:(?:{_M}+?,)*{_M}+?,?&){{0,2}}"
_MANY = rf"{_COORDINATED}(?:{_M}|S(?=[NSQ]))*?(?:S(?:oU)?(?![-SN]|QS)|R|OH)"
_ONE = rf"(?:(?:{_M}|S(?=[NSbO]))*?(?:[NObgmlu]|Ok)(?![-NSbtuHmgaCqZQk]))"
_COUNT = r"(?:(?<![$])(?:n(?:-?n)*|[0E]|(?<=p)M)(?:o[dn]*)?|#o|(?<=[.|])o)d?"
#: "four five-day trainings": the length of each is a term of its own.
_LENGTH = r"(?:n-\.)?"
_PHRASES = re.compile(rf"(?:{_COUNT}{_LENGTH}({_MANY}(?:,(?!r?e){_MANY})*(?:,?&(?!r?e){_MANY})?)|[10E]d?({_ONE}))")
_LIST = re.compile(rf"(?:^|,|,?&)({_MANY})")


def find_units(tape: Tape, doc: Doc) -> list[Found]:
    """What the numbers of *doc* count, where it is no victim, offender, agency, span of time or money."""
    read = phrases.letters(tape, _table())
    return phrases.found(tape, [span for span in _counted(tape, read) if not _has_role(tape, *span)])


@cache
def _people() -> frozenset[str]:
    rows = (*lexicons.rows("victim"), *lexicons.rows("offender"))
    return frozenset(row["form"] for row in rows if row["kind"] in ("generic", "body", "official", "dealer", "calling"))


def _has_role(tape: Tape, start: int, end: int) -> bool:
    return tape.lower[end - 1] in _people() and people.role(tape, start, end, 3) != ""


def _counted(tape: Tape, read: Letters) -> Iterator[tuple[int, int]]:
    for match in _PHRASES.finditer(read.text):
        if match.group(2):
            yield read.tokens(*match.span(2))
            continue
        start = match.start(1)
        for part in _LIST.finditer(match.group(1)):
            first, last = start + part.start(1), start + part.end(1)
            # "did not report any prosecutions or convictions": these are deeds, not things counted.
            if match.group()[0] in "n0" or last - first > 1 or not _is_deed(tape.lower[read.index[first]]):
                yield read.tokens(first, last)


def _is_deed(noun: str) -> bool:
    action = lexicons.mapping("action_noun", "noun", "action").get(singular(noun))
    return action in ("investigate", "prosecute", "convict", "charge") and noun.endswith(("ions", "ments"))
