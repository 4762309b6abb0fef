"""Log-linear choice among candidates: the probability of one is softmax of the sum of its features' weights."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence, Set
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Case:
    """An example of a class.

    features: what is seen; each has a weight by class.
    hints: what speaks for one class, whichever it is, as (name, class); each name has one weight.
    """

    features: Set[str]
    answer: int
    weight: float = 1.0
    hints: Set[tuple[str, int]] = frozenset()


def fit_classes(
    cases: Sequence[Case],
    classes: int,
    *,
    l2: float,
    l2_hints: float = 0.02,
    min_count: int = 2,
    iterations: int = 150,
) -> tuple[dict[str, list[tuple[int, float]]], dict[str, float]]:
    """Weights of each feature by class, and of each hint, by multinomial logistic regression.

    classes (int): how many there are.
    l2, l2_hints (float): the penalties on the squared weights, in nats.
    """
    features = _Columns((case.features for case in cases), min_count)
    hints = _Columns(({name for name, _ in case.hints} for case in cases), min_count)
    size, names = len(cases), len(features.names)
    seen = features.matrix([(row, name) for row, case in enumerate(cases) for name in case.features], size)
    hinted = hints.matrix(
        [(row * classes + answer, name) for row, case in enumerate(cases) for name, answer in case.hints],
        size * classes,
    )
    seen_by, hinted_by = seen.T.tocsr(), hinted.T.tocsr()
    answers = np.asarray([case.answer for case in cases])
    share = np.asarray([case.weight for case in cases])
    each = np.arange(size)
    penalty = np.concatenate([np.full(names * classes, l2), np.full(len(hints.names), l2_hints)])

    def loss(flat: np.ndarray) -> tuple[float, np.ndarray]:
        w, v = flat[: names * classes].reshape(names, classes), flat[names * classes :]
        scores = seen @ w + (hinted @ v).reshape(size, classes)
        top = scores.max(axis=1, keepdims=True)
        raised = np.exp(scores - top)
        total = raised.sum(axis=1, keepdims=True)
        value = float(share @ (np.log(total[:, 0]) + top[:, 0] - scores[each, answers]))
        slope = raised / total
        slope[each, answers] -= 1.0
        slope *= share[:, None]
        steep = np.concatenate([(seen_by @ slope).ravel(), hinted_by @ slope.ravel()])
        return value + 0.5 * float(penalty @ (flat * flat)), steep + penalty * flat

    found = _minimum(loss, len(penalty), iterations)
    w = found[: names * classes].reshape(names, classes)
    by_class = {
        name: [(c, round(float(w[k, c]), 3)) for c in range(classes) if abs(w[k, c]) > 0.02]
        for k, name in enumerate(features.names)
        if np.abs(w[k]).max() > 0.02
    }
    shared = {
        name: round(float(v), 4) for name, v in zip(hints.names, found[names * classes :], strict=True) if abs(v) > 1e-3
    }
    return by_class, shared


class _Columns:
    """The names that enough examples have, each with a column."""

    def __init__(self, examples: Iterable[Set[str]], min_count: int) -> None:
        counts: Counter[str] = Counter()
        for names in examples:
            counts.update(names)
        self.names = sorted(name for name, n in counts.items() if n >= min_count)
        self._index = {name: k for k, name in enumerate(self.names)}

    def matrix(self, places: Iterable[tuple[int, str]], rows: int) -> Any:
        """The sparse matrix of [rows, names] with ones at the *places* (row, name)."""
        known = [(row, self._index[name]) for row, name in places if name in self._index]
        return _matrix([row for row, _ in known], [column for _, column in known], (rows, len(self.names)))


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
