"""Files that mark up what is a heading, a paragraph and a table: web pages, Markdown, Word, e-books."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import docx
import pytest

from tallies.documents.docx import read_docx
from tallies.documents.epub import read_epub
from tallies.documents.markdown import read_markdown
from tallies.documents.source import Outcomes, Source
from tallies.documents.webpage import read_webpage
from tallies.errors import InputError

MakeZip = Callable[[Path, Mapping[str, str | bytes]], Path]

PROSE = "The courts convicted 29 traffickers, compared with 28 in the year before, and police identified 12 victims."


def one(outcomes: Outcomes) -> Source:
    """The only text of a file."""
    (source,) = outcomes
    assert isinstance(source, Source), source
    return source


def page(tmp_path: Path, html: str | bytes) -> Source:
    """The text of a web page."""
    path = tmp_path / "a.html"
    path.write_bytes(html.encode() if isinstance(html, str) else html)
    return one(read_webpage(path))


def places(source: Source) -> list[tuple[str, str]]:
    """Each place with the text that stands there."""
    ends = [place.start for place in source.places[1:]] + [len(source.text)]
    return [
        (place.name, source.text[place.start : end].strip()) for place, end in zip(source.places, ends, strict=True)
    ]


def cells(source: Source) -> list[tuple[str, int, str]]:
    """The cells as label, year and words."""
    return [(cell.label, cell.year, source.text[cell.start : cell.end]) for cell in source.cells]


@pytest.mark.parametrize("tag", ["main", "article", "div role=main"])
def test_main_content(tmp_path: Path, tag: str) -> None:
    """Headings, paragraphs and line ends of the main content; no menus, footers, scripts, marks or hidden parts."""
    menu = "<ul>" + "".join(f"<li><a href=/{n}>Country {n}</a></li>" for n in range(50)) + "</ul>"
    source = page(
        tmp_path,
        f"""<html><head><title>Site</title></head><body><header><a href=/>Home</a></header><div>{menu}</div>
        <{tag}><h1>Peru &amp; <i>more</i></h1>{menu}<p>{PROSE}<sup><a href="#f1">[1]</a></sup> It
        was <b>said</b>.<script>var x = "29";</script></p><p hidden>old</p><p style="display: none">older</p>
        <div>first<br>second<!-- 5 --></div><ul><li>one case</li><li>two <a href=x>cases</a></li></ul>
        <aside>Share</aside></{tag.split()[0]}><footer>Contact 24</footer></body></html>""",
    )

    assert places(source) == [
        ("heading 1", "Peru & more"),
        ("paragraph 1", f"{PROSE} It was said."),
        ("paragraph 2", "first\nsecond"),
        ("paragraph 3", "one case"),
        ("paragraph 4", "two cases"),
    ]
    assert [source.text[start:end] for start, end in source.titles] == ["Peru & more"]


def test_page_without_main_element(tmp_path: Path) -> None:
    """Where nothing is said to be the main content, all but the page's furniture is."""
    source = page(tmp_path, f"<nav>Menu</nav><p>{PROSE}</p><p>Second.</p><footer>End</footer>")

    assert source.text == f"{PROSE}\n\nSecond."


def test_table_of_a_page(tmp_path: Path) -> None:
    """A table is a line a row; one with years as columns has cells, also where a cell spans columns."""
    source = page(
        tmp_path,
        """<p>Before.</p><table><caption>x</caption><tr><th>Enforcement</th><th>2020</th><th>2021</th></tr>
        <tr><td>Number of <b>inspectors</b><sup>1</sup></td><td>200 (3)</td><td>182</td></tr>
        <tr><td colspan=3>Courts</td></tr><tr><td>Convictions</td><td>Unknown</td><td>N/A</td></tr></table>
        <table><tr><td>Body</td><td>Role</td></tr><tr><td>Police</td><td>Arrested 12 people.</td></tr></table>""",
    )

    assert source.text == (
        "Before.\n\nEnforcement | 2020 | 2021\nNumber of inspectors | 200 (3) | 182\nCourts |  | \n"
        "Convictions | Unknown | N/A\n\nBody | Role\nPolice | Arrested 12 people."
    )
    assert cells(source) == [
        ("Number of inspectors", 2020, "200"),
        ("Number of inspectors", 2021, "182"),
        ("Convictions", 2020, "Unknown"),
        ("Convictions", 2021, "N/A"),
    ]
    assert [source.text[start:end].split("\n")[0] for start, end in source.grids] == ["Enforcement | 2020 | 2021"]


@pytest.mark.parametrize(
    ("data", "text"),
    [
        ("<p>Côte d’Ivoire</p>".encode(), "Côte d’Ivoire"),
        ("<meta charset=windows-1252><p>Côte d’Ivoire</p>".encode("cp1252"), "Côte d’Ivoire"),
        ("<p>Côte d’Ivoire</p>".encode("utf-16"), "Côte d’Ivoire"),
        (b"<p>29\0 victims</p>", "29 victims"),
    ],
)
def test_encodings_of_a_page(tmp_path: Path, data: bytes, text: str) -> None:
    """A page is decoded by its mark, as UTF-8, or as it says of itself."""
    assert page(tmp_path, data).text == text


