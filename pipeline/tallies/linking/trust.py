"""How far a rule's link can be trusted: the share of its links that were right on annotated narratives.

The table ``lexicons/trust.csv`` is made by ``benchmarks/trust.py``; a rule that is not in it gets the share
of its slot.
"""

from __future__ import annotations

from functools import cache

from tallies import lexicons


@cache
def _table() -> dict[tuple[str, str], float]:
    return {(row["slot"], row["rule"]): float(row["share"]) for row in lexicons.rows("trust")}


@cache
def trust(slot: str, rule: str) -> float:
    """The confidence in [0, 1] of a link of *slot* that *rule* made."""
    table = _table()
    return table.get((slot, rule), table.get((slot, ""), 0.5))
