"""The page in a real headless Chromium. Screenshots are left in ``out/screenshots``, which git ignores."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tallies.documents.jsonl import read_documents
from tallies.records import Document
from tallies.viewing.data import PER_TEXTS, write_page

if TYPE_CHECKING:
    from conftest import Browser

FIRST_FIGURE = "#/document/Arcadia/F1"


def test_overview_opens_from_the_disk(browser: Browser, page: Path) -> None:
    """Opened as a file, the page shows counts, map, charts and tables, and loads no text yet."""
    browser.open(page)

    assert browser.texts(".totals p") == [
        "2 documents",
        "2 countries",
        "9 figures",
        "1 comparison",
        "2 parts",
        "1 flag",
        "1 correction",
    ]
    links = "(c) => [c.dataset.title, c.querySelectorAll('svg a').length]"
    assert dict(browser.run(f"[...document.querySelectorAll('.chart')].map({links})")) == {
        "Figures by country": 2,
        "Largest changes": 2,  # an arrow and its words
        "investigated": 0,  # said to be not reported
        "convicted": 4,  # three points and a line
        "identified": 1,
    }
    assert browser.texts("[role=tab]") == ["Figures (9)", "Comparisons (1)", "Routes (1)", "Flags (1)"]
    assert (
        browser.run("performance.getEntriesByType('resource').filter((e) => /texts-|records-/.test(e.name)).length")
        == 0
    )
    browser.shot("overview-light")


@pytest.mark.parametrize("view", ["#/", FIRST_FIGURE], ids=["overview", "document"])
@pytest.mark.parametrize(
    ("name", "look"),
    [("dark", {"dark": True}), ("phone", {"size": "phone"}), ("print", {"media": "print", "dark": True})],
    ids=["dark", "phone", "print"],
)
def test_every_look(browser: Browser, page: Path, view: str, name: str, look: dict[str, Any]) -> None:
    """Dark, on a phone and on paper: nothing sticks out sideways, and ink and paper differ enough to be read."""
    browser.look(**look)
    browser.open(page, view)
    browser.run("document.body.offsetHeight")

    browser.shot(f"{'document' if 'document' in view else 'overview'}-{name}")
    assert browser.run("document.documentElement.scrollWidth - innerWidth") <= 0
    ink, paper = (
        light(browser.run(f"getComputedStyle(document.body).{side}")) for side in ("color", "backgroundColor")
    )
    assert (max(ink, paper) + 0.05) / (min(ink, paper) + 0.05) > 7
    assert (ink > paper) == (name == "dark")


def light(color: str) -> float:
    """Relative luminance of "rgb(...)" as in WCAG."""
    parts = [float(part) / 255 for part in color.removeprefix("rgb(").removesuffix(")").split(",")]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_theme_can_be_switched(browser: Browser, page: Path) -> None:
    """The button turns light into dark and back."""
    browser.open(page)
    paper = "getComputedStyle(document.body).backgroundColor"
    before = browser.run(paper)

    browser.click("#theme")
    dark = browser.run(paper)
    browser.click("#theme")

    assert light(dark) < 0.05 < light(before)
    assert browser.run(paper) == before
    browser.run("localStorage.clear()")


def test_filter_narrows_all_parts(browser: Browser, page: Path) -> None:
    """A chosen measure is in the address and narrows counts, charts and tables; clearing brings all back."""
    browser.open(page)
    browser.run("document.querySelector('select[name=action]').value = 'charge'")
    browser.run("document.querySelector('select[name=action]').dispatchEvent(new Event('change'))")

    browser.until(
        "location.hash === '#/?action=charge' && document.querySelector('.totals').textContent.startsWith('1 doc')"
    )
    assert browser.texts("tbody tr td:first-child") == ['Boskonia<script>alert("3")</script>']
    browser.click(".filters .button", "Clear")
    browser.until("document.querySelector('.totals').textContent.startsWith('2 doc')")
    assert len(browser.texts("tbody tr")) == 9


def test_map_filters_by_country(browser: Browser, page: Path) -> None:
    """A click on a country of the map shows its figures only."""
    browser.open(page)
    browser.press(".chart svg a[*|href*='PRT']")

    browser.until("location.hash.includes('country=PRT')")
    browser.until("document.querySelectorAll('tbody tr').length === 2")


def test_table_sorts_and_filters(browser: Browser, page: Path) -> None:
    """A column sorts both ways with what has no number last; numbers are filtered by bounds, texts by words."""
    browser.open(page, "#/?country=AZE")
    figures = "[...document.querySelectorAll('tbody td[data-label=Figure]')].map((n) => n.textContent)"

    browser.click("thead button", "Figure")
    assert browser.run(figures) == ["88,030", "at least 352", "29", "28", "20", "9", "not reported"]
    browser.click("thead button", "Figure")
    assert browser.run(figures) == ["9", "20", "28", "29", "at least 352", "88,030", "not reported"]
    assert browser.run("document.querySelector('th[aria-sort=ascending]').textContent") == "Figure"
    for selector, typed in (("Filter Figure", ">20"), ("Filter Unit", "TRAFF")):
        browser.driver.find_element("css selector", f"input[aria-label='{selector}']").send_keys(typed)
    assert browser.run(figures) == ["28", "29"]
    browser.driver.find_element("css selector", "input[aria-label='Filter Unit']").send_keys("x")
    assert browser.texts(".table .status") == ["No row fits the filters."]


def test_cell_leads_to_its_sentence(browser: Browser, page: Path) -> None:
    """Any cell of a row opens the document with the figure in hand and its sentence marked."""
    browser.open(page, "#/?country=AZE")

    browser.click("tbody tr:nth-child(2) td[data-label=Unit]")

    browser.until("document.querySelector('.figure.held')")
    assert browser.run("location.hash") == "#/document/Arcadia/F2"
    assert browser.texts(".figure.held") == ["20"]
    marked = browser.run("[...CSS.highlights.get('sentence')].map(String).join()")
    assert " ".join(marked.split()).startswith("Courts convicted 29 traffickers in 2017: 20 for sex trafficking")
    assert marked.endswith("28 in 2016.")


@pytest.mark.parametrize(
    ("chart", "words"),
    [("convicted", "convicted 29 traffickers in 2017"), ("Largest changes", "convicted 29 traffickers in 2017")],
    ids=["point", "arrow"],
)
def test_chart_leads_to_its_sentence(browser: Browser, page: Path, chart: str, words: str) -> None:
    """A click on a point of a chart, or on a change, opens the sentence that it is from."""
    browser.open(page)
    marks = f".chart[data-title='{chart}'] svg a[*|href$='Arcadia/F1']"
    browser.until(f'document.querySelector("{marks}")')

    browser.press(marks)

    browser.until("document.querySelector('.figure.held')")
    assert browser.texts(".record h2") == [words]


def test_record_and_lines_of_a_figure(browser: Browser, page: Path) -> None:
    """The figure in hand is joined to its parts and its earlier figure, and the panel has its record."""
    browser.open(page, FIRST_FIGURE)
    browser.until("document.querySelectorAll('.lines path').length")

    browser.shot("document-light")
    assert browser.run(
        "[...document.querySelectorAll('.lines path:not(.back)')].map((n) => n.getAttribute('class')).sort()"
    ) == ["earlier", "part", "part"]
    joined = browser.run(
        "[...document.querySelectorAll('.figure.joined')].map((n) => [n.dataset.facts, n.dataset.role])"
    )
    assert joined == [["F2", "part"], ["F3", "part"], ["F4", "earlier"]]
    assert dict(zip(browser.texts(".record dt"), browser.texts(".record dd"), strict=True)) == {
        "Measure": "convict",
        "Figure": "29",
        "Unit": "trafficker",
        "Year": "2017",
        "Agency": "Courts",
    }
    assert browser.texts(".record .joins li") == [
        "Earlier convicted 28 traffickers in 2016",
        "Its part convicted 20 traffickers in 2017",
        "Its part convicted 9 traffickers in 2017",
    ]
    assert browser.texts(".record .actions button") == []  # nothing to correct in a page from the disk


def test_lines_end_at_their_figures(browser: Browser, page: Path) -> None:
    """Each line starts at the figure in hand and ends at the one that it leads to, within some pixels."""
    browser.open(page, FIRST_FIGURE)
    browser.until("document.querySelectorAll('.lines circle').length === 3")

    gaps = browser.run(
        "[...document.querySelectorAll('.lines circle')].map((circle) => { const c = circle.getBoundingClientRect();"
        " return Math.min(...[...document.querySelectorAll('.figure.joined')].map((node) => {"
        " const n = node.getClientRects()[0]; return Math.abs(c.x + c.width / 2 - n.x - n.width / 2) +"
        " Math.min(Math.abs(c.y + c.height / 2 - n.top), Math.abs(c.y + c.height / 2 - n.bottom)); })); })"
    )
    assert max(gaps) < 4


def test_pointer_shows_and_leaves(browser: Browser, page: Path) -> None:
    """Under the pointer a figure shows its record; when it leaves, the figure in hand is back."""
    from selenium.webdriver import ActionChains

    browser.open(page, FIRST_FIGURE)
    browser.until("document.querySelector('.figure.held')")
    (other,) = browser.driver.find_elements("css selector", ".figure[data-facts=F6]")

    ActionChains(browser.driver).move_to_element(other).perform()
    assert browser.texts(".record h2") == ["identified at least 352 victims in 2017"]
    assert browser.texts(".record .verdict") == ["Confirmed by hand, 2026-01-02"]
    ActionChains(browser.driver).move_to_element(browser.driver.find_element("css selector", "h1")).perform()
    assert browser.texts(".record h2") == ["convicted 29 traffickers in 2017"]


def test_flags_stand_in_their_place(browser: Browser, page: Path) -> None:
    """A flagged figure has a mark in the text, and its panel the flag's sentences."""
    browser.open(page, "#/document/Arcadia/F4")
    browser.until("document.querySelector('.record')")

    assert browser.run("document.querySelector('.figure.flagged').dataset.facts") == "F4"
    assert browser.texts(".record .remark p") == [
        "28 in this report, 27 in the one before.",
        "Likelier cause: the text.",
    ]


