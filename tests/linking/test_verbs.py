"""Which of several verbs a figure hangs on."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.testing import examples

Reader = Callable[[str], list[str]]


JOINED = """
The ministry identified and provided support to 52 victims.
    identify 52 victim 2017 by ministry
The embassy worked with a charity to identify and refer to care 18 victims.
    identify 18 victim 2017 by embassy
Police arrested and charged 14 suspects.
    arrest 14 suspect 2017 by Police
NGOs identified 31 victims and provided support to 27 victims.
    identify 31 victim 2017 by NGOs
    assist 27 victim 2017 by NGOs
Police referred to care 16 victims.
    refer 16 victim 2017 by Police
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(JOINED))
def test_joined_verbs(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A figure behind joined verbs is of the first; one with an object of its own between them is not."""
    assert facts_of(sentence) == expected


FINITE = """
Two officers accused in 2016 of bribery were convicted.
    convict 2 officer 2017
All 23 victims identified in 2017 received care.
    assist 23 victim 2017
Police interviewed 23 victims identified in 2017.
    screen 23 victim 2017 by Police
Two victims identified in the previous reporting period continued to receive care.
    assist 2 victim 2017
Courts acquitted three traffickers prosecuted in 2016.
    acquit 3 trafficker 2017 by Courts
There were 18 victims identified in 2016.
    identify 18 victim 2016
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(FINITE))
def test_verb_behind_a_participle(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """What was done is said by the verb behind a participle and its period, where there is one."""
    assert facts_of(sentence) == expected


PHRASAL = """
Prosecutors took 13 defendants to court.
    prosecute 13 defendant 2017 by Prosecutors
Nine traffickers were found guilty.
    convict 9 trafficker 2017
Police looked into 69 cases.
    investigate 69 case 2017 by Police
Six traffickers went to prison.
    sentence 6 trafficker 2017
The embassy helped 43 victims return home.
    repatriate 43 victim 2017 by embassy
The embassy helped 43 victims.
    assist 43 victim 2017 by embassy
Police found 12 victims.
    identify 12 victim 2017 by Police
Officers took part in 11 joint operations.
    cooperate 11 operation 2017 by Officers
Officers took part in 11 trainings.
    train 11 training 2017 by Officers
Police charged 12 suspects, and courts convicted four of them.
    charge 12 suspect 2017 by Police
    convict 4 suspect 2017 by courts
Courts sentenced 17 traffickers but only incarcerated five of them.
    sentence 17 trafficker 2017 by Courts
    sentence 5 trafficker 2017 by Courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(PHRASAL))
def test_words_that_decide_a_verb(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Some verbs say what was done only with words behind them."""
    assert facts_of(sentence) == expected


LOST = """
The ministry revoked the licenses of six agencies.
    regulate 6 agency 2017 by ministry
The ministry issued licenses to six agencies.
    permit 6 agency 2017 by ministry
The court dismissed the charges against four defendants.
    acquit 4 defendant 2017 by court
The police chief dismissed four officers.
    other 4 officer 2017 by police
The ministry suspended four recruitment agencies.
    regulate 4 agency 2017 by ministry
The court suspended nine sentences.
    sentence 9 sentence 2017 term=suspended by court
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(LOST))
def test_what_is_taken_away(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Licenses that are revoked are no permits; what is dismissed or suspended decides what that is."""
    assert facts_of(sentence) == expected
