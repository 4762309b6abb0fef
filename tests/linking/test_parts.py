"""Parts of a total in one sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.testing import examples

Reader = Callable[[str], list[str]]


OF_WHOM = """
Police identified 90 victims, of whom 55 were women and 35 were girls.
    identify 90 victim 2017 by Police
    identify 55 victim 2017 of 90 gender=female age=adult by Police
    identify 35 victim 2017 of 90 gender=female age=child by Police
The ministry opened 48 cases, of which 30 involved sex trafficking.
    investigate 48 case 2017 by ministry
    investigate 30 case 2017 of 48 expl=sex_trafficking by ministry
Authorities identified 64 victims. Of these, 40 were children.
    identify 64 victim 2017 by Authorities
    identify 40 victim 2017 of 64 age=child by Authorities
NGOs assisted 33 victims, 12 of whom were men.
    assist 33 victim 2017 by NGOs
    assist 12 victim 2017 of 33 gender=male age=adult by NGOs
Courts convicted 21 traffickers; of those, six were foreign nationals.
    convict 21 trafficker 2017 by Courts
    convict 6 trafficker 2017 of 21 nat=foreign by Courts
Police arrested 26 suspects, 19 of them foreign nationals.
    arrest 26 suspect 2017 by Police
    arrest 19 suspect 2017 of 26 nat=foreign by Police
The ministry trained 150 officials, of whom 90 were police officers.
    train 150 official 2017 by ministry
    train 90 official 2017 of 150 by ministry
NGOs identified 58 victims; 33 of these victims were boys.
    identify 58 victim 2017 by NGOs
    identify 33 victim 2017 of 58 gender=male age=child by NGOs
The government referred 43 victims to shelters, of which 18 were children.
    refer 43 victim 2017 by government
    refer 18 victim 2017 of 43 age=child by government
The government identified 20 victims. Ten of them were children, and five of them were foreign.
    identify 20 victim 2017 by government
    identify 10 victim 2017 of 20 age=child by government
    identify 5 victim 2017 of 20 nat=foreign by government
The government identified 120 victims. Police identified 80 of these victims and NGOs identified 40.
    identify 120 victim 2017 by government
    identify 80 victim 2017 of 120 by Police
    identify 40 victim 2017 of 120 by NGOs
