"""Log-linear choice among candidates: the probability of one is softmax of the sum of its features' weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tallies.errors import TalliesError

Instance = tuple[Sequence[set[str]], int, float]  # the candidates' features, the right one, the weight


def fit(instances: Sequence[Instance], *, l2: float, min_count: int = 2, iterations: int = 150) -> dict[str, float]:
    """Weights that make the right candidates likeliest, by L-BFGS with an L2 penalty.

    instances: at least one, each with two candidates or more.
    l2 (float): the penalty on the squared weights, in nats.
    min_count (int): features seen in fewer instances are left out.
    """
    counts: Counter[str] = Counter()
    for options, _, _ in instances:
        counts.update(set().union(*options))
    names = sorted(name for name, n in counts.items() if n >= min_count)
    index = {name: k for k, name in enumerate(names)}
    rows: list[int] = []
    columns: list[int] = []
    starts = [0]
    right = []
    weights = []
    row = 0
    for options, answer, weight in instances:
        for features in options:
            known = [index[name] for name in features if name in index]
            rows.extend([row] * len(known))
            columns.extend(known)
            row += 1
        right.append(starts[-1] + answer)
        starts.append(row)
        weights.append(weight)
    matrix = _matrix(rows, columns, (row, len(names)))
    transposed = matrix.T.tocsr()
    first = np.asarray(starts[:-1])
    sizes = np.diff(starts)
    share = np.asarray(weights)
    answer_rows = np.asarray(right)
    spread = np.repeat(np.arange(len(sizes)), sizes)

    def loss(w: np.ndarray) -> tuple[float, np.ndarray]:
        scores = matrix @ w
        top = np.maximum.reduceat(scores, first)
        raised = np.exp(scores - top[spread])
        total = np.add.reduceat(raised, first)
        value = float(share @ (np.log(total) + top - scores[answer_rows])) + 0.5 * l2 * float(w @ w)
        slope = raised / total[spread] * share[spread]
        slope[answer_rows] -= share
        return value, transposed @ slope + l2 * w

    found = _minimum(loss, len(names), iterations)
    return {name: round(float(w), 4) for name, w in zip(names, found, strict=True) if abs(w) > 1e-3}


def fit_classes(
    examples: Sequence[tuple[set[str], int, float]],
    classes: int,
    *,
    l2: float,
    min_count: int = 2,
    iterations: int = 150,
) -> dict[str, list[tuple[int, float]]]:
    """Weights of each feature by class, by multinomial logistic regression.

    examples: (features, class, weight); classes: how many there are.
    """
    counts: Counter[str] = Counter()
    for features, _, _ in examples:
        counts.update(features)
    names = sorted(name for name, n in counts.items() if n >= min_count)
    index = {name: k for k, name in enumerate(names)}
    rows: list[int] = []
    columns: list[int] = []
    for row, (features, _, _) in enumerate(examples):
        known = [index[name] for name in features if name in index]
        rows.extend([row] * len(known))
        columns.extend(known)
    matrix = _matrix(rows, columns, (len(examples), len(names)))
    transposed = matrix.T.tocsr()
    answers = np.asarray([answer for _, answer, _ in examples])
    share = np.asarray([weight for _, _, weight in examples])
    each = np.arange(len(examples))

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w = flat.reshape(len(names), classes)
        scores = matrix @ w
        top = scores.max(axis=1, keepdims=True)
        raised = np.exp(scores - top)
        total = raised.sum(axis=1, keepdims=True)
        value = float(share @ (np.log(total[:, 0]) + top[:, 0] - scores[each, answers])) + 0.5 * l2 * float(flat @ flat)
        slope = raised / total
        slope[each, answers] -= 1.0
        slope *= share[:, None]
        return value, (transposed @ slope + l2 * w).ravel()

    w = _minimum(loss, len(names) * classes, iterations).reshape(len(names), classes)
    return {
        name: [(c, round(float(w[k, c]), 3)) for c in range(classes) if abs(w[k, c]) > 0.02]
        for name, k in index.items()
        if np.abs(w[k]).max() > 0.02
    }


def _matrix(rows: Sequence[int], columns: Sequence[int], shape: tuple[int, int]) -> Any:
    """The sparse matrix of that shape with ones at those places."""
    try:
        from scipy.sparse import csr_matrix
    except ImportError as error:
        raise TalliesError("Weights of links are fitted with SciPy: pip install 'tallies[train]'.") from error
    return csr_matrix((np.ones(len(rows)), (rows, columns)), shape=shape)


def _minimum(loss: Callable[[np.ndarray], tuple[float, np.ndarray]], size: int, iterations: int) -> np.ndarray:
    """Where *loss*, which gives its slope too, is least, by L-BFGS from zeros of [size]."""
    from scipy.optimize import minimize
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # the steps are too small to share: threads wait for each other most of the time
        result = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B", options={"maxiter": iterations})
    found: np.ndarray = result.x
    return found
