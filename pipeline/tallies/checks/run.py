"""All checks over the documents of a run, as flags and as a table."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from tallies.checks import comparisons, order, percentages, rates, revisions, sums
from tallies.checks.flags import Flag
from tallies.documents.tables import NUMBER, TEXT, WHOLE, make_frame
from tallies.records import Document

if TYPE_CHECKING:
    import pandas as pd

#: Checks of one document, and checks of all documents together.
OF_ONE: Final = (sums.check, comparisons.check, percentages.check, order.check)
OF_ALL: Final = (rates.check, revisions.check)

#: The columns of the table of flags.
COLUMNS: Final = {
    "check": TEXT,
    "country": TEXT,
    "message": TEXT,
    "likelier": TEXT,
    "why": TEXT,
    "found": NUMBER,
    "expected": NUMBER,
    "document": TEXT,
    "fact": TEXT,
    "start": WHOLE,
    "end": WHOLE,
    "sentence": TEXT,
    "other_document": TEXT,
    "other_fact": TEXT,
    "other_start": WHOLE,
    "other_end": WHOLE,
    "other_sentence": TEXT,
}


def check(documents: Iterable[Document]) -> list[Flag]:
    """What does not fit in *documents*: by document, in the order of the text."""
    known = list(documents)
    places = {document.doc_id: place for place, document in enumerate(known)}
    found = [flag for document in known for of_one in OF_ONE for flag in of_one(document)]
    found += [flag for of_all in OF_ALL for flag in of_all(known)]
    return sorted(found, key=lambda flag: (places[flag.document], flag.anchor, flag.check))


def table(flags: Iterable[Flag]) -> pd.DataFrame:
    """*flags* as a table with the columns of :data:`COLUMNS`."""
    return make_frame(COLUMNS, [_row(flag) for flag in flags])


def _row(flag: Flag) -> tuple[object, ...]:
    cells = {name: getattr(flag, name, None) for name in COLUMNS}
    cells["start"], cells["end"] = flag.anchor
    cells["other_start"], cells["other_end"] = flag.other_anchor
    return tuple(cells.values())
