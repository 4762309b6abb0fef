"""PDF files: the text of each page in reading order, without running heads, and the cells of its tables.

pdfium gives the letters; what is decided here is where a paragraph ends (by the distance and the size
of the lines), which lines are running heads (those that come back at the edge of pages), and which
lines are a table.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from statistics import median
from typing import TYPE_CHECKING, Any, Final

from tallies.documents.grids import YEARS, Word, find_grids
from tallies.documents.source import File, Outcomes, Source, empty, named, shown, too_large
from tallies.errors import InputError
from tallies.records import Cell, Place

if TYPE_CHECKING:
    import pypdfium2

#: Letters that one file may give; a report has some thousands a page.
MOST: Final = 100_000_000

#: Lines at either edge of a page that may be running heads.
_EDGE: Final = 4
#: A gap between lines that is this many times the usual one parts paragraphs.
_GAP: Final = 1.35
#: Type of less than this part of the body's is small.
_SMALL: Final = 0.92
_SENTENCE: Final = re.compile(r"[a-z)]{2}\.(?:\s|$)|\b\d{4}\.(?:\s|$)")
_DIGITS: Final = re.compile(r"\d+")
#: What pdfium writes for a hyphen at the end of a line is a soft hyphen; a letter it cannot name is none.
_LETTERS: Final = {0x02: "\xad", 0xFFFE: "\xad", 0x00: " ", 0xFFFF: " "}
_HEAVY: Final = "Print it to a new PDF, or save its text."


@dataclass(slots=True)
class _Line:
    """Letters ``[start, end)`` of a page; *y* is its foot and *size* the height of its type, in points."""

    start: int
    end: int
    text: str
    y: float
    size: float


@dataclass(slots=True)
class _Page:
    number: int
    text: str
    lines: list[_Line]
    words: list[list[Word]] = field(default_factory=list)  # by row, only where a table may be


def read_pdf(file: File) -> Outcomes:
    """The text of the file, or why there is none. Raises OSError if it cannot be opened."""
    import pypdfium2

    data = file.read_bytes()
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        yield _refused(file, str(error))
        return
    try:
        pages = list(_pages(document))
    except (pypdfium2.PdfiumError, MemoryError) as error:
        yield InputError(shown(file), "", "malformed", f"A page cannot be read: {error}.", _HEAVY)
        return
    finally:
        document.close()
    if sum(len(page.text) for page in pages) > MOST:
        yield too_large(file, f"It holds more than {MOST:,} letters.")
        return
    source = _source(file, pages)
    yield source if source.text.strip() else _pictures(file, len(pages))


def _refused(file: File, reason: str) -> InputError:
    if "password" in reason.lower() or "security" in reason.lower():
        return InputError(
            shown(file), "", "encrypted", "The PDF is locked with a password.", "Save it without the password."
        )
    return InputError(shown(file), "", "malformed", "The PDF is damaged or cut off: no page can be read.", _HEAVY)


def _pictures(file: File, pages: int) -> InputError:
    if not pages:
        return empty(file)
    reason = f"None of its {pages} pages holds text: they are pictures of pages."
    return InputError(shown(file), "", "empty", reason, "Put it through text recognition (OCR) first.")


def _pages(document: pypdfium2.PdfDocument) -> Iterator[_Page]:
    import pypdfium2

    for index in range(len(document)):
        try:
            page = document[index]
        except pypdfium2.PdfiumError:
            continue  # a hole in a damaged file; the other pages stand
        try:
            yield _page(index + 1, page)
        finally:
            page.close()


def _page(number: int, page: pypdfium2.PdfPage) -> _Page:
    import pypdfium2.raw as pdfium

    textpage = page.get_textpage()
    try:
        # Letter by letter where the text as a whole has letters that count double.
        count = textpage.count_chars()
        text = textpage.get_text_range() if count else ""
        if len(text) != count:
            text = "".join(chr(pdfium.FPDFText_GetUnicode(textpage, i) or 32) for i in range(count))
        text = "".join("\ufffd" if 0xD800 <= ord(c) < 0xE000 else c for c in text).translate(_LETTERS)
        found = _Page(number, text, list(_lines(textpage, text)))
        if YEARS.search(text):
            found.words = _rows(list(_words(textpage, text)))
    finally:
        textpage.close()
    return found


def _lines(textpage: Any, text: str) -> Iterator[_Line]:
    for match in re.finditer(r"[^\r\n]+", text):
        bare = match.group().strip()
        if bare:
            at = match.start() + match.group().index(bare[0])
            # Not the font's own size, which a page may scale; the loose box is as high as the type.
            _, bottom, _, top = textpage.get_charbox(at, loose=True)
            yield _Line(match.start(), match.end(), bare, bottom, top - bottom)


def _words(textpage: Any, text: str) -> Iterator[Word]:
    for match in re.finditer(r"\S+", text):
        first = textpage.get_charbox(match.start(), loose=True)
        last = textpage.get_charbox(match.end() - 1, loose=True)
        yield Word(match.start(), match.end(), match.group(), first[0], last[2], first[1], first[3])


def _rows(words: list[Word]) -> list[list[Word]]:
    """*words* by the line of the page that they stand in, from the top, from left to right."""
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: -one.bottom):
        if rows and rows[-1][0].bottom - word.bottom < 0.4 * max(word.top - word.bottom, 1):
            rows[-1].append(word)
        else:
            rows.append([word])
    return [sorted(row, key=lambda one: one.left) for row in rows]


def _source(file: File, pages: list[_Page]) -> Source:
    heads = _running(pages)
    near = [_edge(page) for page in pages]
    body = _body_size(pages)
    text: list[str] = []
    places: list[Place] = []
    cells: list[Cell] = []
    grids: list[tuple[int, int]] = []
    length = 0
    for number, page in enumerate(pages):
        # In a volume a head changes with the country: it is then that of the page before, or of the one before that.
        again = heads.union(*near[max(number - 2, 0) : number]) if number else heads
        lines = [
            line
            for index, line in enumerate(page.lines)
            if not _is_head(line, index, len(page.lines), again) or (not number and not _DIGITS.search(line.text))
        ]
        if not lines:
            continue
        kept = [[word for word in row if _inside(lines, word)] for row in page.words]
        found = find_grids([row for row in kept if row], page.text)
        starts = {start for start, _, _ in found}
        ends = [end for _, end, _ in found]
        leading = _leading(lines)
        offsets: list[tuple[int, int]] = []  # where a line begins on the page, and where in the text
        before: _Line | None = None
        for line in lines:
            if text:
                broken = (
                    _parted(text[-1], line.text)
                    if before is None
                    else any(line.start <= start < line.end for start in starts)
                    or any(before.start < end <= line.start for end in ends)
                    or abs(before.y - line.y) > _GAP * leading
                    or abs(before.size - line.size) > 0.15 * line.size
                )
                text.append("\n\n" if broken else "\n")
                length += len(text[-1])
            if not offsets:
                places.append(Place(length, f"page {page.number}"))
            lead = len(page.text[line.start : line.end]) - len(page.text[line.start : line.end].lstrip())
            offsets.append((line.start + lead, length))
            text.append(line.text)
            length += len(line.text)
            before = line
        grids.extend(_moved(offsets, start, end) for start, end in _tabular(lines, body))
        for start, end, inner in found:
            there = _moved(offsets, start, end)
            if not any(a <= there[0] and there[1] <= b for a, b in grids):
                grids.append(there)
            for cell in inner:
                there = _moved(offsets, cell.start, cell.end)
                cells.append(replace(cell, start=there[0], end=there[1]))
    return Source(
        named(file),
        "".join(text),
        shown(file),
        places=tuple(places),
        cells=tuple(sorted(cells, key=lambda cell: cell.start)),
        grids=tuple(sorted(grids)),
    )


def _inside(lines: list[_Line], word: Word) -> bool:
    at = bisect_right(lines, word.start, key=lambda line: line.start)
    return at > 0 and word.end <= lines[at - 1].end


def _moved(offsets: list[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Where the letters ``[start, end)`` of a page stand in the text.

    offsets (list): where each line begins on the page, and where in the text.
    """
    line, there = offsets[max(bisect_right(offsets, start, key=lambda pair: pair[0]) - 1, 0)]
    last, beyond = offsets[max(bisect_right(offsets, end - 1, key=lambda pair: pair[0]) - 1, 0)]
    return there + start - line, beyond + end - last


