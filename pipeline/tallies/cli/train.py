"""``tallies train``: annotated documents in, a better pipeline out."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer


def train_command(
    config: Annotated[
        Path, typer.Argument(help="Training config, such as configs/spans.cfg.", exists=True, dir_okay=False)
    ],
    data: Annotated[
        list[Path],
        typer.Option(
            "--data",
            help="Document records to learn from, one a line, or a folder of `tallies read` that was corrected.",
            exists=True,
        ),
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", help="Folder for the pipeline; replaced if there.", file_okay=False)
    ],
    dev: Annotated[
        list[Path] | None,
        typer.Option(
            "--dev", help="Documents to score on.  [every eighth of the data, held out]", exists=True, dir_okay=False
        ),
    ] = None,
    phrasings: Annotated[
        list[Path] | None,
        typer.Option(
            "--phrasings",
            help="Sentences with figures marked by action and unit, {14|assist|child}: files or folders.",
            exists=True,
        ),
    ] = None,
    seed: Annotated[int | None, typer.Option(help="Overrules that of the config.", min=0)] = None,
) -> None:
    """Train a pipeline on annotated documents; leave it in OUT with its scores and a model card, and print them."""
    from tallies.cli.evaluate import table
    from tallies.errors import TalliesError
    from tallies.training.train import train

    try:
        trained = train(config, data, out, dev=dev or (), phrasings=phrasings or (), seed=seed, log=sys.stderr)
    except TalliesError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from error
    for line in table(trained.scores):
        typer.echo(line)
    typer.echo(f"Trained on {trained.documents:,} documents in {trained.minutes:.1f} minutes of processor time.")
    typer.echo(f"The pipeline is in {out}.")
