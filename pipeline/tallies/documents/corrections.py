"""What a person says of the figures that were read: confirmed, corrected or struck out.

``corrections.jsonl`` stands beside ``documents.jsonl`` and is a log: one :class:`Correction` a line, and
the last line about a figure is what holds. So writing is adding a line, and nothing that anybody has
said is lost. A run of a better pipeline leaves the log alone: a correction is tied to the words that
it is about, not to the number that a figure happens to have.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

from tallies.documents.source import shown
from tallies.errors import InputError, RecordError
from tallies.plain import Record
from tallies.records import Document, Evidence, Fact, Offsets

#: The log in an output folder.
CORRECTIONS: Final = "corrections.jsonl"

CONFIRMED: Final = "confirmed"
CORRECTED: Final = "corrected"
STRUCK: Final = "struck"
#: An earlier line is taken back: the figure is again as the pipeline reads it.
WITHDRAWN: Final = "withdrawn"
VERDICTS: Final = (CONFIRMED, CORRECTED, STRUCK, WITHDRAWN)

Key = tuple[str, Offsets, int]


@dataclass(frozen=True, slots=True)
class Correction(Record):
    """One person's word on one figure; a line of ``corrections.jsonl``.

    anchor, nth (Offsets, int): the figure: the nth, from 1, of those with that anchor in the document.
    words (str): the text at the anchor; where the text has other words, the correction no longer fits.
    verdict (str): one of :data:`VERDICTS`.
    version (int): 1 for the first line about the figure, one more for each further line.
    reading (Fact): the figure as the pipeline had read it.
    fact (Fact | None): the figure as it should be read, where confirmed or corrected.
    total, earlier (Offsets | None): anchors of the figures that ``fact`` is part of and is compared with.
    time (str): when it was said, in ISO 8601.
    """

    doc_id: str
    anchor: Offsets
    words: str
    verdict: str
    version: int
    reading: Fact
    nth: int = 1
    fact: Fact | None = None
    total: Offsets | None = None
    earlier: Offsets | None = None
    time: str = ""

    def __post_init__(self) -> None:
        if self.verdict not in VERDICTS:
            raise RecordError(f"{self.verdict!r} is no verdict; choose from {', '.join(VERDICTS)}.")
        if (self.fact is not None) != (self.verdict in (CONFIRMED, CORRECTED)):
            raise RecordError(
                f'A correction with the verdict "{self.verdict}" has {"no" if self.fact is None else "a"} fact.'
            )

    @property
    def key(self) -> Key:
        """What tells the figures of a corpus apart."""
        return self.doc_id, self.anchor, self.nth


def read_corrections(output: Path) -> dict[Key, Correction]:
    """The corrections that hold, by figure; none where nothing was corrected yet.

    output (Path): a folder that ``tallies read`` left, or its file of records.
    Raises InputError naming the line that holds no correction.
    """
    path = (output if output.is_dir() else output.parent) / CORRECTIONS
    latest: dict[Key, Correction] = {}
    if not path.exists():
        return latest
    with path.open(encoding="utf-8", newline="\n") as lines:
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                correction = Correction.from_dict(json.loads(line))
            except (ValueError, RecursionError) as error:
                raise InputError(
                    shown(path),
                    f"line {number}",
                    "malformed",
                    f"The line holds no correction: {error}.",
                    "Mend or remove it.",
                ) from error
            latest[correction.key] = correction
    return latest


def append_correction(output: Path, correction: Correction) -> None:
    """Add *correction* to the log of *output*; it is on the disk when this returns.

    A line goes out in one write to a file opened for appending, so that two writers do not mix.
    """
    line = json.dumps(correction.to_dict(), ensure_ascii=False) + "\n"
    with (output / CORRECTIONS).open("ab", buffering=0) as log:
        log.write(line.encode("utf-8", "replace"))
        os.fsync(log.fileno())


def apply_corrections(documents: Iterable[Document], corrections: Iterable[Correction]) -> Iterator[Document]:
    """*documents* as people corrected them, one at a time.

    Confirmed and corrected figures have one piece of evidence, a person's; struck ones are gone, and
    links to them too. A figure that was confirmed or corrected and that the pipeline no longer finds
    is there again. Corrections whose words the text no longer has are left out.
    """
    of: dict[str, list[Correction]] = {}
    for correction in corrections:
        of.setdefault(correction.doc_id, []).append(correction)
    for document in documents:
        yield correct(document, of[document.doc_id]) if document.doc_id in of else document


def fits(document: Document, correction: Correction) -> bool:
    """Whether the words that *correction* is about are where they were."""
    return document.text[slice(*correction.anchor)] == correction.words


def figure_at(facts: Iterable[Fact], anchor: Offsets, nth: int = 1) -> Fact | None:
    """The *nth* fact at *anchor*; where none has that anchor, of those that overlap it."""
    known = tuple(facts)
    found = [fact for fact in known if fact.anchor == anchor]
    found = found or [fact for fact in known if fact.anchor[0] < anchor[1] and anchor[0] < fact.anchor[1]]
    return found[nth - 1] if nth <= len(found) else None


def nth(document: Document, fact: Fact) -> int:
    """Which of the facts with its anchor *fact* is, from 1."""
    return [other.id for other in document.facts if other.anchor == fact.anchor].index(fact.id) + 1


def corrected_id(document: Document, merged: Document, correction: Correction) -> str | None:
    """The id that the figure of *correction* has: in *document*, or, where that has none, in *merged* with it."""
    found = figure_at(document.facts, correction.anchor, correction.nth)
    if found is None:
        known = {fact.id for fact in document.facts}
        added = [fact for fact in merged.facts if fact.id not in known and fact.anchor == correction.anchor]
        found = figure_at(added, correction.anchor)
    return found.id if found else None


def correct(document: Document, corrections: Iterable[Correction]) -> Document:
    """*document* with all of *corrections* that are of it and still fit; see :func:`apply_corrections`."""
    standing = [c for c in corrections if c.doc_id == document.doc_id and c.verdict != WITHDRAWN and fits(document, c)]
    facts = {fact.id: fact for fact in document.facts}
    struck: set[str] = set()
    linked: list[tuple[str, Correction]] = []
    for correction in standing:
        found = figure_at(document.facts, correction.anchor, correction.nth)
        if correction.fact is None:
            struck.update({found.id} if found else ())
            continue
        id_ = found.id if found else _free(facts)
        evidence = (Evidence("fact", correction.verdict, 1.0),)
        facts[id_] = replace(correction.fact, id=id_, evidence=evidence)
        linked.append((id_, correction))
    for id_, correction in linked:
        facts[id_] = replace(
            facts[id_],
            part_of=_linked(facts, id_, correction.total),
            compared_with=_linked(facts, id_, correction.earlier),
        )
    kept = [
        replace(
            fact,
            part_of=None if fact.part_of in struck else fact.part_of,
            compared_with=None if fact.compared_with in struck else fact.compared_with,
        )
        for fact in facts.values()
        if fact.id not in struck
    ]
    # The order of the text, and where anchors are equal that of the pipeline.
    return replace(document, facts=tuple(sorted(kept, key=lambda fact: fact.anchor)))


def _free(taken: Iterable[str]) -> str:
    ids = set(taken)
    return next(id_ for number in range(1, len(ids) + 2) if (id_ := f"C{number}") not in ids)


def _linked(facts: dict[str, Fact], id_: str, anchor: Offsets | None) -> str | None:
    """The id of the fact at *anchor*, which the fact *id_* is to be linked to."""
    others = [fact for fact in facts.values() if fact.id != id_]
    found = None if anchor is None else figure_at(others, anchor)
    return found.id if found else None
