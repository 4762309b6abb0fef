"""Prison terms of figures of sentences."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.linking.terms import duration
from tallies.testing import examples

Reader = Callable[[str], list[str]]


RANGE = """
Courts sentenced nine traffickers to between one and five years' imprisonment.
    sentence 9 trafficker 2017 term=12..60 by Courts
Courts sentenced four traffickers to terms ranging from 18 months to 12 years.
    sentence 4 trafficker 2017 term=18..144 by Courts
Courts sentenced two traffickers to seven years' imprisonment.
    sentence 2 trafficker 2017 term=84 by Courts
Six traffickers received sentences of two to 10 years' imprisonment.
    sentence 6 trafficker 2017 term=24..120
The court sentenced one trafficker to 30 months in prison.
    sentence 1 trafficker 2017 term=30 by court
Courts convicted 13 traffickers and issued sentences of three to eight years' imprisonment.
    convict 13 trafficker 2017 term=36..96 by Courts
Courts sentenced three traffickers to prison terms of two years and six months to 11 years.
    sentence 3 trafficker 2017 term=30..132 by Courts
Courts sentenced three traffickers to between eight months and four years and two months in prison.
    sentence 3 trafficker 2017 term=8..50 by Courts
Courts sentenced five traffickers to two and a half years in prison.
    sentence 5 trafficker 2017 term=30 by Courts
Sentences for the five convicted traffickers ranged from four to nine years' imprisonment.
    sentence 5 trafficker 2017 term=48..108
Courts imposed sentences of two to five years on six traffickers.
    sentence 6 trafficker 2017 term=24..60 by Courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(RANGE))
def test_range(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """The prison term of a figure of sentences is given in months, shortest and longest."""
    assert facts_of(sentence) == expected


SUSPENDED = """
Courts gave three traffickers suspended sentences.
    sentence 3 trafficker 2017 term=suspended by Courts
Courts sentenced one trafficker to life imprisonment.
    sentence 1 trafficker 2017 term=life by Courts
Five traffickers received suspended sentences of one to two years.
    sentence 5 trafficker 2017 term=12..24,suspended
Courts sentenced seven traffickers to prison terms of 10 years to life.
    sentence 7 trafficker 2017 term=120..,life by Courts
Two traffickers received life sentences.
    sentence 2 trafficker 2017 term=life
Courts sentenced three traffickers to suspended sentences of two years.
    sentence 3 trafficker 2017 term=24,suspended by Courts
Courts sentenced two traffickers to suspended prison terms.
    sentence 2 trafficker 2017 term=suspended by Courts
Courts issued suspended sentences to four traffickers.
    sentence 4 trafficker 2017 term=suspended by Courts
Judges handed down suspended prison terms to four traffickers.
    sentence 4 trafficker 2017 term=suspended by Judges
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(SUSPENDED))
def test_suspended_and_life(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Suspended and life sentences are told apart."""
    assert facts_of(sentence) == expected


EACH = """
Courts sentenced five traffickers to three years' imprisonment and two to suspended sentences.
    sentence 5 trafficker 2017 term=36 by Courts
    sentence 2 trafficker 2017 term=suspended by Courts
Courts sentenced six traffickers to five years' imprisonment and four traffickers to eight years' imprisonment.
    sentence 6 trafficker 2017 term=60 by Courts
    sentence 4 trafficker 2017 term=96 by Courts
Courts sentenced three traffickers to between two and four years' imprisonment, compared with two traffickers in 2016.
    sentence 3 trafficker 2017 vs 2 trafficker 2016 term=24..48 by Courts
    sentence 2 trafficker 2016 by Courts
Courts convicted 10 traffickers and sentenced eight to terms between six months and four years.
    convict 10 trafficker 2017 by Courts
    sentence 8 trafficker 2017 term=6..48 by Courts
Courts convicted 11 traffickers; eight received prison sentences of two to six years, and three received fines.
    convict 11 trafficker 2017 by Courts
    sentence 8 trafficker 2017 term=24..72
    sentence 3 trafficker 2017
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(EACH))
def test_each_figure_has_its_own(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Each figure of a list has its own term."""
    assert facts_of(sentence) == expected


BEHIND = """
Courts convicted nine traffickers (four in 2016). Sentences ranged from two years to seven years and 11 months.
    convict 9 trafficker 2017 vs 4 trafficker 2016 term=24..95 by Courts
    convict 4 trafficker 2016 by Courts
Courts convicted eight traffickers; prison sentences ranged from two to seven years.
    convict 8 trafficker 2017 term=24..84 by Courts
Courts convicted three traffickers. The law prescribed sentences of two to five years.
    convict 3 trafficker 2017 by Courts
Courts convicted three traffickers. Sentences were lenient.
    convict 3 trafficker 2017 by Courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(BEHIND))
def test_told_behind(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Terms that the next statement tells of the sentences just counted belong to the later figure."""
    assert facts_of(sentence) == expected


LATER = """
Courts convicted four traffickers (five in 2016) and sentenced them to three to six years in prison.
    convict 4 trafficker 2017 vs 5 trafficker 2016 term=36..72 by Courts
    convict 5 trafficker 2016 by Courts
Courts sentenced six traffickers to two to 12 years in prison, compared with terms of six months to nine years in 2016.
    sentence 6 trafficker 2017 term=24..144 by Courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(LATER))
def test_set_against_earlier(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A term is of the later figure where two are compared, and an earlier term is not mixed into it."""
    assert facts_of(sentence) == expected


@pytest.mark.parametrize(
    ("text", "months"),
    [
        ("18 months", (18, 18)),
        ("five to 10 years", (60, 120)),
        ("one, two, and three years", (12, 36)),
        ("one year and a half", (18, 18)),
        ("one-and-a-half to three years", (18, 36)),
        ("half a year", (6, 6)),
        ("six months and four years", (6, 48)),
        ("two years and eight months and four years and six months", (32, 54)),
        ("10 years to life", (120, 120)),
        ("several years", None),
    ],
)
def test_months(text: str, months: tuple[float, float] | None) -> None:
    """A length of time is read in months, as its shortest and longest."""
    assert duration(text) == months


NOT_A_TERM = """
The law prescribed penalties of five to 10 years' imprisonment.
    nothing
Courts sentenced six traffickers in 2017.
    sentence 6 trafficker 2017 by Courts
The agency assisted 21 victims for up to six months.
    assist 21 victim 2017 by agency
Police detained 14 suspects for 72 hours.
    arrest 14 suspect 2017 by Police
Police completed 30 investigations within six months.
    investigate 30 investigation 2017 by Police
Courts convicted 10 traffickers; police detained 15 suspects for two days.
    convict 10 trafficker 2017 by Courts
    arrest 15 suspect 2017 by police
Courts convicted five traffickers after trials that lasted two years.
    convict 5 trafficker 2017 by Courts
Courts convicted no traffickers and sentenced a man to three years' imprisonment.
    convict 0 trafficker 2017 by Courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(NOT_A_TERM))
def test_no_term(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A penalty in the law, and a length of time of something else, are no term."""
    assert facts_of(sentence) == expected
