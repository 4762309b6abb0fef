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
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(FINITE))
def test_verb_behind_a_participle(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """What was done is said by the verb behind a participle and its period, where there is one."""
    assert facts_of(sentence) == expected
