"""Archives (.zip, .tar.gz): each member is read as a file of its kind, in memory; nothing is unpacked to disk."""

from __future__ import annotations

import gzip
import io
import tarfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Final, Literal

from tallies.documents.packed import LARGEST, LARGEST_MEMBER, MOST, damaged, open_zip, safe, unpack
from tallies.documents.source import File, Outcomes, shown
from tallies.errors import InputError

#: What reads a member, by its name in lower case; None if it is of no kind that is read.
Kinds = Callable[[str], "Callable[[File], Outcomes] | None"]

_OUTSIDE: Final = "The member's name leads out of the archive."


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive, already unpacked."""

    archive: str
    name: str
    data: bytes

    @property
    def stem(self) -> str:
        return PurePosixPath(self.name).stem

    @property
    def suffix(self) -> str:
        return PurePosixPath(self.name).suffix

    def read_bytes(self) -> bytes:
        """The member's bytes."""
        return self.data

    def open(self, mode: Literal["rb"], /) -> io.BufferedReader:
        """The member as a file to read from."""
        return io.BufferedReader(io.BytesIO(self.data))

    def __str__(self) -> str:
        return f"{self.archive}/{self.name}"


def read_zip(file: File, kinds: Kinds) -> Outcomes:
    """The texts of the members of the zip file, in the order of their names. Raises OSError if it cannot be opened."""
    try:
        packed = open_zip(file)
    except InputError as error:
        yield error
        return
    found = False
    for member in sorted(packed.infolist(), key=lambda one: one.filename):
        read = None if member.is_dir() or _passed_over(member.filename) else kinds(member.filename.lower())
        if read is None:
            continue
        found = True
        if not safe(member.filename):
            yield _outside(file, member.filename)
            continue
        try:
            data = unpack(file, packed, member)
        except InputError as error:
            yield error
            continue
        yield from read(Member(shown(file), shown(member.filename), data))
    if not found:
        yield _holds_none(file)


def read_tar(file: File, kinds: Kinds) -> Outcomes:
    """The texts of the members of the tar file, in their order. Raises OSError if it cannot be opened."""
    found = False
    total = count = 0
    try:
        with file.open("rb") as data, _unzipped(data) as plain, tarfile.open(fileobj=plain, mode="r|") as packed:
            for member in packed:
                count += 1
                total += member.size
                if count > MOST or total > LARGEST:
                    reason = f"It unpacks to more than {MOST:,} files or {LARGEST:,} bytes."
                    yield InputError(shown(file), "", "too large", reason, "Unpack it first, if you trust it.")
                    return
                # A link is none: what it leads to is a member itself, or lies outside.
                read = kinds(member.name.lower()) if member.isreg() and not _passed_over(member.name) else None
                if read is None:
                    continue
                found = True
                if not safe(member.name):
                    yield _outside(file, member.name)
                elif member.size > LARGEST_MEMBER:
                    reason = f"The member unpacks to {member.size:,} bytes."
                    yield InputError(shown(file), shown(member.name), "too large", reason, "Unpack it first.")
                else:
                    inside = packed.extractfile(member)
                    yield from read(Member(shown(file), shown(member.name), inside.read() if inside else b""))
    except (tarfile.TarError, EOFError, zlib.error, ValueError) as error:
        yield damaged(file, str(error))
        return
    except OSError as error:
        if error.errno is not None:
            raise  # the file itself cannot be opened
        yield damaged(file, str(error))  # gzip's own "not a gzipped file"
        return
    if not found:
        yield _holds_none(file)


def _unzipped(data: io.BufferedReader) -> gzip.GzipFile | io.BufferedReader:
    # Not tarfile's own: it takes the end of a file that is cut off for the end of the archive.
    return gzip.GzipFile(fileobj=data) if data.peek(2)[:2] == b"\x1f\x8b" else data


def _passed_over(name: str) -> bool:
    """Whether a member is none of the sender's: hidden, or put there by an operating system."""
    parts = [part for part in PurePosixPath(name).parts if part not in (".", "..", "/")]
    return "__MACOSX" in parts or any(part.startswith(".") for part in parts)


def _outside(file: File, name: str) -> InputError:
    return InputError(shown(file), shown(name), "malformed", _OUTSIDE, "Do not trust it; ask for another archive.")


def _holds_none(file: File) -> InputError:
    return InputError(shown(file), "", "empty", "The archive holds no file that can be read.", "Give another archive.")
