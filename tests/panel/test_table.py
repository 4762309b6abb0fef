"""Cells as tables, and their codebook."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tallies.documents.writers import write_table
from tallies.panel.cells import collect, with_absent
from tallies.panel.codebook import codebook
from tallies.panel.measures import measures
from tallies.panel.table import long, long_columns, wide
from tallies.records import Document


@pytest.fixture
def document(record) -> Document:  # type: ignore[no-untyped-def]
    """A total with two parts, another figure of it, money, a figure not reported."""
    made: Document = record(
        "It found at least 71 (66 female, 5 French); NGOs found 80. It gave 150 manat ($88). Convictions are unknown.",
        {"at": "at least 71", "value": 71, "qualifier": "min"},
        {"at": "66", "value": 66, "gender": ("female",), "part_of": "F1"},
        {"at": "5", "value": 5, "nationality": ("FRA",), "part_of": "F1"},
        {"at": "80", "value": 80, "agency": "NGOs"},
        {"at": "150 manat", "value": 150, "unit": "AZN", "action": "fund", "usd": 88},
        {"at": "Convictions", "value": None, "unit": "conviction", "action": "convict"},
    )
    return made


def test_long_form(document: Document, tmp_path: Path) -> None:
    """A row a cell, with value, bounds, status, sources, evidence and alternatives; CSV holds the same."""
    write_table(long(collect([document]).cells), long_columns(), tmp_path / "panel.csv")

    assert (tmp_path / "panel.csv").read_text().splitlines() == [
        ",".join(long_columns()),
        "UTO,2017,,convictions,,,,,,,,,,,not reported,all,1,Utopia,Utopia:F6:84-95,",
        "UTO,2017,,victims_identified,,,,,,,71,,71,,figure,all,1,Utopia,Utopia:F1:9-20,80@Utopia:F4:55-57",
        "UTO,2017,,victims_identified,,,,,FRA,,5,,5,5,figure,all,1,Utopia,Utopia:F3:33-34,",
        "UTO,2017,,victims_identified,,,female,,,,66,,66,66,figure,all,1,Utopia,Utopia:F2:22-24,",
        "UTO,2017,,funding,AZN,,,,,,150,,150,150,figure,all,1,Utopia,Utopia:F5:67-76,",
        "UTO,2017,,funding,USD,,,,,,88,,88,88,figure,all,1,Utopia,Utopia:F5:67-76,",
    ]


def test_wide_form(document: Document) -> None:
    """A row a country and year, with value and status of each measure; silence and zero are told apart."""
    frame, kinds = wide(with_absent(collect([document])))

    assert list(frame.columns) == list(kinds)
    (row,) = frame.to_dict("records")
    filled = {name: value for name, value in row.items() if not pd.isna(value) and value != "absent"}
    assert filled == {
        "country": "UTO",
        "year": 2017,
        "convictions.status": "not reported",
        "victims_identified": 71,
        "victims_identified.status": "figure",
        "victims_identified[female]": 66,
        "funding": 150,
        "funding_usd": 88,
        "funding_currency": "AZN",
        "funding.status": "figure",
    }
    assert sum(value == "absent" for value in row.values() if not pd.isna(value)) == len(measures()) - 3


def test_empty_panel() -> None:
    """No document gives tables with columns and no row."""
    assert long(()).shape == (0, len(long_columns()))
    assert wide(())[0].shape[0] == 0


def test_codebook(document: Document) -> None:
    """The codebook names every column of its table and every measure, counts totals, and says what is left out."""
    cells = collect([document])
    shown = with_absent(cells)
    for kinds in (long_columns(), wide(shown)[1]):
        book = codebook(cells, shown, kinds)
        assert [name for name in kinds if f"| `{name}` |" not in book] == []
        assert [measure.name for measure in measures() if f"| `{measure.name}` | {measure.kind} |" not in book] == []
        assert "Victims identified: identify of any other unit | 1 | 0 | 0 | 0 |" in book
        assert "0 of 6 facts are in no cell" in book


def test_panel_of_gold(shared: Path) -> None:
    """On gold every fact is in a cell or counted as left out, and every cell leads to its words."""
    from tallies.documents.output import read_output
    from tallies.panel.cells import EvidenceId

    documents = {document.doc_id: document for document in read_output(shared / "gold" / "train.jsonl")}
    cells = collect(documents.values())
    frame = long(cells.cells)

    told = {(t.document.doc_id, t.fact.id) for cell in cells.cells for t in (*cell.same, *cell.others)}
    assert len(told) + sum(cells.left_out.values()) == cells.facts == sum(len(d.facts) for d in documents.values())
    for where in (EvidenceId.parse(text) for texts in frame["evidence"] for text in texts):
        assert where.anchor in {fact.anchor for fact in documents[where.doc_id].facts if fact.id == where.fact}
