"""A pipeline over many inputs."""

from __future__ import annotations

import gc
import json
import logging
from collections.abc import Iterator
from pathlib import Path

import pytest
from spacy.language import Language

import tallies
from tallies.documents.source import Source
from tallies.errors import InputError
from tallies.records import Document
from tallies.running.local import Outcome, read, stream


@pytest.fixture
def texts(tmp_path: Path) -> Path:
    """A folder with three texts; the second makes the fake component raise."""
    for name, text in (("a", "29 vs 28"), ("b", "BOOM 5"), ("c", "7 people")):
        (tmp_path / f"{name}.txt").write_text(text)
    return tmp_path


@pytest.mark.parametrize("jobs", [1, 2])
def test_failure_is_a_row_and_the_run_goes_on(texts: Path, fake: Language, jobs: int) -> None:
    """A document whose processing raises is an error that says why; the others are read, in order."""
    result = read(texts, nlp=fake, jobs=jobs)

    assert result.documents["document"].tolist() == ["a", "c"]
    (error,) = result.errors.to_dict("records")
    assert (error["file"], error["kind"]) == (str(texts / "b.txt"), "failed")
    assert "Document b" in error["reason"]
    assert "RuntimeError: BOOM" in error["reason"]


def test_processes_change_nothing(texts: Path, fake: Language) -> None:
    """Two processes give the records that one gives, with everything on them."""
    one, two = (read([texts], nlp=fake, report_year=2018, jobs=jobs) for jobs in (1, 2))

    for name in ("documents", "entities", "facts", "comparisons", "routes", "errors"):
        left, right = getattr(one, name), getattr(two, name)
        assert left.to_dict("records") == right.to_dict("records") or name == "facts"
        assert left.astype(str).equals(right.astype(str))
    assert len(one.facts) == 3
    assert len(one.comparisons) == 1


@pytest.mark.parametrize("jobs", [1, 2])
def test_many_documents_keep_their_order(fake: Language, jobs: int) -> None:
    """Records and errors come in the order of the sources, also over several batches and failures."""
    sources = [
        InputError(f"{n}", "", "empty", "", "")
        if n % 7 == 0
        else Source(f"{n}", "BOOM" if n % 5 == 0 else "29", f"{n}")
        for n in range(60)
    ]

    outcomes = list(stream(sources, fake, report_year=2018, jobs=jobs))

    assert [one.doc_id if isinstance(one, Document) else one.file for one in outcomes] == [f"{n}" for n in range(60)]
    kinds = [one.kind if isinstance(one, InputError) else "" for one in outcomes]
    assert kinds == ["empty" if n % 7 == 0 else "failed" if n % 5 == 0 else "" for n in range(60)]


def test_documents_are_streamed(fake: Language) -> None:
    """A record is there before the next source is read."""
    taken = []

    def sources() -> Iterator[Source]:
        for n in range(3):
            taken.append(n)
            yield Source(f"{n}", "29", "")

    records = stream(sources(), fake, report_year=2018)
    next(records)

    assert taken == [0]


def test_tokenizer_failure_is_a_row(fake: Language) -> None:
    """A text that the tokenizer refuses fails alone."""
    outcomes = list(stream([Source("a", "\ud800", "a"), Source("b", "29", "b")], fake, report_year=2018))

    assert [type(one) for one in outcomes] == [InputError, Document]


def test_error_handler_of_the_pipeline_is_given_back(fake: Language) -> None:
    """After a run the user's pipeline raises as before."""
    list(stream([Source("a", "BOOM", "a")], fake, report_year=2018))

    with pytest.raises(RuntimeError, match="BOOM"):
        fake("BOOM")


def test_garbage_collector_is_given_back(fake: Language) -> None:
    """It looks less often while documents are read, and as before when they have been, or nobody asks for more."""
    before = gc.get_threshold()
    outcomes = stream([Source("a", "29", "a"), Source("b", "30", "b")], fake, report_year=2018)

    next(outcomes)
    assert gc.get_threshold() == (20_000, *before[1:])
    outcomes.close()  # type: ignore[attr-defined]
    assert gc.get_threshold() == before


def test_country_and_year_reach_the_components(tmp_path: Path, fake: Language) -> None:
    """What a .jsonl line says is on the document before the pipeline runs."""
    line = {"doc_id": "A", "text": "29", "country": "AZE", "report_year": 2018}
    (tmp_path / "a.jsonl").write_text(json.dumps(line))

    result = read(tmp_path, nlp=fake)

    assert result.routes["origin"].tolist() == [["AZE"]]
    assert result.facts["years"].tolist() == [[2017]]
    assert result.documents[["country", "report_year"]].to_numpy().tolist() == [["AZE", 2018]]


def test_report_year_option_overrules_the_input(tmp_path: Path, fake: Language) -> None:
    """The caller's report year holds for every document."""
    (tmp_path / "a.jsonl").write_text(json.dumps({"doc_id": "A", "text": "29", "report_year": 2018}))

    assert read(tmp_path, nlp=fake, report_year=2021).facts["years"].tolist() == [[2020]]


def test_missing_report_year_is_said_once(texts: Path, fake: Language, caplog: pytest.LogCaptureFixture) -> None:
    """Documents without report year are counted in one warning, and their relative years are empty."""
    with caplog.at_level(logging.WARNING, logger="tallies"):
        result = read(texts, nlp=fake)

    assert [message.startswith("No report year in 2 documents") for message in caplog.messages] == [True]
    assert result.facts["years"].tolist() == [[], [], []]

    caplog.clear()
    read(texts, nlp=fake, report_year=2018)

    assert caplog.messages == []


def test_long_text_is_processed(fake: Language) -> None:
    """A text beyond spaCy's limit of a million characters is no failure."""
    (record,) = stream([Source("a", "29 traffickers, " + "or so " * 200_000, "a")], fake, report_year=2018)

    assert isinstance(record, Document)
    assert [fact.value for fact in record.facts] == [29]


def test_progress_sees_each_outcome(texts: Path, fake: Language) -> None:
    """The callback gets each record and each error as it comes."""
    seen: list[Outcome] = []

    read([texts, texts / "nowhere"], nlp=fake, progress=seen.append)

    assert [type(one) for one in seen] == [Document, InputError, Document, InputError]


def test_any_pipeline_will_do(texts: Path) -> None:
    """A pipeline that sets none of our attributes gives documents without findings."""
    result = read(texts, nlp=tallies.blank())

    assert result.documents["facts"].tolist() == [0, 0, 0]
    assert result.errors.empty


@pytest.mark.parametrize("jobs", [0, -1])
def test_jobs_must_be_positive(texts: Path, fake: Language, jobs: int) -> None:
    """A number of processes below one is a wrong call."""
    with pytest.raises(ValueError, match=f"jobs is {jobs}"):
        read(texts, nlp=fake, jobs=jobs)


def test_result_is_frozen(texts: Path, fake: Language) -> None:
    """The tables of a result cannot be replaced."""
    result = read(texts, nlp=fake)

    with pytest.raises(AttributeError):
        result.facts = result.errors  # type: ignore[misc]
