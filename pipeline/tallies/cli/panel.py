"""``tallies panel``: the table that scholars build by hand."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer


class Form(StrEnum):
    """Forms of the panel."""

    LONG = "long"
    WIDE = "wide"


def panel_command(
    output: Annotated[
        Path, typer.Argument(help="Folder that `tallies read` left, or a .jsonl of records.", metavar="OUT")
    ],
    out: Annotated[
        Path, typer.Option("-o", "--out", help="File for the panel: .csv, .parquet or .jsonl.", dir_okay=False)
    ],
    form: Annotated[Form, typer.Option(help="A row a cell, or a row a country and year.")] = Form.LONG,
) -> None:
    """Write a table of countries, years and measures, and its codebook beside it (NAME.codebook.md).

    Corrections made in the served page hold over what was read.

    Exit code: 0 if the panel was written, 1 if OUT could not be read, 2 if the call was wrong.
    """
    from tallies.documents.corrections import apply_corrections, read_corrections
    from tallies.documents.files import replaced
    from tallies.documents.output import read_output
    from tallies.documents.writers import WRITERS, write_table
    from tallies.errors import InputError
    from tallies.panel.cells import collect, with_absent
    from tallies.panel.codebook import codebook
    from tallies.panel.table import long, long_columns, wide

    if out.suffix.removeprefix(".").lower() not in WRITERS:
        known = ", ".join(f".{suffix}" for suffix in WRITERS)
        raise typer.BadParameter(f"{out} is of no format that can be written; choose from {known}.", param_hint="--out")
    try:
        cells = collect(apply_corrections(read_output(output), read_corrections(output).values()))
    except InputError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from error
    shown = with_absent(cells)
    if form is Form.WIDE:
        frame, kinds = wide(shown)
    else:
        frame, kinds = long(shown), long_columns()
    book = out.with_suffix(".codebook.md")
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        write_table(frame, kinds, out)
        with replaced(book) as lines:
            lines.write(codebook(cells, shown, kinds))
    except OSError as error:
        raise typer.BadParameter(f"{out} cannot be written: {error.strerror}.", param_hint="--out") from error
    told = len(cells.cells)
    left = sum(cells.left_out.values())
    typer.echo(f"{told:,} cells from {cells.facts - left:,} of {cells.facts:,} figures; {len(shown) - told:,} absent")
    typer.echo(f"The panel is in {out}, its codebook in {book}.")
