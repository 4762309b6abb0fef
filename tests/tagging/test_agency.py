"""Bodies in marked sentences: named, by their acronyms, and generic."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from tallies.labels import AGENCY
from tallies.tagging.agency import find_agencies
from tallies.tape import tape

NAMED = (
    "The [Ministry of Interior](AGENCY) ([MOI](AGENCY)) trained staff; the [MOI](AGENCY) also funded it.",
    "The [Ministry of\nSocial Welfare](AGENCY) and the [Department of Labor](AGENCY) met.",
    "The [Ministry of Demography, Family, Youth and Social Policy](AGENCY) paid the costs.",
    "The [Ministry of Health](AGENCY), [Ministry of Justice](AGENCY), and [NGOs](AGENCY) took part.",
    "The [National Agency for the Fight against Trafficking in Persons](AGENCY) was founded.",
    "The [Human Trafficking and Smuggling Unit](AGENCY) of the [Royal Bhutan Police](AGENCY) opened cases.",
    "The [Prosecutor General's Office](AGENCY) and the [Office of the Attorney General](AGENCY) agreed.",
    "The [Academy for Judges and Public Prosecutors](AGENCY) taught them; the [Supreme Court](AGENCY) did not.",
    "The [anti-trafficking unit](AGENCY) ([ATU](AGENCY)) moved; [ATU investigators](AGENCY) did not.",
    "It opened [victim support centers](AGENCY) ([VSCs](AGENCY)), and a [VSC](AGENCY) closed.",
    "The [Government of the Kyrgyz Republic](AGENCY) asked [UNHCR](AGENCY) and [IOM](AGENCY) to help.",
    "The [minister of justice](AGENCY) and the [Minister of Home Affairs](AGENCY) resigned.",
    "The [Ministry of Interior](AGENCY) and [Dubai police](AGENCY) held courses.",
    "The [armed forces](AGENCY) ([Zand](AGENCY)) trained them; the [Zand](AGENCY) paid.",
    "[Human Rights Watch](AGENCY), [La Strada](AGENCY), and [Caritas](AGENCY) wrote to the [treasury](AGENCY).",
    "The Sector against Illicit Trade ([SIT](AGENCY)) opened 46 files; [SIT](AGENCY) trained 12 officers.",
    "The [Federal Office of Police](AGENCY), the [General Council of the Judiciary](AGENCY), and the [School of "
    "Magistrates](AGENCY) met.",
    "The [Directorate General of Immigration](AGENCY) and the [embassy of the Philippines](AGENCY) replied.",
    "The [Organization for Security and Cooperation in Europe](AGENCY) ([OSCE](AGENCY)) helped.",
    "The [government of Punjab](AGENCY) and the [governments of Ontario and Quebec](AGENCY) agreed.",
)
GENERIC = (
    "The [government](AGENCY) asked [civil society](AGENCY), the [media](AGENCY), and [foreign governments](AGENCY).",
    "[Authorities](AGENCY) and [local police](AGENCY) asked the [courts](AGENCY) to act.",
    "[Bulgarian and Spanish authorities](AGENCY) and [U.S. law enforcement](AGENCY) cooperated.",
    "It trained [police](AGENCY), [prosecutors](AGENCY), and [labor inspectors](AGENCY).",
    "It trained [police, immigration, and labor authorities](AGENCY).",
    "It trained [law enforcement and judicial officials](AGENCY), [judges](AGENCY), and [shelter staff](AGENCY).",
    "[Federal, state, and local governments](AGENCY) have [anti- trafficking task forces](AGENCY).",
    "A [government](AGENCY)-run hotline sent them to [government-funded NGOs](AGENCY) and an [NGO](AGENCY)-run home.",
    "Three [NGOs](AGENCY) and two [anti-trafficking committees](AGENCY) met; the [committees](AGENCY) reported.",
    "[Members of civil society](AGENCY) and the [council on child protection](AGENCY) complained.",
    "[Observers](AGENCY) noted the [prosecutor's office](AGENCY) and the [high court](AGENCY) were slow.",
    "The [workplace relations commission](AGENCY) and a new [legal aid board](AGENCY) opened.",
    "The [department](AGENCY) charged five suspects. [Officers](AGENCY) visited a [police academy](AGENCY).",
    "A [court of appeal](AGENCY), [courts of first instance](AGENCY), and [magistrates' courts](AGENCY) heard it.",
    "The [ministry of social inclusion](AGENCY) and the [auditor general](AGENCY) disagreed.",
    "[Diplomatic personnel](AGENCY) and [Haitian consulates](AGENCY) issued papers.",
)
NEGATIVES = (
    "It increased law enforcement efforts and government funding after police raids and court proceedings.",
    "It trained 30 labor inspectors, judges, and police officers.",
    "It fired complicit officials, corrupt local police, and unlicensed recruitment agencies.",
    "It reported no convictions of government officials complicit in trafficking.",
    "Official complicity, official statistics and victim services were discussed in court.",
    "Every department has a desk; officers were few, and the center burned down.",
    "The Worker Welfare Scheme (WWS) trained 12 cooks.",
    "Children in reception centers and daycare centers used social media.",
    "Migrant workers, domestic workers and family members left.",
    "The Police Act and the Immigration Act were amended.",
    "PROSECUTION and PROTECTION remained weak.",
)


@pytest.mark.parametrize("markup", NAMED)
def test_marks_named_bodies(marked: Callable[..., str], markup: str) -> None:
    """Names are marked by their form, and so are the acronyms that a text gives them."""
    assert marked(find_agencies, AGENCY, markup) == markup


@pytest.mark.parametrize("markup", GENERIC)
def test_marks_generic_bodies(marked: Callable[..., str], markup: str) -> None:
    """A generic body is marked with its modifiers; coordinated heads are split, coordinated modifiers are not."""
    assert marked(find_agencies, AGENCY, markup) == markup


@pytest.mark.parametrize("text", NEGATIVES)
def test_leaves_the_rest_alone(marked: Callable[..., str], text: str) -> None:
    """Modifiers, counted people, offenders, buildings, workers and laws are no bodies."""
    assert marked(find_agencies, AGENCY, text) == text


def test_norm_is_the_full_name(make_doc: Callable[[str], Doc]) -> None:
    """An acronym stands for the name that it was defined with, as first written; a generic body for none."""
    doc = make_doc("The Ministry of\nLabor (MOL) met NGOs. MOL was late.")
    assert [found.norm for found in find_agencies(tape(doc), doc)] == [
        "Ministry of Labor",
        "Ministry of Labor",
        "",
        "Ministry of Labor",
    ]


@given(text=st.text())
def test_reads_any_text(make_doc: Callable[[str], Doc], text: str) -> None:
    """No text raises."""
    doc = make_doc(text)
    find_agencies(tape(doc), doc)


WORDS = ("the", "police", ",", "and", "local", "-", "(", ")", "MOI", "Ministry", "of", "3", "centers", "\n", "\n\n")


@given(words=st.lists(st.sampled_from(WORDS)))
def test_spans_are_in_order_and_apart(make_doc: Callable[[str], Doc], words: list[str]) -> None:
    """Whatever the words, spans come in order, do not overlap, and neither begin nor end in white space."""
    doc = make_doc(" ".join(words))
    cursor = 0
    for found in find_agencies(tape(doc), doc):
        assert cursor <= found.start < found.end
        assert not doc[found.start].is_space
        assert not doc[found.end - 1].is_space
        cursor = found.end
