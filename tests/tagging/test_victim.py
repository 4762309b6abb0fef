"""Noun phrases for victims and people at risk, in marked sentences."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tallies.labels import VICTIM_CATEGORY
from tallies.tagging.victim import find_victim_categories
from tallies.tape import tape

SENTENCES = (
    "Police found 40 [victims] and three [trafficking victims] in Lima.",
    "The state helped all [officially identified victims] and 12 [potential foreign trafficking victims].",
    "The state officially identified [victims] and referred [children] to care.",
    "Authorities had identified [victims] but assisted no [foreign women].",
    "The law that protected [victims] lapsed; they recognized [domestic and foreign victims].",
    "[Identified victims] may stay; for [recognized victims] there is a fund.",
    "It served [female victims of sex trafficking], [male victims of forced labor], and one [child victim].",
    "It served [victims of all forms of trafficking] and [victims of sex and labor trafficking].",
    "[Men], [women], and [children] from Chad work there; [Chadian men] and [girls] do too.",
    "[Male, female, and child victims] share a house with [Turkish and foreign women].",
    "Agents lure [Sierra Leonean boys], [Rohingya refugees] and [North Korean laborers].",
    "Among them are [asylum-seekers], [asylum- seekers], [Roma], [Roma children] and [unaccompanied minors].",
    "They run victim services, child protection units, a child labor survey and migrant smuggling cases.",
    "Most of the 12 were [female]; 30 percent were [male].",
    "A female officer met male judges.",
    "It helped [women victims], and [vulnerable Kenyans]; Kenyans voted.",
    "It primarily served [labor migrants], [victims of domestic violence], and [victims] of crimes in general.",
    "[Migrant workers], [domestic workers], [brick kiln workers] and [farm workers] are at risk.",
    "Social workers and health workers met for training.",
    "They met [individuals in prostitution], [persons with disabilities], [stateless persons] and [vulnerable groups].",
    "Courts fined 12 individuals and convicted five persons; a number of people voted.",
    "The unit screened 12 [individuals] for indicators and rescued 19 [people].",
    "The embassy repatriated 31 [Kenyan nationals].",
    "Courts convicted two women and sentenced nine foreigners.",
    "A [victim] may testify; the [child]'s guardian, a [domestic worker], left.",
    "Armed groups use [child soldiers] and [street children].",
    "[Transgender Peruvians] and [ethnic Oromo asylum-seekers] fled.",
    "Officials forced [teachers] and [university students] to pick cotton; many [students] fell ill.",
    "Officials trained teachers and university students on the law.",
    "Some are held in debt bondage, and [foreign women] are sold for sex.",
    "The report—[victims] say—is old; it names [victims]—[children] too.",
    "The [at-risk\nchildren] and the [underage\ngirls] were safe.",
    "The last word was [women]\n\n[Children] began a new page.",
    "They are trafficking [children] and [women].",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_victim_sentence(sentence: str, marked: Callable[..., str]) -> None:
    """The finder marks the sentence as it is marked, and nothing else."""
    markup = sentence.replace("]", f"]({VICTIM_CATEGORY})")
    assert marked(find_victim_categories, VICTIM_CATEGORY, markup) == markup


WORDS = (
    "victims victim of sex trafficking and , - forced labor foreign identified female women child the 12 in with"
    " disabilities asylum seekers persons prostitution soldiers were to Roma ' — \n \n\n"
)
PIECES = st.sampled_from(WORDS.split(" "))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_victim_any_text(make_doc: Callable[[str], Doc], text: str) -> None:
    """No text raises, and no span is empty or crosses a blank line."""
    doc = make_doc(text)
    for found in find_victim_categories(tape(doc), doc):
        assert 0 <= found.start < found.end <= len(doc)
        assert not any(token.is_space and token.text.count("\n") > 1 for token in doc[found.start : found.end])
