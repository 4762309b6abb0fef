"""``tallies read``: a folder of narratives in, linked figures out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from tallies.errors import InputError
    from tallies.records import Document
    from tallies.running.local import Result

#: How many of the largest changes the summary names.
SHOWN: Final = 10


class Format(StrEnum):
    """Formats of the tables."""

    CSV = "csv"
    PARQUET = "parquet"
    JSONL = "jsonl"


def read_command(
    paths: Annotated[
        list[str], typer.Argument(help="Files (.txt, .jsonl) and folders, in any mix.", metavar="PATH...")
    ],
    out: Annotated[Path, typer.Option("-o", "--out", help="Folder for the results; made if missing.", file_okay=False)],
    formats: Annotated[
        list[Format] | None, typer.Option("--format", help="Format of the tables; may be given several times.  [csv]")
    ] = None,
    report_year: Annotated[
        int | None, typer.Option(help="Year of the reports; overrules what they say.", min=1000, max=9999)
    ] = None,
    jobs: Annotated[int, typer.Option(help="Processes to use.", min=1)] = 1,
) -> None:
    """Read all figures out of narratives; leave tables and documents.jsonl in OUT, print a summary.

    Exit code: 0 if every input was read, 1 if any failed (see the table "errors"), 2 if the call was wrong.
    """
    from tallies.documents.inputs import distinct, find, read_found
    from tallies.running.local import read_into

    files = list(find(paths, skip=out))
    sources = distinct(outcome for found in files for outcome in read_found(found))
    # How many documents a .jsonl file holds is not known before it is read.
    total = None if any(str(file).endswith(".jsonl") for file in files) else len(files)
    with _bar(total) as progress:
        try:
            result = read_into(
                out,
                sources,
                formats=[format_.value for format_ in dict.fromkeys(formats or [Format.CSV])],
                report_year=report_year,
                jobs=jobs,
                progress=progress,
            )
        except OSError as error:
            raise typer.BadParameter(f"{out} cannot be written: {error.strerror}.", param_hint="--out") from error
    for line in summary(result):
        typer.echo(line)
    typer.echo(f"Results are in {out}.")
    if len(result.errors):
        raise typer.Exit(1)


def summary(result: Result) -> Iterator[str]:
    """What was read, what failed and the largest changes, as lines."""
    documents = result.documents
    counts = [
        (len(documents), "document"),
        (int(documents["words"].sum()), "word"),
        (len(result.facts), "figure"),
        (len(result.comparisons), "comparison"),
        (len(result.routes), "route"),
    ]
    yield ", ".join(f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
    errors = result.errors
    if len(errors):
        yield f"{len(errors):,} failed:"
        for error in errors.itertuples():
            where = f"{error.file}, {error.place}" if error.place else error.file
            yield f"  {where}: {error.reason} {error.remedy}"
    changes = list(largest_changes(result))
    if changes:
        yield "Largest changes:"
        yield from (f"  {change}" for change in changes)


def largest_changes(result: Result, count: int = SHOWN) -> Iterator[str]:
    """The comparisons that change by the largest factor, up or down, as sentences.

    One is added on either side of the ratio: a rise from 0 has no ratio, and one from 1 to 3 is less
    of a change than one from 100 to 300.
    """
    known = result.comparisons.dropna(subset=["later_value", "earlier_value"])
    ratio = (known["later_value"] + 1) / (known["earlier_value"] + 1)
    factor = ratio.where(ratio >= 1, 1 / ratio)
    largest = known.assign(factor=factor)[factor > 1].sort_values("factor", ascending=False, kind="stable")
    yield from (f"{row.document}: {row.sentence}" for row in largest.head(count).itertuples())


@contextmanager
def _bar(total: int | None) -> Iterator[Callable[[Document | InputError], None]]:
    """A progress bar on stderr; gives the function to call with each record or error."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from tallies.documents.tables import words
    from tallies.errors import InputError

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("documents, {task.fields[speed]:,.0f} words/s, {task.fields[failures]} failed"),
        TimeElapsedColumn(),
    )
    count = failures = 0
    start = time.perf_counter()
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=total, speed=0.0, failures=0)

        def advance(outcome: Document | InputError) -> None:
            nonlocal count, failures
            if isinstance(outcome, InputError):
                failures += 1
            else:
                count += words(outcome.text)
            bar.update(task, advance=1, speed=count / (time.perf_counter() - start), failures=failures)

        yield advance
