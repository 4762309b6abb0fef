"""Examples that can be read and written by hand: marked sentences, and facts and routes as lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import tallies
from tallies.records import Fact, Route, Term
from tallies.testing import examples, mark, routed, told, unmark


def test_unmark_marks() -> None:
    """Marks are read as text and offsets."""
    assert unmark("[29](STATISTIC) cases in [2017](PERIOD)") == (
        "29 cases in 2017",
        [(0, 2, "STATISTIC"), (12, 16, "PERIOD")],
    )


def test_unmark_escape() -> None:
    """A bracket of the text itself is escaped, inside a mark too."""
    assert unmark(r"a note \[12\] on [40 \[sic\]](STATISTIC)") == ("a note [12] on 40 [sic]", [(15, 23, "STATISTIC")])


@pytest.mark.parametrize(
    "slip",
    [
        "[29 cases",
        "29] cases",
        "[29] cases",
        "[29](STATISTIC cases",
        "[29](statistic)",
        "[](UNIT)",
        "[a [b](UNIT)](UNIT)",
    ],
)
def test_unmark_slip(slip: str) -> None:
    """Every slip raises, so that no example passes empty."""
    with pytest.raises(ValueError, match=r"mark|label"):
        unmark(slip)


def test_mark_overlap() -> None:
    """Two marks on the same words cannot be written."""
    with pytest.raises(ValueError, match="overlaps"):
        mark("29 cases", [(0, 2, "STATISTIC"), (0, 8, "UNIT")])


@given(st.text(alphabet=st.characters(exclude_characters="\\")), st.data())
def test_mark_unmark_identity(text: str, data: st.DataObject) -> None:
    """What is written is read back."""
    cuts = sorted(data.draw(st.sets(st.integers(0, len(text)), max_size=6)))
    marks = [(a, b, "UNIT") for a, b in zip(cuts[::2], cuts[1::2], strict=False) if text[a:b].strip()]
    assert unmark(mark(text, marks)) == (text, marks)


def test_examples() -> None:
    """Sentences are lines, what is expected of each is indented below; "nothing" is an empty list."""
    block = """
Courts convicted 29 traffickers (28 in 2016).
    convict 29 trafficker 2017 vs 28 trafficker 2016

    convict 28 trafficker 2016
The law has 14 articles.
  nothing
"""

    assert examples(block) == [
        (
            "Courts convicted 29 traffickers (28 in 2016).",
            ["convict 29 trafficker 2017 vs 28 trafficker 2016", "convict 28 trafficker 2016"],
        ),
        ("The law has 14 articles.", []),
    ]
    assert examples("") == []


@pytest.mark.parametrize(
    ("block", "reason"),
    [
        ("Courts convicted 29 traffickers.", "needs the lines expected"),
        ("One.\nTwo.\n    nothing", "needs the lines expected"),
        ("One.\n    nothing\n    convict 1 trafficker", "needs the lines expected"),
        ("    convict 1 trafficker\nOne.", "below no sentence"),
    ],
)
def test_examples_slip(block: str, reason: str) -> None:
    """A sentence without an expectation raises, and so does an expectation without a sentence."""
    with pytest.raises(ValueError, match=reason):
        examples(block)


def test_told() -> None:
    """Each fact is one line, with all that it states in a fixed order, and nothing of what it leaves open."""
    doc = tallies.blank()("At least 29 of 40 to 50 women were helped; how many men was not reported.")
    doc._.facts = [
        Fact(
            "F1",
            (0, 11),
            "assist",
            29,
            "woman",
            qualifier="min",
            years=(2016, 2017),
            agency="city of X",
            exploitation=("forced_labor", "other"),
            gender=("female",),
            age=("adult",),
            nationality=("AZE",),
            status=("potential",),
            usd=88030.5,
            part_of="F2",
            compared_with="F3",
            term=Term(12, 30.5, suspended=True),
        ),
        Fact("F2", (15, 23), "assist", 40, "woman", value_max=50, qualifier="approx", term=Term(60, life=True)),
        Fact("F3", (43, 51), "assist", None, "man", years=(2016,), qualifier="max", term=Term(suspended=True)),
        Fact("F4", (43, 51), "fund", 1200000, "USD", term=Term(84, 84)),
        Fact("F5", (43, 51), "other", 0, "man", qualifier="max", term=Term(longest=24)),
    ]

    assert told(doc) == [
        "assist >29 woman 2016-2017 of ~40..50 vs ? man 2016 expl=forced_labor,other gender=female age=adult nat=AZE "
        "status=potential term=12..30.5,suspended by city of X usd=88030.5",
        "assist ~40..50 woman term=60..,life",
        "assist ? man 2016 term=suspended",
        "fund 1200000 USD term=84",
        "other <0 man term=..24",
    ]


def test_routed() -> None:
    """Each route is one line; forms of exploitation and victims are sorted, places stay as they are."""
    doc = tallies.blank()("")
    doc._.routes = [
        Route("R1", ("AZE", "GEO"), ("TUR", "RUS"), ("BGR",), ("other", "forced_labor"), ("man", "boy")),
        Route("R2", ("AZE",), ("europe",)),
    ]

    assert routed(doc) == ["AZE,GEO > TUR,RUS via BGR expl=forced_labor,other who=boy,man", "AZE > europe"]
