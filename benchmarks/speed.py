"""Words a second of the pipelines and of each component, against spaCy alone and a small spaCy CNN, in one run.

    python benchmarks/speed.py FOLDER [--repetitions N] [--pipeline NAME ...] [--no-cnn]

One process, and its CPU time: that of other programs on the machine does not count. The runs are repeated in
turn, and the best of N counts for each. Components are timed one after another on each document, after the
whole pipeline as such. The garbage collector is set as ``tallies read`` sets it.

The CNN is a tagger and an entity recogniser over one tok2vec layer of spaCy's default size (width 96, depth 4,
that of its small models), with random weights: what it finds is wrong, but takes as long as if it were right.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import spacy
from spacy.language import Language
from spacy.training import Example

from tallies.collecting import seldom_collected
from tallies.documents.inputs import read_sources
from tallies.documents.source import Source
from tallies.documents.tables import words
from tallies.pipelines import MODEL, RULES, load_named

BLANK = 'spacy.blank("en")'
CNN = "spaCy CNN (tok2vec, tagger, ner)"
#: As many as the small English model of spaCy has.
TAGS, ENTITY_LABELS = 50, 18


def cnn() -> Language:
    """The CNN with random weights, initialised on a few sentences with made-up tags and entities."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tok2vec")
    listener = {"model": {"tok2vec": {"@architectures": "spacy.Tok2VecListener.v1", "width": 96}}}
    for name in ("tagger", "ner"):
        nlp.add_pipe(name, config=listener)
    examples = []
    for k in range(max(TAGS, ENTITY_LABELS)):
        doc = nlp.make_doc("Courts convicted two traffickers .")
        tags = [f"TAG{(k + i) % TAGS}" for i in range(len(doc))]
        found: dict[str, Any] = {"tags": tags, "entities": [(0, 6, f"LABEL{k % ENTITY_LABELS}")]}
        examples.append(Example.from_dict(doc, found))
    nlp.initialize(lambda: examples)
    return nlp


def whole(nlp: Language, texts: Sequence[str]) -> float:
    """The seconds that *nlp* takes for all *texts*."""
    start = time.process_time()
    for _ in nlp.pipe(texts):
        pass
    return time.process_time() - start


def stages(nlp: Language, texts: Sequence[str]) -> dict[str, float]:
    """The seconds that the tokenizer and each component of *nlp* take for all *texts*."""
    names = ["tokenizer", *nlp.pipe_names]
    spent = dict.fromkeys(names, 0.0)
    for text in texts:
        before = time.process_time()
        doc = nlp.tokenizer(text)
        for name in names:
            if name != "tokenizer":
                doc = nlp.get_pipe(name)(doc)
            now = time.process_time()
            spent[name] += now - before
            before = now
    return spent


def measure(pipelines: dict[str, Language], texts: Sequence[str], repetitions: int) -> dict[str, dict[str, float]]:
    """The best time in seconds of each pipeline over all *texts*, as stage "", and of its stages."""
    for nlp in pipelines.values():
        whole(nlp, texts)  # once unmeasured: lexicons are read and caches filled at first use
    best: dict[str, dict[str, float]] = {name: {} for name in pipelines}
    for _ in range(repetitions):
        for name, nlp in pipelines.items():
            with seldom_collected():
                run = {"": whole(nlp, texts)}
                if name not in (BLANK, CNN):
                    run |= stages(nlp, texts)
            best[name] = {stage: min(spent, best[name].get(stage, spent)) for stage, spent in run.items()}
    return best


def main() -> None:
    """Print a table of the pipelines, and one of the components of each of ours."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--repetitions", type=int, default=3)
    parser.add_argument("--pipeline", nargs="+", default=[RULES, MODEL], help="names or folders of pipelines")
    parser.add_argument("--cnn", action=argparse.BooleanOptionalAction, default=True)
    arguments = parser.parse_args()
    texts = [source.text for source in read_sources(arguments.folder) if isinstance(source, Source)]
    if not texts:
        parser.error(f"{arguments.folder} holds no text")
    count = sum(words(text) for text in texts)
    pipelines = {name: load_named(name) for name in arguments.pipeline} | {BLANK: spacy.blank("en")}
    if arguments.cnn:
        pipelines[CNN] = cnn()
    best = measure(pipelines, texts, arguments.repetitions)
    print(f"{len(texts)} documents, {count:,} words, best of {arguments.repetitions}, CPU time of one process\n")
    print(f"| pipeline | words/s | times {BLANK} |\n|---|---:|---:|")
    for name, spent in best.items():
        print(f"| {name} | {count / spent['']:,.0f} | {spent[''] / best[BLANK]['']:.1f} |")
    for name in arguments.pipeline:
        print(f"\n| stage of {name} | words/s | µs/word | share |\n|---|---:|---:|---:|")
        for stage, spent in list(best[name].items())[1:]:
            print(f"| {stage} | {count / spent:,.0f} | {1e6 * spent / count:.2f} | {spent / best[name]['']:.0%} |")


if __name__ == "__main__":
    main()
