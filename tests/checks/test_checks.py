"""What each check flags, and what it lets pass."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallies.checks.run import COLUMNS, check, table
from tallies.documents.output import read_output
from tallies.records import Document, Evidence, Fact

FEMALE: dict[str, Any] = {"gender": ("female",)}
MALE: dict[str, Any] = {"gender": ("male",)}


def flags(*documents: Document) -> list[tuple[str, str, str, str]]:
    """Each flag in short: check, the two facts, the likelier cause."""
    return [(flag.check, flag.fact, flag.other_fact, flag.likelier) for flag in check(documents)]


def parts(*rows: tuple[str, float, dict[str, Any]], total: dict[str, Any]) -> list[dict[str, Any]]:
    return [total, *({"at": at, "value": value, "part_of": "F1", **more} for at, value, more in rows)]


@pytest.mark.parametrize(
    ("text", "five", "expected"),
    [
        ("It found 9: 4 female and 5 male.", 5, []),
        ("It found 9: 4 female and 6 male.", 6, [("sum", "F2", "F1", "text")]),
        ("It found 9: 4 female and 3 male.", 3, [("sum", "F2", "F1", "text")]),
        ("It found 9, including 4 female and 3 male.", 3, []),
        ("It found 9: 4 female and 3 male; the remainder were not specified.", 3, []),
        ("It found 9. Nothing else was told. In all, 4 were female and 6 male.", 6, [("sum", "F2", "F1", "reading")]),
    ],
    ids=["fits", "more", "less", "some only", "remainder in words", "far from the total"],
)
def test_sums(record, text: str, five: int, expected: list[Any]) -> None:  # type: ignore[no-untyped-def]
    """Parts by one attribute that exceed their total are flagged, and those that do not reach it if they must."""
    rows = parts(("4", 4, FEMALE), (str(five), five, MALE), total={"at": "9", "value": 9})

    assert flags(record(text, *rows)) == expected


def test_sum_shows_its_sentences(record) -> None:  # type: ignore[no-untyped-def]
    """A flag has both sentences, the figures, and what speaks for its cause."""
    rows = parts(("4", 4, FEMALE), ("6", 6, MALE), total={"at": "9", "value": 9})

    (flag,) = check([record("It found 9 victims. There were 4\nwomen and 6 men. That was all.", *rows)])

    assert (flag.sentence, flag.other_sentence) == ("There were 4 women and 6 men.", "It found 9 victims.")
    assert flag.message == "The parts 4 + 6 come to 10, 1 more than their total 9."
    assert (flag.found, flag.expected, flag.country) == (10, 9, "UTO")
    assert flag.why == "All figures stand together, and none that was read elsewhere makes up the difference."


@pytest.mark.parametrize(
    ("total", "first"),
    [
        ({"qualifier": "min"}, {}),
        ({"qualifier": "approx"}, {"value": 4.3}),
        ({"value_max": 12}, {}),
        ({}, {"years": (2016,)}),
        ({}, {"action": "assist"}),
        ({}, {"value": None}),
        ({}, {"unit": "percent"}),
        ({}, {"qualifier": "max"}),
        ({}, {"age": ("adult",)}),
    ],
    ids=str,
)
def test_sums_that_may_be_right(record, total: dict[str, Any], first: dict[str, Any]) -> None:  # type: ignore[no-untyped-def]
    """What the words leave open, and what is not comparable, is no slip."""
    rows = parts(
        ("4", 4, {**FEMALE, **first}), ("6", 5 if "value" in first else 6, MALE), total={"at": "9", "value": 9, **total}
    )
    found = [flag.check for flag in check([record("It found 9: 4 female and 6 male.", *rows)])]

    assert found == []


def test_stated_remainder(record) -> None:  # type: ignore[no-untyped-def]
    """A remainder that the text gives as a part of the restated total makes up the difference."""
    document = record(
        "It tried 63 (35 for sex, 24 for labor). Four of the 63 were tried for marriage.",
        {"at": "63", "value": 63},
        {"at": "35", "value": 35, "part_of": "F1", "exploitation": ("sex_trafficking",)},
        {"at": "24", "value": 24, "part_of": "F1", "exploitation": ("forced_labor",)},
        {"at": "Four", "value": 4, "part_of": "F5", "exploitation": ("forced_marriage",)},
        {"at": "63", "value": 63},
    )

    assert flags(document) == []


def test_earlier_figure_and_its_breakdown(record) -> None:  # type: ignore[no-untyped-def]
    """An earlier figure that is larger than its breakdown has a check of its own."""
    document = record(
        "It found 9 victims (8 in 2016: 4 female and 3 male).",
        {"at": "9", "value": 9, "compared_with": "F2"},
        {"at": "8", "value": 8, "years": (2016,)},
        {"at": "4", "value": 4, "part_of": "F2", "years": (2016,), **FEMALE},
        {"at": "3", "value": 3, "part_of": "F2", "years": (2016,), **MALE},
    )

    assert flags(document) == [("earlier_sum", "F3", "F2", "text")]


def test_overlapping_parts_are_a_slip_of_the_reading(record) -> None:  # type: ignore[no-untyped-def]
    """Where some parts alone make the total, the rest were hardly parts."""
    rows = parts(("4", 4, FEMALE), ("5", 5, MALE), ("2", 2, FEMALE), total={"at": "9", "value": 9})

    assert flags(record("It found 9: 4 female, 5 male; 2 fled.", *rows)) == [("sum", "F2", "F1", "reading")]


def test_unsure_link_is_a_slip_of_the_reading(record) -> None:  # type: ignore[no-untyped-def]
    """A link of low confidence is suspected before the text."""
    unsure = {"evidence": (Evidence("part_of", "guess", 0.3),)}
    rows = parts(("4", 4, FEMALE), ("6", 6, {**MALE, **unsure}), total={"at": "9", "value": 9})

    assert flags(record("It found 9: 4 female and 6 male.", *rows)) == [("sum", "F2", "F1", "reading")]


def money(at: str, value: float, usd_at: str, usd: float, text: str) -> dict[str, Any]:
    start = text.index(usd_at)
    anchor = (start, start + len(usd_at))
    return {"at": at, "value": value, "action": "fund", "unit": "AZN", "usd": usd, "usd_anchor": anchor}


@pytest.mark.parametrize(
    ("dollars", "expected"),
    [
        ("$100", []),
        ("$104", []),
        ("$110", [("rate", "F3", "F1", "text")]),
        ("$10", [("rate", "F3", "F1", "text")]),
    ],
)
def test_rates(record, dollars: str, expected: list[Any]) -> None:  # type: ignore[no-untyped-def]
    """Dollars more than 5 % from the document's median rate are flagged."""
    text = f"It gave 400 manat ($200), 600 manat ($300) and 204 manat ({dollars})."
    usd = float(dollars.removeprefix("$"))
    rows = [
        money("400 manat", 400, "$200", 200, text),
        money("600 manat", 600, "$300", 300, text),
        money("204 manat", 204, dollars, usd, text),
    ]

    assert flags(record(text, *rows)) == expected


