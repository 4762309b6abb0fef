"""A document as annotation tools see one: labelled spans, named slots on them, and links between two.

Every tool format is written from a :class:`Graph` and read into one, so that what a fact becomes in a tool
is decided here, once:

* An entity is a span of its own label.
* A fact hangs on the span of its anchor: its slots are the span's, and its links to other facts, to the
  acting agency and to the dollar equivalent go from that span to another. Two facts cannot share a span's
  slots, so a second one (and one whose anchor is no entity) gets a span labelled ``FACT`` at its anchor.
* A route hangs on a span labelled ``ROUTE`` over its sentence; one without a sentence stays in ``extra``.

Slots are text. In memory and out, offsets are code points; a format whose tool counts otherwise converts
with :mod:`tallies.exchange.units`.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from typing import Any, Final

from tallies.exchange.slots import shown_list, shown_span, shown_text
from tallies.labels import ACTION, AGENCY, ENTITY_LABELS, MONEY, STATISTIC
from tallies.numerals import parse_money
from tallies.plain import Record
from tallies.records import Document, Fact, Offsets, Route
from tallies.tape import straight

FACT: Final = "FACT"
ROUTE: Final = "ROUTE"
#: The labels of spans that a tool's project needs.
SPAN_LABELS: Final = (*ENTITY_LABELS, FACT, ROUTE)
#: The labels of spans that carry a fact.
FACT_LABELS: Final = (STATISTIC, MONEY, ACTION, FACT)

PART_OF: Final = "part_of"
COMPARED_WITH: Final = "compared_with"
BY: Final = "agency"
USD: Final = "usd"
#: The links; each leads from a fact's span, the first two to another fact's, then to an AGENCY and a MONEY.
LINKS: Final = (PART_OF, COMPARED_WITH, BY, USD)

#: Slots of a fact that are lists of words, and those of a route.
LISTS: Final = ("exploitation", "gender", "age", "nationality", "status")
PLACES: Final = ("origin", "destination", "transit", "victims")
#: Slots in the order in which tools show them.
SLOTS: Final = (
    "action",
    "value",
    "value_max",
    "qualifier",
    "unit",
    "years",
    *LISTS,
    *PLACES,
    "usd_value",
    "agency_as",
    "agency_norm",
    "agency_name",
    "agency_at",
    "usd_at",
    "part_of_id",
    "compared_with_id",
    "section",
    "sentence",
    "term",
    "evidence",
    "fact",
    "route",
    "norm",
    "loose",
    "also",
    "entity_also",
)

#: The fields of each record that slots, links and the graph hold; others, of later versions, go as JSON.
DOCUMENT_FIELDS: Final = ("doc_id", "text", "country", "report_year", "tier", "entities", "facts", "routes")
ENTITY_FIELDS: Final = ("start", "end", "label", "norm")
ROUTE_FIELDS: Final = ("id", "sentence", *PLACES, "exploitation")
FACT_FIELDS: Final = (
    *("id", "anchor", "action", "value", "value_max", "qualifier", "unit", "years", "agency", *LISTS, "usd"),
    *("usd_anchor", "part_of", "compared_with", "agency_norm", "agency_anchor", "section", "sentence", "term"),
    "evidence",
)


@dataclass(slots=True)
class Node:
    """A labelled span; ``id`` is the tool's, ``place`` says where it stands in the file, for errors."""

    id: str
    start: int
    end: int
    label: str
    slots: dict[str, str] = field(default_factory=dict)
    place: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """A link of the *kind* from one node to another, by their ids."""

    kind: str
    source: str
    target: str


@dataclass(slots=True)
class Graph:
    """One document. ``extra`` is JSON data that the tool only carries: the order of facts, routes without a place."""

    doc_id: str
    text: str
    country: str | None = None
    report_year: int | None = None
    tier: str | None = None
    nodes: list[Node] = field(default_factory=list)
    edges: list[Edge] = field(default_factory=list)
    extra: dict[str, Any] = field(default_factory=dict)


def anchored(document: Document) -> Document:
    """*document* as tools hold it: entities by place, and each acting agency tied to the mention that it is named by.

    That mention is the nearest one before the fact with the words of ``Fact.agency``, else the first after it.
    A fact that has its ``agency_anchor`` already keeps it.
    """
    facts = []
    for fact in document.facts:
        if fact.agency is not None and fact.agency_anchor is None:
            fact = replace(fact, agency_anchor=_mention(document, fact))
        facts.append(fact)
    entities = sorted(document.entities, key=lambda entity: (entity.start, entity.end))
    return replace(document, entities=tuple(entities), facts=tuple(facts))


def words_of(text: str) -> str:
    """*text* with straight quotes and single spaces, to compare names by."""
    return " ".join(straight(text).split())


def _mention(document: Document, fact: Fact) -> Offsets | None:
    wanted = words_of(fact.agency or "")
    found = [
        (entity.start, entity.end)
        for entity in document.entities
        if entity.label == AGENCY and words_of(document.text[entity.start : entity.end]) == wanted
    ]
    before = [span for span in found if span[0] <= fact.anchor[0]]
    return max(before, default=None) or min(found, default=None)


