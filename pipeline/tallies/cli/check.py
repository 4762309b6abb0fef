"""``tallies check``: what does not fit in an output."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tallies.checks.flags import Flag


def check_command(
    output: Annotated[
        Path, typer.Argument(help="Folder that `tallies read` left, or a .jsonl of records.", metavar="OUT")
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="File for the flags: .csv, .parquet or .jsonl.", dir_okay=False)
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 3 if there is any flag.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Print the summary only.")] = False,
) -> None:
    """Flag figures that do not fit each other; nothing is changed or rejected.

    Corrections made in the served page hold over what was read.

    Exit code: 0 if the checks ran, 1 if OUT could not be read, 2 if the call was wrong, 3 with --strict if there
    is a flag.
    """
    from tallies.checks.run import COLUMNS, check, table
    from tallies.documents.corrections import apply_corrections, read_corrections
    from tallies.documents.output import read_output
    from tallies.documents.writers import WRITERS, write_table
    from tallies.errors import InputError

    if out is not None and out.suffix.removeprefix(".").lower() not in WRITERS:
        known = ", ".join(f".{suffix}" for suffix in WRITERS)
        raise typer.BadParameter(f"{out} is of no format that can be written; choose from {known}.", param_hint="--out")
    try:
        documents = list(apply_corrections(read_output(output), read_corrections(output).values()))
    except InputError as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from error
    flags = check(documents)
    if not quiet:
        for flag in flags:
            for line in shown(flag):
                typer.echo(line)
    for line in summary(flags, len(documents)):
        typer.echo(line)
    if out is not None:
        try:
            out.parent.mkdir(parents=True, exist_ok=True)
            write_table(table(flags), COLUMNS, out)
        except OSError as error:
            raise typer.BadParameter(f"{out} cannot be written: {error.strerror}.", param_hint="--out") from error
        typer.echo(f"The flags are in {out}.")
    if strict and flags:
        raise typer.Exit(3)


def shown(flag: Flag) -> Iterator[str]:
    """*flag* as lines, with both sentences."""
    yield f"{flag.document} {flag.fact}, {flag.check}: {flag.message}"
    yield f"  {flag.fact}: {flag.sentence}"
    if (flag.document, flag.sentence) != (flag.other_document, flag.other_sentence):
        other = "" if flag.document == flag.other_document else f"{flag.other_document} "
        yield f"  {other}{flag.other_fact}: {flag.other_sentence}"
    yield f"  likelier cause: the {flag.likelier}. {flag.why}"


def summary(flags: Sequence[Flag], documents: int) -> Iterator[str]:
    """How many flags of each check there are, and of each cause, as lines."""
    noun = "flag" if len(flags) == 1 else "flags"
    yield f"{len(flags):,} {noun} in {documents:,} document{'' if documents == 1 else 's'}"
    checks = Counter(flag.check for flag in flags)
    causes = Counter((flag.check, flag.likelier) for flag in flags)
    for name, count in sorted(checks.items()):
        yield f"  {name:12} {count:5,}   text {causes[name, 'text']:,}, reading {causes[name, 'reading']:,}"
