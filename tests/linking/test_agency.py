"""Who acted."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.testing import examples

Reader = Callable[[str], list[str]]


SUBJECT = """
The National Bureau of Investigation arrested 12 suspects.
    arrest 12 suspect 2017 by National Bureau of Investigation
Labor inspectors visited 640 worksites.
    inspect 640 worksite 2017 by Labor inspectors
The Ministry of Social Affairs (MSA) sheltered 73 victims.
    assist 73 victim 2017 by Ministry of Social Affairs
The government and NGOs assisted 41 victims.
    assist 41 victim 2017 by government
Immigration authorities deported 33 migrants.
    detain 33 migrant 2017 by Immigration authorities
The Supreme Court upheld two convictions.
    other 2 conviction 2017 by Supreme Court
Civil society organizations assisted 87 victims.
    assist 87 victim 2017 by Civil society organizations
The Attorney General's Office indicted 14 suspects.
    charge 14 suspect 2017 by Attorney General's Office
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(SUBJECT))
def test_subject(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """The subject of an active verb acts."""
    assert facts_of(sentence) == expected


PASSIVE = """
Nine traffickers were convicted in 2017.
    convict 9 trafficker 2017
Thirty victims received shelter in 2017.
    assist 30 victim 2017
Seventeen children were rescued by police from a brick kiln.
    rescue 17 child 2017 age=child by police
Thirty victims were sheltered by NGOs.
    assist 30 victim 2017 by NGOs
Thirty victims were provided shelter by NGOs.
    assist 30 victim 2017 by NGOs
Twelve suspects were arrested by the border police.
    arrest 12 suspect 2017 by border police
Forty victims were identified by NGOs and 16 by labor inspectors.
    identify 40 victim 2017 by NGOs
    identify 16 victim 2017 by labor inspectors
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(PASSIVE))
def test_passive(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """In the passive the agent stands behind "by"; without it there is none."""
    assert facts_of(sentence) == expected


PRONOUN = """
The labor ministry hired 20 inspectors. It conducted 415 inspections.
    employ 20 inspector 2017 by labor ministry
    inspect 415 inspection 2017 by labor ministry
Police arrested 23 suspects, and they referred eight cases to prosecutors.
    arrest 23 suspect 2017 by Police
    refer 8 case 2017 by Police
The Ministry of Justice trained 45 judges. The ministry also trained 30 prosecutors.
    train 45 judge 2017 by Ministry of Justice
    train 30 prosecutor 2017 by ministry
The government identified 14 victims, and it referred 11 to care facilities.
    identify 14 victim 2017 by government
    refer 11 victim 2017 by government
NGOs assisted 55 victims. They also trained 130 teachers.
    assist 55 victim 2017 by NGOs
    train 130 teacher 2017 by NGOs
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(PRONOUN))
def test_pronoun(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """ "It" and "they" stand for the agency before."""
    assert facts_of(sentence) == expected


ACRONYM = """
The Human Rights Commission (HRC) screened 90 migrants. The HRC identified 11 victims.
    screen 90 migrant 2017 by Human Rights Commission
    identify 11 victim 2017 by HRC
The Ministry of Labor (MOL) hired 30 inspectors. In 2017, MOL conducted 890 inspections.
    employ 30 inspector 2017 by Ministry of Labor
    inspect 890 inspection 2017 by MOL
The National Anti-Trafficking Agency (NATA) trained 70 officials, and NATA referred 14 victims.
    train 70 official 2017 by National Anti-Trafficking Agency
    refer 14 victim 2017 by NATA
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(ACRONYM))
def test_acronym(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """An acronym acts like the name that it is short for."""
    assert facts_of(sentence) == expected


CARRIED = """
The police investigated 17 cases and arrested 22 suspects.
    investigate 17 case 2017 by police
    arrest 22 suspect 2017 by police
Prosecutors charged 13 suspects, and courts convicted five traffickers.
    charge 13 suspect 2017 by Prosecutors
    convict 5 trafficker 2017 by courts
In 2017, police opened 18 cases; arrested 25 suspects; and referred 12 cases to prosecutors.
    investigate 18 case 2017 by police
    arrest 25 suspect 2017 by police
    refer 12 case 2017 by police
The ministry identified 12 victims, compared with 10 victims in 2016, and sheltered nine.
    identify 12 victim 2017 vs 10 victim 2016 by ministry
    identify 10 victim 2016 by ministry
    assist 9 victim 2017 by ministry
The ministry opened two shelters, trained 60 social workers, and distributed 5,000 leaflets.
    operate 2 shelter 2017 by ministry
    train 60 worker 2017 by ministry
    inform 5000 leaflet 2017 by ministry
Despite identifying 956 cases, the ministry referred no victims.
    identify 956 case 2017 by ministry
    refer 0 victim 2017 by ministry
In one case, the government sought extradition of two suspects.
    investigate 1 case 2017 by government
    cooperate 2 suspect 2017 by government
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(CARRIED))
def test_carried_over_from_the_clause_before(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """The agency is carried over from the clause before."""
    assert facts_of(sentence) == expected


REPORTED = """
NGOs reported the government convicted six traffickers.
    convict 6 trafficker 2017 by government
The police reported that prosecutors charged 10 suspects.
    charge 10 suspect 2017 by prosecutors
The government reported investigating 27 cases.
    investigate 27 case 2017 by government
The government reported NGOs assisted 52 victims.
    assist 52 victim 2017 by NGOs
Media reported police arrested 16 suspects.
    arrest 16 suspect 2017 by police
According to NGOs, courts convicted eight traffickers.
    convict 8 trafficker 2017 by courts
The government reported it identified 38 victims.
    identify 38 victim 2017 by government
An international organization estimated that 3,000 children were exploited in mines.
    estimate 3000 child 2017 expl=forced_labor age=child by international organization
NGOs estimate 5,000 children work in mines.
    estimate 5000 child 2017 age=child by NGOs
The ministry runs 12 shelters.
    operate 12 shelter 2017 by ministry
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(REPORTED))
def test_reported_speech(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """In reported speech the agency is that of the inner clause."""
    assert facts_of(sentence) == expected


NOT_ACTING = """
Police referred 18 victims to an NGO.
    refer 18 victim 2017 by Police
The government provided $30,000 to an international organization.
    fund 30000 USD 2017 by government
The government trained 25 police officers.
    train 25 officer 2017 by government
With support from the ministry, NGOs assisted 29 victims.
    assist 29 victim 2017 by NGOs
An NGO assisted 37 victims whom police referred.
    assist 37 victim 2017 by NGO
Police identified 26 victims in cooperation with an international organization.
    identify 26 victim 2017 by Police
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(NOT_ACTING))
def test_bodies_that_do_not_act(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A body that only receives, or that is paid, does not act."""
    assert facts_of(sentence) == expected
