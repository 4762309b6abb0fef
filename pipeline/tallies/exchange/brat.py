"""brat standoff: a folder of ``NAME.txt`` and ``NAME.ann``, with ``annotation.conf`` and ``visual.conf`` for the tool.

T lines are spans, E lines facts (the type is the action, the trigger stands on the figure), R lines links,
A lines slots. brat counts code points and cannot hold a span across a line break, so such a span is written
in fragments (``10 14;15 20``); a ROUTE span covers the sentence of its route. Values of attributes have
white space and percent signs escaped as in an URL. What brat has no place for (country, year, routes without
a sentence) is kept in ``documents.jsonl`` beside the texts; a folder without it is read as well.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote, unquote

from tallies.documents.files import replaced
from tallies.errors import InputError
from tallies.exchange.graph import BY, FACT, LINKS, LISTS, ROUTE, SLOTS, USD, Edge, Graph, Node, to_graph
from tallies.exchange.names import doc_name, file_name
from tallies.exchange.reading import as_object, exact_text, json_lines, malformed, maybe, need, read_text_file
from tallies.exchange.restore import to_document
from tallies.labels import ACTIONS, AGENCY, AGES, ENTITY_LABELS, EXPLOITATIONS, GENDERS, MONEY, QUALIFIERS, STATUSES
from tallies.records import Document

#: The file beside the texts that holds what brat does not.
BESIDE: Final = "documents.jsonl"
_SAFE: Final = re.compile(r"[\s%]|[^\x20-\x7e\w]")
_FRAGMENTS: Final = re.compile(r"\d+ \d+(?:;\d+ \d+)*")
_BREAK: Final = re.compile(r"[\r\n]+")
_CLOSED: Final = {
    "qualifier": QUALIFIERS,
    "exploitation": EXPLOITATIONS,
    "gender": GENDERS,
    "age": AGES,
    "status": STATUSES,
}


def write_brat(documents: Iterable[Document], path: Path) -> None:
    """Write *documents* into the folder at *path*; it is made if missing. Each is named by its ``doc_id``."""
    path.mkdir(parents=True, exist_ok=True)
    values: dict[str, set[str]] = {}
    with replaced(path / BESIDE) as beside:
        for document in documents:
            graph = to_graph(document, own_spans=True)
            name = file_name(graph.doc_id)
            with replaced(path / f"{name}.ann") as lines:
                lines.writelines(f"{line}\n" for line in _lines(graph))
            (path / f"{name}.txt").write_bytes(graph.text.encode("utf-8"))
            meta: dict[str, Any] = {
                "file": name,
                "doc_id": graph.doc_id,
                "country": graph.country,
                "report_year": graph.report_year,
            }
            meta |= {"tier": graph.tier, "extra": graph.extra}
            beside.write(json.dumps({k: v for k, v in meta.items() if v is not None}, ensure_ascii=False) + "\n")
            for node in graph.nodes:
                for slot, value in node.slots.items():
                    values.setdefault(slot, set()).add(_escaped(value))
    with replaced(path / "annotation.conf") as lines:
        lines.writelines(f"{line}\n" for line in _configuration(values))
    with replaced(path / "visual.conf") as lines:
        lines.write("[labels]\n\n[drawing]\nSPAN_DEFAULT fgColor:black, bgColor:lightgreen, borderColor:darken\n")


def _escaped(value: str) -> str:
    return _SAFE.sub(lambda found: quote(found[0], safe=""), value)


def _lines(graph: Graph) -> Iterator[str]:
    number = Counter[str]()

    def next_id(kind: str) -> str:
        number[kind] += 1
        return f"{kind}{number[kind]}"

    ids: dict[str, str] = {}
    attributes: list[tuple[str, str, str]] = []
    events = []
    for node in graph.nodes:
        identity = next_id("T")
        label = node.slots["action"] if node.label == FACT else node.label
        yield f"{identity}\t{label} {_place(graph.text, node)}\t{_BREAK.sub(' ', graph.text[node.start : node.end])}"
        ids[node.id] = identity
        if node.label == FACT:
            ids[node.id] = next_id("E")
            events.append(f"{ids[node.id]}\t{label}:{identity}")
        attributes += [(slot, ids[node.id], value) for slot, value in node.slots.items() if slot != "action"]
    yield from events
    for edge in graph.edges:
        yield f"{next_id('R')}\t{edge.kind} Arg1:{ids[edge.source]} Arg2:{ids[edge.target]}"
    for slot, target, value in attributes:
        yield f"{next_id('A')}\t{slot} {target} {_escaped(value)}"


def _place(text: str, node: Node) -> str:
    """The fragments of *node*: all of it but line breaks inside."""
    cuts = [node.start]
    for found in _BREAK.finditer(text, node.start + 1, node.end - 1):
        cuts += [found.start(), found.end()]
    cuts.append(node.end)
    return ";".join(f"{start} {end}" for start, end in zip(cuts[::2], cuts[1::2], strict=True))


def _configuration(values: dict[str, set[str]]) -> Iterator[str]:
    yield from ("# Written by tallies convert.", "[entities]", *ENTITY_LABELS, ROUTE, "", "[relations]")
    for kind in LINKS:
        target = {BY: AGENCY, USD: MONEY}.get(kind, "<EVENT>")
        yield f"{kind}\tArg1:<EVENT>, Arg2:{target}"
    yield from ("", "[events]", *ACTIONS, "", "[attributes]")
    for slot in SLOTS:
        known = sorted({*values.get(slot, ()), *_CLOSED.get(slot, ())})
        if slot != "action" and known:
            owner = (
                "<ENTITY>" if slot == "norm" else ROUTE if slot == "route" else "<ANY>" if slot in LISTS else "<EVENT>"
            )
            yield f"{slot}\tArg:{owner}, Value:{'|'.join(known)}"


def read_brat(path: Path) -> tuple[list[Document], list[str]]:
    """The documents in the folder at *path*, by name, and what was left out.

    Facts are in the order of their E lines. Raises InputError naming file, line and field, and OSError.
    """
    beside = _beside(path)
    documents, notes = [], []
    for txt in sorted(path.glob("*.txt")):
        ann = txt.with_suffix(".ann")
        if not ann.is_file():
            raise InputError(str(ann), "", "missing", "The text has no annotation file.", "Add it; it may be empty.")
        text = exact_text(txt)
        graph, lost = _Lines(ann, text).graph(beside.get(txt.stem, {}), doc_name(txt.stem))
        document, more = to_document(graph, file=str(ann))
        documents.append(document)
        notes += lost + more
    if not documents:
        raise InputError(str(path), "", "empty", "The folder holds no .txt file.", "Give a folder of .txt and .ann.")
    order = {row["doc_id"]: number for number, row in enumerate(beside.values())}
    documents.sort(key=lambda document: order.get(document.doc_id, len(order)))
    return documents, notes


def _beside(path: Path) -> dict[str, dict[str, Any]]:
    file = path / BESIDE
    if not file.is_file():
        return {}
    found = {}
    for place, row in json_lines(file):
        need(file, place, row, "doc_id", str)
        found[need(file, place, row, "file", str)] = row
    return found


class _Lines:
    """The lines of one annotation file, sorted by their kind."""

    def __init__(self, ann: Path, text: str) -> None:
        self.ann = ann
        self.text = text
        self.spans: dict[str, Node] = {}
        self.nodes: dict[str, Node] = {}
        self.edges: list[Edge] = []
        self.notes: list[str] = []
        self.triggers: set[str] = set()

    def graph(self, meta: dict[str, Any], doc_id: str) -> tuple[Graph, list[str]]:
        rows: dict[str, list[tuple[str, str, str, str]]] = {"T": [], "E": [], "R": [], "A": []}
        for number, line in enumerate(read_text_file(self.ann).split("\n"), 1):
            line, place = line.rstrip("\r"), f"line {number}"
            kind = {"M": "A"}.get(line[:1], line[:1])  # M: an old letter for attributes
            if not line.strip():
                continue
            if kind in rows:
                identity, tab, rest = line.partition("\t")
                data, _, words = rest.partition("\t")
                if not tab or not data.strip():
                    raise malformed(self.ann, place, f"{line[:40]!r} is no id, tab and annotation.")
                rows[kind].append((place, identity, data, words))
            else:
                what = "a note" if kind == "#" else f"a line of kind {kind!r}"
                self.notes.append(f"{self.ann}, {place}: left out, it is {what}.")
        for row in rows["T"]:
            self._span(*row)
        for row in rows["E"]:
            self._event(*row)
        for identity, node in self.spans.items():
            if identity not in self.triggers:
                self.nodes[identity] = node
                if node.label in ACTIONS:
                    raise malformed(
                        self.ann,
                        node.place,
                        f"{identity} is of type {node.label}, but no E line has it as its trigger.",
                    )
        for row in rows["R"]:
            self._relation(*row)
        for row in rows["A"]:
            self._attribute(*row)
        nodes = sorted(
            self.nodes.values(), key=lambda node: (node.label in (FACT, ROUTE), node.label, _number(node.id))
        )
        graph = Graph(maybe(self.ann, BESIDE, meta, "doc_id", str) or doc_id, self.text, nodes=nodes, edges=self.edges)
        graph.country = maybe(self.ann, BESIDE, meta, "country", str)
        graph.report_year = maybe(self.ann, BESIDE, meta, "report_year", int)
        graph.tier = maybe(self.ann, BESIDE, meta, "tier", str)
        graph.extra = as_object(self.ann, BESIDE, meta.get("extra") or {})
        return graph, self.notes

    def _span(self, place: str, identity: str, data: str, words: str) -> None:
        label, _, where = data.partition(" ")
        if not _FRAGMENTS.fullmatch(where):
            raise malformed(self.ann, place, f"The offsets of {identity} are {where!r}, not START END.")
        bounds = [int(number) for number in re.split("[ ;]", where)]
        start, end = bounds[0], bounds[-1]
        if not 0 <= start < end <= len(self.text):
            raise malformed(self.ann, place, f"The offsets of {identity}, {where}, are not in the text.")
        there = " ".join(self.text[a:b] for a, b in zip(bounds[::2], bounds[1::2], strict=True))
        if words and words.split() != there.split():
            raise malformed(
                self.ann, place, f"The words of {identity} are {words!r}, but the text has {there!r} there."
            )
        if identity in self.spans:
            raise malformed(self.ann, place, f"The id {identity} is used twice.")
        self.spans[identity] = Node(identity, start, end, label, place=place)

    def _event(self, place: str, identity: str, data: str, _words: str) -> None:
        action, _, rest = data.partition(":")
        trigger, *arguments = rest.split() or [""]
        if trigger not in self.spans:
            raise malformed(self.ann, place, f"The trigger of {identity} is {trigger!r}, which is no T line.")
        span = self.spans[trigger]
        if span.label != action or action not in ACTIONS:
            types = f"{action!r}, its trigger {trigger} of type {span.label!r}"
            raise malformed(self.ann, place, f"{identity} is of type {types}; both must be one action.")
        self.triggers.add(trigger)
        self.nodes[identity] = Node(identity, span.start, span.end, FACT, {"action": action}, place)
        for argument in arguments:  # roles drawn in the tool in place of relations
            role, _, target = argument.partition(":")
            self.edges.append(Edge(role.rstrip("0123456789").lower(), identity, target))

    def _relation(self, place: str, identity: str, data: str, _words: str) -> None:
        found = re.fullmatch(r"(\S+) \w+:(\S+) \w+:(\S+)\s*", data)
        if not found:
            raise malformed(self.ann, place, f"{identity} is {data!r}, not TYPE Arg1:ID Arg2:ID.")
        for target in found.groups()[1:]:
            if target not in self.nodes:
                raise malformed(self.ann, place, f"An end of {identity} is {target!r}, which is no span and no event.")
        self.edges.append(Edge(*found.groups()))

    def _attribute(self, place: str, identity: str, data: str, _words: str) -> None:
        slot, target, value = [*data.split(" ", 2), "", ""][:3]
        if target not in self.nodes:
            raise malformed(
                self.ann, place, f"{identity} is an attribute of {target!r}, which is no span and no event."
            )
        self.nodes[target].slots[slot] = unquote(value.strip()) if value else "yes"


def _number(identity: str) -> int:
    digits = re.search(r"\d+", identity)
    return int(digits[0]) if digits else 0