The government identified 120 victims, with 80 subjected to sex trafficking.
    identify 120 victim 2017 by government
    identify 80 victim 2017 of 120 expl=sex_trafficking by government
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(OF_WHOM))
def test_of_whom(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """ "Of whom", "of which" and "of these" divide the figure before them."""
    assert facts_of(sentence) == expected


INCLUDING = """
Police identified 52 victims, including 14 children.
    identify 52 victim 2017 by Police
    identify 14 child 2017 of 52 age=child by Police
The government investigated 37 cases, including nine for forced labor and 28 for sex trafficking.
    investigate 37 case 2017 by government
    investigate 9 case 2017 of 37 expl=forced_labor by government
    investigate 28 case 2017 of 37 expl=sex_trafficking by government
Police arrested 19 suspects, including two police officers.
    arrest 19 suspect 2017 by Police
    arrest 2 officer 2017 of 19 by Police
Authorities removed 140 children from the streets, including at least 60 victims of forced begging.
    rescue 140 child 2017 age=child by Authorities
    rescue >60 victim 2017 of 140 expl=forced_begging by Authorities
NGOs assisted 210 victims, among them 95 minors.
    assist 210 victim 2017 by NGOs
    assist 95 minor 2017 of 210 age=child by NGOs
Police investigated two cases involving six individuals, including one police officer.
    investigate 2 case 2017 by Police
    investigate 6 individual 2017 by Police
    investigate 1 officer 2017 of 6 by Police
The ministry conducted 14 training sessions, which included four international trainings and four workshops.
    train 14 session 2017 by ministry
    train 4 training 2017 of 14 by ministry
    train 4 workshop 2017 of 14 by ministry
The government identified 894 victims. The victims identified in 2017 included 293 men and 601 women.
    identify 894 victim 2017 by government
    identify 293 man 2017 of 894 gender=male age=adult by government
    identify 601 woman 2017 of 894 gender=female age=adult by government
Authorities identified 103 victims. Of the victims identified in 2017, 63 were exploited in sex trafficking.
    identify 103 victim 2017 by Authorities
    identify 63 victim 2017 of 103 expl=sex_trafficking by Authorities
Prosecutors initiated 282 prosecutions and charged 553 defendants. Of these prosecutions, 266 involved sex trafficking.
    prosecute 282 prosecution 2017 by Prosecutors
    charge 553 defendant 2017 by Prosecutors
    prosecute 266 prosecution 2017 of 282 expl=sex_trafficking by Prosecutors
Police identified 85 victims in 2017, including 20 foreign victims (75 victims, including 16 foreign victims, in 2016).
    identify 85 victim 2017 vs 75 victim 2016 by Police
    identify 20 victim 2017 of 85 vs 16 victim 2016 nat=foreign by Police
    identify 75 victim 2016 by Police
    identify 16 victim 2016 of 75 nat=foreign by Police
Courts convicted 31 traffickers, including one official.
    convict 31 trafficker 2017 by Courts
    convict 1 official 2017 of 31 by Courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(INCLUDING))
def test_including(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """ "Including" names parts of the figure before it."""
    assert facts_of(sentence) == expected


INCLUDING_NOT = """
Police identified 52 victims, including children.
    identify 52 victim 2017 by Police
The ministry trained 70 officials, including prosecutors and judges.
    train 70 official 2017 by ministry
The ministry provided $16 million to NGOs, including $11 million for 18 shelters.
    fund 16000000 USD 2017 by ministry
    fund 11000000 USD 2017 of 16000000 by ministry
    fund 18 shelter 2017 by ministry
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(INCLUDING_NOT))
def test_including_without_a_figure(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """ "Including" without a number is no part."""
    assert facts_of(sentence) == expected


COLON = """
The government identified 130 victims: 80 women, 30 men, and 20 children.
    identify 130 victim 2017 by government
    identify 80 woman 2017 of 130 gender=female age=adult by government
    identify 30 man 2017 of 130 gender=male age=adult by government
    identify 20 child 2017 of 130 age=child by government
Courts convicted 16 traffickers (13 for sex trafficking and three for forced labor).
    convict 16 trafficker 2017 by Courts
    convict 13 trafficker 2017 of 16 expl=sex_trafficking by Courts
    convict 3 trafficker 2017 of 16 expl=forced_labor by Courts
The government identified 130 victims; 100 were exploited in sex trafficking and 30 in forced labor.
    identify 130 victim 2017 by government
    identify 100 victim 2017 of 130 expl=sex_trafficking by government
    identify 30 victim 2017 of 130 expl=forced_labor by government
Courts convicted 20 traffickers: 14 men and six women.
    convict 20 trafficker 2017 by Courts
    convict 14 man 2017 of 20 gender=male age=adult by Courts
    convict 6 woman 2017 of 20 gender=female age=adult by Courts
Police opened 12 cases--nine for sex trafficking and three for forced labor.
    investigate 12 case 2017 by Police
    investigate 9 case 2017 of 12 expl=sex_trafficking by Police
    investigate 3 case 2017 of 12 expl=forced_labor by Police
Police identified 20 victims – 12 women and eight men.
    identify 20 victim 2017 by Police
    identify 12 woman 2017 of 20 gender=female age=adult by Police
    identify 8 man 2017 of 20 gender=male age=adult by Police
Police identified 20 victims (12 women and eight men).
    identify 20 victim 2017 by Police
    identify 12 woman 2017 of 20 gender=female age=adult by Police
    identify 8 man 2017 of 20 gender=male age=adult by Police
Authorities identified 102 victims – 89 female and 13 male; 57 children and 45 adults – compared with 157 in 2016.
    identify 102 victim 2017 vs 157 victim 2016 by Authorities
    identify 89 victim 2017 of 102 gender=female by Authorities
    identify 13 victim 2017 of 102 gender=male by Authorities
    identify 57 child 2017 of 102 age=child by Authorities
    identify 45 adult 2017 of 102 age=adult by Authorities
    identify 157 victim 2016 by Authorities
The government identified 120 victims in 2017, 80 women and 40 men.
    identify 120 victim 2017 by government
    identify 80 woman 2017 of 120 gender=female age=adult by government
    identify 40 man 2017 of 120 gender=male age=adult by government
The government investigated 50 cases, 30 sex trafficking cases and 20 forced labor cases.
    investigate 50 case 2017 by government
    investigate 30 case 2017 of 50 expl=sex_trafficking by government
    investigate 20 case 2017 of 50 expl=forced_labor by government
Police initiated 24 investigations: 15 for sex trafficking; seven for forced labor; and two for forced begging.
    investigate 24 investigation 2017 by Police
    investigate 15 investigation 2017 of 24 expl=sex_trafficking by Police
    investigate 7 investigation 2017 of 24 expl=forced_labor by Police
    investigate 2 investigation 2017 of 24 expl=forced_begging by Police
NGOs assisted 47 victims (39 female, eight male).
    assist 47 victim 2017 by NGOs
    assist 39 victim 2017 of 47 gender=female by NGOs
    assist 8 victim 2017 of 47 gender=male by NGOs
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(COLON))
def test_parts_behind_a_colon(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Parts stand behind a colon, in brackets and between semicolons."""
    assert facts_of(sentence) == expected


COLON_NOT = """
Police arrested 34 suspects; prosecutors charged 20 defendants.
    arrest 34 suspect 2017 by Police
    charge 20 defendant 2017 by prosecutors
Police identified 45 victims; an NGO assisted 30 of them.
    identify 45 victim 2017 by Police
    assist 30 victim 2017 by NGO
Courts convicted 60 traffickers and sentenced 35 to prison.
    convict 60 trafficker 2017 by Courts
    sentence 35 trafficker 2017 by Courts
The ministry operated two shelters and assisted 60 victims.
    operate 2 shelter 2017 by ministry
    assist 60 victim 2017 by ministry
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(COLON_NOT))
def test_another_action_is_no_part(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A statement of another action behind a semicolon is no part."""
    assert facts_of(sentence) == expected


REMAINDER = """
Police identified 50 victims, of whom 30 were women and the remaining 20 were men.
    identify 50 victim 2017 by Police
    identify 30 victim 2017 of 50 gender=female age=adult by Police
    identify 20 victim 2017 of 50 gender=male age=adult by Police
NGOs sheltered 28 victims: 12 were victims of forced labor, and the other 16 were victims of sex trafficking.
    assist 28 victim 2017 by NGOs
    assist 12 victim 2017 of 28 expl=forced_labor by NGOs
    assist 16 victim 2017 of 28 expl=sex_trafficking by NGOs
The government identified 40 victims; 22 were girls, and the rest were women.
    identify 40 victim 2017 by government
    identify 22 victim 2017 of 40 gender=female age=child by government
Police identified 50 victims; courts returned 18 to their families.
    identify 50 victim 2017 by Police
    repatriate 18 victim 2017 by courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(REMAINDER))
def test_remainder(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Parts need not add up to the total, and a part may be the rest."""
    assert facts_of(sentence) == expected
