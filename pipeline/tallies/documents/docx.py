"""Word documents (.docx): paragraphs, headings and tables in their order; a place is a paragraph or table."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from tallies.documents.blocks import Blocks
from tallies.documents.packed import damaged, open_zip, unpack
from tallies.documents.source import File, Outcomes, Source, empty
from tallies.errors import InputError


def read_docx(file: File) -> Outcomes:
    """The text of the file, or why there is none. Raises OSError if it cannot be opened."""
    try:
        yield _read(file)
    except InputError as error:
        yield error


def _read(file: File) -> Source | InputError:
    import docx

    packed = open_zip(file)
    for member in packed.infolist():
        # python-docx unpacks without a limit, and drops what stands behind an entity.
        if member.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in unpack(file, packed, member):
            raise damaged(file, f"{member.filename} declares entities of its own")
    try:
        document = docx.Document(io.BytesIO(file.read_bytes()))
        blocks = Blocks()
        for element in document.iter_inner_content():
            if hasattr(element, "rows"):
                blocks.table([list(_cells(row)) for row in element.rows])
            else:
                style = element.style.name if element.style is not None else ""
                heading = (style or "").lower().startswith(("heading", "title"))
                blocks.paragraph(element.text, heading=heading)
    except Exception as error:  # whatever a damaged part makes python-docx or lxml raise
        raise damaged(file, f"{type(error).__name__}: {error}") from error
    source = blocks.source(file)
    return source if source.text else empty(file)


def _cells(row: Any) -> Iterator[str]:
    """The words of a row's cells; a cell that spans several columns stands in the first."""
    before = None
    for cell in row.cells:
        yield "" if cell._tc is before else cell.text
        before = cell._tc
