"""Archives: members are read where they are, and none leads out."""

from __future__ import annotations

import gzip
import io
import os
import tarfile
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from tallies.documents.archives import read_tar, read_zip
from tallies.documents.inputs import read_sources
from tallies.documents.source import Outcomes, Source
from tallies.documents.text import read_text

MakeZip = Callable[[Path, Mapping[str, str | bytes]], Path]


def found(outcomes: Outcomes, folder: Path) -> list[tuple[str, str, str]]:
    """What comes of an archive: doc_id, file and text, or kind, file and place."""
    return [
        (one.doc_id, os.path.relpath(one.file, folder), one.text)
        if isinstance(one, Source)
        else (one.kind, os.path.relpath(one.file, folder), one.place)
        for one in outcomes
    ]


def tar(path: Path, members: Mapping[str, bytes], *, links: Mapping[str, str] | None = None) -> Path:
    """A packed tar file at *path*."""
    with tarfile.open(path, "w:gz") as packed:
        for name, data in members.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            packed.addfile(info, io.BytesIO(data))
        for name, target in (links or {}).items():
            info = tarfile.TarInfo(name)
            info.type, info.linkname = tarfile.SYMTYPE, target
            packed.addfile(info)
    return path


def test_members_are_read_by_their_kind(tmp_path: Path, make_zip: MakeZip) -> None:
    """Each member is a file of its kind, in the order of the names; hidden and unknown ones are passed over."""
    members: dict[str, str | bytes] = {
        "b/Peru.txt": "29 cases",
        "a.html": "<p>12 victims</p>",
        "x.jsonl": '{"doc_id": "J", "text": "5"}',
        "notes.odt": "no",
        ".hidden.txt": "no",
        "__MACOSX/Peru.txt": "no",
        "inner.zip": b"PK",
    }

    outcomes = found(read_sources(make_zip(tmp_path / "v.zip", members)), tmp_path)

    assert outcomes == [
        ("a", "v.zip/a.html", "12 victims"),
        ("Peru", "v.zip/b/Peru.txt", "29 cases"),
        ("J", "v.zip/x.jsonl", "5"),
    ]


@pytest.mark.parametrize("name", ["v.tar.gz", "v.tgz", "v.tar"])
def test_tar(tmp_path: Path, name: str) -> None:
    """Tar files are read too, packed or not; links are passed over."""
    path = tar(tmp_path / name, {"b/Peru.txt": b"29", "a.md": b"# 12"}, links={"passwd.txt": "/etc/passwd"})
    if name.endswith(".tar"):
        path.write_bytes(gzip.decompress(path.read_bytes()))

    assert found(read_sources(path), tmp_path) == [("Peru", f"{name}/b/Peru.txt", "29"), ("a", f"{name}/a.md", "12")]


def test_no_member_leads_out(tmp_path: Path, make_zip: MakeZip) -> None:
    """A member whose name leads out is an error, the others are read, and nothing is written anywhere."""
    names = ["../../evil.txt", "/abs.txt", "C:\\x.txt", "a/../../b.txt"]
    folder = tmp_path / "in"
    folder.mkdir()
    make_zip(folder / "v.zip", {name: "29" for name in [*names, "ok.txt"]})
    tar(folder / "v.tar.gz", {name: b"29" for name in [*names, "ok.txt"]})
    before = sorted(os.walk(tmp_path))

    outcomes = found(read_sources(folder), folder)

    for name in ("v.zip", "v.tar.gz"):
        mine = [one for one in outcomes if one[1].startswith(name)]
        assert sorted(place for kind, _, place in mine if kind == "malformed") == sorted(names)
        assert [text for kind, _, text in mine if kind != "malformed"] == ["29"]
    assert sorted(os.walk(tmp_path)) == before


def test_bomb(tmp_path: Path, make_zip: MakeZip) -> None:
    """A member that unpacks to hundreds of times its size is an error, and the next one is read."""
    path = make_zip(tmp_path / "v.zip", {"a.txt": b"0" * 50_000_000, "b.txt": "29"})

    assert found(read_sources(path), tmp_path) == [("too large", "v.zip", "a.txt"), ("b", "v.zip/b.txt", "29")]


def test_tar_that_is_too_large(tmp_path: Path) -> None:
    """A tar file is left as soon as it says that it is larger than any that is read."""
    info = tarfile.TarInfo("a.txt")
    info.size = 3_000_000_000
    (tmp_path / "v.tar").write_bytes(info.tobuf() + b"0" * 1024)

    assert found(read_sources(tmp_path / "v.tar"), tmp_path) == [("too large", "v.tar", "")]


def test_locked_member(tmp_path: Path, make_zip: MakeZip) -> None:
    """A member with a password is an error that says so."""
    path = make_zip(tmp_path / "v.zip", {"a.txt": "29"})
    data = bytearray(path.read_bytes())
    data[6] |= 1  # the flag of the member, and that of its entry in the list
    data[data.index(b"PK\x01\x02") + 8] |= 1
    path.write_bytes(data)

    assert found(read_sources(path), tmp_path) == [("encrypted", "v.zip", "a.txt")]


@pytest.mark.parametrize("name", ["v.zip", "v.tar.gz"])
def test_cut_off(tmp_path: Path, make_zip: MakeZip, name: str) -> None:
    """An archive that is cut off at any place ends in an error; what stands before that may be read."""
    members = {f"{n}.txt": os.urandom(40).hex() for n in range(5)}
    if name == "v.zip":
        path = make_zip(tmp_path / name, members)
    else:
        path = tar(tmp_path / name, {key: text.encode() for key, text in members.items()})
    whole = path.read_bytes()

    for end in range(0, len(whole) - 8, 37):
        path.write_bytes(whole[:end])
        read = read_zip if name == "v.zip" else read_tar
        *others, last = found(read(path, lambda _: read_text), tmp_path)
        assert last[:2] == ("malformed", name)
        assert all(members[f"{doc_id}.txt"] == text for doc_id, _, text in others)


def test_archive_without_texts(tmp_path: Path, make_zip: MakeZip) -> None:
    """An archive in which nothing can be read is an error."""
    assert found(read_sources(make_zip(tmp_path / "v.zip", {"a.odt": "x"})), tmp_path) == [("empty", "v.zip", "")]
