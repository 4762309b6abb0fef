"""Words and sentences at offsets."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language

from tallies.documents.passages import passage, sentence_of
from tallies.records import Document, Fact

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
