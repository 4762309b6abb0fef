"""Figures set against those of an earlier year, in brackets and behind "compared with"."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.testing import examples

Reader = Callable[[str], list[str]]


BRACKET = """
Courts convicted 41 traffickers (37 in 2016).
    convict 41 trafficker 2017 vs 37 trafficker 2016 by Courts
    convict 37 trafficker 2016 by Courts
The border police arrested 17 suspects (nine in 2016).
    arrest 17 suspect 2017 vs 9 suspect 2016 by border police
    arrest 9 suspect 2016 by border police
NGOs assisted 310 victims in 2017 (295 in 2016).
    assist 310 victim 2017 vs 295 victim 2016 by NGOs
    assist 295 victim 2016 by NGOs
The labor inspectorate conducted 1,204 inspections (none in 2016).
    inspect 1204 inspection 2017 vs 0 inspection 2016 by labor inspectorate
    inspect 0 inspection 2016 by labor inspectorate
Prosecutors charged 14 defendants (22 in 2015).
    charge 14 defendant 2017 vs 22 defendant 2015 by Prosecutors
    charge 22 defendant 2015 by Prosecutors
Police investigated 13 cases (11 cases in 2016) and prosecuted eight suspects (five suspects in 2016).
    investigate 13 case 2017 vs 11 case 2016 by Police
    investigate 11 case 2016 by Police
    prosecute 8 suspect 2017 vs 5 suspect 2016 by Police
    prosecute 5 suspect 2016 by Police
In 2017, the ministry referred 58 victims (46 in 2016) to private shelters.
    refer 58 victim 2017 vs 46 victim 2016 by ministry
    refer 46 victim 2016 by ministry
Authorities repatriated 23 Ethiopian victims (31 in the previous reporting period).
    repatriate 23 victim 2017 vs 31 victim 2016 nat=ETH by Authorities
    repatriate 31 victim 2016 nat=ETH by Authorities
The judiciary issued 18 convictions (12 convictions in 2016), and prosecutors filed 33 indictments (29 in 2016).
    convict 18 conviction 2017 vs 12 conviction 2016 by judiciary
    convict 12 conviction 2016 by judiciary
    charge 33 indictment 2017 vs 29 indictment 2016 by prosecutors
    charge 29 indictment 2016 by prosecutors
Police identified 289 victims, including 54 men and 235 women (163 in 2016).
    identify 289 victim 2017 vs 163 victim 2016 by Police
    identify 54 man 2017 of 289 gender=male age=adult by Police
    identify 235 woman 2017 of 289 gender=female age=adult by Police
    identify 163 victim 2016 by Police
The government prosecuted three individuals (nine prosecutions in 2016; zero in 2015; one in 2014).
    prosecute 3 individual 2017 vs 9 prosecution 2016 by government
    prosecute 9 prosecution 2016 vs 0 prosecution 2015 by government
    prosecute 0 prosecution 2015 vs 1 prosecution 2014 by government
    prosecute 1 prosecution 2014 by government
