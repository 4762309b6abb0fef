"""The years of a period."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallies.tagging.periods import period_years

STATED = [
    ("2017", (2017,)),
    ("December 2017", (2017,)),
    ("March 19, 2018", (2018,)),
    ("2014-2018", (2014, 2018)),
    ("2016\u201317", (2016, 2017)),
    ("1988 to 2000", (1988, 2000)),
    ("April 1, 2017, to March 31,\n2018", (2017, 2018)),
    ("March to November 2017", (2017,)),
    ("fiscal year 2017-2018", (2017, 2018)),
    ("FY 2017", (2017,)),
    ("FY17", (2017,)),
    ("late 1990s", (1990, 1999)),
    ("mid-2017", (2017,)),
    ("first half of 2017", (2017,)),
    ("year prior to November 2017", (2016, 2017)),
]
RELATIVE = [
    ("reporting period", (2017,)),
    ("current reporting period", (2017,)),
    ("year", (2017,)),
    ("July", (2017,)),
    ("August 16", (2017,)),
    ("second consecutive year", (2017,)),
    ("previous\nreporting period", (2016,)),
    ("prior reporting year", (2016,)),
    ("previous year", (2016,)),
    ("last year", (2016,)),
    ("previous two reporting periods", (2015, 2016)),
    ("past five years", ()),
    ("previous years", ()),
    ("recent years", ()),
    ("next year", ()),
    ("years prior", ()),
]


@pytest.mark.parametrize(("text", "years"), STATED, ids=[text for text, _ in STATED])
@pytest.mark.parametrize("report", [2018, None])
def test_period_years_stated(text: str, years: tuple[int, ...], report: int | None) -> None:
    """Stated years hold whatever the report's year."""
    assert period_years(text, report) == years


@pytest.mark.parametrize(("text", "years"), RELATIVE, ids=[text for text, _ in RELATIVE])
def test_period_years_relative(text: str, years: tuple[int, ...]) -> None:
    """Relative periods are seen from the report, which covers the year before it; without it they are open."""
    assert (period_years(text, 2018), period_years(text, None)) == (years, ())


@given(st.one_of(st.text(), st.from_regex(r"(19|20)\d\d( to |-)(19|20)?\d\d", fullmatch=True)), st.integers(1900, 2100))
def test_period_years_any_text(text: str, report: int) -> None:
    """No text raises; the first year is never behind the last."""
    years = period_years(text, report)
    assert len(years) <= 2
    assert list(years) == sorted(set(years))
