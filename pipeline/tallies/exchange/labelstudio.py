"""Label Studio JSON: tasks with regions, relations and choices, as predictions to correct or annotations made.

Label Studio counts code points of the text as stored, a carriage return for one; its versions before 1.10
counted UTF-16 units, which is told by the words that a region quotes. Slots with a closed list are choices of
the region (``from_name`` is the slot's name), the common open ones are text fields, and the others share one
field ``more`` as JSON. :func:`configuration` is the project's labelling configuration; ``write_labelstudio``
leaves it beside the tasks.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from tallies.documents.files import replaced
from tallies.exchange.graph import FACT_LABELS, LINKS, PLACES, ROUTE, SLOTS, SPAN_LABELS, Edge, Graph, Node, to_graph
from tallies.exchange.reading import as_object, json_value, malformed, maybe, need, objects, read_text_file
from tallies.exchange.restore import to_document
from tallies.exchange.slots import read_list
from tallies.exchange.units import Units
from tallies.labels import ACTIONS, AGES, EXPLOITATIONS, GENDERS, QUALIFIERS, STATUSES
from tallies.records import Document

#: Slots that are choices, with what can be chosen; the last four take several.
CHOICES: Final = {
    "action": ACTIONS,
    "qualifier": QUALIFIERS[1:],
    "exploitation": EXPLOITATIONS,
    "gender": GENDERS,
    "age": AGES,
    "status": STATUSES,
}
_ONE: Final = ("action", "qualifier")
#: Slots with a text field of their own; the others share :data:`MORE`.
FIELDS: Final = ("value", "value_max", "unit", "years", "nationality", *PLACES, "norm")
MORE: Final = "more"
_LABELS: Final = "label"
_TEXT: Final = "text"
_META: Final = (("country", str), ("report_year", int), ("tier", str))
_COLOURS: Final = (
    *("#1f77b4", "#d62728", "#2ca02c", "#9467bd", "#8c564b", "#e377c2", "#bcbd22", "#17becf"),
    *("#aec7e8", "#ff7f0e", "#98df8a", "#c5b0d5", "#c49c94", "#f7b6d2", "#7f7f7f", "#dbdb8d"),
)


def configuration() -> str:
    """The labelling configuration of a project for these tasks, as XML."""
    facts, routes = ",".join(FACT_LABELS), ROUTE
    lines = ["<View>", "  <Style>.htx-text { white-space: pre-wrap; }</Style>", "  <Relations>"]
    lines += [f"    <Relation value={quoteattr(kind)}/>" for kind in LINKS]
    lines += ["  </Relations>", f'  <Labels name="{_LABELS}" toName="{_TEXT}">']
    lines += [
        f'    <Label value="{label}" background="{colour}"/>'
        for label, colour in zip(SPAN_LABELS, _COLOURS, strict=True)
    ]
    lines += ["  </Labels>", f'  <Text name="{_TEXT}" value="$text" granularity="symbol"/>']
    for slot in (*CHOICES, *FIELDS, MORE):
        where = f"{facts},{routes}" if slot == "exploitation" else routes if slot in PLACES else facts
        shown = f'perRegion="true" toName="{_TEXT}" name="{slot}"'
        if slot not in ("norm", MORE):
            shown += f' whenTagName="{_LABELS}" whenLabelValue="{where}"'
        lines.append(f'  <Header value={quoteattr(slot.replace("_", " "))} size="6"/>')
        if slot in CHOICES:
            choice = "single" if slot in _ONE else "multiple"
            lines.append(f'  <Choices {shown} choice="{choice}" showInline="true">')
            lines += [f"    <Choice value={quoteattr(value)}/>" for value in CHOICES[slot]]
            lines.append("  </Choices>")
        else:
            lines.append(f'  <TextArea {shown} maxSubmissions="1" editable="true" rows="1"/>')
    return "\n".join([*lines, "</View>"]) + "\n"


def write_labelstudio(
    documents: Iterable[Document], path: Path, *, model_version: str | None = None, annotated: bool = False
) -> None:
    """Write *documents* to the file at *path* as tasks to import, and the configuration to the same name with ``.xml``.

    model_version (str | None): the name of the model in predictions; "tallies" and our version if None.
    annotated (bool): write annotations, which count as made by people, in place of predictions.
    """
    from tallies import __version__

    model = model_version or f"tallies {__version__}"
    tasks = [task(document, model_version=model, annotated=annotated) for document in documents]
    with replaced(path) as lines:
        lines.write("[\n" + ",\n".join(json.dumps(one, ensure_ascii=False) for one in tasks) + "\n]\n")
    with replaced(path.with_suffix(".xml")) as lines:
        lines.write(configuration())


def task(document: Document, *, model_version: str, annotated: bool = False) -> dict[str, Any]:
    """*document* as one task. A prediction's score is the mean confidence of its figures, where evidence tells it."""
    graph = to_graph(document)
    data: dict[str, Any] = {"text": graph.text, "doc_id": graph.doc_id}
    data |= {name: getattr(graph, name) for name, _ in _META if getattr(graph, name) is not None}
    data["extra"] = json.dumps(graph.extra)
    result = [row for node in graph.nodes for row in _region(graph, node)]
    scores = {fact.id: min(item.confidence for item in fact.evidence) for fact in document.facts if fact.evidence}
    for row in result:
        score = scores.get(row.pop("fact", ""))
        if score is not None and row["type"] == "labels":
            row["score"] = score
    result += [
        {"type": "relation", "from_id": edge.source, "to_id": edge.target, "direction": "right", "labels": [edge.kind]}
        for edge in graph.edges
    ]
    if annotated:
        return {"data": data, "annotations": [{"result": result}]}
    prediction: dict[str, Any] = {"model_version": model_version, "result": result}
    if scores:
        prediction["score"] = sum(scores.values()) / len(scores)
    return {"data": data, "predictions": [prediction]}


