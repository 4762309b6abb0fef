"""Counts of names outside the memory."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tallies.documents.counts import Counts


@given(st.lists(st.text(st.characters(), max_size=3)))
def test_counts_are_those_of_a_dictionary(names: list[str]) -> None:
    """Any names, also of bytes that are no text, are counted as in memory."""
    plain: dict[str, int] = {}
    with Counts() as counts:
        for name in names:
            assert (name in counts) == (name in plain)
            plain[name] = plain.get(name, 0) + 1
            counts[name] += 1

        assert {name: counts[name] for name in names} == plain
        assert counts["never met"] == 0
