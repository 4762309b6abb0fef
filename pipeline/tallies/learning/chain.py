"""A linear chain over sentences: the best path, and the gradient of a path's log-probability.

Sentences are scored side by side, padded to the longest: the loops run over places, not over sentences.
Throughout, L is the number of tags; ``scores`` is float32 [words, L]; ``moves`` is float32 [L + 1, L], the
scores of tag to tag and, in the last row, of a sentence's first tag.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Ints = NDArray[np.int64]


def _padded(lengths: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """The word at each [place, sentence], 0 where there is none, and whether there is one."""
    starts = np.cumsum(lengths) - lengths
    places = np.arange(int(lengths.max(initial=0)))[:, None]
    there = places < lengths[None, :]
    return np.where(there, starts[None, :] + places, 0), there


def best(scores: Floats, moves: Floats, lengths: Ints) -> Ints:
    """The tag of each word on the best path through each sentence; *lengths* are those of the sentences, in words."""
    tags = np.zeros(len(scores), dtype=np.int64)
    if not len(scores):
        return tags
    # The longest first: at each place, those that reach it are the first so many.
    order = np.argsort(-lengths, kind="stable")
    lengths, starts = lengths[order], (np.cumsum(lengths) - lengths)[order]
    reach = np.searchsorted(-lengths, -np.arange(int(lengths[0])), side="left")
    to_from = np.ascontiguousarray(moves[:-1].T)
    total = scores[starts] + moves[-1]
    back = []
    for place in range(1, len(reach)):
        here = int(reach[place])
        paths = total[:here, None, :] + to_from
        step = paths.argmax(axis=2)
        back.append(step)
        total[:here] = paths.max(axis=2) + scores[starts[:here] + place]
    tag = total.argmax(axis=1)
    for place in range(len(reach) - 1, 0, -1):
        here = int(reach[place])
        tags[starts[:here] + place] = tag[:here]
        tag[:here] = back[place - 1][np.arange(here), tag[:here]]
    tags[starts] = tag
    return tags


def _logsumexp(values: Floats, axis: int) -> Floats:
    top = values.max(axis=axis, keepdims=True)
    return np.asarray(np.squeeze(top, axis) + np.log(np.exp(values - top).sum(axis=axis)), dtype=np.float32)


def gradient(scores: Floats, moves: Floats, lengths: Ints, gold: Ints) -> tuple[Floats, Floats, float]:
    """The gradients of minus the log-probability of the tags *gold* by *scores* and by *moves*, and its sum."""
    index, there = _padded(lengths)
    count = scores.shape[1]
    between = moves[:-1]
    places = len(index)
    forward = np.zeros((places, len(lengths), count), dtype=np.float32)
    forward[0] = scores[index[0]] + moves[-1]
    for place in range(1, places):
        ahead = _logsumexp(forward[place - 1][:, :, None] + between, 1) + scores[index[place]]
        forward[place] = np.where(there[place][:, None], ahead, forward[place - 1])
    whole = _logsumexp(forward[-1], 1)
    by_scores = np.zeros_like(scores)
    by_moves = np.zeros_like(moves)
    backward = np.zeros((len(lengths), count), dtype=np.float32)
    for place in range(places - 1, -1, -1):
        inside = there[place]
        words = index[place][inside]
        by_scores[words] = np.exp(forward[place] + backward - whole[:, None])[inside]
        ahead = backward + scores[index[place]]
        if place:
            pairs = forward[place - 1][:, :, None] + between + (ahead - whole[:, None])[:, None, :]
            by_moves[:-1] += np.exp(pairs[inside]).sum(axis=0)
            backward = np.where(inside[:, None], _logsumexp(between + ahead[:, None, :], 2), backward)
    words = index[there]
    by_moves[-1] = by_scores[index[0]].sum(axis=0)
    loss = float(whole.sum() - scores[words, gold[words]].sum() - moves[-1][gold[index[0]]].sum())
    by_scores[words, gold[words]] -= 1.0
    np.subtract.at(by_moves[-1], gold[index[0]], 1.0)
    for place in range(1, places):
        inside = there[place]
        here, before = gold[index[place][inside]], gold[index[place - 1][inside]]
        np.subtract.at(by_moves, (before, here), 1.0)
        loss -= float(moves[before, here].sum())
    return by_scores, by_moves, loss
