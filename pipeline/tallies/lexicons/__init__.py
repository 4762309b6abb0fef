"""Word lists as data: CSV files beside this module, each with its source in ``SOURCES.md``."""

from __future__ import annotations

import csv
import io
from functools import cache
from importlib.resources import files


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """The rows of lexicon *name* ("country" reads ``country.csv``) as dicts of column to cell."""
    path = files(__name__).joinpath(f"{name}.csv")
    with io.TextIOWrapper(path.open("rb"), encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def mapping(name: str, key: str, value: str) -> dict[str, str]:
    """Lexicon *name* as a dict from column *key* to column *value*."""
    return {row[key]: row[value] for row in rows(name)}


@cache
def words(name: str, kind: str) -> frozenset[str]:
    """The words of lexicon *name* whose column ``set`` is *kind*."""
    return frozenset(row["word"] for row in rows(name) if row["set"] == kind)
