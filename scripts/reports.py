"""Our annotation of published narratives, kept without their text.

``corpus/reports.jsonl`` holds a line a narrative: its id, the SHA-256 of its text, and entities, facts and
routes by offsets; names of agencies are offsets too, so that no word of a report is in the project.

    python scripts/reports.py join FOLDER -o reports.full.jsonl   # the texts from FOLDER/<doc_id>.txt
    python scripts/reports.py strip FULL.jsonl -o corpus/reports.jsonl
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path
from typing import Any


def strip(record: dict[str, Any]) -> dict[str, Any]:
    """A document record without its text; every agency becomes the offsets of its nearest mention."""
    text = record.pop("text")
    agencies = [(e["start"], e["end"]) for e in record["entities"] if e["label"] == "AGENCY"]
    for fact in record["facts"]:
        name = plain(fact.pop("agency", ""))
        mentions = [span for span in agencies if plain(text[slice(*span)]) == name]
        if mentions:
            fact["agency_anchor"] = list(min(mentions, key=lambda span: abs(span[0] - fact["anchor"][0])))
    return {"sha256": hashlib.sha256(text.encode()).hexdigest(), **record}


def join(record: dict[str, Any], text: str) -> dict[str, Any]:
    """The document record of a stripped one and its *text*. Raises ValueError if the text is another."""
    if hashlib.sha256(text.encode()).hexdigest() != record.pop("sha256"):
        raise ValueError(f"{record['doc_id']}: the text is not the one that was annotated.")
    for fact in record["facts"]:
        anchor = fact.pop("agency_anchor", None)
        if anchor:
            fact["agency"] = text[slice(*anchor)]
    return {**record, "text": text}


def plain(name: str) -> str:
    """A name as it is compared: one space between words, straight apostrophes."""
    return " ".join(name.replace("’", "'").split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("join", "strip"))
    parser.add_argument("source", type=Path)
    parser.add_argument("-o", "--out", type=Path, required=True)
    options = parser.parse_args()
    kept = Path(__file__).parents[1] / "corpus" / "reports.jsonl"
    records = (kept if options.task == "join" else options.source).read_text(encoding="utf-8").splitlines()
    with options.out.open("w", encoding="utf-8") as out:
        for line in records:
            record = json.loads(line)
            if options.task == "strip":
                record = strip(record)
            else:
                path = options.source / f"{record['doc_id']}.txt"
                if not path.exists():
                    continue
                record = join(record, path.read_text(encoding="utf-8"))
            out.write(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n")


if __name__ == "__main__":
    main()
