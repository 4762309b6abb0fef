"""The output of ``tallies read`` back into records."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tallies.documents.jsonl import read_documents
from tallies.documents.source import shown
from tallies.errors import InputError
from tallies.records import Document

#: The file of an output folder that holds the records.
RECORDS: Final = "documents.jsonl"


def read_output(output: Path) -> Iterator[Document]:
    """The document records of *output*, one at a time, in the order of the run.

    output (Path): a folder that ``tallies read`` left, or a ``.jsonl`` file of document records. Where
        the run was on a cluster, the records are a folder of such files.
    Raises InputError if *output* holds no records, naming the line where one is malformed.
    """
    path = output / RECORDS if output.is_dir() else output
    if not path.exists():
        reason = f"The folder holds no {RECORDS}." if output.is_dir() else "There is no such file or folder."
        raise InputError(shown(output), "", "missing", reason, "Give the folder that `tallies read` left.")
    try:
        for file in sorted(path.glob("*.jsonl")) if path.is_dir() else [path]:
            yield from read_documents(file)
    except OSError as error:
        reason = f"It cannot be opened: {error.strerror or error}."
        raise InputError(shown(path), "", "unreadable", reason, "Check the permissions and the links.") from error
