"""How often each rule of the linker is right, and how well confidences are calibrated.

    python benchmarks/trust.py GOLD.jsonl [--write]    # --write makes the lexicon trust.csv
    python benchmarks/trust.py GOLD.jsonl --reliability # the table of docs/quality.md

A link is right if the gold fact with the same anchor has the same value in that slot.
"""

from __future__ import annotations

import argparse
import csv
from collections import defaultdict
from pathlib import Path

from tallies import pipelines
from tallies.documents.jsonl import read_documents
from tallies.records import Document, Fact

SLOTS = ("action", "years", "agency", "usd", "part_of", "compared_with")
#: Rules seen less often are left to the share of their slot.
ENOUGH = 8


def pairs(gold: Document, predicted: tuple[Fact, ...]) -> list[tuple[Fact, Fact]]:
    """Gold and predicted facts whose anchors overlap, the first free one each."""
    left = list(predicted)
    found = []
    for fact in gold.facts:
        match = next((f for f in left if f.anchor[0] < fact.anchor[1] and fact.anchor[0] < f.anchor[1]), None)
        if match is not None:
            left.remove(match)
            found.append((fact, match))
    return found


def right(slot: str, gold: Fact, predicted: Fact, of_gold: dict[str, Fact], of_predicted: dict[str, Fact]) -> bool:
    """Whether the predicted fact has the gold one's value in *slot*."""
    a, b = getattr(gold, slot), getattr(predicted, slot)
    if slot == "agency":
        return " ".join((a or "").lower().replace("’", "'").split()) == " ".join(
            (b or "").lower().replace("’", "'").split()
        )
    if slot in ("part_of", "compared_with"):
        x, y = of_gold.get(a or ""), of_predicted.get(b or "")
        return (x is None) == (y is None) and (
            x is None or y is None or (x.anchor[0] < y.anchor[1] and y.anchor[0] < x.anchor[1])
        )
    return bool(a == b)


def outcomes(path: Path, rules: bool) -> list[tuple[str, str, float, bool]]:
    """(slot, rule, confidence, right) of every link on the gold documents in *path*."""
    nlp = pipelines.load_rules() if rules else pipelines.load()
    found = []
    for gold in read_documents(path):
        doc = nlp(pipelines.make_doc(nlp, gold.text, country=gold.country, report_year=gold.report_year))
        predicted = doc._.facts
        of_gold = {f.id: f for f in gold.facts}
        of_predicted = {f.id: f for f in predicted}
        for a, b in pairs(gold, predicted):
            for evidence in b.evidence:
                if evidence.slot in SLOTS:
                    ok = right(evidence.slot, a, b, of_gold, of_predicted)
                    found.append((evidence.slot, evidence.rule, evidence.confidence, ok))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--write", action="store_true", help="write the lexicon trust.csv")
    parser.add_argument("--reliability", action="store_true", help="print the reliability table instead")
    options = parser.parse_args()
    found = outcomes(options.gold, rules=not options.reliability)
    if options.reliability:
        bins: dict[int, list[tuple[float, bool]]] = defaultdict(list)
        for _, _, confidence, ok in found:
            bins[min(9, int(confidence * 10))].append((confidence, ok))
        print("| confidence | links | mean confidence | right |\n|---|---|---|---|")
        for low, rows in sorted(bins.items()):
            mean = sum(c for c, _ in rows) / len(rows)
            right = sum(ok for _, ok in rows) / len(rows)
            print(f"| {low / 10:.1f}-{low / 10 + 0.1:.1f} | {len(rows)} | {mean:.2f} | {right:.2f} |")
        return
    shares: dict[tuple[str, str], list[bool]] = defaultdict(list)
    for slot, rule, _, ok in found:
        shares[slot, rule].append(ok)
        shares[slot, ""].append(ok)
    rows = sorted(
        (slot, rule, sum(oks) / len(oks), len(oks)) for (slot, rule), oks in shares.items() if len(oks) >= ENOUGH
    )
    if options.write:
        with (Path("pipeline") / "tallies" / "lexicons" / "trust.csv").open("w", newline="") as lines:
            writer = csv.writer(lines, lineterminator="\n")
            writer.writerow(["slot", "rule", "share", "count"])
            writer.writerows((slot, rule, f"{share:.3f}", count) for slot, rule, share, count in rows)
    for slot, rule, share, count in rows:
        print(f"{slot:14} {rule or '(all)':34} {share:.3f} {count}")


if __name__ == "__main__":
    main()
