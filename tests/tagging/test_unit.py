"""Counted noun phrases in marked sentences."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tallies.labels import UNIT
from tallies.tagging.unit import find_units
from tallies.tape import tape

SENTENCES = (
    "It opened 23 [new cases], 1,200 [preliminary trafficking investigations] and one [shelter].",
    "It trained 60 [local-level investigators], two hundred [police officers], [prosecutors], and [judges].",
    "It ran two [NGO-run shelters], three [anti-trafficking hotlines] and 40 [border and traffic police].",
    "There were no [reports] of abuse; it did not report how many [calls] came or the number of [trainings].",
    "It heard three of the seven [previously reported cases]; of 30 percent of all [convictions], some stood.",
    "It did not report any prosecutions or convictions, nor any [final judgments].",
    "Of the [complaints] received, 36 were old.",
    "It found 12 victims, 30 trafficking victims, four women, nine suspects and three traffickers.",
    "In 2017 cases rose; terms of five years and 10 months; it paid $50 fees and 500 euros to two NGOs.",
    "Under article 144 cases fell; section 12 convictions rose.",
    "It signed two [memoranda of understanding] and made 13 [phone calls] reporting abuse.",
    "It prosecuted 19 companies and convicted 20 officials, and trained 20 [officials].",
    "It closed four [orphanages]—two [hotels] too.",
    "It held 12\n[training sessions] that day.",
    "It looked into 40 [suspected cases], in one [case] with success, and began one [new trial].",
    "It ran nine [women's night shelters]; one [church-run shelter] housed men; it held six two-day [seminars].",
    "It had one [social worker], one [police officer] and one [nurse] on duty, and hired 15 [social workers].",
    "It taught 85 [ministry officials] and [border services staff], and 12 [fire and food safety inspectors].",
    "It taught 300 [local, regional, and federal clerks] and 20 [harbor authority inspectors].",
    "Two ministries trained clerks; 60 carried on; it issued 35 [TRPs] and funded 12 transit centers.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_unit_sentence(sentence: str, marked: Callable[..., str]) -> None:
    """The finder marks the sentence as it is marked, and nothing else."""
    markup = sentence.replace("]", f"]({UNIT})")
    assert marked(find_units, UNIT, markup) == markup


WORDS = (
    "two 1,200 2017 cases of all the new - NGO run shelters and , police one no any number reported calls $ years"
    " victims article ; — \n \n\n"
)
PIECES = st.sampled_from(WORDS.split(" "))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_unit_any_text(make_doc: Callable[[str], Doc], text: str) -> None:
    """No text raises, and no span is empty or outside the text."""
    doc = make_doc(text)
    assert all(0 <= found.start < found.end <= len(doc) for found in find_units(tape(doc), doc))
