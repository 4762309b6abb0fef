"""CoNLL columns, DocBin and XMI: what they look like, what they lose, and what is malformed in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from spacy.tokens import DocBin

import tallies
from tallies.errors import InputError
from tallies.exchange.conll import lost_conll, read_conll, write_conll
from tallies.exchange.docbin import lost_docbin, read_docbin, write_docbin
from tallies.exchange.xmi import LINK, SPAN, lost_xmi, read_xmi, write_xmi
from tallies.records import Document, Entity

cassis = pytest.importorskip("cassis", reason="needs the extra tallies[cas]")


def test_columns_hold_tokens_and_tags(tmp_path: Path) -> None:
    """Neighbours of one label are kept apart by B; a blank line ends a sentence."""
    text = "Judges prosecutors fined 29.\r\nNo one paid."
    entities = (Entity(0, 6, "AGENCY"), Entity(7, 18, "AGENCY"), Entity(25, 27, "STATISTIC"))
    write_conll([Document("a b", text, entities=entities)], tmp_path / "x.conll")
    assert (tmp_path / "x.conll").read_text(encoding="utf-8").split("\n") == [
        '# newdoc id = "a b"',
        '# text = "Judges prosecutors fined 29.\\r\\nNo one paid."',
        *("Judges\tB-AGENCY", "prosecutors\tB-AGENCY", "fined\tO", "29\tB-STATISTIC", ".\tO", ""),
        *("No\tO", "one\tO", "paid\tO", ".\tO", "", ""),
    ]


@pytest.mark.parametrize(
    "lines",
    [
        "-DOCSTART- -X- O\n\nThe DT O\nInterior NNP B-AGENCY\nMinistry NNP I-AGENCY\nacted VBD O\n",
        "The O\nInterior I-AGENCY\nMinistry I-AGENCY\nacted O\n",
        "The\tO\nInterior\tB-AGENCY\nMinistry\tE-AGENCY\nacted\tO\n",
        "The\tO\nInterior\tB-AGENCY\nMinistry\tL-AGENCY\nacted\tO\n",
    ],
    ids=["four columns", "IOB1", "BIOES", "BILUO"],
)
def test_columns_of_others_are_read(tmp_path: Path, lines: str) -> None:
    """Without its text a document is its tokens with blanks between; all four schemes mean the same."""
    (tmp_path / "x.conll").write_text(lines, encoding="utf-8")
    expected = Document("x-1", "The Interior Ministry acted", entities=(Entity(4, 21, "AGENCY"),))
    assert read_conll(tmp_path / "x.conll") == ([expected], [])


def test_columns_announce_what_they_drop(document: Document) -> None:
    """Facts, routes, canonical forms and metadata are counted; a plain document loses nothing."""
    assert lost_conll(document) == [
        "Mali: 5 facts with their links are dropped.",
        "Mali: 2 routes are dropped.",
        "Mali: 5 canonical forms and places of entities are dropped.",
        "Mali: 3 of country, year and tier are dropped.",
    ]
    assert lost_conll(Document("x", "x y", entities=(Entity(0, 1, "UNIT"),))) == []


@pytest.mark.parametrize(
    ("lines", "reason"),
    [
        ("Police\n", "'Police' has no two columns, a token and a tag."),
        ("Police\tAGENCY\n", "The tag in the last column is 'AGENCY', not O, B-LABEL or I-LABEL."),
        ('# text = "Army"\nPolice\tO\n', "The token 'Police' is not what the text goes on with, 'Army'."),
    ],
)
def test_a_malformed_column_is_named(tmp_path: Path, lines: str, reason: str) -> None:
    """The error names the line and the column."""
    (tmp_path / "x.conll").write_text(lines, encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_conll(tmp_path / "x.conll")
    assert (error.value.place, error.value.reason) == (f"line {lines.count(chr(10))}", reason)


def test_spacy_reads_a_docbin_of_ours(document: Document, tmp_path: Path) -> None:
    """Without tallies' reader, spaCy has entities with canonical forms, and doc._.facts once tallies is there."""
    write_docbin([document], tmp_path / "x.spacy")
    nlp = tallies.blank()
    (doc,) = DocBin().from_disk(tmp_path / "x.spacy").get_docs(nlp.vocab)
    assert doc.text == document.text
    assert [(e.text, e.label_, e.kb_id_) for e in doc.ents][:2] == [
        ("MALI", "COUNTRY", "MLI"),
        ("Ministry of\r\nJustice", "AGENCY", "Ministry of Justice and Human Rights"),
    ]
    assert (doc._.facts, doc._.routes, doc._.country) == (document.facts, document.routes, "MLI")


