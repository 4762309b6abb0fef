"""What a phrase says of the people it names: gender, age, nationality, status, form of exploitation."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache

from spacy.tokens import Span

from tallies import lexicons
from tallies.morphology import singular
from tallies.tagging.exploitation import exploitations
from tallies.tagging.phrases import BEHIND, WORD, head_word
from tallies.tape import Found, Tape, straight

#: "domestic" and "local" say where people are from only before people: not in "domestic workers".
_NOT_ORIGIN = re.compile(r"(?:work|servi|help|lab|employ)\w*|violence|household|partner")
_WEAK_ORIGINS = frozenset({"national", "local", "native"})


def head(tape: Tape, found: Found) -> str:
    """The singular lower-case head noun of the phrase *found* ("police" of "border and traffic police")."""
    return head_word(tape.text(found.start, found.end))


@cache
def _values(attribute: str) -> Mapping[str, str]:
    found = {row["form"]: row[attribute] for row in lexicons.rows("modifier") if row[attribute]}
    if attribute in ("gender", "age"):
        found |= {row["form"]: row[attribute] for row in lexicons.rows("victim") if row[attribute]}
    return found


@cache
def _victims() -> frozenset[str]:
    """Singular heads of people who may have all attributes; offenders and cases have fewer."""
    return frozenset(singular(row["form"]) for row in lexicons.rows("victim"))


@cache
def _people() -> frozenset[str]:
    offenders = (row["form"] for row in lexicons.rows("offender") if row["kind"] not in ("network", "body"))
    return _victims() | frozenset(map(singular, offenders))


@cache
def _countries() -> Mapping[str, str]:
    return {row["form"].lower(): row["alpha3"] for row in lexicons.rows("country")}


def attributes(phrase: str | Span) -> dict[str, tuple[str, ...]]:
    """The attributes that *phrase* states, each a sorted tuple of values; those it does not state are left out.

    "potential foreign trafficking victims" gives ``{"nationality": ("foreign",), "status": ("potential",)}``.
    """
    return dict(_attributes(phrase if isinstance(phrase, str) else phrase.text))


@lru_cache(maxsize=10_000)
def _attributes(text: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
    text = " ".join(straight(text).split())
    words = WORD.findall(BEHIND.split(text)[0])
    head = head_word(text)
    found = {"exploitation": set(exploitations(text.replace("traffickers", "trafficking")))}
    if head in _people():
        found["nationality"] = set(_nationalities(words, at_risk=head in _victims()))
    if head in _victims():
        for attribute in ("gender", "age", "status"):
            values = _values(attribute)
            found[attribute] = {values[word] for word in map(str.lower, words) if word in values}
    return tuple((name, tuple(sorted(values))) for name, values in found.items() if values)


def _nationalities(words: list[str], *, at_risk: bool) -> Iterator[str]:
    """Country codes by name or demonym, and for people at risk also "foreign" and "domestic"."""
    countries = _countries()
    lower = [word.lower() for word in words]
    place = 0
    stated = False
    while place < len(words):
        for size in (3, 2, 1):
            code = countries.get(" ".join(lower[place : place + size]))
            if code and words[place][0].isupper():
                yield code
                stated = True
                place += size - 1
                break
        place += 1
    if not at_risk:
        return
    for word, after in zip(lower, [*lower[1:], ""], strict=True):
        value = _values("nationality").get(word)
        if value == "foreign" or (
            value == "domestic" and not _NOT_ORIGIN.fullmatch(after) and not (stated and word in _WEAK_ORIGINS)
        ):
            yield value
