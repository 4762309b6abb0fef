"""The words of a tape without its line breaks, and their classes from lists of terms.

Reports are hard-wrapped: "Ministry of" and "Interior" may stand on two lines, with a white-space token
between them. Phrases are looked for in the *flow*, where single breaks are left out; a blank line stays,
as a wall that no phrase crosses.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from tallies.tape import Tape

#: The letter of a blank line. No pattern contains it.
WALL = "|"
#: The letter of the second and later words of a term.
TAIL = "+"


@dataclass(slots=True)
class Flow:
    """The words between which a phrase may run on.

    index (list[int]): the token of each word.
    words, lower (list[str]): the words with straight quotes, as written and in lower case.
    """

    index: list[int]
    words: list[str]
    lower: list[str]


_last: tuple[Tape, Flow] | None = None


def flow(tape: Tape) -> Flow:
    """The flow of *tape*. The last one is kept: several taggers ask in turn."""
    global _last
    if _last is None or _last[0] is not tape:
        index = [i for i, word in enumerate(tape.words) if not word.isspace() or word.count("\n") > 1]
        _last = (tape, Flow(index, [tape.words[i] for i in index], [tape.lower[i] for i in index]))
    return _last[1]


class Terms:
    """A table of terms of one or more words, each with a letter.

    The words of a term stand apart by single spaces, split as the tokenizer splits: "prosecutor 's office".
    """

    def __init__(self, letters: Mapping[str, str]) -> None:
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

    def classes(self, words: list[str], fallback: Callable[[int], str] | None = None) -> str:
        """One letter a word: that of the longest term that starts there, :data:`TAIL` inside a term.

        A word of no term gets *fallback* of its place, else ".".
        """
        single = self.single
        letters = [single.get(word, ".") for word in words]
        longer = self.longer
        for start in [i for i, word in enumerate(words) if word in longer]:
            if letters[start] == TAIL:
                continue
            for rest, letter in longer[words[start]]:
                end = start + 1 + len(rest)
                if words[start + 1 : end] == rest:
                    letters[start:end] = [letter, *TAIL * len(rest)]
                    break
        if fallback is not None:
            for place in [i for i, letter in enumerate(letters) if letter == "."]:
                letters[place] = fallback(place)
        return "".join(letters)


def _length(tail: tuple[list[str], str]) -> int:
    return len(tail[0])
