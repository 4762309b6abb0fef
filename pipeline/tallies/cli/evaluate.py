"""``tallies evaluate``: how well the pipeline reads gold documents."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tallies.evaluation import Score


def evaluate_command(
    gold: Annotated[
        Path,
        typer.Argument(help="Gold document records, one a line.", metavar="GOLD.jsonl", exists=True, dir_okay=False),
    ],
    as_json: Annotated[bool, typer.Option("--json", help="Print the scores as a JSON object.")] = False,
) -> None:
    """Print precision, recall and F1 of the pipeline's own output on gold texts, by label and by kind of link."""
    from tallies.documents.jsonl import read_documents
    from tallies.errors import InputError
    from tallies.evaluation import evaluate
    from tallies.pipelines import load

    try:
        documents = list(read_documents(gold))
    except (InputError, OSError) as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from error
    scores = evaluate(load(), documents)
    if as_json:
        typer.echo(json.dumps({name: score.to_dict() for name, score in scores.items()}, indent=1))
    else:
        for line in table(scores):
            typer.echo(line)


def table(scores: Mapping[str, Score]) -> Iterator[str]:
    """*scores* as lines: first the kinds, then each label."""
    yield f"{'':24}{'P':>7}{'R':>7}{'F1':>7}{'gold':>7}{'pred':>7}"
    labels = [name for name in scores if name.startswith("entity ")]
    for name in [*(name for name in scores if name not in labels), *sorted(labels)]:
        score = scores[name]
        rates = f"{score.precision:7.3f}{score.recall:7.3f}{score.f1:7.3f}"
        yield f"{name:24}{rates}{score.gold:7}{score.predicted:7}"
