"""Records to rows and pandas tables; :mod:`tallies.documents.writers` leaves them in files.

Every table has the columns of :data:`COLUMNS`, in that order and of those kinds, also when empty. In
memory, in parquet and in JSON lines a list is a list; in CSV its values are joined by ";". Where the
texts came from a table, the further columns of its rows stand behind, with :data:`INPUT` before their names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, Final

from tallies.documents.passages import passage
from tallies.errors import InputError
from tallies.records import Comparison, Document, Entity, Fact, Offsets, Route, Term

if TYPE_CHECKING:
    import pandas as pd

# The kinds of column.
TEXT: Final = "string"
WHOLE: Final = "Int64"
NUMBER: Final = "Float64"
YES_NO: Final = "boolean"
TEXTS: Final = "list of text"
WHOLES: Final = "list of whole numbers"

_META: Final = {"document": TEXT, "country": TEXT, "report_year": WHOLE, "tier": TEXT}
_SPAN: Final = {"start": WHOLE, "end": WHOLE, "text": TEXT}

#: The columns of each table and the kind of each column.
COLUMNS: Final[dict[str, dict[str, str]]] = {
    "documents": {
        **_META,
        "characters": WHOLE,
        "words": WHOLE,
        "entities": WHOLE,
        "facts": WHOLE,
        "comparisons": WHOLE,
        "routes": WHOLE,
        "file": TEXT,
        "offset": WHOLE,
    },
    "entities": {"document": TEXT, "label": TEXT, **_SPAN, "norm": TEXT, "place": TEXT},
    "facts": {
        "document": TEXT,
        "id": TEXT,
        "country": TEXT,
        "report_year": WHOLE,
        "tier": TEXT,
        "section": TEXT,
        "sentence": TEXT,
        "action": TEXT,
        "value": NUMBER,
        "value_max": NUMBER,
        "qualifier": TEXT,
        "unit": TEXT,
        "years": WHOLES,
        "agency": TEXT,
        "agency_norm": TEXT,
        "exploitation": TEXTS,
        "gender": TEXTS,
        "age": TEXTS,
        "nationality": TEXTS,
        "status": TEXTS,
        "usd": NUMBER,
        "part_of": TEXT,
        "compared_with": TEXT,
        **_SPAN,
        "shortest": NUMBER,
        "longest": NUMBER,
        "suspended": YES_NO,
        "life": YES_NO,
        "confidence": NUMBER,
        "place": TEXT,
    },
    "comparisons": {
        **_META,
        "section": TEXT,
        "action": TEXT,
        "agency": TEXT,
        "later": TEXT,
        "later_value": NUMBER,
        "later_unit": TEXT,
        "later_years": WHOLES,
        "earlier": TEXT,
        "earlier_value": NUMBER,
        "earlier_unit": TEXT,
        "earlier_years": WHOLES,
        "difference": NUMBER,
        "percent_change": NUMBER,
        "sentence": TEXT,
    },
    "routes": {
        "document": TEXT,
        "id": TEXT,
        "country": TEXT,
        "report_year": WHOLE,
        "origin": TEXTS,
        "destination": TEXTS,
        "transit": TEXTS,
        "exploitation": TEXTS,
        "victims": TEXTS,
        "sentence": TEXT,
        "place": TEXT,
    },
    "errors": {"file": TEXT, "place": TEXT, "kind": TEXT, "reason": TEXT, "remedy": TEXT},
}

#: What goes before the name of a column of the input in the tables of the output.
INPUT: Final = "input_"

Row = Iterable[Any]


class Tables:
    """Collects records row by row; :meth:`frames` gives the tables."""

    def __init__(self) -> None:
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
        # The columns of the input in the order in which they were met, and the cells of each document in them.
        self._inputs: dict[str, None] = {}
        self._carried: dict[str, list[Mapping[str, str]]] = {name: [] for name in COLUMNS}

    def add(self, outcome: Document | InputError) -> None:
        """Add the rows of a document, or that of an error."""
        carried = carried_by(outcome)
        self._inputs.update(dict.fromkeys(carried))
        for name, rows in rows_of(outcome).items():
            self._rows[name].extend(rows)
            self._carried[name].extend([carried] * len(rows))

    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables by name."""
        frames = {name: make_frame(columns, self._rows[name]) for name, columns in COLUMNS.items()}
        for name, frame in frames.items():
            for column in self._inputs if name != "errors" else ():
                frame[column] = [cells.get(column) for cells in self._carried[name]]
                frame[column] = frame[column].astype(TEXT)
        return frames