def to_graph(document: Document, *, own_spans: bool = False) -> Graph:
    """*document* as a graph; with *own_spans* every fact has a ``FACT`` span, and entities carry none."""
    document = anchored(document)
    graph = Graph(document.doc_id, document.text, document.country, document.report_year, document.tier)
    at: dict[Offsets, Node] = {}
    for number, entity in enumerate(document.entities, 1):
        node = Node(f"T{number}", entity.start, entity.end, entity.label)
        if entity.norm is not None:
            node.slots["norm"] = shown_text(entity.norm)
        node.slots |= _also("entity_also", entity, ENTITY_FIELDS)
        graph.nodes.append(node)
        at.setdefault((entity.start, entity.end), node)
    holders: dict[str, Node] = {}
    taken: set[str] = set()
    for fact in document.facts:
        host = at.get(fact.anchor)
        if host is None or own_spans or host.id in taken or host.label not in FACT_LABELS:
            loose = {} if host is not None and host.label in FACT_LABELS else {"loose": "yes"}
            host = Node(f"T{len(graph.nodes) + 1}", *fact.anchor, FACT, loose)
            graph.nodes.append(host)
        taken.add(host.id)
        holders.setdefault(fact.id, host)
        host.slots |= _fact_slots(fact)
    for fact in document.facts:
        _link(graph, document.text, fact, holders, at)
    unplaced = []
    for route in document.routes:
        if route.sentence is None or route.sentence[0] >= route.sentence[1]:
            unplaced.append(route.to_dict())
        else:
            node = Node(f"T{len(graph.nodes) + 1}", *route.sentence, ROUTE, _route_slots(route))
            graph.nodes.append(node)
    graph.extra = {"facts": [fact.id for fact in document.facts], "routes": [route.id for route in document.routes]}
    if more := others(document, DOCUMENT_FIELDS):
        graph.extra["document"] = more
    if unplaced:
        graph.extra["unplaced"] = unplaced
    return graph


def others(record: Record, known: tuple[str, ...]) -> dict[str, Any]:
    """The fields of *record* that are not in *known*, as JSON data."""
    return {name: value for name, value in record.to_dict().items() if name not in known}


def rest(document: Document) -> dict[str, Any]:
    """The fields of *document* and its entities that no format names, as JSON data; empty if there is none."""
    entities = {str(entity.start): more for entity in document.entities if (more := others(entity, ENTITY_FIELDS))}
    parts = {"document": others(document, DOCUMENT_FIELDS), "entities": entities}
    return {name: part for name, part in parts.items() if part}


def completed(document: Document, more: dict[str, Any]) -> Document:
    """*document* with what :func:`rest` gave. Raises RecordError."""
    if not more:
        return document
    data = document.to_dict() | more.get("document", {})
    for entity in data["entities"]:
        entity |= more.get("entities", {}).get(str(entity["start"]), {})
    return Document.from_dict(data)


def _also(slot: str, record: Record, known: tuple[str, ...]) -> dict[str, str]:
    more = others(record, known)
    return {slot: json.dumps(more)} if more else {}


def _fact_slots(fact: Fact) -> dict[str, str]:
    slots: dict[str, str | None] = {
        "action": fact.action,
        "value": "none" if fact.value is None else json.dumps(fact.value),
        "value_max": None if fact.value_max is None else json.dumps(fact.value_max),
        "qualifier": None if fact.qualifier == "exact" else shown_text(fact.qualifier),
        "unit": shown_text(fact.unit),
        "years": "..".join(map(str, fact.years)) or None,
        **{name: shown_list(getattr(fact, name)) for name in LISTS},
        "section": None if fact.section is None else shown_text(fact.section),
        "sentence": shown_span(fact.sentence),
        "term": None if fact.term is None else json.dumps(fact.term.to_dict()),
        "evidence": json.dumps([item.to_dict() for item in fact.evidence]) if fact.evidence else None,
        "fact": shown_text(fact.id),
    }
    return {name: value for name, value in slots.items() if value is not None} | _also("also", fact, FACT_FIELDS)


def _route_slots(route: Route) -> dict[str, str]:
    slots = {name: shown_list(getattr(route, name)) for name in (*PLACES, "exploitation")}
    plain = {name: value for name, value in slots.items() if value is not None}
    return {"route": shown_text(route.id), **plain, **_also("also", route, ROUTE_FIELDS)}


def _link(graph: Graph, text: str, fact: Fact, holders: dict[str, Node], at: dict[Offsets, Node]) -> None:
    """Add the links of *fact*; what leads to no span becomes a slot."""
    host = holders[fact.id]
    for kind, other in ((PART_OF, fact.part_of), (COMPARED_WITH, fact.compared_with)):
        if other is not None and other in holders:
            graph.edges.append(Edge(kind, host.id, holders[other].id))
        elif other is not None:
            host.slots[f"{kind}_id"] = other
    agent = at.get(fact.agency_anchor) if fact.agency_anchor else None
    if agent is not None and agent.label == AGENCY and fact.agency is not None:
        graph.edges.append(Edge(BY, host.id, agent.id))
        written = " ".join(text[agent.start : agent.end].split())
        if fact.agency != written or fact.agency_norm is not None:
            host.slots["agency_as"] = shown_text(fact.agency)
    else:
        if fact.agency is not None:
            host.slots["agency_name"] = shown_text(fact.agency)
        if fact.agency_anchor is not None:
            host.slots["agency_at"] = shown_span(fact.agency_anchor) or ""
    if fact.agency_norm is not None:
        host.slots["agency_norm"] = shown_text(fact.agency_norm)
    dollars = at.get(fact.usd_anchor) if fact.usd_anchor else None
    if dollars is not None and dollars.label == MONEY and dollars is not host:
        graph.edges.append(Edge(USD, host.id, dollars.id))
        amount = parse_money(text[dollars.start : dollars.end])
        if amount is None or amount.value != fact.usd:
            host.slots["usd_value"] = json.dumps(fact.usd)
    else:
        if fact.usd is not None:
            host.slots["usd_value"] = json.dumps(fact.usd)
        if fact.usd_anchor is not None:
            host.slots["usd_at"] = shown_span(fact.usd_anchor) or ""
