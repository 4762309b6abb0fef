"""Prodigy and doccano: their own fields, what rides along, and corrections made in the tools."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tallies.errors import InputError
from tallies.exchange.doccano import read_doccano, write_doccano
from tallies.exchange.prodigy import read_prodigy, write_prodigy
from tallies.records import Document, Entity

Task = dict[str, Any]
Reader = Callable[[Path], tuple[list[Document], list[str]]]


def written(write: Callable[[list[Document], Path], None], document: Document, tmp_path: Path) -> Task:
    """The one task that *write* makes of *document*."""
    write([document], tmp_path / "tasks.jsonl")
    task: Task = json.loads((tmp_path / "tasks.jsonl").read_text(encoding="utf-8"))
    return task


def read(reader: Reader, task: Task, tmp_path: Path) -> tuple[list[Document], list[str]]:
    """What *reader* makes of *task*."""
    path = tmp_path / "edited.jsonl"
    path.write_text("\n" + json.dumps(task) + "\n", encoding="utf-8")
    return reader(path)


def test_prodigy_names_tokens_and_spans(document: Document, tmp_path: Path) -> None:
    """Tokens give back the text; a relation names the last token of each end, as the tool does."""
    task = written(write_prodigy, document, tmp_path)
    assert "".join(token["text"] + " " * token["ws"] for token in task["tokens"]) == document.text
    (relation,) = [r for r in task["relations"] if r["label"] == "part_of"]
    head, child = task["tokens"][relation["head"]], task["tokens"][relation["child"]]
    assert (head["text"], child["text"]) == ("12", "29")
    assert (relation["head_span"]["token_end"], relation["head_span"]["label"]) == (head["id"], "STATISTIC")
    (ministry,) = [span for span in task["spans"] if span["label"] == "AGENCY"]
    assert [t["text"] for t in task["tokens"][ministry["token_start"] : ministry["token_end"] + 1]] == [
        *("Ministry", "of", "\r\n", "Justice")
    ]


def test_prodigy_keeps_only_accepted_tasks(document: Document, tmp_path: Path) -> None:
    """A rejected task is left out, and that is said; an accepted one is read."""
    task = written(write_prodigy, document, tmp_path)
    documents, notes = read(read_prodigy, task | {"answer": "reject"}, tmp_path)
    assert documents == []
    assert [note.rpartition(": ")[2] for note in notes] == ["left out, its answer is 'reject'."]
    assert read(read_prodigy, task | {"answer": "accept", "_task_hash": 5}, tmp_path) == ([document], [])


def test_a_correction_in_prodigy_survives(document: Document, tmp_path: Path) -> None:
    """A widened span keeps its fact, a new relation links it, a removed one is gone."""
    task = written(write_prodigy, document, tmp_path)
    twelve = next(span for span in task["spans"] if document.text[span["start"] : span["end"]] == "12")
    wide = {**twelve, "end": twelve["end"] + 8, "token_end": twelve["token_end"] + 2}
    task["spans"][task["spans"].index(twelve)] = wide
    relations = [r for r in task["relations"] if r["label"] != "part_of"]
    for relation in relations:
        relation["head_span"] = wide if relation["head_span"] == twelve else relation["head_span"]
    three = next(r for r in relations if r["label"] == "compared_with")["child_span"]
    task["relations"] = [*relations, {**relations[0], "label": "compared_with", "head_span": wide, "child_span": three}]
    (got,), notes = read(read_prodigy, task, tmp_path)
    facts = list(document.facts)
    facts[1] = replace(facts[1], anchor=(wide["start"], wide["end"]), part_of=None, compared_with="F3")
    assert (got.facts, notes) == (tuple(facts), [])


def test_doccano_counts_utf16_and_numbers_spans_itself(document: Document, tmp_path: Path) -> None:
    """Offsets behind an emoji are one more; new ids and further fields of an export change nothing."""
    task = written(write_doccano, document, tmp_path)
    figure = document.text.index("29 traffickers")
    assert next(e["start_offset"] for e in task["entities"] if e["label"] == "STATISTIC") == figure + 1
    for entity in task["entities"]:
        entity["id"] += 4000
    for relation in task["relations"]:
        relation |= {"id": 9, "from_id": relation["from_id"] + 4000, "to_id": relation["to_id"] + 4000}
    assert read(read_doccano, task | {"id": 12, "Comments": []}, tmp_path) == ([document], [])


def test_a_correction_in_doccano_survives(document: Document, tmp_path: Path) -> None:
    """A relabelled span keeps its place and loses its fact, which is said; a removed one takes its own along."""
    task = written(write_doccano, document, tmp_path)
    labels = {e["id"]: e for e in task["entities"]}
    dollars = next(e for e in task["entities"] if e["label"] == "MONEY")
    task["entities"].remove(dollars)
    task["relations"] = [r for r in task["relations"] if dollars["id"] not in (r["from_id"], r["to_id"])]
    twelve = next(e for e in labels.values() if e["label"] == "STATISTIC" and e["id"] == 6)
    twelve["label"] = "UNIT"
    task["relations"] = [r for r in task["relations"] if twelve["id"] not in (r["from_id"], r["to_id"])]
    (got,), notes = read(read_doccano, task, tmp_path)
    assert [fact.id for fact in got.facts] == ["F1", "F3", "F4"]
    assert Entity(document.facts[1].anchor[0], document.facts[1].anchor[1], "UNIT") in got.entities
    start, end = document.facts[4].anchor
    part = document.facts[1].anchor
    assert notes == [
        f"Mali: what hung on '90 million francs' ({start}-{end}) is left out: no span is there.",
        f"Mali: UNIT '12' ({part[0]}-{part[1]}): its fact is left out: the span's label carries none.",
    ]


def test_doccano_without_relations_is_read(tmp_path: Path) -> None:
    """The plain export of a sequence labelling project gives entities; the file names the document."""
    (got,), notes = read(read_doccano, {"id": 3, "text": "🐱 Police", "label": [[3, 9, "AGENCY"]]}, tmp_path)
    assert (got, notes) == (Document("edited-1", "🐱 Police", entities=(Entity(2, 8, "AGENCY"),)), [])


@pytest.mark.parametrize(
    ("reader", "task", "place", "reason"),
    [
        (read_prodigy, {"tokens": []}, "line 2", 'Field "text" is missing.'),
        (read_prodigy, {"text": 5}, "line 2", 'Field "text" is 5, not text.'),
        (read_prodigy, {"text": "x", "spans": [{"start": 0}]}, "line 2, spans[0]", 'Field "end" is missing.'),
        (
            read_prodigy,
            {"text": "x", "spans": [{"start": 0, "end": 9, "label": "UNIT"}]},
            "line 2, spans[0]",
            '"start" and "end" are 0 and 9, not in the text.',
        ),
        (
            read_prodigy,
            {"text": "x", "relations": [{"head_span": {"start": 0, "end": 1}, "label": "usd"}]},
            "line 2, relations[0]",
            'Field "head_span" is {"start": 0, "end": 1}, which is none of the spans.',
        ),
        (read_doccano, {"text": "x"}, "line 2", 'Field "entities" is missing.'),
        (
            read_doccano,
            {"text": "🐱", "entities": [{"id": 1, "start_offset": 1, "end_offset": 2, "label": "UNIT"}]},
            "line 2, entities[0]",
            'Field "start_offset" or "end_offset": offset 1 falls inside a letter.',
        ),
        (
            read_doccano,
            {"text": "x", "entities": [], "relations": [{"from_id": 1, "to_id": 2, "type": "usd"}]},
            "line 2, relations[0]",
            'Field "from_id" or "to_id": [1, 2] are not both ids of entities.',
        ),
        (
            read_doccano,
            {"text": "x", "label": [[0, "1", "UNIT"]]},
            "line 2",
            'Field "label" has [0, "1", "UNIT"], not [start, end, label].',
        ),
    ],
)
def test_a_malformed_task_is_named(tmp_path: Path, reader: Reader, task: Task, place: str, reason: str) -> None:
    """The error names the line, the item in it and the field."""
    with pytest.raises(InputError) as error:
        read(reader, task, tmp_path)
    assert (error.value.place, error.value.reason) == (place, reason)


def test_a_line_that_is_no_json_is_named(tmp_path: Path) -> None:
    """The error names the line."""
    (tmp_path / "x.jsonl").write_text('{"text": "", "entities": []}\n{"text": \n', encoding="utf-8")
    with pytest.raises(InputError, match=r"line 2: It is no JSON"):
        read_doccano(tmp_path / "x.jsonl")
