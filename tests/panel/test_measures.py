"""Which measure a figure is of."""

from __future__ import annotations

import pytest

from tallies.labels import ACTIONS
from tallies.panel.measures import KINDS, measure_of, measures


def test_table_is_sound() -> None:
    """Names are unique, every kind occurs, and every action but "other" and "estimate" has a measure."""
    table = measures()
    assert len({measure.name for measure in table}) == len(table)
    assert {measure.kind for measure in table} == set(KINDS)
    assert set(ACTIONS) - {action for measure in table for action in measure.actions} == {"estimate", "other"}
    assert [measure.name for measure in table if not measure.description] == []


def test_no_row_is_out_of_reach() -> None:
    """No row stands behind one that takes all its actions and units."""
    for place, measure in enumerate(measures()):
        for before in measures()[:place]:
            wider = measure.actions <= before.actions and (before.kind == "money") == (measure.kind == "money")
            assert not (wider and ("*" in before.units or measure.units <= before.units)), (before.name, measure.name)


@pytest.mark.parametrize(
    ("action", "unit", "name"),
    [
        ("investigate", "case", "investigations"),
        ("investigate", "suspect", "people_investigated"),
        ("investigate", "official", "officials_investigated"),
        ("prosecute", "defendant", "people_prosecuted"),
        ("convict", "conviction", "convictions"),
        ("convict", "trafficker", "people_convicted"),
        ("convict", "company", "organizations_convicted"),
        ("identify", "woman", "victims_identified"),
        ("fund", "AZN", "funding"),
        ("fund", "shelter", "grants"),
        ("compensate", "USD", "compensation"),
        ("train", "workshop", "trainings"),
        ("train", "officer", "people_trained"),
        ("receive", "call", "calls"),
        ("operate", "shelter", "shelters"),
        ("convict", "AZN", None),
        ("convict", "percent", None),
        ("other", "state", None),
    ],
)
def test_measure_of(record, action: str, unit: str, name: str | None) -> None:  # type: ignore[no-untyped-def]
    """Action and unit choose the measure; shares and what no row names have none."""
    document = record("There were 29 of them.", {"at": "29", "action": action, "unit": unit, "value": 29})

    measure = measure_of(document, document.facts[0])

    assert (measure.name if measure else None) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("It did not report convictions of complicit officials.", "officials_convicted"),
        ("It did not report convictions of\ngovernment   employees.", "officials_convicted"),
        ("It did not report convictions.  Complicit officials remained free.", "convictions"),
        ("It did not report convictions; complicit officials remained free.", "convictions"),
        ("It did not report convictions of traffickers.", "convictions"),
    ],
)
def test_figures_about_officials(record, text: str, name: str) -> None:  # type: ignore[no-untyped-def]
    """A figure that its clause says is about officials is no figure of all traffickers."""
    document = record(text, {"at": "convictions", "action": "convict", "unit": "conviction", "value": None})

    measure = measure_of(document, document.facts[0])

    assert measure is not None
    assert measure.name == name


def test_officials_behind_another_figure_are_not_meant(record) -> None:  # type: ignore[no-untyped-def]
    """What follows the next figure belongs to that."""
    document = record(
        "Courts convicted 29 traffickers, three of them complicit officials.",
        {"at": "29", "action": "convict", "unit": "conviction", "value": 29},
        {"at": "three", "action": "convict", "unit": "official", "value": 3, "part_of": "F1"},
    )

    names = [measure.name for fact in document.facts if (measure := measure_of(document, fact))]

    assert names == ["convictions", "officials_convicted"]
