"""doccano JSON lines with relations (a sequence labelling project that uses relations).

doccano counts UTF-16 units, as long as the project does not count grapheme clusters. It gives spans new ids
and keeps no attributes of theirs, so slots ride along in the field ``tallies`` of the example, which doccano
stores as its metadata and exports again (see :mod:`tallies.exchange.carried`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from tallies.documents.files import replaced
from tallies.exchange.carried import CARRIED, carry, hidden, restored
from tallies.exchange.graph import Edge, Graph, Node, to_graph
from tallies.exchange.reading import as_object, json_lines, malformed, need, objects
from tallies.exchange.restore import to_document
from tallies.exchange.units import Units
from tallies.records import Document


def write_doccano(documents: Iterable[Document], path: Path) -> None:
    """Write *documents* to the file at *path*, an example a line."""
    with replaced(path) as lines:
        for document in documents:
            lines.write(json.dumps(_example(to_graph(document)), ensure_ascii=False) + "\n")


def _example(graph: Graph) -> dict[str, Any]:
    units = Units(graph.text)
    ids = {node.id: number for number, node in enumerate(node for node in graph.nodes if not hidden(node))}
    return {
        "text": graph.text,
        "entities": [
            {
                "id": ids[node.id],
                "label": node.label,
                "start_offset": units.to_utf16(node.start),
                "end_offset": units.to_utf16(node.end),
            }
            for node in graph.nodes
            if node.id in ids
        ],
        "relations": [
            {"id": number, "from_id": ids[edge.source], "to_id": ids[edge.target], "type": edge.kind}
            for number, edge in enumerate(graph.edges)
            if edge.source in ids and edge.target in ids
        ],
        CARRIED: carry(graph),
    }


def read_doccano(path: Path) -> tuple[list[Document], list[str]]:
    """The documents in the file at *path*, and what was left out.

    The form without relations is read as well: ``"label": [[0, 6, "AGENCY"], ...]``.

    Raises InputError naming line and field, and OSError if the file cannot be opened.
    """
    documents: list[Document] = []
    notes: list[str] = []
    for place, example in json_lines(path):
        text = need(path, place, example, "text", str)
        units = Units(text)
        nodes, ids = [], {}
        for number, (key, start, end, label) in enumerate(_spans(path, place, example), 1):
            where = f"{place}, entities[{number - 1}]"
            try:
                node = Node(f"T{number}", units.from_utf16(start), units.from_utf16(end), label, place=where)
            except ValueError as error:
                raise malformed(path, where, f'Field "start_offset" or "end_offset": {error}.') from error
            nodes.append(node)
            ids[key] = node.id
        edges = []
        for number, relation in enumerate(objects(path, place, example, "relations")):
            where = f"{place}, relations[{number}]"
            ends = [need(path, where, relation, name, int) for name in ("from_id", "to_id")]
            if ends[0] not in ids or ends[1] not in ids:
                raise malformed(path, where, f'Field "from_id" or "to_id": {ends} are not both ids of entities.')
            edges.append(Edge(need(path, where, relation, "type", str), ids[ends[0]], ids[ends[1]]))
        graph, lost = restored(path, place, text, nodes, edges, example, f"{path.stem}-{len(documents) + 1}")
        document, more = to_document(graph, file=str(path), place=place)
        documents.append(document)
        notes += lost + more
    return documents, notes


def _spans(path: Path, place: str, example: dict[str, Any]) -> Iterable[tuple[int, int, int, str]]:
    """Id, start, end and label of each span."""
    if "entities" not in example and "label" in example:
        for number, row in enumerate(need(path, place, example, "label", list)):
            if not isinstance(row, list) or [type(value) for value in row] != [int, int, str]:
                raise malformed(path, place, f'Field "label" has {json.dumps(row)}, not [start, end, label].')
            yield number, row[0], row[1], row[2]
        return
    for number, row in enumerate(need(path, place, example, "entities", list)):
        where = f"{place}, entities[{number}]"
        entity = as_object(path, where, row)
        yield (
            need(path, where, entity, "id", int),
            need(path, where, entity, "start_offset", int),
            need(path, where, entity, "end_offset", int),
            need(path, where, entity, "label", str),
        )
