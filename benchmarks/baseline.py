"""Entity F1 by label: a stock spaCy NER, the rules alone, and the tagger on top of the rules.

    python benchmarks/baseline.py GOLD.jsonl [--data FILE...] [--dev FILE] [--config FILE] [--seed N]

GOLD.jsonl holds documents that are never trained on. The stock NER is what
``spacy init config -p ner -o efficiency`` gives for a processor, without vectors; it and the tagger of --config
learn from the same --data. Of the epochs of the stock NER that is kept which is best on --dev.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

import spacy
from spacy.cli.init_config import init_config
from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training.initialize import init_nlp
from spacy.training.loop import train as run_loop
from spacy.util import filter_spans

from tallies.documents.jsonl import read_documents
from tallies.evaluation import Score, evaluate, score
from tallies.pipelines import load_rules
from tallies.records import Document, Entity
from tallies.training.train import train

ROOT = Path(__file__).resolve().parents[1]
LABELS = ("AGENCY", "VICTIM_CATEGORY", "OFFENDER", "UNIT", "LAW", "ACTION")
ROWS = ("entity", *(f"entity {label}" for label in LABELS))


def stock(data: Iterable[Document], dev: Iterable[Document], folder: Path, seed: int) -> Language:
    """The stock NER trained on *data*; what it needs is left in *folder*."""
    paths = {}
    for part, documents in (("train", data), ("dev", dev)):
        paths[part] = folder / f"{part}.spacy"
        _packed(documents).to_disk(paths[part])
    config = init_config(lang="en", pipeline=["ner"], optimize="efficiency", gpu=False)
    config["paths"].update({part: str(path) for part, path in paths.items()})
    config["system"]["seed"] = seed
    nlp = init_nlp(config)
    (folder / "stock").mkdir()
    run_loop(nlp, folder / "stock", stdout=sys.stderr, stderr=sys.stderr)
    return spacy.load(folder / "stock" / "model-best")


def _packed(documents: Iterable[Document]) -> DocBin:
    nlp = spacy.blank("en")
    packed = DocBin()
    for document in documents:
        doc = nlp.make_doc(document.text)
        # Its tokenizer is not ours: an end inside a token takes the token in.
        spans = [doc.char_span(e.start, e.end, label=e.label, alignment_mode="expand") for e in document.entities]
        doc.set_ents(filter_spans([span for span in spans if span is not None]))
        packed.add(doc)
    return packed


def evaluate_stock(nlp: Language, gold: Iterable[Document]) -> dict[str, Score]:
    """The scores of entities, as ``tallies evaluate`` counts them."""
    gold = list(gold)
    read = [
        Document(d.doc_id, d.text, entities=tuple(Entity(e.start_char, e.end_char, e.label_) for e in nlp(d.text).ents))
        for d in gold
    ]
    return score(gold, read)


def row(name: str, scores: dict[str, Score]) -> str:
    """One line of the table."""
    return f"| {name} |" + "".join(f" {scores[key].f1:.3f} |" if key in scores else " |" for key in ROWS)


def main() -> None:
    """Print one row a pipeline."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="documents to score on")
    parser.add_argument("--data", type=Path, nargs="+", default=[ROOT / "corpus" / "train.jsonl"])
    parser.add_argument("--dev", type=Path, default=ROOT / "corpus" / "dev.jsonl", help="picks the stock NER's epoch")
    parser.add_argument("--config", type=Path, default=ROOT / "configs" / "full.cfg")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    gold = list(read_documents(arguments.gold))
    data = [document for path in arguments.data for document in read_documents(path)]
    print("| |" + "".join(f" {key.removeprefix('entity ')} |" for key in ROWS))
    print("|---|" + "---|" * len(ROWS))
    print(row("rules", evaluate(load_rules(), gold)), flush=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        made = train(arguments.config, arguments.data, folder / "made", dev=[arguments.gold], seed=arguments.seed)
        print(row(arguments.config.stem, made.scores), flush=True)
        nlp = stock(data, read_documents(arguments.dev), folder, arguments.seed)
        print(row("stock spaCy NER", evaluate_stock(nlp, gold)), flush=True)


if __name__ == "__main__":
    main()