def test_rounded_amounts(record) -> None:  # type: ignore[no-untyped-def]
    """What the rounding of millions explains is no deviation."""
    text = "It gave 400 manat ($200), 600 manat ($300) and 2.3 million manat ($1.2 million)."
    rows = [
        money("400 manat", 400, "$200", 200, text),
        money("600 manat", 600, "$300", 300, text),
        money("2.3 million manat", 2.3e6, "$1.2 million", 1.2e6, text),
    ]
    exact = text.replace("2.3 million", "2300000").replace("1.2 million", "1250000")
    rows_exact = [*rows[:2], money("2300000 manat", 2.3e6, "$1250000", 1.25e6, exact)]

    assert flags(record(text, *rows)) == []
    assert flags(record(exact, *rows_exact)) == [("rate", "F3", "F1", "text")]


def test_rate_of_few_amounts(record) -> None:  # type: ignore[no-untyped-def]
    """A document of one or two amounts is measured by the others of its report year, if there are enough."""
    one, two = "It gave 400 manat ($200).", "It gave 600 manat ($300)."
    others = [
        record(one, money("400 manat", 400, "$200", 200, one), doc_id="A"),
        record(two, money("600 manat", 600, "$300", 300, two), doc_id="B"),
    ]
    text = "It gave 400 manat ($20)."
    off = record(text, money("400 manat", 400, "$20", 20, text), doc_id="C")
    later = record(text, money("400 manat", 400, "$20", 20, text), doc_id="D", report_year=2019)

    assert [(flag.document, flag.other_document) for flag in check([*others, off])] == [("C", "A")]
    assert flags(others[0], off) == []
    assert [flag.check for flag in check([*others, later]) if flag.check == "rate"] == []


