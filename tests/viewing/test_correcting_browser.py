"""Corrections in the page, in a real headless Chromium, and what they leave in the output folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tallies.documents.corrections import read_corrections

if TYPE_CHECKING:
    from conftest import Browser

FIRST_FIGURE = "#/document/Arcadia/F1"


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
