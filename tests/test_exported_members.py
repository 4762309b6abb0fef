"""The public surface of the package."""

from __future__ import annotations

import subprocess
import sys

import pytest

import tallies


def test_all_is_sorted_and_complete() -> None:
    """``__all__`` is sorted, every name in it is there, and ``dir`` shows it."""
    assert tallies.__all__ == sorted(tallies.__all__)
    assert dir(tallies) == tallies.__all__
    assert [name for name in tallies.__all__ if not hasattr(tallies, name)] == []


def test_surface() -> None:
    """The names that users may rely on; taking one away is a break."""
    records = ["Comparison", "Document", "Entity", "Evidence", "Fact", "Result", "Route", "Term"]
    assert [*records, "__version__", "blank", "load", "read", "render"] == tallies.__all__


def test_unknown_name() -> None:
    """Any other name is an AttributeError, as in any module."""
    with pytest.raises(AttributeError, match="no attribute 'lode'"):
        tallies.lode  # noqa: B018


def test_star_import() -> None:
    """``from tallies import *`` gives the surface."""
    code = "from tallies import *; print(load.__name__, blank.__name__, read.__name__, Fact.__name__)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "load blank read Fact\n"
