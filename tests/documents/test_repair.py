"""Damage that is repaired in a working copy, and the way back."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallies.documents.repair import Edit, Repaired, repair


@pytest.mark.parametrize(
    ("damaged", "repaired"),
    [
        # A bullet that is stuck to an amount.
        ("It spent •196,050 ($235,350).", "It spent €196,050 ($235,350)."),
        ("fines from •1,500 to\n•12,000", "fines from €1,500 to\n€12,000"),
        ("a budget of •4 million", "a budget of €4 million"),
        ("(•500)", "(€500)"),
        ("•12 cases\n• 5 victims", "•12 cases\n• 5 victims"),
        # An S with a caron.
        ("victimsŠincluding men", "victims–including men"),
        ("2014Š2018 and men Š women", "2014–2018 and men – women"),
        ("in Šiauliai, ŠKODA and Škoda", "in Šiauliai, ŠKODA and Škoda"),
        # Letters.
        ("ofﬁcers traﬃcked", "officers trafficked"),
        ("vic\u200btims\ufeff", "victims"),
        # Words that stick together.
        ("sex andor labor", "sex and/or labor"),
        ("of Andorra", "of Andorra"),
        ("forced labor.The courts convicted", "forced labor. The courts convicted"),
        ("29 cases,including two", "29 cases, including two"),
        ("18under the law", "18 under the law"),
        ("the 2nd, 3rd and 15th, 40km, U.S.A.", "the 2nd, 3rd and 15th, 40km, U.S.A."),
        ("ofVictims and ofthe", "of Victims and ofthe"),
        ("see www.state.gov/tip,report and a@example.org", "see www.state.gov/tip,report and a@example.org"),
        # Words that are cut.
        ("anti-\ntrafficking", "anti-trafficking"),
        ("investi-\n  gation", "investigation"),
        ("anti\xadcorruption inves\xadtigation", "anti-corruption investigation"),
        ("long-term", "long-term"),
        # Mojibake.
        ("donâ€™t, SÃ£o TomÃ© â€“ CuraÃ§ao", "don’t, São Tomé – Curaçao"),
        ("São Tomé, Âge, château “29”", "São Tomé, Âge, château “29”"),
    ],
)
def test_damage(damaged: str, repaired: str) -> None:
    """What no writer would have meant is mended; what only looks like it stays."""
    assert repair(damaged).text == repaired


def test_running_head_inside_a_sentence() -> None:
    """The country's name with a page number is no part of the sentence that it cuts."""
    text = "investigations PERU108under the law; in PERU, 29 were PERU 109\nconvicted. PERU"

    copy = repair(text, heads=["PERU"])

    assert copy.text == "investigations under the law; in PERU, 29 were \nconvicted. PERU"


def test_footnote_marks() -> None:
    """Marks of the form that the layout gives are left out, with the space before them."""
    text = "Courts convicted 29 (28 in 2016). (1,3-5) More"

    assert repair(text, notes=r"\(\d+(?:[-,]\d+)*\)").text == "Courts convicted 29 (28 in 2016). More"


_DAMAGED = st.lists(
    st.sampled_from(
        [
            "•1,500",
            "labor.The ",
            "andor",
            "ﬁ",
            "vic\xadtim",
            "anti-\ntrafficking",
            "Š",
            "29",
            "cases,including",
            "108under",
            "â€™",
            "Ã©",
            "PERU12",
            "\n",
            "(1,2)",
            "of",
            "Victims",
            "a",
            "\u200b",
            "€",
            "é",
            "-",
            " ",
        ]
    ),
    max_size=30,
).map("".join)


@given(_DAMAGED | st.text(max_size=60), st.data())
def test_spans_of_the_copy_lead_back(text: str, data: st.DataObject) -> None:
    """Any span of the working copy gives source offsets whose text, repaired in the same way, is that span.

    A span that begins or ends inside an edit takes in the whole of it.
    """
    copy = repair(text, notes=r"\(\d+(?:,\d+)*\)", heads=["PERU"])
    start = data.draw(st.integers(0, len(copy.text)))
    end = data.draw(st.integers(start, len(copy.text)))

    there, back = copy.back(start, end)

    assert 0 <= there <= back <= len(text)
    inside = [edit for edit in copy.edits if there <= edit.start and edit.end <= back]
    words = Repaired(text[there:back], tuple(Edit(a - there, b - there, w) for a, b, w in inside)).text
    if start < end:
        assert copy.text[start:end] in words
        cut = [edit for edit in copy.edits if edit.start < there < edit.end or edit.start < back < edit.end]
        assert cut == []
        # Nothing is taken in but the edits that the span touches.
        assert len(words) - (end - start) <= sum(len(edit.words) for edit in inside)


@given(_DAMAGED)
def test_letters_outside_edits_go_there_and_back(text: str) -> None:
    """A letter that was not touched stands in both texts, and each place leads to the other."""
    copy = repair(text, heads=["PERU"])
    touched = {at for edit in copy.edits for at in range(edit.start, edit.end)}

    for at, letter in enumerate(text):
        if at not in touched:
            there = copy.forward(at)
            assert copy.text[there] == letter
            assert copy.back(there, there + 1) == (at, at + 1)


@given(st.text(max_size=200))
def test_edits_are_apart(text: str) -> None:
    """No text breaks the rules, and no edit lies in another."""
    edits = repair(text).edits

    assert all(before.end <= after.start for before, after in pairwise(edits))


@pytest.mark.parametrize("piece", ["A", "a\xad", "anti-\n", "•1,500", "â€™", " ", "a.B", "www.a"])
def test_long_texts_take_no_longer_than_their_length(piece: str) -> None:
    """A text of one thing over and over, which a careless pattern would never get through, is read."""
    text = piece * (200_000 // len(piece))

    assert repair(text, heads=["PERU"]).source == text
