"""Paragraphs, headings and tables of a marked-up file, one below the other, as one text with its places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from tallies.documents.grids import marked_up
from tallies.documents.source import File, Source, named, shown
from tallies.records import Cell, Place

#: Between the cells of a row.
_BAR = " | "


class Blocks:
    """Collects the blocks of a file; :meth:`source` is the text that they make, parted by blank lines."""

    def __init__(self) -> None:
        self.length = 0
        self._text: list[str] = []
        self._places: list[Place] = []
        self._titles: list[tuple[int, int]] = []
        self._grids: list[tuple[int, int]] = []
        self._cells: list[Cell] = []
        self._seen: Counter[str] = Counter()

    def paragraph(self, text: str, *, place: str = "", heading: bool = False) -> None:
        """Add a paragraph, or a heading; one without words is passed over."""
        text = text.strip()
        if text:
            start = self._add(text, place or self._counted("heading" if heading else "paragraph"))
            if heading:
                self._titles.append((start, self.length))

    def table(self, rows: Sequence[Sequence[str]], *, place: str = "") -> None:
        """Add a table, one line a row."""
        lines, placed = [], []
        at = self.length + (2 if self._text else 0)
        for row in rows:
            words = [" ".join(cell.split()) for cell in row]
            if not any(words):
                continue
            where = []
            for word in words:
                where.append((at, word))
                at += len(word) + len(_BAR)
            at += 1 - len(_BAR)
            lines.append(_BAR.join(words))
            placed.append(where)
        if lines:
            start = self._add("\n".join(lines), place or self._counted("table"))
            cells = marked_up(placed)
            if cells:  # other tables hold words, which are read as prose
                self._grids.append((start, self.length))
                self._cells.extend(cells)

    def source(self, file: File) -> Source:
        """The text of *file*."""
        return Source(
            named(file),
            "".join(self._text),
            shown(file),
            places=tuple(self._places),
            cells=tuple(self._cells),
            grids=tuple(self._grids),
            titles=tuple(self._titles),
        )

    def _counted(self, kind: str) -> str:
        self._seen[kind] += 1
        return f"{kind} {self._seen[kind]}"

    def _add(self, text: str, place: str) -> int:
        if self._text:
            self._text.append("\n\n")
            self.length += 2
        start = self.length
        self._places.append(Place(start, place))
        self._text.append(text)
        self.length += len(text)
        return start
