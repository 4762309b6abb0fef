"""Markdown files: what they say, without their marks; a place is a line of the file."""

from __future__ import annotations

from tallies.documents.blocks import Blocks
from tallies.documents.source import File, Outcomes, empty, shown
from tallies.documents.text import binary, decode
from tallies.documents.webpage import add_page


def read_markdown(file: File) -> Outcomes:
    """The text of the file, or why there is none. Raises OSError if it cannot be opened."""
    from markdown_it import MarkdownIt

    text = decode(file.read_bytes())
    if text is None:
        yield binary(shown(file))
        return
    parser = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = parser.parse(text)
    for token in tokens:
        if token.map and token.nesting >= 0:
            token.attrSet("data-line", str(token.map[0] + 1))
    page = parser.renderer.render(tokens, parser.options, {})
    blocks = Blocks()
    add_page(blocks, f"<body>{page}</body>".encode("utf-8", "replace"), whole=True)
    source = blocks.source(file)
    yield source if source.text else empty(file)
