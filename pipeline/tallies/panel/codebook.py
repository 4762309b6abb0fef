"""What the columns and measures of a panel mean, and what is in no cell of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from tallies.panel.cells import Cell, Cells
from tallies.panel.measures import Measure, measures
from tallies.panel.table import COLUMNS

RULES = """\
* Only figures that are part of nothing, and are of nobody in particular, make a total; parts make the cells of
  their attributes, and take from their total the attributes that they do not state. Nothing is added up.
* Where a document gives several figures for a cell, its value is a figure rather than a zero, a zero rather than
  "not reported", the government's or an unattributed one rather than another body's, the first in the text. The
  others are alternatives.
* Where a document gives no plain total of people, its figure of official, else of potential victims is the total;
  the column `basis` says so.
* Where several reports give a cell, its value is that of the latest; those that give the same figure are its
  sources, other figures are alternatives.
* `lower` and `upper` follow the words: "at least 29" has no upper, "up to 29" is 0 to 29, "about 29" has neither.
* A report is of the year before it. Only for these years are measures without a figure listed, as `absent`.
"""


def codebook(cells: Cells, shown: list[Cell], kinds: dict[str, str]) -> str:
    """The codebook in Markdown.

    shown (list[Cell]): the cells of the panel, absent ones among them.
    kinds (dict[str, str]): the columns of the panel's table and their kinds.
    """
    return "\n".join(_lines(cells, shown, kinds))


def _lines(cells: Cells, shown: list[Cell], kinds: dict[str, str]) -> Iterator[str]:
    countries = {cell.key.country for cell in shown}
    years = sorted({cell.key.year for cell in shown})
    span = f"{years[0]} to {years[-1]}" if years else "no year"
    yield "# Codebook\n"
    yield f"{len(shown):,} cells; {_counted(len(countries), 'country', 'countries')}, {span}.\n"
    yield "## Columns\n"
    yield "| column | kind | |\n|---|---|---|"
    for name, kind in kinds.items():
        yield f"| `{name}` | {kind} | {_meaning(name)} |"
    yield "\nIn CSV the values of a list are joined by `;`. In the names of documents and facts `%`, `;` and `:` are"
    yield "written `%25`, `%3B` and `%3A`.\n"
    yield "## Measures\n"
    yield "| measure | kind | | figure | zero | not reported | absent |\n|---|---|---|--:|--:|--:|--:|"
    counts = Counter((cell.key.measure, cell.status) for cell in shown if cell.key.is_total)
    for measure in measures():
        numbers = " | ".join(
            f"{counts[measure.name, status]:,}" for status in ("figure", "zero", "not reported", "absent")
        )
        yield f"| `{measure.name}` | {measure.kind} | {measure.description}: {_takes(measure)} | {numbers} |"
    yield "\nThe counts are of totals.\n"
    yield "## Rules\n"
    yield RULES
    yield "## Left out\n"
    left = sum(cells.left_out.values())
    yield f"{left:,} of {cells.facts:,} facts are in no cell:\n"
    for reason, count in sorted(cells.left_out.items()):
        yield f"* {count:,}: {reason}."
    yield ""


def _takes(measure: Measure) -> str:
    """The actions and units of *measure* in words."""
    actions = ", ".join(sorted(measure.actions))
    if measure.kind == "money":
        units = "any currency"
    elif "*" in measure.units:
        units = "any other unit"
    else:
        units = ", ".join(sorted(measure.units))
    about = f"; or followed by {', '.join(measure.about)}" if measure.about else ""
    return f"{actions} of {units}{about}"


def _meaning(name: str) -> str:
    """What a column of either form holds."""
    if name in COLUMNS:
        return COLUMNS[name][1]
    if name.endswith(".status"):
        return f"status of `{name.removesuffix('.status')}`: {COLUMNS['status'][1]}"
    if name.endswith("_currency"):
        return f"currency of `{name.removesuffix('_currency')}`, ISO 4217"
    if name.endswith("_usd"):
        return f"`{name.removesuffix('_usd')}` in dollars, as the text states"
    measure, _, split = name.partition("[")
    if split:
        return f"`{measure}` of {split.removesuffix(']').replace(',', ', ')}"
    return next(one.description for one in measures() if one.name == name)


def _counted(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"
