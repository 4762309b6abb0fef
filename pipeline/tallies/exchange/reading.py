"""Reading other tools' JSON: what is missing or of another type becomes an error that names its place and field."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, TypeVar

from tallies.documents.text import decode
from tallies.errors import InputError

T = TypeVar("T")

_KINDS = {str: "text", int: "a whole number", list: "a list", dict: "an object"}


def read_text_file(path: Path) -> str:
    """The text of the file at *path*, line ends kept. Raises InputError if it is none, and OSError."""
    text = decode(path.read_bytes())
    if text is None:
        raise InputError(str(path), "", "binary", "The file holds no text.", "Export it from the tool again.")
    return text


def exact_text(path: Path) -> str:
    """The UTF-8 text of the file at *path* to the letter, since offsets count in it. Raises InputError and OSError."""
    try:
        return path.read_bytes().decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"The text is no UTF-8: {error.reason} at byte {error.start}."
        raise InputError(str(path), "", "malformed", reason, "Save it as UTF-8; offsets count in it.") from error


def malformed(path: Path | str, place: str, reason: str) -> InputError:
    """The error for a *place* in a file of another tool."""
    return InputError(str(path), place, "malformed", reason, "Mend it, or export it from the tool again.")


def json_lines(path: Path) -> Iterator[tuple[str, dict[str, Any]]]:
    """The objects of a file of JSON lines, each with its place ("line 3"). Raises InputError at the first bad one."""
    for number, line in enumerate(read_text_file(path).split("\n"), 1):
        if line.strip():
            place = f"line {number}"
            yield place, as_object(path, place, json_value(path, place, line))


def json_value(path: Path, place: str, text: str) -> Any:
    """The JSON in *text*. Raises InputError."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise malformed(path, place, f"It is no JSON: {error}.") from error


def as_object(path: Path, place: str, value: Any) -> dict[str, Any]:
    """*value*, if it is a JSON object. Raises InputError."""
    if not isinstance(value, dict):
        raise malformed(path, place, f"It is a {type(value).__name__}, not an object.")
    return value


def need(path: Path, place: str, data: dict[str, Any], name: str, kind: type[T]) -> T:
    """The field *name* of *data*. Raises InputError if it is missing or of another type."""
    if name not in data:
        raise malformed(path, place, f'Field "{name}" is missing.')
    value = data[name]
    if not isinstance(value, kind) or isinstance(value, bool):
        shown = json.dumps(value)
        raise malformed(path, place, f'Field "{name}" is {shown[:60]}, not {_KINDS.get(kind, kind.__name__)}.')
    return value


def maybe(path: Path, place: str, data: dict[str, Any], name: str, kind: type[T]) -> T | None:
    """Like :func:`need`; None if the field is missing or null."""
    return None if data.get(name) is None else need(path, place, data, name, kind)


def objects(path: Path, place: str, data: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The objects in the list *name* of *data*, none if it is missing. Raises InputError."""
    values = maybe(path, place, data, name, list) or []
    return [as_object(path, f"{place}, {name}[{number}]", value) for number, value in enumerate(values)]
