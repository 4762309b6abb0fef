"""Routes, sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.testing import examples

Reader = Callable[[str], list[str]]


def _in_profile(text: str) -> str:
    """*text* under the heading of the profile; its country stays in front."""
    country, _, sentence = text.partition(" | ")
    return f"{country} | TRAFFICKING PROFILE\n\n{sentence}"


ABROAD = """
NPL | Nepali men are subjected to forced labor in Malaysia and Qatar.
    NPL > MYS,QAT expl=forced_labor who=man
GEO | Women from Uzbekistan and Ukraine are subjected to sex trafficking in Georgia.
    UZB,UKR > GEO expl=sex_trafficking who=woman
MDA | Traffickers exploit Moldovan women and girls in sex trafficking in Turkey, Russia, and Cyprus.
    MDA > TUR,RUS,CYP expl=sex_trafficking who=girl,woman
KEN | Kenyan women are exploited in domestic servitude in the Middle East.
    KEN > middle_east expl=domestic_servitude who=woman
LAO | Lao citizens are subjected to forced labor in Thailand and China.
    LAO > THA,CHN expl=forced_labor who=citizen
ROU | Romanian children are forced to beg in France and Spain.
    ROU > FRA,ESP expl=forced_begging who=child
PHL | Traffickers recruit Filipino workers and subject them to forced labor in Saudi Arabia.
    PHL > SAU expl=forced_labor who=worker
MEX | Men from Guatemala and Honduras are exploited in forced labor in Mexico, and Mexican men in the United States.
    GTM,HND > MEX expl=forced_labor who=man
    MEX > USA expl=forced_labor who=man
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(ABROAD))
def test_abroad(routes_of: Reader, sentence: str, expected: list[str]) -> None:
    """People of the narrative's country, or of another, are exploited abroad."""
    assert routes_of(sentence) == expected


INTERNAL = """
PER | Peruvian women and girls are exploited in sex trafficking within the country.
    PER > PER expl=sex_trafficking who=girl,woman
BEN | Children are subjected to forced labor on farms throughout the country.
    BEN > BEN expl=forced_labor who=child
UGA | Ugandan children are exploited in forced begging within the country and in Kenya.
    UGA > UGA,KEN expl=forced_begging who=child
IND | Girls from rural areas are exploited in sex trafficking in cities.
    IND > IND expl=sex_trafficking who=girl
COL | Traffickers subject Colombian men to forced labor in the mining sector.
    COL > COL expl=forced_labor who=man
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(INTERNAL))
def test_within_the_country(routes_of: Reader, sentence: str, expected: list[str]) -> None:
    """Within the country, both ends are the country."""
    assert routes_of(sentence) == expected


TRANSIT = """
SDN | Eritrean men are transported through Sudan to Libya, where they are exploited in forced labor.
    ERI > LBY via SDN expl=forced_labor who=man
NER | West African women transit Niger en route to Algeria, where they are subjected to sex trafficking.
    west_africa > DZA via NER expl=sex_trafficking who=woman
TUR | Traffickers transport Syrian children via Turkey to Greece and exploit them in forced labor.
    SYR > GRC via TUR expl=forced_labor who=child
KEN | Ethiopian men transit Kenya en route to South Africa, where they are exploited in forced labor.
    ETH > ZAF via KEN expl=forced_labor who=man
MAR | Traffickers move women from Nigeria through Morocco to Spain for sex trafficking.
    NGA > ESP via MAR expl=sex_trafficking who=woman
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(TRANSIT))
def test_transit(routes_of: Reader, sentence: str, expected: list[str]) -> None:
    """What the victims pass through is transit."""
    assert routes_of(sentence) == expected


