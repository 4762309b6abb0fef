"""Layouts of reports, and whole volumes."""

from __future__ import annotations

from pathlib import Path

import pytest

from tallies.documents.layouts import Layout, built_in, laid_out, load_layout
from tallies.documents.source import Source
from tallies.errors import InputError
from tallies.records import Cell, Place

BODY = "The government convicted 29 traffickers. " * 20


def volume(*headings: str, front: str = "") -> Source:
    """A volume of a document below each heading."""
    return Source("v", front + "\n".join(f"{heading}\n\n{BODY}\n" for heading in headings), "v.txt")


@pytest.mark.parametrize(
    "heading", ["PERU: Tier 2", "PERU (Tier 2)", "PERU: TIER 2 WATCH LIST", "PERU [Tier: 3]", "PERU: Special Case"]
)
def test_volume_is_cut_at_its_headings(heading: str) -> None:
    """Each country of a volume is a document of its own, with its place in the whole."""
    source = volume("MALI (Tier 1)", heading, "COTE D’IVOIRE: Tier 2", front="Introduction.\n\n")

    parts = list(laid_out(source))

    assert [part.doc_id for part in parts] == ["v-front", "v-Mali", "v-Peru", "v-Cote_D’ivoire"]
    assert "".join(part.text for part in parts) == source.text
    for part in parts:
        assert source.text[part.offset : part.offset + len(part.text)] == part.text


def test_one_document_is_not_cut() -> None:
    """A narrative alone, with a running head and other countries in its sentences, stays whole."""
    source = Source("a", f"PERU: Tier 2\n\n{BODY}\nPERU: Tier 2\n{BODY}In MALI (Tier 1) it was so.\n", "a.txt")

    assert [part.text for part in laid_out(source)] == [source.text]


def test_table_of_contents_is_no_volume() -> None:
    """Headings that follow each other closely are a list; the documents begin where there is text below them."""
    contents = "MALI: Tier 1\nPERU: Tier 2\nTOGO: Tier 3\n\n"

    parts = list(laid_out(volume("MALI: Tier 1", "PERU: Tier 2", front=contents)))

    assert [part.doc_id for part in parts] == ["v-front", "v-Mali", "v-Peru"]
    assert parts[0].text == contents


def test_parts_keep_places_and_cells() -> None:
    """Pages, cells and tables of a volume go with the part that they stand in, counted anew."""
    source = volume("MALI: Tier 1", "PERU: Tier 2")
    at = source.text.index("PERU")
    first, second = laid_out(
        Source(
            "v",
            source.text,
            "v.pdf",
            places=(Place(0, "page 1"), Place(50, "page 2"), Place(at + 100, "page 3")),
            cells=(Cell(at + 5, at + 7, "Arrests", 2020, "figure"),),
            grids=((at + 1, at + 9),),
        )
    )

    assert first.places == (Place(0, "page 1"), Place(50, "page 2"))
    assert (first.cells, first.grids, first.place) == ((), (), "page 1")
    assert second.places == (Place(0, "page 2"), Place(100, "page 3"))
    assert second.cells == (Cell(5, 7, "Arrests", 2020, "figure"),)
    assert (second.grids, second.offset, second.place) == (((1, 9),), at, "page 2")


def test_child_labor_findings() -> None:
    """Country, year and sections of the findings; the bibliography is left out, footnote marks are known."""
    text = (
        "Ghana\nMODERATE ADVANCEMENT\n\nIn 2021, Ghana made moderate advancement. (1)\n\nI. PREVALENCE AND SECTORS\n"
        "Enforcement of laws is weak.\n\nIII. ENFORCEMENT OF LAWS\n29 cases.\n\nREFERENCES\n1 Some report of 2019.\n"
    )

    (part,) = laid_out(Source("a", text, "a.pdf"))

    assert (part.country, part.report_year) == ("GHA", 2022)
    assert [(part.text[start:end], kind) for start, end, kind in part.headings] == [
        ("I. PREVALENCE AND SECTORS", "profile"),
        ("III. ENFORCEMENT OF LAWS", "prosecution"),
    ]
    assert part.text == text[: text.index("REFERENCES")]
    assert part.notes


@pytest.mark.parametrize(
    ("name", "title", "year"),
    [
        ("a", "2019 Country Reports on Human Rights Practices: Nepal", 2020),
        ("2023-nepal", "Nepal", 2024),
        ("a", "Nepal", None),
    ],
)
def test_human_rights_report(name: str, title: str, year: int | None) -> None:
    """Country and year stand in the title, else in the title and the name of the file; headings are marked up."""
    text = f"{title}\n\nExecutive Summary\n\nSignificant human rights issues included\n\nWorker Rights\n\nNone."
    marked = (title, "Executive Summary", "Worker Rights")
    titles = tuple((text.index(one), text.index(one) + len(one)) for one in marked)

    (part,) = laid_out(Source(name, text, "a.html", titles=titles))

    assert (part.country, part.report_year) == ("NPL", year)
    assert [(part.text[start:end], kind) for start, end, kind in part.headings] == [
        ("Executive Summary", "overview"),
        ("Worker Rights", "other"),
    ]


def test_what_the_input_says_wins() -> None:
    """Country and year of a .jsonl line are not overruled by the layout."""
    source = Source("a", "Country Reports on Human Rights Practices: Nepal", "a.jsonl", country="IND", report_year=2001)

    (part,) = laid_out(source)

    assert (part.country, part.report_year) == ("IND", 2001)


PROFILE = """
name = "asylum report"
match = "asylum in numbers"
document = '^Chapter (?P<name>\\w+)$'
report_year = 'numbers (?P<year>\\d{4})'
notes = '\\[\\d+\\]'

[sections]
"Decisions  at first instance" = "protection"
"""


def test_profile_of_the_user(tmp_path: Path) -> None:
    """A profile of a few lines describes another kind of report."""
    (tmp_path / "a.toml").write_text(PROFILE)
    text = f"Asylum in Numbers 2020\n\nChapter One\n{BODY}\n2. Decisions at first instance\n{BODY}\nChapter Two\n{BODY}"

    front, one, two = laid_out(Source("a", text, "a.txt"), [load_layout(tmp_path / "a.toml")])

    assert [part.doc_id for part in (front, one, two)] == ["a-front", "a-One", "a-Two"]
    assert [part.report_year for part in (front, one, two)] == [2020] * 3
    assert [kind for _, _, kind in one.headings] == ["protection"]
    assert one.notes == r"\[\d+\]"


@pytest.mark.parametrize(
    ("profile", "reason"),
    [
        ("name = ", "It is no TOML"),
        ("title = 'x'", "There is no key of this name"),
        ("match = 5", "It is 5, not of type str."),
        ("year_offset = true", "It is True, not of type int."),
        ("match = '('", "It is no regular expression"),
        ("document = '^x$'", "It has no group called name"),
        ("[sections]\nfoo = 'bar'", "'bar' is no kind of section"),
    ],
)
def test_slip_in_a_profile(tmp_path: Path, profile: str, reason: str) -> None:
    """A profile that cannot be used is refused, with the key and what is wrong."""
    (tmp_path / "a.toml").write_text(profile)

    with pytest.raises(InputError) as caught:
        load_layout(tmp_path / "a.toml")

    assert reason in caught.value.reason


def test_built_in_layouts() -> None:
    """The layouts that come with the package can all be used."""
    assert [layout.name for layout in built_in()] == [
        "child-labor findings",
        "human-rights report",
        "trafficking in persons",
    ]
    assert all(isinstance(layout, Layout) and (layout.match or layout.document) for layout in built_in())
