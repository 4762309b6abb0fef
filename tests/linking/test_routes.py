"""Routes, sentence by sentence."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tallies.testing import examples

Reader = Callable[[str], list[str]]


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
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        *examples(ABROAD),
        pytest.param(
            "MEX | Men from Guatemala and Honduras are exploited in forced labor in Mexico, and Mexican men in "
            "the United States.",
            [
                "GTM,HND > MEX expl=forced_labor who=man",
                "MEX > USA expl=forced_labor who=man",
            ],
        ),
    ],
)
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
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        *examples(INTERNAL),
        pytest.param(
            "COL | Traffickers subject Colombian men to forced labor in the mining sector.",
            [
                "COL > COL expl=forced_labor who=man",
            ],
        ),
    ],
)
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
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        *examples(TRANSIT),
        pytest.param(
            "MAR | Traffickers move women from Nigeria through Morocco to Spain for sex trafficking.",
            [
                "NGA > ESP via MAR expl=sex_trafficking who=woman",
            ],
        ),
    ],
)
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
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        *examples(REGION),
        pytest.param(
            "UKR | Ukrainian men are subjected to forced labor in Russia and other parts of Europe.",
            [
                "UKR > RUS,europe expl=forced_labor who=man",
            ],
        ),
    ],
)
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
"""


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        *examples(FOREIGN),
        pytest.param(
            "ESP | Police identified 40 Romanian victims of sex trafficking.",
            [
                "ROU > ESP expl=sex_trafficking who=victim",
            ],
        ),
    ],
)
def test_foreign_victims(routes_of: Reader, sentence: str, expected: list[str]) -> None:
    """Foreign victims in the narrative's own country."""
    assert routes_of(sentence) == expected


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
