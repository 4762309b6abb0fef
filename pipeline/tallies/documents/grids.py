"""Tables whose columns are years: their cells, from words on a page or from rows of a marked-up table."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Final, NamedTuple

from tallies.records import Cell

_YEAR: Final = re.compile(r"(?:FY\s?)?((?:19|20)\d\d)[*†‡]?", re.IGNORECASE)
#: A line that may head such a table: it ends in two years or more.
YEARS: Final = re.compile(r"(?:\b(?:19|20)\d\d[*†‡]?[ \t]+)+(?:19|20)\d\d[*†‡]?[ \t]*\r?$", re.MULTILINE)

#: Footnote marks behind the words of a cell: "182 (21,24)", "1,830‡ (8)", "45 [3]".
NOTE: Final = re.compile(r"(?:\s*(?:\(\d{1,3}(?:\s*[-–,]\s*\d{1,3})*\)|\[\d{1,3}(?:\s*[-–,]\s*\d{1,3})*\]|[*†‡§¶]+))+$")
_FIGURE: Final = re.compile(
    r"[~<>≥≤]?\s*(?:[A-Z]{2,3}\$?\s?)?[$€£¥₹]?\s?\d[\d,]*(?:\.\d+)?\s?(?:%|percent|thousand|million|billion|trillion)?"
    r"(?:\s(?:[A-Z]{3}|[a-z]+))?",
)
_UNREPORTED: Final = frozenset(
    {"unknown", "not known", "not reported", "unreported", "not provided", "not disclosed", "not available"}
    | {"unavailable", "data not available", "no data", "n/d", "nd", "…", "..."}
)
_APART: Final = frozenset(["n/a", "na", "n.a.", "not applicable", "-", "–", "—"])


class Word(NamedTuple):
    """Letters ``[start, end)`` of a page and where they stand, in points from the lower left corner."""

    start: int
    end: int
    text: str
    left: float
    right: float
    bottom: float
    top: float


def state_of(words: str) -> str:
    """What a cell says: "figure", "not reported", "not applicable" or "words"."""
    bare = bare_cell(words).lower()
    if bare in _UNREPORTED:
        return "not reported"
    if bare in _APART:
        return "not applicable"
    return "figure" if _FIGURE.fullmatch(bare_cell(words)) else "words"


def bare_cell(words: str) -> str:
    """A cell's *words* on one line, without footnote marks."""
    return NOTE.sub("", " ".join(words.split())).strip()


def year_of(words: str) -> int | None:
    """The year that heads a column; None if it is headed by something else."""
    match = _YEAR.fullmatch(" ".join(words.split()))
    return int(match.group(1)) if match else None


@dataclass(slots=True)
class _Segment:
    """Words of a row that stand close together: a cell, or part of a line of prose."""

    words: list[Word]

    @property
    def left(self) -> float:
        return self.words[0].left

    @property
    def right(self) -> float:
        return self.words[-1].right

    def text(self) -> str:
        return " ".join(word.text for word in self.words)


def find_grids(rows: Sequence[list[Word]], text: str) -> list[tuple[int, int, list[Cell]]]:
    """The tables on a page as first and last offset in its *text* and the cells between.

    rows (list): the words of each line of the page, from the top, from left to right.
    """
    found = []
    at = 0
    while at < len(rows):
        head = _head(rows[at])
        if head is None:
            at += 1
            continue
        end, cells, words = _body(rows, at, head, text)
        if cells:
            found.append((min(word.start for word in words), max(word.end for word in words), cells))
        at = max(end, at + 1)
    return found


def _segments(row: list[Word]) -> list[_Segment]:
    segments = [_Segment([row[0]])]
    for before, word in pairwise(row):
        # A space is a quarter of the letters' height; more than half parts cells.
        if word.left - before.right > 0.55 * (word.top - word.bottom):
            segments.append(_Segment([word]))
        else:
            segments[-1].words.append(word)
    return segments


def _head(row: list[Word]) -> list[tuple[int, _Segment]] | None:
    """The years that a row is headed by, if that is what it is: a title at most, then two years or more."""
    segments = _segments(row)
    years = [(year, one) for one in segments if (year := year_of(one.text())) is not None]
    others = len(segments) - len(years)
    if len(years) < 2 or others > 1 or (others and years[0][1].left < segments[0].left):
        return None
    return years


