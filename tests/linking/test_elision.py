"""Nouns and verbs that are left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.testing import examples

Reader = Callable[[str], list[str]]


NOUN = """
Sixty-eight victims were Azerbaijanis and three were foreign.
    identify 68 victim 2017 nat=AZE
    identify 3 victim 2017 nat=foreign
Police arrested 14 suspects in the capital and six in the north.
    arrest 14 suspect 2017 by Police
    arrest 6 suspect 2017 by Police
The courts convicted nine traffickers and acquitted four.
    convict 9 trafficker 2017 by courts
    acquit 4 trafficker 2017 by courts
Prosecutors indicted 22 defendants for sex trafficking and three for forced labor.
    charge 22 defendant 2017 expl=sex_trafficking by Prosecutors
    charge 3 defendant 2017 expl=forced_labor by Prosecutors
The ministry operated three shelters for women and one for men.
    operate 3 shelter 2017 by ministry
    operate 1 shelter 2017 by ministry
Prosecutors charged five Maldivian and seven Bangladeshi defendants.
    charge 5 defendant 2017 nat=MDV by Prosecutors
    charge 7 defendant 2017 nat=BGD by Prosecutors
NGOs assisted 40 adult and 12 child victims.
    assist 40 victim 2017 age=adult by NGOs
    assist 12 victim 2017 age=child by NGOs
The shelter housed one child and three Vietnamese.
    assist 1 child 2017 age=child
    assist 3 national 2017 nat=VNM
The government initiated one prosecution and convicted eight.
    prosecute 1 prosecution 2017 by government
    convict 8 trafficker 2017 by government
The ministry operated 12 facilities. Of these facilities, nine served children.
    operate 12 facility 2017 by ministry
    operate 9 facility 2017 of 12 by ministry
The government prosecuted 19 suspects and convicted seven.
    prosecute 19 suspect 2017 by government
    convict 7 suspect 2017 by government
The ministry suspended 36 agencies and closed 11 unlicensed ones.
    regulate 36 agency 2017 by ministry
    regulate 11 agency 2017 by ministry
The ministry opened three shelters in the capital. The government ran five older ones.
    operate 3 shelter 2017 by ministry
    operate 5 shelter 2017 by government
