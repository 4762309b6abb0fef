"""The year that a figure is of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.testing import examples

Reader = Callable[[str], list[str]]


DEFAULT = """
Police arrested 21 suspects.
    arrest 21 suspect 2017 by Police
Police arrested 21 suspects during the reporting period.
    arrest 21 suspect 2017 by Police
In 2016, police arrested 33 suspects.
    arrest 33 suspect 2016 by police
In the previous year, police arrested 33 suspects.
    arrest 33 suspect 2016 by police
Police arrested 21 suspects in December 2017.
    arrest 21 suspect 2017 by Police
In January 2018, police arrested 21 suspects.
    arrest 21 suspect 2018 by police
Police arrested 21 suspects in fiscal year 2016.
    arrest 21 suspect 2016 by Police
By the end of 2017, 34 cases remained under investigation.
    investigate 34 case 2017
The government convicted nine traffickers in 2016, the most recent year for which data were available.
    convict 9 trafficker 2016 by government
As of December 2016, prosecutors had charged 12 suspects.
    charge 12 suspect 2016 by prosecutors
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(DEFAULT))
def test_year_of_a_figure(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A figure is of the year before the report, unless the text says otherwise."""
    assert facts_of(sentence) == expected


SPAN = """
Courts convicted 70 traffickers between 2014 and 2016.
    convict 70 trafficker 2014-2016 by Courts
Courts convicted 70 traffickers from 2012 to 2015.
    convict 70 trafficker 2012-2015 by Courts
From January 2015 to June 2017, NGOs assisted 93 victims.
    assist 93 victim 2015-2017 by NGOs
The government convicted 30 traffickers in the period 2013-2016.
    convict 30 trafficker 2013-2016 by government
The ministry settled 344 complaints from July 2016 to June 2017.
    other 344 complaint 2016-2017 by ministry
Courts convicted no officials during the previous five years.
    convict 0 official 2012-2016 by Courts
Courts have convicted no officials since 2012.
    convict 0 official 2012-2017 by Courts
Courts convicted two officials, the first convictions since 2012.
    convict 2 official 2017 by Courts
In the last six years, only five victims received compensation.
    compensate 5 victim 2012-2017
Since 2013, the government has convicted 55 traffickers.
    convict 55 trafficker 2013-2017 by government
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(SPAN))
def test_span(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A span has its first and its last year."""
    assert facts_of(sentence) == expected


BOTH = """
Police arrested four suspects in both 2016 and 2017.
    arrest 4 suspect 2016 by Police
    arrest 4 suspect 2017 vs 4 suspect 2016 by Police
The government employed 30 inspectors in 2016 and 2017.
    employ 30 inspector 2016 by government
    employ 30 inspector 2017 vs 30 inspector 2016 by government
Courts convicted two traffickers in both 2015 and 2016.
    convict 2 trafficker 2015 by Courts
    convict 2 trafficker 2016 vs 2 trafficker 2015 by Courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(BOTH))
def test_one_number_of_two_years(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """One number of two years is two facts."""
    assert facts_of(sentence) == expected


NOT_A_YEAR = """
Courts convicted eight traffickers under the 2010 anti-trafficking law.
    convict 8 trafficker 2017 by Courts
Courts convicted eight traffickers in cases initiated in 2015.
    convict 8 trafficker 2017 by Courts
The government continued prosecution of six suspects arrested in 2015.
    prosecute 6 suspect 2017 by government
The ministry funded 12 NGOs under the 2016-2020 national action plan.
    fund 12 ngo 2017 by ministry
The 2014 law established three shelters.
    operate 3 shelter 2017
Police investigated a 2015 case with 11 suspects.
    investigate 11 suspect 2017 by Police
The government has never identified a victim.
    identify 0 victim by government
Police initiated two investigations and continued six from the previous reporting period.
    investigate 2 investigation 2017 by Police
    investigate 6 investigation 2017 by Police
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(NOT_A_YEAR))
def test_years_of_something_else(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """The year of a law or a case is not the year of the figure."""
    assert facts_of(sentence) == expected


LEADING = """
In 2016, police arrested 22 suspects and identified 14 victims.
    arrest 22 suspect 2016 by police
    identify 14 victim 2016 by police
In 2017, courts convicted nine traffickers; in 2016, courts convicted 12 traffickers.
    convict 9 trafficker 2017 vs 12 trafficker 2016 by courts
    convict 12 trafficker 2016 by courts
In 2015, the ministry hired 12 inspectors. In 2017, it hired 20 inspectors.
    employ 12 inspector 2015 by ministry
    employ 20 inspector 2017 by ministry
In 2016, the government identified 20 victims, and in 2017, it identified 31 victims.
    identify 20 victim 2016 by government
    identify 31 victim 2017 vs 20 victim 2016 by government
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(LEADING))
def test_period_that_opens_a_clause(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A period that opens a clause holds for that clause."""
    assert facts_of(sentence) == expected
