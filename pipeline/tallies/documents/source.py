"""One text as it was read, with what is known of it before the pipeline runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Source:
    """One input text.

    doc_id (str): names the document in every output; printable, not empty.
    text (str): the text, with the line ends that the file has. Offsets of all records count in it.
    file (str): the path as the caller gave it, or as found below a given folder.
    place (str): where in the file ("line 3"), empty for the whole file.
    country (str | None): ISO 3166 alpha-3 code, if the input states it.
    report_year (int | None): if the input states it.
    """

    doc_id: str
    text: str
    file: str
    place: str = ""
    country: str | None = None
    report_year: int | None = None


def shown(path: Path) -> str:
    """*path* as text that can be printed and written: bytes that are no UTF-8 become "?"."""
    return str(path).encode("utf-8", "replace").decode("utf-8")
