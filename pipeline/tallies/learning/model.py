"""The model of the trained tagger: a table of weights that features add up, and the moves from tag to tag."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

import numpy as np
from thinc.api import Model

from tallies.learning.chain import Floats, Ints

#: One document: the rows that each of its words adds up, int64 [words, features].
Rows = Ints
Scorer = Model[list[Rows], list[Floats]]


def make_model(rows: int) -> Scorer:
    """The registered architecture ``tallies.HashedChain.v1``: rows of weights to scores of tags.

    rows (int): of the table; features are hashed to it. Each row holds one float32 a tag.
    """
    model: Scorer = Model(
        "hashed_chain",
        _forward,
        init=_init,
        dims={"nV": rows, "nO": None},
        params={"W": None, "moves": None},
        attrs={"dropout_rate": 0.0},
    )
    return model


def param(model: Scorer, name: str) -> Floats:
    """The weights *name*: ``W``, [rows, tags], or ``moves``, [tags + 1, tags]."""
    return cast(Floats, model.get_param(name))


def learn(model: Scorer, name: str, gradient: Floats) -> None:
    """Add to the gradient of the weights *name*."""
    model.inc_grad(name, cast(Any, gradient))


def _init(model: Scorer, X: list[Rows] | None = None, Y: list[Floats] | None = None) -> None:
    """Zero weights: the objective is convex, so that nothing need break a symmetry."""
    tags = model.get_dim("nO")
    model.set_param("W", model.ops.alloc2f(model.get_dim("nV"), tags))
    model.set_param("moves", model.ops.alloc2f(tags + 1, tags))


def _forward(model: Scorer, X: list[Rows], is_train: bool) -> tuple[list[Floats], Callable[[list[Floats]], list[Rows]]]:
    weights = param(model, "W")
    rate = model.attrs["dropout_rate"] if is_train else 0.0
    masks = [_mask(rows, rate) for rows in X] if rate else []
    if masks:
        pairs = zip(X, masks, strict=True)
        Y = [cast(Floats, np.einsum("nft,nf->nt", weights[rows], cast(Any, mask))) for rows, mask in pairs]
    else:
        Y = [_sums(weights, rows) for rows in X]

    def backprop(dY: list[Floats]) -> list[Rows]:
        gradient = np.zeros_like(weights)
        for number, (rows, scores) in enumerate(zip(X, dY, strict=True)):
            flat = rows.ravel()
            for tag in range(scores.shape[1]):
                shares = np.broadcast_to(scores[:, tag : tag + 1], rows.shape)
                shares = shares * masks[number] if masks else shares
                gradient[:, tag] += np.bincount(flat, weights=shares.ravel(), minlength=len(weights))
        learn(model, "W", gradient)
        return []

    return Y, backprop


def _sums(weights: Floats, rows: Rows) -> Floats:
    """The rows of each word added up."""
    total = np.zeros((len(rows), weights.shape[1]), dtype=np.float32)
    for column in rows.T:
        total += weights.take(column, axis=0)
    return total


def _mask(rows: Rows, rate: float) -> Floats:
    """Which features of which words count in this update, scaled so that the sums stay as large."""
    kept = np.random.random(rows.shape) >= rate
    return np.asarray(kept / (1.0 - rate), dtype=np.float32)
