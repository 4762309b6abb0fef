"""Cells as a data frame: long (a row a cell) or wide (a row a country and year)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from tallies.documents.tables import NUMBER, TEXT, TEXTS, WHOLE, make_frame
from tallies.panel.cells import Cell, evidence_id
from tallies.panel.measures import measures
from tallies.panel.tellings import SPLITS, Key, Telling

if TYPE_CHECKING:
    import pandas as pd

#: The columns of the long form, the kind of each, and what it holds.
COLUMNS: Final[dict[str, tuple[str, str]]] = {
    "country": (TEXT, "ISO 3166-1 alpha-3 code"),
    "year": (WHOLE, "year of the figure; the last one of a figure of several years"),
    "first_year": (WHOLE, "first year of a figure of several years; empty otherwise"),
    "measure": (TEXT, "what is measured, see Measures"),
    "currency": (TEXT, "ISO 4217 code, for money only"),
    "exploitation": (TEXTS, "forms of exploitation that the figure is of; empty for all"),
    "gender": (TEXTS, "female or male; empty for all"),
    "age": (TEXTS, "adult or child; empty for all"),
    "nationality": (TEXTS, "alpha-3 codes, foreign or domestic; empty for all"),
    "victim_status": (TEXTS, "official or potential victims; empty for all"),
    "value": (NUMBER, "the figure; empty if not reported or absent; the lower end of a stated range"),
    "value_max": (NUMBER, "upper end of a stated range"),
    "lower": (NUMBER, "lowest value that the words allow; empty where they set no bound"),
    "upper": (NUMBER, "highest value that the words allow; empty where they set no bound"),
    "status": (TEXT, "figure, zero (stated), not reported (the text says so), absent (the text is silent)"),
    "basis": (TEXT, "what a total is of: all, or official or potential victims where the text gives no other total"),
    "sources": (WHOLE, "number of documents that give this figure"),
    "documents": (TEXTS, "their names"),
    "evidence": (TEXTS, "where this figure stands: DOCUMENT:FACT:START-END"),
    "alternatives": (TEXTS, "other figures given for the same cell: VALUE@DOCUMENT:FACT:START-END"),
}


def long_columns() -> dict[str, str]:
    """The kinds of the columns of the long form."""
    return {name: kind for name, (kind, _) in COLUMNS.items()}


def long(cells: Iterable[Cell]) -> pd.DataFrame:
    """One row a cell, in the columns of :data:`COLUMNS`."""
    return make_frame(long_columns(), [_row(cell) for cell in cells])


def _row(cell: Cell) -> tuple[Any, ...]:
    key, chosen = cell.key, cell.chosen
    return (
        key.country,
        key.year,
        key.first,
        key.measure,
        key.unit or None,
        *(list(values) for values in key.split),
        None if chosen is None else chosen.value,
        None if chosen is None else chosen.value_max,
        *cell.bounds,
        cell.status,
        None if chosen is None else chosen.basis,
        len(cell.documents),
        cell.documents,
        [str(where) for where in cell.evidence],
        [f"{_amount(telling)}@{evidence_id(telling)}" for telling in cell.others],
    )


def _amount(telling: Telling) -> str:
    if telling.value is None:
        return "not reported"
    top = "" if telling.value_max is None else f"..{telling.value_max:.15g}"
    return f"{telling.value:.15g}{top}"


def wide(cells: Iterable[Cell]) -> tuple[pd.DataFrame, dict[str, str]]:
    """One row a country and year, and the kinds of its columns.

    Each measure has a column of its totals and, behind it, one of their status. Money has the local currency
    in a third, and dollars in ``NAME_usd``. The columns of the splits that occur are called
    ``NAME[sex_trafficking]``; nationalities and figures of several years are in the long form only.
    """
    entries: dict[tuple[str, int], dict[str, Any]] = {}
    splits: dict[str, set[str]] = {}
    for cell in cells:
        key = cell.key
        if key.first is not None or key.split[SPLITS.index("nationality")]:
            continue
        row = entries.setdefault((key.country, key.year), {})
        if key.is_total:
            _put_total(row, cell)
        elif not key.unit and cell.chosen is not None:
            column = f"{key.measure}[{','.join(value for values in key.split for value in values)}]"
            row[column] = cell.chosen.value
            splits.setdefault(key.measure, set()).add(column)
    columns = {"country": TEXT, "year": WHOLE}
    for name, kind in _total_columns():
        columns[name] = kind
        columns |= dict.fromkeys(sorted(splits.get(name.removesuffix(".status"), ())) if "." in name else (), NUMBER)
    rows = [(*of, *(row.get(name) for name in list(columns)[2:])) for of, row in sorted(entries.items())]
    return make_frame(columns, rows), columns


def _total_columns() -> Iterator[tuple[str, str]]:
    for measure in measures():
        yield measure.name, NUMBER
        if measure.kind == "money":
            yield f"{measure.name}_usd", NUMBER
            yield f"{measure.name}_currency", TEXT
        yield f"{measure.name}.status", TEXT


def _put_total(row: dict[str, Any], cell: Cell) -> None:
    key: Key = cell.key
    value = None if cell.chosen is None else cell.chosen.value
    if key.unit == "USD":
        row[f"{key.measure}_usd"] = value
        row.setdefault(f"{key.measure}.status", cell.status)
        return
    if key.unit and row.get(f"{key.measure}_currency"):
        return  # a third currency: the first one in the order of codes stays
    row[key.measure] = value
    row[f"{key.measure}_currency"] = key.unit or None
    row[f"{key.measure}.status"] = cell.status