@pytest.mark.parametrize(
    ("text", "later", "earlier", "expected"),
    [
        ("It found 9 (8 in 2016).", {}, {"years": (2016,)}, []),
        ("It found 9 (8 in 2017).", {}, {"years": (2017,)}, [("years", "F1", "F2", "text")]),
        ("It found 9 (8 in 2016).", {"years": (2016,)}, {"years": (2016,)}, [("years", "F1", "F2", "reading")]),
        ("It found 9, as against 8.", {}, {}, [("years", "F1", "F2", "reading")]),
        ("It found 9 (8 in 2018).", {}, {"years": (2018,)}, [("years", "F1", "F2", "text")]),
        ("It found 9 (8 in 2016).", {"years": ()}, {"years": (2016,)}, []),
        ("It found 9 cases (8 in 2016).", {"unit": "case"}, {"years": (2016,)}, [("units", "F1", "F2", "reading")]),
        ("It found 9 women (8 victims in 2016).", {"unit": "woman"}, {"years": (2016,)}, []),
        ("It found 0 cases (8 in 2016).", {"at": "0", "value": 0, "unit": "case"}, {"years": (2016,)}, []),
    ],
)
def test_comparisons(record, text: str, later: Any, earlier: Any, expected: list[Any]) -> None:  # type: ignore[no-untyped-def]
    """Figures set against each other have years in order and count the same kind of thing."""
    document = record(text, {"at": "9", "value": 9, "compared_with": "F2", **later}, {"at": "8", "value": 8, **earlier})

    assert flags(document) == expected


def test_unit_that_the_text_changes(record) -> None:  # type: ignore[no-untyped-def]
    """Traffickers against convictions is a change of the text where both words stand there."""
    document = record(
        "It convicted 9 traffickers, compared with 8 convictions in 2016.",
        {"at": "9", "value": 9, "action": "convict", "unit": "trafficker", "compared_with": "F2"},
        {"at": "8", "value": 8, "action": "convict", "unit": "conviction", "years": (2016,)},
    )

    (flag,) = check([document])

    assert (flag.check, flag.likelier) == ("units", "text")
    assert flag.message == "The unit changed: convicted 9 traffickers in 2017 vs 8 convictions in 2016."


@pytest.mark.parametrize(
    ("percent", "qualifier", "expected"),
    [
        (31, "exact", []),
        (30, "exact", []),
        (36, "exact", ["percentage"]),
        (33, "approx", []),
        (40, "approx", ["percentage"]),
        (20, "min", []),
    ],
)
def test_percentage_of_a_number(record, percent: int, qualifier: str, expected: list[str]) -> None:  # type: ignore[no-untyped-def]
    """A share right behind the number that it says again must fit it, give or take the rounding."""
    document = record(
        f"Of 59 convicted, 18 ({percent} percent) went to prison.",
        {"at": "59", "value": 59},
        {"at": "18", "value": 18, "part_of": "F1"},
        {"at": f"{percent} percent", "value": percent, "unit": "percent", "qualifier": qualifier},
    )

    assert [flag.check for flag in check([document])] == expected


@pytest.mark.parametrize(("percent", "expected"), [(50, []), (20, [("percentage", "F1", "F2", "text")])])
def test_percentage_of_a_change(record, percent: int, expected: list[Any]) -> None:  # type: ignore[no-untyped-def]
    """A percentage of increase must fit the one comparison of its sentence."""
    document = record(
        f"A {percent} percent increase: 9 victims, compared with 6 in 2016.",
        {"at": f"{percent} percent", "value": percent, "unit": "percent"},
        {"at": "9", "value": 9, "compared_with": "F3"},
        {"at": "6", "value": 6, "years": (2016,)},
    )

    assert flags(document) == expected


@pytest.mark.parametrize(("male", "expected"), [(40, []), (41, []), (60, [("percentage", "F2", "F1", "text")])])
def test_percentages_of_one_whole(record, male: int, expected: list[Any]) -> None:  # type: ignore[no-untyped-def]
    """Shares by one attribute come to 100 at most, give or take the rounding."""
    document = record(
        f"60 percent were women and {male} percent men.",
        {"at": "60 percent", "value": 60, "unit": "percent", **FEMALE},
        {"at": f"{male} percent", "value": male, "unit": "percent", **MALE},
    )

    assert flags(document) == expected


@pytest.mark.parametrize(
    ("investigated", "convicted", "between", "expected"),
    [
        ({"value": 9}, {"value": 5}, "", []),
        ({"value": 5}, {"value": 9}, "", [("order", "F2", "F1", "text")]),
        ({"value": 5}, {"value": 9}, " Much was said. ", [("order", "F2", "F1", "reading")]),
        ({"value": 0}, {"value": 9}, "", [("order", "F2", "F1", "reading")]),
        ({"value": 5, "qualifier": "min"}, {"value": 9}, "", []),
        ({"value": 5, "years": (2016,)}, {"value": 9}, "", []),
        ({"value": 5, "unit": "case"}, {"value": 9}, "", []),
        ({"value": 5, "value_max": 9}, {"value": 9}, "", []),
    ],
)
def test_order(record, investigated: Any, convicted: Any, between: str, expected: list[Any]) -> None:  # type: ignore[no-untyped-def]
    """More convicted than investigated in a year is a hint, unless the words leave room for it."""
    document = record(
        f"It investigated X.{between} It convicted Y.",
        {"at": "X", "action": "investigate", "unit": "suspect", **investigated},
        {"at": "Y", "action": "convict", "unit": "trafficker", **convicted},
    )

    assert flags(document) == expected


