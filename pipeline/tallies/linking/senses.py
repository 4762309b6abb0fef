"""Broad senses of words: "province" and "island" are districts, "flee" and "abscond" are to escape.

What is learned of a word that is often seen with figures so serves those of its kind that are seldom seen.
"""

from __future__ import annotations

from collections import defaultdict
from functools import cache, lru_cache

from tallies import lexicons
from tallies.morphology import singular

#: The senses of a word of no list.
_UNKNOWN = ("?",)


@cache
def _senses(part: str) -> dict[str, tuple[str, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for row in lexicons.rows("sense"):
        if row["part"] == part:
            found[row["word"]].append(row["sense"])
    return {word: tuple(senses) for word, senses in found.items()}


def verb_senses(lemma: str) -> tuple[str, ...]:
    """The senses of a verb, by its lemma; at least one."""
    return _senses("verb").get(lemma, _UNKNOWN)


@lru_cache(maxsize=10_000)
def noun_senses(noun: str) -> tuple[str, ...]:
    """The senses of a lower-case noun in either number; at least one."""
    return _senses("noun").get(singular(noun), _UNKNOWN)
