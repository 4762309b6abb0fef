"""One document that has all there is, for tests of the formats."""

from __future__ import annotations

import pytest

from tallies.records import Document, Entity, Evidence, Fact, Route, Term

TEXT = (
    "MALI: Tier 2\r\n\r\n🐱 The Ministry of\r\nJustice convicted 29 traffickers in 2017, 12 of them women, "
    "up from 28 in both 2015 and 2016. It spent 90 million francs ($160,000).  Women go to “Tunisia”."
)


def entity(words: str, label: str, norm: str | None = None, nth: int = 1) -> Entity:
    """The *nth* occurrence of *words* in the text."""
    start = -1
    for _ in range(nth):
        start = TEXT.index(words, start + 1)
    return Entity(start, start + len(words), label, norm)


ENTITIES = (
    entity("MALI", "COUNTRY", "MLI"),
    entity("Ministry of\r\nJustice", "AGENCY", "Ministry of Justice and Human Rights"),
    entity("convicted", "ACTION"),
    entity("29", "STATISTIC"),
    entity("traffickers", "OFFENDER"),
    entity("2017", "PERIOD"),
    entity("12", "STATISTIC"),
    entity("women", "OFFENDER"),
    entity("28", "STATISTIC"),
    entity("2015", "PERIOD"),
    entity("2016", "PERIOD"),
    entity("spent", "ACTION"),
    entity("90 million francs", "MONEY", "XOF"),
    entity("$160,000", "MONEY", "USD"),
    entity("Women", "VICTIM_CATEGORY"),
    entity("Tunisia", "COUNTRY", "TUN"),
)
PLACE = {TEXT[e.start : e.end]: (e.start, e.end) for e in ENTITIES}
AGENCY = PLACE["Ministry of\r\nJustice"]
WHO = {"action": "convict", "unit": "trafficker", "agency": "Ministry of Justice", "agency_anchor": AGENCY}


@pytest.fixture
def document() -> Document:
    """A narrative with two facts on one anchor, all four links, a route with a place and one without."""
    route = (TEXT.index("Women go"), len(TEXT))
    return Document(
        "Mali",
        TEXT,
        "MLI",
        2018,
        "2",
        ENTITIES,
        (
            Fact(
                "F1",
                PLACE["29"],
                value=29,
                years=(2017,),
                compared_with="F3",
                agency_norm="Ministry of Justice and Human Rights",
                section="prosecution",
                sentence=(TEXT.index("The Min"), TEXT.index("It spent") - 1),
                term=Term(12.0, 60.0),
                evidence=(Evidence("value", "numerals", 0.75), Evidence("agency", "subject", 0.5)),
                **WHO,
            ),
            Fact("F2", PLACE["12"], value=12, years=(2017,), gender=("female",), part_of="F1", **WHO),
            Fact("F3", PLACE["28"], value=28, years=(2016,), compared_with="F4", **WHO),
            Fact("F4", PLACE["28"], value=28, years=(2015,), **WHO),
            Fact(
                "F5",
                PLACE["90 million francs"],
                "fund",
                90000000,
                "XOF",
                qualifier="approx",
                usd=160000,
                usd_anchor=PLACE["$160,000"],
            ),
        ),
        (
            Route("R1", ("MLI",), ("TUN",), (), ("sex_trafficking",), ("woman",), route),
            Route("R2", ("MLI", "NER"), ("europe",), ("DZA",)),
        ),
    )
