"""``tallies suggest``: the sentences to annotate next."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from tallies import __version__
from tallies.cli.convert import Name


def suggest_command(
    pipeline: Annotated[
        str, typer.Argument(help='Folder or package of the pipeline to better, or "rules".', metavar="PIPELINE")
    ],
    texts: Annotated[list[str], typer.Argument(help="Files and folders, as for `tallies read`.", metavar="TEXTS...")],
    out: Annotated[
        Path, typer.Option("-o", "--out", help="File (or folder, as the format asks) for the tasks.", metavar="OUT")
    ],
    count: Annotated[int, typer.Option("-n", "--count", help="How many tasks at most.", min=1)] = 50,
    to: Annotated[Name, typer.Option("--to", help="Format of OUT, as for `tallies convert`.")] = Name.LABELSTUDIO,
    report_year: Annotated[
        int | None, typer.Option(help="Year of the reports; overrules what they say.", min=1000, max=9999)
    ] = None,
    show: Annotated[int, typer.Option(help="How many of the tasks to print with their reasons.", min=0)] = 5,
) -> None:
    """Pick the sentences whose annotation teaches most, and write them pre-annotated by PIPELINE.

    Doubtful links and entities, numbers left unread and figures in conflict with a check make a sentence worth while;
    see docs/loop.md.

    Exit code: 0 if every text was read, 1 if any failed, 2 if the call was wrong.
    """
    from tallies.documents.inputs import read_sources
    from tallies.errors import InputError
    from tallies.exchange.formats import FORMATS, losses
    from tallies.pipelines import load_named
    from tallies.running.local import stream
    from tallies.training.suggest import suggest, tagger_doubts, write_suggestions

    if out.exists() and out.is_dir() != FORMATS[to].folder:
        kind = "a folder" if FORMATS[to].folder else "a file"
        raise typer.BadParameter(f"{out} is not {kind}, which {to} needs.", param_hint="--out")
    try:
        nlp = load_named(pipeline)
    except InputError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from error
    documents, failed = [], False
    for outcome in stream(read_sources(texts, skip=out), nlp, report_year=report_year):
        if isinstance(outcome, InputError):
            failed = True
            typer.echo(outcome, err=True)
        else:
            documents.append(outcome)
    found = suggest(documents, count, tagged=tagger_doubts(nlp))
    for note in losses(to, [one.document for one in found]):
        typer.echo(note, err=True)
    try:
        write_suggestions(found, out, to, model_version=f"tallies {__version__}, {Path(pipeline).name}")
    except OSError as error:
        raise typer.BadParameter(f"{out} cannot be written: {error.strerror}.", param_hint="--out") from error
    for one in found[:show]:
        typer.echo(f"{one.document.doc_id}: {' '.join(one.document.text.split())}")
        for reason in one.reasons:
            typer.echo(f"  {reason}")
    tasks = f"{len(found):,} task{'' if len(found) == 1 else 's'}"
    typer.echo(f"{tasks} from {len(documents):,} document{'' if len(documents) == 1 else 's'} in {out}.")
    if failed:
        raise typer.Exit(1)
