"""The trained component ``tallies_spans``."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language
from spacy.tokens import Span
from spacy.training import Example

import tallies
from tallies.components.spans import OPEN
from tallies.records import Document, Entity
from tallies.training.corpus import examples

#: "Wardens" is in no list of the rules; where it acts it is marked, where it names a person it is not.
TEXTS = [
    ("Wardens convicted 29 traffickers.", [(0, 7, "AGENCY"), (21, 32, "OFFENDER")]),
    ("In May the Wardens arrested two suspects.", [(11, 18, "AGENCY"), (32, 40, "OFFENDER")]),
    ("Wardens identified 12 victims.", [(0, 7, "AGENCY"), (22, 29, "VICTIM_CATEGORY")]),
    ("Mr. Wardens has no children.", [(19, 27, "VICTIM_CATEGORY")]),
]


def documents() -> list[Document]:
    """The texts as annotated documents."""
    rows = enumerate(TEXTS, 1)
    return [Document(f"D{n}", text, entities=tuple(Entity(*span) for span in spans)) for n, (text, spans) in rows]


def learner(lean: dict[str, float] | None = None) -> Language:
    """The rules of two classes and of numbers, and an untrained component after them."""
    nlp = tallies.blank()
    for name in (
        "tallies_sentences",
        "tallies_statistic",
        "tallies_victim_category",
        "tallies_offender",
        "tallies_resolve",
    ):
        nlp.add_pipe(name)
    nlp.add_pipe("tallies_spans", config={"model": {"rows": 4096}, "lean": lean or {}})
    return nlp


def trained(nlp: Language, *, updates: int) -> Language:
    """*nlp*, trained on the texts."""
    spacy.util.fix_random_seed(1)
    rows = list(examples(nlp, documents()))
    optimizer = nlp.initialize(lambda: rows)
    optimizer.learn_rate = 0.1
    for _ in range(updates):
        nlp.update(rows, sgd=optimizer, drop=0.2)
    return nlp


@pytest.fixture(scope="module")
def nlp() -> Language:
    """A trained pipeline."""
    return trained(learner(), updates=20)


def read(nlp: Language, text: str) -> list[tuple[int, int, str]]:
    """What the component marks in *text*; the numbers are the rules'."""
    return [(e.start_char, e.end_char, e.label_) for e in nlp(text).ents if e.label_ != "STATISTIC"]


def test_learns_what_the_rules_do_not_know(nlp: Language) -> None:
    """After training it marks a body that no rule knows, not the name that looks like it, and what the rules know."""
    assert [read(nlp, text) for text, _ in TEXTS] == [spans for _, spans in TEXTS]


def test_replaces_entities_of_its_labels_alone(nlp: Language) -> None:
    """The numbers and the rules' groups stay as they are, and the rules' norm comes along."""
    with nlp.select_pipes(disable=["tallies_spans"]):
        before = nlp(TEXTS[0][0])
    after = nlp.get_pipe("tallies_spans")(before.copy())

    assert {key: [str(s) for s in group] for key, group in after.spans.items()} == {
        key: [str(s) for s in group] for key, group in before.spans.items()
    }
    assert [(str(e), e.label_) for e in before.ents] == [("29", "STATISTIC"), ("traffickers", "OFFENDER")]
    assert [(str(e), e.label_, e.kb_id_) for e in after.ents] == [
        ("Wardens", "AGENCY", ""),
        ("29", "STATISTIC", ""),
        ("traffickers", "OFFENDER", before.spans["offender"][0].kb_id_),
    ]


def test_a_longer_span_of_the_rules_stays() -> None:
    """Where a span of another label is longer than a learned one on the same words, it is kept."""
    nlp = learner()
    nlp.initialize()
    doc = nlp.make_doc("The 2005 Wardens act passed.")
    doc.set_ents([Span(doc, 1, 4, label="LAW"), Span(doc, 4, 5, label="OFFENDER")])
    nlp.get_pipe("tallies_spans").set_annotations([doc], [[(2, 3, "AGENCY"), (0, 1, "UNIT")]])

    assert [(e.start, e.end, e.label_) for e in doc.ents] == [(0, 1, "UNIT"), (1, 4, "LAW")]


def test_lean_finds_more() -> None:
    """What is added to a label's score decides words that nothing else speaks for, and no other label."""
    spans = {}
    for lean in (-5.0, 0.0, 5.0):
        nlp = learner({**dict.fromkeys(OPEN, 0.0), "AGENCY": lean})
        nlp.initialize()
        spans[lean] = {label for _, _, label in read(nlp, "It rained.")}

    assert spans == {-5.0: set(), 0.0: set(), 5.0: {"AGENCY"}}


def test_doubts(nlp: Language) -> None:
    """What is read less surely than asked for, with its chance; what is sure, and nothing else, is left out."""
    tagger = nlp.get_pipe("tallies_spans")
    with nlp.select_pipes(disable=["tallies_spans"]):
        doc = nlp("Wardens convicted 29 traffickers.")
    every = list(tagger.doubts(doc, below=1.1))
    chances = sorted(chance for _, _, _, chance in every)

    assert [(str(doc[start:end]), label) for start, end, label, _ in every] == [
        *(("Wardens", "AGENCY"), ("convicted", ""), ("29", ""), ("traffickers", "OFFENDER"), (".", ""))
    ]
    assert 0.5 < chances[0] <= chances[-1] <= 1.0
    assert list(tagger.doubts(doc, below=chances[2])) == [one for one in every if one[3] < chances[2]]
    assert list(tagger.doubts(nlp.make_doc(""), below=1.1)) == []


def test_same_seed_same_weights() -> None:
    """Training twice with one seed gives the same weights to the last bit."""
    first, second = (trained(learner(), updates=2).get_pipe("tallies_spans").model.to_bytes() for _ in range(2))

    assert first == second


def test_comes_back_from_disk(nlp: Language, tmp_path: Path) -> None:
    """A saved pipeline reads what the trained one reads."""
    nlp.to_disk(tmp_path)
    again = spacy.load(tmp_path)

    assert [read(again, text) for text, _ in TEXTS] == [read(nlp, text) for text, _ in TEXTS]


@pytest.mark.parametrize("text", ["", "\n", "\n\n", "\n\n\n \n"])
def test_text_without_words(nlp: Language, text: str) -> None:
    """A text of line breaks alone is read."""
    assert read(nlp, text) == []


def test_breaks_are_no_words(nlp: Language) -> None:
    """A line break inside a sentence changes nothing but the offsets."""
    assert read(nlp, "\n\nWardens\nconvicted 29\ntraffickers.\n") == [(2, 9, "AGENCY"), (23, 34, "OFFENDER")]


def test_an_example_without_words_teaches_nothing() -> None:
    """An update with an empty document has no loss."""
    fresh = learner()
    fresh.initialize()
    empty = Example(fresh.make_doc(""), fresh.make_doc(""))

    assert fresh.update([empty]) == {"tallies_spans": 0.0}