Police identified 12 Indian victims, five Nepali, and two Thai.
    identify 12 victim 2017 nat=IND by Police
    identify 5 victim 2017 nat=NPL by Police
    identify 2 victim 2017 nat=THA by Police
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(NOUN))
def test_noun_left_out(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A noun left out is that of the figure before."""
    assert facts_of(sentence) == expected


VERB = """
The ministry provided 40 victims with shelter, 52 with psychological assistance, and 53 with legal aid.
    assist 40 victim 2017 by ministry
    assist 52 victim 2017 by ministry
    assist 53 victim 2017 by ministry
Police rescued 18 girls from brothels and seven boys from mines.
    rescue 18 girl 2017 gender=female age=child by Police
    rescue 7 boy 2017 gender=male age=child by Police
Police investigated 31 cases in 2017 and 26 in 2016.
    investigate 31 case 2017 vs 26 case 2016 by Police
    investigate 26 case 2016 by Police
Courts sentenced 14 traffickers to prison and three to probation.
    sentence 14 trafficker 2017 by Courts
    sentence 3 trafficker 2017 by Courts
Authorities identified 33 victims in Mombasa and 12 in Nairobi.
    identify 33 victim 2017 by Authorities
    identify 12 victim 2017 by Authorities
NGOs assisted 31 victims and the government 12.
    assist 31 victim 2017 by NGOs
    assist 12 victim 2017 by government
NGOs provided shelter to 23 victims, counseling to 41, and job training to 12.
    assist 23 victim 2017 by NGOs
    assist 41 victim 2017 by NGOs
    assist 12 victim 2017 by NGOs
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(VERB))
def test_verb_left_out(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A verb left out is that of the figure before."""
    assert facts_of(sentence) == expected


ACROSS = """
The government identified 71 victims in 2017. Sixty-eight were women and three were men.
    identify 71 victim 2017 by government
    identify 68 victim 2017 of 71 gender=female age=adult by government
    identify 3 victim 2017 of 71 gender=male age=adult by government
Police identified 35 victims. Twenty were subjected to forced labor and 15 to sex trafficking.
    identify 35 victim 2017 by Police
    identify 20 victim 2017 of 35 expl=forced_labor by Police
    identify 15 victim 2017 of 35 expl=sex_trafficking by Police
Courts convicted 26 traffickers. In 2016, courts convicted 19.
    convict 26 trafficker 2017 vs 19 trafficker 2016 by Courts
    convict 19 trafficker 2016 by courts
The agency assisted 24 victims. It assisted 17 in 2016.
    assist 24 victim 2017 vs 17 victim 2016 by agency
    assist 17 victim 2016 by agency
The government identified 52 victims. This included 20 children.
    identify 52 victim 2017 by government
    identify 20 child 2017 of 52 age=child by government
Police arrested 30 suspects. Eleven of them were women.
    arrest 30 suspect 2017 by Police
    arrest 11 suspect 2017 of 30 gender=female age=adult by Police
Police investigated 26 suspects. Courts convicted 19.
    investigate 26 suspect 2017 by Police
    convict 19 suspect 2017 by Courts
Prosecutors charged 30 suspects in 2017. Eleven were charged with forced labor.
    charge 30 suspect 2017 by Prosecutors
    charge 11 suspect 2017 of 30 expl=forced_labor by Prosecutors
NGOs assisted 64 victims. All but nine were women.
    assist 64 victim 2017 by NGOs
    assist 9 victim 2017 of 64 by NGOs
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(ACROSS))
def test_carried_over_from_the_sentence_before(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Noun and verb are carried over from the sentence before."""
    assert facts_of(sentence) == expected


ACROSS_NOT = """
The government identified 71 victims. Inspectors visited 12 factories.
    identify 71 victim 2017 by government
    inspect 12 factory 2017 by Inspectors
Courts convicted 26 traffickers. Three shelters were open.
    convict 26 trafficker 2017 by Courts
    operate 3 shelter 2017
NGOs assisted 64 victims. The ministry trained 300 officers.
    assist 64 victim 2017 by NGOs
    train 300 officer 2017 by ministry
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(ACROSS_NOT))
def test_nothing_carried_over(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A figure with a noun and a verb of its own takes nothing from the sentence before."""
    assert facts_of(sentence) == expected


RESPECTIVELY = """
Police opened eight sex trafficking cases and five forced labor cases, compared with six and four, respectively, in \
2016.
    investigate 8 case 2017 vs 6 case 2016 expl=sex_trafficking by Police
    investigate 5 case 2017 vs 4 case 2016 expl=forced_labor by Police
    investigate 6 case 2016 expl=sex_trafficking by Police
    investigate 4 case 2016 expl=forced_labor by Police
Police identified 14 women and six men, compared with 10 and five, respectively, in 2016.
    identify 14 woman 2017 vs 10 woman 2016 gender=female age=adult by Police
    identify 6 man 2017 vs 5 man 2016 gender=male age=adult by Police
    identify 10 woman 2016 gender=female age=adult by Police
    identify 5 man 2016 gender=male age=adult by Police
In 2017 and 2016, courts convicted 15 and 12 traffickers, respectively.
    convict 15 trafficker 2017 vs 12 trafficker 2016 by courts
    convict 12 trafficker 2016 by courts
Courts convicted nine and three defendants for sex trafficking and forced labor, respectively.
    convict 9 defendant 2017 expl=sex_trafficking by Courts
    convict 3 defendant 2017 expl=forced_labor by Courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(RESPECTIVELY))
def test_respectively(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """ "Respectively" gives each figure its own counterpart."""
    assert facts_of(sentence) == expected


UNITS = """
The government operated a 750-person detention center.
    operate 750 person 2017 by government
Police identified eight victims of sex trafficking and three of multiple types of exploitation.
    identify 8 victim 2017 expl=sex_trafficking by Police
    identify 3 victim 2017 by Police
Police arrested 19 soldiers, four of them officers.
    arrest 19 soldier 2017 by Police
    arrest 4 officer 2017 of 19 by Police
The ministry did not report how many employment agencies it closed.
    regulate ? agency 2017 by ministry
Courts convicted 86 traffickers; the remaining 70 fled.
    convict 86 trafficker 2017 by Courts
    other 70 trafficker 2017
Courts convicted ten men. Six went to prison.
    convict 10 man 2017 gender=male age=adult by Courts
    sentence 6 man 2017
Six went to prison.
    sentence 6 case 2017
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(UNITS))
def test_what_is_counted(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """What a figure counts where its noun is in a compound, before it, or left out."""
    assert facts_of(sentence) == expected
