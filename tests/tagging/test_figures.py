"""Numbers, money, dates and lengths of time in marked sentences; each label marks only its own."""

import itertools
import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc

from tallies.tagging import figures
from tallies.tape import tape
from tallies.testing import mark, unmark

FINDERS = {
    "STATISTIC": figures.find_statistics,
    "MONEY": figures.find_money,
    "PERIOD": figures.find_periods,
    "DURATION": figures.find_durations,
}

STATISTIC = (
    "Police opened [41](STATISTIC) cases and charged [Sixty-two](STATISTIC) people.",
    "Courts convicted [at least 352](STATISTIC) offenders and freed [more than\n300](STATISTIC) workers.",
    "[An estimated 5,000](STATISTIC) migrants came; [up to 40 percent](STATISTIC) stayed.",
    "The estimate rose to [1.2 million](STATISTIC) people from [two hundred and five](STATISTIC).",
    "The [estimated 75,000](STATISTIC) refugees include [nearly 9,000](STATISTIC) children.",
    "A union estimated [75,000](STATISTIC) workers struck.",
    "[Between 5 and 12 million](STATISTIC) people and [20,000 to 30,000](STATISTIC) children live there.",
    "The figure fell from [30](STATISTIC) to [12](STATISTIC) arrests.",
    "[10-12](STATISTIC) shelters served [80\u201390 percent](STATISTIC) of them.",
    "[One in five](STATISTIC) girls and [eight of every 10](STATISTIC) boys left; [two-thirds](STATISTIC) returned.",
    "Only [one-fifth](STATISTIC) and later [more than half](STATISTIC) were paid.",
    "There were [no](STATISTIC) new prosecutions, [zero](STATISTIC) arrests and [none](STATISTIC) since.",
    "[No](STATISTIC) victim received restitution, [no](STATISTIC) official was charged, and there was [no](STATISTIC) "
    "shelter for men; [no more than 40](STATISTIC) stayed, for whom there was no evidence and no official record.",
    "[No](STATISTIC) foreign victims asked for help; the state held [no](STATISTIC) trainings.",
    "There was no information about victims and no legal basis for shelters.",
    "The council met [twice](STATISTIC); members attend once a year.",
    "[Neither](STATISTIC) was open, but neither the state nor others knew.",
    (
        "Of the [16](STATISTIC), [one](STATISTIC) was a boy ([one](STATISTIC) of forced"
        " labor, [four](STATISTIC) of begging)."
    ),
    "One of the reasons, one of several, was a one-time grant to a two-part program.",
    "Each one drafted a new one, and no one read the other one.",
    "All but [two](STATISTIC)—both girls—left.",
    "In [2016](PERIOD)—[14](STATISTIC) men fled.",
    "Article 144, sections 133 and 175, articles 13.1, 12.3, and 124, chapter 5 and Decree No. 3 apply.",
    "A Tier 2 state in the Group of 20 runs a 24-hour hotline, 24 hours a day, seven days a week.",
    "Girls under 18, boys as young as 12, 16-year-old and 15 to 17 years old children, those aged 7 to 19.",
    "Persons younger than 14 years of age, 18 or older, or between the ages of 11 and 12 worked.",
    "Hundreds of people and dozens of children paid several agents.",
    "Fees were five times above the limit, 40 kilometers away at 10 p.m. under a zero tolerance rule.",
)
MONEY = (
    "The state spent [150,530 manat](MONEY) ([$88,030](MONEY)) on [four](STATISTIC) shelters.",
    "Fines of [200,000 to 1.5 million gourdes](MONEY) ([$3,180 to $23,830](MONEY)) were due.",
    "It gave [•22.5 million](MONEY), [€4 million](MONEY) and [two million lek](MONEY).",
    "Fines are between [5 million and 100 million Tanzania Shillings](MONEY).",
    "A wage of [1,500-2,000 BDT](MONEY) ([$18-$24](MONEY)) or [USD 500](MONEY).",
    "It paid [$5 million](MONEY) to [128](STATISTIC) workers and at least [6.7 million pesos](MONEY) to others.",
    "[10 million Central African CFA francs](MONEY) and [50,000 Hong Kong dollars](MONEY) were lost.",
    "Budgets in dollars and pesos grew; [12](STATISTIC) real cases remained.",
)
PERIOD = (
    "In [2016](PERIOD) and [2017](PERIOD), as in [previous years](PERIOD), little changed.",
    "From [March to November 2017](PERIOD) and between [2008 and 2014](PERIOD).",
    "The [2014-2018](PERIOD) plan ran until [March 19, 2018](PERIOD), [early 2019](PERIOD) or [mid-2020](PERIOD).",
    "In the [first half of 2017](PERIOD) and the [first six months of 2016](PERIOD); on [1 July](PERIOD).",
    "In [FY 2017](PERIOD), [fiscal year 2016](PERIOD), [calendar year 2015](PERIOD), the [2013 calendar year](PERIOD).",
    (
        "During the [reporting period](PERIOD), unlike the [previous\nreporting"
        " period](PERIOD) or the [last two years](PERIOD)."
    ),
    "For the [second consecutive year](PERIOD), over the [past five years](PERIOD), and during the [year](PERIOD).",
    "A reflection period of some kind may march on each year; the most recent year is unknown.",
    "From [April 1, 2017, to March 31, 2018](PERIOD) it held [79](STATISTIC) meetings in [May](PERIOD).",
)
DURATION = (
    "Terms of [five to 10 years](DURATION) and of [up to six months](DURATION) imprisonment.",
    "Sentences between [10 and 13 years](DURATION), [25 years to life](DURATION), or [life](DURATION) imprisonment.",
    (
        "A [40-day](DURATION) stay within [48 hours](DURATION), after a"
        " [month-long](DURATION) and [five-year](DURATION) plan."
    ),
    "Terms between [one year and eight years](DURATION).",
    "Terms of [seven- to 10-year](DURATION) and [two-and-a-half years](DURATION), or for [life](DURATION) in prison.",
    "Terms of [no less than four years](DURATION), [not more than a month](DURATION), and [over 10 years](DURATION).",
    "It worked for [less than a year](DURATION) and [as many as 16 hours](DURATION) in a [week](DURATION) of courses.",
    "Terms of [two years and eight months](DURATION), [two and a half years](DURATION) and [9.5 years](DURATION).",
    "The stay was cut from [six months](DURATION) to [45 days](DURATION).",
    "Sentences ranging from [two years to 99 years](DURATION) and lasting from [one hour to one week](DURATION).",
    (
        "Several years later, after [several years](DURATION), a permit for a"
        " [year](DURATION) took [60 working days](DURATION)."
    ),
    "A 12-year-old slept at a 24-hour center during the 16 Days of Activism.",
)


