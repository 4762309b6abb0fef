"""The files of a run, put together from its lines one after the other, and what is said of the run at its end."""

from __future__ import annotations

import json
from bisect import insort
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tallies.documents.files import replaced
from tallies.documents.output import RECORDS
from tallies.documents.tables import COLUMNS, TEXT
from tallies.documents.writers import table_file
from tallies.plain import Record
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
    """Counts lines.

    part (str): the part of a run whose lines they are; of several, results are in the order of these names.
    """

    def __init__(self, shown: int = SHOWN, *, part: str = "") -> None:
        self._shown, self._part = shown, part
        self._counts = dict.fromkeys(("documents", "words", "facts", "comparisons", "routes", "errors"), 0)
        # Each with its place, which keeps the order of equal ones.
        self._failures: list[tuple[str, int, str]] = []
        self._changes: list[tuple[float, str, int, str]] = []
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
            failure = f"{f'{file}, {place}' if place else file}: {reason} {remedy}"
            self._failures.append((self._part, len(self._failures), failure))
        for row in content.rows.get("comparisons", ()):
            self._compare(dict(zip(COLUMNS["comparisons"], row, strict=True)))

    def join(self, other: Counter) -> None:
        """Count what *other* has counted, of another part, as well."""
        for name, count in other._counts.items():
            self._counts[name] += count
        self._failures = sorted(self._failures + other._failures)[:FAILURES]
        self._changes = sorted(self._changes + other._changes)[: self._shown]

    def to_dict(self) -> dict[str, Any]:
        """What was counted, as plain data."""
        return {"counts": self._counts, "failures": self._failures, "changes": self._changes}

    @classmethod
    def from_dict(cls, data: Mapping[str, Any], *, part: str = "") -> Counter:
        """The counter that :meth:`to_dict` gave."""
        counter = cls(part=part)
        counter._counts = dict(data["counts"])
        counter._failures = [(name, number, failure) for name, number, failure in data["failures"]]
        counter._changes = [(size, name, number, change) for size, name, number, change in data["changes"]]
        return counter

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
            self._compared += 1
            insort(self._changes, (-factor, self._part, self._compared, f"{row['document']}: {row['sentence']}"))
            del self._changes[self._shown :]

    def summary(self) -> Summary:
        """What was counted."""
        failures = tuple(failure for *_, failure in self._failures)
        return Summary(**self._counts, failures=failures, changes=tuple(change for *_, change in self._changes))


def put_together(
    lines: Iterable[str], folder: Path, formats: Iterable[str], *, inputs: Sequence[str], failed: Path, part: str = ""
) -> Counter:
    """Write ``documents.jsonl`` and the tables in *formats* into *folder*, from the texts of *lines*.

    inputs (Sequence[str]): the columns of all lines that come from the input, in their order.
    failed (Path): a file for the errors, each with its number among *lines*.
    part (str): see :class:`Counter`; what it has counted is returned.
    """
    counter = Counter(part=part)
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
    return counter
