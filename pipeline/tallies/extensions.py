"""The one table of what Tallies hangs on a ``Doc``: plain data inside, frozen records outside.

``doc._.country``, ``doc._.report_year``, ``doc._.tier``
    The narrative's country (ISO 3166 alpha-3), report year and tier; None if unknown. Set them
    before the pipeline runs to overrule what the heading says.
``doc._.facts``, ``doc._.routes``, ``doc._.comparisons``
    Tuples of :class:`tallies.records.Fact`, ``Route`` and ``Comparison``.

The values live in ``doc.user_data`` as lists of dicts, so that ``to_bytes``, ``DocBin``, pickle and
``n_process`` carry them; records themselves cannot be serialised by spaCy.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from spacy.tokens import Doc

from tallies.plain import Record
from tallies.records import Comparison, Document, Entity, Fact, Route, compare

_PREFIX = "tallies."
META = ("country", "report_year", "tier")


def _getter(name: str, make: Callable[[Any], Any]) -> Callable[[Doc], Any]:
    def get(doc: Doc) -> Any:
        return make(doc.user_data.get(_PREFIX + name))

    return get


def _setter(name: str, plain: Callable[[Any], Any]) -> Callable[[Doc, Any], None]:
    def set_(doc: Doc, value: Any) -> None:
        doc.user_data[_PREFIX + name] = plain(value)

    return set_


def _same(value: Any) -> Any:
    return value


def _dicts(records: Iterable[Record]) -> list[dict[str, Any]]:
    return [record.to_dict() for record in records]


def _facts(rows: Any) -> tuple[Fact, ...]:
    return tuple(Fact.from_dict(row) for row in rows or ())


def _routes(rows: Any) -> tuple[Route, ...]:
    return tuple(Route.from_dict(row) for row in rows or ())


def _comparisons(doc: Doc) -> tuple[Comparison, ...]:
    return tuple(compare(doc._.facts))


def install() -> None:
    """Register the extensions; safe to call again, also in a worker process."""
    for name in META:
        Doc.set_extension(name, getter=_getter(name, _same), setter=_setter(name, _same), force=True)
    Doc.set_extension("facts", getter=_getter("facts", _facts), setter=_setter("facts", _dicts), force=True)
    Doc.set_extension("routes", getter=_getter("routes", _routes), setter=_setter("routes", _dicts), force=True)
    Doc.set_extension("comparisons", getter=_comparisons, force=True)


def headings(doc: Doc) -> list[tuple[int, str]]:
    """The offset and kind of section of each heading that the reader of the file knows; empty if it knows none."""
    return [(int(offset), str(kind)) for offset, kind in doc.user_data.get(_PREFIX + "headings", ())]


def set_headings(doc: Doc, known: Iterable[tuple[int, str]]) -> None:
    """Let the sections of *doc* begin at *known* offsets instead of at the heading lines of its text."""
    doc.user_data[_PREFIX + "headings"] = [list(heading) for heading in known]


def document(doc: Doc, doc_id: str) -> Document:
    """The document record of *doc*."""
    return Document(
        doc_id=doc_id,
        text=doc.text,
        country=doc._.country,
        report_year=doc._.report_year,
        tier=doc._.tier,
        entities=tuple(Entity(span.start_char, span.end_char, span.label_, span.kb_id_ or None) for span in doc.ents),
        facts=doc._.facts,
        routes=doc._.routes,
    )
