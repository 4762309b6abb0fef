"""The words of a text as the taggers see them: plain lists, and one letter a word for its class.

Taggers are regular expressions over *class strings*: a table maps a word to one letter ("N" for a
number word, "M" for a month, ...), unknown words get ".", and a pattern over these letters runs at
C speed. A match at letters ``[i, j)`` is a match of tokens ``[i, j)``.
"""

from __future__ import annotations

from collections.abc import Callable, MutableSequence, Set
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

import numpy as np
from spacy.strings import StringStore
from spacy.tokens import Doc

K = TypeVar("K")
V = TypeVar("V")

_STRAIGHT = {"’": "'", "‘": "'", "“": '"', "”": '"', "–": "-", "—": "-", "\xa0": " "}

_DASHES = ("–", "—", "Š")


def straight(text: str) -> str:
    """*text* with straight quotes and hyphens; of the same length."""
    if not text.isascii():
        for sign, plain in _STRAIGHT.items():  # quicker than str.translate, which looks at every character
            text = text.replace(sign, plain)
    return text


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
    starts, ends (MutableSequence[int]): character offsets of each token.
    dashes (Set[int]): tokens that are a long dash in the text, told apart from hyphens.
    source (str): the text itself; ``doc.text`` joins it anew at every call.
    """

    words: list[str]
    lower: list[str]
    starts: MutableSequence[int]
    ends: MutableSequence[int]
    dashes: Set[int] = frozenset()
    source: str = ""

    def __len__(self) -> int:
        return len(self.words)

    def text(self, start: int, end: int) -> str:
        """Tokens ``[start, end)`` in lower case, joined by single spaces, white space left out."""
        if end - start == 1 and not self.lower[start].isspace():
            return self.lower[start]
        return " ".join([word for word in self.lower[start:end] if not word.isspace()])


class Memo(dict[K, V]):
    """What a function says of words, remembered: the words of a language repeat.

    To look up a column of words with ``map(memo.__getitem__, words)`` runs no Python for those that are known.
    """

    def __init__(self, function: Callable[[K], V]) -> None:
        super().__init__()
        self.function = function

    def __missing__(self, word: K) -> V:
        if len(self) > _REMEMBERED:
            self.clear()
        self[word] = value = self.function(word)
        return value


_REMEMBERED = 20_000
_strings: StringStore


def _forms(orth: int) -> tuple[str, str, str]:
    """The text of a token by its hash, the text straightened, and that in lower case."""
    raw = _strings[orth]
    word = straight(raw)
    return raw, word, word.lower()


_words = Memo(_forms)
_last: tuple[Doc, Tape] | None = None


def tape(doc: Doc) -> Tape:
    """The tape of *doc*. The last one is kept, since the components of a pipeline ask in turn."""
    global _last
    if _last is None or _last[0] is not doc:
        _last = (doc, _make(doc))
    return _last[1]


def _make(doc: Doc) -> Tape:
    """The tape of *doc*, from its columns: a Python object a token would cost more than all the rest."""
    global _strings
    if not len(doc):
        return Tape([], [], [], [])
    columns = doc.to_array(["ORTH", "IDX", "LENGTH", "SPACY"])
    _strings = doc.vocab.strings
    orths = columns[:, 0]
    entries = list(map(_words.__getitem__, orths.tolist()))
    starts = columns[:, 1]
    ends = starts + columns[:, 2]
    dashes = np.isin(orths, np.array([_strings[dash] for dash in _DASHES], dtype=orths.dtype))
    spaced = [
        entry[0] + " " if space else entry[0] for entry, space in zip(entries, columns[:, 3].tolist(), strict=True)
    ]
    return Tape(
        [entry[1] for entry in entries],
        [entry[2] for entry in entries],
        starts.tolist(),
        ends.tolist(),
        frozenset(np.flatnonzero(dashes).tolist()),
        "".join(spaced),
    )
