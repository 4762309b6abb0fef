"""Where most of a text is passed without a look, a look at all of it finds the same."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Doc, Span

from tallies import structure
from tallies.linking.view import entities
from tallies.tagging import exploitation, figures, flow, gazetteer, law, letters, offender, phrases, victim
from tallies.tape import straight, tape

MakeDoc = Callable[[str], Doc]

PIECES = (
    "the The north-western sub-Saharan Saharan Congo Guinea-Bissau Korean South and Central Asia Europe, Eastern"
    " countries ( compared with 28 in 2016 ) 12 2015 victims child of sex trafficking forced labor laborers men women"
    " – — - … anti-trafficking law No. 21 penal code article 149 fiscal year two-thirds one of every 10"
    " Saharan's \n \n\n “quoted” ’s"
)
TEXTS = st.one_of(
    st.text(max_size=120),
    *[st.lists(st.sampled_from(PIECES.split(" ")), max_size=40).map(gap.join) for gap in (" ", "")],
)


def without_look(pattern: re.Pattern[str]) -> re.Pattern[str]:
    """*pattern* without the lookahead that it opens with."""
    assert pattern.pattern.startswith("(?=")
    depth = 0
    for match in re.finditer(r"\\.|\[(?:\\.|[^\]])*\]|[()]", pattern.pattern):
        depth += {"(": 1, ")": -1}.get(match[0], 0)
        if depth == 0:
            return re.compile(pattern.pattern[match.end() :])
    raise AssertionError(pattern.pattern)


#: Most figures are made of these.
COMMON = letters.pattern(
    "<unit><int><year><day><scale><percent><years><days><of><the><to><age><hyphen><one><at><least>"
)
CLASSED = [
    pytest.param(figures._grammar(), "".join(sorted(letters.LETTER.values())) + "." + COMMON * 8, id="figures"),
    pytest.param(law._PHRASE, "forMweWkLVxXndpFtia,()-m szC.9Yh+|", id="law"),
    pytest.param(exploitation._PHRASE, "slhmbfgpa,o-PqL.+|", id="exploitation"),
]


@pytest.mark.parametrize(("pattern", "alphabet"), CLASSED)
@settings(max_examples=300, deadline=None)
@given(data=st.data())
def test_first_letters(pattern: re.Pattern[str], alphabet: str, data: st.DataObject) -> None:
    """A pattern that looks at one letter first finds what it finds without that look."""
    text = data.draw(st.text(st.sampled_from(alphabet), max_size=60))

    assert [m.span() for m in pattern.finditer(text)] == [m.span() for m in without_look(pattern).finditer(text)]


@pytest.mark.parametrize(
    ("pattern", "heads"),
    [
        (victim._PLURAL, victim._PLURAL_HEADS),
        (victim._GENERIC, victim._GENERIC_HEADS),
        (offender._SURE, offender._SURE_HEADS),
        (offender._LIKELY, offender._LIKELY_HEADS),
    ],
)
@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from("dnpoIw&xisaberqtTq%kyfD~@^vmzNSOglFAcCZYLju,-().|VHWGBKJQUPXhE"), max_size=80))
def test_matches(pattern: re.Pattern[str], heads: re.Pattern[str], text: str) -> None:
    """Phrases are those that start in a stretch with a head, searched for from the stretch on."""
    expected = [
        match.span()
        for run in phrases._RUN.finditer(text)
        if heads.search(text, *run.span())
        for match in pattern.finditer(text, run.start(), min(run.end() + phrases._REACH, len(text)))
        if match.start() < run.end()
    ]

    assert [match.span() for match in phrases.matches(pattern, heads, text)] == expected


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_places(make_doc: MakeDoc, text: str) -> None:
    """Countries and regions start where the text has a word that can start one, whatever its tokens are."""
    doc = make_doc(text)
    found, read = gazetteer._places(tape(doc), doc)
    expected, reached = [], 0
    for match in gazetteer._starts().finditer(read):
        for form in gazetteer._forms().get(match[0], ()) if match.start() >= reached else ():
            end = match.start() + len(form.text)
            if read.startswith(form.text, match.start()) and not read[end : end + 1].isalnum():
                expected.append(gazetteer.Place(match.start(), end, form))
                reached = end
                break

    assert found == expected


@settings(max_examples=150, deadline=None)
@given(text=TEXTS)
def test_tape(make_doc: MakeDoc, text: str) -> None:
    """A tape holds the text, its tokens with straight signs, and which of them were long dashes."""
    doc = make_doc(text)
    made = tape(doc)

    assert made.source == doc.text
    assert made.words == [straight(token.text) for token in doc]
    assert made.lower == [word.lower() for word in made.words]
    assert list(zip(made.starts, made.ends, strict=True)) == [(t.idx, t.idx + len(t)) for t in doc]
    assert made.dashes == {t.i for t in doc if t.text in ("–", "—", "Š")}
    kept = [t for t in doc if not t.text.isspace() or t.text.count("\n") > 1]
    assert flow.flow(made) == flow.Flow(
        [t.i for t in kept], [made.words[t.i] for t in kept], [made.lower[t.i] for t in kept]
    )


@settings(max_examples=100, deadline=None)
@given(text=TEXTS)
def test_set_against(text: str) -> None:
    """Comparisons are found where one look at each place would find them."""
    assert list(structure._set_against(text)) == [int(m[1]) for m in structure._SET_AGAINST.finditer(text)]


WORDS = st.lists(st.sampled_from(["a", "A", "b", "c", "C", "d", "e"]), max_size=12)


@given(words=WORDS, folded=st.booleans())
def test_terms(words: list[str], folded: bool) -> None:
    """The longest term wins, the first of two that overlap; other words have their own letter, or one by place."""
    table = {"a": "1", "a b": "2", "a b c": "3", "b c": "4", "d": "5"}
    terms = flow.Terms(table, lambda word: flow.PLACED if word == "e" else word, folded=folded)
    lower = [word.lower() for word in words]
    looked_up = lower if folded else words
    expected, place = "", 0
    while place < len(words):
        sizes = [size for size in (3, 2, 1) if " ".join(looked_up[place : place + size]) in table]
        size = next((size for size in sizes if place + size <= len(words)), 0)
        if size:
            expected += table[" ".join(looked_up[place : place + size])] + flow.TAIL * (size - 1)
        else:
            expected += str(place % 10) if words[place] == "e" else words[place]
        place += size or 1

    assert terms.classes(words, lower, lambda place: str(place % 10)) == expected


@settings(max_examples=100, deadline=None)
@given(lengths=st.lists(st.tuples(st.integers(0, 2), st.integers(1, 3), st.sampled_from(["A", "B"]))))
def test_entities(make_doc: MakeDoc, lengths: list[tuple[int, int, str]]) -> None:
    """Entities in plain values are those of ``doc.ents``, also where they touch and at the end of the text."""
    spans, at = [], 0
    for gap, size, label in lengths:
        spans.append((at + gap, at + gap + size, label))
        at += gap + size
    doc = make_doc("word " * (at + at % 2))
    doc.set_ents([Span(doc, start, end, label=label, kb_id=label.lower() * (start % 2)) for start, end, label in spans])

    assert entities(doc) == [(e.start, e.end, e.label_, e.kb_id_) for e in doc.ents]
    assert len(entities(doc)) == len(lengths)
