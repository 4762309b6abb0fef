"""Examples as sentences with inline marks: "reported [29](STATISTIC) cases". For tests and for annotators.

``unmark`` reads them, ``mark`` writes them; a slip raises, so that an example cannot pass empty. A bracket
that belongs to the text is written "\\[".
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from tallies.labels import ENTITY_LABELS

Mark = tuple[int, int, str]

_MARK: Final = re.compile(r"(?<!\\)\[(?P<text>(?:\\.|[^\[\]\\])*)\]\((?P<label>[^()\s]*)\)")
_LEFT: Final = re.compile(r"(?<!\\)[\[\]]")
_ESCAPED: Final = re.compile(r"\\([\[\]])")
_BRACKET: Final = re.compile(r"[\[\]]")


def unmark(markup: str) -> tuple[str, list[Mark]]:
    """The text of *markup*, and its marks as (start, end, label) in characters.

    Raises ValueError for an unfinished mark, an empty one, and a label that is none of
    :data:`tallies.labels.ENTITY_LABELS`.
    """
    text, marks, cursor = "", [], 0
    for match in _MARK.finditer(markup):
        text += _plain(markup[cursor : match.start()], markup)
        inside = _plain(match["text"], markup)
        if not inside.strip():
            raise ValueError(f"an empty mark in {markup!r}")
        if match["label"] not in ENTITY_LABELS:
            raise ValueError(f"{match['label']!r} in {markup!r} is no label; choose from tallies.labels.ENTITY_LABELS")
        marks.append((len(text), len(text) + len(inside), match["label"]))
        text += inside
        cursor = match.end()
    return text + _plain(markup[cursor:], markup), marks


def mark(text: str, marks: Iterable[Mark]) -> str:
    """*text* with *marks* written into it: what ``unmark`` reads. Raises ValueError where two overlap."""
    out, cursor = "", 0
    for start, end, label in sorted(marks):
        if start < cursor or end <= start:
            raise ValueError(f"{text[start:end]!r} overlaps the mark before it in {text!r}")
        out += _BRACKET.sub(r"\\\g<0>", text[cursor:start])
        out += "[" + _BRACKET.sub(r"\\\g<0>", text[start:end]) + f"]({label})"
        cursor = end
    return out + _BRACKET.sub(r"\\\g<0>", text[cursor:])


def _plain(piece: str, markup: str) -> str:
    if _LEFT.search(piece):
        raise ValueError(f"an unfinished mark in {markup!r}")
    return _ESCAPED.sub(r"\1", piece)