def tables(outcomes: Iterable[Document | InputError]) -> dict[str, pd.DataFrame]:
    """The tables of *outcomes* by name."""
    collected = Tables()
    for outcome in outcomes:
        collected.add(outcome)
    return collected.frames()


def rows_of(outcome: Document | InputError) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of a document, or that of an error, by the table that they stand in, with the cells of its columns."""
    if isinstance(outcome, InputError):
        row = outcome.to_dict()
        return {"errors": [tuple(row[column] for column in COLUMNS["errors"])]}
    comparisons = tuple(outcome.comparisons())
    return {
        "documents": [_document(outcome, len(comparisons))],
        "entities": [_entity(outcome, entity) for entity in outcome.entities],
        "facts": [_fact(outcome, fact) for fact in outcome.facts],
        "comparisons": [_comparison(outcome, comparison) for comparison in comparisons],
        "routes": [_route(outcome, route) for route in outcome.routes],
    }


def carried_by(outcome: Document | InputError) -> dict[str, str]:
    """The cells that stand behind every row of a document: those of the table that its text came from."""
    if isinstance(outcome, InputError):
        return {}
    return {INPUT + column.name: column.text for column in outcome.columns}


def words(text: str) -> int:
    """The number of words in *text*, as ``wc`` counts them."""
    return len(text.split())


def _passage(document: Document, offsets: Offsets | None) -> str | None:
    return None if offsets is None else passage(document, offsets)


def _meta(document: Document) -> tuple[Any, ...]:
    return document.doc_id, document.country, document.report_year, document.tier


def _document(document: Document, comparisons: int) -> tuple[Any, ...]:
    return (
        *_meta(document),
        len(document.text),
        words(document.text),
        len(document.entities),
        len(document.facts),
        comparisons,
        len(document.routes),
        document.file,
        document.offset,
    )


def _entity(document: Document, entity: Entity) -> tuple[Any, ...]:
    offsets = entity.start, entity.end
    return document.doc_id, entity.label, *offsets, _passage(document, offsets), entity.norm, entity.place


def _fact(document: Document, fact: Fact) -> tuple[Any, ...]:
    term = fact.term or Term()
    return (
        document.doc_id,
        fact.id,
        document.country,
        document.report_year,
        document.tier,
        fact.section,
        _passage(document, fact.sentence),
        fact.action,
        fact.value,
        fact.value_max,
        fact.qualifier,
        fact.unit,
        list(fact.years),
        fact.agency,
        fact.agency_norm,
        list(fact.exploitation),
        list(fact.gender),
        list(fact.age),
        list(fact.nationality),
        list(fact.status),
        fact.usd,
        fact.part_of,
        fact.compared_with,
        *fact.anchor,
        _passage(document, fact.anchor),
        term.shortest,
        term.longest,
        term.suspended,
        term.life,
        # A chain is as strong as its weakest link.
        min((evidence.confidence for evidence in fact.evidence), default=None),
        fact.place,
    )


def _comparison(document: Document, comparison: Comparison) -> tuple[Any, ...]:
    later, earlier = comparison.later, comparison.earlier
    return (
        *_meta(document),
        later.section,
        later.action,
        later.agency,
        later.id,
        later.value,
        later.unit,
        list(later.years),
        earlier.id,
        earlier.value,
        earlier.unit,
        list(earlier.years),
        comparison.difference,
        comparison.percent_change,
        comparison.sentence,
    )


def _route(document: Document, route: Route) -> tuple[Any, ...]:
    return (
        document.doc_id,
        route.id,
        document.country,
        document.report_year,
        list(route.origin),
        list(route.destination),
        list(route.transit),
        list(route.exploitation),
        list(route.victims),
        _passage(document, route.sentence),
        route.place,
    )


def make_frame(columns: Mapping[str, str], rows: list[tuple[Any, ...]]) -> pd.DataFrame:
    """*rows* as a table of *columns*, each with its kind (:data:`TEXT` and the others)."""
    import pandas as pd

    cells: Iterable[Row] = zip(*rows, strict=True) if rows else [()] * len(columns)
    return pd.DataFrame(
        {
            name: pd.Series(list(column), dtype=object if kind in (TEXTS, WHOLES) else kind)
            for (name, kind), column in zip(columns.items(), cells, strict=True)
        }
    )
