"""PDF files: paragraphs, running heads, and tables of years."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tallies.documents.pdf import read_pdf
from tallies.documents.source import Source, place_at
from tallies.errors import InputError


def read(tmp_path: Path, data: bytes) -> Source:
    """The one text of a PDF."""
    path = tmp_path / "a.pdf"
    path.write_bytes(data)
    (source,) = read_pdf(path)
    assert isinstance(source, Source), source
    return source


def test_paragraphs_and_pages(tmp_path: Path, make_pdf: Callable[..., bytes], make_lines: Callable[..., Any]) -> None:
    """Lines of a paragraph stay together, a gap parts paragraphs, and a sentence goes on over the end of a page."""
    first = make_lines("Courts convicted 29", "traffickers.", "", "Police identified 12 victims, among", "them")
    second = make_lines("three children.", "They were helped.")

    source = read(tmp_path, make_pdf([first, second]))

    assert source.text == (
        "Courts convicted 29\ntraffickers.\n\n"
        "Police identified 12 victims, among\nthem\nthree children.\nThey were helped."
    )
    assert [(place.name, source.text[place.start :][:5]) for place in source.places] == [
        ("page 1", "Court"),
        ("page 2", "three"),
    ]
    assert place_at(source.places, source.text.index("identified")) == "page 1"


def test_running_heads_are_left_out(
    tmp_path: Path, make_pdf: Callable[..., bytes], make_lines: Callable[..., Any]
) -> None:
    """A head that comes back stands once, at its first page; page numbers stand nowhere; figures at an edge stay."""
    pages = [
        make_lines("PERU", f"REPORT OF 2021 {number}", "", *[f"On page {word} there were {number} cases."] * 9, word)
        for number, word in enumerate(["one", "two", "three", "four"], 1)
    ]

    text = read(tmp_path, make_pdf(pages)).text

    assert text.count("PERU") == 1
    assert text.startswith("PERU")
    assert "REPORT" not in text
    assert [text.count(f"there were {number} cases") for number in range(1, 5)] == [9] * 4


def test_table_of_years(tmp_path: Path, years_pdf: bytes) -> None:
    """Each cell has its row's label and its column's year; footnote marks are outside of it."""
    source = read(tmp_path, years_pdf)

    found = [(source.text[c.start : c.end], c.year, c.state, c.label, c.parent) for c in source.cells]
    case = "Number of cases investigated by the federal bureau of investigation"
    arrests = "Number of suspects arrested"
    assert found == [
        ("$1.5 million", 2020, "figure", "Budget of the bureau", ""),
        ("Unknown", 2021, "not reported", "Budget of the bureau", ""),
        ("28", 2020, "figure", "Number of officers", ""),
        ("1,350", 2021, "figure", "Number of officers", ""),
        ("N/A", 2020, "not applicable", "Number of complaints received", ""),
        ("0", 2021, "figure", "Number of complaints received", ""),
        ("7", 2020, "figure", case, ""),
        ("9", 2021, "figure", case, ""),
        ("Yes", 2020, "words", "Officers were trained", ""),
        ("No", 2021, "words", "Officers were trained", ""),
        ("12", 2020, "figure", arrests, ""),
        ("14", 2021, "figure", arrests, ""),
        ("3", 2020, "figure", "Number released on bail", arrests),
        ("Unknown", 2021, "not reported", "Number released on bail", arrests),
    ]
    assert {cell.title for cell in source.cells} == {"Law enforcement"}
    ((start, end),) = source.grids
    assert source.text[:start].endswith("is set out below.\n\n")
    assert source.text[end:] == "\n\nThe table above was read in 2022."


def test_small_type_without_sentences(
    tmp_path: Path, make_pdf: Callable[..., bytes], make_lines: Callable[..., Any]
) -> None:
    """A table of words or a legend in smaller type is known as such, where it holds no sentence; a note is prose."""
    legend = [
        (72, 700 - 10 * n, words, 7) for n, words in enumerate(["Age 5 to 14", "Boys 12.5%", "Girls 9%", "C. 182"])
    ]
    note = [(72, 600 - 10 * n, f"Note {n}. In that year 29 were convicted.", 7) for n in range(4)]
    prose = make_lines("Courts convicted 29 traffickers in this year, and", "the police identified 12 victims.")

    source = read(tmp_path, make_pdf([[*prose, *legend], [*prose, *note]]))

    ((start, end),) = source.grids
    assert source.text[start:end] == "Age 5 to 14\nBoys 12.5%\nGirls 9%\nC. 182"


def test_years_in_prose_are_no_table(
    tmp_path: Path, make_pdf: Callable[..., bytes], make_lines: Callable[..., Any]
) -> None:
    """Lines that end in years are prose, if nothing stands below the years."""
    page = make_lines("The court convicted 12 people in 2020 and 14 in 2021", "The laws of 2020 2021", "were changed.")

    source = read(tmp_path, make_pdf([page]))

    assert (source.cells, source.grids) == ((), ())


@pytest.mark.parametrize(
    ("data", "kind"), [(b"", "malformed"), (b"%PDF-1.7\n", "malformed"), (b"plain text", "malformed"), (None, "empty")]
)
def test_no_text(tmp_path: Path, make_pdf: Callable[..., bytes], data: bytes | None, kind: str) -> None:
    """A file that is no PDF, or one of pictures, is an error that says so."""
    path = tmp_path / "a.pdf"
    path.write_bytes(make_pdf([[], []]) if data is None else data)

    (error,) = read_pdf(path)

    assert isinstance(error, InputError)
    assert error.kind == kind


def test_cut_off_at_any_place(tmp_path: Path, years_pdf: bytes) -> None:
    """A PDF that is cut off gives its text or an error, whatever is left of it."""
    path = tmp_path / "a.pdf"
    for end in range(0, len(years_pdf), 61):
        path.write_bytes(years_pdf[:end])
        (outcome,) = read_pdf(path)
        assert isinstance(outcome, InputError) or outcome.text.startswith("In 2021")
