"""The log of corrections, and how it is merged."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallies.documents.corrections import (
    CORRECTIONS,
    VERDICTS,
    Correction,
    append_correction,
    apply_corrections,
    read_corrections,
)
from tallies.errors import InputError, RecordError
from tallies.records import Document, Evidence, Fact

TEXT = "Courts convicted 29 traffickers, 20 of them women, compared with 28 in 2016."
BY_HAND = (Evidence("fact", "corrected", 1.0),)


def fact(id_: str, words: str, value: float, **more: object) -> Fact:
    """A fact anchored at *words* of TEXT."""
    start = TEXT.index(words)
    return Fact(id_, (start, start + len(words)), "convict", value, "trafficker", **more)  # type: ignore[arg-type]


FACTS = (
    fact("F1", "29", 29, compared_with="F3"),
    fact("F2", "20", 20, part_of="F1"),
    fact("F3", "28", 28, years=(2016,)),
)
DOCUMENT = Document("Arcadia", TEXT, facts=FACTS)


def said(reading: Fact, verdict: str, fact: Fact | None = None, version: int = 1, **more: object) -> Correction:
    """A correction of *reading* in DOCUMENT."""
    words = TEXT[slice(*reading.anchor)]
    return Correction("Arcadia", reading.anchor, words, verdict, version, reading, fact=fact, **more)  # type: ignore[arg-type]


def merged(*corrections: Correction, document: Document = DOCUMENT) -> tuple[Fact, ...]:
    """The facts of *document* with *corrections*."""
    (done,) = apply_corrections([document], corrections)
    return done.facts


def test_no_correction_leaves_the_document_alone() -> None:
    """Documents that nobody corrected come out as they went in, the same objects."""
    other = replace(DOCUMENT, doc_id="Boskonia")

    assert list(apply_corrections([DOCUMENT, other], [])) == [DOCUMENT, other]
    assert merged(said(FACTS[0], "struck"), document=other) == FACTS


def test_corrected_figure_takes_the_place_of_the_reading() -> None:
    """The corrected fact has the id of the one read, a person's evidence, and links by the anchors given."""
    right = replace(FACTS[1], value=21, gender=("female",))

    facts = merged(said(FACTS[1], "corrected", right, total=FACTS[0].anchor))

    assert facts == (FACTS[0], replace(right, evidence=BY_HAND), FACTS[2])


def test_confirmed_figure_keeps_its_values() -> None:
    """A confirmed figure differs in its evidence only."""
    facts = merged(said(FACTS[2], "confirmed", FACTS[2]))

    assert facts == (*FACTS[:2], replace(FACTS[2], evidence=(Evidence("fact", "confirmed", 1.0),)))


def test_struck_figure_is_gone_with_the_links_to_it() -> None:
    """No fact is part of, or compared with, a figure that was struck out."""
    facts = merged(said(FACTS[0], "struck"), said(FACTS[2], "struck"))

    assert facts == (replace(FACTS[1], part_of=None),)


def test_withdrawn_correction_changes_nothing() -> None:
    """A correction that was taken back leaves the reading."""
    assert merged(said(FACTS[0], "withdrawn", version=2)) == FACTS


def test_correction_follows_its_words_when_a_later_run_numbers_anew() -> None:
    """Ids and anchors of a later run may differ: the anchor, or what overlaps it, decides, also for links."""
    wider = replace(FACTS[1], id="F8", part_of=None, anchor=(FACTS[1].anchor[0], FACTS[1].anchor[1] + 3))
    later = replace(DOCUMENT, facts=(replace(FACTS[0], id="F7", compared_with=None), wider))
    right = replace(FACTS[1], value=21)

    facts = merged(said(FACTS[1], "corrected", right, total=FACTS[0].anchor), document=later)

    assert facts == (later.facts[0], replace(right, id="F8", part_of="F7", evidence=BY_HAND))


def test_figure_that_a_later_run_misses_is_added() -> None:
    """What a person confirmed stays, under an id of its own, in the order of the text."""
    later = replace(DOCUMENT, facts=FACTS[1:])

    facts = merged(said(FACTS[0], "confirmed", FACTS[0], earlier=FACTS[2].anchor), document=later)

    assert [(fact.id, fact.value, fact.compared_with) for fact in facts] == [
        ("C1", 29, "F3"),
        ("F2", 20, None),
        ("F3", 28, None),
    ]


def test_correction_of_words_that_are_gone_is_left_out() -> None:
    """Where the text changed, the correction is of other words and does nothing."""
    moved = replace(DOCUMENT, text="The " + TEXT)

    assert merged(said(FACTS[0], "struck"), document=moved) == FACTS


def test_two_figures_at_one_anchor_are_told_apart() -> None:
    """``nth`` says which figure at an anchor is meant ("in both 2016 and 2017")."""
    twins = (replace(FACTS[0], years=(2016,)), replace(FACTS[0], id="F9", years=(2017,)))
    document = replace(DOCUMENT, facts=twins)

    assert merged(said(twins[1], "struck", nth=2), document=document) == twins[:1]


def test_last_line_about_a_figure_holds(tmp_path: Path) -> None:
    """The log keeps every line; reading gives the last one of each figure."""
    lines = [said(FACTS[0], "struck"), said(FACTS[1], "confirmed", FACTS[1]), said(FACTS[0], "withdrawn", version=2)]
    for line in lines:
        append_correction(tmp_path, line)

    assert read_corrections(tmp_path) == {line.key: line for line in lines[1:]}
    assert len((tmp_path / CORRECTIONS).read_text().splitlines()) == 3


def test_no_log_is_no_correction(tmp_path: Path) -> None:
    """A folder without a log has no corrections."""
    assert read_corrections(tmp_path) == {}


@pytest.mark.parametrize("line", ["{", "[]", '{"doc_id": "A"}'], ids=["no JSON", "no object", "fields missing"])
def test_line_that_is_no_correction_is_named(tmp_path: Path, line: str) -> None:
    """A log that was damaged by hand is refused, with the line."""
    append_correction(tmp_path, said(FACTS[0], "struck"))
    with (tmp_path / CORRECTIONS).open("a") as log:
        log.write(line + "\n")

    with pytest.raises(InputError, match=r"corrections\.jsonl, line 2: The line holds no correction"):
        read_corrections(tmp_path)


def test_verdict_and_fact_agree() -> None:
    """A confirmed figure has a fact, a struck one has none, and the verdict is a known one."""
    for verdict, right in (("confirmed", None), ("struck", FACTS[0]), ("doubted", FACTS[0])):
        with pytest.raises(RecordError):
            said(FACTS[0], verdict, right)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(FACTS), st.sampled_from(VERDICTS), st.sampled_from(FACTS), st.sampled_from([None, *FACTS])
        ),
        max_size=6,
    )
)
def test_merged_documents_have_no_dangling_links(entered: list[tuple[Fact, str, Fact, Fact | None]]) -> None:
    """Whatever was said, ids are unique and every link leads to another figure of the document."""
    latest = {}
    for reading, verdict, other, link in entered:
        right = replace(reading, value=other.value) if verdict in ("confirmed", "corrected") else None
        correction = said(reading, verdict, right, total=link and link.anchor, earlier=link and link.anchor)
        latest[correction.key] = correction

    facts = merged(*latest.values())

    ids = [fact.id for fact in facts]
    assert len(ids) == len(set(ids)) == 3 - sum(c.verdict == "struck" for c in latest.values())
    assert all(fact.id not in (fact.part_of, fact.compared_with) for fact in facts)
    assert {link for fact in facts for link in (fact.part_of, fact.compared_with) if link} <= set(ids)
