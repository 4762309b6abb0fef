"""What a person enters in the page to a correction."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, Final

from tallies.documents.corrections import (
    CONFIRMED,
    CORRECTED,
    VERDICTS,
    Correction,
    Key,
    correct,
    corrected_id,
    figure_at,
)
from tallies.errors import RecordError
from tallies.labels import AGES, EXPLOITATIONS, GENDERS, QUALIFIERS, STATUSES
from tallies.records import Document, Fact

#: What can be entered: where the figure stands, and why it was read so, cannot.
EDITABLE: Final = (
    "action",
    "value",
    "value_max",
    "qualifier",
    "unit",
    "years",
    "agency",
    "exploitation",
    "gender",
    "age",
    "nationality",
    "status",
    "part_of",
    "compared_with",
)

_VOCABULARIES: Final = {"exploitation": EXPLOITATIONS, "gender": GENDERS, "age": AGES, "status": STATUSES}


def edit(document: Document, standing: Mapping[Key, Correction], request: Mapping[str, Any], time: str) -> Correction:
    """The correction that *request* asks for.

    document: as the pipeline read it.
    standing: the corrections that hold.
    request: ``key`` ([start, end, nth]), ``verdict`` and, where that is "corrected", ``fact``: the fields that
        change, with None for one that is to be empty.
    Raises RecordError with a sentence for the person.
    """
    key = request_key(document, request)
    verdict, changes = request.get("verdict"), request.get("fact") or {}
    if verdict not in VERDICTS:
        raise RecordError(f"{verdict!r} is no verdict; choose from {', '.join(VERDICTS)}.")
    before = standing.get(key)
    reading = before.reading if before else _at(document, key)
    if reading is None:
        raise RecordError(f"Document {document.doc_id} has no figure at {key[1][0]} to {key[1][1]}; reload the page.")
    fact: Fact | None = None
    total = earlier = None
    if verdict in (CONFIRMED, CORRECTED):
        merged = correct(document, [c for c in standing.values() if c.doc_id == document.doc_id])
        shown = _shown(document, merged, before, reading)
        fact = changed(shown, changes if verdict == CORRECTED else {}, merged)
        anchors = {other.id: other.anchor for other in merged.facts}
        total, earlier = anchors.get(fact.part_of or ""), anchors.get(fact.compared_with or "")
    return Correction(
        doc_id=document.doc_id,
        anchor=key[1],
        nth=key[2],
        words=document.text[slice(*key[1])],
        verdict=verdict,
        version=(before.version if before else 0) + 1,
        reading=reading,
        fact=fact,
        total=total,
        earlier=earlier,
        time=time,
    )


def request_key(document: Document, request: Mapping[str, Any]) -> Key:
    """The figure that *request* is about. Raises RecordError."""
    match request.get("key"):
        case [int(start), int(end), int(nth)] if 0 <= start < end <= len(document.text) and nth >= 1:
            return document.doc_id, (start, end), nth
        case other:
            raise RecordError(f"The key {other!r} is no place in document {document.doc_id}.")


def changed(fact: Fact, changes: Mapping[str, Any], document: Document) -> Fact:
    """*fact* with *changes*. Raises RecordError where they do not make a fact of *document*."""
    for name in changes:
        if name not in EDITABLE:
            raise RecordError(f"The field {name!r} cannot be changed.")
    data = {**fact.to_dict(), **changes}
    for name in ("exploitation", "gender", "age", "nationality", "status"):
        if isinstance(data.get(name), list):
            data[name] = sorted(set(map(str, data[name])))
    made = Fact.from_dict(
        {name: value for name, value in data.items() if name == "value" or value not in (None, "", [])}
    )
    _check(made, document)
    return made


def _check(fact: Fact, document: Document) -> None:
    numbers = [number for number in (fact.value, fact.value_max) if number is not None]
    others = {other.id for other in document.facts} - {fact.id}
    for wrong, sentence in (
        (not all(map(math.isfinite, numbers)), "The value is no number."),
        (len(numbers) == 2 and numbers[1] < numbers[0], "The upper end of the range is below the lower."),
        (fact.value is None and fact.value_max is not None, "A range needs a lower end."),
        (fact.qualifier not in QUALIFIERS, f"The qualifier is none of {', '.join(QUALIFIERS)}."),
        (not fact.unit.strip(), "The unit is empty."),
        (len(fact.years) > 2, "A figure has one year, or the first and the last year of a span."),
        (any(not 1000 <= year <= 9999 for year in fact.years), "A year has four digits."),
        (list(fact.years) != sorted(fact.years), "The last year of the span is before the first."),
        (fact.part_of is not None and fact.part_of not in others, f"There is no other figure {fact.part_of}."),
        (
            fact.compared_with is not None and fact.compared_with not in others,
            f"There is no other figure {fact.compared_with}.",
        ),
    ):
        if wrong:
            raise RecordError(sentence)
    for name, vocabulary in _VOCABULARIES.items():
        for value in getattr(fact, name):
            if value not in vocabulary:
                raise RecordError(f"{value!r} is no {name}; choose from {', '.join(vocabulary)}.")


def _shown(document: Document, merged: Document, before: Correction | None, reading: Fact) -> Fact:
    """The figure as the page shows it, which may be an earlier correction; without links to what was struck out."""
    id_ = corrected_id(document, merged, before) if before else reading.id
    by_id = {fact.id: fact for fact in merged.facts}
    fact = by_id.get(id_ or "") or (before.fact if before and before.fact else reading)
    return replace(
        fact,
        part_of=fact.part_of if fact.part_of in by_id else None,
        compared_with=fact.compared_with if fact.compared_with in by_id else None,
    )


def _at(document: Document, key: Key) -> Fact | None:
    found = figure_at(document.facts, key[1], key[2])
    return found if found and found.anchor == key[1] else None