def test_keys_do_what_the_pointer_does(browser: Browser, page: Path) -> None:
    """n and p step through the figures, Esc lets go, ? explains, / searches, and a hit leads to its place."""
    browser.open(page, "#/document/Arcadia")
    held = "document.querySelector('.figure.held')?.dataset.facts"

    browser.keys("n", "n")
    assert browser.run(held) == "F2"
    assert browser.run("document.activeElement.dataset.facts") == "F2"
    browser.keys("p", "p")
    assert browser.run(held) == "F7"
    browser.keys("\ue00c")
    assert browser.run(held) is None
    browser.keys("?")
    assert browser.run("document.querySelector('dialog[open] h2').textContent") == "Keys"
    browser.keys("\ue00c")
    browser.until("!document.querySelector('dialog[open]')")
    browser.keys("/")
    browser.until("document.activeElement?.tagName === 'INPUT'")
    browser.keys("SEX   trafficking\n")
    browser.until("document.querySelector('.hits li')")
    assert browser.texts(".hits mark") == ["sex trafficking"]
    browser.shot("search-light")
    browser.until("document.querySelector('.hits a')?.offsetHeight > 0")
    browser.click(".hits a")
    browser.until("CSS.highlights.has('found')")
    assert browser.run("[...CSS.highlights.get('found')].map(String)") == ["sex trafficking"]


