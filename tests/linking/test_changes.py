"""Figures set against earlier ones by a change, by "the same as", and in series."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.testing import examples

Reader = Callable[[str], list[str]]


CHANGE = """
Police arrested 57 suspects, an increase from 31 in 2016.
    arrest 57 suspect 2017 vs 31 suspect 2016 by Police
    arrest 31 suspect 2016 by Police
Courts convicted nine traffickers, a decrease from 14 the previous year.
    convict 9 trafficker 2017 vs 14 trafficker 2016 by Courts
    convict 14 trafficker 2016 by Courts
NGOs assisted 120 victims, up from 88 victims in 2016.
    assist 120 victim 2017 vs 88 victim 2016 by NGOs
    assist 88 victim 2016 by NGOs
The ministry conducted 300 inspections, down from 412.
    inspect 300 inspection 2017 vs 412 inspection 2016 by ministry
    inspect 412 inspection 2016 by ministry
The number of victims identified increased from 61 in 2016 to 73 in 2017.
    identify 61 victim 2016
    identify 73 victim 2017 vs 61 victim 2016
The number of convictions rose to 31 in 2017 from 24 in 2016.
    convict 31 conviction 2017 vs 24 conviction 2016
    convict 24 conviction 2016
Police identified 40 victims, a significant increase compared with 18 victims in 2016.
    identify 40 victim 2017 vs 18 victim 2016 by Police
    identify 18 victim 2016 by Police
The government employed 144 inspectors, an increase from 120 inspectors in 2016.
    employ 144 inspector 2017 vs 120 inspector 2016 by government
    employ 120 inspector 2016 by government
The government increased its budget to $5 million from $4 million in 2016.
    fund 5000000 USD 2017 vs 4000000 USD 2016 by government
    fund 4000000 USD 2016 by government
Police identified 40 victims, a 25 percent increase from 2016 (32 victims).
    identify 40 victim 2017 vs 32 victim 2016 by Police
    identify 25 percent 2017 by Police
    identify 32 victim 2016 by Police
Police identified 73 victims, an increase of 12 from the previous year.
    identify 73 victim 2017 by Police
    identify 12 victim 2017 by Police
Police identified 73 victims, an increase of 12 from the 61 found in 2016.
    identify 73 victim 2017 vs 61 victim 2016 by Police
    identify 12 victim 2017 by Police
    identify 61 victim 2016 by Police
Investigations decreased from 80 to 65.
    investigate 80 investigation 2016
    investigate 65 investigation 2017 vs 80 investigation 2016
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(CHANGE))
def test_change_from(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """ "An increase from", "a decrease from", "up from" name the earlier figure, "an increase of" the difference."""
    assert facts_of(sentence) == expected


SAME = """
The government convicted 10 traffickers, the same number as in 2016.
    convict 10 trafficker 2016 by government
    convict 10 trafficker 2017 vs 10 trafficker 2016 by government
Police opened six cases in 2017, the same as the six cases in 2016.
    investigate 6 case 2017 vs 6 case 2016 by Police
    investigate 6 case 2016 by Police
Courts convicted eight traffickers in 2017, the same number as in the previous year.
    convict 8 trafficker 2016 by Courts
    convict 8 trafficker 2017 vs 8 trafficker 2016 by Courts
Police opened six cases in 2017, equal to the six cases opened in 2016.
    investigate 6 case 2017 vs 6 case 2016 by Police
    investigate 6 case 2016 by Police
NGOs assisted 12 victims in 2017, the same number as in 2016.
    assist 12 victim 2016 by NGOs
    assist 12 victim 2017 vs 12 victim 2016 by NGOs
Courts issued nine convictions in both 2017 and 2016.
    convict 9 conviction 2016 by Courts
    convict 9 conviction 2017 vs 9 conviction 2016 by Courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(SAME))
def test_same_as(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """ "The same as in" an earlier year says the earlier figure too: a second one at the same number."""
    assert facts_of(sentence) == expected


BEFORE = """
Courts convicted 29 traffickers in 2017, compared with 31.
    convict 29 trafficker 2017 vs 31 trafficker 2016 by Courts
    convict 31 trafficker 2016 by Courts
Police arrested 18 suspects, an increase from 11 the previous year.
    arrest 18 suspect 2017 vs 11 suspect 2016 by Police
    arrest 11 suspect 2016 by Police
Courts convicted 29 traffickers in 2015, compared with 31.
    convict 29 trafficker 2015 vs 31 trafficker 2014 by Courts
    convict 31 trafficker 2014 by Courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(BEFORE))
def test_year_before_the_base(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Without a year of its own an earlier figure is of the year before the one that it is set against."""
    assert facts_of(sentence) == expected


SERIES = """
The government convicted 11 traffickers in 2017, nine in 2016, and four in 2015.
    convict 11 trafficker 2017 vs 9 trafficker 2016 by government
    convict 9 trafficker 2016 vs 4 trafficker 2015 by government
    convict 4 trafficker 2015 by government
Police identified 40 victims (35 in 2016 and 28 in 2015).
    identify 40 victim 2017 vs 35 victim 2016 by Police
    identify 35 victim 2016 vs 28 victim 2015 by Police
    identify 28 victim 2015 by Police
Prosecutors charged 15 suspects in 2016 and 18 in 2017.
    charge 15 suspect 2016 by Prosecutors
    charge 18 suspect 2017 vs 15 suspect 2016 by Prosecutors
Police screened 210 migrants, compared with 190 in 2016, 160 in 2015, and 75 in 2014.
    screen 210 migrant 2017 vs 190 migrant 2016 by Police
    screen 190 migrant 2016 vs 160 migrant 2015 by Police
    screen 160 migrant 2015 vs 75 migrant 2014 by Police
    screen 75 migrant 2014 by Police
The ministry assisted 81 victims in 2017, compared with 77 in 2016 and 90 in 2015.
    assist 81 victim 2017 vs 77 victim 2016 by ministry
    assist 77 victim 2016 vs 90 victim 2015 by ministry
    assist 90 victim 2015 by ministry
Courts issued 12 convictions in 2015, 16 in 2016, and 21 in 2017.
    convict 12 conviction 2015 by Courts
    convict 16 conviction 2016 vs 12 conviction 2015 by Courts
    convict 21 conviction 2017 vs 16 conviction 2016 by Courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(SERIES))
def test_series(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A series over three years is chained, each year to the one before it."""
    assert facts_of(sentence) == expected
