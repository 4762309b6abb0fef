"""Records to the files of the page."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallies.documents.corrections import Correction
from tallies.records import Document, Fact
from tallies.viewing.data import (
    FIELDS,
    PER_FIGURES,
    PER_TEXTS,
    Remark,
    Units,
    entries,
    read_flags,
    sentence,
    update_page,
    write_page,
)


def put(path: Path) -> tuple[str, int, Any]:
    """What a data file of a page says."""
    name, number, data = re.fullmatch(r'PAGE\.put\("(\w+)",(\d+),(.*)\);\n', path.read_text("utf-8"), re.S).groups()  # type: ignore[union-attr]
    return name, int(number), json.loads(data)


def rows(entry: dict[str, Any]) -> list[dict[str, Any]]:
    """The figures of an entry of figures-N.js."""
    return [dict(zip(FIELDS, row, strict=True)) for row in entry["facts"]]


def struck(document: Document, fact: Fact) -> Correction:
    """The correction that strikes *fact* out."""
    return Correction(document.doc_id, fact.anchor, document.text[slice(*fact.anchor)], "struck", 1, fact)


def test_page_is_whole_and_asks_for_no_other_host(tmp_path: Path, documents: list[Document]) -> None:
    """All that index.html names is in the folder, and nothing in it leads elsewhere."""
    summary = write_page(documents, tmp_path)

    named = re.findall(r'(?:src|href)="([^"#:]+)"', (tmp_path / "index.html").read_text())
    assert len(named) > 15
    assert [name for name in named if not (tmp_path / name).is_file()] == []
    own = [path for path in tmp_path.rglob("*") if path.is_file() and path.parent.name != "vendor"]
    addresses = {address for path in own for address in re.findall(r"https?://[^\s\"'`]+", path.read_text("utf-8"))}
    assert addresses == {"http://www.w3.org/2000/svg"}  # a name, not a place
    assert (summary.documents, summary.figures, summary.flags, summary.corrections) == (2, 9, 0, 0)


def test_no_script_of_the_page_parses_markup(tmp_path: Path) -> None:
    """Text reaches the page as text nodes only: the ways round that are not used."""
    write_page([], tmp_path)
    scripts = list((tmp_path / "scripts").iterdir())

    ways = re.compile(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|DOMParser|srcdoc")
    assert len(scripts) == 11
    assert [path.name for path in scripts if ways.search(path.read_text())] == []


def test_script_takes_a_row_apart_in_its_order(tmp_path: Path) -> None:
    """The script names the cells of a row in the order that they are written in."""
    write_page([], tmp_path)
    (names,) = re.findall(r"const \[(\s*id,[^]]*)\] = row;", (tmp_path / "scripts" / "corpus.js").read_text())

    assert tuple(re.findall(r"\w+", names)) == FIELDS


def test_documents_are_cut_into_files(tmp_path: Path, documents: list[Document]) -> None:
    """The manifest names all documents; a file of texts has a few of them, one of figures many, in order."""
    many = [replace(documents[0], doc_id=f"D{number}") for number in range(2 * PER_TEXTS + 3)]

    write_page(many, tmp_path)

    texts, records = ([put(tmp_path / f"{name}-{number}.js") for number in range(3)] for name in ("texts", "records"))
    assert [(name, number, len(data)) for name, number, data in texts + records] == [
        (name, number, held) for name in ("texts", "records") for number, held in enumerate((PER_TEXTS, PER_TEXTS, 3))
    ]
    assert {text for _, _, data in texts for text in data} == {documents[0].text}
    assert [document["name"] for _, _, data in records for document in data] == [document.doc_id for document in many]
    assert len(put(tmp_path / "figures-0.js")[2]) == len(many) < PER_FIGURES
    assert put(tmp_path / "manifest.js")[2]["documents"][42] == ["D42", "AZE", 2018, "2"]
    assert sum(1 for _ in tmp_path.glob("*-*.js")) == 7


def test_smaller_page_leaves_no_file_of_the_larger_one(tmp_path: Path, documents: list[Document]) -> None:
    """Writing again removes the data of before, and nothing else."""
    write_page([replace(documents[0], doc_id=str(number)) for number in range(PER_TEXTS + 1)], tmp_path)
    (tmp_path / "notes.txt").write_text("mine")

    write_page(documents, tmp_path)

    assert sorted(path.name for path in tmp_path.glob("*-*.js")) == ["figures-0.js", "records-0.js", "texts-0.js"]
    assert (tmp_path / "notes.txt").read_text() == "mine"


def test_row_of_a_figure(documents: list[Document]) -> None:
    """A row has what tables and charts show; the attributes are one list."""
    flags = [Remark("sum", "Parts do not add up.", ("F1", "F2"))]

    _, figures = entries(documents[0], flags=flags)

    assert rows(figures)[1] == {
        "id": "F2",
        "action": "convict",
        "value": 20,
        "value_max": None,
        "qualifier": "exact",
        "unit": "trafficker",
        "years": (2017,),
        "agency": "Courts",
        "of": ["sex_trafficking"],
        "usd": None,
        "part_of": "F1",
        "compared_with": None,
        "section": "prosecution",
        "confidence": 0.9,
        "flags": 1,
        "verdict": None,
    }
    assert figures["flags"] == [["sum", "Parts do not add up.", ("F1", "F2")]]
    assert figures["routes"] == [["R1", ("AZE",), ("TUR",), (), (), ()]]


def test_struck_figure_is_seen_in_the_text_only(documents: list[Document]) -> None:
    """A struck figure stays in the document's view, so that it can come back, and leaves tables and charts."""
    document = documents[0]

    text, figures = entries(document, [struck(document, document.facts[3])])

    assert [row["id"] for row in rows(figures)] == ["F1", "F2", "F3", "F5", "F6", "F7"]
    said = {fact["id"]: fact["said"]["verdict"] for fact in text["facts"] if "said" in fact}
    assert said == {"F4": "struck"}
    assert len(text["facts"]) == 7