def _body(
    rows: Sequence[list[Word]], at: int, head: list[tuple[int, _Segment]], text: str
) -> tuple[int, list[Cell], list[Word]]:
    """The first row behind the table, its cells and its words."""
    first = _segments(rows[at])[0]
    title = first.text() if year_of(first.text()) is None else ""
    edge = head[0][1].left
    cells: list[Cell] = []
    words = list(rows[at])
    label: list[Word] = []
    parent = ""
    height = max(word.top - word.bottom for word in rows[at])
    last = rows[at][0].bottom
    end = at + 1
    while end < len(rows):
        row = rows[end]
        segments = _segments(row)
        gap = last - row[0].bottom
        if _head(row) is not None or gap > 3.2 * height:
            break
        left = [one for one in segments if one.left < edge - height]
        right = [one for one in segments if one.left >= edge - height]
        if any(one.right > edge + height for one in left) or len(left) > 1:
            break  # a line of prose runs on below the years
        if _UNDER.match(row[0].text):
            break
        if left and not right:
            if cells and gap < 1.25 * height and not label:  # the second line of a label
                cells[-len(head) :] = [_longer(cell, left[0].text()) for cell in cells[-len(head) :]]
            else:
                label += left[0].words
            words += row
            last = row[0].bottom
            end += 1
            continue
        if not right or not (left or label):
            break
        label += left[0].words if left else []
        name = " ".join(word.text for word in label)
        if not headless(name):
            parent = name
        for year, one in _placed(head, right):
            start, stop = one.words[0].start, one.words[-1].end
            inside = text[start:stop]
            stop = start + len(NOTE.sub("", inside))
            cells.append(Cell(start, stop, name, year, state_of(inside), parent if headless(name) else "", title))
        words += row
        label = []
        last = row[0].bottom
        end += 1
    return end, cells, words


def _placed(head: list[tuple[int, _Segment]], right: list[_Segment]) -> Iterator[tuple[int, _Segment]]:
    """Each cell of a row with the year that it stands below: the one whose edges or middle are nearest."""
    for one in right:
        year, _ = min(
            head,
            key=lambda pair: min(
                abs(pair[1].left - one.left),
                abs(pair[1].right - one.right),
                abs(pair[1].left + pair[1].right - one.left - one.right) / 2,
            ),
        )
        yield year, one


def _longer(cell: Cell, words: str) -> Cell:
    return replace(cell, label=f"{cell.label} {words}")


#: How a line below a table begins: a footnote or a source.
_UNDER: Final = re.compile(r"[*†‡§¶]|(?:notes?|sources?)\b:?", re.IGNORECASE)
_COUNT: Final = re.compile(r"^(?:the\s+|total\s+)*(?:number|amount|share|percentage)\s+", re.IGNORECASE)
_OPEN: Final = re.compile(r"(?:of\s+(?:these|those|which|whom|them)|[a-z]+ed|at|in|by|with|for|on)\b", re.IGNORECASE)


def headless(label: str) -> bool:
    """Whether a *label* does not say what it counts, so that it goes on from the one above: "Number conducted at"."""
    match = _COUNT.match(label)
    if match is None:
        return label.lower().startswith(("of these", "of those", "of which", "of whom"))
    return _OPEN.match(label, match.end()) is not None


def _years(row: Sequence[tuple[int, str]]) -> list[tuple[int, int]]:
    """The columns that *row* heads with years, and these; empty if it heads any column with something else."""
    years = [(column, year) for column, (_, words) in enumerate(row) if (year := year_of(words)) is not None]
    others = [words for column, (_, words) in enumerate(row) if column and words.strip() and year_of(words) is None]
    return years if years and years[0][0] > 0 and not others else []


def marked_up(rows: Sequence[Sequence[tuple[int, str]]]) -> list[Cell]:
    """The cells of a table that the file marks up as one; empty if its columns are not years.

    rows (Sequence): each row's cells as offset and words, with an empty cell where one spans several columns.
    """
    at, years = next(((at, years) for at, row in enumerate(rows) if (years := _years(row))), (0, []))
    if not years:
        return []
    title = " ".join(rows[at][0][1].split())
    cells: list[Cell] = []
    parent = ""
    for row in rows[at + 1 :]:
        label = " ".join(row[0][1].split()) if row else ""
        if not label:
            continue
        if not headless(label):
            parent = label
        for column, year in years:
            if column < len(row) and row[column][1].strip():
                offset, words = row[column]
                start = offset + len(words) - len(words.lstrip())
                stop = start + len(NOTE.sub("", words.strip()))
                above = parent if headless(label) else ""
                cells.append(Cell(start, stop, label, year, state_of(words), above, title))
    return cells
