"""From facts to cells."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallies.panel.cells import Cell, EvidenceId, collect, with_absent
from tallies.panel.measures import measures
from tallies.panel.tellings import NO_COUNTRY, NO_MEASURE, NO_YEAR, PLAIN_PART, SHARE
from tallies.records import Document

NONE: dict[str, Any] = {"value": None}


def shown(cell: Cell) -> tuple[Any, ...]:
    """A cell in short: year, measure, split, value, status."""
    split = " ".join(value for values in cell.key.split for value in values)
    value = None if cell.chosen is None else cell.chosen.value
    return cell.key.year, cell.key.measure, split, value, cell.status


def cells(*documents: Document) -> list[tuple[Any, ...]]:
    return [shown(cell) for cell in collect(documents).cells]


def test_total_and_parts(record) -> None:  # type: ignore[no-untyped-def]
    """A total makes the total cell, its parts those of their attributes, with those of the total they do not state."""
    document = record(
        "There were 71 victims: 66 women and girls (60 for sex) and 5 men.",
        {"at": "71", "value": 71, "status": ("potential",)},
        {"at": "66", "value": 66, "gender": ("female",), "part_of": "F1"},
        {"at": "60", "value": 60, "exploitation": ("sex_trafficking",), "part_of": "F2"},
        {"at": "5", "value": 5, "gender": ("male",), "age": ("adult",), "part_of": "F1"},
    )

    assert cells(document) == [
        (2017, "victims_identified", "", 71, "figure"),
        (2017, "victims_identified", "potential", 71, "figure"),
        (2017, "victims_identified", "female potential", 66, "figure"),
        (2017, "victims_identified", "male adult potential", 5, "figure"),
        (2017, "victims_identified", "sex_trafficking female potential", 60, "figure"),
    ]


def test_nothing_is_added_up(record) -> None:  # type: ignore[no-untyped-def]
    """Without a total in the text there is no total, whatever its parts come to."""
    document = record(
        "They found 20 women and 10 girls.",
        {"at": "20", "value": 20, "gender": ("female",), "age": ("adult",)},
        {"at": "10", "value": 10, "gender": ("female",), "age": ("child",)},
    )

    assert cells(document) == [
        (2017, "victims_identified", "female adult", 20, "figure"),
        (2017, "victims_identified", "female child", 10, "figure"),
    ]


@pytest.mark.parametrize(
    ("first", "second", "value", "others"),
    [
        ({"value": 5}, {"value": 7}, 5, 1),
        ({"value": 5, "agency": "NGOs"}, {"value": 7}, 7, 1),
        ({"value": 5, "agency": "NGOs"}, {"value": 7, "agency": "the Government"}, 7, 1),
        ({"value": 5, "agency": "NGOs"}, {"value": 7, "agency": "police"}, 5, 1),
        ({"value": 0}, {"value": 7, "agency": "NGOs"}, 7, 1),
        (NONE, {"value": 0}, 0, 1),
        (NONE, NONE, None, 0),
        ({"value": 5, "status": ("official",)}, {"value": 7}, 7, 0),
        ({"value": 9, "status": ("potential",)}, {"value": 7, "status": ("official",)}, 7, 0),
        ({"value": 5}, {"value": 5}, 5, 0),
    ],
)
def test_choice_in_a_document(record, first: Any, second: Any, value: float | None, others: int) -> None:  # type: ignore[no-untyped-def]
    """Of several totals one is the value by a fixed rule, and the others stay as alternatives."""
    document = record("There were 5 or 7.", {"at": "5", **first}, {"at": "7", **second})

    (cell,) = (cell for cell in collect([document]).cells if cell.key.is_total)

    assert cell.chosen is not None
    assert (cell.chosen.value, len(cell.others)) == (value, others)


def test_basis_of_a_total(record) -> None:  # type: ignore[no-untyped-def]
    """A total of potential victims only is called so; a plain total makes it none."""
    potential = {"at": "5", "value": 5, "status": ("potential",)}
    alone = collect([record("There were 5.", potential)])
    both = collect([record("There were 5 of 9.", potential, {"at": "9", "value": 9})])

    assert [cell.chosen.basis for cell in alone.cells if cell.chosen] == ["potential", "all"]
    assert [(shown(cell)[2:4], cell.chosen.basis) for cell in both.cells if cell.chosen] == [
        (("", 9), "all"),
        (("potential", 5), "all"),
    ]


def test_told_twice_is_one_cell(record) -> None:  # type: ignore[no-untyped-def]
    """2017 in the report of 2018, and again in that of 2019, is one cell with both sources."""
    first = record("It found 29 victims.", {"at": "29", "value": 29}, doc_id="U18")
    second = record(
        "It found 40 victims (29 in 2017).",
        {"at": "40", "value": 40, "years": (2018,), "compared_with": "F2"},
        {"at": "29", "value": 29},
        doc_id="U19",
        report_year=2019,
    )

    told = collect([first, second]).cells

    assert [shown(cell)[::3] for cell in told] == [(2017, 29), (2018, 40)]
    assert [[str(where) for where in cell.evidence] for cell in told] == [
        ["U18:F1:9-11", "U19:F2:21-23"],
        ["U19:F1:9-11"],
    ]
    assert [cell.documents for cell in told] == [["U18", "U19"], ["U19"]]


@pytest.mark.parametrize("turned", [False, True])
def test_revised_figure(record, turned: bool) -> None:  # type: ignore[no-untyped-def]
    """Of two figures the latest report's is the value; one that is not reported any more takes nothing away."""
    reports = [
        record("It found 29.", {"at": "29", "value": 29}, doc_id="U18"),
        record("It found 31.", {"at": "31", "value": 31}, doc_id="U19", report_year=2019),
        record("Unknown.", {"at": "Unknown", **NONE}, doc_id="U20", report_year=2020),
    ]

    (cell,) = collect(reversed(reports) if turned else reports).cells

    assert (shown(cell)[3], cell.documents) == (31, ["U19"])
    assert {telling.document.doc_id for telling in cell.others} == {"U18", "U20"}


