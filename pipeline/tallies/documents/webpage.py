"""Web pages that were saved: the main content as paragraphs, without menus, footers and scripts.

Nothing is ever fetched: the page is parsed from its bytes, and what it refers to is left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, Final

from tallies.documents.blocks import Blocks
from tallies.documents.source import File, Outcomes, empty, shown
from tallies.documents.text import decode, marked_encoding
from tallies.errors import InputError

if TYPE_CHECKING:
    from lxml.etree import _Element

_DROPPED: Final = frozenset(
    {"script", "style", "noscript", "template", "iframe", "nav", "footer", "aside", "form", "button", "select", "svg"}
    | {"head", "object", "embed", "audio", "video", "canvas", "math", "dialog", "input", "textarea"}
)
_DROPPED_ROLES: Final = frozenset({"navigation", "banner", "contentinfo", "search", "complementary", "menu", "menubar"})
_INLINE: Final = frozenset(
    {"a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "img"}
    | {"ins", "kbd", "label", "mark", "q", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt"}
    | {"u", "var", "wbr"}
)
_HEADINGS: Final = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_HIDDEN: Final = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_MARK: Final = re.compile(r"\[?\(?\s*(?:\d{1,3}|[*†‡§]+|[a-z])(?:\s*[-–,]\s*\d{1,3})*\s*\)?\]?")
_CHARSET: Final = re.compile(
    rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)|<\?xml[^>]{0,80}encoding\s*=\s*[\"']([\w-]+)", re.IGNORECASE
)
_BREAK: Final = "\x00"


def read_webpage(file: File) -> Outcomes:
    """The main content of the page, or why there is none. Raises OSError if the file cannot be opened."""
    blocks = Blocks()
    if add_page(blocks, file.read_bytes()):
        source = blocks.source(file)
        yield source if source.text else empty(file)
    else:
        yield InputError(shown(file), "", "malformed", "The file holds no web page.", "Save the page anew.")


def add_page(blocks: Blocks, data: bytes, *, prefix: str = "", whole: bool = False) -> bool:
    """Add the main content of the page in *data* to *blocks*; False if it holds none.

    prefix (str): what goes before the name of each place. whole (bool): every part is content.
    """
    root = _parsed(data)
    if root is None:
        return False
    weights = _weights(root)
    main = root if whole else _main(root, weights)
    _Page(blocks, weights, prefix, whole).read(main)
    return True


def _parsed(data: bytes) -> _Element | None:
    from lxml import etree

    text = _decoded(data)
    if text is None or not text.strip():
        return None
    # A parser of its own for each page: no network, no entities of a DTD, and libxml2's limits on depth.
    parser = etree.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True, huge_tree=False)
    try:
        return etree.fromstring(text.encode("utf-8", "replace"), parser)
    except etree.LxmlError:
        return None


def _decoded(data: bytes) -> str | None:
    if marked_encoding(data) is None:
        try:
            return data.decode("utf-8").replace("\0", "")
        except UnicodeDecodeError:
            match = _CHARSET.search(data[:4096])
            if match:
                try:
                    return data.decode((match.group(1) or match.group(2)).decode("ascii"), "replace").replace("\0", "")
                except LookupError:
                    pass
    return decode(data)


def _weights(root: _Element) -> dict[Any, tuple[int, int]]:
    """The letters in each element, and those of them that are links, dropped elements left out."""
    weights: dict[Any, list[int]] = {}
    for element in reversed(list(root.iter())):
        if not isinstance(element.tag, str):
            continue
        own = weights.setdefault(element, [0, 0])
        if element.tag in _DROPPED:
            own[:] = [0, 0]
        else:
            own[0] += len((element.text or "").strip())
            if element.tag == "a" and element.get("href"):
                own[1] = own[0]
        parent = element.getparent()
        if parent is not None:
            above = weights.setdefault(parent, [0, 0])
            above[0] += own[0] + len((element.tail or "").strip())
            above[1] += own[1]
    return {element: (letters, links) for element, (letters, links) in weights.items()}


def _main(root: _Element, weights: dict[Any, tuple[int, int]]) -> _Element:
    """The element that holds the page's own content: what the page says is it, if it holds most of the prose."""
    body = root.find("body")
    body = root if body is None else body
    prose = {one: weights[one][0] - weights[one][1] for one in weights}
    for path in (".//main", ".//*[@role='main']", ".//article"):
        found = root.findall(path)
        if found:
            best = max(found, key=lambda one: prose.get(one, 0))
            if prose.get(best, 0) > 0.4 * prose.get(body, 0):
                return best
    return body


