"""What the text says of the counted people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.testing import examples

Reader = Callable[[str], list[str]]


MODIFIER = """
Police identified 19 female victims.
    identify 19 victim 2017 gender=female by Police
NGOs assisted 44 child victims of sex trafficking.
    assist 44 victim 2017 expl=sex_trafficking age=child by NGOs
The government identified 12 potential victims of forced labor.
    identify 12 victim 2017 expl=forced_labor status=potential by government
The agency assisted 27 Nepali women.
    assist 27 woman 2017 gender=female age=adult nat=NPL by agency
Police identified eight foreign victims.
    identify 8 victim 2017 nat=foreign by Police
Courts convicted 11 sex traffickers.
    convict 11 trafficker 2017 expl=sex_trafficking by Courts
Police identified 10 underage girls and three adult men.
    identify 10 girl 2017 gender=female age=child by Police
    identify 3 man 2017 gender=male age=adult by Police
Authorities screened 55 Chinese workers.
    screen 55 worker 2017 nat=CHN by Authorities
The government identified 24 presumed trafficking victims.
    identify 24 victim 2017 status=potential by government
The government repatriated 19 Indonesian domestic workers.
    repatriate 19 worker 2017 nat=IDN by government
Courts issued 14 forced labor convictions.
    convict 14 conviction 2017 expl=forced_labor by Courts
NGOs assisted 38 male and female victims.
    assist 38 victim 2017 gender=female,male by NGOs