def _region(graph: Graph, node: Node) -> list[dict[str, Any]]:
    """The results of one span: its label, its choices and its fields, all with the id of the span."""
    place = {"start": node.start, "end": node.end}
    quoted = graph.text[node.start : node.end]
    row = {"id": node.id, "to_name": _TEXT}
    out: list[dict[str, Any]] = [
        {**row, "from_name": _LABELS, "type": "labels", "value": {**place, "text": quoted, "labels": [node.label]}}
    ]
    if "fact" in node.slots:
        out[0]["fact"] = node.slots["fact"]
    more = {}
    for slot, value in node.slots.items():
        chosen = [value] if slot in _ONE else _words(value)
        if slot in CHOICES and chosen and set(chosen) <= set(CHOICES[slot]):
            made = {**place, "text": quoted, "choices": chosen}
            out.append({**row, "from_name": slot, "type": "choices", "value": made})
        elif slot in FIELDS:
            out.append({**row, "from_name": slot, "type": "textarea", "value": {**place, "text": [value]}})
        else:
            more[slot] = value
    if more:
        made = {**place, "text": [json.dumps(more, ensure_ascii=False)]}
        out.append({**row, "from_name": MORE, "type": "textarea", "value": made})
    return out


def _words(value: str) -> list[str]:
    try:
        return read_list(value)
    except ValueError:
        return []


def read_labelstudio(path: Path) -> tuple[list[Document], list[str]]:
    """The documents in an export (``JSON``, not ``JSON-MIN``) or a file of tasks, and what was left out.

    Of a task's annotations the last that was not cancelled counts; without one, its last prediction.

    Raises InputError naming task, result and field, and OSError if the file cannot be opened.
    """
    documents, notes = [], []
    tasks = json_value(path, "", read_text_file(path))
    if not isinstance(tasks, list):
        raise malformed(path, "", f"It is a {type(tasks).__name__}, not a list of tasks.")
    for number, item in enumerate(tasks, 1):
        place = f"task {number}"
        graph, lost = _graph(path, place, as_object(path, place, item), number)
        document, more = to_document(graph, file=str(path), place=place)
        documents.append(document)
        notes += lost + more
    return documents, notes


