"""Zero, not reported, and silence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.testing import examples

Reader = Callable[[str], list[str]]


DENIED = """
The government did not identify any victims.
    identify 0 victim 2017 by government
Courts did not convict any traffickers in 2017.
    convict 0 trafficker 2017 by Courts
The government reported no convictions in 2017.
    convict 0 conviction 2017 by government
Police made no arrests.
    arrest 0 arrest 2017 by Police
No victims were identified during the reporting period.
    identify 0 victim 2017
The police opened three investigations but made no arrests and initiated no prosecutions.
    investigate 3 investigation 2017 by police
    arrest 0 arrest 2017 by police
    prosecute 0 prosecution 2017 by police
Authorities did not prosecute or convict any traffickers.
    prosecute 0 trafficker 2017 by Authorities
    convict 0 trafficker 2017 by Authorities
The government did not refer any victims to services, compared with 12 in 2016.
    refer 0 victim 2017 vs 12 victim 2016 by government
    refer 12 victim 2016 by government
There were no convictions in 2017.
    convict 0 conviction 2017
The police did not arrest any suspects, nor did they identify or assist any victims.
    arrest 0 suspect 2017 by police
    identify 0 victim 2017 by police
    assist 0 victim 2017 by police
The government had yet to convict a trafficker.
    convict 0 trafficker 2017 by government
The ministry did not provide care to any victims.
    assist 0 victim 2017 by ministry
The government did not investigate, prosecute, or convict any officials.
    investigate 0 official 2017 by government
    prosecute 0 official 2017 by government
    convict 0 official 2017 by government
For the third consecutive year, the government did not identify any victims.
    identify 0 victim 2017 by government
The government reported zero convictions, compared with three in 2016.
    convict 0 conviction 2017 vs 3 conviction 2016 by government
    convict 3 conviction 2016 by government
Police identified no child victims and seven adult victims.
    identify 0 victim 2017 age=child by Police
    identify 7 victim 2017 age=adult by Police
The ministry identified 11 victims but did not assist any.
    identify 11 victim 2017 by ministry
    assist 0 victim 2017 by ministry
Prosecutors charged seven suspects; none were convicted.
    charge 7 suspect 2017 by Prosecutors
    convict 0 suspect 2017
Neither police nor prosecutors identified any victims.
    identify 0 victim 2017 by police
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(DENIED))
def test_denied(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A verb denied, "no" and "none" are zeros."""
    assert facts_of(sentence) == expected


UNREPORTED = """
An unknown number of victims received care.
    assist ? victim 2017
The ministry gave care to an unknown number of victims.
    assist ? victim 2017 by ministry
The government did not report any investigations, prosecutions, or convictions.
    investigate ? investigation 2017 by government
    prosecute ? prosecution 2017 by government
    convict ? conviction 2017 by government
Police did not report how many victims they identified.
    identify ? victim 2017 by Police
The commission did not report how many calls it received.
    receive ? call 2017 by commission
The government did not provide data on convictions.
    convict ? conviction 2017 by government
It was unknown how many victims received assistance.
    assist ? victim 2017
The government did not report the number of victims identified in 2017.
    identify ? victim 2017 by government
The ministry did not report the number of inspections conducted, compared with 210 in 2016.
    inspect ? inspection 2017 vs 210 inspection 2016 by ministry
    inspect 210 inspection 2016 by ministry
The government prosecuted nine suspects but did not report how many it convicted.
    prosecute 9 suspect 2017 by government
    convict ? suspect 2017 by government
The government did not report whether it convicted any traffickers.
    convict ? trafficker 2017 by government
Authorities did not report data on investigations or prosecutions.
    investigate ? investigation 2017 by Authorities
    prosecute ? prosecution 2017 by Authorities
The number of victims identified in 2017 was unknown.
    identify ? victim 2017
The government did not report any prosecutions or convictions in 2017, compared with 10 prosecutions in 2016.
    prosecute ? prosecution 2017 vs 10 prosecution 2016 by government
    convict ? conviction 2017 by government
    prosecute 10 prosecution 2016 by government
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        *examples(UNREPORTED),
        pytest.param(
            "Officials did not report how many of the 20 victims received services.",
            [
                "identify 20 victim 2017",
                "assist ? victim 2017",
            ],
            marks=pytest.mark.xfail(strict=True, reason='the unit of "how many it convicted" is the pronoun'),
        ),
    ],
)
def test_not_reported(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """What is said to be not reported has no value."""
    assert facts_of(sentence) == expected


SILENCE = """
The government did not report measures to reduce the demand for commercial sex acts.
    nothing
The government did not report providing training to its diplomats.
    nothing
The ministry did not make efforts to reduce the demand for forced labor.
    nothing
Officials did not effectively implement the national action plan.
    nothing
The government did not amend the law.
    nothing
Police identified victims and referred them to shelters.
    nothing
The government did not have a national action plan.
    nothing
The government did not provide any services to male victims.
    nothing
No law prohibited forced labor.
    nothing
The government had no formal procedures to identify victims.
    nothing
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(SILENCE))
def test_silence(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """What is no countable figure gives no fact."""
    assert facts_of(sentence) == expected


SCOPE = """
Courts did not convict any traffickers, compared with four in 2016.
    convict 0 trafficker 2017 vs 4 trafficker 2016 by Courts
    convict 4 trafficker 2016 by Courts
The government did not identify any victims; NGOs assisted 14 victims.
    identify 0 victim 2017 by government
    assist 14 victim 2017 by NGOs
The government reported no prosecutions (two in 2016).
    prosecute 0 prosecution 2017 vs 2 prosecution 2016 by government
    prosecute 2 prosecution 2016 by government
Police did not report any arrests; courts convicted five traffickers.
    arrest ? arrest 2017 by Police
    convict 5 trafficker 2017 by courts
The government did not report any convictions (six convictions in 2016).
    convict ? conviction 2017 vs 6 conviction 2016 by government
    convict 6 conviction 2016 by government
The government did not report any new prosecutions (three in 2016), but courts convicted two traffickers.
    prosecute ? prosecution 2017 vs 3 prosecution 2016 by government
    prosecute 3 prosecution 2016 by government
    convict 2 trafficker 2017 by courts
Police did not arrest any suspects, a decrease from five in 2016.
    arrest 0 suspect 2017 vs 5 suspect 2016 by Police
    arrest 5 suspect 2016 by Police
The ministry identified 11 victims but did not refer any to shelters.
    identify 11 victim 2017 by ministry
    refer 0 victim 2017 by ministry
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(SCOPE))
def test_negation_stops(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Negation stops at "compared with", at a semicolon and at a bracket."""
    assert facts_of(sentence) == expected


SCOPE_NOT = """
Police did not refer 12 of the 40 identified victims to shelters.
    refer 12 victim 2017 by Police
    identify 40 victim 2017 by Police
The government did not report whether the 14 victims received shelter.
    assist 14 victim 2017
Courts convicted 12 traffickers but did not order restitution.
    convict 12 trafficker 2017 by Courts
Police arrested 13 suspects, none of whom were officials.
    arrest 13 suspect 2017 by Police
    arrest 0 suspect 2017 of 13 by Police
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(SCOPE_NOT))
def test_written_figures_are_not_denied(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A negated verb does not make a zero of a figure that is written."""
    assert facts_of(sentence) == expected
