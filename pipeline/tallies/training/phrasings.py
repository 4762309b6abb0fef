"""Turns of phrase whose figures are marked with action and unit alone: quick to write, and enough for actions.

A file holds phrasings of a sentence or more, one a line; blank lines are passed over, and a line ``## PROTECTION``
names the section of those below it. Every figure stands in braces, with its action and its unit::

    ## PROTECTION

    The shelter took in {14|assist|child} children and sent {three|repatriate|child} home.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import chain
from pathlib import Path

from tallies.errors import InputError
from tallies.labels import ACTIONS
from tallies.records import Document, Fact

_MARK = re.compile(r"\{([^{}|]+)\|([a-z]+)\|([^{}|]+)\}")


def read_phrasings(paths: Sequence[Path]) -> list[Document]:
    """A document for each phrasing: its section's heading, its text, and facts with nothing but action and unit.

    paths: files, or folders of which all ``.txt`` files are read.
    The value of a fact is None, whatever its words say. Raises InputError, with the line, at a mark that is
    malformed, an action that is none, and a file without phrasings.
    """
    found = []
    for path in chain.from_iterable(sorted(path.glob("*.txt")) if path.is_dir() else [path] for path in paths):
        phrasings = list(_phrasings(path))
        if not phrasings:
            raise InputError(
                str(path), "", "empty", "The file holds no phrasing.", "Leave it out, or write some into it."
            )
        found += phrasings
    return found


def _phrasings(path: Path) -> Iterator[Document]:
    heading = ""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        line = line.strip()
        if line.startswith("## "):
            heading = f"{line[3:]}\n\n"
        elif line:
            yield _document(path, number, heading, line)


def _document(path: Path, number: int, heading: str, line: str) -> Document:
    text, end = heading, 0
    facts: list[Fact] = []
    for mark in _MARK.finditer(line):
        words, action, unit = mark.groups()
        text += line[end : mark.start()]
        if action not in ACTIONS:
            remedy = f"Choose from {', '.join(ACTIONS)}."
            raise InputError(str(path), f"line {number}", "malformed", f"{action!r} is no action.", remedy)
        anchor = (len(text), len(text) + len(words))
        facts.append(Fact(id=f"f{len(facts) + 1}", anchor=anchor, action=action, value=None, unit=unit))
        text += words
        end = mark.end()
    text += line[end:]
    if "{" in text or "}" in text or not facts:
        reason = "A brace is no part of a mark." if facts else "It has no marked figure."
        raise InputError(str(path), f"line {number}", "malformed", reason, "Write {14|assist|child}.")
    return Document(doc_id=f"{path.stem}:{number}", text=text, facts=tuple(facts))
