"""The inline-mark form: what is read, what is written, and what is malformed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from tallies.documents.jsonl import read_documents
from tallies.documents.marks import read_marks, write_marks
from tallies.errors import InputError, RecordError
from tallies.records import Document, Entity, Fact, Route

TXT = "MALI: Tier 2\n\nCourts convicted 29\r\ntraffickers (28 in 2016).  They  did not\tidentify victims."
ANN = """\
@1 {MALI|COUNTRY|MLI}: Tier 2
@2 {Courts|AGENCY} {convicted|ACTION} {29|STATISTIC} {traffickers|OFFENDER} ({28|STATISTIC} in {2016|PERIOD}).
F 2.1 at=s1 act=convict val=29 unit=trafficker year=2017 by=Courts cmp=2.2
F 2.2 at=s2 act=convict val=28 unit=trafficker year=2016 by="Courts"
@3 They did not {identify|ACTION} {victims|VICTIM_CATEGORY}.

F 3.1 at=a1 act=identify val=0 q=max unit=victim expl=forced_labor,domestic_servitude
> 3.2 origin=MLI dest=TUN,MLI who=woman,man
"""


def at(words: str) -> tuple[int, int]:
    """The offsets of *words* in the text."""
    return TXT.index(words), TXT.index(words) + len(words)


READ = Document(
    "Mali",
    TXT,
    "MLI",
    2018,
    None,
    (
        Entity(*at("MALI"), "COUNTRY", "MLI"),
        Entity(*at("Courts"), "AGENCY"),
        Entity(*at("convicted"), "ACTION"),
        Entity(*at("29"), "STATISTIC"),
        Entity(*at("traffickers"), "OFFENDER"),
        Entity(*at("28"), "STATISTIC"),
        Entity(*at("2016"), "PERIOD"),
        Entity(*at("identify"), "ACTION"),
        Entity(*at("victims"), "VICTIM_CATEGORY"),
    ),
    (
        Fact("2.1", at("29"), "convict", 29, "trafficker", years=(2017,), agency="Courts", compared_with="2.2"),
        Fact("2.2", at("28"), "convict", 28, "trafficker", years=(2016,), agency="Courts"),
        Fact(
            "3.1",
            at("identify"),
            "identify",
            0,
            "victim",
            qualifier="max",
            exploitation=("domestic_servitude", "forced_labor"),
        ),
    ),
    (
        Route(
            "3.2", ("MLI",), ("TUN", "MLI"), victims=("woman", "man"), sentence=at("They  did not\tidentify victims.")
        ),
    ),
)


def test_offsets_are_those_of_the_text() -> None:
    """White space may differ between the marked lines and the text; offsets are the text's."""
    assert read_marks(ANN, TXT, doc_id="Mali", country="MLI", report_year=2018) == READ


def test_what_was_written_reads_the_same() -> None:
    """Written and read again, the record is the same, and so is the form."""
    written = write_marks(READ)
    assert read_marks(written, TXT, doc_id="Mali", country="MLI", report_year=2018) == READ
    assert written.splitlines()[:3] == [
        "@1 {MALI|COUNTRY|MLI}: Tier 2",
        "@2 {Courts|AGENCY} {convicted|ACTION} {29|STATISTIC} {traffickers|OFFENDER} "
        "({28|STATISTIC} in {2016|PERIOD}).",
        "F 2.1 at=s1 act=convict val=29 unit=trafficker year=2017 by=Courts cmp=2.2",
    ]


def test_an_agency_is_as_the_text_writes_it() -> None:
    """Straight quotes in a key match curly ones of the text."""
    read = read_marks(
        "@1 {Prosecutor’s Office|AGENCY} {charged|ACTION} {two|STATISTIC}.\n"
        'F 1.1 at=s1 act=charge val=2 unit=person by="Prosecutor\'s Office"',
        "Prosecutor’s Office charged two.",
        doc_id="x",
    )
    assert read.facts[0].agency == "Prosecutor’s Office"


def test_the_gold_form_reads_as_the_gold_record(shared: Path) -> None:
    """Our reader gives what the annotators' own tool gave: spans, facts and routes of the training narratives."""
    compared = 0
    for record in read_documents(shared / "gold" / "train.jsonl"):
        ann = shared / "gold" / "train" / f"{record.doc_id}.ann"
        read = read_marks(ann.read_text(encoding="utf-8"), record.text, doc_id=record.doc_id)
        straight = [replace(f, agency=f.agency and f.agency.replace("'", "’")) for f in read.facts]
        assert (read.entities, straight) == (record.entities, list(record.facts))
        assert [replace(route, sentence=None) for route in read.routes] == list(record.routes)
        compared += 1
    assert compared > 10


