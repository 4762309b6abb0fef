"""Noun phrases for suspects, perpetrators and complicit officials, in marked sentences."""

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tallies.labels import OFFENDER
from tallies.tagging.offender import find_offenders
from tallies.tape import tape

SENTENCES = (
    "Courts convicted 12 [traffickers] and fined all [convicted traffickers].",
    "Courts convicted [traffickers] but freed two [alleged traffickers] and an [accused smuggler].",
    "Police held [suspects], [sex and labor traffickers], [labor recruiters] and [brothel owners].",
    "Some NGOs alleged officials allowed it; police suspected [traffickers] of fraud.",
    "The state did not report any prosecutions or convictions of [government officials] complicit in trafficking.",
    "Government officials met; police officers were trained; three judges spoke.",
    "Prosecutors charged [complicit officials], [corrupt local officials] and a [provincial governor].",
    "Police arrested 133 [suspected traffickers]; the officers were paid.",
    "Courts prosecuted nine [individuals] and sentenced [persons] accused of slavery.",
    "The center screened nine individuals and assisted persons with disabilities.",
    "The court convicted two [women] and one [man]; women in the room wept.",
    "[Organized criminal groups] and [trafficking networks] recruit them; working groups met.",
    "Girls are sold by [relatives] and exploited in begging by [truck drivers]; relatives came to visit.",
    "Ministers suspended four [recruitment agencies] for violating labor laws; employment agencies opened.",
    "Boys flee [abusive employers] and [fraudulent recruiters]; employers pay taxes.",
    "Many [child sex tourists] and [purchasers of commercial sex] are from abroad; tourists like the beach.",
    "The [defendant]'s lawyer saw trafficker profiles and suspect lists.",
    "Police arrested at least 15 [suspects], and prosecutors also charged and prosecuted 20 [traffickers].",
    "Twelve [suspects] were arrested by border police; agencies responsible for preventing trafficking met.",
    "Some [officials] forced farmers to pick cotton, and [men] exploit boys; men and boys worked.",
    "[Traffickers], including [relatives] and [family friends], recruit them; [perpetrators] are often [parents].",
    "Police investigated 12 [individuals], compared with nine [individuals] in 2016; nine individuals voted.",
    "It fired two [members of the security forces] accused of trafficking; members of the club were told.",
    "It blamed [armed groups], [illegal sub-agents] and [officials] from the ministry who were complicit in it.",
    "It said that [convicted traffickers] received fines.",
    "Boys were abducted by [ISIS] and [Boko Haram]; Romania surrendered two [fugitives].",
    "Courts sentenced a [clerk] and two [brothers]; clerks and farmers were trained.",
)


@pytest.mark.parametrize("sentence", SENTENCES)
def test_offender_sentence(sentence: str, marked: Callable[..., str]) -> None:
    """The finder marks the sentence as it is marked, and nothing else."""
    markup = sentence.replace("]", f"]({OFFENDER})")
    assert marked(find_offenders, OFFENDER, markup) == markup


WORDS = (
    "convicted 12 traffickers suspected officials complicit in individuals accused of by and , - sex owners networks"
    " relatives exploited the police were ; — \n \n\n"
)
PIECES = st.sampled_from(WORDS.split(" "))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_offender_any_text(make_doc: Callable[[str], Doc], text: str) -> None:
    """No text raises, and no span is empty or outside the text."""
    doc = make_doc(text)
    assert all(0 <= found.start < found.end <= len(doc) for found in find_offenders(tape(doc), doc))
