"""The reports beside the repository, where they are: none fails, and the tables hold what the eye sees."""

from __future__ import annotations

import csv
from collections import Counter
from pathlib import Path

import pytest

from tallies.documents.inputs import read_sources
from tallies.documents.source import Source, place_at
from tallies.linking.cells import read_cells

CELLS = Path(__file__).with_name("child_labor_cells.csv")

Key = tuple[str, str, str, str, int, str, float | None]


@pytest.fixture(scope="module")
def sources(request: pytest.FixtureRequest) -> list[Source]:
    """Every report that can be read."""
    shared: Path = request.getfixturevalue("shared")
    return [one for one in read_sources(shared / "reports") if isinstance(one, Source)]


def test_every_report_is_read(shared: Path, sources: list[Source]) -> None:
    """None of the reports fails, and country and year are known of those that do not say them in a heading."""
    files = [path for path in (shared / "reports").rglob("*") if path.is_file()]

    assert len(sources) == len(files)
    unknown = [one.doc_id for one in sources if "tip-" not in one.file and None in (one.country, one.report_year)]
    assert unknown == []


def test_cells_of_the_child_labor_tables(sources: list[Source]) -> None:
    """At least 97 in 100 cells that a person read in the ten PDFs are found, and as many of those found are right.

    What stands in a cell, of which page, year, action and unit; "Unknown" is without value, and what
    is not applicable is no fact.
    """
    with CELLS.open(newline="") as lines:
        rows = list(csv.DictReader(lines))
    seen: Counter[Key] = Counter(
        (row["report"], f"page {row['page']}", row["action"], row["unit"], int(row["year"]), row["state"], value)
        for row in rows
        if row["state"] in ("figure", "not reported")
        for value in [float(row["value"]) if row["value"] else None]
    )
    read: Counter[Key] = Counter()
    for one in sources:
        for fact in read_cells(one.cells, one.text, country=one.country, first=1):
            state = "not reported" if fact.value is None else "figure"
            page = place_at(one.places, fact.anchor[0])
            read[one.doc_id.split("#")[0], page, fact.action, fact.unit, fact.years[0], state, fact.value] += 1
    right = (seen & read).total()

    assert seen.total() == 215
    assert right >= 0.97 * seen.total(), seen - read
    assert right >= 0.97 * read.total(), read - seen


def test_cells_that_are_no_figures(sources: list[Source]) -> None:
    """ "N/A" in a row of figures is kept apart from "Unknown"."""
    with CELLS.open(newline="") as lines:
        apart = Counter(row["report"] for row in csv.DictReader(lines) if row["state"] == "not applicable")

    found = Counter(
        one.doc_id
        for one in sources
        for cell in one.cells
        if cell.state == "not applicable" and cell.label.startswith("Number of")
    )
    assert {name: found[name] for name in apart} == dict(apart)
