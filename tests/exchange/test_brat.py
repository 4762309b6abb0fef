"""brat standoff: its lines, and corrections made in them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tallies.errors import InputError
from tallies.exchange.brat import read_brat, write_brat
from tallies.records import Document


@pytest.fixture
def folder(document: Document, tmp_path: Path) -> Path:
    """The document as brat has it."""
    write_brat([document], tmp_path / "brat")
    return tmp_path / "brat"


def edit(folder: Path, old: str, new: str) -> None:
    """Replace the only line part *old* of the annotation file."""
    ann = folder / "Mali.ann"
    text = ann.read_text(encoding="utf-8")
    assert text.count(old) == 1, f"{old!r} is not once in\n{text}"
    ann.write_text(text.replace(old, new), encoding="utf-8")


def test_facts_are_events_and_links_relations(folder: Path, document: Document) -> None:
    """A span over a line break is in fragments; a fact is an event on its figure with attributes."""
    lines = (folder / "Mali.ann").read_text(encoding="utf-8").splitlines()
    start = document.text.index("Ministry")
    assert f"T2\tAGENCY {start} {start + 11};{start + 13} {start + 20}\tMinistry of Justice" in lines
    assert [line for line in lines if line.startswith("E")][:2] == ["E1\tconvict:T17", "E2\tconvict:T18"]
    assert "A7\tunit E1 trafficker" in [line for line in lines if "\tunit E1 " in line]
    assert [line.partition("\t")[2] for line in lines if line.startswith("R") and "agency" not in line] == [
        "compared_with Arg1:E1 Arg2:E3",
        "part_of Arg1:E2 Arg2:E1",
        "compared_with Arg1:E3 Arg2:E4",
        "usd Arg1:E5 Arg2:T14",
    ]
    assert (folder / "Mali.txt").read_bytes().decode("utf-8") == document.text


def test_the_configuration_lists_what_the_files_use(folder: Path) -> None:
    """Types and values of attributes that brat must know are in annotation.conf."""
    conf = (folder / "annotation.conf").read_text(encoding="utf-8").splitlines()
    assert {"[entities]", "AGENCY", "ROUTE", "[events]", "convict", "[relations]", "[attributes]"} <= set(conf)
    assert "compared_with\tArg1:<EVENT>, Arg2:<EVENT>" in conf
    assert "unit\tArg:<EVENT>, Value:XOF|trafficker" in conf


def test_a_changed_attribute_is_taken(folder: Path, document: Document) -> None:
    """An A line says what the slot is."""
    edit(folder, "value E1 29", "value E1 30")
    edit(folder, "gender E2 female", "gender E2 male")
    facts = list(document.facts)
    facts[0] = replace(facts[0], value=30)
    facts[1] = replace(facts[1], gender=("male",))
    assert read_brat(folder) == ([replace(document, facts=tuple(facts))], [])


def test_a_removed_relation_and_a_relabelled_span_are_taken(folder: Path, document: Document) -> None:
    """Without its R line a part is no part; a T line of another type is another entity."""
    edit(folder, _line(folder, "part_of Arg1"), "")
    edit(folder, "T5\tOFFENDER", "T5\tUNIT")
    facts = (document.facts[0], replace(document.facts[1], part_of=None), *document.facts[2:])
    entities = tuple(replace(e, label="UNIT") if i == 4 else e for i, e in enumerate(document.entities))
    assert read_brat(folder) == ([replace(document, facts=facts, entities=entities)], [])


def _ann(folder: Path) -> str:
    return (folder / "Mali.ann").read_text(encoding="utf-8")


def _line(folder: Path, words: str) -> str:
    return next(line for line in _ann(folder).splitlines(keepends=True) if words in line)


def test_a_trigger_follows_the_figure_that_was_moved(folder: Path, document: Document) -> None:
    """Who moves the span of a figure need not move the trigger of its fact."""
    start = document.text.index("29 traffickers")
    edit(folder, f"T4\tSTATISTIC {start} {start + 2}\t29", f"T4\tSTATISTIC {start - 10} {start + 2}\tconvicted 29")
    edit(folder, _line(folder, "T3\t"), "")
    (read,), notes = read_brat(folder)
    assert notes == []
    assert read.facts == (replace(document.facts[0], anchor=(start - 10, start + 2)), *document.facts[1:])


def test_events_drawn_with_roles_are_read(folder: Path, document: Document) -> None:
    """In place of a relation, an argument of the event does: brat users draw it so."""
    edit(folder, "E2\tconvict:T18", "E2\tconvict:T18 Part_of:E1")
    edit(folder, _line(folder, "part_of Arg1"), "")
    assert read_brat(folder) == ([document], [])


def test_a_folder_of_others_is_read_and_notes_are_left_out(tmp_path: Path) -> None:
    """Without documents.jsonl a document is called by its file; a note is said to be left out."""
    (tmp_path / "a%2Fb.txt").write_text("Police", encoding="utf-8")
    (tmp_path / "a%2Fb.ann").write_text("T1\tAGENCY 0 6\tPolice\n#1\tAnnotatorNotes T1\tsure?\n", encoding="utf-8")
    (read,), notes = read_brat(tmp_path)
    assert (read.doc_id, len(read.entities)) == ("a/b", 1)
    assert [note.rpartition(", ")[2] for note in notes] == ["it is a note."]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("T1 AGENCY 0 6 Police", "'T1 AGENCY 0 6 Police' is no id, tab and annotation."),
        ("T1\tAGENCY zero 6\tPolice", "The offsets of T1 are 'zero 6', not START END."),
        ("T1\tAGENCY 0 60\tPolice", "The offsets of T1, 0 60, are not in the text."),
        ("T1\tAGENCY 0 6\tSoldiers", "The words of T1 are 'Soldiers', but the text has 'Police' there."),
        ("E1\tconvict:T9", "The trigger of E1 is 'T9', which is no T line."),
        ("R1\tagency Arg1:E1 Arg2:T1", "An end of R1 is 'E1', which is no span and no event."),
        ("R1\tagency E1 T1", "R1 is 'agency E1 T1', not TYPE Arg1:ID Arg2:ID."),
        ("A1\tvalue E1 29", "A1 is an attribute of 'E1', which is no span and no event."),
    ],
)
def test_a_malformed_line_is_named(tmp_path: Path, line: str, reason: str) -> None:
    """The error names the file, the line and what is wrong in it."""
    (tmp_path / "x.txt").write_text("Police", encoding="utf-8")
    (tmp_path / "x.ann").write_text(f"\n{line}\n", encoding="utf-8")
    with pytest.raises(InputError) as error:
        read_brat(tmp_path)
    assert (error.value.file, error.value.place, error.value.reason) == (str(tmp_path / "x.ann"), "line 2", reason)
