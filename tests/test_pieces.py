"""A long text in pieces gives what the whole text gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language

import tallies
from tallies import extensions, pieces
from tallies.documents.inputs import read_sources
from tallies.documents.source import Source
from tallies.pieces import can_cut, cut, read_long
from tallies.pipelines import load_rules, make_doc
from tallies.records import Document
from tallies.running.local import stream

#: More than is read around a piece, and says nothing.
FILLER = "\n\n".join(f"The weather was fair on the coast, and number {i} had no name." for i in range(60))


def whole(nlp: Language, text: str, headings: list[tuple[int, str]] | None = None) -> Document:
    """The record of *text* as one ``Doc``."""
    doc = make_doc(nlp, text)
    if headings:
        extensions.set_headings(doc, headings)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return extensions.document(doc, "one")


@pytest.fixture(scope="module")
def sample(root: Path) -> str:
    """The sample narratives as one text."""
    found = read_sources(root / "corpus" / "sample")
    return "\n\n".join(source.text for source in found if isinstance(source, Source))


@settings(max_examples=12, deadline=None)
@given(size=st.integers(100, 20_000))
def test_same_record_of_the_sample(nlp: Language, sample: str, size: int) -> None:
    """Whatever the size of the pieces, facts, routes, entities and all else are those of the whole."""
    assert read_long(nlp, sample, "one", size=size) == whole(nlp, sample)


@pytest.mark.parametrize("size", [400, 30_000])
@pytest.mark.parametrize("make", [tallies.load, load_rules])
def test_same_record_of_reports(shared: Path, make: Callable[[], Language], size: int) -> None:
    """So it is of real narratives, with every paragraph a piece, and with pieces of many sections."""
    nlp = make()
    text = "\n\n".join(path.read_text() for path in sorted((shared / "reports" / "tip-2018").glob("*.txt"))[:10])

    assert read_long(nlp, text, "one", size=size) == whole(nlp, text)


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("The Zentral Akt Bund (ZAB) met.", "The ZAB identified 12 victims. ZAB officers arrested 12 suspects."),
        ("The ZAB identified 12 victims.", "Courts and the Ministry of Zeal (ZAB) convicted five traffickers."),
        ("The armed forces (Tatmadaw) recruited.", "The Tatmadaw released 12 children."),
        ("The Trafficking in Persons Act (TIPA) holds.", "Courts convicted 12 traffickers under the TIPA."),
        ("Officials forced students to harvest cotton.", "The government identified 12 students."),
        ("The government identified 316 victims.", "Of the 316 victims, 12 were women and 304 men."),
        ("The police investigated cases.", "It arrested 12 suspects (nine in 2016)."),
        ("PERU: Tier 2\n\nPROSECUTION\n\nCourts met.", "Courts fined traffickers S/. 2.8 million."),
        ("TRAFFICKING PROFILE\n\nVictims come from Mali.", "Women from Chad are subjected to forced labor in Peru."),
        ("RECOMMENDATIONS\n\nConvict more traffickers.", "Convict 12 traffickers (nine in 2016)."),
        ("The state spent $12 (10 in 2016) (9 in 2016).", "Police arrested 12 (10 in 2016) last year."),
    ],
)
def test_what_far_pieces_tell(nlp: Language, first: str, last: str) -> None:
    """Names, headings, countries, years and figures that are told far away, before or behind, are known."""
    for text in (f"{first}\n\n{FILLER}\n\n{last}", f"{last}\n\n{FILLER}\n\n{first}", f"{FILLER}\n\n{first}\n\n{last}"):
        assert read_long(nlp, text, "one", size=200) == whole(nlp, text)


def test_same_record_of_known_headings(nlp: Language) -> None:
    """Sections begin where the layout of a file says so, as they do in the whole."""
    text = f"Courts met.\n\n{FILLER}\n\nCourts convicted 29 traffickers.\n\n{FILLER}\n\nPolice arrested 12 suspects."
    headings = [(text.index("Courts conv"), "prosecution"), (text.index("Police"), "profile")]

    found = read_long(nlp, text, "one", headings=headings, size=200)

    assert found == whole(nlp, text, headings)
    assert [fact.section for fact in found.facts if fact.value in (29, 12)] == ["prosecution", "profile"]


@given(
    paragraphs=st.lists(st.text("ab .\n", min_size=1, max_size=40), max_size=12),
    size=st.integers(1, 60),
    around=st.integers(0, 60),
)
def test_pieces_are_the_text(paragraphs: list[str], size: int, around: int) -> None:
    """Pieces follow one another, begin behind blank lines, and lie within the text that is read around them."""
    text = "\n\n".join(paragraphs)

    found = cut(text, size=size, around=around)

    assert [piece.end for piece in found] == [*(piece.start for piece in found[1:]), len(text)]
    assert "".join(text[piece.start : piece.end] for piece in found) == text
    for piece in found:
        assert piece.before <= piece.start <= piece.end <= piece.behind
        assert piece.before == 0 or piece.start - piece.before >= around
        assert piece.behind == len(text) or piece.behind - piece.end >= around
        for place in {piece.start, piece.before} - {0}:
            blank = text[len(text[:place].rstrip()) : place]
            assert blank.count("\n") > 1
            assert not text[place].isspace()


def test_a_paragraph_is_not_cut() -> None:
    """A text without blank lines is one piece, however long."""
    assert len(cut("Police arrested 12 suspects.\n" * 100, size=50)) == 1
    assert [piece.end for piece in cut("a" * 90 + "\n\nb\n\nc", size=3)] == [92, 95, 96]


def test_other_pipelines_read_the_whole(fake: Language) -> None:
    """A pipeline of other components is not cut, since nobody knows what they look at."""
    assert not can_cut(fake)
    with pytest.raises(ValueError, match="read it whole"):
        read_long(fake, "29", "one")


@pytest.mark.parametrize("jobs", [1, 2])
def test_run_reads_long_texts_in_pieces(
    nlp: Language, fake: Language, sample: str, jobs: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A run reads what is long in pieces, in its place among the others, and what it gives does not change."""
    sources = [
        Source("short", "Courts convicted 29 traffickers.", ""),
        Source("long", sample, ""),
        Source("3", "12", ""),
    ]
    plain = list(stream(sources, nlp, jobs=jobs))
    others = list(stream(sources, fake, jobs=jobs))

    monkeypatch.setattr("tallies.running.outcomes.LONG", 5_000)
    read = []
    monkeypatch.setattr(
        "tallies.running.outcomes.read_long",
        lambda *args, **named: read.append(args[2]) or pieces.read_long(*args, **named),
    )

    assert list(stream(sources, nlp, jobs=jobs)) == plain
    assert list(stream(sources, fake, jobs=jobs)) == others
    assert read == (["long"] if jobs == 1 else [])  # other processes have lists of their own
