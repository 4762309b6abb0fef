"""Train a pipeline by a config on annotated documents, and say how good it is."""

from __future__ import annotations

import io
import shutil
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Final

import spacy
from spacy.language import Language
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as run_loop
from spacy.util import load_config

from tallies.documents.corrections import WITHDRAWN, Correction, correct, fits, read_corrections
from tallies.documents.jsonl import read_documents, write_documents
from tallies.documents.output import read_output
from tallies.errors import InputError
from tallies.evaluation import Score, evaluate
from tallies.records import Document
from tallies.training import links
from tallies.training.card import write_card
from tallies.training.phrasings import read_phrasings

#: Without held-out files, every so many-th document is held out.
HELD_OUT: Final = 8
#: Letters from which on a text inside another is a passage of it and not words that any text may have.
PASSAGE: Final = 60


@dataclass(frozen=True, slots=True)
class Trained:
    """What training made.

    nlp (Language): the pipeline as saved.
    scores (dict[str, Score]): on the held-out documents, end to end, by row of ``tallies.evaluation``.
    minutes (float): of processor time, evaluation included.
    documents, held_out (int): how many documents were trained on and held out.
    """

    nlp: Language
    scores: dict[str, Score]
    minutes: float
    documents: int
    held_out: int


def train(
    config: Path,
    data: Sequence[Path],
    out: Path,
    *,
    dev: Sequence[Path] = (),
    phrasings: Sequence[Path] = (),
    seed: int | None = None,
    log: IO[str] | None = None,
) -> Trained:
    """Train the pipeline of *config* on the documents in *data*; leave it in *out* with its scores and model card.

    config (Path): a complete spaCy config with ``corpora.train`` and ``corpora.dev`` read by ``tallies.Corpus.v1``.
    data (Sequence[Path]): JSON lines of document records, or folders that ``tallies read`` left and in whose page
        figures were corrected; of such a folder the documents with corrections are learned from.
    out (Path): a folder that ``spacy.load`` then takes; ``scores.json`` and ``README.md`` in it. Replaced if there.
    dev (Sequence[Path]): held-out documents; without them, every eighth document of *data* is held out.
    phrasings (Sequence[Path]): files or folders of which only actions are learned (``tallies.training.phrasings``).
    seed (int | None): overrules that of the config. The same seed, data and machine give the same weights.
    log (IO[str] | None): where progress is written.

    Raises InputError if a file holds no document, a document is in *data* and *dev*, or an annotation is malformed.
    """
    start = time.process_time()
    learned, held = split(data, dev)
    phrased = read_phrasings(phrasings)
    with tempfile.TemporaryDirectory() as folder:
        work = Path(folder)
        overrides: dict[str, Any] = {}
        for part, documents in (("train", learned), ("dev", held)):
            write_documents(documents, work / f"{part}.jsonl")
            overrides[f"paths.{part}"] = [str(work / f"{part}.jsonl")]
        if seed is not None:
            overrides["system.seed"] = seed
        nlp = init_nlp(load_config(config, overrides=overrides, interpolate=False))
        made = nlp
        if any(getattr(component, "is_trainable", False) for _, component in nlp.pipeline):
            (work / "model").mkdir()
            # spaCy moves the averaged weights into what it saves, not into the object that it returns.
            _, saved = run_loop(nlp, work / "model", stdout=log or io.StringIO(), stderr=log or io.StringIO())
            assert saved is not None  # since it was told where to save
            made = spacy.load(saved, config={"paths": {"train": None, "dev": None}})
    for name, component in made.pipeline:
        if getattr(component, "learn", False):
            linker: Any = component  # its type is that of any function of a document
            linker.scorer = links.learn(learned, phrased, log)
            made.config["components"][name]["learn"] = True
    made.config["paths"].update(train=None, dev=None)  # the folder of this run is gone for whoever loads it
    scores = evaluate(made, held)
    result = Trained(made, scores, (time.process_time() - start) / 60, len(learned), len(held))
    made.meta["performance"] = {name: round(score.f1, 4) for name, score in scores.items()}
    if out.exists():
        shutil.rmtree(out)
    made.to_disk(out)
    write_card(result.nlp, scores, out, minutes=result.minutes, documents=result.documents, held_out=result.held_out)
    return result


def split(data: Sequence[Path], dev: Sequence[Path]) -> tuple[list[Document], list[Document]]:
    """The documents to learn from, and those held out. Raises InputError."""
    learned, held = _read(data), _read(dev)
    if not dev:
        learned, held = (
            [document for number, document in enumerate(learned, 1) if number % HELD_OUT],
            learned[HELD_OUT - 1 :: HELD_OUT],
        )
        if not held:
            reason = f"With fewer than {HELD_OUT} documents there is none to hold out."
            raise InputError(_names(data), "", "malformed", reason, "Name files of held-out documents with --dev.")
    texts = {document.text for document in learned}
    passages = [document for document in learned if len(document.text) >= PASSAGE]
    for document in held:
        if document.text in texts:
            reason = f"Document {document.doc_id} is also in the training data."
            raise InputError(_names(dev or data), "", "malformed", reason, "Leave it out of one of the two.")
        for other in passages:
            if other.text in document.text:
                reason = f"Document {other.doc_id} of the training data is a passage of {document.doc_id}, held out."
                remedy = "Leave it out of one of the two." if dev else "Name files of held-out documents with --dev."
                raise InputError(_names(dev or data), "", "malformed", reason, remedy)
    return learned, held


def _read(paths: Sequence[Path]) -> list[Document]:
    documents = []
    for path in paths:
        found = _reviewed(path) if path.is_dir() else list(read_documents(path))
        if not found:
            raise InputError(
                str(path), "", "empty", "The file holds no document.", "Leave it out, or write some into it."
            )
        documents += found
    return documents


def _reviewed(output: Path) -> list[Document]:
    """The documents of an output folder of which a person corrected something, as corrected.

    The others would teach the pipeline no more than what it reads by itself.
    """
    said: dict[str, list[Correction]] = {}
    for correction in read_corrections(output).values():
        if correction.verdict != WITHDRAWN:
            said.setdefault(correction.doc_id, []).append(correction)
    documents = [
        correct(document, said[document.doc_id])
        for document in read_output(output)
        if any(fits(document, correction) for correction in said.get(document.doc_id, ()))
    ]
    if not documents:
        reason = "No figure of this output was confirmed, corrected or struck out."
        remedy = f"Do so in the page of `tallies view {output} --serve`, or give a file of annotated documents."
        raise InputError(str(output), "", "empty", reason, remedy)
    return documents


def _names(paths: Sequence[Path]) -> str:
    return ", ".join(map(str, paths))
