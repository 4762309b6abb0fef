"""The scores and the model card that lie in the folder of a trained pipeline."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from spacy.language import Language

from tallies.evaluation import Score


def write_card(
    nlp: Language, scores: Mapping[str, Score], out: Path, *, minutes: float, documents: int, held_out: int
) -> None:
    """Write ``scores.json`` and ``README.md`` into *out*.

    minutes (float): of processor time that training took.
    documents, held_out (int): how many documents were trained on and scored on.
    """
    rows = {name: score.to_dict() for name, score in scores.items()}
    (out / "scores.json").write_text(json.dumps(rows, indent=1) + "\n", encoding="utf-8")
    lines = card(nlp, scores, size=_size(out), minutes=minutes, documents=documents, held_out=held_out)
    (out / "README.md").write_text("\n".join(lines) + "\n", encoding="utf-8")


def card(
    nlp: Language, scores: Mapping[str, Score], *, size: int, minutes: float, documents: int, held_out: int
) -> Iterator[str]:
    """The lines of the model card; *size* is that of the pipeline in bytes."""
    meta = nlp.meta
    trained = {name: getattr(pipe, "labels", ()) for name, pipe in nlp.pipeline if getattr(pipe, "is_trainable", False)}
    yield f"# {meta['lang']}_{meta['name']} {meta['version']}"
    yield ""
    yield "Reads figures out of report prose and links them into records: rules, and a tagger trained on annotations."
    yield ""
    yield "| | |"
    yield "|---|---|"
    yield f"| Components | {', '.join(nlp.pipe_names)} |"
    yield f"| Trained | {'; '.join(name + ': ' + ', '.join(names) for name, names in trained.items())} |"
    yield f"| Trained on | {documents:,} documents |"
    yield f"| Scored on | {held_out:,} documents that were not trained on |"
    yield f"| Training | {minutes:.1f} minutes of one processor |"
    yield f"| Size | {size / 1e6:.1f} MB |"
    yield f"| spaCy | {meta['spacy_version']} |"
    yield ""
    yield "The weights hold hashes of features, no text. Reports of other kinds than those trained on are read less"
    yield "well: score the pipeline on annotated documents of your own (`tallies evaluate`) before you rely on it."
    yield ""
    yield "| | P | R | F1 | gold | predicted |"
    yield "|---|---|---|---|---|---|"
    for name, score in scores.items():
        rates = f"{score.precision:.3f} | {score.recall:.3f} | {score.f1:.3f}"
        yield f"| {name} | {rates} | {score.gold:,} | {score.predicted:,} |"


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