def _parted(last: str, first: str) -> bool:
    """Whether a paragraph ends between the last line of a page and the first of the next."""
    return last.rstrip()[-1:] in ".!?:" or not (first[:1].islower() or first[:1].isdigit() or last.rstrip()[-1:] == ",")


def _leading(lines: list[_Line]) -> float:
    gaps = [before.y - line.y for before, line in pairwise(lines) if before.y > line.y]
    return median(gaps) if gaps else 1e9


def _body_size(pages: list[_Page]) -> float:
    """The size of the type that the prose is set in: the largest of a good part of the letters; notes may be longer."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    least = sizes.total() / 5
    return max((size for size, letters in sizes.items() if letters >= least), default=0.0)


def _tabular(lines: list[_Line], body: float) -> Iterator[tuple[int, int]]:
    """The runs of lines in smaller type that hold hardly a sentence: tables of words, figures, captions."""
    for small, run in groupby(lines, key=lambda line: line.size < _SMALL * body):
        inside = list(run)
        sentences = sum(_SENTENCE.search(line.text) is not None for line in inside)
        if small and len(inside) > 2 and sentences < len(inside) / 4:
            # A line's letters may begin and end with spaces, which the text leaves out.
            yield inside[0].start, inside[-1].start + len(inside[-1].text)


def _plain(line: str) -> str:
    return " ".join(_DIGITS.sub("#", line).split())


def _running(pages: list[_Page]) -> frozenset[str]:
    """The running heads and page numbers: lines at an edge of three pages or more, but for their digits."""
    seen: Counter[str] = Counter()
    for page in pages:
        seen.update(_edge(page))
    # Left and right pages differ, so that a head is on a good third of them at least.
    least = max(3, round(0.3 * len(pages)))
    return frozenset(line for line, count in seen.items() if count >= least)


def _edge(page: _Page) -> set[str]:
    """The first and last lines of *page* that may be running heads; the head of a table is none."""
    edge = page.lines[:_EDGE] + page.lines[_EDGE:][-_EDGE:]
    return {_plain(line.text) for line in edge if not YEARS.search(line.text)}


def _is_head(line: _Line, index: int, count: int, heads: AbstractSet[str]) -> bool:
    return (index < _EDGE or index >= count - _EDGE) and _plain(line.text) in heads
