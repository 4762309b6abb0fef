"""From paths to texts."""

from __future__ import annotations

import logging
import os
import subprocess
from pathlib import Path

import pytest

from tallies.documents.inputs import find, read_sources
from tallies.documents.source import Source
from tallies.errors import InputError


def outcomes(paths: object, **options: object) -> list[tuple[str, str]]:
    """What comes of *paths*, as pairs of doc_id and text, or kind of error and file name."""
    return [
        (one.doc_id, one.text) if isinstance(one, Source) else (one.kind, Path(one.file).name)
        for one in read_sources(paths, **options)  # type: ignore[arg-type]
    ]


def test_files_and_folders_in_stable_order(tmp_path: Path) -> None:
    """Paths are read in the order given, folders to the bottom by name, and only files of a known kind."""
    (tmp_path / "b" / "deep").mkdir(parents=True)
    for name in ("b/2.txt", "b/deep/1.TXT", "b/10.txt", "b/notes.odt", "b/.hidden.txt", "b/README.md", "a.txt"):
        (tmp_path / name).write_text(name)

    found = outcomes([tmp_path / "b", str(tmp_path / "a.txt")])

    assert found == [("10", "b/10.txt"), ("2", "b/2.txt"), ("1", "b/deep/1.TXT"), ("a", "a.txt")]


def test_one_path_needs_no_list(tmp_path: Path) -> None:
    """A single path is a path, not the letters of its name."""
    (tmp_path / "a.txt").write_text("text")

    assert outcomes(str(tmp_path)) == outcomes(tmp_path) == [("a", "text")]


