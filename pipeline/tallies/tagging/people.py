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
_AUXILIARY = re.compile(r"ha[vsd]e?|been|being|was|were|is|are|be|who")
_ADVERB = re.compile(r"\w+ly|may|might|could|can|also|often|sometimes|even|then|will|would|not|both")
_PREDICATE = re.compile(r"(?:were|was|are|ha(?:ve|s|d)|reportedly|allegedly) ")
_FROM = frozenset({"from", "in", "at", "of", "within", "on"})
#: Behind a participle that is said of the people before it: "police arrested by", not "police arrested 12".
_AFTER = re.compile(r"\W|for|in|on|under|of|by|to|with|and|or|as|at|from|during|after|while|because|into|since"
    r"|abroad|overseas|domestically|internally|locally|there|here|elsewhere|sexually|who|which|being|without|throughout"
    r"|across|within|outside|inside|through|if|when|before|between|prior|but|per")
_FIGURE = re.compile(r"(?:and|or|,) \w+ed|at (?:least|most)|as many|more than|up to|in (?:19|20)\d\d \d+|for the (?:first|second)")
#: Those whose work it is are no offenders: "agencies responsible for preventing trafficking", "charged with it".
_DUTY = re.compile(
    r"(?:(?:also|primarily|directly|officially) )?(?:responsible for|charged with|tasked with|accountable for)"
    r" (?!trafficking|smuggling|exploiting|recruiting|abusing|subjecting|forcing|facilitating)\w+ing\b"
)
#: Who traffickers are said to be: "traffickers, including relatives", "perpetrators are often employers".
_NAMED = re.compile(
    r"\b(?:traffickers|perpetrators|offenders|exploiters|suspects|defendants|abusers|smugglers)\b[^.;:]{0,30}?(?:[,-]|\b)"
    r" ?(?:who )?(?:are|were|is|be|being|include|included|including|especially|such as|often|usually|typically)"
    r"(?: (?:often|usually|typically|frequently|commonly|generally|primarily|principally|mostly|mainly|sometimes|a|the|their|some"
    r"|themselves|reportedly|well respected|respected|victims|victim|'s?|other|both|both the|of|former|fellow))*$"
)
_HARMED = frozenset({"violence", "crimes", "crime", "abuse", "abuses", "discrimination", "attacks", "retaliation", "testify"})
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


def guilty(tape: Tape, start: int, end: int) -> bool:
    """Whether tokens ``[start, end)`` are said to have done harm, whatever stands before them."""
    if "by" in tape.text(max(start - 3, 0), start).split()[-1:]:
        return _before(tape, start, REACH, "by") == "offender"
    return _right(tape, end) == "offender" or _NAMED.search(tape.text(max(start - 12, 0), start)) is not None


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
    words = tape.text(end, end + 14).split()[:10]
    if _DUTY.match(" ".join(words)):
        return ""
    roles = _roles("right")
    for size in (3, 2):
        found = roles.get(" ".join(words[:size]))
        if found:
            return found
    if words and words[0] in _FROM:
        # "officials from the ministry were complicit"
        words = next((words[i:] for i in range(2, 8) if _PREDICATE.match(" ".join(words[i:]))), words)
    elif words[:2] in (["continue", "to"], ["continued", "to"]):
        words = words[3:] if words[2:3] == ["be"] else words[2:]
    passive = False
    while words and (_AUXILIARY.fullmatch(words[0]) or _ADVERB.fullmatch(words[0])):
        if words[0] in roles:
            return roles[words[0]]
        passive = passive or _AUXILIARY.fullmatch(words[0]) is not None and words[0] not in ("who", "have", "had", "has")
        del words[0]
        found = _ahead(roles, words, (3, 2))
        if found:
            return found
    if not passive and _is_active(words):
        return _roles("deed").get(words[0], "")
    return roles.get(words[0], "") if words else ""


def _ahead(roles: Mapping[str, str], words: list[str], sizes: tuple[int, ...]) -> str:
    return next((roles[key] for size in sizes if (key := " ".join(words[:size])) in roles), "")


def _is_active(words: list[str]) -> bool:
    """Whether a verb has an object behind it: "officials forced farmers", not "officials arrested in May"."""
    if len(words) < 2 or not (words[0].endswith("ed") or words[0] in _roles("deed")):
        return False
    return not _AFTER.fullmatch(words[1]) or _FIGURE.match(" ".join(words[1:])) is not None


def _left(tape: Tape, start: int, reach: int) -> str:
    before = tape.text(max(start - 12, 0), start)
    close = before.split()[-2:]
    if "by" in close:
        return _before(tape, start, REACH, "by") or _before(tape, start, reach, "left")
    if _NAMED.search(before):
        return "offender"
    if "against" in close and _HARMED.isdisjoint(before.split()[-4:]) and len(close) > 1:
        return "offender"
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