def test_a_docbin_of_others_is_read(tmp_path: Path) -> None:
    """A Doc without a name is called by the file; what is no DocBin is an error."""
    doc = spacy.blank("en")("Police acted")
    doc.set_ents([doc.char_span(0, 6, label="AGENCY")])
    (tmp_path / "x.spacy").write_bytes(DocBin(docs=[doc], store_user_data=True).to_bytes())
    assert read_docbin(tmp_path / "x.spacy") == (
        [Document("x-1", "Police acted", entities=(Entity(0, 6, "AGENCY"),))],
        [],
    )
    (tmp_path / "y.spacy").write_bytes(b"nonsense")
    with pytest.raises(InputError, match="The file holds no DocBin"):
        read_docbin(tmp_path / "y.spacy")


def test_a_docbin_announces_entities_that_overlap() -> None:
    """doc.ents cannot overlap."""
    both = Document("x", "Police acted", entities=(Entity(0, 6, "AGENCY"), Entity(0, 12, "UNIT")))
    assert lost_docbin(both) == ["x: 1 entities that overlap another are dropped."]
    assert lost_docbin(replace(both, entities=both.entities[:1])) == []


def test_a_correction_in_a_cas_survives(document: Document, tmp_path: Path) -> None:
    """A feature changed, a span moved and a link removed with the tool's own means come back."""
    write_xmi([document], tmp_path)
    types = cassis.load_typesystem(tmp_path / "TypeSystem.xml")
    with (tmp_path / "Mali.xmi").open("rb") as data:
        cas = cassis.load_cas_from_xmi(data, typesystem=types)
    spans = {span.get_covered_text(): span for span in cas.select(SPAN)}
    spans["29"].value = "30"
    spans["12"].end += 8
    (part,) = [link for link in cas.select(LINK) if link.kind == "part_of"]
    cas.remove(part)
    cas.to_xmi(tmp_path / "Mali.xmi")
    (read,), notes = read_xmi(tmp_path)
    start, end = document.facts[1].anchor
    facts = list(document.facts)
    facts[0] = replace(facts[0], value=30)
    facts[1] = replace(facts[1], anchor=(start, end + 8), part_of=None)
    assert (read.facts, notes) == (tuple(facts), [])
    assert Entity(start, end + 8, "STATISTIC") in read.entities


def test_control_characters_come_back_from_xml(tmp_path: Path) -> None:
    """XML has no form feed: it is shown as a blank, which is said, and restored."""
    document = Document("x", "one\x0c29\x01cases", entities=(Entity(4, 6, "STATISTIC"),))
    assert lost_xmi(document) == ["x: 2 control characters are shown as blanks."]
    write_xmi([document], tmp_path)
    assert "one 29 cases" in (tmp_path / "x.xmi").read_text(encoding="utf-8")
    assert read_xmi(tmp_path) == ([document], [])


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        ("</xmi:XMI>", "", "It is no XMI"),
        ('label="STATISTIC"', "", 'Feature "label" is missing'),
        ('report_year="2018"', 'report_year="soon"', "Feature \"report_year\" is 'soon', not a year"),
    ],
)
def test_a_malformed_cas_is_named(document: Document, tmp_path: Path, old: str, new: str, reason: str) -> None:
    """The error names the file and the element or feature."""
    write_xmi([document], tmp_path)
    file = tmp_path / "Mali.xmi"
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(InputError, match=reason) as error:
        read_xmi(tmp_path)
    assert error.value.file == str(file)
