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
_DASH_LIKE = frozenset("-Š")


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
#: Hash of a token's text to the text straightened and its lower case; the words of a language repeat.
_words: dict[int, tuple[str, str]] = {}
_MAX_WORDS = 20_000


def tape(doc: Doc) -> Tape:
    """The tape of *doc*. The last one is kept, since the components of a pipeline ask in turn."""
    global _last
    if _last is None or _last[0] is not doc:
        _last = (doc, _make(doc))
    return _last[1]


def _make(doc: Doc) -> Tape:
    """The tape of *doc*, from its columns: a Python object a token would cost more than all the rest."""
    if not len(doc):
        return Tape([], [], [], [])
    columns = doc.to_array(["ORTH", "IDX", "LENGTH"])
    strings = doc.vocab.strings
    if len(_words) > _MAX_WORDS:
        _words.clear()
    pairs = []
    dashes = []
    for i, orth in enumerate(columns[:, 0].tolist()):
        pair = _words.get(orth)
        if pair is None:
            raw = strings[orth]
            word = straight(raw)
            pair = _words[orth] = (word, word.lower())
        pairs.append(pair)
        if pair[0] in _DASH_LIKE and strings[orth] in _DASHES:
            dashes.append(i)
    starts = columns[:, 1]
    ends = starts + columns[:, 2]
    return Tape(
        [pair[0] for pair in pairs], [pair[1] for pair in pairs], starts.tolist(), ends.tolist(), frozenset(dashes)
    )