def test_money_in_both_currencies(record) -> None:  # type: ignore[no-untyped-def]
    """An amount with its dollars is a cell in each currency."""
    document = record(
        "It gave 150 manat ($88).", {"at": "150 manat", "action": "fund", "unit": "AZN", "value": 150, "usd": 88}
    )

    assert [(cell.key.unit, shown(cell)[3]) for cell in collect([document]).cells] == [("AZN", 150), ("USD", 88)]


def test_years_of_a_span_are_apart(record) -> None:  # type: ignore[no-untyped-def]
    """A figure of several years is no figure of the last one."""
    document = record("There were 5 and 9.", {"at": "5", "value": 5}, {"at": "9", "value": 9, "years": (2014, 2017)})

    assert [(cell.key.first, cell.key.year, shown(cell)[3]) for cell in collect([document]).cells] == [
        (2014, 2017, 9),
        (None, 2017, 5),
    ]


@pytest.mark.parametrize(
    ("qualifier", "value_max", "bounds"),
    [
        ("exact", None, (10, 10)),
        ("exact", 12, (10, 12)),
        ("min", None, (10, None)),
        ("max", None, (0, 10)),
        ("approx", None, (None, None)),
        ("approx", 12, (10, 12)),
    ],
)
def test_bounds(record, qualifier: str, value_max: float | None, bounds: Any) -> None:  # type: ignore[no-untyped-def]
    """The bounds are what the qualifier says."""
    document = record("10 of them", {"at": "10", "value": 10, "value_max": value_max, "qualifier": qualifier})

    assert [cell.bounds for cell in collect([document]).cells] == [bounds]


def test_what_is_left_out_is_counted(record) -> None:  # type: ignore[no-untyped-def]
    """A fact in no cell is counted with its reason."""
    document = record(
        "1 2 3 4 5",
        {"at": "1", "value": 1},
        {"at": "2", "value": 2, "part_of": "F1"},
        {"at": "3", "value": 3, "unit": "percent"},
        {"at": "4", "value": 4, "years": ()},
        {"at": "5", "value": 5, "action": "other"},
    )
    nowhere = record("7", {"at": "7", "value": 7}, country=None)

    found = collect([document, nowhere])

    assert len(found.cells) == 1
    assert found.facts == 6
    assert found.left_out == Counter({PLAIN_PART: 1, SHARE: 1, NO_YEAR: 1, NO_MEASURE: 1, NO_COUNTRY: 1})


def test_parts_in_a_circle_end(record) -> None:  # type: ignore[no-untyped-def]
    """A slip of the reading by which two figures are parts of each other does no harm."""
    document = record("5 7", {"at": "5", "value": 5, "part_of": "F2"}, {"at": "7", "value": 7, "part_of": "F1"})

    assert cells(document) == []


def test_absent_measures(record) -> None:  # type: ignore[no-untyped-def]
    """In the year that a report is of, each measure has a total or is absent; in other years nothing is added."""
    document = record("5 in 2010, 7", {"at": "5", "value": 5, "years": (2010,)}, {"at": "7", "value": 7})

    found = [shown(cell) for cell in with_absent(collect([document]))]

    assert found[0] == (2010, "victims_identified", "", 5, "figure")
    assert {row[0] for row in found[1:]} == {2017}
    assert [row[1] for row in found[1:]] == [measure.name for measure in measures()]
    assert Counter(row[4] for row in found) == {"figure": 2, "absent": len(measures()) - 1}


@given(st.text(), st.text(), st.integers(0, 9**9), st.integers(0, 9**9))
def test_evidence_ids_come_back(doc_id: str, fact: str, start: int, end: int) -> None:
    """An id that is written is read again as it was, and holds no ";"."""
    where = EvidenceId(doc_id, fact, (start, end))

    assert EvidenceId.parse(str(where)) == where
    assert ";" not in str(where)
