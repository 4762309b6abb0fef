"""The words of a text as the taggers see them: plain lists, and one letter a word for its class.

Taggers are regular expressions over *class strings*: a table maps a word to one letter ("N" for a
number word, "M" for a month, ...), unknown words get ".", and a pattern over these letters runs at
C speed. A match at letters ``[i, j)`` is a match of tokens ``[i, j)``.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from spacy.tokens import Doc

_STRAIGHT = str.maketrans({"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "})

_DASHES = frozenset("–—Š")


def straight(text: str) -> str:
    """*text* with straight quotes and hyphens; of the same length."""
    return text.translate(_STRAIGHT)


class Found(NamedTuple):
    """Tokens ``[start, end)`` that a tagger found; ``norm`` becomes the span's ``kb_id_``."""

    start: int
    end: int
    norm: str = ""


@dataclass(slots=True)
class Tape:
    """The tokens of one ``Doc`` as parallel lists.

    words (list[str]): the tokens with straight quotes and hyphens.
    lower (list[str]): the same in lower case.
    starts, ends (list[int]): character offsets of each token.
    dashes (frozenset[int]): tokens that are a long dash in the text, told apart from hyphens.
    """

    words: list[str]
    lower: list[str]
    starts: list[int]
    ends: list[int]
    dashes: frozenset[int] = frozenset()

    def __len__(self) -> int:
        return len(self.words)

    def classes(self, table: Mapping[str, str], fallback: Callable[[str], str] | None = None) -> str:
        """One letter a token: that of its lower-case word in *table*, else of *fallback(word)*, else "."."""
        if fallback is None:
            return "".join([table.get(word, ".") for word in self.lower])
        return "".join([table.get(low) or fallback(word) for low, word in zip(self.lower, self.words, strict=True)])

    def text(self, start: int, end: int) -> str:
        """Tokens ``[start, end)`` in lower case, joined by single spaces, white space left out."""
        return " ".join([word for word in self.lower[start:end] if not word.isspace()])


_last: tuple[Doc, Tape] | None = None


def tape(doc: Doc) -> Tape:
    """The tape of *doc*. The last one is kept, since the components of a pipeline ask in turn."""
    global _last
    if _last is None or _last[0] is not doc:
        raw = [token.text for token in doc]
        words = [straight(word) for word in raw]
        starts = [token.idx for token in doc]
        ends = [start + len(word) for start, word in zip(starts, words, strict=True)]
        dashes = frozenset([i for i, word in enumerate(raw) if word in _DASHES])
        _last = (doc, Tape(words, [word.lower() for word in words], starts, ends, dashes))
    return _last[1]
