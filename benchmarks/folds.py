"""Cross-validated quality of the trained links: each document is read by a scorer that was fitted without it.

    python benchmarks/folds.py FILE.jsonl [FILE...] [--data FILE...] [--phrasings FILE...] [--folds N]
        [--output FILE.jsonl]

FILE.jsonl holds the documents to score, annotated; --data and --phrasings what every scorer is fitted on as well.
Prints the scores over all of them, and of the facts whose value was found how many have each field wrong. --output
keeps what was read, one document a line.
"""

from __future__ import annotations

import argparse
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

from tallies.documents.jsonl import read_documents, write_documents
from tallies.evaluation import core, found, pair, predict, score
from tallies.pipelines import load_rules
from tallies.records import Document, Fact
from tallies.training.links import learn
from tallies.training.phrasings import read_phrasings

ROWS = ("entity", "fact found", "fact core", "fact full", "comparison", "part_of", "agency", "usd", "route")
FIELDS = ("action", "unit", "years", "qualifier", "exploitation", "gender", "age", "nationality", "status")


def read_fold(
    documents: Sequence[Document], always: Sequence[Document], phrasings: Sequence[Document], folds: int, fold: int
) -> list[Document]:
    """The documents of one fold as read by a scorer that was fitted on the others, on *always* and *phrasings*."""
    nlp = load_rules()
    nlp.get_pipe("tallies_linker").scorer = learn(
        [*always, *(document for number, document in enumerate(documents) if number % folds != fold)], phrasings
    )
    return list(predict(nlp, documents[fold::folds]))


def wrong_fields(gold: Sequence[Fact], predicted: Sequence[Fact]) -> Counter[str]:
    """How many facts are missed, invented, or found with a field that differs."""
    pairs = pair(gold, predicted)
    right = {g: p for g, p in pairs.items() if found(gold[g], predicted[p])}
    counts = Counter({"missed": len(gold) - len(right), "invented": len(predicted) - len(right)})
    for g, p in right.items():
        one, other = gold[g], predicted[p]
        counts["not core"] += not core(one, other)
        wrong = [name for name in FIELDS[1:] if getattr(one, name) != getattr(other, name)]
        if one.action != other.action:
            wrong.insert(0, "action")
        counts.update(wrong)
    return counts


def main() -> None:
    """Print the scores and the fields that are wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", type=Path, nargs="+", help="documents to score")
    parser.add_argument("--data", type=Path, nargs="*", default=[])
    parser.add_argument("--phrasings", type=Path, nargs="*", default=[])
    parser.add_argument("--folds", type=int, default=6)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--output", type=Path)
    arguments = parser.parse_args()
    documents = [document for path in arguments.files for document in read_documents(path)]
    always = [document for path in arguments.data for document in read_documents(path)]
    with ProcessPoolExecutor(arguments.jobs) as pool:
        work = partial(read_fold, documents, always, read_phrasings(arguments.phrasings), arguments.folds)
        predicted = [document for fold in pool.map(work, range(arguments.folds)) for document in fold]
    scores = score(documents, predicted)
    for name in ROWS:
        print(f"{name:14}{scores[name].precision:7.3f}{scores[name].recall:7.3f}{scores[name].f1:7.3f}")
    by_id = {document.doc_id: document for document in predicted}
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(wrong_fields(document.facts, by_id[document.doc_id].facts))
    facts = sum(len(document.facts) for document in documents)
    print(f"{facts} facts; " + ", ".join(f"{name} {n}" for name, n in counts.most_common()))
    if arguments.output:
        write_documents(predicted, arguments.output)


if __name__ == "__main__":
    main()
