"""JSON lines: inputs with ``doc_id``, ``text``, ``country``, ``report_year``; document records both ways."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import IO, Any

from tallies.documents.files import replaced
from tallies.documents.source import File, Outcomes, Source, shown
from tallies.documents.text import binary, decode, marked_encoding
from tallies.errors import InputError, RecordError
from tallies.records import Document

_ALPHA3 = re.compile(r"[A-Z]{3}")


def read_jsonl(path: File) -> Outcomes:
    """The narratives in the file at *path*, one a line; a malformed line is one error, naming line and field.

    Fields other than the four are ignored, so that a ``documents.jsonl`` can be read again. Empty
    lines are skipped. Raises OSError if the file cannot be opened.
    """
    file = shown(path)
    if _is_binary(path):
        yield binary(file)
        return
    empty = True
    for number, line in _lines(path):
        if line is None or line.strip():
            empty = False
            yield _source(file, f"line {number}", line)
    if empty:
        yield InputError(file, "", "empty", "The file holds no line.", "Remove it, or write records into it.")


def read_documents(path: Path) -> Iterator[Document]:
    """The document records in the file at *path*, one a line.

    Raises InputError naming the line that holds none, and OSError if the file cannot be opened.
    """
    file = shown(path)
    for number, line in _lines(path):
        if line is None or line.strip():
            place = f"line {number}"
            try:
                yield Document.from_dict(_object(file, place, line))
            except RecordError as error:
                raise _malformed(file, place, str(error)) from error


def write_documents(documents: Iterable[Document], path: Path) -> None:
    """Write *documents* to the file at *path*, one record a line; it appears whole or not at all."""
    with replaced(path) as lines:
        for document in documents:
            write_document(document, lines)


def write_document(document: Document, lines: IO[str]) -> None:
    """Write *document* as the next of *lines*."""
    lines.write(json.dumps(document.to_dict(), ensure_ascii=False) + "\n")


def _is_binary(path: File) -> bool:
    """Whether the file begins like something else than lines of JSON, so that its lines need not be named."""
    with path.open("rb") as data:
        head = data.read(8192)
    return b"\0" in head and marked_encoding(head) is None and not head.lstrip().startswith(b"{")


def _lines(path: File) -> Iterator[tuple[int, str | None]]:
    """The lines of a file, from 1, read as they are asked for; None for one that is no text.

    Lines end at "\\n" only: JSON text may hold other line separators.
    """
    with path.open("rb") as data:
        encoding = marked_encoding(data.peek(4)[:4])
        if encoding in (None, "utf-8-sig"):
            yield from ((number, decode(line)) for number, line in enumerate(data, 1))
        else:
            text = io.TextIOWrapper(data, encoding=encoding, errors="replace", newline="\n")
            yield from enumerate(text, 1)


def _malformed(file: str, place: str, reason: str) -> InputError:
    return InputError(file, place, "malformed", reason, "Mend the line; the other lines are read.")


def _object(file: str, place: str, line: str | None) -> dict[str, Any]:
    """The JSON object in *line*. Raises InputError."""
    if line is None:
        raise _malformed(file, place, "The line is no text in any encoding known.")
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise _malformed(file, place, f"The line is no JSON: {error}.") from error
    if not isinstance(data, dict):
        raise _malformed(file, place, f"The line holds a JSON {type(data).__name__}, not an object.")
    return data


def _source(file: str, place: str, line: str | None) -> Source | InputError:
    try:
        data = _object(file, place, line)
    except InputError as error:
        return error
    for field, expected, right in (
        ("doc_id", "printable text", _is_name),
        ("text", "text", _is_text),
        ("country", "an ISO 3166 alpha-3 code", _is_country),
        ("report_year", "a year", _is_year),
    ):
        if not right(data.get(field)):
            given = f"is {_short(data[field])}, not {expected}" if field in data else "is missing"
            return _malformed(file, place, f'Field "{field}" {given}.')
    return Source(data["doc_id"], data["text"], file, place, data.get("country"), data.get("report_year"))


def _short(value: object) -> str:
    """*value* as JSON of at most 60 characters."""
    text = json.dumps(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _is_text(value: object) -> bool:
    # A lone surrogate ("\ud800") is valid JSON, but no tokenizer and no file takes it.
    return isinstance(value, str) and bool(value.strip()) and value.encode("utf-8", "replace").decode() == value


def _is_name(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip()) and value.isprintable()


def _is_country(value: object) -> bool:
    return value is None or (isinstance(value, str) and _ALPHA3.fullmatch(value) is not None)


def _is_year(value: object) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999)
