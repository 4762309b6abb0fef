"""E-books (.epub): their pages in reading order; a place is a page's file and a count."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Final
from urllib.parse import unquote
from zipfile import ZipFile

from tallies.documents.blocks import Blocks
from tallies.documents.packed import damaged, joined, open_zip, unpack
from tallies.documents.source import File, Outcomes, Source, empty
from tallies.documents.webpage import add_page
from tallies.errors import InputError

_PAGES: Final = frozenset({"application/xhtml+xml", "text/html"})


def read_epub(file: File) -> Outcomes:
    """The text of the book, or why there is none. Raises OSError if the file cannot be opened."""
    try:
        yield _read(file)
    except InputError as error:
        yield error


def _read(file: File) -> Source | InputError:
    packed = open_zip(file)
    blocks = Blocks()
    for name in _spine(file, packed):
        page = unpack(file, packed, packed.getinfo(name))
        add_page(blocks, page, prefix=posixpath.basename(name), whole=True)
    source = blocks.source(file)
    return source if source.text else empty(file)


def _spine(file: File, packed: ZipFile) -> Iterator[str]:
    """The names of the pages in reading order, without the table of contents."""
    container = _xml(file, packed, "META-INF/container.xml")
    roots = [one.get("full-path") for one in container.iter("{*}rootfile")]
    if not roots or not roots[0]:
        raise damaged(file, "it names no package")
    package = _xml(file, packed, roots[0])
    folder = posixpath.dirname(roots[0])
    pages = {}
    for item in package.iter("{*}item"):
        if item.get("media-type") in _PAGES and "nav" not in (item.get("properties") or "").split():
            pages[item.get("id")] = joined(folder, unquote(item.get("href") or ""))
    known = set(packed.namelist())
    for reference in package.iter("{*}itemref"):
        name = pages.get(reference.get("idref"))
        if name in known and name is not None:
            yield name


def _xml(file: File, packed: ZipFile, name: str):  # type: ignore[no-untyped-def]
    from lxml import etree

    try:
        data = unpack(file, packed, packed.getinfo(name))
        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        return etree.fromstring(data, parser)
    except (KeyError, etree.LxmlError, ValueError) as error:
        raise damaged(file, f"{name}: {error}") from error
