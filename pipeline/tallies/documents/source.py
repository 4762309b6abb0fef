"""One text as it was read, with what is known of it before the pipeline runs."""

from __future__ import annotations

import io
import os
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import Literal, Protocol

from tallies.errors import InputError
from tallies.records import Cell, Column, Place


class File(Protocol):
    """What a reader needs of a file: a path has it, and so has a member of an archive."""

    @property
    def stem(self) -> str: ...
    @property
    def suffix(self) -> str: ...
    def read_bytes(self) -> bytes: ...
    def open(self, mode: Literal["rb"], /) -> io.BufferedReader: ...


@dataclass(frozen=True, slots=True)
class Source:
    """One input text.

    doc_id (str): names the document in every output; printable, not empty.
    text (str): the text, with the line ends that the file has. Offsets of all records count in it.
    file (str): the path as the caller gave it, or as found below a given folder.
    place (str): where in the file ("line 3"), empty for the whole file.
    country (str | None): ISO 3166 alpha-3 code, if the input states it.
    report_year (int | None): if the input states it.
    offset (int): where *text* begins in all the text that was read out of the file; 0 but for a cut volume.
    places (tuple[Place, ...]): the pages or elements that *text* came from, by their first offset, in order.
    cells (tuple[Cell, ...]): the cells of tables whose columns are years, in the order of the text.
    grids (tuple[tuple[int, int], ...]): offsets of those tables, and of what else holds no sentences, in order.
    titles (tuple[tuple[int, int], ...]): offsets of what the file marks up as headings, in order.
    headings (tuple[tuple[int, int, str], ...]): offsets and kind of section of each heading that the layout
        knows; empty if the text's own lines are to say.
    notes (str): a pattern of the footnote marks in the text, empty if it has none.
    columns (tuple[Column, ...]): further columns of the row that the text came from.
    """

    doc_id: str
    text: str
    file: str
    place: str = ""
    country: str | None = None
    report_year: int | None = None
    offset: int = 0
    places: tuple[Place, ...] = ()
    cells: tuple[Cell, ...] = ()
    grids: tuple[tuple[int, int], ...] = ()
    titles: tuple[tuple[int, int], ...] = ()
    headings: tuple[tuple[int, int, str], ...] = ()
    notes: str = ""
    columns: tuple[Column, ...] = ()

    def part(self, start: int, end: int) -> Source:
        """The source of the text at ``[start, end)`` alone."""
        first = place_at(self.places, start)
        inside = tuple(Place(place.start - start, place.name) for place in self.places if start < place.start < end)
        return replace(
            self,
            text=self.text[start:end],
            place=first or self.place,
            offset=self.offset + start,
            places=((Place(0, first), *inside) if first else inside),
            cells=tuple(cell.moved(-start) for cell in self.cells if start <= cell.start and cell.end <= end),
            grids=tuple((a - start, b - start) for a, b in self.grids if start <= a and b <= end),
            titles=tuple((a - start, b - start) for a, b in self.titles if start <= a and b <= end),
            headings=tuple((a - start, b - start, kind) for a, b, kind in self.headings if start <= a and b <= end),
        )


#: What a reader gives: the texts of one file, one at a time, and what it could not read.
Outcomes = Iterator[Source | InputError]
Reader = Callable[[File], Outcomes]


def place_at(places: tuple[Place, ...], offset: int) -> str:
    """The name of the page or element in which *offset* lies; empty without places."""
    at = bisect_right(places, offset, key=lambda place: place.start)
    return places[at - 1].name if at else ""


def shown(path: object) -> str:
    """*path* as text that can be printed and written: bytes that are no UTF-8 become "?"."""
    return str(path).encode("utf-8", "replace").decode("utf-8")


def named(file: File) -> str:
    """The ``doc_id`` that *file* gives: its stem, printable."""
    return "".join(letter if letter.isprintable() else "?" for letter in shown(file.stem)) or "?"


def empty(file: File) -> InputError:
    """The error for a *file* that holds no text."""
    return InputError(shown(file), "", "empty", "The file holds no text.", "Remove it, or write the text into it.")


def too_large(file: File, what: str) -> InputError:
    """The error for a *file* that is beyond a limit; *what* says which."""
    return InputError(shown(file), "", "too large", what, "Cut it into several files.")


def size_of(file: File) -> int:
    """The size of *file* in bytes, known before it is read. Raises OSError if it cannot be opened."""
    if isinstance(file, os.PathLike):
        return os.stat(file).st_size
    return len(file.read_bytes())
