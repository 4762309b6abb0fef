"""The output of a run back into records."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tallies.documents.jsonl import write_documents
from tallies.documents.output import RECORDS, read_output
from tallies.errors import InputError
from tallies.records import Document


def test_folder_and_file(tmp_path: Path) -> None:
    """The records come back from the folder of a run, and from a file of records alone."""
    documents = [Document("A", "29"), Document("B", "none")]
    write_documents(documents, tmp_path / RECORDS)

    assert list(read_output(tmp_path)) == documents
    assert list(read_output(tmp_path / RECORDS)) == documents


def test_folder_of_parts(tmp_path: Path) -> None:
    """What a cluster left is read in the order of its parts; files that were not finished are not."""
    folder = tmp_path / RECORDS
    folder.mkdir()
    write_documents([Document("B", "none"), Document("C", "1")], folder / "000001.jsonl")
    write_documents([Document("A", "29")], folder / "000000.jsonl")
    (folder / ".000002.jsonl.7.part").write_text("{")

    assert [document.doc_id for document in read_output(tmp_path)] == ["A", "B", "C"]


@pytest.mark.parametrize(
    ("name", "reason"),
    [("", "The folder holds no documents.jsonl."), ("nowhere", "There is no such file or folder.")],
)
def test_nothing_to_read(tmp_path: Path, name: str, reason: str) -> None:
    """A folder of something else, and none at all, is an error that names it and the remedy."""
    with pytest.raises(InputError, match=r"Give the folder that `tallies read` left\.") as caught:
        list(read_output(tmp_path / name))

    assert (caught.value.file, caught.value.kind, caught.value.reason) == (str(tmp_path / name), "missing", reason)


def test_malformed_record(tmp_path: Path) -> None:
    """A slip in a record is an error that names its line."""
    (tmp_path / RECORDS).write_text('{"doc_id": "A", "text": "a"}\n{"doc_id": 5}\n')

    with pytest.raises(InputError, match="line 2"):
        list(read_output(tmp_path))


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable(tmp_path: Path) -> None:
    """A file that may not be read is an error of that kind."""
    write_documents([], tmp_path / RECORDS)
    (tmp_path / RECORDS).chmod(0)

    with pytest.raises(InputError) as caught:
        list(read_output(tmp_path))

    assert caught.value.kind == "unreadable"