def test_order_looks_at_all_figures_of_the_first_step(record) -> None:  # type: ignore[no-untyped-def]
    """One body's small figure is no reason for a hint if another's is large enough."""
    document = record(
        "Police looked at X, customs at Z. It convicted Y.",
        {"at": "X", "value": 2, "action": "investigate", "unit": "suspect"},
        {"at": "Z", "value": 12, "action": "investigate", "unit": "suspect", "agency": "customs"},
        {"at": "Y", "value": 9, "action": "convict", "unit": "trafficker"},
    )

    assert flags(document) == []


def test_revisions(record) -> None:  # type: ignore[no-untyped-def]
    """A figure that the next report gives otherwise is flagged, with a sentence of each report."""
    first = record("It found 29 victims in 2017.", {"at": "29", "value": 29}, doc_id="U18")
    same = record("It found 29 victims in 2017.", {"at": "29", "value": 29}, doc_id="U19", report_year=2019)
    other = record("It had found 31 in 2017.", {"at": "31", "value": 31}, doc_id="U19", report_year=2019)
    torn = record(
        "Of 31, 29 fled.", {"at": "31", "value": 31}, {"at": "29", "value": 29}, doc_id="U19", report_year=2019
    )

    assert flags(first, same) == []
    (flag,) = check([first, other])
    assert (flag.check, flag.document, flag.other_document, flag.likelier) == ("revision", "U19", "U18", "text")
    assert (flag.sentence, flag.other_sentence) == ("It had found 31 in 2017.", "It found 29 victims in 2017.")
    assert flag.message == "Victims identified, 2017: 31 in the report of 2019, 29 in that of 2018."
    assert flags(first, torn) == [("revision", "F1", "F1", "reading")]


def test_two_documents_of_one_report_are_no_revision(record) -> None:  # type: ignore[no-untyped-def]
    """Two documents of one report year revise nothing."""
    documents = [record(f"It found {n}.", {"at": str(n), "value": n}, doc_id=str(n)) for n in (5, 7)]

    assert flags(*documents) == []


def test_table(record) -> None:  # type: ignore[no-untyped-def]
    """The table has a row a flag and all columns, also without a flag."""
    rows = parts(("4", 4, FEMALE), ("6", 6, MALE), total={"at": "9", "value": 9})
    found = check([record("It found 9: 4 female and 6 male.", *rows)])

    assert list(table(found).columns) == list(table([]).columns) == list(COLUMNS)
    (row,) = table(found).to_dict("records")
    assert (row["start"], row["end"], row["other_start"], row["other_end"]) == (12, 13, 9, 10)
    assert len(table([])) == 0


ANY_FACT = st.builds(
    Fact,
    id=st.sampled_from(["A", "B", "C"]),
    anchor=st.sampled_from([(0, 1), (3, 4), (8, 9)]),
    action=st.sampled_from(["convict", "investigate", "fund"]),
    value=st.one_of(st.none(), st.integers(0, 50)),
    unit=st.sampled_from(["trafficker", "case", "percent", "AZN"]),
    value_max=st.one_of(st.none(), st.integers(0, 50)),
    qualifier=st.sampled_from(["exact", "min", "max", "approx"]),
    years=st.sampled_from([(), (2016,), (2017,), (2015, 2017)]),
    gender=st.sampled_from([(), ("female",), ("male",), ("female", "male")]),
    usd=st.one_of(st.none(), st.integers(0, 9)),
    part_of=st.sampled_from([None, "A", "B", "Z"]),
    compared_with=st.sampled_from([None, "A", "C", "Z"]),
)


@given(st.lists(ANY_FACT, max_size=8, unique_by=lambda fact: fact.id), st.sampled_from([None, 2018]))
def test_any_record_can_be_checked(facts: list[Fact], report_year: int | None) -> None:
    """Whatever a record holds, links to nowhere and in circles among it, the checks end and raise nothing."""
    document = Document("D", "1. 22 (333). Z.", country="UTO", report_year=report_year, facts=tuple(facts))

    for flag in check([document]):
        assert flag.likelier in ("text", "reading")
        assert flag.sentence
        assert flag.other_sentence


def test_flags_on_gold(shared: Path) -> None:
    """On gold, where the reading is right, flags are few: at most one in 50 facts."""
    documents = list(read_output(shared / "gold" / "train.jsonl"))

    found = check(documents)

    assert 0 < len(found) <= sum(len(document.facts) for document in documents) / 50
