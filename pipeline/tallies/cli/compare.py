"""``tallies compare``: what one pipeline changes against another."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from tallies.comparison import Change, Comparison, Row
    from tallies.records import Document


def compare_command(
    a: Annotated[str, typer.Argument(help='Folder or package of a pipeline, or "rules".', metavar="A")],
    b: Annotated[str, typer.Argument(help="The other one, as A.", metavar="B")],
    gold: Annotated[
        Path,
        typer.Argument(help="Gold document records, one a line.", metavar="GOLD.jsonl", exists=True, dir_okay=False),
    ],
    show: Annotated[int, typer.Option(help="How many of the sentences that differ to print.", min=0)] = 20,
    samples: Annotated[int, typer.Option(help="Bootstrap samples for the intervals.", min=100)] = 2000,
    seed: Annotated[int, typer.Option(help="Seed of the samples.", min=0)] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print scores, intervals and all changes as JSON.")] = False,
) -> None:
    """Print F1 of both pipelines by label and kind of link, the difference with its 95 % interval, and what differs.

    Exit code: 0 if both were run, 1 if one or GOLD could not be read, 2 if the call was wrong.
    """
    import json

    from tallies.comparison import compare
    from tallies.documents.jsonl import read_documents
    from tallies.errors import InputError
    from tallies.pipelines import load_named

    try:
        documents = list(read_documents(gold))
        if not documents:
            raise InputError(str(gold), "", "empty", "The file holds no document.", "Give annotated documents.")
        one, other = load_named(a), load_named(b)
    except (InputError, OSError) as error:
        typer.echo(error, err=True)
        raise typer.Exit(1) from error
    done = compare(one, other, documents, samples=samples, seed=seed)
    if as_json:
        changes = [change.to_dict() for change in done.changes]
        rows = {name: row.to_dict() for name, row in done.rows.items()}
        typer.echo(json.dumps({"a": a, "b": b, "rows": rows, "changes": changes}, ensure_ascii=False, indent=1))
        return
    typer.echo(f"A = {a}, B = {b}, {len(documents):,} document{'' if len(documents) == 1 else 's'}")
    for line in table(done):
        typer.echo(line)
    for line in differences(done.changes, documents, show):
        typer.echo(line)


def table(done: Comparison) -> Iterator[str]:
    """The rows of *done* as lines: first the kinds, then each label; a star where the interval leaves out 0."""
    yield f"{'F1':24}{'A':>7}{'B':>7}{'B - A':>8}  95 % interval"
    labels = [name for name in done.rows if name.startswith("entity ")]
    for name in [*(name for name in done.rows if name not in labels), *sorted(labels)]:
        yield _line(name, done.rows[name])


def _line(name: str, row: Row) -> str:
    star = " *" if row.clear else ""
    return f"{name:24}{row.a.f1:7.3f}{row.b.f1:7.3f}{row.difference:+8.3f}  {row.low:+.3f} to {row.high:+.3f}{star}"


def differences(changes: Sequence[Change], documents: Sequence[Document], show: int) -> Iterator[str]:
    """How many things of each kind changed, and the first *show* of the sentences with what differs in each."""
    from tallies.documents.passages import passage

    kinds = Counter(change.kind for change in changes)
    verdicts = Counter((change.kind, change.verdict) for change in changes)
    yield f"{len(changes):,} change{'' if len(changes) == 1 else 's'}"
    for kind, count in kinds.most_common():
        better, worse = verdicts[kind, "better"], verdicts[kind, "worse"]
        yield f"  {kind:16} {count:5,}   better {better:,}, worse {worse:,}, neither {count - better - worse:,}"
    texts = {document.doc_id: document for document in documents}
    sentences = [(place, list(found)) for place, found in groupby(changes, key=_place)]
    for (name, sentence), found in sentences[:show]:
        yield f"{name} [{sentence[0]}]: {passage(texts[name], sentence)}"
        for change in found:
            sides = f"A {change.a or '-'} | B {change.b or '-'} | gold {change.gold or '-'}"
            yield f'  {change.verdict:8} {change.kind} of "{change.words}": {sides}'
    if (more := len(sentences) - show) > 0:
        noun = "sentence differs" if more == 1 else "sentences differ"
        yield f"{more:,} more {noun}; --show {len(sentences)} prints all."


def _place(change: Change) -> tuple[str, tuple[int, int]]:
    return change.document, change.sentence
