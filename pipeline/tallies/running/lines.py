"""What a run has made of one input, as a line of a part: the record and the rows of the tables.

Lines are made where the document was read, so that the process that collects them has little to do.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from tallies.documents.tables import carried_by, rows_of, words
from tallies.errors import InputError
from tallies.records import Document

Outcome = Document | InputError


@dataclass(frozen=True, slots=True)
class Line:
    """A document or an error, ready to be written.

    text (str): the record as JSON, empty for an error; a tab, which JSON never has; the rest as JSON.
    words (int): of its text.
    failed (bool): whether it is an error.
    dateless (bool): whether it is a document without report year.
    inputs (tuple[str, ...]): its columns that come from the input.
    """

    text: str
    words: int
    failed: bool
    dateless: bool
    inputs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Content:
    """What is in a line.

    document (str): the record as JSON; empty for an error.
    words (int): of its text.
    rows (Mapping): the rows by the table that they stand in; not those of the table "documents".
    inputs (Mapping[str, str]): the cells that stand behind each row.
    """

    document: str
    words: int
    rows: Mapping[str, list[list[Any]]]
    inputs: Mapping[str, str]


def pack(outcome: Outcome) -> Line:
    """*outcome* as a line."""
    rows = rows_of(outcome)
    rows.pop("documents", None)  # the documents are in documents.jsonl, with their texts
    failed = isinstance(outcome, InputError)
    count = 0 if isinstance(outcome, InputError) else words(outcome.text)
    inputs = carried_by(outcome)
    record = "" if isinstance(outcome, InputError) else json.dumps(outcome.to_dict(), ensure_ascii=False)
    rest = json.dumps({"words": count, "rows": rows, "inputs": inputs}, ensure_ascii=False)
    dateless = isinstance(outcome, Document) and outcome.report_year is None
    return Line(f"{record}\t{rest}\n", count, failed, dateless, tuple(inputs))


def unpack(text: str) -> Content:
    """What is in the *text* of a line."""
    document, _, rest = text.partition("\t")
    return Content(document, **json.loads(rest))
