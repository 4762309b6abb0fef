"""Label Studio: what its tasks look like, and corrections made in it."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tallies.errors import InputError
from tallies.exchange.labelstudio import configuration, read_labelstudio, task, write_labelstudio
from tallies.records import Document, Entity, Fact

Result = list[dict[str, Any]]


def made(document: Document) -> dict[str, Any]:
    """*document* as a task that a person annotated, as the tool exports it."""
    exported = task(document, model_version="m", annotated=True)
    exported["id"] = 7
    for row in exported["annotations"][0]["result"]:
        row["origin"] = "manual"
    return exported


def read(tmp_path: Path, exported: dict[str, Any]) -> tuple[Document, list[str]]:
    """The one task as a document, and what was left out."""
    path = tmp_path / "export.json"
    path.write_text(json.dumps([exported]), encoding="utf-8")
    (document,), notes = read_labelstudio(path)
    return document, notes


def region(result: Result, document: Document, words: str) -> dict[str, Any]:
    """The labels of the first region over *words*."""
    return next(r for r in result if r["type"] == "labels" and r["value"]["text"] == words)


def test_a_task_is_a_prediction_with_score_and_model(document: Document) -> None:
    """A fact's region is scored by its weakest evidence, the task by the mean; relations name two regions."""
    made_ = task(document, model_version="tallies 9")
    (prediction,) = made_["predictions"]
    assert (prediction["model_version"], prediction["score"]) == ("tallies 9", 0.5)
    twenty_nine = region(prediction["result"], document, "29")
    assert twenty_nine["score"] == 0.5
    assert document.text[twenty_nine["value"]["start"] : twenty_nine["value"]["end"]] == "29"
    links = [(r["labels"], r["direction"]) for r in prediction["result"] if r["type"] == "relation"]
    assert sorted(links) == [
        *[(["agency"], "right")] * 4,
        *[(["compared_with"], "right")] * 2,
        (["part_of"], "right"),
        (["usd"], "right"),
    ]


def test_the_configuration_knows_every_field_of_a_task(document: Document, tmp_path: Path) -> None:
    """Each control, label, choice and relation that a task uses is in the XML beside it, so that the tool takes it."""
    write_labelstudio([document], tmp_path / "tasks.json")
    assert (tmp_path / "tasks.xml").read_text(encoding="utf-8") == configuration()
    view = ET.fromstring(configuration())
    controls = {tag.get("name"): {child.get("value") for child in tag} for tag in view if tag.get("name")}
    relations = {tag.get("value") for tag in view.find("Relations") or ()}
    for row in json.loads((tmp_path / "tasks.json").read_text(encoding="utf-8"))[0]["predictions"][0]["result"]:
        if row["type"] == "relation":
            assert set(row["labels"]) <= relations
        else:
            used = row["value"].get("labels") or row["value"].get("choices") or []
            assert set(used) <= controls[row["from_name"]]


def test_a_deleted_relation_stays_deleted(document: Document, tmp_path: Path) -> None:
    """Without its relation a comparison is gone, and nothing else."""
    exported = made(document)
    result = exported["annotations"][0]["result"]
    first = next(r for r in result if r.get("labels") == ["compared_with"])
    result.remove(first)
    facts = (replace(document.facts[0], compared_with=None), *document.facts[1:])
    assert read(tmp_path, exported) == (replace(document, facts=facts), [])


def test_a_moved_span_takes_its_facts_along(document: Document, tmp_path: Path) -> None:
    """Two facts hang on "28": both follow when its region is widened to "from 28"."""
    exported = made(document)
    row = region(exported["annotations"][0]["result"], document, "28")
    start, end = row["value"]["start"] - 5, row["value"]["end"]
    row["value"] |= {"start": start, "text": "from 28"}
    read_, notes = read(tmp_path, exported)
    moved = [replace(fact, anchor=(start, end)) if fact.id in ("F3", "F4") else fact for fact in document.facts]
    assert (read_.facts, notes) == (tuple(moved), [])
    assert Entity(start, end, "STATISTIC") in read_.entities


