"""CoNLL columns with IOB2 tags: entities only.

A token a line, with its tag behind a tab, and a blank line behind a sentence's end. ``# newdoc id = NAME``
begins a document and ``# text = "..."`` gives its text as JSON, so that offsets survive; without it the text
is the tokens with single blanks between. Tags of the schemes IOB1, IOB2, BIOES and BILUO are read.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from tallies.documents.files import replaced
from tallies.exchange.graph import DOCUMENT_FIELDS, ENTITY_FIELDS, others
from tallies.exchange.reading import json_value, malformed, read_text_file
from tallies.exchange.tokens import Piece, pieces
from tallies.records import Document, Entity

_COMMENT: Final = re.compile(r"# (newdoc id|text) = (.*)")
_TAG: Final = re.compile(r"O|([BIESLU])-(\S+)")
_STOPS: Final = frozenset(".!?")


def lost_conll(document: Document) -> list[str]:
    """What this format cannot hold of *document*, a sentence each."""
    out = []
    for count, what in (
        (len(document.facts), "facts with their links"),
        (len(document.routes), "routes"),
        (sum(len(others(e, ENTITY_FIELDS[:3])) for e in document.entities), "canonical forms and places of entities"),
        (
            sum(value is not None for value in (document.country, document.report_year, document.tier)),
            "of country, year and tier",
        ),
        (len(others(document, DOCUMENT_FIELDS)), "further fields of the document"),
        (len(document.entities) - len(_held(document)), "entities that overlap or have outer white space"),
    ):
        if count:
            out.append(f"{document.doc_id}: {count} {what} are dropped.")
    return out


def _held(document: Document) -> list[Entity]:
    held, last = [], 0
    for entity in sorted(document.entities, key=lambda entity: (entity.start, -entity.end)):
        words = document.text[entity.start : entity.end]
        if entity.start >= last and words == words.strip() and words and not re.search(r"\s", entity.label):
            held.append(entity)
            last = entity.end
    return held


def write_conll(documents: Iterable[Document], path: Path) -> None:
    """Write the entities of *documents* to the file at *path*."""
    with replaced(path) as lines:
        for document in documents:
            lines.write(f"# newdoc id = {json.dumps(document.doc_id)}\n# text = {json.dumps(document.text)}\n")
            held = _held(document)
            place = 0
            text = document.text
            tokens = pieces(text, [(entity.start, entity.end) for entity in held])
            words = [token for token in tokens if text[token.start : token.end].strip()]
            for number, token in enumerate(words):
                while place < len(held) and held[place].end <= token.start:
                    place += 1
                inside = place < len(held) and held[place].start <= token.start
                tag = "O"
                if inside:
                    tag = f"{'B' if held[place].start == token.start else 'I'}-{held[place].label}"
                lines.write(f"{text[token.start : token.end]}\t{tag}\n")
                if not inside and _ends(text, token, words[number + 1 : number + 2]):
                    lines.write("\n")
            lines.write("\n")


def _ends(text: str, token: Piece, following: list[Piece]) -> bool:
    """Whether a sentence ends with *token*, roughly: for people who read the file, not for offsets."""
    if not following:
        return False
    gap = text[token.end : following[0].start]
    first = text[following[0].start]
    return gap.count("\n") > 1 or (text[token.start] in _STOPS and bool(gap) and not first.islower())


def read_conll(path: Path) -> tuple[list[Document], list[str]]:
    """The documents in the file at *path*; nothing is left out.

    Columns are parted by tabs or blanks; the first is the token, the last the tag. ``-DOCSTART-`` begins a
    document as well. Raises InputError naming line and column, and OSError if the file cannot be opened.
    """
    documents: list[Document] = []
    name: str | None = None
    text: str | None = None
    rows: list[tuple[str, str, str]] = []

    def close() -> None:
        nonlocal name, text, rows
        if rows or text is not None:
            documents.append(_document(path, name or f"{path.stem}-{len(documents) + 1}", text, rows))
        name, text, rows = None, None, []

    for number, line in enumerate(read_text_file(path).split("\n"), 1):
        line, place = line.rstrip("\r"), f"line {number}"
        comment = _COMMENT.fullmatch(line)
        if comment and comment[1] == "newdoc id":
            close()
            name = json_value(path, place, comment[2]) if comment[2].startswith('"') else comment[2]
        elif comment:
            text = json_value(path, place, comment[2]) if comment[2].startswith('"') else None
        elif line.startswith("-DOCSTART-"):
            close()
        elif line.strip() and not (line.startswith("# ") and " = " in line):
            columns = line.split("\t") if "\t" in line else line.split()
            if len(columns) < 2 or not columns[0]:
                raise malformed(path, place, f"{line[:40]!r} has no two columns, a token and a tag.")
            if not _TAG.fullmatch(columns[-1]):
                raise malformed(
                    path, place, f"The tag in the last column is {columns[-1]!r}, not O, B-LABEL or I-LABEL."
                )
            rows.append((place, columns[0], columns[-1]))
    close()
    return documents, []


def _document(path: Path, name: str, text: str | None, rows: list[tuple[str, str, str]]) -> Document:
    if text is None:
        text = " ".join(token for _, token, _ in rows)
    entities: list[Entity] = []
    cursor, open_label = 0, ""
    for place, token, tag in rows:
        start = text.find(token, cursor)
        if start < 0 or text[cursor:start].strip():
            raise malformed(
                path, place, f"The token {token!r} is not what the text goes on with, {text[cursor:][:20]!r}."
            )
        cursor = start + len(token)
        found = _TAG.fullmatch(tag)
        letter, label = (found[1], found[2]) if found and found[1] else ("O", "")
        if letter in "IEL" and label == open_label:
            entities[-1] = Entity(entities[-1].start, cursor, label)
        elif letter != "O":
            entities.append(Entity(start, cursor, label))
        open_label = label if letter in "BI" else ""
    return Document(name, text, entities=tuple(entities))
