"""From what a tool left back to a record: spans, slots and links to entities, facts and routes."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from tallies.errors import InputError, RecordError
from tallies.exchange.graph import (
    BY,
    COMPARED_WITH,
    FACT,
    FACT_LABELS,
    LISTS,
    PART_OF,
    PLACES,
    ROUTE,
    USD,
    Graph,
    Node,
    words_of,
)
from tallies.exchange.slots import read_list, read_number, read_span, read_text
from tallies.labels import AGENCY, ENTITY_LABELS, MONEY
from tallies.numerals import parse, parse_money
from tallies.records import Document, Entity, Fact, Offsets, Route

R = TypeVar("R", Fact, Route)


def to_document(graph: Graph, *, file: str, place: str = "") -> tuple[Document, list[str]]:
    """The record that *graph* holds, as a tool left it, and what of it could not be kept, a sentence each.

    A fact whose span lost its action, or whose new span has no unit, is left out; so is a link that leads
    from or to no fact. A ``FACT`` span that overlaps one moved STATISTIC, MONEY or ACTION moves along.

    Raises InputError naming the place in the file and the slot that cannot be read.
    """
    return _Restoring(graph, file, place).document()


class _Restoring:
    def __init__(self, graph: Graph, file: str, place: str) -> None:
        self.graph = graph
        self.file = file
        self.place = place
        self.notes: list[str] = []
        self.out: dict[str, dict[str, list[Node]]] = defaultdict(lambda: defaultdict(list))
        self.nodes = {node.id: node for node in graph.nodes}
        for edge in graph.edges:
            if edge.source not in self.nodes or edge.target not in self.nodes:
                raise self.error(place, f'Link "{edge.kind}" leads from or to a span that is not there.')
            self.out[edge.source][edge.kind].append(self.nodes[edge.target])
        self.hosts = {
            (node.start, node.end): node for node in graph.nodes if node.label in FACT_LABELS and node.label != FACT
        }

    def error(self, place: str, reason: str) -> InputError:
        return InputError(self.file, place or self.place, "malformed", reason, "Mend it and convert again.")

    def note(self, node: Node, reason: str) -> None:
        words = self.graph.text[node.start : node.end]
        self.notes.append(f"{self.graph.doc_id}: {node.label} {words[:40]!r} ({node.start}-{node.end}): {reason}")

    def document(self) -> tuple[Document, list[str]]:
        graph = self.graph
        for node in graph.nodes:
            if not 0 <= node.start < node.end <= len(graph.text):
                raise self.error(node.place, f'"start" and "end" are {node.start} and {node.end}, not in the text.')
            if not node.label:
                raise self.error(node.place, 'Field "label" is empty.')
        entities = sorted(
            (self._entity(node) for node in graph.nodes if node.label not in (FACT, ROUTE)),
            key=lambda entity: (entity.start, entity.end),
        )
        for label in sorted({entity.label for entity in entities} - set(ENTITY_LABELS)):
            self.notes.append(f"{graph.doc_id}: the label {label!r} is none of tallies.labels; kept as it is.")
        ids = self._ids()
        facts = [self._fact(node, ids[node.id], ids) for node in graph.nodes if node.id in ids]
        for edge in graph.edges:
            if edge.source not in ids:
                self.note(self.nodes[edge.source], f"the link {edge.kind!r} is left out: no fact hangs on the span.")
        routes = [route for node in graph.nodes if node.label == ROUTE and (route := self._route(node))]
        try:
            routes += [Route.from_dict(row) for row in self._listed("unplaced")]
        except RecordError as error:
            raise self.error("", f'"unplaced": {error}') from error
        document = Document(
            graph.doc_id,
            graph.text,
            graph.country,
            graph.report_year,
            graph.tier,
            tuple(entities),
            tuple(_ordered(facts, self._listed("facts"))),
            tuple(_ordered(routes, self._listed("routes"))),
        )
        if more := graph.extra.get("document"):
            try:
                document = Document.from_dict(document.to_dict() | more)
            except (RecordError, TypeError) as error:
                raise self.error("", f'"document": {error}') from error
        return document, self.notes

    def _listed(self, name: str) -> list[Any]:
        """The list *name* of what rode along, empty if there is none."""
        values = self.graph.extra.get(name, [])
        kind = dict if name == "unplaced" else str
        if not isinstance(values, list) or not all(isinstance(value, kind) for value in values):
            raise self.error("", f'Field "{name}" is {json.dumps(values)[:60]}, not a list of {kind.__name__}.')
        return values

    def _entity(self, node: Node) -> Entity:
        data: dict[str, Any] = {"start": node.start, "end": node.end, "label": node.label}
        if "norm" in node.slots:
            data["norm"] = read_text(node.slots["norm"])
        return Entity.from_dict(data | self._also(node, "entity_also"))

    def _also(self, node: Node, slot: str) -> dict[str, Any]:
        """Fields of later versions that ride along as JSON."""
        more = self._read(node, slot, json.loads) if slot in node.slots else {}
        if not isinstance(more, dict):
            raise self.error(node.place, f'Field "{slot}" is {node.slots[slot]!r}, not an object.')
        return more

    def _ids(self) -> dict[str, str]:
        """The id of the fact that hangs on each node that carries one; a new fact gets a free one."""
        ids: dict[str, str] = {}
        known = {read_text(node.slots["fact"]) for node in self.graph.nodes if "fact" in node.slots}
        used: set[str] = set()
        free = 0
        for node in self.graph.nodes:
            slots = node.slots
            if node.label not in FACT_LABELS and ("action" in slots or "fact" in slots):
                self.note(node, "its fact is left out: the span's label carries none.")
            elif node.label not in FACT_LABELS:
                continue
            elif not slots.get("action"):
                if "fact" in slots or "value" in slots or node.label == FACT:
                    self.note(node, "its fact is left out: it has no action.")
            elif not read_text(slots.get("unit", "")) and self._unit(node) is None:
                self.note(node, "its fact is left out: it has no unit.")
            else:
                name = read_text(slots.get("fact", ""))
                while not name or name in used:  # new, or copied in the tool
                    free += 1
                    name = f"N{free}" if f"N{free}" not in known else ""
                used.add(name)
                ids[node.id] = name
        return ids

    def _unit(self, node: Node) -> str | None:
        words = self.graph.text[node.start : node.end]
        amount = parse_money(words, self.graph.country) if node.label == MONEY else None
        quantity = parse(words)
        return amount.code if amount else "percent" if quantity and quantity.percent else None

    def _fact(self, node: Node, identity: str, ids: dict[str, str]) -> Fact:
        slots, links = node.slots, self.out[node.id]
        data: dict[str, Any] = {"id": identity, "anchor": self._anchor(node), "action": slots["action"]}
        data["unit"] = read_text(slots.get("unit", "")) or self._unit(node)
        readers = {
            "value": lambda text: None if text == "none" else read_number(text),
            "value_max": read_number,
            "qualifier": read_text,
            "years": lambda text: [int(year) for year in text.split("..")],
            **dict.fromkeys(LISTS, read_list),
            "section": read_text,
            "sentence": read_span,
            "term": json.loads,
            "evidence": json.loads,
        }
        for name, read in readers.items():
            if name in slots:
                data[name] = self._read(node, name, read)
        if "value" not in slots:
            data |= self._stated(node)
        for kind in (PART_OF, COMPARED_WITH):
            targets = [target for target in links[kind] if target.id in ids]
            if len(targets) < len(links[kind]):
                self.note(node, f"a link {kind!r} is left out: no fact hangs on its other end.")
            if len(targets) > 1:
                self.note(node, f"only the first of {len(targets)} links {kind!r} is kept.")
            if targets:
                data[kind] = ids[targets[0].id]
            elif f"{kind}_id" in slots:
                data[kind] = slots[f"{kind}_id"]
        data |= self._agency(node, self._end(node, BY, AGENCY))
        data |= self._dollars(node, self._end(node, USD, MONEY))
        try:
            return Fact.from_dict(data | self._also(node, "also"))
        except RecordError as error:
            raise self.error(node.place, f"{error}") from error

    def _read(self, node: Node, name: str, read: Callable[[str], Any]) -> Any:
        try:
            return read(node.slots[name])
        except (ValueError, TypeError) as error:
            raise self.error(node.place, f'Field "{name}" is {node.slots[name]!r}: {error}.') from error

    def _anchor(self, node: Node) -> Offsets:
        span = (node.start, node.end)
        if node.label != FACT or "loose" in node.slots or span in self.hosts:
            return span
        over = [host for host in self.hosts if host[0] < node.end and node.start < host[1]]
        return over[0] if len(over) == 1 else span

    def _stated(self, node: Node) -> dict[str, Any]:
        """The value of a new fact, read from the words of its span."""
        words = self.graph.text[node.start : node.end]
        amount = parse_money(words, self.graph.country) if node.label == MONEY else None
        quantity = parse(words)
        if amount:
            return {"value": amount.value, "value_max": amount.value_max}
        if quantity:
            return {"value": quantity.value, "value_max": quantity.value_max, "qualifier": quantity.qualifier}
        self.note(node, "its value is not stated; taken as not reported.")
        return {"value": None}

    def _end(self, node: Node, kind: str, label: str) -> Node | None:
        targets = [target for target in self.out[node.id][kind] if target.label == label]
        if len(targets) < len(self.out[node.id][kind]):
            self.note(node, f"a link {kind!r} is left out: it leads to no {label}.")
        return targets[0] if targets else None

    def _agency(self, node: Node, mention: Node | None) -> dict[str, Any]:
        slots = node.slots
        if mention is None:
            given = {
                "agency": read_text(slots["agency_name"]) if "agency_name" in slots else None,
                "agency_anchor": self._read(node, "agency_at", read_span) if "agency_at" in slots else None,
            }
            # Without its link, an agency that was linked is gone, and its full name with it.
            keeps = "agency_norm" in slots and "agency_as" not in slots
            return given | ({"agency_norm": read_text(slots["agency_norm"])} if keeps else {})
        written = " ".join(self.graph.text[mention.start : mention.end].split())
        out: dict[str, Any] = {"agency": written, "agency_anchor": [mention.start, mention.end]}
        if "agency_as" in slots and words_of(read_text(slots["agency_as"])) == words_of(written):
            out["agency"] = read_text(slots["agency_as"])
            if "agency_norm" in slots:
                out["agency_norm"] = read_text(slots["agency_norm"])
        return out

    def _dollars(self, node: Node, money: Node | None) -> dict[str, Any]:
        slots = node.slots
        value = self._read(node, "usd_value", json.loads) if "usd_value" in slots else None
        if money is None:
            at = self._read(node, "usd_at", read_span) if "usd_at" in slots else None
            return {"usd": value, "usd_anchor": at}
        amount = parse_money(self.graph.text[money.start : money.end])
        stated = amount.value if amount and "usd_value" not in slots else value
        return {"usd": stated, "usd_anchor": [money.start, money.end]}

    def _route(self, node: Node) -> Route | None:
        data: dict[str, Any] = {
            "id": read_text(node.slots.get("route", "")) or f"R{node.id}",
            "sentence": [node.start, node.end],
        }
        for name in (*PLACES, "exploitation"):
            if name in node.slots:
                data[name] = self._read(node, name, read_list)
        for name in ("origin", "destination"):
            if not data.get(name):
                self.note(node, f"its route is left out: it has no {name}.")
                return None
        return Route.from_dict(data | self._also(node, "also"))


def _ordered(records: list[R], order: Iterable[str]) -> Iterator[R]:
    """*records* in the *order* of their ids; new ones behind."""
    rank = {identity: number for number, identity in enumerate(order)}
    yield from sorted(records, key=lambda record: rank.get(record.id, len(rank)))
