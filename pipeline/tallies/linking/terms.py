"""Prison terms that a figure of sentences states, in months."""

from __future__ import annotations

import re
from typing import Final

from tallies import numerals
from tallies.linking.figures import Figure
from tallies.linking.senses import noun_senses, verb_senses
from tallies.linking.view import Item
from tallies.records import Term

_MONTHS: Final = {"year": 12.0, "month": 1.0, "week": 12 / 52, "day": 12 / 365.25, "hour": 12 / 365.25 / 24}
_PENAL: Final = frozenset(("penalty", "verdict"))
#: Words before an earlier term: "to four years, compared with two years in 2016".
_AGAINST: Final = frozenset(("compared", "versus"))
#: What counted sentences are called where they are spoken of again, and what may stand before.
_SENTENCES: Final = frozenset(("sentences", "terms", "punishments"))
_BEFORE_SENTENCES: Final = frozenset(("the", "all", "their", "these", "prison", "jail"))
#: Words before a length of time that is no penalty: "after trials that lasted two years".
_LASTING: Final = frozenset(("after", "before", "lasted", "lasting", "over", "past", "within"))
_WORD: Final = re.compile(r"[\d.]*\d|[a-z]+|,")
_HALF: Final = re.compile(r" and (?:a|one) half\b")
_JOINING: Final = frozenset((",", "and", "or", "to"))


def term_of(figure: Figure, *, earlier: bool = False) -> Term | None:
    """The shortest and longest prison term of a figure of sentences or convictions; None if none is stated.

    earlier (bool): whether another figure is set against this one. What stands behind the comparison is of that one:
        "convicted four traffickers (five in 2016) to three years".
    """
    if figure.action not in ("sentence", "convict") or figure.kind != "count" or not figure.value:
        return None
    items = figure.sentence.items
    own = _read(items, figure.at, penal=figure.action == "sentence", earlier=earlier)
    if own is None and figure.action == "sentence":
        own = _read(items[: figure.at], _given(items, figure.at), penal=True)
    if own is not None or earlier or figure.total is not None:
        return own
    for at in range(figure.at + 1, len(items)):
        if items[at].kind == ";" and tells_terms(items[at + 1 :]):
            return _read(items, at, penal=True)
    return _read(figure.sentences.items, -1, penal=True) if figure.sentences is not None else None


def _given(items: list[Item], at: int) -> int:
    """The item before what is given to the figure at item *at*: "issued *suspended sentences* to four traffickers"."""
    at -= 1
    while at >= 0 and items[at].kind in "wUDv" and (items[at].kind != "v" or items[at].text == "suspended"):
        at -= 1
    return at


def tells_terms(items: list[Item]) -> bool:
    """Whether a statement is of the sentences that were just counted: "Prison sentences ranged from ...".

    items: of a sentence, or of what is behind a semicolon.
    """
    subject = next((item for item in items if item.text not in _BEFORE_SENTENCES), None)
    return subject is not None and subject.text.split()[-1] in _SENTENCES and any(item.kind == "D" for item in items)


def _read(items: list[Item], behind: int, *, penal: bool, earlier: bool = False) -> Term | None:
    """The term that is told behind item *behind*.

    penal (bool): whether punishment is spoken of already, so that a length of time can be one.
    earlier (bool): see :func:`term_of`.
    """
    depth = items[behind].depth if behind >= 0 else 0
    spans: list[tuple[float, float]] = []
    life = suspended = told = False
    for at in range(behind + 1, len(items)):
        item = items[at]
        if item.kind == ";" or (earlier and (item.depth < depth or item.kind in ",&S")):
            break
        if item.depth == depth and ((spans and item.text in _AGAINST) or (item.kind == "S" and (spans or told))):
            break
        told = told or (item.kind == "v" and _penal(item))  # "convicted ten and sentenced eight to two years"
        penal = penal or _penal(item)
        if item.kind == "D":
            if "life" in item.text.split():
                life = True
            months = duration(item.text)
            punishing = penal or any(map(_penal, items[at + 1 : at + 4]))
            if months is not None and punishing and items[at - 1].text not in _LASTING:
                spans.append(months)
        elif item.text == "life":
            life = True
        elif item.text == "suspended":
            suspended = True
    if not spans and not life and not suspended:
        return None
    lows = [low for low, _ in spans]
    highs = [high for _, high in spans]
    return Term(
        shortest=min(lows) if lows else None,
        longest=None if life or not highs else max(highs),
        suspended=suspended or None,
        life=life or None,
    )


def _penal(item: Item) -> bool:
    """Whether an item is of punishment: "imprisonment", "sentenced"."""
    if item.kind == "v" and "punish" in verb_senses(item.lemma):
        return True
    return not _PENAL.isdisjoint(noun_senses(item.text.split()[-1]))


def duration(text: str) -> tuple[float, float] | None:
    """The months of "five to 10 years", "18 months", "two years and eight months" as (shortest, longest)."""
    ends: list[float] = []
    values: list[float] = []  # those whose measure is still to come: "five to 10 years"
    words: list[str] = []  # of a number
    last = 0.0  # months of the measure before
    adds = False  # whether what comes may belong to the length before: "two years and eight months"
    for word in _WORD.findall(_HALF.sub(" half", text.lower().replace("-", " "))):
        months = _MONTHS.get(word.removesuffix("s"))
        if months is None and word not in _JOINING:
            words.append(word)
            continue
        value = _number(words)
        if value is not None:
            values.append(value)
        if months is None:
            adds = adds and word in (",", "and")
        elif values:
            if adds and months < last and len(values) == 1:
                ends[-1] += values[0] * months
            else:
                ends.extend(value * months for value in values)
            last, adds, values = months, True, []
        words = []
    if words == ["half"] and ends:  # "one year and a half"
        ends[-1] += last / 2
    return (min(ends), max(ends)) if ends else None


def _number(words: list[str]) -> float | None:
    """The value of *words*, of which the last may be "half": "two half" is 2.5."""
    words = [word for word in words if word != "a"]
    half = words[-1:] == ["half"]
    if words == ["half"]:
        return 0.5
    parsed = numerals.parse(" ".join(words[: len(words) - half]))
    return None if parsed is None or parsed.value is None else parsed.value + half / 2
