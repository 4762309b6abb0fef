"""Records to pandas tables, and tables to files.

Every table has the columns of :data:`COLUMNS`, in that order and of those kinds, also when empty. In
memory, in parquet and in JSON lines a list is a list; in CSV its values are joined by ";". Where the
texts came from a table, the further columns of its rows stand behind, with :data:`INPUT` before their names.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tallies.documents.files import replacing
from tallies.documents.passages import passage
from tallies.errors import InputError
from tallies.records import Comparison, Document, Entity, Fact, Offsets, Route, Term

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

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
    """Collects records row by row; :meth:`frames` gives the tables.

    inputs (Iterable[str]): columns of the input that the tables are to have even if no record carries them.
    """

    def __init__(self, inputs: Iterable[str] = ()) -> None:
        self._rows: dict[str, list[tuple[Any, ...]]] = {name: [] for name in COLUMNS}
        # The columns of the input in the order in which they were met, and the cells of each document in them.
        self._inputs: dict[str, None] = dict.fromkeys(inputs)
        self._carried: dict[str, list[Mapping[str, str]]] = {name: [] for name in COLUMNS}

    def add(self, outcome: Document | InputError) -> None:
        """Add the rows of a document, or that of an error."""
        if isinstance(outcome, InputError):
            row = outcome.to_dict()
            self._rows["errors"].append(tuple(row[column] for column in COLUMNS["errors"]))
            return
        comparisons = tuple(outcome.comparisons())
        carried = {INPUT + column.name: column.text for column in outcome.columns}
        self._inputs.update(dict.fromkeys(carried))
        for name, rows in (
            ("documents", [_document(outcome, len(comparisons))]),
            ("entities", [_entity(outcome, entity) for entity in outcome.entities]),
            ("facts", [_fact(outcome, fact) for fact in outcome.facts]),
            ("comparisons", [_comparison(outcome, comparison) for comparison in comparisons]),
            ("routes", [_route(outcome, route) for route in outcome.routes]),
        ):
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


def write_tables(frames: Mapping[str, pd.DataFrame], folder: Path, formats: Iterable[str]) -> None:
    """Write each of *frames* to ``folder/NAME.FORMAT``; each file appears whole or not at all.

    formats (Iterable[str]): of "csv", "parquet", "jsonl". Raises KeyError for another one.
    """
    for suffix in formats:
        for name, frame in frames.items():
            carried = {column: TEXT for column in frame.columns if column not in COLUMNS[name]}
            write_table(frame, {**COLUMNS[name], **carried}, folder / f"{name}.{suffix}")


def write_table(frame: pd.DataFrame, columns: Mapping[str, str], path: Path) -> None:
    """Write *frame* to *path* in the format of its suffix; it appears whole or not at all.

    Raises KeyError for a suffix that is none of :data:`WRITERS`.
    """
    write = WRITERS[path.suffix.removeprefix(".").lower()]
    with replacing(path) as temporary:
        write(frame, columns, temporary)


def _write_csv(frame: pd.DataFrame, columns: Mapping[str, str], path: Path) -> None:
    flat = frame.copy()
    for name, kind in columns.items():
        if kind in (TEXTS, WHOLES):
            flat[name] = [";".join(map(str, cell)) for cell in frame[name]]
        elif kind == NUMBER:
            flat[name] = [None if cell is None else f"{cell:.15g}" for cell in _cells(frame[name])]
    flat.to_csv(path, index=False, encoding="utf-8", lineterminator="\n")


def _cells(column: pd.Series) -> list[Any]:
    """The cells of a nullable *column* as plain values, None where there is none."""
    plain: list[Any] = column.astype(object).where(column.notna(), None).tolist()
    return plain


def _write_jsonl(frame: pd.DataFrame, columns: Mapping[str, str], path: Path) -> None:
    # Not frame.to_json, which writes "/" as "\\/" and an empty line for an empty table.
    columns_of_cells = [_cells(frame[name]) for name in columns]
    with path.open("w", encoding="utf-8", newline="\n") as lines:
        for row in zip(*columns_of_cells, strict=True):
            lines.write(json.dumps(dict(zip(columns, row, strict=True)), ensure_ascii=False) + "\n")


def _write_parquet(frame: pd.DataFrame, columns: Mapping[str, str], path: Path) -> None:
    # The schema is given, since that of an empty column of lists cannot be seen from its values.
    frame.to_parquet(path, engine="pyarrow", index=False, schema=arrow_schema(columns))


def arrow_schema(columns: Mapping[str, str]) -> pa.Schema:
    """*columns* as a schema of Arrow, in which a list is a list."""
    import pyarrow as pa

    kinds: dict[str, pa.DataType] = {
        TEXT: pa.string(),
        WHOLE: pa.int64(),
        NUMBER: pa.float64(),
        YES_NO: pa.bool_(),
        TEXTS: pa.list_(pa.string()),
        WHOLES: pa.list_(pa.int64()),
    }
    return pa.schema([(name, kinds[kind]) for name, kind in columns.items()])


#: How a table is written, by format, which is the file's suffix as well.
WRITERS: Final[dict[str, Callable[[pd.DataFrame, Mapping[str, str], Path], None]]] = {
    "csv": _write_csv,
    "parquet": _write_parquet,
    "jsonl": _write_jsonl,
}
