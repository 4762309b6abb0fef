"""Prove that the corpus is what ``corpus/README.md`` says; ``--write`` first builds its JSON lines anew.

    python scripts/check_corpus.py            check corpus/: exit code 1 if anything is wrong, all of it on stderr
    python scripts/check_corpus.py --write    build corpus/train.jsonl and corpus/dev.jsonl from corpus/narratives

``build`` and ``problems`` are functions over one folder, so that the tests can try them on broken ones.
"""

from __future__ import annotations

import argparse
import csv
import math
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from tallies.documents.jsonl import read_documents, write_documents
from tallies.documents.marks import read_marks
from tallies.errors import TalliesError
from tallies.labels import ACTION, AGENCY, MONEY, STATISTIC
from tallies.numerals import parse, parse_money
from tallies.records import Document, Fact

CORPUS = Path(__file__).resolve().parents[1] / "corpus"
SPLITS = ("train", "dev")
#: Facts whose words the numerals do not read as people do, with the reason.
READ_BY_PEOPLE = {
    ("Barbados", "31.4"): "upwards of",
    ("Bolivia", "8.3"): "barely a third",
    ("Burma", "26.3"): "upwards of",
    ("Burundi", "38.3"): "or so, behind the figure",
    ("Chad", "22.3"): "both",
    ("Colombia", "25.3"): "nobody",
    ("Dominican_Republic_2", "26.2"): "a mere 27",
    ("Finland", "33.3"): "half a percent",
    ("Finland_2", "21.3"): "no one",
    ("Guinea_2", "15.4"): "no one",
    ("Lesotho_2", "28.1"): "the noun inside the fraction",
    ("Moldova", "22.4"): "a hyphen at the line's end, inside the number",
    ("Switzerland_2", "13.2"): "both",
    ("Turkey", "26.1"): "the lira of before 2005, TRL",
    ("Turkey", "26.2"): "the lira of before 2005, TRL",
    ("Turkey", "28.3"): "a little over",
}


