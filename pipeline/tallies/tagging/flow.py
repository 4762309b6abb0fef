"""The words of a tape without its line breaks, and their classes from lists of terms.

Reports are hard-wrapped: "Ministry of" and "Interior" may stand on two lines, with a white-space token
between them. Phrases are looked for in the *flow*, where single breaks are left out; a blank line stays,
as a wall that no phrase crosses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from itertools import compress

from tallies.tape import Memo, Tape

#: The letter of a blank line. No pattern contains it.
WALL = "|"
#: The letter of the second and later words of a term.
TAIL = "+"
#: The mark of a word whose letter depends on the words around it.
PLACED = "?"
#: The mark of a word that begins a term of several words, until it is known whether the term stands there.
_STARTS = "!"


@dataclass(slots=True)
class Flow:
    """The words between which a phrase may run on.

    index (list[int]): the token of each word.
    words, lower (list[str]): the words with straight quotes, as written and in lower case.
    """

    index: list[int]
    words: list[str]
    lower: list[str]


def _is_kept(word: str) -> bool:
    return not word.isspace() or word.count("\n") > 1


_kept = Memo(_is_kept)
_last: tuple[Tape, Flow] | None = None


def flow(tape: Tape) -> Flow:
    """The flow of *tape*. The last one is kept: several taggers ask in turn."""
    global _last
    if _last is None or _last[0] is not tape:
        kept = bytes(map(_kept.__getitem__, tape.words))
        index = list(compress(range(len(kept)), kept))
        _last = (tape, Flow(index, list(compress(tape.words, kept)), list(compress(tape.lower, kept))))
    return _last[1]


def _none(word: str) -> str:
    return "."


class Terms:
    """A table of terms of one or more words, each with a letter.

    The words of a term stand apart by single spaces, split as the tokenizer splits: "prosecutor 's office".

    other: the letter of a word of no term, or :data:`PLACED` where that depends on the words around it.
    folded: whether words are looked up in lower case; *other* gets them as written.
    """

    def __init__(
        self, letters: Mapping[str, str], other: Callable[[str], str] = _none, *, folded: bool = False
    ) -> None:
        self.other = other
        self.folded = folded
        self._alone = Memo(self._letter)
        self._first = Memo(self._start)
        self.single: dict[str, str] = {}
        self.longer: dict[str, list[tuple[list[str], str]]] = {}
        for term, letter in letters.items():
            first, *rest = term.split()
            if rest:
                self.longer.setdefault(first, []).append((rest, letter))
            else:
                self.single[first] = letter
        for tails in self.longer.values():
            tails.sort(key=_length, reverse=True)

    def _letter(self, word: str) -> str:
        """The letter of a word by itself."""
        return self.single.get(word.lower() if self.folded else word) or self.other(word)

    def _start(self, word: str) -> str:
        """The letter of a word, or the mark of one that begins a term of several words."""
        return _STARTS if (word.lower() if self.folded else word) in self.longer else self._alone[word]

    def classes(self, words: list[str], lower: list[str], placed: Callable[[int], str] | None = None) -> str:
        """One letter a word: that of the longest term that starts there, :data:`TAIL` inside a term.

        lower: *words* in lower case.
        placed: the letter of the word at a place, where ``other`` leaves it to the words around.
        """
        letters = "".join(map(self._first.__getitem__, words))
        terms = lower if self.folded else words
        parts = []
        reached = 0
        start = letters.find(_STARTS)
        while start >= 0:
            parts.append(letters[reached:start])
            for rest, letter in self.longer[terms[start]]:
                reached = start + 1 + len(rest)
                if terms[start + 1 : reached] == rest:
                    parts.append(letter + TAIL * len(rest))
                    break
            else:
                reached = start + 1
                parts.append(self._alone[words[start]])
            start = letters.find(_STARTS, reached)
        letters = "".join(parts) + letters[reached:]
        if placed is None or PLACED not in letters:
            return letters
        known = list(letters)
        for place in places(letters, PLACED):
            known[place] = placed(place)
        return "".join(known)


def places(letters: str, letter: str) -> list[int]:
    """Where *letter* stands in *letters*."""
    found = []
    place = letters.find(letter)
    while place >= 0:
        found.append(place)
        place = letters.find(letter, place + 1)
    return found


def _length(tail: tuple[list[str], str]) -> int:
    return len(tail[0])
