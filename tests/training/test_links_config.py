"""``configs/links.cfg``: the rules, and a scorer of links that is trained."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest
import spacy
from spacy.util import load_config

from tallies.components.linker import Linker
from tallies.documents.jsonl import read_documents, write_documents
from tallies.documents.passages import cut
from tallies.pipelines import COMPONENTS, load_named
from tallies.training.train import train


@pytest.fixture(scope="module")
def config(root: Path) -> Path:
    """The config."""
    return root / "configs" / "links.cfg"


def test_config_is_complete_and_assembles(config: Path, root: Path) -> None:
    """Filling it in adds nothing; its components are those of the rules but for the scorer that is to be learned."""
    links, rules = load_config(config), load_config(root / "configs" / "rules.cfg")
    nlp = spacy.util.load_model_from_config(links, auto_fill=True)

    assert nlp.config.to_str() == links.to_str()
    assert tuple(nlp.pipe_names) == COMPONENTS
    rules["components"]["tallies_linker"]["learn"] = True
    assert links["components"] == rules["components"]


def test_scorer_is_trained_on_four_documents(config: Path, root: Path, tmp_path: Path) -> None:
    """The linker of the saved pipeline has weights, links with the probabilities that they give, and is scored."""
    whole = islice(read_documents(root / "corpus" / "train.jsonl"), 5)
    documents = [cut(document, 0, document.text.index("\n", 1500)) for document in whole]
    write_documents(documents[:4], tmp_path / "data.jsonl")
    write_documents(documents[4:], tmp_path / "dev.jsonl")

    made = train(config, [tmp_path / "data.jsonl"], tmp_path / "out", dev=[tmp_path / "dev.jsonl"])

    assert (made.documents, made.held_out) == (4, 1)
    nlp = load_named(str(tmp_path / "out"))
    linker, trained = nlp.get_pipe("tallies_linker"), made.nlp.get_pipe("tallies_linker")
    assert isinstance(linker, Linker)
    assert isinstance(trained, Linker)
    assert linker.scorer is not None
    assert linker.scorer == trained.scorer
    assert set(linker.scorer.slots) == {"action", "years", "agency", "part_of", "compared_with"}
    assert made.scores["fact found"].f1 > 0.8
