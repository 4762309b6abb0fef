"""Files of every kind, made in the test that reads them."""

from __future__ import annotations

import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

import pytest

Piece = tuple[float, float, str] | tuple[float, float, str, float]


def pdf(pages: Iterable[Iterable[Piece]], *, size: float = 10) -> bytes:
    """A PDF with *pages* of pieces of text: x and y in points, the words, and their size if it is not *size*."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"",
        b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>",
    ]
    kids = []
    for pieces in pages:
        drawn = b""
        for x, y, text, *own in pieces:
            escaped = text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)").encode("cp1252", "replace")
            drawn += b"BT /F %g Tf %g %g Td (%s) Tj ET\n" % (*(own or [size]), x, y, escaped)
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(drawn), drawn))
        objects.append(
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Resources<</Font<</F 3 0 R>>>>/Contents %d 0 R>>"
            % len(objects)
        )
        kids.append(b"%d 0 R" % len(objects))
    objects[1] = b"<</Type/Pages/Count %d/Kids[%s]>>" % (len(kids), b" ".join(kids))
    data = b"%PDF-1.4\n"
    offsets = []
    for number, body in enumerate(objects, 1):
        offsets.append(len(data))
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    tail = b"xref\n0 %d\n0000000000 65535 f \n%strailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF"
    return data + tail % (len(objects) + 1, table, len(objects) + 1, len(data))


def lines(*texts: str, top: float = 760, step: float = 12) -> list[Piece]:
    """*texts* as lines of a page, from the top; an empty one is a gap."""
    return [(72, top - step * number, text) for number, text in enumerate(texts) if text]


def zipped(path: Path, members: Mapping[str, str | bytes]) -> Path:
    """A zip file at *path* that holds *members*."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, data in members.items():
            packed.writestr(name, data)
    return path


def epub(path: Path, pages: Mapping[str, str]) -> Path:
    """An e-book at *path* with *pages* by name, in their order, and a table of contents that is none of them."""
    kind = 'media-type="application/xhtml+xml"'
    items = "".join(f'<item id="p{n}" href="{name}" {kind}/>' for n, name in enumerate(pages))
    items += f'<item id="nav" href="nav.xhtml" {kind} properties="nav"/>'
    order = "".join(f'<itemref idref="{name}"/>' for name in ("nav", *(f"p{n}" for n in range(len(pages)))))
    package = f"<package xmlns='p'><manifest>{items}</manifest><spine>{order}</spine></package>"
    container = "<container xmlns='c'><rootfiles><rootfile full-path='book/package.opf'/></rootfiles></container>"
    members = {"META-INF/container.xml": container, "book/package.opf": package, "book/nav.xhtml": "<p>Contents</p>"}
    return zipped(path, members | {f"book/{name}": text for name, text in pages.items()})


@pytest.fixture(scope="session")
def make_pdf() -> Callable[..., bytes]:
    """Pages of pieces of text to a PDF."""
    return pdf


@pytest.fixture(scope="session")
def make_lines() -> Callable[..., list[Piece]]:
    """Texts to the lines of a page."""
    return lines


@pytest.fixture(scope="session")
def make_zip() -> Callable[[Path, Mapping[str, str | bytes]], Path]:
    """Members to a zip file."""
    return zipped


@pytest.fixture(scope="session")
def make_epub() -> Callable[[Path, Mapping[str, str]], Path]:
    """Pages to an e-book."""
    return epub


@pytest.fixture
def years_pdf() -> bytes:
    """A page with a paragraph, a table of two years and a paragraph behind it."""
    rows = [
        ("Law enforcement", "2020", "2021"),
        ("Budget of the bureau", "$1.5 million (2)", "Unknown"),
        ("Number of officers", "28 (2,3)", "1,350† (1)"),
        ("Number of complaints received", "N/A", "0"),
        ("Number of cases investigated by the", "7", "9"),
        ("Officers were trained", "Yes (4)", "No"),
        ("Number of suspects arrested", "12", "14"),
        ("Number released on bail", "3", "Unknown"),
    ]
    table = [
        (x, 700 - 20 * number, cell)
        for number, row in enumerate(rows)
        for x, cell in zip((72, 340, 440), row, strict=True)
    ]
    table.append((72, 700 - 20 * 4 - 11, "federal bureau of investigation"))
    before = lines("In 2021 the police reported on its work as follows, and it", "is set out below.")
    return pdf([[*before, *table, *lines("The table above was read in 2022.", top=500)]])
