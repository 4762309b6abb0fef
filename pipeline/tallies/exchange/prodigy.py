"""Prodigy JSON lines: spans and relations of the interfaces ``relations``, ``ner_manual`` and ``spans_manual``.

Prodigy counts code points and works on tokens. A relation names the last token of each end, and its span.
Spans take no attributes of ours, so slots ride along in the task's field ``tallies`` (see
:mod:`tallies.exchange.carried`); the tool keeps fields that it does not know.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tallies.documents.files import replaced
from tallies.exchange.carried import CARRIED, carry, hidden, restored
from tallies.exchange.graph import Edge, Graph, Node, to_graph
from tallies.exchange.reading import json_lines, malformed, maybe, need, objects
from tallies.exchange.restore import to_document
from tallies.exchange.tokens import pieces
from tallies.records import Document


def write_prodigy(documents: Iterable[Document], path: Path) -> None:
    """Write *documents* to the file at *path*, a task a line."""
    with replaced(path) as lines:
        for document in documents:
            lines.write(json.dumps(_task(to_graph(document)), ensure_ascii=False) + "\n")


def _task(graph: Graph) -> dict[str, Any]:
    shown = [node for node in graph.nodes if not hidden(node)]
    tokens = pieces(graph.text, [(node.start, node.end) for node in shown])
    first = {token.start: number for number, token in enumerate(tokens)}
    last = {token.end: number for number, token in enumerate(tokens)}
    spans: dict[str, dict[str, Any]] = {
        node.id: {
            "start": node.start,
            "end": node.end,
            "token_start": first[node.start],
            "token_end": last[node.end],
            "label": node.label,
        }
        for node in shown
    }
    meta = {"document": graph.doc_id, "country": graph.country, "report_year": graph.report_year}
    return {
        "text": graph.text,
        "meta": {name: value for name, value in meta.items() if value is not None},
        "tokens": [
            {"text": graph.text[t.start : t.end], "start": t.start, "end": t.end, "id": number, "ws": t.blank}
            for number, t in enumerate(tokens)
        ],
        "spans": list(spans.values()),
        "relations": [
            {
                "head": spans[edge.source]["token_end"],
                "child": spans[edge.target]["token_end"],
                "head_span": spans[edge.source],
                "child_span": spans[edge.target],
                "label": edge.kind,
            }
            for edge in graph.edges
            if edge.source in spans and edge.target in spans
        ],
        CARRIED: carry(graph),
    }


def read_prodigy(path: Path) -> tuple[list[Document], list[str]]:
    """The documents in the file at *path*, and what was left out. Rejected and ignored tasks are.

    Raises InputError naming line and field, and OSError if the file cannot be opened.
    """
    documents: list[Document] = []
    notes: list[str] = []
    for place, task in json_lines(path):
        answer = maybe(path, place, task, "answer", str) or "accept"
        if answer != "accept":
            notes.append(f"{path}, {place}: left out, its answer is {answer!r}.")
            continue
        text = need(path, place, task, "text", str)
        nodes = []
        for number, span in enumerate(objects(path, place, task, "spans"), 1):
            where = f"{place}, spans[{number - 1}]"
            start, end = need(path, where, span, "start", int), need(path, where, span, "end", int)
            nodes.append(Node(f"T{number}", start, end, need(path, where, span, "label", str), place=where))
        edges = [
            _edge(path, f"{place}, relations[{number}]", relation, nodes)
            for number, relation in enumerate(objects(path, place, task, "relations"))
        ]
        graph, lost = restored(path, place, text, nodes, edges, task, f"{path.stem}-{len(documents) + 1}")
        document, more = to_document(graph, file=str(path), place=place)
        documents.append(document)
        notes += lost + more
    return documents, notes


def _edge(path: Path, place: str, relation: dict[str, Any], nodes: list[Node]) -> Edge:
    ends = []
    for name in ("head_span", "child_span"):
        span = need(path, place, relation, name, dict)
        found = [node for node in nodes if (node.start, node.end) == (span.get("start"), span.get("end"))]
        found = [node for node in found if node.label == span.get("label")] or found
        if not found:
            raise malformed(path, place, f'Field "{name}" is {json.dumps(span)}, which is none of the spans.')
        ends.append(found[0].id)
    return Edge(need(path, place, relation, "label", str), ends[0], ends[1])
