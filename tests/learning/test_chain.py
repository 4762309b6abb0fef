"""The linear chain against slow ways to the same numbers."""

from __future__ import annotations

from itertools import pairwise, product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from tallies.learning import chain

TAGS = 3


def path_score(scores: NDArray[np.float32], moves: NDArray[np.float32], path: tuple[int, ...]) -> float:
    """The score of one path through one sentence."""
    steps = sum(float(moves[a, b]) for a, b in pairwise(path))
    return float(moves[-1, path[0]]) + steps + sum(float(scores[word, tag]) for word, tag in enumerate(path))


def made(lengths: list[int], seed: int) -> tuple[NDArray[np.float32], NDArray[np.float32], NDArray[np.int64]]:
    """Random scores, moves and tags for sentences of *lengths*."""
    random = np.random.default_rng(seed)
    scores = random.normal(size=(sum(lengths), TAGS)).astype(np.float32)
    moves = random.normal(size=(TAGS + 1, TAGS)).astype(np.float32)
    return scores, moves, random.integers(0, TAGS, size=sum(lengths))


@settings(max_examples=50, deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=4), st.integers(0, 2**32 - 1))
def test_best_is_the_best_of_all_paths(lengths: list[int], seed: int) -> None:
    """The path found for each sentence is that which trying all paths finds, whatever the order of lengths."""
    scores, moves, _ = made(lengths, seed)
    expected: list[int] = []
    for length in lengths:
        part = scores[len(expected) : len(expected) + length]
        expected += max(product(range(TAGS), repeat=length), key=lambda path: path_score(part, moves, path))

    assert chain.best(scores, moves, np.array(lengths)).tolist() == expected


@settings(max_examples=20, deadline=None)
@given(st.lists(st.integers(1, 4), min_size=1, max_size=3), st.integers(0, 2**32 - 1))
def test_loss_is_minus_the_log_probability(lengths: list[int], seed: int) -> None:
    """The loss is what summing over all paths of each sentence gives."""
    scores, moves, gold = made(lengths, seed)
    expected, start = 0.0, 0
    for length in lengths:
        part = scores[start : start + length]
        every = [path_score(part, moves, path) for path in product(range(TAGS), repeat=length)]
        expected += float(np.logaddexp.reduce(every)) - path_score(part, moves, tuple(gold[start : start + length]))
        start += length

    assert chain.gradient(scores, moves, np.array(lengths), gold)[2] == pytest.approx(expected, abs=1e-3)


def test_gradients_are_the_slopes_of_the_loss() -> None:
    """Each derivative is that which a small change of the number shows."""
    lengths = np.array([3, 1, 4])
    scores, moves, gold = made([3, 1, 4], 7)
    by_scores, by_moves, _ = chain.gradient(scores, moves, lengths, gold)
    for values, slopes in ((scores, by_scores), (moves, by_moves)):
        for place in np.ndindex(*values.shape):
            kept, losses = values[place], []
            for change in (0.01, -0.01):
                values[place] = kept + change
                losses.append(chain.gradient(scores, moves, lengths, gold)[2])
            values[place] = kept

            assert slopes[place] == pytest.approx((losses[0] - losses[1]) / 0.02, abs=2e-3)


def test_no_words() -> None:
    """A document without words has no tags."""
    scores, moves, _ = made([], 0)

    assert chain.best(scores, moves, np.zeros(0, dtype=np.int64)).tolist() == []