Police arrested at least 15 suspects (at least eight in 2016).
    arrest >15 suspect 2017 vs >8 suspect 2016 by Police
    arrest >8 suspect 2016 by Police
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(BRACKET))
def test_earlier_figure_in_a_bracket(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A bracket with a number and a year and no noun is the earlier figure of the one before it."""
    assert facts_of(sentence) == expected


BRACKET_NOT = """
Police identified 62 victims (28 women and 34 men).
    identify 62 victim 2017 by Police
    identify 28 woman 2017 of 62 gender=female age=adult by Police
    identify 34 man 2017 of 62 gender=male age=adult by Police
The ministry trained 80 officers (20 of them women).
    train 80 officer 2017 by ministry
    train 20 officer 2017 of 80 gender=female age=adult by ministry
Courts convicted three officials (under article 12 of the criminal code).
    convict 3 official 2017 by Courts
The commission received 64 complaints (details of which were not released).
    receive 64 complaint 2017 by commission
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(BRACKET_NOT))
def test_bracket_without_an_earlier_figure(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A bracket that says no earlier period is no comparison."""
    assert facts_of(sentence) == expected


LIST = """
Police charged 25 suspects for sex trafficking and four for forced labor (28 sex trafficking suspects in 2016).
    charge 25 suspect 2017 vs 28 suspect 2016 expl=sex_trafficking by Police
    charge 4 suspect 2017 expl=forced_labor by Police
    charge 28 suspect 2016 expl=sex_trafficking by Police
Courts convicted 12 traffickers for sex trafficking and two for forced begging (nine and one in 2016).
    convict 12 trafficker 2017 vs 9 trafficker 2016 expl=sex_trafficking by Courts
    convict 2 trafficker 2017 vs 1 trafficker 2016 expl=forced_begging by Courts
    convict 9 trafficker 2016 expl=sex_trafficking by Courts
    convict 1 trafficker 2016 expl=forced_begging by Courts
The agency assisted 30 women and eight children (26 women and five children in 2016).
    assist 30 woman 2017 vs 26 woman 2016 gender=female age=adult by agency
    assist 8 child 2017 vs 5 child 2016 age=child by agency
    assist 26 woman 2016 gender=female age=adult by agency
    assist 5 child 2016 age=child by agency
The ministry trained 210 police officers and 40 judges (35 judges in 2016).
    train 210 officer 2017 by ministry
    train 40 judge 2017 vs 35 judge 2016 by ministry
    train 35 judge 2016 by ministry
Police identified 17 victims of sex trafficking and eight of forced labor (13 victims of forced labor in 2016).
    identify 17 victim 2017 expl=sex_trafficking by Police
    identify 8 victim 2017 vs 13 victim 2016 expl=forced_labor by Police
    identify 13 victim 2016 expl=forced_labor by Police
Prosecutors charged 16 suspects and courts convicted nine traffickers (20 and 11 in 2016).
    charge 16 suspect 2017 vs 20 suspect 2016 by Prosecutors
    convict 9 trafficker 2017 vs 11 trafficker 2016 by courts
    charge 20 suspect 2016 by Prosecutors
    convict 11 trafficker 2016 by courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(LIST))
