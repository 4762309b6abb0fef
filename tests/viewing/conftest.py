"""Documents for the tests of the page: texts of our own, with records that say all that the page can show."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tallies.records import Document, Entity, Evidence, Fact, Offsets, Route

FIRST = """ARCADIA: Tier 2

The government of Arcadia increased efforts.

PROSECUTION

Courts convicted 29 traffickers in 2017: 20 for sex trafficking and nine for forced labor, compared with 28 in 2016.
Police did not report investigations.

PROTECTION

The ministry identified at least 352 victims and spent $88,030 on shelters.
"""

#: Everything that a careless page would run, and letters that JavaScript counts twice.
SECOND = """BOSKONIA: Tier 1

\U0001f600 The <b>courts</b> convicted 12 traffickers</p><script>window.hacked = 1</script> in 2017.
An officer wrote <img src="x" onerror="window.hacked = 2"> and 5 more & "others" were charged.
"""


def at(text: str, words: str, nth: int = 1) -> Offsets:
    """Where *words* stand in *text* for the *nth* time."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return start, start + len(words)


def first() -> Document:
    """A total with two parts and an earlier figure, a figure not reported, a bound, and money."""
    sure = (Evidence("action", "object of verb", 0.9),)
    sentence = at(FIRST, FIRST[FIRST.index("Courts") : FIRST.index("\nPolice")])
    base = Fact(
        "F1", at(FIRST, "29"), "convict", 29, "trafficker", years=(2017,), agency="Courts", section="prosecution"
    )
    base = replace(base, sentence=sentence, evidence=sure)
    facts = (
        replace(base, compared_with="F4"),
        replace(base, id="F2", anchor=at(FIRST, "20", 2), value=20, part_of="F1", exploitation=("sex_trafficking",)),
        replace(base, id="F3", anchor=at(FIRST, "nine"), value=9, part_of="F1", exploitation=("forced_labor",)),
        replace(base, id="F4", anchor=at(FIRST, "28"), value=28, years=(2016,)),
        Fact("F5", at(FIRST, "investigations"), "investigate", None, "investigation", years=(2017,), agency="Police"),
        Fact("F6", at(FIRST, "at least 352"), "identify", 352, "victim", qualifier="min", years=(2017,)),
        Fact("F7", at(FIRST, "$88,030"), "fund", 88030, "USD", years=(2017,)),
    )
    entities = (
        Entity(*at(FIRST, "government of Arcadia"), "AGENCY"),
        Entity(*at(FIRST, "Courts"), "AGENCY"),
        Entity(*at(FIRST, "convicted"), "ACTION"),
        Entity(*at(FIRST, "29"), "STATISTIC"),
        Entity(*at(FIRST, "traffickers"), "OFFENDER"),
        Entity(*at(FIRST, "2017"), "PERIOD"),
        Entity(*at(FIRST, "20", 2), "STATISTIC"),
        Entity(*at(FIRST, "sex trafficking"), "EXPLOITATION"),
        Entity(*at(FIRST, "at least 352"), "STATISTIC"),
        Entity(*at(FIRST, "$88,030"), "MONEY", "USD"),
    )
    routes = (Route("R1", ("AZE",), ("TUR",), sentence=at(FIRST, "The government of Arcadia increased efforts.")),)
    return Document("Arcadia", FIRST, "AZE", 2018, "2", entities, facts, routes)


def second() -> Document:
    """A document whose every word is out to break the page."""
    facts = (
        Fact("F1", at(SECOND, "12"), "convict", 12, "<i>trafficker</i>", years=(2017,), agency="<b>courts</b>"),
        Fact("F2", at(SECOND, "5"), "charge", 5, "officer", years=(2017,)),
    )
    entities = (Entity(*at(SECOND, "courts"), "AGENCY", "<u>Courts</u>"), Entity(*at(SECOND, "12"), "STATISTIC"))
    return Document('Boskonia<script>alert("3")</script>', SECOND, "PRT", 2018, "1", entities, facts)


@pytest.fixture
def documents() -> list[Document]:
    """Two documents of two countries."""
    return [first(), second()]
