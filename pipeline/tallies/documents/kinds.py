"""The kinds of file that can be read, by the ends of their names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from tallies.documents.archives import read_tar, read_zip
from tallies.documents.docx import read_docx
from tallies.documents.epub import read_epub
from tallies.documents.jsonl import read_jsonl
from tallies.documents.markdown import read_markdown
from tallies.documents.pdf import read_pdf
from tallies.documents.rows import read_csv, read_json_rows, read_parquet
from tallies.documents.source import File, Outcomes, Reader, size_of, too_large
from tallies.documents.text import read_text
from tallies.documents.webpage import read_webpage

if TYPE_CHECKING:
    from tallies.documents.layouts import Layout


@dataclass(frozen=True, slots=True)
class Reading:
    """How inputs are to be read.

    text_column, id_column (str | None): the columns of tables that hold texts and their names; None for
        "text" and "doc_id", and for the usual form of ``.jsonl``.
    layouts (tuple[Layout, ...]): layouts of the caller's own, tried before those built in.
    """

    text_column: str | None = None
    id_column: str | None = None
    layouts: tuple[Layout, ...] = ()


#: The kinds by the end of a name, in lower case; a longer end comes before the one that it ends in.
KINDS: Final = {
    ".txt": "text",
    ".md": "Markdown",
    ".html": "web page",
    ".htm": "web page",
    ".xhtml": "web page",
    ".pdf": "PDF",
    ".docx": "Word document",
    ".epub": "e-book",
    ".jsonl": "JSON lines",
    ".csv": "CSV",
    ".parquet": "Parquet",
    ".zip": "archive",
    ".tar.gz": "archive",
    ".tgz": "archive",
    ".tar": "archive",
}

_READERS: Final[dict[str, Reader]] = {
    "text": read_text,
    "Markdown": read_markdown,
    "web page": read_webpage,
    "PDF": read_pdf,
    "Word document": read_docx,
    "e-book": read_epub,
}

#: The most bytes of a file that is read whole, by kind.
_LARGEST: Final = {
    "text": 200_000_000,
    "Markdown": 50_000_000,
    "web page": 50_000_000,
    "PDF": 500_000_000,
    "Word document": 200_000_000,
    "e-book": 500_000_000,
    "CSV": 500_000_000,
    "archive": 2_000_000_000,
}

#: The kinds whose files may hold many documents, how many is not known before they are read.
MANY: Final = frozenset({"JSON lines", "CSV", "Parquet", "archive"})

#: The kinds that are read by large libraries, which a hostile file may break.
INTRICATE: Final = frozenset({"Markdown", "web page", "PDF", "Word document", "e-book", "Parquet", "archive"})

#: The ends of names as words.
KNOWN: Final = " or ".join([", ".join(list(KINDS)[:-1]), list(KINDS)[-1]])


def kind_of(name: str) -> str | None:
    """The kind of the file called *name*; None if it is of no kind that can be read."""
    low = name.lower()
    return next((kind for end, kind in KINDS.items() if low.endswith(end)), None)


def reader_of(name: str, reading: Reading, *, inside: bool = False) -> Reader | None:
    """What reads the file called *name*; None if nothing does. Archives inside archives are not read."""
    kind = kind_of(name)
    if kind is None or (inside and kind == "archive"):
        return None
    read = _reader(name, kind, reading)
    largest = _LARGEST.get(kind)

    def limited(file: File) -> Outcomes:
        if largest is not None and size_of(file) > largest:
            yield too_large(file, f"A file of this kind of more than {largest:,} bytes is not read ({kind}).")
            return
        yield from read(file)

    return limited


def _reader(name: str, kind: str, reading: Reading) -> Reader:
    if kind in _READERS:
        return _READERS[kind]
    text, id_ = reading.text_column, reading.id_column

    def rows(file: File) -> Outcomes:
        if kind == "CSV":
            return read_csv(file, text_column=text, id_column=id_)
        if kind == "Parquet":
            return read_parquet(file, text_column=text, id_column=id_)
        if text is None:
            return read_jsonl(file)
        return read_json_rows(file, text_column=text, id_column=id_)

    def archive(file: File) -> Outcomes:
        read = read_zip if name.lower().endswith(".zip") else read_tar
        return read(file, lambda member: reader_of(member, reading, inside=True))

    return archive if kind == "archive" else rows
