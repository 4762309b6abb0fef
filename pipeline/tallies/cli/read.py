"""``tallies read``: a folder of narratives in, linked figures out."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final, Self

import typer

if TYPE_CHECKING:
    from rich.progress import Progress

    from tallies.documents.layouts import Layout
    from tallies.documents.source import Source
    from tallies.errors import InputError
    from tallies.running.lines import Line
    from tallies.running.results import Summary

#: Seconds between two pictures of the progress bar.
_REFRESH: Final = 0.1


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
    timeout: Annotated[
        float | None, typer.Option(help="Seconds after which a document is set aside.", min=0.001, show_default=False)
    ] = None,
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
    fresh: Annotated[bool, typer.Option("--fresh", help="Read everything, whatever is in OUT already.")] = False,
    retry: Annotated[bool, typer.Option("--retry", help="Read again what failed in the run that is in OUT.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be read, and read no figures.")] = False,
) -> None:
    """Read all figures out of narratives; leave tables and documents.jsonl in OUT, print a summary.

    A run that was broken off goes on with the same command; where nothing has changed, nothing is read again.

    Exit code: 0 if every input was read, 1 if any failed (see the table "errors"), 2 if the call was wrong.
    """
    from tallies.documents.inputs import read_sources
    from tallies.documents.kinds import Reading

    reading = Reading(text_column, id_column, _layouts(layout or []))
    if dry_run:
        raise typer.Exit(_list(read_sources(paths, skip=out, reading=reading)))
    if out is None:
        raise typer.BadParameter("Give the folder for the results, or --dry-run.", param_hint="--out")
    if engine is Engine.RAY:
        others = set(formats or [Format.PARQUET]) != {Format.PARQUET}
        if jobs != 1 or store is not None or retry or others:
            reason = (
                "Ray uses all processes of its cluster and writes Parquet:"
                " no --jobs, --retry, --store or other --format."
            )
            raise typer.BadParameter(reason, param_hint="--engine")
    elif address is not None:
        raise typer.BadParameter("An address is for --engine ray.", param_hint="--address")
    if store is not None:
        _check(store)
    from tallies.documents.inputs import find
    from tallies.errors import InputError, RunError

    bar = _Bar()
    run: Callable[..., Summary]
    if engine is Engine.RAY:
        from tallies.running.cluster import read_on_cluster

        run = partial(read_on_cluster, out, find(paths, skip=out), address=address, progress=bar.count, fresh=fresh)
    else:
        from tallies.running.local import read_into

        tables = [format_.value for format_ in formats or [Format.CSV]]
        run = partial(read_into, out, paths, formats=tables, jobs=jobs, watch=bar, fresh=fresh, retry=retry)
    try:
        with bar:
            done = run(report_year=report_year, repair=repair, reading=reading, timeout=timeout)
    except RunError as error:
        raise typer.BadParameter(str(error), param_hint="--out") from error
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="--engine") from error
    except OSError as error:
        if not bar.begun:
            raise typer.BadParameter(f"{out} cannot be written: {error.strerror}.", param_hint="--out") from error
        typer.echo(f"The run broke off: {error.strerror}. The same command goes on with it.", err=True)
        raise typer.Exit(1) from error
    if not bar.begun:
        typer.echo(f"{out} has the results already, and nothing has changed since; --fresh reads all again.", err=True)
    for line in report(done):
        typer.echo(line)
    typer.echo(f"Results are in {out}.")
    if store is not None:
        _store(store, out)
    if done.errors:
        raise typer.Exit(1)


def _check(store: Path) -> None:
    from tallies.documents.store import check_store
    from tallies.errors import InputError

    try:
        check_store(store)
    except InputError as error:
        raise typer.BadParameter(str(error), param_hint="--store") from error


def _store(store: Path, out: Path) -> None:
    """Write what is in *out* into the store, from the files, so that it need not be in memory."""
    from tallies.documents.store import write_store
    from tallies.errors import InputError
    from tallies.running.parts import kept

    try:
        run = write_store(store, kept(out))
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


def report(run: Summary) -> Iterator[str]:
    """What was read, what failed and the largest changes, as lines."""
    counts = [
        (run.documents, "document"),
        (run.words, "word"),
        (run.facts, "figure"),
        (run.comparisons, "comparison"),
        (run.routes, "route"),
    ]
    yield ", ".join(f"{count:,} {noun}{'' if count == 1 else 's'}" for count, noun in counts)
    if run.errors:
        yield f"{run.errors:,} failed:"
        yield from (f"  {failure}" for failure in run.failures)
        if run.errors > len(run.failures):
            yield f'  and {run.errors - len(run.failures):,} more, which are in the table "errors"'
    if run.changes:
        yield "Largest changes:"
        yield from (f"  {change}" for change in run.changes)


class _Bar:
    """A progress bar on stderr, from the moment that the run begins.

    It has no thread of its own: processes are forked while it is there.
    """

    def __init__(self) -> None:
        self.begun = False
        self._words = self._failures = 0
        self._shown = self._start = time.perf_counter()
        self._bar: Progress | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        if self._bar is not None:
            task = self._bar.tasks[self._task]
            if error[0] is None:
                self._bar.update(self._task, total=task.completed)
            self._bar.stop()

    def begin(self, total: int | None, done: int) -> None:
        """Show the bar."""
        from rich import progress
        from rich.console import Console

        columns = (
            progress.BarColumn(bar_width=None),
            progress.MofNCompleteColumn(),
            progress.TextColumn("documents, {task.fields[speed]:,.0f} words/s, {task.fields[failures]} failed,"),
            progress.TimeElapsedColumn(),
            progress.TextColumn("gone,"),
            progress.TimeRemainingColumn(),
            progress.TextColumn("left"),
        )
        self.begun = True
        self._start = time.perf_counter()
        self._bar = progress.Progress(*columns, console=Console(stderr=True), auto_refresh=False)
        self._bar.start()
        self._task = self._bar.add_task("", total=total, completed=done, speed=0.0, failures=0)

    def advance(self, line: Line) -> None:
        """A document or an error is there."""
        self._move(1, line.words, line.failed)

    def count(self, part: Summary, total: int) -> None:
        """A part of a run on a cluster is there, of so many documents and errors in all."""
        if not self.begun:
            self.begin(total, 0)
        self._move(part.documents + part.errors, part.words, part.errors)

    def _move(self, steps: int, words: int, failures: int) -> None:
        assert self._bar is not None
        self._words += words
        self._failures += failures
        now = time.perf_counter()
        task = self._bar.tasks[self._task]
        # The total is an estimate where a file holds several documents.
        total = None if task.total is None else max(task.total, task.completed + steps)
        speed = self._words / (now - self._start)
        self._bar.update(self._task, advance=steps, total=total, speed=speed, failures=self._failures)
        if now - self._shown > _REFRESH:
            self._shown = now
            self._bar.refresh()
