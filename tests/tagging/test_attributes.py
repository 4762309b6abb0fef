"""Attributes and head nouns of phrases."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from tallies.labels import ATTRIBUTES
from tallies.tagging.attributes import attributes, head, head_word
from tallies.tape import Found, tape

PHRASES = (
    ("victims", {}),
    ("Women", {"gender": ("female",), "age": ("adult",)}),
    ("boys", {"gender": ("male",), "age": ("child",)}),
    ("females", {"gender": ("female",)}),
    ("adult male victims", {"gender": ("male",), "age": ("adult",)}),
    ("minors", {"age": ("child",)}),
    ("potential foreign trafficking victims", {"nationality": ("foreign",), "status": ("potential",)}),
    ("officially recognized victims", {"status": ("official",)}),
    ("identified victims", {}),
    ("Ghanaian women and girls", {"nationality": ("GHA",), "gender": ("female",), "age": ("adult", "child")}),
    ("South Korean men", {"nationality": ("KOR",), "gender": ("male",), "age": ("adult",)}),
    ("domestic and foreign victims", {"nationality": ("domestic", "foreign")}),
    ("Mexican national trafficking victims", {"nationality": ("MEX",)}),
    ("domestic workers", {}),
    ("female victims of sex trafficking", {"gender": ("female",), "exploitation": ("sex_trafficking",)}),
    ("victims of child abuse", {}),
    ("Togolese sex\ntraffickers", {"nationality": ("TGO",), "exploitation": ("sex_trafficking",)}),
    ("suspected traffickers", {}),
    ("child sex tourists", {"exploitation": ("sex_trafficking",)}),
    ("foreign ministries", {}),
    ("child trafficking cases", {}),
    ("", {}),
)


@pytest.mark.parametrize(("phrase", "expected"), PHRASES)
def test_attributes_phrase(phrase: str, expected: dict[str, tuple[str, ...]]) -> None:
    """A phrase states just these."""
    assert attributes(phrase) == expected


def test_attributes_span(make_doc: Callable[[str], Doc]) -> None:
    """A span says what its text says."""
    doc = make_doc("They met three\nfemale victims.")
    assert attributes(doc[3:6]) == {"gender": ("female",)}


@pytest.mark.parametrize(
    ("phrase", "noun"),
    [
        ("victims of sex trafficking", "victim"),
        ("border and traffic police", "police"),
        ("women", "woman"),
        ("people with disabilities", "person"),
        ("new and ongoing inquiries", "inquiry"),
        ("asylum-seekers", "seeker"),
        ("memoranda of understanding", "memorandum"),
        ("—", ""),
    ],
)
def test_head_word(phrase: str, noun: str) -> None:
    """The head is the last noun before any tail, in the singular."""
    assert head_word(phrase) == noun


def test_head_found(make_doc: Callable[[str], Doc]) -> None:
    """The head of tokens is that of their text, across a line break too."""
    doc = make_doc("They met three female\nvictims of slavery.")
    assert head(tape(doc), Found(3, 8)) == "victim"


@given(st.text(max_size=200))
def test_attributes_any_text(text: str) -> None:
    """No text raises; values are sorted and never empty."""
    for name, values in attributes(text).items():
        assert name in ATTRIBUTES
        assert values == tuple(sorted(set(values))) != ()
    head_word(text)
