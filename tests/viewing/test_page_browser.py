"""The page in a real headless Chromium. Screenshots are left in ``out/screenshots``, which git ignores."""

from __future__ import annotations

import base64
import json
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tallies.documents.corrections import Correction, read_corrections
from tallies.documents.jsonl import read_documents, write_documents
from tallies.records import Document
from tallies.viewing.data import PER_TEXTS, Remark, write_page
from tallies.viewing.serve import Desk, address, make_server

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs Debian's chromium and chromium-driver")

FLAGS = {
    "Arcadia": [Remark("revised", "28 in this report, 27 in the one before.", ("F4",), "Likelier cause: the text.")]
}
FIRST_FIGURE = "#/document/Arcadia/F1"
SIZES = {"desk": (1360, 900, False), "phone": (390, 844, True)}


class Browser:
    """Chromium, with the few moves that a reader makes."""

    def __init__(self, profile: Path, shots: Path) -> None:
        from selenium import webdriver
        from selenium.webdriver.chrome.service import Service

        options = webdriver.ChromeOptions()
        options.binary_location = CHROMIUM
        for flag in (
            "headless=new",
            "no-sandbox",
            "disable-gpu",
            "disable-quic",
            "no-first-run",
            "disable-background-networking",
            "disable-component-update",
            "disable-sync",
            "hide-scrollbars",
            f"user-data-dir={profile}",
        ):
            options.add_argument(f"--{flag}")
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=Service(DRIVER))
        self.shots = shots
        self.look()

    def look(self, size: str = "desk", dark: bool = False, media: str = "") -> None:
        """From now on, with a screen of that size, in that theme, or as printed."""
        width, height, mobile = SIZES[size]
        screen = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": mobile}
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", screen)
        theme = [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]
        motion = [{"name": "prefers-reduced-motion", "value": "reduce"}]
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": media, "features": theme + motion})

    def open(self, page: Path | str, view: str = "#/") -> None:
        """Open a view of a page afresh and wait until it stands."""
        self.driver.get("about:blank")
        self.driver.get((page if isinstance(page, str) else (page / "index.html").as_uri()) + view)
        self.until("!document.querySelector('.waiting') && document.querySelector('main > *')")
        if "#/document/" in view:
            self.until("document.querySelector('.reader .text')")
        elif view.startswith(("#/?", "#/")) and view.rstrip("#/") == "":
            self.until("document.querySelectorAll('.chart svg').length > 2")

    def run(self, script: str, *arguments: Any) -> Any:
        """What *script*, an expression, gives in the page."""
        return self.driver.execute_script(f"return ({script})", *arguments)

    def until(self, script: str) -> Any:
        """Wait until *script* gives something true, 10 seconds at most, and return it."""
        from selenium.webdriver.support.wait import WebDriverWait

        return WebDriverWait(self.driver, 10, poll_frequency=0.03).until(
            lambda _: self.run(script), f"never true: {script}"
        )

    def click(self, selector: str, holds: str = "") -> None:
        """Click the first element of *selector* whose text holds *holds*."""
        nodes = self.driver.find_elements("css selector", selector)
        found = [node for node in nodes if holds in (node.get_attribute("textContent") or "")]
        assert found, f"no {selector} with {holds!r}"
        self.run("arguments[0].scrollIntoView({block: 'center'})", found[0])
        found[0].click()

    def press(self, selector: str) -> None:
        """Send a click to the first element of *selector*, which may be a thin line that no pointer of a test hits."""
        self.run(
            "document.querySelector(arguments[0]).dispatchEvent(new MouseEvent('click', {bubbles: true}))", selector
        )

    def keys(self, *keys: str) -> None:
        """Type into what has the focus."""
        for key in keys:
            self.driver.switch_to.active_element.send_keys(key)

    def texts(self, selector: str) -> list[str]:
        """The text of each element of *selector*."""
        texts: list[str] = self.run("[...document.querySelectorAll(arguments[0])].map((n) => n.textContent)", selector)
        return texts

    def shot(self, name: str, whole: bool = True) -> None:
        """Leave a picture of what the screen shows, or of the *whole* view, 2,400 pixels high at most."""
        self.shots.mkdir(parents=True, exist_ok=True)
        if not whole:
            self.driver.save_screenshot(str(self.shots / f"{name}.png"))
            return
        size = self.driver.execute_cdp_cmd("Page.getLayoutMetrics", {})["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(size["height"], 2400), "scale": 1}
        picture = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        (self.shots / f"{name}.png").write_bytes(base64.b64decode(picture["data"]))

    def complaints(self) -> list[str]:
        """What the console holds since the last call."""
        return [entry["message"] for entry in self.driver.get_log("browser")]


@pytest.fixture(scope="module")
def chromium(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Browser]:
    """One browser for the module."""
    browser = Browser(tmp_path_factory.mktemp("profile"), root / "out" / "screenshots")
    yield browser
    browser.driver.quit()


@pytest.fixture
def browser(chromium: Browser) -> Iterator[Browser]:
    """The browser at a desk in the light; at the end its console has to be empty."""
    chromium.look()
    chromium.complaints()
    yield chromium
    assert chromium.complaints() == []


@pytest.fixture
def page(tmp_path: Path, documents: list[Document]) -> Path:
    """The page of the two documents, with a flag and a correction."""
    read = documents[0].facts[5]
    words = documents[0].text[slice(*read.anchor)]
    confirmed = Correction(
        "Arcadia", read.anchor, words, "confirmed", 1, read, fact=read, time="2026-01-02T03:04:05+00:00"
    )
    write_page(documents, tmp_path / "page", [confirmed], FLAGS)
    return tmp_path / "page"


@pytest.fixture
def served(tmp_path: Path, documents: list[Document]) -> Iterator[str]:
    """The address of the page of the two documents, served from the output folder *tmp_path*."""
    write_documents(documents, tmp_path / "documents.jsonl")
    write_page(documents, tmp_path / "page", flags=FLAGS)
    server = make_server(Desk(tmp_path, tmp_path / "page", FLAGS))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield address(server)
    server.shutdown()
    server.server_close()
    thread.join()


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
    browser.keys("/")
    browser.keys("SEX   trafficking\n")
    browser.until("document.querySelector('.hits li')")
    assert browser.texts(".hits mark") == ["sex trafficking"]
    browser.shot("search-light")
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


def test_figure_is_corrected_in_place(browser: Browser, served: str, tmp_path: Path) -> None:
    """The form changes the record, the text, the tables and the log; taking back brings the reading back."""
    browser.open(served, FIRST_FIGURE)
    browser.until("document.querySelector('.record .actions')")
    browser.click(".record .actions button", "Correct")
    value = browser.driver.find_element("css selector", ".edit input[name=value]")
    value.clear()
    value.send_keys("31")
    browser.shot("correct-light")
    browser.click(".edit button", "Save")

    browser.until("document.querySelector('.record h2').textContent === 'convicted 31 traffickers in 2017'")
    assert browser.texts(".record .verdict")[0].startswith("Corrected by hand")
    (kept,) = read_corrections(tmp_path).values()
    assert (kept.verdict, kept.reading.value, kept.fact and kept.fact.value, kept.earlier) == (
        "corrected",
        29,
        31,
        kept.earlier,
    )
    browser.driver.refresh()
    browser.until("document.querySelector('.record h2')?.textContent === 'convicted 31 traffickers in 2017'")
    browser.keys("u")
    browser.until("document.querySelector('.record h2').textContent === 'convicted 29 traffickers in 2017'")
    assert [c.verdict for c in read_corrections(tmp_path).values()] == ["withdrawn"]


def test_wrong_entry_is_told_beside_the_form(browser: Browser, served: str, tmp_path: Path) -> None:
    """An entry that makes no record is refused with a sentence, and the form keeps what was typed."""
    browser.open(served, FIRST_FIGURE)
    browser.until("document.querySelector('.record .actions')")
    browser.keys("e")
    gender = browser.driver.find_element("css selector", ".edit input[name=gender]")
    gender.send_keys("women")
    browser.click(".edit button", "Save")

    browser.until("document.querySelector('.error').textContent")
    assert browser.texts(".error") == ["'women' is no gender; choose from female, male."]
    assert gender.get_attribute("value") == "women"
    assert read_corrections(tmp_path) == {}
    assert "400" in browser.complaints()[0]  # the browser's own line about the answer


def test_two_tabs_keep_each_others_edits(browser: Browser, served: str, tmp_path: Path) -> None:
    """Two tabs edit two figures: both are kept and each tab shows the other's; one that missed an edit is told."""
    driver = browser.driver
    browser.open(served, FIRST_FIGURE)
    browser.until("document.querySelector('.record .actions')")
    one = driver.current_window_handle
    driver.switch_to.new_window("tab")
    two = driver.current_window_handle
    browser.open(served, "#/document/Arcadia/F4")
    browser.until("document.querySelector('.record .actions')")

    browser.keys("x")
    browser.until("document.querySelector('.record .verdict')")
    driver.switch_to.window(one)
    browser.until("document.querySelector('.figure[data-facts=F4].struck')")
    browser.run("PAGE.channel.onmessage = null")  # from here on this tab hears nothing
    browser.keys("c")
    browser.until("document.querySelector('.record .verdict')")
    assert {c.words: c.verdict for c in read_corrections(tmp_path).values()} == {"28": "struck", "29": "confirmed"}

    driver.switch_to.window(two)
    browser.until("document.querySelector('.figure[data-facts=F1].said')")
    browser.run("PAGE.reader.hold('F6')")
    browser.keys("x")
    browser.until("document.querySelector('.record .verdict.struck')")
    driver.switch_to.window(one)
    browser.run("PAGE.reader.hold('F6')")
    browser.keys("c")

    browser.until("document.getElementById('notice').textContent.startsWith('Somebody else')")
    assert browser.texts(".record .verdict")[0].startswith("Struck out by hand")
    assert {c.words: c.verdict for c in read_corrections(tmp_path).values()}["at least 352"] == "struck"
    log = (tmp_path / "corrections.jsonl").read_text().splitlines()
    assert [json.loads(line)["verdict"] for line in log] == ["struck", "confirmed", "struck"]
    assert ["409" in complaint for complaint in browser.complaints()] == [True]
    driver.switch_to.window(two)
    driver.close()
    driver.switch_to.window(one)