def test_second_of_two_figures_at_one_anchor_is_meant(documents: list[Document]) -> None:
    """Where the first of two figures at one anchor is struck, what is said of the second stays with the second."""
    fact = documents[0].facts[3]
    twins = (fact, replace(fact, id="F9", years=(2015,)))
    document = replace(documents[0], facts=twins)
    second = replace(struck(document, twins[1]), verdict="confirmed", fact=twins[1], nth=2)

    text, figures = entries(document, [struck(document, twins[0]), second])

    assert [(fact["id"], fact["said"]["verdict"], fact["key"][2]) for fact in text["facts"]] == [
        ("F4", "struck", 1),
        ("F9", "confirmed", 2),
    ]
    assert [row["id"] for row in rows(figures)] == ["F9"]


def test_correction_that_no_longer_fits_is_told(tmp_path: Path, documents: list[Document]) -> None:
    """A correction of other words is left out and named in the summary."""
    document = documents[0]
    old = replace(struck(document, document.facts[0]), words="31")

    summary = write_page(documents, tmp_path, [old])

    assert summary.outdated == [old]
    assert summary.figures == 9


def test_one_document_is_put_anew(tmp_path: Path, documents: list[Document]) -> None:
    """After a correction the files say what a page written anew would say."""
    corrections = [struck(documents[1], documents[1].facts[0])]
    write_page(documents, tmp_path / "page")
    write_page(documents, tmp_path / "anew", corrections)

    update_page(tmp_path / "page", 1, documents[1], corrections)

    for name in ("records-0.js", "figures-0.js"):
        assert (tmp_path / "page" / name).read_text("utf-8") == (tmp_path / "anew" / name).read_text("utf-8")


def test_lone_surrogate_is_written(tmp_path: Path, documents: list[Document]) -> None:
    """A text that UTF-8 cannot hold does not stop the page."""
    write_page([replace(documents[0], text=documents[0].text + "\ud800")], tmp_path)

    assert put(tmp_path / "texts-0.js")[2][0].endswith("\ud800")


@given(st.text(st.sampled_from("aé\U0001f600\U0001d4b3\n"), max_size=40), st.data())
def test_offsets_count_as_javascript_does(text: str, data: st.DataObject) -> None:
    """A span in UTF-16 units holds the same words as the span in code points."""
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))

    first, last = Units(text).pair((start, end))

    assert text.encode("utf-16-le")[2 * first : 2 * last].decode("utf-16-le") == text[start:end]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("One. Two 29 three. Four.", "Two 29 three. "),
        ("No. 5 HEAD\n\nTwo 29\nthree", "Two 29\nthree"),
        ("29", "29"),
    ],
    ids=["full stops", "empty line", "whole text"],
)
def test_sentence_is_found_where_the_record_has_none(text: str, words: str) -> None:
    """Records that people wrote have no sentence; the page then finds it."""
    start = text.index("29")
    fact = Fact("F1", (start, start + 2), "convict", 29, "trafficker")

    assert text[slice(*sentence(Document("D", text, facts=(fact,)), fact))] == words


def test_flags_are_shown_in_both_documents(tmp_path: Path) -> None:
    """A row of flags.csv is a remark on the one document that it is of, or on both."""
    assert read_flags(tmp_path) == {}
    (tmp_path / "flags.csv").write_text(
        "check,document,fact,other_document,other_fact,message,likelier,why\n"
        "sum,A,F1,A,F2,29 is not 20 and 8.,reading,A part may be missing.\n"
        "revised,A,F3,B,F9,28 was 27.,text,\n"
    )

    revised = ("revised", "28 was 27.")
    assert read_flags(tmp_path) == {
        "A": [
            Remark("sum", "29 is not 20 and 8.", ("F1", "F2"), "Likelier cause: the reading. A part may be missing."),
            Remark(*revised, ("F3",), "Likelier cause: the text."),
        ],
        "B": [Remark(*revised, ("F9",), "Likelier cause: the text.")],
    }