def test_bracket_behind_a_list(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A bracket behind a list is aligned with it by what each figure counts."""
    assert facts_of(sentence) == expected


MIRRORED = """
The ministry identified 44 female victims and five male victims (39 female victims and one male victim in 2016).
    identify 44 victim 2017 vs 39 victim 2016 gender=female by ministry
    identify 5 victim 2017 vs 1 victim 2016 gender=male by ministry
    identify 39 victim 2016 gender=female by ministry
    identify 1 victim 2016 gender=male by ministry
Authorities identified 20 adults and 11 children, compared with 16 adults and 14 children in 2016.
    identify 20 adult 2017 vs 16 adult 2016 age=adult by Authorities
    identify 11 child 2017 vs 14 child 2016 age=child by Authorities
    identify 16 adult 2016 age=adult by Authorities
    identify 14 child 2016 age=child by Authorities
Prosecutors opened 19 sex trafficking cases and three labor trafficking cases (15 sex trafficking cases and six \
labor trafficking cases in 2016).
    investigate 19 case 2017 vs 15 case 2016 expl=sex_trafficking by Prosecutors
    investigate 3 case 2017 vs 6 case 2016 expl=forced_labor by Prosecutors
    investigate 15 case 2016 expl=sex_trafficking by Prosecutors
    investigate 6 case 2016 expl=forced_labor by Prosecutors
Authorities investigated 33 cases, 25 for sex trafficking and eight for forced labor (29 cases, 24 for sex \
trafficking and five for forced labor, in 2016).
    investigate 33 case 2017 vs 29 case 2016 by Authorities
    investigate 25 case 2017 of 33 vs 24 case 2016 expl=sex_trafficking by Authorities
    investigate 8 case 2017 of 33 vs 5 case 2016 expl=forced_labor by Authorities
    investigate 29 case 2016 by Authorities
    investigate 24 case 2016 of 29 expl=sex_trafficking by Authorities
    investigate 5 case 2016 of 29 expl=forced_labor by Authorities
NGOs assisted 12 boys and 20 girls (22 girls and 10 boys in 2016).
    assist 12 boy 2017 vs 10 boy 2016 gender=male age=child by NGOs
    assist 20 girl 2017 vs 22 girl 2016 gender=female age=child by NGOs
    assist 22 girl 2016 gender=female age=child by NGOs
    assist 10 boy 2016 gender=male age=child by NGOs
Police referred 66 female and five male victims to shelters (69 female and one male in 2016).
    refer 66 victim 2017 vs 69 victim 2016 gender=female by Police
    refer 5 victim 2017 vs 1 victim 2016 gender=male by Police
    refer 69 victim 2016 gender=female by Police
    refer 1 victim 2016 gender=male by Police
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(MIRRORED))
def test_mirrored_lists(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Lists that mirror each other are compared part by part."""
    assert facts_of(sentence) == expected


COMPARED = """
The government prosecuted 18 defendants, compared with 23 in 2016.
    prosecute 18 defendant 2017 vs 23 defendant 2016 by government
    prosecute 23 defendant 2016 by government
Police initiated 52 investigations in 2017, compared to 49 investigations in 2016.
    investigate 52 investigation 2017 vs 49 investigation 2016 by Police
    investigate 49 investigation 2016 by Police
The government identified 140 victims, compared with 95 the previous year.
    identify 140 victim 2017 vs 95 victim 2016 by government
    identify 95 victim 2016 by government
Compared with 30 convictions in 2016, courts issued 25 convictions in 2017.
    convict 30 conviction 2016 by courts
    convict 25 conviction 2017 vs 30 conviction 2016 by courts
The commission received 910 calls, compared with 1,130 calls in 2016 and 870 in 2015.
    receive 910 call 2017 vs 1130 call 2016 by commission
    receive 1130 call 2016 vs 870 call 2015 by commission
    receive 870 call 2015 by commission
In comparison with seven arrests in 2016, police made 12 arrests in 2017.
    arrest 7 arrest 2016 by police
    arrest 12 arrest 2017 vs 7 arrest 2016 by police
Courts acquitted six defendants, compared with two acquittals in 2016.
    acquit 6 defendant 2017 vs 2 acquittal 2016 by Courts
    acquit 2 acquittal 2016 by Courts
The ministry issued 430 permits in 2017 compared with 395 in 2016.
    permit 430 permit 2017 vs 395 permit 2016 by ministry
    permit 395 permit 2016 by ministry
Police identified 28 victims; this compares with 19 victims in 2016.
    identify 28 victim 2017 vs 19 victim 2016 by Police
    identify 19 victim 2016 by Police
The government identified 66 victims. This compared with 58 victims identified in 2016.
    identify 66 victim 2017 vs 58 victim 2016 by government
    identify 58 victim 2016 by government
Police investigated 37 cases, versus 42 in 2016.
    investigate 37 case 2017 vs 42 case 2016 by Police
    investigate 42 case 2016 by Police
Authorities identified 46 victims, compared with 50 in 2016, in addition to 956 children.
    identify 46 victim 2017 vs 50 victim 2016 by Authorities
    identify 50 victim 2016 by Authorities
    identify 956 child 2017 age=child by Authorities
Police identified 40 victims, a decrease from the previous year, when police identified 50 victims.
    identify 40 victim 2017 vs 50 victim 2016 by Police
    identify 50 victim 2016 by Police
Prosecutors prosecuted 295 people, including 10 suspects, compared to 300 people, including 34 suspects, in 2016.
    prosecute 295 person 2017 vs 300 person 2016 by Prosecutors
    prosecute 10 suspect 2017 of 295 vs 34 suspect 2016 by Prosecutors
    prosecute 300 person 2016 by Prosecutors
    prosecute 34 suspect 2016 of 300 by Prosecutors
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(COMPARED))
def test_compared_with(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """ "Compared with" and "compared to" set a figure against an earlier one."""
    assert facts_of(sentence) == expected


COMPARED_NOT = """
Police identified 16 victims, compared with a larger number in neighboring states.
    identify 16 victim 2017 by Police
Courts convicted 11 traffickers, more than in previous years.
    convict 11 trafficker 2017 by Courts
Police identified 16 victims and arrested 22 suspects.
    identify 16 victim 2017 by Police
    arrest 22 suspect 2017 by Police
The ministry assisted 34 victims in its shelters and 21 victims outside them.
    assist 34 victim 2017 by ministry
    assist 21 victim 2017 by ministry
RS authorities investigated one suspect (two in 2016) but did not initiate any prosecutions in 2016.
    investigate 1 suspect 2017 vs 2 suspect 2016 by RS authorities
    investigate 2 suspect 2016 by RS authorities
    prosecute 0 prosecution 2016 by RS authorities
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(COMPARED_NOT))
def test_nothing_to_compare_with(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """ "Compared with" a thing that is no figure makes no comparison."""
    assert facts_of(sentence) == expected
