"""What rides along in tools whose spans take no attributes (Prodigy, doccano): one JSON object beside them.

The tool shows the entities, which do not overlap, and the links between them. Slots, ``FACT`` and ``ROUTE``
spans and the links of ``FACT`` spans are carried; each finds its span again by offsets and label after the
tool moved, relabelled or removed some.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from tallies.exchange.graph import FACT, ROUTE, Edge, Graph, Node
from tallies.exchange.reading import as_object, malformed, maybe, need, objects

#: The field that holds the object, in both tools at the top of a task.
CARRIED: Final = "tallies"
_META: Final = (("country", str), ("report_year", int), ("tier", str))


def hidden(node: Node) -> bool:
    """Whether the tool does not show *node*."""
    return node.label in (FACT, ROUTE)


def carry(graph: Graph) -> dict[str, Any]:
    """The object that rides along with *graph*; offsets are code points."""
    nodes = {node.id: node for node in graph.nodes}
    out: dict[str, Any] = {"doc_id": graph.doc_id}
    out |= {name: getattr(graph, name) for name, _ in _META if getattr(graph, name) is not None}
    out["slots"] = [_described(node) for node in graph.nodes if node.slots and not hidden(node)]
    out["spans"] = [{"id": node.id, **_described(node)} for node in graph.nodes if hidden(node)]
    out["links"] = [
        {"kind": edge.kind, "from": _end(nodes[edge.source]), "to": _end(nodes[edge.target])}
        for edge in graph.edges
        if hidden(nodes[edge.source]) or hidden(nodes[edge.target])
    ]
    out["extra"] = graph.extra
    return out


def _described(node: Node) -> dict[str, Any]:
    return {"start": node.start, "end": node.end, "label": node.label, "slots": dict(node.slots)}


def _end(node: Node) -> dict[str, Any]:
    return {"id": node.id} if hidden(node) else {"start": node.start, "end": node.end, "label": node.label}


def restored(
    path: Path, place: str, text: str, nodes: list[Node], edges: list[Edge], task: dict[str, Any], doc_id: str
) -> tuple[Graph, list[str]]:
    """The graph of the spans and links that the tool left, with what rode along in *task*; and what found no span.

    doc_id (str): the name of the document if nothing rode along. Raises InputError naming place and field.
    """
    carried = as_object(path, f'{place}, "{CARRIED}"', task.get(CARRIED) or {})
    where = f'{place}, "{CARRIED}"'
    graph = Graph(maybe(path, where, carried, "doc_id", str) or doc_id, text, nodes=nodes, edges=edges)
    for name, kind in _META:
        setattr(graph, name, maybe(path, where, carried, name, kind))
    graph.extra = as_object(path, where, carried.get("extra") or {})
    notes = []
    visible = list(nodes)
    free = [node for node in visible if not node.slots]
    waiting = []
    for row in objects(path, where, carried, "slots"):
        found = _match(free, row, exact=True)
        if found is None:
            waiting.append(row)
        else:
            found.slots = _slots(path, where, row)
            free.remove(found)
    for row in waiting:  # only now, so that no moved span takes the slots of one that stayed
        found = _match(free, row, exact=False)
        if found is None:
            start, end = need(path, where, row, "start", int), need(path, where, row, "end", int)
            notes.append(
                f"{graph.doc_id}: what hung on {text[start:end][:40]!r} ({start}-{end}) is left out: no span is there."
            )
        else:
            found.slots = _slots(path, where, row)
            free.remove(found)
    known: dict[Any, Node] = {}
    for number, row in enumerate(objects(path, where, carried, "spans"), 1):
        node = Node(
            f"carried{number}",
            need(path, where, row, "start", int),
            need(path, where, row, "end", int),
            need(path, where, row, "label", str),
            _slots(path, where, row),
            where,
        )
        known[row.get("id")] = node
        graph.nodes.append(node)
    for row in objects(path, where, carried, "links"):
        ends = []
        for name in ("from", "to"):
            data = need(path, where, row, name, dict)
            ends.append(known.get(data["id"]) if "id" in data else _match(visible, data, exact=False))
        if ends[0] is None or ends[1] is None:
            notes.append(f"{graph.doc_id}: a link {row.get('kind')!r} is left out: a span at its end is gone.")
        else:
            graph.edges.append(Edge(need(path, where, row, "kind", str), ends[0].id, ends[1].id))
    return graph, notes


def _slots(path: Path, where: str, row: dict[str, Any]) -> dict[str, str]:
    slots = need(path, where, row, "slots", dict)
    for name, value in slots.items():
        if not isinstance(value, str):
            raise malformed(path, where, f'Field "{name}" is {value!r}, not text.')
    return dict(slots)


def _match(nodes: list[Node], row: dict[str, Any], *, exact: bool) -> Node | None:
    """The node at the place of *row*; if not *exact*, also one of another label, or the only one that overlaps it."""
    start, end, label = row.get("start"), row.get("end"), row.get("label")
    if not isinstance(start, int) or not isinstance(end, int):
        return None
    same = [node for node in nodes if (node.start, node.end) == (start, end)]
    here = [node for node in same if node.label == label]
    if here or exact:
        return here[0] if here else None
    over = [node for node in nodes if node.start < end and start < node.end and node.label == label]
    return same[0] if same else over[0] if len(over) == 1 else None
