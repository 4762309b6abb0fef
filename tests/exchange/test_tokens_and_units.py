"""Tokens that spans fit, and offsets in UTF-16 units."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallies.exchange.tokens import pieces
from tallies.exchange.units import Units

TEXTS = st.text(st.sampled_from("ab1 .\t\n\r🐱e\u0301$’"), max_size=30)


@given(text=TEXTS, places=st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=4))
def test_tokens_cover_the_text_and_fit_the_spans(text: str, places: list[tuple[int, int]]) -> None:
    """Tokens and their blanks give back the text, and every span begins and ends with one."""
    spans = [(min(p), max(p)) for p in places if min(p) < max(p) <= len(text)]
    tokens = pieces(text, spans)
    assert "".join(text[token.start : token.end] + " " * token.blank for token in tokens) == text
    assert {start for start, _ in spans} <= {token.start for token in tokens}
    assert {end for _, end in spans} <= {token.end for token in tokens}


@given(text=TEXTS)
def test_utf16_offsets_are_those_of_the_encoded_text(text: str) -> None:
    """Each offset is the length of what is before it in UTF-16, and leads back."""
    units = Units(text)
    for offset in range(len(text) + 1):
        there = len(text[:offset].encode("utf-16-le")) // 2
        assert (units.to_utf16(offset), units.from_utf16(there)) == (there, offset)


def test_an_offset_inside_a_letter_is_refused() -> None:
    """Between the two units of an emoji there is no place; behind the text the distance is kept."""
    with pytest.raises(ValueError, match="offset 1 falls inside a letter"):
        Units("🐱").from_utf16(1)
    assert Units("🐱").from_utf16(5) == 4
