"""``tallies convert``: documents from one annotation format to another."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Name(StrEnum):
    """Names of the formats: the keys of tallies.exchange.formats.FORMATS, which is only imported when needed."""

    JSONL = "jsonl"
    MARKS = "marks"
    DOCBIN = "docbin"
    PRODIGY = "prodigy"
    LABELSTUDIO = "labelstudio"
    BRAT = "brat"
    DOCCANO = "doccano"
    CONLL = "conll"
    XMI = "xmi"


def convert_command(
    source: Annotated[Path, typer.Argument(help="File or folder to read.", metavar="IN", exists=True)],
    target: Annotated[Path, typer.Argument(help="File or folder to write.", metavar="OUT")],
    from_: Annotated[Name, typer.Option("--from", help="Format of IN.")],
    to: Annotated[Name, typer.Option("--to", help="Format of OUT.")],
    model_version: Annotated[
        str | None, typer.Option(help="labelstudio: name of the model in predictions.  [tallies and its version]")
    ] = None,
    annotated: Annotated[
        bool, typer.Option("--annotated", help="labelstudio: write annotations made by people, not predictions.")
    ] = False,
) -> None:
    """Convert annotated documents; what OUT's format cannot hold is said on stderr before it is dropped.

    docs/exchange.md says what each format holds. Exit code: 0 if IN was read and OUT written, 1 if not.
    """
    from tallies.errors import InputError
    from tallies.exchange.formats import FORMATS, losses
    from tallies.exchange.labelstudio import write_labelstudio

    if (model_version or annotated) and to is not Name.LABELSTUDIO:
        raise typer.BadParameter("It is for --to labelstudio only.", param_hint="--model-version, --annotated")
    for path, name, hint in ((source, from_, "IN"), (target, to, "OUT")):
        if path.exists() and path.is_dir() != FORMATS[name].folder and not (name is Name.XMI and path is source):
            kind = "a folder" if FORMATS[name].folder else "a file"
            raise typer.BadParameter(f"{path} is not {kind}, which {name} needs.", param_hint=hint)
    try:
        documents, notes = FORMATS[from_].read(source)
        for note in [*notes, *losses(to, documents)]:
            typer.echo(note, err=True)
        if to is Name.LABELSTUDIO:
            write_labelstudio(documents, target, model_version=model_version, annotated=annotated)
        else:
            FORMATS[to].write(documents, target)
    except (InputError, OSError) as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from error
    typer.echo(f"{len(documents):,} document{'' if len(documents) == 1 else 's'} in {target}.")
