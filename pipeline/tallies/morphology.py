"""Lemmas and possible parts of speech, from the tables of spacy-lookups-data (WordNet's word lists)."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from spacy.lookups import Lookups, load_lookups

#: Words of which the answers are remembered: all but the rare ones of a corpus, and no more than a few megabytes.
_WORDS: Final = 20_000

#: Plurals that the lookup table maps to something other than the singular noun of a report.
_SINGULAR = {
    "people": "person",
    "persons": "person",
    "police": "police",
    "data": "data",
    "media": "media",
    "staff": "staff",
    "premises": "premises",
    "women": "woman",
    "men": "man",
}


@cache
def _tables() -> Lookups:
    return load_lookups("en", ["lemma_index", "lemma_rules", "lemma_exc"], strict=True)


@cache
def _index(part: str) -> frozenset[str]:
    return frozenset(_tables().get_table("lemma_index")[part])


@lru_cache(maxsize=_WORDS)
def lemmas(word: str, part: str) -> tuple[str, ...]:
    """Base forms of lower-case *word* as *part* ("noun", "verb", "adj", "adv"); empty if it cannot be one."""
    known = _index(part)
    exceptions = _tables().get_table("lemma_exc").get(part, {}).get(word)
    if exceptions:
        return tuple(exceptions)
    found = [word] if word in known else []
    for old, new in _tables().get_table("lemma_rules").get(part, ()):
        if old and word.endswith(old):
            base = word[: len(word) - len(old)] + new
            if base in known and base not in found:
                found.append(base)
    return tuple(found)


def can_be(word: str, part: str) -> bool:
    """Whether lower-case *word* can be a form of a *part* ("noun", "verb", "adj", "adv")."""
    return bool(lemmas(word, part))


@lru_cache(maxsize=_WORDS)
def singular(noun: str) -> str:
    """The singular of a lower-case *noun*: "officers" to "officer", "children" to "child"."""
    if noun in _SINGULAR:
        return _SINGULAR[noun]
    found = lemmas(noun, "noun")
    shorter = [base for base in found if base != noun]
    if shorter:
        return shorter[0]
    if found or len(noun) < 4:
        return noun
    if noun.endswith("ies"):
        return noun[:-3] + "y"
    if noun.endswith("s") and not noun.endswith(("ss", "us", "is")):
        return noun[:-1]
    return noun