@pytest.mark.parametrize(
    ("old", "new", "line", "reason"),
    [
        ("{29|STATISTIC}", "{29|STATISTIK}", 2, "The label of '29' is 'STATISTIK'."),
        ("{29|STATISTIC}", "{29|STATISTIC", 2, "A mark is broken near"),
        ("{29|STATISTIC}", "29|STATISTIC}", 2, "A mark is broken near"),
        ("{29|STATISTIC}", "{ 29|STATISTIC}", 2, "The mark ' 29' begins or ends with white space."),
        ("{2016|PERIOD})", "2016|PERIOD)", 2, "A mark is broken near"),
        ("2016|PERIOD})", "2016|PERIOD", 2, "The mark '{2016|PERIOD.' is not closed."),
        ("{29|", "{39|", 2, "The text has 'Courtsconvicted29traffickers(2' where the line has"),
        ("@3 They did", "@3 They ever did", 5, "The text has"),
        ("@3", "@three", 5, "The sentence's number is 'three'."),
        ("F 2.2", "G 2.2", 4, "It begins with 'G 2.2 at=s', not with @, F or >."),
        ("at=s1 ", "at=s9 ", 3, "Key 'at' of 2.1 is 's9': the sentence has only a1, s1, s2."),
        ("at=s1 ", "", 3, "2.1 lacks the key 'at'."),
        ("at=s1 ", "at=s1 colour=red ", 3, "Key 'colour' of 2.1 is unknown"),
        ("at=s1 ", "at=s1 at=s1 ", 3, "Key 'at' of 2.1 is given twice."),
        ("at=s1 ", "at=s1 very ", 3, "is not of the form key=value."),
        ("act=convict val=29", "act=condemn val=29", 3, "Key 'act' of 2.1 is 'condemn': 'condemn' is none of"),
        ("val=29", "val=many", 3, "Key 'val' of 2.1 is 'many'"),
        ("year=2017", "year=soon", 3, "Key 'year' of 2.1 is 'soon'"),
        ("q=max", "q=about", 7, "Key 'q' of 3.1 is 'about'"),
        ("expl=forced_labor,", "expl=slavery,", 7, "Key 'expl' of 3.1"),
        ("cmp=2.2", "cmp=2.9", 3, "Key 'cmp' of 2.1 is '2.9', which is no fact."),
        ("by=Courts", "by=Police", 3, "Key 'by' of 2.1 is 'Police', no AGENCY of the text."),
        ("F 3.1", "F 2.1", 7, "The id 2.1 is used twice."),
        (" dest=TUN,MLI", "", 8, "3.2 lacks the key 'dest'."),
        ("@3 They did not {identify|ACTION} {victims|VICTIM_CATEGORY}.\n", "@3 They\n", 7, "Key 'at' of 3.1 is 'a1'"),
    ],
)
def test_a_slip_is_named_with_its_line(old: str, new: str, line: int, reason: str) -> None:
    """The error names the line, the mark or key, and what is wrong with it."""
    assert old in ANN
    with pytest.raises(InputError) as error:
        read_marks(ANN.replace(old, new, 1), TXT, doc_id="Mali", file="Mali.ann")
    assert (error.value.file, error.value.place) == ("Mali.ann", f"line {line}")
    assert error.value.reason.startswith(reason) or reason in error.value.reason


def test_a_missing_sentence_is_named() -> None:
    """The marked lines must hold the whole text."""
    with pytest.raises(InputError, match=r"The text goes on with 'They  did not"):
        read_marks(ANN[: ANN.index("@3")], TXT, doc_id="Mali")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"entities": (Entity(0, 4, "COUNTRY"), Entity(2, 6, "UNIT"))}, "overlaps another span"),
        ({"entities": (Entity(4, 6, "UNIT"),)}, "outer white space"),
        ({"entities": (Entity(0, 4, "PLACE"),)}, "no label of tallies.labels"),
        ({"entities": ()}, "its agency 'Courts' is no AGENCY of the text"),
    ],
)
def test_what_marks_cannot_hold_is_refused(change: dict[str, tuple[Entity, ...]], reason: str) -> None:
    """Nothing is written that would not be read again."""
    with pytest.raises(RecordError, match=reason):
        write_marks(replace(READ, **change))
