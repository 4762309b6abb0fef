"""The features of the trained tagger."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tallies.learning import features

SIZE = 1 << 18


def rows(
    words: list[str], lengths: list[int], figures: Sequence[int] = (), verbs: Sequence[int] = (), chosen: str = ""
) -> NDArray[np.int64]:
    """The rows of *words* where the rules have found numbers at *figures* and read the first word as *chosen*."""
    readings = np.zeros((len(words), 3), dtype=np.uint64)
    if chosen:
        readings[0] = features.code(chosen)
    marked = np.isin(np.arange(len(words)), figures)
    lemmas = np.isin(np.arange(len(words)), verbs).astype(np.uint64)
    sections = np.zeros(len(words), dtype=np.uint64)
    return features.rows(words, np.array(lengths), readings, sections, marked, lemmas, SIZE)


def test_rows_are_of_the_table() -> None:
    """Every word has the same number of features, each a row of the table."""
    found = rows(["Courts", "convicted", "29", "."], [3, 1])

    assert found.shape[0] == 4
    assert found.min() >= 0
    assert found.max() < SIZE


def test_a_sentence_ends_what_a_word_sees() -> None:
    """Words of another sentence are no features: a sentence has the rows that it has alone."""
    first, second = ["Courts", "convicted"], ["Police", "arrested", "him"]
    both = rows(first + second, [2, 3])

    assert both[:2].tolist() == rows(first, [2]).tolist()
    assert both[2:].tolist() == rows(second, [3]).tolist()
    assert rows(first + second, [5])[:2].tolist() != both[:2].tolist()


def test_what_the_rules_found_is_a_feature() -> None:
    """A rule's reading of a word changes its rows and those of its neighbours."""
    words = ["Courts", "convicted", "29", "men", "in", "May"]
    before, after = rows(words, [6]), rows(words, [6], chosen="B-AGENCY")

    changed = (before != after).any(axis=1).tolist()
    assert changed == [True, True, True, True, False, False]


def test_neighbours() -> None:
    """The nearest marked word on either side, never the word itself or one of another sentence."""
    marked = np.array([True, False, False, True, False, True, False])
    before, behind = features.neighbours(marked, np.array([5, 2]))

    assert before.tolist() == [-1, 0, 0, 0, 3, -1, 5]
    assert behind.tolist() == [3, 3, 3, -1, -1, -1, -1]


def test_figures_and_verbs_of_the_sentence_are_features() -> None:
    """A figure or a verb changes the rows of all other words of its sentence, and of no other sentence."""
    words = ["They", "held", "9", "men", "He", "fled"]
    plain = rows(words, [4, 2])

    assert (plain != rows(words, [4, 2], figures=[2])).any(axis=1).tolist() == [True, True, False, True, False, False]
    assert (plain != rows(words, [4, 2], verbs=[1])).any(axis=1).tolist() == [True, False, True, True, False, False]


def test_codes_are_the_same_everywhere() -> None:
    """The code of a text is fixed (FNV-1a), so that weights serve in any process and version."""
    assert features.code("") == 0xCBF29CE484222325
    assert features.code("a") == 0xAF63DC4C8601EC8C
    assert features.code("é\ud800") != features.code("é")


def test_clusters_group_words_of_one_kind() -> None:
    """The table of clusters is there, and puts months closer to one another than to a verb."""
    table = features.clusters()

    def shared(a: str, b: str) -> int:
        """How many of the lowest bits of two words' paths agree."""
        differing = table[a] ^ table[b]
        return (differing & -differing).bit_length() - 1 if differing else 16

    assert shared("January", "February") > shared("January", "arrested")