REGION = """
ITA | Women from West Africa are subjected to sex trafficking in Italy.
    west_africa > ITA expl=sex_trafficking who=woman
POL | Polish men and women are subjected to forced labor in Western Europe.
    POL > western_europe expl=forced_labor who=man,woman
ZAF | Foreign victims from Southern Africa are exploited in forced labor in South Africa.
    southern_africa > ZAF expl=forced_labor who=victim
UKR | Ukrainian men are subjected to forced labor in Russia and other parts of Europe.
    UKR > RUS,europe expl=forced_labor who=man
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(REGION))
def test_region(routes_of: Reader, sentence: str, expected: list[str]) -> None:
    """A region is an origin or a destination, in lower case."""
    assert routes_of(sentence) == expected


FOREIGN = """
JOR | Women from Bangladesh and Sri Lanka are subjected to domestic servitude in the country.
    BGD,LKA > JOR expl=domestic_servitude who=woman
FIN | Victims identified in Finland came from Nigeria, Somalia, and Iraq.
    NGA,SOM,IRQ > FIN who=victim
SGP | Foreign women from Vietnam and the Philippines are subjected to sex trafficking in Singapore.
    VNM,PHL > SGP expl=sex_trafficking who=woman
ESP | Police identified 40 Romanian victims of sex trafficking.
    ROU > ESP expl=sex_trafficking who=victim
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(FOREIGN))
def test_foreign_victims(routes_of: Reader, sentence: str, expected: list[str]) -> None:
    """Foreign victims in the narrative's own country."""
    assert routes_of(sentence) == expected


CLAUSES = """
SWE | Women are subjected to forced labor in Norway and Latvia and to sex trafficking in Spain and Malta.
    SWE > NOR,LVA expl=forced_labor who=woman
    SWE > ESP,MLT expl=sex_trafficking who=woman
BOL | Women from Chad and Togo are exploited in forced labor in Bolivia, and Bolivian men are exploited in Chile.
    TCD,TGO > BOL expl=forced_labor who=woman
    BOL > CHL who=man
LAO | Laotian boys are forced to beg in China, but Laotian girls are vulnerable to sex trafficking in Japan.
    LAO > CHN expl=forced_begging who=boy
QAT | Migrants from Nepal and Kenya work in Qatar as cleaners; some become victims of forced labor.
    NPL,KEN > QAT expl=forced_labor who=victim
ZMB | Men from Angola and Malawi travel to Zambia for work. Some of these men are subjected to forced labor.
    AGO,MWI > ZMB expl=forced_labor who=man
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        *examples(CLAUSES),
        pytest.param(
            "GMB | Traffickers force Malian boys to beg in the capital and transport Gambian boys to Togo for mining.",
            ["MLI > GMB expl=forced_begging who=boy", "GMB > TGO expl=forced_labor who=boy"],
            marks=pytest.mark.xfail(strict=True, reason="a second verb of the same subject starts no clause"),
        ),
        pytest.param(
            "GMB | Women leave for Togo to work in homes and are subjected in Chad to domestic servitude.",
            ["GMB > TCD via TGO expl=domestic_servitude who=woman"],
            marks=pytest.mark.xfail(strict=True, reason="a stage of the journey counts as a destination, or is lost"),
        ),
    ],
)
def test_clauses(routes_of: Reader, sentence: str, expected: list[str]) -> None:
    """Each clause is a route of its own; what it leaves out is that of the clause before."""
    assert routes_of(_in_profile(sentence)) == expected


AGENTS = """
PRT | Chinese traffickers exploit Thai women in sex trafficking in Portugal.
    THA > PRT expl=sex_trafficking who=woman
PRT | Tourists from Canada and Japan exploit Portuguese girls in sex trafficking in hotels in the capital.
    PRT > PRT expl=sex_trafficking who=girl
PRT | Employers from Brazil force workers from Nepal to work on farms in Portugal.
    NPL > PRT expl=forced_labor who=worker
PRT | Portuguese women are sold into forced marriages to Indian men.
    PRT > IND expl=forced_marriage who=woman
PRT | Fijian men work on Taiwan-flagged vessels in Portuguese waters and are subjected to forced labor.
    FJI > PRT expl=forced_labor who=man
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(AGENTS))
def test_those_who_do_it(routes_of: Reader, sentence: str, expected: list[str]) -> None:
    """Where traffickers, customers and husbands are from is no origin."""
    assert routes_of(_in_profile(sentence)) == expected


