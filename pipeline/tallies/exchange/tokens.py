"""Tokens for formats that are made of them; every span begins and ends with one."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import pairwise
from typing import Final, NamedTuple

from tallies.records import Offsets

_WORD: Final = re.compile(r"[\w\u0300-\u036f]+|\s+|[^\w\s]")


class Piece(NamedTuple):
    """The letters ``[start, end)`` of a text, and whether one blank follows that belongs to no token."""

    start: int
    end: int
    blank: bool


def pieces(text: str, spans: Iterable[Offsets], words: Iterable[Offsets] | None = None) -> list[Piece]:
    """The tokens of *text* in spaCy's way: a blank belongs to the token before it, other white space is a token.

    *words* are tokens that were cut already; they are cut again where one of *spans* begins or ends.
    """
    spans = list(spans)
    cuts = {offset for span in spans for offset in span} | {0, len(text)}
    for start, end in words if words is not None else (found.span() for found in _WORD.finditer(text)):
        cuts |= {start, end}
        if text[start] == " ":
            cuts.add(start + 1)
    # A blank at the edge of a span is part of it, so it stays a token.
    edges = {start for start, _ in spans} | {end - 1 for _, end in spans}
    bounds = sorted(cuts)
    out: list[Piece] = []
    for start, end in pairwise(bounds):
        if text[start:end] == " " and out and not out[-1].blank and start not in edges:
            out[-1] = out[-1]._replace(blank=True)
        else:
            out.append(Piece(start, end, False))
    return out
