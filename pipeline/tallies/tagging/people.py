"""Whether people whom a text only calls "individuals" or "officials" are its victims or its offenders.

Four places tell it, in this order: a modifier inside the phrase ("stateless persons"), what follows
("persons accused of", "individuals in prostitution"), a deed done by them ("exploited by relatives"),
and the nearest verb before ("prosecuted 12 individuals").
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from tallies import lexicons
from tallies.tape import Tape

#: How many words before a phrase may hold the verb that tells its role.
REACH = 8

_STOPS = frozenset('.;:?!"')
_AUXILIARY = re.compile(
    r"ha[vsd]e?|been|being|was|were|is|are|be|may|might|also|often|sometimes|frequently|reportedly|who"
)
#: Behind a participle that is said of the people before it: "police arrested by", not "police arrested 12".
_AFTER = re.compile(r"\W|for|in|on|under|of|by|to|with|and|or|as|at|from|during|after|while|because|into|since")
#: Sides whose verbs must have the phrase as their object, and the words that stand before no object.
_OBJECTS = frozenset({"convict", "coerce"})
_LINKS = frozenset({"as", "to", "into", "for", "in", "with", "by", "on", "from"})


@cache
def _roles(side: str) -> Mapping[str, str]:
    return {row["form"]: row["role"] for row in lexicons.rows("role") if row["side"] == side}


@cache
def _first_of_two(side: str) -> frozenset[str]:
    return frozenset([form.split()[0] for form in _roles(side) if " " in form])


def role(tape: Tape, start: int, end: int, reach: int = REACH) -> str:
    """The role, "victim", "offender" or "", of tokens ``[start, end)``, by words up to *reach* before them."""
    return _inside(tape, start, end) or _right(tape, end) or _left(tape, start, reach)


def convicted(tape: Tape, start: int) -> bool:
    """Whether those of the phrase at token *start* are the object of a verb such as "convicted"."""
    return bool(_before(tape, start, 3, "convict"))


def coerced(tape: Tape, start: int) -> bool:
    """Whether those of the phrase at token *start* are the object of a verb such as "mobilized"."""
    return bool(_before(tape, start, REACH, "coerce"))


def _inside(tape: Tape, start: int, end: int) -> str:
    roles = _roles("inside")
    for word in tape.lower[start : end - 1]:
        if word in roles:
            return roles[word]
    return ""


def _right(tape: Tape, end: int) -> str:
    roles = _roles("right")
    words = tape.text(end, end + 10).split()[:7]
    passive = False
    for size in (3, 2):
        found = roles.get(" ".join(words[:size]))
        if found:
            return found
    while words and _AUXILIARY.fullmatch(words[0]):
        passive = True
        del words[0]
    for size in (3, 2, 1):
        found = roles.get(" ".join(words[:size]))
        if found:
            if size == 1 and words[0].endswith("ed") and not passive and words[1:] and not _AFTER.fullmatch(words[1]):
                return ""
            return found
    return ""


def _left(tape: Tape, start: int, reach: int) -> str:
    before = tape.text(max(start - 3, 0), start).split()[-2:]
    if "by" in before:
        return _before(tape, start, REACH, "by") or _before(tape, start, reach, "left")
    return _before(tape, start, reach, "left")


def _before(tape: Tape, start: int, reach: int, side: str) -> str:
    """The role by the nearest of the words of *side* in the *reach* words before token *start*."""
    roles, pairs = _roles(side), _first_of_two(side)
    later = ""
    for token in range(start - 1, max(start - 2 * reach, 0) - 1, -1):
        word = tape.lower[token]
        if word in _STOPS or not reach:
            break
        if word.isspace():
            if word.count("\n") > 1:
                break
            continue
        found = (word in pairs and roles.get(f"{word} {later}")) or roles.get(word)
        if found:
            return found
        if side in _OBJECTS and word in _LINKS:
            break
        later = word
        reach -= 1
    return ""
