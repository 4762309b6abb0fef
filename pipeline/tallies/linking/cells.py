"""Cells of a table to facts: what a row counts is read from the words of its label.

"Number of prosecutions initiated" counts prosecutions: the head noun is the unit, and the action is
that of its last participle, or of the noun before a participle that says little ("initiated").
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from tallies.linking.verbs import LIGHT, REPORT, noun_action, verb_class
from tallies.morphology import lemmas, singular
from tallies.numerals import parse, parse_money
from tallies.records import Cell, Evidence, Fact

_WORD: Final = re.compile(r"[^\W\d_][\w'’-]*")
#: What a label says of itself and not of what it counts.
_COUNT: Final = re.compile(
    r"^(?:(?:the|total|overall|annual|estimated)\s+)*"
    r"(?:(?:number|count|amount|sum|total)s?\b(?:\s+of\b(?:\s+(?:these|those|which|whom|them)\b)?)?\s*)",
    re.IGNORECASE,
)
#: The noun phrase ends before these, if no participle ended it already.
_STOPS: Final = frozenset(
    {"and", "as", "at", "between", "by", "during", "for", "from", "in", "of", "on", "or", "per", "related"}
    | {"that", "to", "under", "was", "were", "where", "which", "who", "whom", "with"}
)
_COURT: Final = re.compile(r"\b(?:criminal|courts?|judicial)\b", re.IGNORECASE)
#: How sure the reading of a row's label is, by what it rests on.
_SURE: Final = {"row label": 0.9, "label above": 0.8, "": 0.5}


def read_cells(cells: Iterable[Cell], text: str, *, country: str | None, first: int) -> tuple[Fact, ...]:
    """The facts that *cells* of *text* state, numbered from *first* on.

    A figure is a fact, and "Unknown" one without a value where the row is of figures; what is not
    applicable is none. The figure of a year is set against that of the year before it in its row.
    """
    facts: list[Fact] = []
    for row in _rows(cells):
        if not _counts(row):
            continue
        action, unit, rule = row_meaning(row[0])
        by_year: dict[int, int] = {}
        money = {amount.code for cell in row if (amount := parse_money(text[cell.start : cell.end], country))}
        for cell in row:
            if cell.state not in ("figure", "not reported"):
                continue
            evidence = (Evidence("action", rule or "none", _SURE[rule]), Evidence("value", "cell", 1.0))
            fact = Fact(
                id=f"F{first + len(facts)}",
                anchor=(cell.start, cell.end),
                action=action,
                value=None,
                unit=next(iter(money)) or unit if len(money) == 1 else unit,
                years=(cell.year,),
                evidence=evidence,
            )
            if cell.state == "figure":
                valued = _valued(fact, text[cell.start : cell.end], country)
                if valued is None:
                    continue
                fact = valued
            by_year[cell.year] = len(facts)
            facts.append(fact)
        for year, at in by_year.items():
            earlier = by_year.get(year - 1)
            if earlier is not None and facts[earlier].unit == facts[at].unit:
                facts[at] = replace(facts[at], compared_with=facts[earlier].id)
    return tuple(facts)


def _rows(cells: Iterable[Cell]) -> list[list[Cell]]:
    rows: list[list[Cell]] = []
    for cell in cells:
        same = rows and (rows[-1][0].label, rows[-1][0].title) == (cell.label, cell.title)
        if same and cell.year not in {one.year for one in rows[-1]}:
            rows[-1].append(cell)
        else:
            rows.append([cell])
    return rows


def _counts(row: list[Cell]) -> bool:
    """Whether a row is of figures: its label asks for a number or for money, or a cell holds a figure."""
    label = row[0].label
    head = _head(_words(label))
    return _COUNT.match(label) is not None or noun_action(head) == "fund" or any(cell.state == "figure" for cell in row)


def _valued(fact: Fact, words: str, country: str | None) -> Fact | None:
    amount = parse_money(words, country)
    if amount is not None and amount.code:
        return replace(fact, value=amount.value, value_max=amount.value_max, unit=amount.code)
    quantity = parse(words)
    if quantity is None:
        return None
    unit = "percent" if quantity.percent else fact.unit
    return replace(fact, value=quantity.value, value_max=quantity.value_max, qualifier=quantity.qualifier, unit=unit)


def row_meaning(cell: Cell) -> tuple[str, str, str]:
    """The action and the unit that the label of a row states, and the rule that says so; ("other", "", "") if none."""
    words = _words(cell.label)
    action = _action(words, f"{cell.title} {cell.label}")
    unit = _head(words)
    if unit and action:
        return action, unit, "row label"
    if cell.parent:
        above, noun, rule = row_meaning(replace(cell, label=cell.parent, parent=""))
        return action or above, unit or noun, "label above" if rule else ""
    return action or "other", unit or "item", "row label" if action else ""


def _words(label: str) -> list[str]:
    match = _COUNT.match(label)
    return _WORD.findall(label[match.end() if match else 0 :].lower())


def _is_participle(words: list[str], at: int) -> bool:
    word = words[at]
    if word in _STOPS or word.endswith("ing"):
        return False
    # A plain form ("report", "work") is a noun here, and so is what may be a plural.
    return bool(_bases(word)) and not word.endswith("s")


def _bases(word: str) -> list[str]:
    """The verbs that *word* is an inflected form of."""
    return [base for base in lemmas(word, "verb") if base != word]


def _phrase(words: list[str]) -> tuple[int, int]:
    """The first and the last word, exclusive, of the noun phrase that a label opens with."""
    start = 0
    while start < len(words) and _is_participle(words, start):
        if start + 1 == len(words) or words[start + 1] in _STOPS:
            return start, start  # "conducted at worksite"
        start += 1
    end = start
    while end < len(words) and words[end] not in _STOPS and not _is_participle(words, end):
        end += 1
    return start, end


def _head(words: list[str]) -> str:
    start, end = _phrase(words)
    return singular(words[end - 1]) if end > start else ""


def _action(words: list[str], context: str) -> str:
    _, end = _phrase(words)
    for at in reversed(range(len(words))):
        if not _is_participle(words, at) or (at < end and at > 0):
            continue
        if at + 1 < len(words) and words[at + 1] not in _STOPS and not _is_participle(words, at + 1) and at >= end:
            continue  # "by trained inspectors": it says which, not what was done
        kinds = {verb_class(base) for base in _bases(words[at])} - {"", LIGHT, REPORT}
        if kinds:
            return min(kinds)
        nouns = words[:at] if at >= end else words[at + 1 : end]
        for noun in reversed(nouns):
            found = noun_action(singular(noun))
            if found:
                return _punished(found, singular(noun), context)
    head = _head(words)
    return _punished(noun_action(head), head, context) if head else ""


def _punished(action: str, noun: str, context: str) -> str:
    """Penalties are what a court does to people where the table is of courts, and a regulator to firms elsewhere."""
    return "sentence" if action == "regulate" and noun in ("penalty", "sanction") and _COURT.search(context) else action
