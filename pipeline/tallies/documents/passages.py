"""The words of a record: what stands at its offsets, and the sentence round it."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache
from typing import Final

from tallies.records import Document, Fact, Offsets

_TOKEN: Final = re.compile(r"(?:[^\W\d_]\.){2,}|\w+(?:[.,'’]\w+)*|\s+|.")


def passage(document: Document, offsets: Offsets) -> str:
    """The text at *offsets* on one line."""
    return " ".join(document.text[offsets[0] : offsets[1]].split())


def sentence_of(document: Document, fact: Fact) -> Offsets:
    """Where the sentence of *fact* stands: as the record says, else found in the text (gold has no sentences)."""
    if fact.sentence is not None:
        return fact.sentence
    starts = _starts(document.text)
    at = bisect_right(starts, fact.anchor[0])
    start = starts[at - 1] if at else 0
    end = starts[at] if at < len(starts) else len(document.text)
    return start, max(fact.anchor[1], start + len(document.text[start:end].rstrip()))


@lru_cache(maxsize=4)
def _starts(text: str) -> list[int]:
    """The offsets at which the sentences of *text* start."""
    from tallies.structure import sentence_starts
    from tallies.tape import Tape, straight

    spans = [match.span() for match in _TOKEN.finditer(text)]
    words = [straight(text[start:end]) for start, end in spans]
    tape = Tape(words, [word.lower() for word in words], [start for start, _ in spans], [end for _, end in spans])
    return [tape.starts[token] for token in sentence_starts(tape)]