def test_every_figure_can_be_reached_by_tab(browser: Browser, page: Path) -> None:
    """Figures are stops of the Tab key, each with a name that says its record."""
    browser.open(page, "#/document/Arcadia")

    names = browser.run(
        "[...document.querySelectorAll('.text a[tabindex=\"0\"], .text a:not([tabindex])')].map((n) => n.ariaLabel)"
    )
    assert names[0] == "29: convicted 29 traffickers in 2017"
    assert names[3] == "28: convicted 28 traffickers in 2016; flagged"
    assert len(names) == 7


@pytest.mark.parametrize(
    "view", ["#/", "#/documents", "document", "#/search?q=<b>"], ids=["overview", "documents", "document", "search"]
)
def test_markup_is_shown_as_text(browser: Browser, page: Path, view: str) -> None:
    """What looks like markup in a text, a name, a unit or an agency is text wherever it is shown."""
    name = 'Boskonia<script>alert("3")</script>'
    if view == "document":
        view = browser.run("`#/document/${encodeURIComponent(arguments[0])}/F1`", name)
    browser.open(page, view)
    browser.until("document.querySelector('.record, tbody tr, .hits li')")

    assert browser.run("window.hacked") is None
    assert browser.run("document.querySelectorAll('main script, main img, main u, td i, td b').length") == 0
    assert any("<" in text for text in browser.texts("main"))
    assert any(name.replace("_", " ") in text for text in browser.texts("main"))
    if "document" in view and "Boskonia" in view:
        (text,) = browser.texts(".text")
        assert (
            "\U0001f600 The <b>courts</b> convicted 12 traffickers</p><script>window.hacked = 1</script> in 2017."
            in text
        )
        assert browser.texts(".figure.held") == ["12"]
        assert browser.texts(".record h2") == ["convicted 12 <i>trafficker</i>s in 2017"]


