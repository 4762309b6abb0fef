"""Words a second of the whole pipeline, of each component and of ``spacy.blank("en")``, in one run.

    python benchmarks/speed.py FOLDER [--repetitions N]

The components are timed one after another on each document, after the whole pipeline as such; the
best of N repetitions counts. One process, one core, and the garbage collector as ``tallies read`` sets it.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path

import spacy
from spacy.language import Language

import tallies
from tallies.documents.inputs import read_sources
from tallies.documents.source import Source
from tallies.documents.tables import words
from tallies.running.workers import seldom_collected

WHOLE = "whole pipeline"
BLANK = 'spacy.blank("en")'


def whole(nlp: Language, texts: Sequence[str]) -> float:
    """The seconds that *nlp* takes for all *texts*."""
    start = time.perf_counter()
    for text in texts:
        nlp(text)
    return time.perf_counter() - start


def stages(nlp: Language, texts: Sequence[str]) -> dict[str, float]:
    """The seconds that the tokenizer and each component of *nlp* take for all *texts*."""
    names = ["tokenizer", *nlp.pipe_names]
    spent = dict.fromkeys(names, 0.0)
    for text in texts:
        before = time.perf_counter()
        doc = nlp.tokenizer(text)
        for name in names:
            if name != "tokenizer":
                doc = nlp.get_pipe(name)(doc)
            now = time.perf_counter()
            spent[name] += now - before
            before = now
    return spent


def measure(texts: Sequence[str], repetitions: int) -> dict[str, float]:
    """The best time in seconds of each stage over all *texts*."""
    nlp, blank = tallies.load(), spacy.blank("en")
    for text in texts:  # once unmeasured: lexicons are read and caches filled at first use
        nlp(text)
        blank(text)
    best: dict[str, float] = {}
    for _ in range(repetitions):
        with seldom_collected():
            run = {WHOLE: whole(nlp, texts), BLANK: whole(blank, texts)} | stages(nlp, texts)
        best = {stage: min(spent, best.get(stage, spent)) for stage, spent in run.items()}
    return best


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = parser.parse_args()
    texts = [source.text for source in read_sources(arguments.folder) if isinstance(source, Source)]
    if not texts:
        parser.error(f"{arguments.folder} holds no text")
    count = sum(words(text) for text in texts)
    best = measure(texts, arguments.repetitions)
    print(f"{len(texts)} documents, {count:,} words, best of {arguments.repetitions}\n")
    print("| stage | words/s | share of the pipeline |\n|---|---:|---:|")
    for stage, spent in best.items():
        share = "" if stage == BLANK else f"{spent / best[WHOLE]:.0%}"
        print(f"| {stage} | {count / spent:,.0f} | {share} |")
    print(f"\nThe pipeline takes {best[WHOLE] / best[BLANK]:.1f} times the time of {BLANK}.")


if __name__ == "__main__":
    main()
