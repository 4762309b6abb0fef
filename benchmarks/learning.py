"""How entity F1 grows with the annotations: training on 25, 50 and 100 % of the documents.

    python benchmarks/learning.py GOLD.jsonl [--data FILE...] [--config FILE]

GOLD.jsonl holds documents that are never trained on. The parts are nested and drawn by narrative, the same
in every run. The last lines are the rules without training and the gain of all the data over a quarter.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from pathlib import Path

from tallies.documents.jsonl import read_documents, write_documents
from tallies.evaluation import evaluate
from tallies.pipelines import load
from tallies.training.train import train

ROOT = Path(__file__).resolve().parents[1]
LABELS = ("entity", "entity AGENCY", "entity VICTIM_CATEGORY", "entity OFFENDER", "entity UNIT", "entity ACTION")
SHARES = (25, 50, 100)


def main() -> None:
    """Print one row a share."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path, help="documents to score on")
    parser.add_argument("--data", type=Path, nargs="+", default=[ROOT / "corpus" / "train.jsonl"])
    parser.add_argument("--config", type=Path, default=ROOT / "configs" / "spans.cfg")
    arguments = parser.parse_args()
    gold = list(read_documents(arguments.gold))
    documents = [document for path in arguments.data for document in read_documents(path)]
    random.Random(0).shuffle(documents)
    print(f"{'':>8}" + "".join(f"{name.removeprefix('entity ')[:10]:>12}" for name in LABELS) + f"{'minutes':>9}")
    curve = []
    for share in SHARES:
        with tempfile.TemporaryDirectory() as folder:
            part = Path(folder) / "part.jsonl"
            write_documents(documents[: len(documents) * share // 100], part)
            made = train(arguments.config, [part], Path(folder) / "made", dev=[arguments.gold])
        rates = [made.scores[name].f1 if name in made.scores else 0.0 for name in LABELS]
        curve.append(rates[0])
        print(f"{share:>6} %" + "".join(f"{rate:12.3f}" for rate in rates) + f"{made.minutes:9.1f}", flush=True)
    rules = evaluate(load(), gold)
    print(f"{'rules':>8}" + "".join(f"{rules[name].f1:12.3f}" for name in LABELS))
    print(f"100 % over 25 %: {curve[-1] - curve[0]:+.3f}")


if __name__ == "__main__":
    main()
