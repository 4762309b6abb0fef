"""Broad senses of verbs and nouns."""

from collections import Counter

import pytest

from tallies import lexicons
from tallies.linking.senses import noun_senses, verb_senses
from tallies.morphology import lemmas


@pytest.mark.parametrize(
    ("noun", "senses"),
    [
        ("provinces", ("district",)),
        ("island", ("district",)),
        ("leaflets", ("media",)),
        ("nurse", ("professional",)),
        ("thingumabobs", ("?",)),
        ("", ("?",)),
    ],
)
def test_noun_senses(noun, senses):
    """A noun has its senses in either number; one of no list has the unknown one."""
    assert noun_senses(noun) == senses


def test_verb_is_no_noun():
    """A word has its senses as the part of speech that it is asked for."""
    assert verb_senses("abscond") == ("escape",)
    assert noun_senses("abscond") == ("?",)


def test_rows_once():
    """Every row of the table stands once, in order, in lower case, with a known part of speech."""
    rows = [(row["word"], row["part"], row["sense"]) for row in lexicons.rows("sense")]
    assert rows == sorted(set(rows))
    assert {part for _, part, _ in rows} == {"verb", "noun"}
    assert [word for word, _, _ in rows if word != word.lower() or not word.strip()] == []


def test_verbs_are_lemmas():
    """A verb of the table is a lemma: another form would never be looked up."""
    wrong = [row["word"] for row in lexicons.rows("sense") if row["part"] == "verb" and not _lemma(row["word"])]
    assert wrong == []


def _lemma(word):
    return word in lemmas(word, "verb")


def test_senses_gather_words():
    """A sense gathers words: one that a single word has would teach nothing."""
    counts = Counter(row["part"] + " " + row["sense"] for row in lexicons.rows("sense"))
    assert [sense for sense, n in counts.items() if n < 2] == []