def test_name_that_is_not_there(browser: Browser, page: Path) -> None:
    """An address of a document or a view that the page does not have says so."""
    browser.open(page, "#/")
    for address_, heading in (("#/document/Nowhere", "No such document"), ("#/nothing", "No such view")):
        browser.run("location.hash = arguments[0]", address_)
        browser.until(f"document.querySelector('h1')?.textContent === '{heading}'")


def test_texts_are_loaded_when_asked_for(browser: Browser, tmp_path: Path, documents: list[Document]) -> None:
    """Opening a document of a large corpus loads the one file that it is in."""
    write_page([replace(documents[0], doc_id=f"D{number}") for number in range(3 * PER_TEXTS)], tmp_path)

    browser.open(tmp_path, f"#/document/D{PER_TEXTS + 1}/F1")

    browser.until("document.querySelector('.figure.held')")
    assert browser.texts("h1") == [f"D{PER_TEXTS + 1}"]
    assert sorted(browser.run("[...PAGE._kept.keys()]")) == ["figures-0", "records-1", "texts-1"]


def test_training_corpus_is_shown(browser: Browser, tmp_path: Path, root: Path) -> None:
    """The narratives of the repository make a page; figures of a document can be held one after the other."""
    documents = list(read_documents(root / "corpus" / "train.jsonl"))
    write_page(documents, tmp_path)
    shown = next(document for document in documents if document.doc_id == "Nigeria")

    browser.open(tmp_path)
    browser.until("document.querySelectorAll('.chart svg').length > 5")
    assert browser.texts(".totals p")[0] == f"{len(documents)} documents"
    browser.shot("corpus-overview", whole=False)
    browser.open(tmp_path, f"#/document/{shown.doc_id}")
    for fact in sorted(shown.facts, key=lambda fact: fact.anchor)[:25]:
        browser.keys("n")
        words = browser.run("document.querySelector(`.figure.held`).textContent")
        assert words == shown.text[slice(*fact.anchor)]
    links = {fact.id: sum(fact.id in (f.part_of, f.compared_with) for f in shown.facts) for fact in shown.facts}
    joined = next(fact for fact in shown.facts if fact.compared_with and links[fact.id] in (2, 3, 4))
    browser.open(tmp_path, f"#/document/{shown.doc_id}/{joined.id}")
    browser.until("document.querySelectorAll('.lines path').length > 2")
    browser.shot("corpus-document", whole=False)
