"""Training by a config: what is read, what is held out, what is left in the folder."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path

import pytest
import spacy
from spacy.util import load_config

import tallies
from tallies.documents.corrections import Correction, append_correction
from tallies.documents.jsonl import write_documents
from tallies.errors import InputError
from tallies.records import Document, Entity, Evidence, Fact
from tallies.training.corpus import examples, make_corpus
from tallies.training.train import split, train

CONFIG = Path(__file__).resolve().parents[2] / "configs" / "spans.cfg"
MARKED = "Wardens convicted {} traffickers in 2017."
COUNT = 9


def document(number: int) -> Document:
    """A narrative of one sentence, its number in it."""
    text = MARKED.format(number + 10)
    spans = [(0, 7, "AGENCY"), (18, 20, "STATISTIC"), (21, 32, "OFFENDER"), (36, 40, "PERIOD")]
    return Document(f"D{number}", text, country="USA", report_year=2018, entities=tuple(Entity(*s) for s in spans))


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A file of documents."""
    path = tmp_path / "data.jsonl"
    write_documents([document(number) for number in range(COUNT)], path)
    return path


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """The config, with a model and a run small enough for a test."""
    config = load_config(CONFIG)
    config["components"]["tallies_spans"]["model"]["rows"] = 1024
    config["training"]["max_epochs"] = 2
    config.to_disk(tmp_path / "small.cfg")
    return tmp_path / "small.cfg"


def test_config_is_complete() -> None:
    """The config says everything that there is to say: filling it in adds nothing."""
    config = load_config(CONFIG)
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)

    assert nlp.config.to_str() == config.to_str()
    assert nlp.analyze_pipes()["problems"] == {name: [] for name in nlp.pipe_names}


@pytest.mark.parametrize("name", ["spans.cfg", "full.cfg"])
def test_the_tagger_reads_behind_the_linker(name: str) -> None:
    """The rules' entities are what is linked, so that what is learned of entities leaves the facts as they are."""
    nlp = spacy.util.load_model_from_config(load_config(CONFIG.with_name(name)))
    nlp.initialize()
    read, rules = nlp(MARKED.format(29)), tallies.pipelines.load_rules()(MARKED.format(29))

    assert nlp.pipe_names[-2:] == ["tallies_linker", "tallies_spans"]
    assert read._.facts == rules._.facts != []
    assert [str(e) for e in rules.ents] == ["convicted", "29", "traffickers", "2017"]


def test_examples_have_passed_the_rules() -> None:
    """An example's text has been read by the components before the trained one; its reference is the annotation."""
    nlp = tallies.blank()
    nlp.add_pipe("tallies_statistic")
    nlp.add_pipe("tallies_spans")
    (example,) = examples(nlp, [document(1)])

    assert {key: [str(span) for span in group] for key, group in example.predicted.spans.items()} == {
        "statistic": ["11"]
    }
    assert [(str(span), span.label_) for span in example.reference.ents] == [
        ("Wardens", "AGENCY"),
        ("11", "STATISTIC"),
        ("traffickers", "OFFENDER"),
        ("2017", "PERIOD"),
    ]
    assert (example.predicted._.country, example.predicted._.report_year) == ("USA", 2018)


def test_corpus_reads_files_in_order_up_to_the_limit(data: Path) -> None:
    """The reader gives the documents of all its files, or the first so many; of no files none."""
    nlp = tallies.blank()

    assert len(list(make_corpus([data, data])(nlp))) == 2 * COUNT
    assert [e.reference.text for e in make_corpus([data], limit=2)(nlp)] == [document(0).text, document(1).text]
    assert list(make_corpus(None)(nlp)) == []


def test_offsets_outside_the_text_are_refused() -> None:
    """An entity that is no part of its text is an error that names the document."""
    wrong = Document("D1", "Short.", entities=(Entity(3, 40, "AGENCY"),))

    with pytest.raises(InputError, match=r"document D1: .*\[3, 40\)"):
        list(examples(tallies.blank(), [wrong]))


def test_every_eighth_document_is_held_out(data: Path) -> None:
    """Without held-out files the data are split by document, each in one part."""
    learned, held = split([data], [])

    assert [d.doc_id for d in held] == ["D7"]
    assert [d.doc_id for d in learned] == ["D0", "D1", "D2", "D3", "D4", "D5", "D6", "D8"]