def _graph(path: Path, place: str, item: dict[str, Any], number: int) -> tuple[Graph, list[str]]:
    data = need(path, place, item, "data", dict)
    text = need(path, f"{place}, data", data, "text", str)
    name = maybe(path, f"{place}, data", data, "doc_id", str) or f"{path.stem}-{item.get('id', number)}"
    graph = Graph(name, text)
    for field, type_ in _META:
        setattr(graph, field, maybe(path, f"{place}, data", data, field, type_))
    extra = json_value(path, f"{place}, data, extra", str(data.get("extra") or "{}"))
    graph.extra = as_object(path, f"{place}, data, extra", extra)
    notes = []
    made = [one for one in objects(path, place, item, "annotations") if not one.get("was_cancelled")]
    if len(made) > 1:
        notes.append(f"{name}: the last of {len(made)} annotations is taken.")
    made = made or objects(path, place, item, "predictions")
    if not made:
        notes.append(f"{name}: there is no annotation and no prediction.")
        return graph, notes
    units = Units(text)
    nodes: dict[str, Node] = {}
    rows = [(f"{place}, result[{i}]", row) for i, row in enumerate(objects(path, place, made[-1], "result"))]
    # In the file the fields of a region may stand before its label.
    rows.sort(key=lambda found: found[1].get("type") != "labels")
    for where, row in rows:
        kind = need(path, where, row, "type", str)
        if kind == "relation":
            graph.edges += _edges(path, where, row, graph.doc_id, notes)
        elif kind == "labels":
            node = _node(path, where, row, text, units, notes)
            if node is not None:
                nodes[node.id] = node
        elif kind in ("choices", "textarea"):
            _slot(path, where, row, nodes, notes)
        else:
            notes.append(f"{name}: a result of type {kind!r} is left out.")
    graph.nodes = list(nodes.values())
    gone = [edge for edge in graph.edges if edge.source not in nodes or edge.target not in nodes]
    if gone:
        notes.append(f"{name}: {len(gone)} relations are left out, their regions are gone.")
        graph.edges = [edge for edge in graph.edges if edge not in gone]
    return graph, notes


def _node(path: Path, where: str, row: dict[str, Any], text: str, units: Units, notes: list[str]) -> Node | None:
    value = need(path, where, row, "value", dict)
    start, end = need(path, where, value, "start", int), need(path, where, value, "end", int)
    labels = need(path, where, value, "labels", list)
    quoted = maybe(path, where, value, "text", str)
    if quoted is not None and not _same(text[start:end], quoted):
        try:
            older = units.from_utf16(start), units.from_utf16(end)
        except ValueError:
            older = start, end
        if _same(text[slice(*older)], quoted):
            start, end = older
        else:
            raise malformed(
                path, where, f'Field "text" is {quoted[:40]!r}, but the text has {text[start:end][:40]!r} there.'
            )
    if not labels:
        notes.append(f"{where}: a region without a label is left out.")
        return None
    if len(labels) > 1:
        notes.append(f"{where}: of the labels {labels}, the first is kept.")
    return Node(need(path, where, row, "id", str), start, end, str(labels[0]), place=where)


def _same(there: str, quoted: str) -> bool:
    """Whether the tool's quotation is of these words; it writes line breaks as "\\\\n" and may collapse blanks."""
    return there.split() in (quoted.split(), quoted.replace("\\n", "\n").split())


def _slot(path: Path, where: str, row: dict[str, Any], nodes: dict[str, Node], notes: list[str]) -> None:
    slot = need(path, where, row, "from_name", str)
    node = nodes.get(need(path, where, row, "id", str))
    value = need(path, where, row, "value", dict)
    if node is None:
        notes.append(f"{where}: {slot!r} is left out, its region is gone.")
    elif slot in CHOICES:
        chosen = need(path, where, value, "choices", list)
        node.slots[slot] = ",".join(str(word) for word in chosen)
    elif slot == MORE or slot in SLOTS:
        text = value.get("text")
        words = [text] if isinstance(text, str) else need(path, where, value, "text", list)
        typed = str(words[-1]).strip() if words else ""
        if slot == MORE and typed:
            more = as_object(path, where, json_value(path, f'{where}, "{MORE}"', typed))
            node.slots.update({name: str(item) for name, item in more.items()})
        elif typed:
            node.slots[slot] = typed
    else:
        notes.append(f"{where}: {slot!r} is no slot of ours; left out.")


def _edges(path: Path, where: str, row: dict[str, Any], name: str, notes: list[str]) -> list[Edge]:
    ends = need(path, where, row, "from_id", str), need(path, where, row, "to_id", str)
    labels = maybe(path, where, row, "labels", list) or []
    if not labels:
        notes.append(f"{name}: a relation without a label is left out.")
    if row.get("direction") == "left":
        ends = ends[1], ends[0]
    return [Edge(str(label), *ends) for label in labels]
