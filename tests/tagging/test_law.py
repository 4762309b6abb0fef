"""Laws in marked sentences, and what only sounds like one."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from tallies.labels import LAW
from tallies.tagging.law import find_laws
from tallies.tape import tape

EXAMPLES = (
    "[Article 210 of the criminal code](LAW) and [section 12](LAW) prohibit it.",
    "[Articles 127 and 128](LAW), [articles 7.1, 7.2, or 9](LAW), and [Articles 18(a) and (d) of the penal code](LAW).",
    "It amended the [2011 anti-trafficking law](LAW) and the [old penal code](LAW).",
    "The [2009 anti- trafficking act](LAW) and a [June 2016 law](LAW) came into force.",
    "The [Law on Preventing and Combating Human Trafficking](LAW) and [article 9](LAW) apply.",
    "Under [Law 27.100](LAW), [Law No.21 of 2015](LAW), and [Law number 4 of 2009](LAW) they may stay.",
    "The [Immigration Act](LAW), the [Companies Act of 2002](LAW), and the [2013 Overseas Employment Act](LAW).",
    "The [Anti-Trafficking in Persons Act](LAW) ([ATPA](LAW)) punishes it.",
    "The [Prevention of Organized Crime Act](LAW) ([POCA](LAW)) does so too; [POCA](LAW) is old.",
    "The definition of the [2000 UN TIP Protocol](LAW) was adopted by a [presidential decree](LAW).",
    "Inspectors enforce [labor and sponsorship laws](LAW), the [revised proclamation](LAW), and the [labor code](LAW).",
    "They acceded to the [Convention on the Rights of the Child](LAW).",
    "The [penal\ncode](LAW) was changed.",
    "The new [criminal code](LAW) and its [Criminal Justice (Sexual Offences) Act](LAW).",
    "[Penal code section 374](LAW) and [article 8 of Ruritania's criminal code](LAW) apply.",
    "[Article 271-A](LAW), [article 177 bis of the penal code](LAW), and [Law 137-03](LAW) apply.",
    "The [2003 and 2012 anti-trafficking acts](LAW) and the [Crimes (Codification and Reform) Act 2008](LAW) apply.",
    "The [Victim Care Act](LAW) ([VCA](LAW)), [section 14 of the VCA](LAW), and [VCA article 32](LAW) apply.",
    "[Law 09/04 of 2004](LAW), [Law No. 2016-111](LAW), [Law 60(I) of 2014](LAW), and [Law No. 51/2018](LAW) apply.",
    "[Article 129/1 of the criminal code](LAW) and [sections 155 to 158 of the penal code](LAW) apply.",
    "It complied with [Security Council Resolution 2397](LAW); three fell under [article 149](LAW) and 22 under none.",
)
NEGATIVES = (
    "The law allowed victims to stay, and the new law did so too.",
    "It increased law enforcement efforts under international law.",
    "Inspectors found labor law violations in 12 sites.",
    "The national action plan and the procedures were in line with Mexican law.",
    "It drafted and hoped to pass a child protection law.",
    "It did not have a comprehensive anti-trafficking law.",
    "Three cases under trafficking laws were pending.",
    "See section 6 of this report.",
    "Officials act in 2016 and 2017.",
)


@pytest.mark.parametrize("markup", [*EXAMPLES, *NEGATIVES])
def test_marks_laws(marked: Callable[..., str], markup: str) -> None:
    """Statutes, codes, articles, decrees and treaties are marked whole; a bare law, plans and procedures are not."""
    assert marked(find_laws, LAW, markup) == markup


def test_one_article_does_not_take_the_next_count(marked: Callable[..., str]) -> None:
    """From the wild: a count after an article belongs to the next noun."""
    markup = "It opened 171 cases under [article 149](LAW) and 19 cases under [article 149a](LAW)."
    assert marked(find_laws, LAW, markup) == markup


@given(text=st.text())
def test_reads_any_text(make_doc: Callable[[str], Doc], text: str) -> None:
    """No text raises."""
    doc = make_doc(text)
    find_laws(tape(doc), doc)