def test_one_document_on_both_sides_is_refused(data: Path) -> None:
    """What is trained on is not scored on."""
    with pytest.raises(InputError, match="D0 is also in the training data"):
        split([data], [data])


def test_passage_of_a_held_out_document_is_refused(tmp_path: Path) -> None:
    """A passage that was suggested from a document is not trained on where that is scored on."""
    whole = Document("Whole", "Heading\n\n" + " ".join(document(number).text for number in range(3)))
    passage = Document("Whole@9", " ".join(document(number).text for number in range(2)))
    for name, one in (("whole", whole), ("passage", passage)):
        write_documents([one], tmp_path / f"{name}.jsonl")

    with pytest.raises(InputError, match="Whole@9 of the training data is a passage of Whole, held out"):
        split([tmp_path / "passage.jsonl"], [tmp_path / "whole.jsonl"])


def corrected(reading: Fact, verdict: str, fact: Fact | None = None, name: str = "D1", number: int = 1) -> Correction:
    """A correction of a figure of a document made by :func:`document`."""
    words = document(number).text[slice(*reading.anchor)]
    return Correction(name, reading.anchor, words, verdict, 1, reading=reading, fact=fact)


def test_corrected_output_is_data(tmp_path: Path) -> None:
    """Of an output folder the documents that a person corrected are learned from, with the corrections."""
    facts = [Fact("F1", (18, 20), "arrest", number + 10, "trafficker") for number in range(4)]
    read = [replace(document(number), facts=(facts[number],)) for number in range(4)]
    out = tmp_path / "out"
    out.mkdir()
    write_documents(read, out / "documents.jsonl")
    right = replace(facts[1], action="convict")
    append_correction(out, corrected(facts[1], "corrected", right))
    append_correction(out, corrected(facts[2], "struck", name="D2", number=2))
    append_correction(out, corrected(facts[3], "withdrawn", name="D3", number=3))

    write_documents([document(30)], tmp_path / "dev.jsonl")

    learned, held = split([out], [tmp_path / "dev.jsonl"])

    evidence = (Evidence("fact", "corrected", 1.0),)
    assert learned == [replace(read[1], facts=(replace(right, evidence=evidence),)), replace(read[2], facts=())]
    assert [one.doc_id for one in held] == ["D30"]


def test_output_that_nobody_corrected_is_no_data(tmp_path: Path) -> None:
    """A folder without corrections, or with such that fit no longer, is refused with what to do about it."""
    write_documents([document(1)], tmp_path / "documents.jsonl")
    with pytest.raises(InputError, match=r"No figure of this output was .*--serve"):
        split([tmp_path], [])

    gone = corrected(Fact("F1", (18, 20), "arrest", 11, "trafficker"), "struck")
    append_correction(tmp_path, replace(gone, words="12"))
    with pytest.raises(InputError, match="No figure of this output"):
        split([tmp_path], [])


def test_few_documents_cannot_be_split(tmp_path: Path) -> None:
    """Too few documents to hold one out are an error that says what to do."""
    path = tmp_path / "few.jsonl"
    write_documents([document(1)], path)

    with pytest.raises(InputError, match="--dev"):
        split([path], [])


def test_train_leaves_a_pipeline_its_scores_and_a_card(small: Path, data: Path, tmp_path: Path) -> None:
    """The folder is a pipeline that links; scores and card are in it; no path of the machine is."""
    out, log = tmp_path / "out", io.StringIO()
    made = train(small, [data], out, log=log)
    again = train(small, [data], tmp_path / "again")

    doc = spacy.load(out)(document(3).text)
    assert [(fact.action, fact.value) for fact in doc._.facts] == [("convict", 13)]
    scores = json.loads((out / "scores.json").read_text())
    assert scores == {name: score.to_dict() for name, score in made.scores.items()}
    assert scores["entity STATISTIC"]["f1"] == 1.0
    assert "| entity STATISTIC | 1.000 | 1.000 | 1.000 | 1 | 1 |" in (out / "README.md").read_text()
    assert str(tmp_path) not in (out / "config.cfg").read_text()
    assert "tallies_spans" in log.getvalue()
    weights = Path("tallies_spans") / "model"
    assert (out / weights).read_bytes() == (tmp_path / "again" / weights).read_bytes()
    assert again.scores == made.scores
