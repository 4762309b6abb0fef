"""Prison terms that a figure of sentences states, in months."""

from __future__ import annotations

import re

from tallies import numerals
from tallies.linking.figures import Figure
from tallies.records import Term

_MONTHS = {"year": 12.0, "month": 1.0, "week": 12 / 52, "day": 12 / 365.25}
_PIECE = re.compile(r"([\w.-]+(?: and a half)?)(?:[\s-]*(year|month|week|day)s?)?", re.IGNORECASE)


def term_of(figure: Figure) -> Term | None:
    """The shortest and longest prison term behind a figure of sentences or convictions; None if none is stated."""
    if figure.action not in ("sentence", "convict") or figure.kind != "count":
        return None
    items = figure.sentence.items
    depth = items[figure.at].depth
    spans: list[tuple[float, float]] = []
    life = suspended = False
    for item in items[figure.at + 1 :]:
        if (item.kind in "S;" and item.depth == depth and spans) or item.kind == ";":
            break
        if item.kind == "D" and "life" in item.text.split():
            life = True
        if item.kind == "D":
            months = duration(item.text)
            if months is not None:
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


def duration(text: str) -> tuple[float, float] | None:
    """The months of "five to 10 years", "18 months", "two years and eight months" as (shortest, longest)."""
    words = re.findall(r"[\d.]+|[a-z]+", text.lower().replace("-", " "))
    ends: list[float | None] = [None]
    pending: list[str] = []
    unread: list[tuple[int, float]] = []
    for word in words:
        unit = word.rstrip("s")
        if unit in _MONTHS:
            value = _number(pending)
            if value is not None:
                ends[-1] = (ends[-1] or 0.0) + value * _MONTHS[unit]
            for at, number in unread:
                if ends[at] is None:
                    ends[at] = number * _MONTHS[unit]
            unread, pending = [], []
        elif word in ("to", "or", "and") and pending:
            value = _number(pending)
            if value is not None:
                unread.append((len(ends) - 1, value))
                ends.append(None)
            pending = []
        elif word in ("to", "or"):
            ends.append(None)
        else:
            pending.append(word)
    known = [end for end in ends if end is not None]
    return (min(known), max(known)) if known else None


def _number(words: list[str]) -> float | None:
    parsed = numerals.parse(" ".join(words)) if words else None
    return parsed.value if parsed is not None else None
