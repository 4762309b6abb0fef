"""Cells of tables to facts."""

from __future__ import annotations

import pytest

from tallies.linking.cells import read_cells, row_meaning
from tallies.records import Cell, Fact


@pytest.mark.parametrize(
    ("label", "action", "unit"),
    [
        ("Number of labor inspectors", "employ", "inspector"),
        ("Labour inspection budget", "fund", "budget"),
        ("Number of inspections carried out", "inspect", "inspection"),
        ("Total number of trafficking victims identified", "identify", "victim"),
        ("Victims assisted by NGOs", "assist", "victim"),
        ("Children removed from hazardous work", "rescue", "child"),
        ("Traffickers convicted", "convict", "trafficker"),
        ("Number of convictions secured", "convict", "conviction"),
        ("Prosecutions initiated", "prosecute", "prosecution"),
        ("Cases investigated by the police", "investigate", "case"),
        ("Number of violations found", "identify", "violation"),
        ("Number of violations for which fines were imposed", "sentence", "violation"),
        ("Complaints received", "receive", "complaint"),
        ("Imposed penalties", "regulate", "penalty"),
        ("Trainings held for judges", "train", "training"),
        ("Number of widgets", "other", "widget"),
    ],
)
def test_label_says_what_is_counted(label: str, action: str, unit: str) -> None:
    """The head noun of a label is the unit; the action is its last participle's, or that of the noun before it."""
    assert row_meaning(Cell(0, 0, label, 2020, "figure"))[:2] == (action, unit)


def test_penalties_of_courts() -> None:
    """In a table of courts penalties are sentences, elsewhere they are a regulator's."""
    cell = Cell(0, 0, "Penalties imposed", 2020, "figure", title="Criminal law enforcement")

    assert row_meaning(cell)[:2] == ("sentence", "penalty")


def test_label_that_goes_on_from_the_one_above() -> None:
    """A label without a noun counts what the label above counts."""
    cell = Cell(0, 0, "Number conducted at worksites", 2020, "figure", parent="Number of inspections conducted")

    assert row_meaning(cell) == ("inspect", "inspection", "label above")


def table(*rows: tuple[str, str, str]) -> tuple[list[Cell], str]:
    """A text of rows of a label and two cells, for 2020 and 2021, and the cells."""
    from tallies.documents.grids import state_of

    text, cells = "", []
    for label, *words in rows:
        for year, word in zip((2020, 2021), words, strict=True):
            cells.append(Cell(len(text), len(text) + len(word), label, year, state_of(word)))
            text += word + " "
    return cells, text


def read(*rows: tuple[str, str, str], country: str | None = None) -> list[tuple[object, ...]]:
    """The facts of a table, as their slots."""
    cells, text = table(*rows)
    facts: tuple[Fact, ...] = read_cells(cells, text, country=country, first=5)
    return [(f.id, f.action, f.value, f.unit, f.years, f.compared_with, text[f.anchor[0] : f.anchor[1]]) for f in facts]


def test_figures_of_a_row() -> None:
    """Each figure is a fact of its year, at its cell, set against the year before."""
    assert read(("Number of officers", "1,200", "28")) == [
        ("F5", "employ", 1200, "officer", (2020,), None, "1,200"),
        ("F6", "employ", 28, "officer", (2021,), "F5", "28"),
    ]


def test_money() -> None:
    """Amounts have their currency, which a figure that was not reported takes from its row."""
    assert read(("Inspectorate funding", "Unknown", "$2.8 million"), ("Budget", "Unknown", "Not reported")) == [
        ("F5", "fund", None, "USD", (2020,), None, "Unknown"),
        ("F6", "fund", 2_800_000, "USD", (2021,), "F5", "$2.8 million"),
        ("F7", "fund", None, "budget", (2020,), None, "Unknown"),
        ("F8", "fund", None, "budget", (2021,), "F7", "Not reported"),
    ]


def test_what_is_no_figure() -> None:
    """ "N/A" is no fact, nor is a word; "Unknown" is one only in a row of figures."""
    words = [("Officers were trained", "Unknown", "Yes"), ("Raids", "No", "N/A")]

    assert read(("Number of arrests", "N/A", "Unknown"), *words) == [
        ("F5", "arrest", None, "arrest", (2021,), None, "Unknown")
    ]


def test_percentages_and_hedges() -> None:
    """A percentage is one, and "more than" is the least."""
    cells, text = table(("Convictions upheld", "95.4%", "12"))

    facts = read_cells(cells, text, country=None, first=1)

    assert [(fact.value, fact.unit, fact.compared_with) for fact in facts] == [
        (95.4, "percent", None),
        (12, "conviction", None),
    ]