def test_nothing_is_loaded(tmp_path: Path) -> None:
    """Entities and addresses that a page names are left alone."""
    (tmp_path / "secret").write_text("secret words")
    path = tmp_path / "secret"
    html = f'<!DOCTYPE html SYSTEM "{path}" [<!ENTITY x SYSTEM "{path}">]>'
    html += f'<iframe src="{path}"></iframe><p>a &x; b</p>'

    assert "secret words" not in page(tmp_path, html).text


@pytest.mark.parametrize("depth", [200, 3_000, 100_000])
def test_deeply_nested_page(tmp_path: Path, depth: int) -> None:
    """Any depth gives the text or an error, soon, and never breaks the reader."""
    path = tmp_path / "a.html"
    path.write_text("<div>" * depth + "29 victims" + "</div>" * depth)

    (outcome,) = read_webpage(path)

    assert isinstance(outcome, InputError) or outcome.text == "29 victims"
    assert isinstance(outcome, Source) or depth > 200


def test_markdown(tmp_path: Path) -> None:
    """Marks are gone, a place is a line of the file, and a table of years has cells."""
    path = tmp_path / "a.md"
    path.write_text(
        "# Peru\n\nCourts *convicted* [29](http://x.org) traffickers\nin 2017.\n\n- one\n- two\n\n"
        "<script>5</script>\n\n"
        "| Row | 2016 | 2017 |\n|---|---|---|\n| Arrests | 3 | 4 |\n"
    )

    source = one(read_markdown(path))

    assert places(source)[:4] == [
        ("line 1", "Peru"),
        ("line 3", "Courts convicted 29 traffickers in 2017."),
        ("line 6", "one"),
        ("line 7", "two"),
    ]
    assert cells(source) == [("Arrests", 2016, "3"), ("Arrests", 2017, "4")]


def test_word(tmp_path: Path) -> None:
    """Headings, paragraphs and tables come in their order."""
    document = docx.Document()
    document.add_heading("Prosecution", 1)
    document.add_paragraph(PROSE)
    table = document.add_table(2, 3)
    for cell, words in zip(table._cells, ["Row", "2016", "2017", "Number of arrests", "3", "4"], strict=True):
        cell.text = words
    document.add_paragraph("After.")
    document.save(str(tmp_path / "a.docx"))

    source = one(read_docx(tmp_path / "a.docx"))

    assert places(source) == [
        ("heading 1", "Prosecution"),
        ("paragraph 1", PROSE),
        ("table 1", "Row | 2016 | 2017\nNumber of arrests | 3 | 4"),
        ("paragraph 2", "After."),
    ]
    assert cells(source) == [("Number of arrests", 2016, "3"), ("Number of arrests", 2017, "4")]
    assert [source.text[start:end] for start, end in source.titles] == ["Prosecution"]


def test_book(tmp_path: Path, make_epub: Callable[[Path, Mapping[str, str]], Path]) -> None:
    """The pages of a book come in reading order, without the table of contents."""
    pages = {"z.xhtml": "<h1>First</h1><p>29 cases</p>", "a b.xhtml": "<p>Second</p>"}

    source = one(read_epub(make_epub(tmp_path / "a.epub", pages)))

    assert places(source) == [("z.xhtml", "First"), ("z.xhtml", "29 cases"), ("a b.xhtml", "Second")]


ENTITY = '<?xml version="1.0"?><!DOCTYPE d [<!ENTITY e "boo">]><d>&e;</d>'


@pytest.mark.parametrize(
    ("members", "kind"),
    [
        ({"x": "y"}, "malformed"),
        ({"word/document.xml": ENTITY}, "malformed"),
        ({"word/document.xml": b"a" * 5_000_000}, "too large"),
    ],
    ids=["no document", "entity", "bomb"],
)
def test_bad_word_document(tmp_path: Path, make_zip: MakeZip, members: Mapping[str, str | bytes], kind: str) -> None:
    """A Word document that is none, declares entities, or unpacks to a thousand times its size is an error."""
    (error,) = read_docx(make_zip(tmp_path / "a.docx", members))

    assert isinstance(error, InputError)
    assert error.kind == kind


@pytest.mark.parametrize(
    "members",
    [
        {},
        {"META-INF/container.xml": "<container><rootfiles><rootfile full-path='../../x'/></rootfiles></container>"},
        {"META-INF/container.xml": "<container>"},
    ],
    ids=["empty", "path", "cut off"],
)
def test_bad_book(tmp_path: Path, make_zip: MakeZip, members: Mapping[str, str | bytes]) -> None:
    """A book without its parts is an error."""
    (error,) = read_epub(make_zip(tmp_path / "a.epub", members))

    assert isinstance(error, InputError)
    assert error.kind == "malformed"
