"""Verbs that other words decide: "took 13 men *to court*", "were found *guilty*", "looked *into* 69 cases"."""

from __future__ import annotations

from collections import defaultdict
from functools import cache
from typing import NamedTuple

from tallies import lexicons


class _Told(NamedTuple):
    """What words behind a verb say.

    near (bool): whether they must stand right behind it.
    counts (str): what is counted then: "people", "cases" (whatever is no people) or "any".
    """

    words: str
    near: bool
    counts: str
    action: str


@cache
def _table() -> dict[str, list[_Told]]:
    """By verb, the longest words first."""
    found: dict[str, list[_Told]] = defaultdict(list)
    for row in sorted(lexicons.rows("phrasal"), key=lambda row: -len(row["words"])):
        found[row["verb"]].append(_Told(f" {row['words']} ", row["where"] == "next", row["counts"], row["action"]))
    return found


def action(lemma: str, behind: str, *, people: bool) -> str:
    """The action of a verb with the words of the clause *behind* it; "" if they do not decide.

    people (bool): whether people are counted.
    """
    words = f" {behind} "
    for told in _table().get(lemma, ()):
        fits = words.startswith(told.words) if told.near else told.words in words
        if fits and told.counts in ("any", "people" if people else "cases"):
            return told.action
    return ""
