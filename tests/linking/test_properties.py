"""What holds of the facts of any text."""

from __future__ import annotations

import pickle
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc, DocBin

from tallies import numerals
from tallies.pipelines import make_doc
from tallies.records import Fact
from tallies.testing import routed, told

Reader = Callable[[str], Doc]

_NUMBERS = ["29", "four", "1,204", "no", "none", "0", "12 to 15", "at least 352", "half", "30 percent", "one"]
_MONEY = ["$88,030", "150,530 manat", "€4 million", "($5,000)"]
_YEARS = ["2017", "2016", "in 2015", "2014-2018", "the previous year", "since 2013", "respectively"]
_BODIES = ["police", "The government", "courts", "NGOs", "it", "Ministry of Labor", "(MOL)", "by"]
_DEEDS = ["convicted", "identified", "did not report", "did not", "investigations", "sentenced", "were", "allocated"]
_PEOPLE = [
    "victims",
    "women",
    "traffickers",
    "cases",
    "foreign",
    "Nepali",
    "children",
    "of whom",
    "of these",
    "including",
]
_REST = [
    "compared with",
    "an increase from",
    "sex trafficking",
    "in forced labor",
    "to",
    "from",
    "France",
    "and",
    "any",
]
_POINTS = ["(", ")", ",", ";", ":", ".", "--", "\n", "\n\n", "PROSECUTION\n", "[", "]", "%", "’s", "“", "•"]

PIECES = st.one_of(*(st.sampled_from(group) for group in (_NUMBERS, _MONEY, _YEARS, _BODIES, _DEEDS, _PEOPLE, _REST)))
WORDS = st.lists(st.one_of(PIECES, st.sampled_from(_POINTS)), max_size=30)
TEXTS = st.one_of(
    st.builds(str.join, st.sampled_from([" ", " ", ""]), WORDS),
    st.text(alphabet="0123456789(),;:.-–$€% \nabcPolice’\u00a0\u200b", max_size=60),
    st.text(max_size=40),
)
# The same texts each time, while comparisons can still run in a circle (the xfail in test_changes).
MANY = settings(max_examples=100, deadline=None, derandomize=True)


def chain(facts: dict[str, Fact], fact: Fact, slot: str) -> list[str]:
    """The ids that *fact* leads to along *slot*, until the end or the first that comes again."""
    seen = [fact.id]
    while (other := getattr(facts[seen[-1]], slot)) is not None:
        seen.append(other)
        if other in seen[:-1]:
            break
    return seen


@MANY
@given(text=TEXTS)
def test_any_text_is_read(read: Reader, text: str) -> None:
    """No text raises; each fact has an id of its own, a place in the text, and evidence with a confidence."""
    facts = read(text)._.facts

    assert [fact.id for fact in facts] == [f"F{number}" for number in range(1, len(facts) + 1)]
    for fact in facts:
        assert 0 <= fact.anchor[0] < fact.anchor[1] <= len(text)
        assert fact.sentence is not None
        assert fact.sentence[0] <= fact.anchor[0] < fact.anchor[1] <= fact.sentence[1]
        assert all(0 <= evidence.confidence <= 1 for evidence in fact.evidence)
        assert fact.unit


@MANY
@given(text=TEXTS)
def test_anchor_holds_the_number(read: Reader, text: str) -> None:
    """The words at the anchor of a figure say its value; what is denied or not reported hangs on words."""
    for fact in read(text)._.facts:
        words = text[fact.anchor[0] : fact.anchor[1]]
        read_again = numerals.parse(words) or numerals.parse_money(words)
        if read_again is None:
            assert not fact.value
            assert words.strip() == words
        else:
            assert (fact.value, fact.value_max) == (read_again.value, read_again.value_max)
        if fact.usd_anchor is not None:
            dollars = numerals.parse_money(text[fact.usd_anchor[0] : fact.usd_anchor[1]])
            assert dollars is not None
            assert fact.usd == dollars.value


@MANY
@given(text=TEXTS)
def test_links_end(read: Reader, text: str) -> None:
    """A total and an earlier figure are facts of the document, never the fact itself, and lead to no circle."""
    facts = {fact.id: fact for fact in read(text)._.facts}

    for fact in facts.values():
        for slot in ("part_of", "compared_with"):
            assert {getattr(fact, slot)} <= {None, *facts}
            ids = chain(facts, fact, slot)
            assert len(set(ids)) == len(ids)


@MANY
@given(text=TEXTS)
def test_reading_twice_is_the_same(read: Reader, text: str) -> None:
    """The same text gives the same facts, routes and entities."""
    one, two = read(text), read(text)

    assert one._.facts == two._.facts
    assert one._.routes == two._.routes
    assert [(e.start, e.end, e.label_) for e in one.ents] == [(e.start, e.end, e.label_) for e in two.ents]


TEXT = (
    "In 2017, courts convicted 29 traffickers (28 in 2016), including four for forced labor. Courts sentenced 12 "
    "traffickers to between one and five years' imprisonment. The government allocated 40,000 euros ($48,000). "
    "Nepali men are subjected to forced labor in Malaysia."
)
LINES = [
    "convict 29 trafficker 2017 vs 28 trafficker 2016 by courts",
    "convict 28 trafficker 2016 by courts",
    "convict 4 trafficker 2017 of 29 expl=forced_labor by courts",
    "sentence 12 trafficker 2017 term=12..60 by Courts",
    "fund 40000 EUR 2017 by government usd=48000",
]
ROUTES = ["NPL > MYS expl=forced_labor who=man"]


def through_bytes(doc: Doc) -> Doc:
    """*doc* as bytes and back."""
    return Doc(doc.vocab).from_bytes(doc.to_bytes())


def through_bin(doc: Doc) -> Doc:
    """*doc* through a collection with its user data."""
    data = DocBin(docs=[doc], store_user_data=True).to_bytes()
    return next(DocBin(store_user_data=True).from_bytes(data).get_docs(doc.vocab))


def through_pickle(doc: Doc) -> Doc:
    """*doc* pickled and back."""
    back = pickle.loads(pickle.dumps(doc))
    assert isinstance(back, Doc)
    return back


@pytest.mark.parametrize("through", [through_bytes, through_bin, through_pickle])
def test_facts_survive(read: Reader, through: Callable[[Doc], Doc]) -> None:
    """Bytes, a DocBin and pickle keep facts, routes and comparisons."""
    doc = read(TEXT)
    back = through(doc)

    assert (told(back), routed(back)) == (LINES, ROUTES)
    assert (back._.facts, back._.routes, back._.comparisons) == (doc._.facts, doc._.routes, doc._.comparisons)


def test_facts_survive_workers(rules: Language) -> None:
    """Two processes give what one gives, in the order of the texts."""
    texts = ["Nothing.", TEXT, "In 2016, police arrested nine suspects."]

    alone = list(rules.pipe([make_doc(rules, text, report_year=2018) for text in texts]))
    docs = [make_doc(rules, text, report_year=2018) for text in texts]
    shared = list(rules.pipe(docs, n_process=2, batch_size=1))

    assert [doc.text for doc in shared] == texts
    assert [doc._.facts for doc in shared] == [doc._.facts for doc in alone]
    assert [told(doc) for doc in shared] == [[], LINES, ["arrest 9 suspect 2016 by police"]]
    assert [routed(doc) for doc in shared] == [[], ROUTES, []]