@pytest.mark.parametrize(
    ("name", "data", "kind"),
    [
        ("nowhere.txt", None, "missing"),
        ("nul\0.txt", None, "missing"),
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \r\n\t\n", "empty"),
        ("empty.jsonl", b"\n\n", "empty"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("picture.jsonl", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "binary"),
        ("nul.txt", b"29 victims\0", "binary"),
        ("report.odt", b"PK", "unreadable"),
        ("report.pdf", b"%PDF-1.7", "malformed"),
        ("list.jsonl", b"[1]\n", "malformed"),
    ],
    ids=lambda value: str(value)[:12],
)
def test_bad_input_is_one_error(tmp_path: Path, name: str, data: bytes | None, kind: str) -> None:
    """What cannot be read is one error with file, kind, reason and remedy; the inputs round it are read."""
    (tmp_path / "a.txt").write_text("before")
    (tmp_path / "z.txt").write_text("after")
    if data is not None:
        (tmp_path / name).write_bytes(data)

    first, error, last = read_sources([tmp_path / "a.txt", tmp_path / name, tmp_path / "z.txt"])

    assert isinstance(error, InputError)
    assert (error.kind, error.file) == (kind, str(tmp_path / name))
    assert error.reason.endswith(".")
    assert error.remedy.endswith(".")
    assert [one.text for one in (first, last) if isinstance(one, Source)] == ["before", "after"]


def test_empty_path_is_not_the_working_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An empty argument, as an unset shell variable gives, is an error."""
    (tmp_path / "a.txt").write_text("text")
    monkeypatch.chdir(tmp_path)

    assert outcomes([""]) == [("missing", "")]


def test_folder_called_txt(tmp_path: Path) -> None:
    """A folder named like a file is a folder."""
    (tmp_path / "x.txt").mkdir()
    (tmp_path / "x.txt" / "y.txt").write_text("inside")

    assert outcomes([tmp_path]) == outcomes([tmp_path / "x.txt"]) == [("y", "inside")]


def test_folder_without_texts(tmp_path: Path) -> None:
    """A folder with nothing to read in it is an error; an empty one inside another is not."""
    (tmp_path / "nothing").mkdir()
    (tmp_path / "nothing" / "notes.odt").write_text("no")

    assert outcomes([tmp_path / "nothing"]) == [("empty", "nothing")]

    (tmp_path / "a.txt").write_text("text")

    assert outcomes([tmp_path]) == [("a", "text")]


def test_loop_of_links_ends(tmp_path: Path) -> None:
    """A folder that links to itself, and a link to itself, do not hang; each file is read once."""
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "self.txt").symlink_to(tmp_path / "self.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")

    assert outcomes([tmp_path]) == [("a", "text"), ("missing", "gone.txt"), ("unreadable", "self.txt")]


def test_same_file_twice_is_read_once(tmp_path: Path) -> None:
    """A file named beside its own folder is one document."""
    (tmp_path / "a.txt").write_text("text")

    assert outcomes([tmp_path, tmp_path / "a.txt", tmp_path]) == [("a", "text")]


def test_pipe_is_not_opened(tmp_path: Path) -> None:
    """A named pipe, which may never give anything, is an error."""
    os.mkfifo(tmp_path / "pipe.txt")

    assert outcomes([tmp_path]) == [("unreadable", "pipe.txt")]


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path) -> None:
    """A file or folder without permission is an error that names the reason; the others are read."""
    (tmp_path / "a.txt").write_text("text")
    (tmp_path / "b.txt").touch(mode=0)
    (tmp_path / "c").mkdir(mode=0)

    assert outcomes([tmp_path]) == [("a", "text"), ("unreadable", "b.txt"), ("unreadable", "c")]


def test_error_while_reading(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A file that the system refuses to read is one error, and the next one is read."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(name)
    read = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.stem == "a":
            raise PermissionError(13, "Permission denied")
        return read(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)

    error, source = read_sources([tmp_path])

    assert isinstance(error, InputError)
    assert (error.kind, error.reason) == ("unreadable", "It cannot be opened: Permission denied.")
    assert isinstance(source, Source)


def test_same_doc_id_twice(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """Documents of one name all survive, under names of their own, and this is said once."""
    for folder in ("2017", "2018", "2019"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "Peru.txt").write_text(folder)
    (tmp_path / "2019" / "Peru#2.txt").write_text("taken")

    with caplog.at_level(logging.WARNING, logger="tallies"):
        found = outcomes([tmp_path])

    assert found == [("Peru", "2017"), ("Peru#2", "2018"), ("Peru#2#2", "taken"), ("Peru#3", "2019")]
    assert len(caplog.messages) == 1
    assert "3 documents" in caplog.messages[0]


def test_output_folder_is_passed_over(tmp_path: Path) -> None:
    """Results of an earlier run below a folder that is read are no input."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "documents.jsonl").write_text("{}")
    (tmp_path / "a.txt").write_text("text")

    assert outcomes([tmp_path], skip=tmp_path / "out") == [("a", "text")]


def test_files_are_opened_when_asked_for(tmp_path: Path) -> None:
    """Reading is streamed: the second file may still change when the first one was read."""
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text("early")
    sources = read_sources(tmp_path)

    next(sources)
    (tmp_path / "b.txt").write_text("late")
    second = next(sources)

    assert isinstance(second, Source)
    assert second.text == "late"


def test_deep_folders(tmp_path: Path) -> None:
    """Folders may be nested deeper than Python's stack."""
    before = Path.cwd()
    os.chdir(tmp_path)
    try:
        for _ in range(1200):
            os.mkdir("d")
            os.chdir("d")
        Path("a.txt").write_text("deep")
    finally:
        os.chdir(before)

    try:
        assert outcomes([tmp_path]) == [("a", "deep")]
    finally:  # pytest's own removal of old folders is no match for it
        subprocess.run(["rm", "-r", tmp_path / "d"], check=True)


def test_name_that_is_no_utf8(tmp_path: Path) -> None:
    """A file name in another encoding gives a printable doc_id."""
    path = os.fsencode(tmp_path) + b"/Per\xfa.txt"
    with open(path, "w") as file:
        file.write("text")

    assert outcomes([tmp_path]) == [("Per?", "text")]
    assert [str(path) for path in find(tmp_path)] == [os.fsdecode(path)]
