"""What files of all kinds become on their way through the pipeline: places, offsets, tables, columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language

from tallies.documents.jsonl import read_documents, write_documents
from tallies.documents.kinds import Reading
from tallies.documents.source import Source
from tallies.records import Column, Document, Place
from tallies.running.local import read, stream

DAMAGED = (
    "PERU: Tier 2\n\nThe govern\xadment spent •1,500. It convicted 29 traﬃckers andor 12\n"
    "others PERU108under the law.\n"
)


def only(sources: list[Source], nlp: Language, **options: Any) -> Document:
    """The record of the one source."""
    (document,) = stream(sources, nlp, **options)
    assert isinstance(document, Document), document
    return document


@pytest.mark.parametrize("jobs", [1, 2])
def test_offsets_are_those_of_the_source(fake: Language, jobs: int) -> None:
    """The text of the record is that of the input, and each offset leads to the words that were read."""
    document = only([Source("a", DAMAGED, "a.txt")], fake, report_year=2018, jobs=jobs)

    assert document.text == DAMAGED
    assert [DAMAGED[slice(*fact.anchor)] for fact in document.facts] == [f"{fact.value:g}" for fact in document.facts]
    assert [fact.value for fact in document.facts] == [2, 29, 12]
    assert [DAMAGED[one.start : one.end] for one in document.entities] == ["2", "29", "12"]
    assert {fact.sentence for fact in document.facts} == {(0, len(DAMAGED))}


def test_without_repair_the_text_is_read_as_it_is(fake: Language) -> None:
    """With repair switched off the page number that is stuck to a word stays there."""
    source = Source("a", "There were 18under the law", "a.txt")

    assert [fact.value for fact in only([source], fake, report_year=2018).facts] == [18]
    assert only([source], fake, report_year=2018, repair=False).facts == ()


def test_real_pipeline_reads_the_same_figures_in_damaged_text(nlp: Language) -> None:
    """Damage changes no figure, and the words at each place are those of the damaged text."""
    sound = "PERU: Tier 2\n\nIn 2017, police investigated 29 cases and the government spent €1,500 on officers.\n"
    damaged = sound.replace("€", "•").replace("ffi", "ﬃ").replace("investigated", "inves\xadtigated")

    documents = [only([Source("a", text, "a.txt")], nlp, report_year=2018) for text in (sound, damaged)]

    values = [[(fact.action, fact.value, fact.unit, fact.years) for fact in one.facts] for one in documents]
    assert values[0] == values[1] == [("investigate", 29, "case", (2017,)), ("fund", 1500, "EUR", (2017,))]
    assert [damaged[slice(*fact.anchor)] for fact in documents[1].facts] == ["29", "•1,500"]


def test_cells_take_the_place_of_prose(tmp_path: Path, fake: Language, years_pdf: bytes) -> None:
    """Figures of a table are facts by row and column; what was read there as prose is gone; pages are known."""
    (tmp_path / "a.pdf").write_bytes(years_pdf)

    result = read(tmp_path, nlp=fake, report_year=2022)

    facts = [
        (row["action"], row["value"] if row["value"] is not None else None, row["unit"], row["years"], row["text"])
        for row in result.facts.astype(object).where(result.facts.notna(), None).to_dict("records")
    ]
    assert facts == [
        ("convict", 2021, "trafficker", [2021], "2021"),  # the fake pipeline takes any number for a fact
        ("fund", 1_500_000, "USD", [2020], "$1.5 million"),
        ("fund", None, "USD", [2021], "Unknown"),
        ("employ", 28, "officer", [2020], "28"),
        ("employ", 1350, "officer", [2021], "1,350"),
        ("receive", 0, "complaint", [2021], "0"),
        ("investigate", 7, "case", [2020], "7"),
        ("investigate", 9, "case", [2021], "9"),
        ("arrest", 12, "suspect", [2020], "12"),
        ("arrest", 14, "suspect", [2021], "14"),
        ("rescue", 3, "suspect", [2020], "3"),
        ("rescue", None, "suspect", [2021], "Unknown"),
        ("convict", 2022, "trafficker", [2021], "2022"),
    ]
    assert result.facts["place"].unique().tolist() == ["page 1"]
    assert result.documents["file"].tolist() == [str(tmp_path / "a.pdf")]
    changes = result.comparisons[["later_value", "earlier_value"]].dropna().to_numpy().tolist()
    assert [1350, 28] in changes


def test_records_with_places_come_back(
    tmp_path: Path, fake: Language, years_pdf: bytes, make_lines: Callable[..., Any]
) -> None:
    """A record with pages, cells and columns is written and read again as it was."""
    (tmp_path / "a.pdf").write_bytes(years_pdf)
    from tallies.documents.inputs import read_sources

    documents = [one for one in stream(read_sources(tmp_path), fake, report_year=2022) if isinstance(one, Document)]
    documents.append(only([Source("b", "29", "b.csv", columns=(Column("x", "y"),))], fake, report_year=2018))

    write_documents(documents, tmp_path / "documents.jsonl")

    assert list(read_documents(tmp_path / "documents.jsonl")) == documents
    assert documents[0].places == (Place(0, "page 1"),)
    assert documents[0].cells


def test_volume_becomes_documents(tmp_path: Path, fake: Language) -> None:
    """Each country of a volume is a document with its offset in the whole text."""
    body = "Courts convicted 29 traffickers. " * 20
    text = f"MALI: Tier 1\n\n{body}\n\nPERU: Tier 2\n\n{body}\n"
    (tmp_path / "v.txt").write_text(text)

    result = read(tmp_path, nlp=fake, report_year=2018)

    assert result.documents["document"].tolist() == ["v-Mali", "v-Peru"]
    assert result.documents["offset"].fillna(0).tolist() == [0, text.index("PERU")]


def test_columns_of_the_input_are_in_every_table(tmp_path: Path, fake: Language) -> None:
    """What else a row says of its text stands behind the columns of each table but that of the errors."""
    (tmp_path / "a.csv").write_text("id,body,value\nA,29 vs 28,x\nB,5,\n")

    result = read(tmp_path, nlp=fake, report_year=2018, reading=Reading("body", "id"))

    assert result.documents["input_value"].fillna("").tolist() == ["x", ""]
    assert result.facts["input_value"].fillna("").tolist() == ["x", "x", ""]
    assert "input_value" not in result.errors


def test_sections_of_a_layout(tmp_path: Path, nlp: Language) -> None:
    """Facts of a report with headings of its own have its sections, and relative years by its year."""
    (tmp_path / "Ghana.txt").write_text(
        "Ghana\nMODERATE ADVANCEMENT\n\nIn 2021, the government acted.\n\nIII. ENFORCEMENT OF LAWS\n\n"
        "During the reporting period, police arrested 29 traffickers. (1,2)\n\nVI. SOCIAL PROGRAMS\n\n"
        "The ministry assisted 12 victims. (3)\n\nREFERENCES\n\n1 Police arrested 77 traffickers.\n"
    )

    result = read(tmp_path, nlp=nlp)

    assert result.documents[["country", "report_year"]].to_numpy().tolist() == [["GHA", 2022]]
    assert result.facts[["action", "value", "section"]].to_numpy().tolist() == [
        ["arrest", 29, "prosecution"],
        ["assist", 12, "protection"],
    ]
    assert result.facts["years"].tolist() == [[2021], [2021]]