def rows(corpus: Path) -> list[dict[str, str]]:
    """The rows of ``splits.csv``: doc_id, country, report_year, split."""
    with (corpus / "splits.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def document(corpus: Path, row: dict[str, str]) -> Document:
    """The narrative of one row. Raises InputError naming file, line and field, and OSError."""
    ann = corpus / "narratives" / f"{row['doc_id']}.ann"
    return read_marks(
        ann.read_text(encoding="utf-8"),
        ann.with_suffix(".txt").read_bytes().decode("utf-8"),
        doc_id=row["doc_id"],
        country=row["country"],
        report_year=int(row["report_year"]),
        file=str(ann),
    )


def build(corpus: Path) -> dict[str, list[Document]]:
    """The documents of each split, in the order of ``splits.csv``."""
    found: dict[str, list[Document]] = {split: [] for split in SPLITS}
    for row in rows(corpus):
        found[row["split"]].append(document(corpus, row))
    return found


def problems(corpus: Path) -> Iterator[str]:
    """What is wrong with the corpus in the folder, a sentence each; nothing if it is in order."""
    table = rows(corpus)
    for name, count in Counter(row["doc_id"] for row in table).items():
        if count > 1:
            yield f"splits.csv: {name} stands in {count} rows, so that it may be in two splits."
    for row in table:
        if row["split"] not in SPLITS:
            yield f"splits.csv: the split of {row['doc_id']} is {row['split']!r}."
            return
    listed = {row["doc_id"] for row in table}
    for ann in sorted((corpus / "narratives").glob("*.ann")):
        if ann.stem not in listed:
            yield f"splits.csv: {ann.stem} has no row."
    built: dict[str, list[Document]] = {split: [] for split in SPLITS}
    texts: dict[str, str] = {}
    for row in table:
        try:
            made = document(corpus, row)
        except (TalliesError, OSError) as error:
            yield str(error)
            continue
        built[row["split"]].append(made)
        yield from document_problems(made)
        other = texts.setdefault(" ".join(made.text.split()), made.doc_id)
        if other != made.doc_id:
            yield f"{made.doc_id}: its text is that of {other}."
    for split, documents in built.items():
        path = corpus / f"{split}.jsonl"
        if not path.is_file() or list(read_documents(path)) != documents:
            yield f"{path.name} is not what the marked narratives give: run scripts/check_corpus.py --write."


def document_problems(made: Document) -> Iterator[str]:
    """What is wrong with the spans, facts and links of one narrative."""
    label = {(entity.start, entity.end): entity.label for entity in made.entities}
    end = 0
    for entity in sorted(made.entities, key=lambda entity: entity.start):
        words = made.text[entity.start : entity.end]
        if entity.start < end:
            yield f"{made.doc_id}: {entity.label} {words!r} at {entity.start} overlaps the span before it."
        if not words or words != words.strip():
            yield f"{made.doc_id}: {entity.label} {words!r} at {entity.start} has outer white space."
        end = entity.end
    facts = {fact.id: fact for fact in made.facts}
    agencies = {" ".join(made.text[e.start : e.end].split()) for e in made.entities if e.label == AGENCY}
    for fact in made.facts:
        where = f"{made.doc_id}, fact {fact.id}"
        kind = label.get(fact.anchor)
        if kind not in (STATISTIC, MONEY, ACTION):
            yield f"{where}: its anchor is {kind or 'no span'}."
        if fact.usd_anchor is not None and label.get(fact.usd_anchor) != MONEY:
            yield f"{where}: its dollars are no MONEY."
        if fact.usd_anchor is not None:
            dollars = made.text[slice(*fact.usd_anchor)]
            amount = parse_money(dollars, made.country)
            if amount is None or not _same(amount.value, fact.usd):
                yield f"{where}: its dollars are {fact.usd}, not {dollars!r}."
        for link in (fact.part_of, fact.compared_with):
            if link is not None and (link not in facts or link == fact.id):
                yield f"{where}: it is linked to {link}, which is no other fact."
        if fact.agency is not None and fact.agency not in agencies:
            yield f"{where}: {fact.agency!r} is no AGENCY of the text."
        if (made.doc_id, fact.id) not in READ_BY_PEOPLE:
            yield from (f"{where}: {reason}" for reason in _value_problems(made, fact, kind))
        if _loops(fact, facts):
            yield f"{where}: its links lead back to it."
    anchored = {fact.anchor for fact in made.facts} | {fact.usd_anchor for fact in made.facts}
    for span, kind in label.items():
        if kind == STATISTIC and span not in anchored:
            yield f"{made.doc_id}: the figure {made.text[span[0] : span[1]]!r} at {span[0]} has no fact."


def _loops(fact: Fact, facts: dict[str, Fact]) -> bool:
    seen, link = set(), fact.part_of
    while link in facts and link not in seen:
        seen.add(link)
        link = facts[link].part_of
    return fact.id in seen


def _value_problems(made: Document, fact: Fact, kind: str | None) -> Iterator[str]:
    words = made.text[slice(*fact.anchor)]
    if kind == STATISTIC:
        read = parse(words)
        if read is None:
            yield f"{words!r} is read as no figure."
        elif not _same(read.value, fact.value) or not _same(read.value_max, fact.value_max):
            yield f"its value is {fact.value}, {words!r} is read as {read.value}."
        # "estimated" may stand as the verb, away from the figure.
        elif read.qualifier != fact.qualifier and (fact.action, fact.qualifier) != ("estimate", "approx"):
            yield f"it is {fact.qualifier}, {words!r} is read as {read.qualifier}."
        elif read.percent != (fact.unit == "percent"):
            yield f"its unit is {fact.unit}, {words!r} is read as {'a' if read.percent else 'no'} percentage."
    if kind == MONEY:
        # The currency may be elided: "120 million francs, up from 100 million".
        amount = parse_money(words, made.country) or parse(words)
        code = getattr(amount, "code", None)
        if amount is None:
            yield f"{words!r} is read as no amount."
        elif not _same(amount.value, fact.value) or not _same(amount.value_max, fact.value_max):
            yield f"its value is {fact.value}, {words!r} is read as {amount.value}."
        elif code is not None and code != fact.unit:
            yield f"its unit is {fact.unit}, {words!r} is read as {code}."


def _same(left: float | None, right: float | None) -> bool:
    return left == right if left is None or right is None else math.isclose(left, right)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="build train.jsonl and dev.jsonl first")
    if parser.parse_args().write:
        for split, documents in build(CORPUS).items():
            write_documents(documents, CORPUS / f"{split}.jsonl")
    found = list(problems(CORPUS))
    for problem in found:
        sys.stderr.write(problem + "\n")
    sys.stdout.write(f"{len(found)} problems in {len(rows(CORPUS))} narratives\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
