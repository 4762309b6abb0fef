"""The files of a run, put together from its lines one after the other, and what is said of the run at its end."""

from __future__ import annotations

import json
from bisect import insort
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tallies.documents.files import replaced
from tallies.documents.output import RECORDS
from tallies.documents.tables import COLUMNS, TEXT
from tallies.documents.writers import table_file
from tallies.records import Record
from tallies.running.lines import Content, unpack

#: The tables that a run leaves.
TABLES: Final = tuple(name for name in COLUMNS if name != "documents")
#: How many of the largest changes, and of the failures, a summary names.
SHOWN: Final = 10
FAILURES: Final = 100


@dataclass(frozen=True, slots=True)
class Summary(Record):
    """What a run has read.

    failures (tuple[str, ...]): the first :data:`FAILURES` of the errors, as sentences.
    changes (tuple[str, ...]): the comparisons that change by the largest factor, as sentences.
    """

    documents: int = 0
    words: int = 0
    facts: int = 0
    comparisons: int = 0
    routes: int = 0
    errors: int = 0
    failures: tuple[str, ...] = ()
    changes: tuple[str, ...] = ()


class Counter:
    """Counts lines."""

    def __init__(self, shown: int = SHOWN) -> None:
        self._shown = shown
        self._counts = dict.fromkeys(("documents", "words", "facts", "comparisons", "routes", "errors"), 0)
        self._failures: list[str] = []
        self._changes: list[tuple[float, int, str]] = []
        self._compared = 0

    def add(self, content: Content) -> None:
        """Count a line."""
        self._counts["documents"] += bool(content.document)
        self._counts["words"] += content.words
        for name, rows in content.rows.items():
            if name in self._counts:
                self._counts[name] += len(rows)
        for error in content.rows.get("errors", ())[: FAILURES - len(self._failures)]:
            file, place, _, reason, remedy = error
            self._failures.append(f"{f'{file}, {place}' if place else file}: {reason} {remedy}")
        for row in content.rows.get("comparisons", ()):
            self._compare(dict(zip(COLUMNS["comparisons"], row, strict=True)))

    def _compare(self, row: dict[str, Any]) -> None:
        """Keep the comparison if it is one of the largest, up or down.

        One is added on either side of the ratio: a rise from 0 has no ratio, and one from 1 to 3 is less
        of a change than one from 100 to 300.
        """
        later, earlier = row["later_value"], row["earlier_value"]
        if later is None or earlier is None or later <= -1 or earlier <= -1:
            return
        ratio = (later + 1) / (earlier + 1)
        factor = ratio if ratio >= 1 else 1 / ratio
        if factor > 1:
            self._compared += 1  # the number keeps the order of equal ones
            insort(self._changes, (-factor, self._compared, f"{row['document']}: {row['sentence']}"))
            del self._changes[self._shown :]

    def summary(self) -> Summary:
        """What was counted."""
        changes = tuple(sentence for _, _, sentence in self._changes)
        return Summary(**self._counts, failures=tuple(self._failures), changes=changes)


def put_together(
    lines: Iterable[str], folder: Path, formats: Iterable[str], *, inputs: Sequence[str], failed: Path
) -> Summary:
    """Write ``documents.jsonl`` and the tables in *formats* into *folder*, from the texts of *lines*.

    inputs (Sequence[str]): the columns of all lines that come from the input, in their order.
    failed (Path): a file for the errors, each with its number among *lines*.
    """
    counter = Counter()
    behind = dict.fromkeys(inputs, TEXT)
    with ExitStack() as files:
        records = files.enter_context(replaced(folder / RECORDS))
        failures = files.enter_context(replaced(failed))
        tables = [
            (name, files.enter_context(table_file(folder / f"{name}.{suffix}", columns)))
            for suffix in formats
            for name in TABLES
            for columns in [COLUMNS[name] if name == "errors" else {**COLUMNS[name], **behind}]
        ]
        for number, line in enumerate(lines):
            content = unpack(line)
            counter.add(content)
            if content.document:
                records.write(content.document + "\n")
            else:
                failures.write(json.dumps([number, *content.rows["errors"][0]], ensure_ascii=False) + "\n")
            cells = [content.inputs.get(column) for column in inputs]
            for name, write in tables:
                rows = content.rows.get(name)
                if rows:
                    write([*row, *cells] for row in rows) if cells and name != "errors" else write(rows)
    return counter.summary()
