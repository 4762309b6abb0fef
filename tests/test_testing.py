"""The reader and the writer of marked sentences."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallies.testing import mark, unmark


def test_unmark_marks() -> None:
    """Marks are read as text and offsets."""
    assert unmark("[29](STATISTIC) cases in [2017](PERIOD)") == (
        "29 cases in 2017",
        [(0, 2, "STATISTIC"), (12, 16, "PERIOD")],
    )


def test_unmark_escape() -> None:
    """A bracket of the text itself is escaped, inside a mark too."""
    assert unmark(r"a note \[12\] on [40 \[sic\]](STATISTIC)") == ("a note [12] on 40 [sic]", [(15, 23, "STATISTIC")])


@pytest.mark.parametrize(
    "slip",
    [
        "[29 cases",
        "29] cases",
        "[29] cases",
        "[29](STATISTIC cases",
        "[29](statistic)",
        "[](UNIT)",
        "[a [b](UNIT)](UNIT)",
    ],
)
def test_unmark_slip(slip: str) -> None:
    """Every slip raises, so that no example passes empty."""
    with pytest.raises(ValueError, match=r"mark|label"):
        unmark(slip)


def test_mark_overlap() -> None:
    """Two marks on the same words cannot be written."""
    with pytest.raises(ValueError, match="overlaps"):
        mark("29 cases", [(0, 2, "STATISTIC"), (0, 8, "UNIT")])


@given(st.text(alphabet=st.characters(exclude_characters="\\")), st.data())
def test_mark_unmark_identity(text: str, data: st.DataObject) -> None:
    """What is written is read back."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    marks = [(a, b, "UNIT") for a, b in zip(cuts[::2], cuts[1::2], strict=False) if text[a:b].strip()]
    assert unmark(mark(text, marks)) == (text, marks)