NEAR = """
MLI | Malian boys are subjected to forced labor within the country and in neighboring countries.
    MLI > MLI,neighboring_countries expl=forced_labor who=boy
MLI | Malian boys are subjected to forced labor in neighboring countries, including Niger and Guinea.
    MLI > NER,GIN expl=forced_labor who=boy
MLI | Citizens of neighboring countries are subjected to sex trafficking in Mali.
    neighboring_countries > MLI expl=sex_trafficking who=citizen
MLI | Central and South American men and Sub-Saharan women are subjected to forced labor in Mali.
    central_america,south_america,sub_saharan_africa > MLI expl=forced_labor who=man,woman
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(NEAR))
def test_neighbors_and_halves_of_regions(routes_of: Reader, sentence: str, expected: list[str]) -> None:
    """Neighboring countries are a place unless they are named; regions share a noun."""
    assert routes_of(_in_profile(sentence)) == expected


FORMS = """
NER | Children are exploited in prostitution, begging, and drug smuggling in Niger.
    NER > NER expl=forced_begging,forced_criminality,sex_trafficking who=child
NER | Militias recruit boys to fight in Chad.
    NER > TCD expl=child_soldiering who=boy
NER | Militias force men to fight in Chad.
    NER > TCD expl=other who=man
NER | Girls are forced into prostitution through debt bondage.
    NER > NER expl=sex_trafficking who=girl
NER | Girls are brought to cities for domestic service and subjected to abuse.
    NER > NER expl=domestic_servitude who=girl
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(FORMS))
def test_forms_said_by_verbs(routes_of: Reader, sentence: str, expected: list[str]) -> None:
    """The form of exploitation may be said by verbs; debt as a means is no form of its own."""
    assert routes_of(_in_profile(sentence)) == expected


SENT_BACK = """
FJI | The government repatriated 14 victims from Samoa and Tonga.
    FJI > WSM,TON who=victim
FJI | The government identified 12 victims: seven Indonesian, three Filipino, and two Thai.
    IDN,PHL,THA > FJI who=national,victim
FJI | Some 30 Fijian victims came home from Samoa and Tonga.
    FJI > WSM,TON who=victim
FJI | Women are recruited for Samoa and Tonga and exploited there in sex trafficking.
    FJI > WSM,TON expl=sex_trafficking who=woman
FJI | The government did not identify any Indonesian victims.
    nothing
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(SENT_BACK))
def test_outside_the_profile(routes_of: Reader, sentence: str, expected: list[str]) -> None:
    """Victims who are identified or repatriated were moved; a denial says nothing of the kind."""
    assert routes_of(sentence) == expected


def test_a_country_of_destination_claims_no_one(routes_of: Reader) -> None:
    """Where the country is first of all a destination, people of no stated origin are not its own."""
    people = "Children are subjected to forced begging in parks."
    assert routes_of(_in_profile(f"OMN | Oman is a destination and source country for men. {people}")) == []
    assert routes_of(_in_profile(f"OMN | Oman is a source and destination country for men. {people}")) == [
        "OMN > OMN expl=forced_begging who=child"
    ]


NO_ROUTE = """
GHA | Ghana is a source, transit, and destination country for men, women, and children.
    nothing
ARM | Migrant workers from rural areas are vulnerable to forced labor.
    nothing
BOL | Provide training to officials on identifying victims of forced labor among Chinese workers.
    nothing
HND | The government convicted 12 traffickers in 2017.
    nothing
TUN | The government assisted migrants from Ivory Coast and Mali.
    nothing
DNK | Danish police cooperated with Romania and Bulgaria on trafficking cases.
    nothing
"""


@pytest.mark.parametrize(("sentence", "expected"), examples(NO_ROUTE))
def test_no_route(routes_of: Reader, sentence: str, expected: list[str]) -> None:
    """A kind of country, and a risk, are no route."""
    assert routes_of(sentence) == expected
