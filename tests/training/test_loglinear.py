"""Fitting the weights of log-linear choices."""

from __future__ import annotations

import sys

import pytest

from tallies.errors import TalliesError
from tallies.training.loglinear import fit, fit_classes


def test_right_candidates_get_the_higher_weights() -> None:
    """What marks the right candidates weighs more than what marks the others."""
    weights = fit([([{"near"}, {"far"}], 0, 1.0), ([{"far"}, {"near"}], 1, 1.0)], l2=0.1)

    assert weights["near"] > 0 > weights["far"]


def test_classes_get_the_weights_of_their_features() -> None:
    """Each feature weighs for the class that it goes with and against the other."""
    weights = fit_classes([({"a"}, 0, 1.0), ({"b"}, 1, 1.0)] * 2, 2, l2=0.1)

    assert {name: max(row, key=lambda pair: pair[1])[0] for name, row in weights.items()} == {"a": 0, "b": 1}


def test_missing_library_is_told_with_the_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without the extra that brings SciPy, the error names the extra."""
    monkeypatch.setitem(sys.modules, "scipy.sparse", None)

    with pytest.raises(TalliesError, match=r"pip install 'tallies\[train\]'"):
        fit([([{"a"}, {"b"}], 0, 1.0)], l2=0.1, min_count=1)