def test_a_new_figure_needs_an_action_and_a_unit(document: Document, tmp_path: Path) -> None:
    """A region drawn in the tool becomes a fact with the value of its words; without a unit that is said."""
    exported = made(document)
    result = exported["annotations"][0]["result"]
    place = {"start": document.text.index("Tier 2") + 5, "end": document.text.index("Tier 2") + 6, "text": "2"}
    base = {"id": "xY1", "to_name": "text"}
    result += [
        {**base, "from_name": "label", "type": "labels", "value": {**place, "labels": ["STATISTIC"]}},
        {**base, "from_name": "action", "type": "choices", "value": {**place, "choices": ["arrest"]}},
        {
            "type": "relation",
            "from_id": region(result, document, "29")["id"],
            "to_id": "xY1",
            "direction": "left",
            "labels": ["part_of"],
        },
    ]
    without, notes = read(tmp_path, exported)
    assert without.facts == document.facts
    assert [note.partition(": ")[2] for note in notes] == [
        "STATISTIC '2' (11-12): its fact is left out: it has no unit.",
        "STATISTIC '2' (11-12): the link 'part_of' is left out: no fact hangs on the span.",
    ]
    result.append({**base, "from_name": "unit", "type": "textarea", "value": {**place, "text": [" case "]}})
    with_, notes = read(tmp_path, exported)
    assert with_.facts == (*document.facts, Fact("N1", (11, 12), "arrest", 2.0, "case", part_of="F1"))
    assert notes == []


def test_a_corrected_choice_and_a_relinked_agency_are_taken(document: Document, tmp_path: Path) -> None:
    """A new action replaces the old one; a link to another AGENCY gives its words and drops the old full name."""
    exported = made(document)
    result = exported["annotations"][0]["result"]
    ours = region(result, document, "29")["id"]
    next(r for r in result if r["id" if "id" in r else "from_id"] == ours and r.get("from_name") == "action")["value"][
        "choices"
    ] = ["prosecute"]
    country = region(result, document, "MALI")
    country["value"]["labels"] = ["AGENCY"]
    link = next(r for r in result if r.get("labels") == ["agency"] and r["from_id"] == ours)
    link["to_id"] = country["id"]
    read_, notes = read(tmp_path, exported)
    assert notes == []
    assert read_.facts[0] == replace(
        document.facts[0], action="prosecute", agency="MALI", agency_anchor=(0, 4), agency_norm=None
    )


def test_the_last_annotation_that_was_not_cancelled_counts(document: Document, tmp_path: Path) -> None:
    """A cancelled annotation is none; of two others the later is taken, which is said."""
    exported = made(document)
    good = exported["annotations"][0]
    exported["annotations"] = [{"result": []}, good, {"result": [], "was_cancelled": True}]
    assert read(tmp_path, exported) == (document, ["Mali: the last of 2 annotations is taken."])


def test_offsets_in_utf16_units_are_told_by_the_quotation(document: Document, tmp_path: Path) -> None:
    """Old versions counted the cat as two: the words that a region quotes decide."""
    exported = made(document)
    for row in exported["annotations"][0]["result"]:
        if row["type"] != "relation" and row["value"]["start"] > document.text.index("🐱"):
            row["value"]["start"] += 1
            row["value"]["end"] += 1
    assert read(tmp_path, exported) == (document, [])


@pytest.mark.parametrize(
    ("change", "place", "reason"),
    [
        ({"start": "ten"}, "task 1, result[0]", 'Field "start" is "ten", not a whole number.'),
        ({"start": None}, "task 1, result[0]", 'Field "start" is null, not a whole number.'),
        ({"labels": "AGENCY"}, "task 1, result[0]", 'Field "labels" is "AGENCY", not a list.'),
        ({"text": "Chad"}, "task 1, result[0]", "Field \"text\" is 'Chad', but the text has 'MALI' there."),
    ],
)
def test_a_malformed_result_is_named(
    document: Document, tmp_path: Path, change: dict[str, Any], place: str, reason: str
) -> None:
    """The error names the task, the result and the field."""
    exported = made(document)
    exported["annotations"][0]["result"][0]["value"] |= change
    with pytest.raises(InputError) as error:
        read(tmp_path, exported)
    assert (error.value.place, error.value.reason) == (place, reason)
