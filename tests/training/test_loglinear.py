"""Fitting the weights of log-linear choices."""

from __future__ import annotations

import sys

import pytest

from tallies.errors import TalliesError
from tallies.training.loglinear import Case, fit, fit_classes


def test_right_candidates_get_the_higher_weights() -> None:
    """What marks the right candidates weighs more than what marks the others."""
    weights = fit([([{"near"}, {"far"}], 0, 1.0), ([{"far"}, {"near"}], 1, 1.0)], l2=0.1)

    assert weights["near"] > 0 > weights["far"]


def test_classes_get_the_weights_of_their_features() -> None:
    """Each feature weighs for the class that it goes with and against the other."""
    weights, hints = fit_classes([Case({"a"}, 0), Case({"b"}, 1)] * 2, 2, l2=0.1)

    assert {name: max(row, key=lambda pair: pair[1])[0] for name, row in weights.items()} == {"a": 0, "b": 1}
    assert hints == {}


def test_a_hint_serves_a_class_that_it_was_never_seen_with() -> None:
    """What is learned of a hint on two classes holds for the third; a hint that is wrong as often weighs nothing."""
    cases = [Case(set(), n % 2, hints={("verb", n % 2), ("coin", n // 2 % 2)}) for n in range(8)]

    weights, hints = fit_classes(cases, 3, l2=0.1)

    assert weights == {}
    assert hints["verb"] > 1
    assert hints["coin"] < 0.1 * hints["verb"]


def test_missing_library_is_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra that brings SciPy, the error names the extra."""
    monkeypatch.setitem(sys.modules, "scipy.sparse", None)

    with pytest.raises(TalliesError, match=r"pip install 'tallies\[train\]'"):
        fit([([{"a"}, {"b"}], 0, 1.0)], l2=0.1, min_count=1)