class _Page:
    """One walk over a page, without recursion: pages may be nested deeper than Python's stack."""

    def __init__(self, blocks: Blocks, weights: dict[Any, tuple[int, int]], prefix: str, whole: bool) -> None:
        self.blocks = blocks
        self.weights = weights
        self.prefix = prefix
        self.whole = whole
        self.pieces: list[str] = []
        self.heading = False
        self.line = ""

    def read(self, main: _Element) -> None:
        for element, starts in _walk(main, self.skipped):
            tag = element.tag
            if starts:
                if tag not in _INLINE and tag != "br":
                    self.flush()
                    self.heading = tag in _HEADINGS
                self.line = element.get("data-line") or self.line
                if tag == "br":
                    self.pieces.append(_BREAK)
                if tag == "table" and _is_data(element):
                    rows = [[_text(cell, self.skipped) for cell in _spread(row)] for row in _rows(element)]
                    self.blocks.table(rows, place=self.place())
                elif element.text:
                    self.pieces.append(element.text)
            else:
                if tag not in _INLINE and tag != "br":
                    self.flush()
                if element is not main and element.tail:
                    self.pieces.append(element.tail)
        self.flush()

    def place(self) -> str:
        if self.prefix:
            return self.prefix
        return f"line {self.line}" if self.line else ""

    def flush(self) -> None:
        text = _tidy("".join(self.pieces))
        self.pieces.clear()
        self.blocks.paragraph(text, place=self.place(), heading=self.heading)
        self.heading = False

    def skipped(self, element: _Element) -> bool:
        """Whether an element and all in it are no content."""
        tag = element.tag
        if not isinstance(tag, str) or tag in _DROPPED or element.get("hidden") is not None:
            return True
        if tag == "sup" and _MARK.fullmatch("".join(map(str, element.itertext())).strip() or "x"):
            return True
        if _HIDDEN.search(element.get("style") or ""):
            return True
        if self.whole:
            return False
        if element.get("role") in _DROPPED_ROLES or element.get("aria-hidden") == "true":
            return True
        letters, links = self.weights.get(element, (0, 0))
        # A menu or a table of contents: a list of links and little else. The page's own title may stand among links.
        dense = tag in ("ul", "ol", "div", "section", "table", "dl") and links > 0.7 * letters and len(element) > 1
        return dense and element.find(".//h1") is None


def _walk(top: _Element, skipped: Any) -> Iterator[tuple[Any, bool]]:
    """Each element below *top* that is not skipped, when it starts (True) and when it ends (False)."""
    yield top, True
    stack = [(top, iter(top if not _is_table(top) else ()))]
    while stack:
        element, children = stack[-1]
        for child in children:
            if skipped(child):
                # Its words are none, those behind it stand.
                if child.tail:
                    yield _Tail(child), False
                continue
            yield child, True
            stack.append((child, iter(() if _is_table(child) else child)))
            break
        else:
            stack.pop()
            yield element, False


class _Tail:
    """Stands for a skipped element where only what follows it counts."""

    tag = "span"

    def __init__(self, element: _Element) -> None:
        self.tail = element.tail


def _is_table(element: _Element) -> bool:
    return element.tag == "table" and _is_data(element)


def _rows(table: _Element) -> Iterator[_Element]:
    return table.iter("tr")


def _is_data(table: _Element) -> bool:
    """Whether a table is one and no means of layout: two rows or more, two columns or more, no table inside."""
    if next(table.iterdescendants("table"), None) is not None:
        return False
    widths = [len(row) for _, row in zip(range(50), _rows(table), strict=False)]
    return len(widths) > 1 and max(widths) > 1


def _spread(row: _Element) -> Iterator[_Element | None]:
    """The cells of a row, with None for each further column that one of them spans."""
    for cell in row:
        if cell.tag in ("td", "th"):
            yield cell
            span = cell.get("colspan") or "1"
            for _ in range(min(int(span), 100) - 1 if span.isdigit() else 0):
                yield None


def _text(cell: _Element | None, skipped: Any) -> str:
    if cell is None:
        return ""
    pieces = []
    for element, starts in _walk(cell, skipped):
        pieces.append((element.text if starts else element.tail if element is not cell else "") or "")
        if element.tag not in _INLINE:
            pieces.append(" ")
    return " ".join("".join(pieces).split())


def _tidy(text: str) -> str:
    """*text* with single spaces, and a line end where the page has one."""
    return "\n".join(" ".join(line.split()) for line in text.split(_BREAK)).strip()
