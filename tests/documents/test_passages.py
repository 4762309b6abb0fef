"""Words and sentences at offsets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from tallies.documents.passages import cut, passage, sentence_of
from tallies.records import Cell, Document, Entity, Fact, Place, Route

TEXT = "GHANA: Tier 2\n\nThe U.S. gave $1.5 million.  It found\n29 victims (5 in 2016). None fled."


def fact(at: str, text: str = TEXT) -> Fact:
    start = text.index(at)
    return Fact("F1", (start, start + len(at)), "identify", 1, "victim")


@pytest.mark.parametrize(
    ("at", "sentence"),
    [
        ("Tier", "GHANA: Tier 2"),
        ("1.5", "The U.S. gave $1.5 million."),
        ("29", "It found 29 victims (5 in 2016)."),
        ("None", "None fled."),
    ],
)
def test_sentence_is_found(at: str, sentence: str) -> None:
    """Without offsets of its own a fact has the sentence that it stands in."""
    document = Document("D", TEXT)

    assert passage(document, sentence_of(document, fact(at))) == sentence


def test_sentence_of_the_record_wins() -> None:
    """The offsets that the record has are taken as they are."""
    assert sentence_of(Document("D", TEXT), replace(fact("29"), sentence=(3, 9))) == (3, 9)


def test_sentences_are_those_of_the_pipeline(nlp: Language) -> None:
    """On ordinary prose the sentences found are those that the pipeline finds."""
    document = Document("D", TEXT)
    for sentence in nlp(TEXT).sents:
        start = sentence.start_char
        found = sentence_of(document, Fact("F1", (start, start + 1), "identify", 1, "victim"))
        assert passage(document, found) == " ".join(sentence.text.split())


@given(st.text(alphabet=" .\nA1b", min_size=1), st.data())
def test_sentence_holds_its_anchor(text: str, data: st.DataObject) -> None:
    """The sentence lies in the text and holds the anchor, whatever the text."""
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))

    low, high = sentence_of(Document("D", text), Fact("F1", (start, end), "identify", 1, "victim"))

    assert 0 <= low <= start
    assert end <= high <= len(text)


def test_passage_is_cut_out_whole() -> None:
    """What lies in the passage comes with it, moved; links that lead out of it, and what straddles its ends, do not."""
    text = "Police met. They found 9 men, 4 of them in 2016. End."
    total = Fact("F1", (23, 24), "identify", 9, "man", agency="Police", agency_norm="Police", agency_anchor=(0, 6))
    part = Fact("F2", (30, 31), "identify", 4, "man", part_of="F1", usd=5, usd_anchor=(34, 38), sentence=(12, 48))
    document = Document(
        "D",
        text,
        country="AZE",
        report_year=2017,
        entities=(Entity(0, 6, "AGENCY"), Entity(23, 24, "STATISTIC"), Entity(43, 47, "PERIOD")),
        facts=(total, part, replace(part, id="F3", anchor=(43, 47), compared_with="F2")),
        routes=(Route("R1", ("AZE",), ("TUR",), sentence=(0, 11)), Route("R2", ("AZE",), ("RUS",), sentence=(12, 48))),
        offset=100,
        places=(Place(0, "page 1"), Place(10, "page 2"), Place(30, "page 3"), Place(50, "page 4")),
        cells=(Cell(13, 15, "a", 2016, "figure"), Cell(1, 2, "b", 2016, "figure")),
    )

    assert cut(document, 12, 48) == Document(
        "D@12",
        text[12:48],
        country="AZE",
        report_year=2017,
        entities=(Entity(11, 12, "STATISTIC"), Entity(31, 35, "PERIOD")),
        facts=(
            replace(total, anchor=(11, 12), agency=None, agency_norm=None, agency_anchor=None),
            replace(part, anchor=(18, 19), usd_anchor=(22, 26), sentence=(0, 36)),
            replace(part, id="F3", anchor=(31, 35), usd_anchor=(22, 26), sentence=(0, 36), compared_with="F2"),
        ),
        routes=(Route("R2", ("AZE",), ("RUS",), sentence=(0, 36)),),
        offset=112,
        places=(Place(0, "page 2"), Place(18, "page 3")),
        cells=(Cell(1, 3, "a", 2016, "figure"),),
    )
    rest = cut(document, 26, 48)
    assert [(fact.id, fact.part_of, fact.sentence) for fact in rest.facts] == [("F2", None, None), ("F3", None, None)]


def test_cut_of_all_is_all() -> None:
    """The passage from end to end is the document under another name."""
    document = Document("D", TEXT, entities=(Entity(0, 5, "COUNTRY"),), facts=(fact("29"), replace(fact("5"), id="F2")))

    assert cut(document, 0, len(TEXT)) == replace(document, doc_id="D@0", offset=0)