def _cases() -> list[object]:
    groups = {"STATISTIC": STATISTIC, "MONEY": MONEY, "PERIOD": PERIOD, "DURATION": DURATION}
    return [pytest.param(s, id=f"{label}-{i}") for label, group in groups.items() for i, s in enumerate(group)]


def _marked(text: str, doc: Doc) -> str:
    words = tape(doc)
    marks = [
        (words.starts[f.start], words.ends[f.end - 1], label)
        for label, find in FINDERS.items()
        for f in find(words, doc)
    ]
    return mark(text, marks)


@pytest.mark.parametrize("sentence", _cases())
def test_figures_marked_sentence(sentence: str, make_doc: Callable[[str], Doc]) -> None:
    """The four taggers together mark the sentence as it is marked, and nothing else."""
    text, _ = unmark(sentence)
    assert _marked(text, make_doc(text)) == sentence


@pytest.mark.parametrize("label", sorted(FINDERS))
def test_figures_alone(label: str, make_doc: Callable[[str], Doc]) -> None:
    """A tagger sees the same whether or not another one was asked before."""
    text, _ = unmark(STATISTIC[0] + " " + MONEY[0] + " " + PERIOD[0] + " " + DURATION[0])
    alone = FINDERS[label](tape(first := make_doc(text)), first)
    second = make_doc(text)
    for find in FINDERS.values():
        find(tape(second), second)
    assert alone == FINDERS[label](tape(second), second) != []


WORDS = (
    "one two 12 1,200 2017 24 % percent - — to and or of in ( ) [ ] $ •5 million May April first half year years"
    " days no victims at least up more than the a under age article Tier , . ; \n \n\n lek USD life between from Group"
)
PIECES = st.sampled_from(WORDS.split(" "))


@settings(max_examples=150, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map(" ".join)))
def test_figures_any_text(make_doc: Callable[[str], Doc], text: str) -> None:
    """No text raises; spans hold tokens, do not overlap across labels, and are the same a second time."""
    doc = make_doc(text)
    words = tape(doc)
    found = sorted((f.start, f.end) for find in FINDERS.values() for f in find(words, doc))
    assert all(0 <= start < end <= len(doc) for start, end in found)
    assert all(left[1] <= right[0] for left, right in itertools.pairwise(found))
    again = make_doc(text)
    assert found == sorted((f.start, f.end) for find in FINDERS.values() for f in find(tape(again), again))
    for start, end in found:
        assert re.sub(r"\s", "", text[words.starts[start] : words.ends[end - 1]])


@pytest.mark.parametrize(
    "unit",
    [
        "1 ",
        "one ",
        "1 - ",
        "1 , ",
        "one million ",
        "million ",
        "( ",
        "1,",
        "in 2017 and ",
        "$ 5 to ",
        "of one in ",
        "no other ",
    ],
)
def test_figures_of_a_long_repetition(unit: str, make_doc: Callable[[str], Doc]) -> None:
    """A text that repeats one thing 40,000 times is read to its end: a pattern that is not linear would not return."""
    doc = make_doc(unit * 40_000)
    words = tape(doc)
    found = [*figures.find_statistics(words, doc), *figures.find_money(words, doc), *figures.find_periods(words, doc)]
    assert all(0 <= start < end <= len(words) for start, end, *_ in found)