The committee granted status to 31 officially recognized victims.
    identify 31 victim 2017 status=official by committee
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(MODIFIER))
def test_modifiers(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Attributes come from the words before the noun."""
    assert facts_of(sentence) == expected


OF_PHRASE = """
Police identified 23 victims of forced begging.
    identify 23 victim 2017 expl=forced_begging by Police
Authorities identified 15 victims from Ukraine.
    identify 15 victim 2017 nat=UKR by Authorities
Authorities repatriated 15 victims from Ukraine.
    repatriate 15 victim 2017 by Authorities
The ministry identified 34 victims of sex trafficking and forced labor.
    identify 34 victim 2017 expl=forced_labor,sex_trafficking by ministry
Courts convicted six traffickers for forced begging.
    convict 6 trafficker 2017 expl=forced_begging by Courts
Prosecutors charged 17 suspects with sex trafficking.
    charge 17 suspect 2017 expl=sex_trafficking by Prosecutors
Police opened five cases involving domestic servitude.
    investigate 5 case 2017 expl=domestic_servitude by Police
NGOs assisted 42 victims from Bulgaria and Hungary.
    assist 42 victim 2017 nat=BGR,HUN by NGOs
Authorities rescued 16 children from forced labor in quarries.
    rescue 16 child 2017 expl=forced_labor age=child by Authorities
Police rescued victims of forced begging (16 victims) and forced labor (15 victims).
    identify 16 victim 2017 expl=forced_begging
    identify 15 victim 2017 expl=forced_labor
The government did not report any child sex tourism investigations, prosecutions, or convictions.
    investigate ? investigation 2017 expl=sex_trafficking by government
    prosecute ? prosecution 2017 expl=sex_trafficking by government
    convict ? conviction 2017 expl=sex_trafficking by government
The government identified nine victims of domestic servitude, all women.
    identify 9 victim 2017 expl=domestic_servitude gender=female age=adult by government
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(OF_PHRASE))
def test_phrases_behind_the_noun(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Attributes come from an "of" or "from" phrase behind the noun."""
    assert facts_of(sentence) == expected


PREDICATE = """
The government identified 82 victims; 50 were female and 32 were male.
    identify 82 victim 2017 by government
    identify 50 victim 2017 of 82 gender=female by government
    identify 32 victim 2017 of 82 gender=male by government
Of the 46 victims, 30 were minors.
    identify 46 victim 2017
    identify 30 victim 2017 of 46 age=child
Police identified 16 victims, of whom 10 were Vietnamese and six were Chinese.
    identify 16 victim 2017 by Police
    identify 10 victim 2017 of 16 nat=VNM by Police
    identify 6 victim 2017 of 16 nat=CHN by Police
NGOs assisted 31 victims, 21 from Myanmar and 10 from Laos.
    assist 31 victim 2017 by NGOs
    assist 21 victim 2017 of 31 nat=MMR by NGOs
    assist 10 victim 2017 of 31 nat=LAO by NGOs
The government identified 44 victims; 13 were exploited in forced begging.
    identify 44 victim 2017 by government
    identify 13 victim 2017 of 44 expl=forced_begging by government
Police identified 98 victims. Eight victims were men and 86 were women.
    identify 98 victim 2017 by Police
    identify 8 victim 2017 of 98 gender=male age=adult by Police
    identify 86 victim 2017 of 98 gender=female age=adult by Police
Of the 276 victims, 82 children and 134 adults were victims of forced labor.
    identify 276 victim 2017
    identify 82 child 2017 of 276 expl=forced_labor age=child
    identify 134 adult 2017 of 276 expl=forced_labor age=adult
Police identified four adults who were victims of sex trafficking.
    identify 4 adult 2017 expl=sex_trafficking age=adult by Police
At least 10 of the 20 victims were children.
    identify >10 victim 2017 of 20 age=child
    identify 20 victim 2017
Police identified 29 victims; all were men.
    identify 29 victim 2017 gender=male age=adult by Police
Police identified 29 victims; all suspects were men.
    identify 29 victim 2017 by Police
Police identified 29 victims, all of whom were Nepali women.
    identify 29 victim 2017 gender=female age=adult nat=NPL by Police
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(PREDICATE))
def test_predicates(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Attributes come from a predicate."""
    assert facts_of(sentence) == expected


NO_LEAK = """
Police identified 20 women, five men, and three children.
    identify 20 woman 2017 gender=female age=adult by Police
    identify 5 man 2017 gender=male age=adult by Police
    identify 3 child 2017 age=child by Police
The government identified 105 potential victims; 49 were adults.
    identify 105 victim 2017 status=potential by government
    identify 49 victim 2017 of 105 age=adult by government
Police investigated 14 sex trafficking cases and 30 smuggling cases.
    investigate 14 case 2017 expl=sex_trafficking by Police
    investigate 30 case 2017 by Police
The government investigated 12 suspects for child sex trafficking.
    investigate 12 suspect 2017 expl=sex_trafficking by government
NGOs assisted 18 victims of forced labor, and police arrested four suspects.
    assist 18 victim 2017 expl=forced_labor by NGOs
    arrest 4 suspect 2017 by police
Police identified three Malian victims, two Ghanaian victims, and one victim from Togo.
    identify 3 victim 2017 nat=MLI by Police
    identify 2 victim 2017 nat=GHA by Police
    identify 1 victim 2017 nat=TGO by Police
Police arrested seven Nigerian suspects for exploiting women.
    arrest 7 suspect 2017 nat=NGA by Police
The ministry trained 65 officers on child protection.
    train 65 officer 2017 by ministry
NGOs assisted 22 girls and police arrested nine suspects.
    assist 22 girl 2017 gender=female age=child by NGOs
    arrest 9 suspect 2017 by police
The government charged two police officers and two soldiers with sex trafficking.
    charge 2 officer 2017 expl=sex_trafficking by government
    charge 2 soldier 2017 expl=sex_trafficking by government
Police identified 20 victims and convicted three traffickers for forced labor.
    identify 20 victim 2017 by Police
    convict 3 trafficker 2017 expl=forced_labor by Police
Police identified 14 victims in Malaysia and Thailand.
    identify 14 victim 2017 by Police
Courts convicted 12 traffickers for exploiting children in sex trafficking.
    convict 12 trafficker 2017 expl=sex_trafficking by Courts
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(NO_LEAK))
def test_no_leak(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """An attribute stays with its own item of a list."""
    assert facts_of(sentence) == expected


DEMONYM = """
Police identified 11 Greeks and four Romanians.
    identify 11 national 2017 nat=GRC by Police
    identify 4 national 2017 nat=ROU by Police
Authorities repatriated 14 Thais.
    repatriate 14 national 2017 nat=THA by Authorities
The government assisted 20 Kenyan nationals.
    assist 20 national 2017 nat=KEN by government
Authorities deported 22 Angolan nationals.
    detain 22 national 2017 nat=AGO by Authorities
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(DEMONYM))
def test_demonym_as_the_noun(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """A demonym as the head has the unit "national"."""
    assert facts_of(sentence) == expected


TOLD = """
Police identified 34 children exploited in commercial sex.
    identify 34 child 2017 expl=sex_trafficking age=child by Police
The government identified 58 victims; 52 were victims of sex trafficking and six were forced to commit thefts.
    identify 58 victim 2017 by government
    identify 52 victim 2017 of 58 expl=sex_trafficking by government
    identify 6 victim 2017 of 58 expl=forced_criminality by government
Police investigated 18 cases of child recruitment by militias.
    investigate 18 case 2017 expl=child_soldiering by Police
The ministry trained 41 inspectors on forced labor.
    train 41 inspector 2017 by ministry
NGOs assisted 80 children vulnerable to forced begging.
    assist 80 child 2017 age=child by NGOs
Police charged two officers for extortion of women in prostitution.
    charge 2 officer 2017 by Police
The government did not report any investigations, prosecutions, or convictions of child sex tourists.
    investigate ? investigation 2017 expl=sex_trafficking by government
    prosecute ? prosecution 2017 expl=sex_trafficking by government
    convict ? conviction 2017 expl=sex_trafficking by government
Police investigated 64 sex traffickers and prosecuted 40.
    investigate 64 trafficker 2017 expl=sex_trafficking by Police
    prosecute 40 trafficker 2017 expl=sex_trafficking by Police
Police investigated 90 cases, 22 sex and 68 labor trafficking cases.
    investigate 90 case 2017 by Police
    investigate 22 case 2017 of 90 expl=sex_trafficking by Police
    investigate 68 case 2017 of 90 expl=forced_labor by Police
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(TOLD))
def test_exploitation_told_by_verbs(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Verbs tell a form of exploitation too; what people were taught about, or may suffer, they did not suffer."""
    assert facts_of(sentence) == expected


ORIGIN = """
Police identified five foreign victims from Nigeria and Guinea.
    identify 5 victim 2017 nat=GIN,NGA by Police
Police identified 15 children from neighboring countries.
    identify 15 child 2017 age=child nat=foreign by Police
The embassy repatriated 23 Ghanaian victims from Libya.
    repatriate 23 victim 2017 nat=GHA by embassy
Prosecutors indicted 60 students from the Philippines.
    charge 60 student 2017 nat=PHL by Prosecutors
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(ORIGIN))
def test_origin(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Countries behind "from" are origins, but not where people were brought home from."""
    assert facts_of(sentence) == expected


OFFICIAL = """
Authorities officially identified 500 victims.
    identify 500 victim 2017 status=official by Authorities
Two victims were formally recognized.
    identify 2 victim 2017 status=official
The ministry formally opened two shelters.
    operate 2 shelter 2017 by ministry
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(OFFICIAL))
def test_done_formally(facts_of: Reader, sentence: str, expected: list[str]) -> None:
    """Victims who are formally identified are official ones."""
    assert facts_of(sentence) == expected
