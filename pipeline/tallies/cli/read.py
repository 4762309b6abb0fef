"""``tallies read``: a folder of narratives in, linked figures out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

if TYPE_CHECKING:
    from tallies.documents.kinds import Reading
    from tallies.documents.layouts import Layout
    from tallies.documents.source import Source
    from tallies.errors import InputError
    from tallies.records import Document
    from tallies.running.cluster import Totals
    from tallies.running.local import Result

#: How many of the largest changes the summary names.
SHOWN: Final = 10


class Format(StrEnum):
    """Formats of the tables."""

    CSV = "csv"
    PARQUET = "parquet"
    JSONL = "jsonl"


class Engine(StrEnum):
    """Where the pipeline runs."""

    LOCAL = "local"
    RAY = "ray"


def read_command(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Files and folders, in any mix: text, Markdown, web pages, PDF, Word, e-books, tables, archives.",
            metavar="PATH...",
        ),
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="Folder for the results; made if missing.", file_okay=False)
    ] = None,
    formats: Annotated[
        list[Format] | None, typer.Option("--format", help="Format of the tables; may be given several times.  [csv]")
    ] = None,
    report_year: Annotated[
        int | None, typer.Option(help="Year of the reports; overrules what they say.", min=1000, max=9999)
    ] = None,
    jobs: Annotated[int, typer.Option(help="Processes to use.", min=1)] = 1,
    text_column: Annotated[
        str | None, typer.Option(help="Column of tables and .jsonl that holds the texts.  [text]", show_default=False)
    ] = None,
    id_column: Annotated[
        str | None, typer.Option(help="Column that holds their names.  [doc_id]", show_default=False)
    ] = None,
    layout: Annotated[
        list[Path] | None,
        typer.Option(help="Profile (.toml) of a kind of report; several may be given.", exists=True, dir_okay=False),
    ] = None,
    store: Annotated[
        Path | None, typer.Option(help="DuckDB file to write the tables into as well; made if missing.", dir_okay=False)
    ] = None,
    repair: Annotated[bool, typer.Option(help="Repair damage of the text in a working copy.")] = True,
    engine: Annotated[Engine, typer.Option(help="Where to run: on this machine, or on a Ray cluster.")] = Engine.LOCAL,
    address: Annotated[
        str | None, typer.Option(help="Address of the Ray cluster; else RAY_ADDRESS, or one on this machine.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be read, and read no figures.")] = False,
) -> None:
    """Read all figures out of narratives; leave tables and documents.jsonl in OUT, print a summary.

    Exit code: 0 if every input was read, 1 if any failed (see the table "errors"), 2 if the call was wrong.
    """
    from tallies.documents.inputs import find, read_all
    from tallies.documents.kinds import MANY, Reading, kind_of

    reading = Reading(text_column, id_column, _layouts(layout or []))
    files = list(find(paths, skip=out))
    sources = read_all(files, reading)
    if dry_run:
        raise typer.Exit(_list(sources))
    if out is None:
        raise typer.BadParameter("Give the folder for the results, or --dry-run.", param_hint="--out")
    if engine is Engine.RAY:
        if jobs != 1 or store is not None or set(formats or [Format.PARQUET]) != {Format.PARQUET}:
            reason = "Ray uses all processes of its cluster and writes Parquet: no --jobs, --store or other --format."
            raise typer.BadParameter(reason, param_hint="--engine")
        raise typer.Exit(_on_cluster(out, files, reading, report_year, repair, address))
    if address is not None:
        raise typer.BadParameter("An address is for --engine ray.", param_hint="--address")
    from tallies.running.local import read_into

    if store is not None:
        _check(store)
    # How many documents some kinds of file hold is not known before they are read.
    total = None if any(isinstance(file, Path) and kind_of(file.name) in MANY for file in files) else len(files)
    with _bar(total) as progress:
        try:
            result = read_into(
                out,
                sources,
                formats=[format_.value for format_ in dict.fromkeys(formats or [Format.CSV])],
                report_year=report_year,
                jobs=jobs,
                progress=progress,
                repair=repair,
            )
        except OSError as error:
            raise typer.BadParameter(f"{out} cannot be written: {error.strerror}.", param_hint="--out") from error
    for line in summary(result):
        typer.echo(line)
    typer.echo(f"Results are in {out}.")
    if store is not None:
        _store(store, out, result)
    if len(result.errors):
        raise typer.Exit(1)


def _on_cluster(
    out: Path,
    files: list[Path | InputError],
    reading: Reading,
    report_year: int | None,
    repair: bool,
    address: str | None,
) -> int:
    """Read *files* on a Ray cluster, and print how much that was; the exit code."""
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    from tallies.errors import InputError
    from tallies.running.cluster import read_on_cluster

    columns = (BarColumn(), MofNCompleteColumn(), TextColumn("documents"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task("", total=None)

        def advance(part: Totals, total: int) -> None:
            bar.update(task, advance=part.documents + part.errors, total=total)

        try:
            totals = read_on_cluster(
                out,
                files,
                address=address,
                reading=reading,
                report_year=report_year,
                repair=repair,
                progress=advance,
            )
        except InputError as error:
            raise typer.BadParameter(str(error), param_hint="--engine") from error
        except OSError as error:
            raise typer.BadParameter(f"{out} cannot be written: {error.strerror}.", param_hint="--out") from error
    typer.echo(
        f"{totals.documents:,} documents, {totals.words:,} words, {totals.facts:,} figures, {totals.errors:,} failed"
    )
    typer.echo(f"Results are in {out}.")
    return int(totals.errors > 0)


def _check(store: Path) -> None:
    from tallies.documents.store import check_store
    from tallies.errors import InputError

    try:
        check_store(store)
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="--store") from error


def _store(store: Path, out: Path, result: Result) -> None:
    """Write what is in *out* into the store, from the file, so that it need not be in memory once more."""
    from itertools import chain

    from tallies.documents.output import read_output
    from tallies.documents.store import write_store
    from tallies.errors import InputError

    errors = (InputError(**row) for row in result.errors.to_dict("records"))
    try:
        run = write_store(store, chain(read_output(out), errors))
    except (InputError, OSError) as error:
        typer.echo(f"The store was not written. {error}", err=True)
        raise typer.Exit(1) from error
    typer.echo(f"The store {store} has them as run {run}.")


def _layouts(files: list[Path]) -> tuple[Layout, ...]:
    from tallies.documents.layouts import load_layout
    from tallies.errors import InputError

    try:
        return tuple(load_layout(file) for file in files)
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="--layout") from error


def _list(sources: Iterable[Source | InputError]) -> int:
    """Print a line for each file: its kind, and how many documents it holds; the exit code."""
    code = 0
    for line, failed in listing(sources):
        typer.echo(line)
        code = code or int(failed)
    return code


def listing(sources: Iterable[Source | InputError]) -> Iterator[tuple[str, bool]]:
    """What would be read, as lines, each with whether it says that something cannot be."""
    from itertools import groupby

    from tallies.documents.inputs import counted
    from tallies.documents.kinds import kind_of
    from tallies.documents.tables import words
    from tallies.errors import InputError

    documents = files = failed = 0
    for file, outcomes in groupby(sources, key=lambda outcome: outcome.file):
        count = letters = 0
        for outcome in outcomes:
            if isinstance(outcome, InputError):
                failed += 1
                yield f"{_where(outcome)}: {outcome.reason} {outcome.remedy}", True
            else:
                count += 1
                letters += words(outcome.text)
        if count:
            files += 1
            documents += count
            yield f"{file}: {kind_of(file)}, {counted(count)}, {letters:,} words", False
    yield f"{counted(documents)} in {files:,} file{'' if files == 1 else 's'}, {failed:,} failed", False


def _where(error: InputError) -> str:
    return f"{error.file}, {error.place}" if error.place else error.file


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
