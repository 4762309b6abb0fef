"""Offsets of tools that count UTF-16 units, as JavaScript and Java do, and those of records: code points."""

from __future__ import annotations

from bisect import bisect_left
from itertools import accumulate


class Units:
    """The two ways to count in *text*. Only letters beyond U+FFFF (emoji, rare scripts) count double."""

    def __init__(self, text: str) -> None:
        self._at: list[int] | None = None
        if not text.isascii() and max(text) > "\uffff":
            self._at = [0, *accumulate(1 if letter <= "\uffff" else 2 for letter in text)]

    def to_utf16(self, offset: int) -> int:
        """The UTF-16 offset of a code point's."""
        return offset if self._at is None else self._at[offset]

    def from_utf16(self, offset: int) -> int:
        """The code point's offset of a UTF-16 one; past the text's end, it stays past it.

        Raises ValueError inside a letter of two units.
        """
        if self._at is None:
            return offset
        place = bisect_left(self._at, offset)
        if place == len(self._at):
            return place - 1 + offset - self._at[-1]
        if self._at[place] != offset:
            raise ValueError(f"offset {offset} falls inside a letter")
        return place
