"""Qualifiers, ranges, fractions and percentages."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.testing import examples

Reader = Callable[[str], list[str]]


QUALIFIER = """
Police identified at least 48 victims.
    identify >48 victim 2017 by Police
NGOs assisted approximately 1,500 victims.
    assist ~1500 victim 2017 by NGOs
The campaign reached more than 20,000 students.
    inform >20000 student 2017
The government trained over 600 officials.
    train >600 official 2017 by government
Shelters housed up to 40 victims.
    assist <40 victim 2017
Inspectors conducted nearly 900 inspections.
    inspect ~900 inspection 2017 by Inspectors
An NGO said an estimated 7,000 children worked in mines.
    estimate ~7000 child 2017 age=child by NGO
Fewer than 10 victims received assistance.
    assist <10 victim 2017
The campaign reached almost 5,000 people.
    inform ~5000 person 2017
The government reported more than 30 investigations.
    investigate >30 investigation 2017 by government
The ministry provided roughly 200 victims with food.
    assist ~200 victim 2017 by ministry
Courts ordered at least $10,000 in restitution.
    compensate >10000 USD 2017 by Courts
Police arrested at least 15 suspects, compared with about 20 in 2016.
    arrest >15 suspect 2017 vs ~20 suspect 2016 by Police
    arrest ~20 suspect 2016 by Police
Police identified no fewer than 18 victims.
    identify >18 victim 2017 by Police
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(QUALIFIER))
def test_qualifier(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Words before a number qualify it."""
    assert facts_of(sentence) == expected


EXACT = """
Police identified exactly 48 victims.
    identify 48 victim 2017 by Police
Police identified several victims and hundreds of migrants.
    nothing
Police arrested dozens of suspects.
    nothing
Officials convicted one of the traffickers.
    nothing
Police arrested both suspects.
    nothing
The ministry operated a 24-hour hotline.
    nothing
Police rescued a 14-year-old girl.
    nothing
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(EXACT))
def test_exact_or_no_figure(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A plain number is exact, and a vague amount is no figure."""
    assert facts_of(sentence) == expected


RANGE = """
Shelters housed between 20 and 30 victims.
    assist 20..30 victim 2017
Police arrested 12 to 15 suspects.
    arrest 12..15 suspect 2017 by Police
The ministry trained 40 to 50 officers in 2016.
    train 40..50 officer 2016 by ministry
NGOs estimated 2,000 to 3,000 children begged in the streets.
    estimate ~2000..3000 child 2017 age=child by NGOs
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(RANGE))
def test_range(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A range has two ends."""
    assert facts_of(sentence) == expected


PERCENT = """
Police identified 60 victims; 40 percent were children.
    identify 60 victim 2017 by Police
    identify 40 percent 2017 of 60 age=child by Police
Women made up 75 percent of identified victims.
    identify 75 percent 2017 gender=female age=adult
Two-thirds of the victims were women.
    identify 66.7 percent 2017 gender=female age=adult
The inspectorate fined 12 percent of inspected companies.
    regulate 12 percent 2017 by inspectorate
Half of the victims were children.
    identify 50 percent 2017 age=child
Courts convicted 60 percent of defendants.
    convict 60 percent 2017 by Courts
NGOs assisted 35 percent of the victims.
    assist 35 percent 2017 by NGOs
Convictions increased by 15 percent.
    convict 15 percent 2017
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(PERCENT))
def test_percent(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Percentages and fractions have the unit percent."""
    assert facts_of(sentence) == expected
