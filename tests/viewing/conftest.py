"""Documents for the tests of the page, which say all that it can show, and the browser that opens it."""

from __future__ import annotations

import base64
import shutil
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from tallies.documents.corrections import Correction
from tallies.documents.jsonl import write_documents
from tallies.records import Document, Entity, Evidence, Fact, Offsets, Route
from tallies.viewing.data import Remark, write_page
from tallies.viewing.serve import Desk, address, make_server

CHROMIUM, DRIVER = shutil.which("chromium"), shutil.which("chromedriver")
FLAGS = {
    "Arcadia": [Remark("revised", "28 in this report, 27 in the one before.", ("F4",), "Likelier cause: the text.")]
}
SIZES = {"desk": (1360, 900, False), "phone": (390, 844, True)}

FIRST = """ARCADIA: Tier 2

The government of Arcadia increased efforts.

PROSECUTION

Courts convicted 29 traffickers in 2017: 20 for sex trafficking and nine for forced labor, compared with 28 in 2016.
Police did not report investigations.

PROTECTION

The ministry identified at least 352 victims and spent $88,030 on shelters.
"""

#: Everything that a careless page would run, and letters that JavaScript counts twice.
SECOND = """BOSKONIA: Tier 1

\U0001f600 The <b>courts</b> convicted 12 traffickers</p><script>window.hacked = 1</script> in 2017.
An officer wrote <img src="x" onerror="window.hacked = 2"> and 5 more & "others" were charged.
"""


def at(text: str, words: str, nth: int = 1) -> Offsets:
    """Where *words* stand in *text* for the *nth* time."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return start, start + len(words)


def first() -> Document:
    """A total with two parts and an earlier figure, a figure not reported, a bound, and money."""
    sure = (Evidence("action", "object of verb", 0.9),)
    sentence = at(FIRST, FIRST[FIRST.index("Courts") : FIRST.index("\nPolice")])
    base = Fact(
        "F1", at(FIRST, "29"), "convict", 29, "trafficker", years=(2017,), agency="Courts", section="prosecution"
    )
    base = replace(base, sentence=sentence, evidence=sure)
    facts = (
        replace(base, compared_with="F4"),
        replace(base, id="F2", anchor=at(FIRST, "20", 2), value=20, part_of="F1", exploitation=("sex_trafficking",)),
        replace(base, id="F3", anchor=at(FIRST, "nine"), value=9, part_of="F1", exploitation=("forced_labor",)),
        replace(base, id="F4", anchor=at(FIRST, "28"), value=28, years=(2016,)),
        Fact("F5", at(FIRST, "investigations"), "investigate", None, "investigation", years=(2017,), agency="Police"),
        Fact("F6", at(FIRST, "at least 352"), "identify", 352, "victim", qualifier="min", years=(2017,)),
        Fact("F7", at(FIRST, "$88,030"), "fund", 88030, "USD", years=(2017,)),
    )
    entities = (
        Entity(*at(FIRST, "government of Arcadia"), "AGENCY"),
        Entity(*at(FIRST, "Courts"), "AGENCY"),
        Entity(*at(FIRST, "convicted"), "ACTION"),
        Entity(*at(FIRST, "29"), "STATISTIC"),
        Entity(*at(FIRST, "traffickers"), "OFFENDER"),
        Entity(*at(FIRST, "2017"), "PERIOD"),
        Entity(*at(FIRST, "20", 2), "STATISTIC"),
        Entity(*at(FIRST, "sex trafficking"), "EXPLOITATION"),
        Entity(*at(FIRST, "at least 352"), "STATISTIC"),
        Entity(*at(FIRST, "$88,030"), "MONEY", "USD"),
    )
    routes = (Route("R1", ("AZE",), ("TUR",), sentence=at(FIRST, "The government of Arcadia increased efforts.")),)
    return Document("Arcadia", FIRST, "AZE", 2018, "2", entities, facts, routes)


def second() -> Document:
    """A document whose every word is out to break the page."""
    facts = (
        Fact("F1", at(SECOND, "12"), "convict", 12, "<i>trafficker</i>", years=(2017,), agency="<b>courts</b>"),
        Fact("F2", at(SECOND, "5"), "charge", 5, "officer", years=(2017,)),
    )
    entities = (Entity(*at(SECOND, "courts"), "AGENCY", "<u>Courts</u>"), Entity(*at(SECOND, "12"), "STATISTIC"))
    return Document('Boskonia<script>alert("3")</script>', SECOND, "PRT", 2018, "1", entities, facts)


@pytest.fixture
def documents() -> list[Document]:
    """Two documents of two countries."""
    return [first(), second()]


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
    """One browser for the module; skips where there is none."""
    if not (CHROMIUM and DRIVER):
        pytest.skip("needs Debian's chromium and chromium-driver")
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
