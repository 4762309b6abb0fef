"""Packed files (zip and what is one inside: docx, epub), opened with limits on what they may unpack to."""

from __future__ import annotations

import io
import posixpath
import zipfile
from typing import Final

from tallies.documents.source import File, shown
from tallies.errors import InputError

#: Bytes that one member, and all members of one file, may unpack to.
LARGEST_MEMBER: Final = 200_000_000
LARGEST: Final = 1_000_000_000
#: Members that one file may have.
MOST: Final = 100_000
#: How many times its packed size a member may unpack to; prose reaches 10, a bomb 1,000.
_RATIO: Final = 200
_FREE: Final = 1_000_000  # bytes below which the ratio does not matter


def open_zip(file: File) -> zipfile.ZipFile:
    """The zip file *file*, in memory no more than its packed size. Raises InputError if it is none, or locked."""
    try:
        packed = zipfile.ZipFile(io.BytesIO(file.read_bytes()))
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise damaged(file, str(error)) from error
    if len(packed.infolist()) > MOST:
        raise InputError(shown(file), "", "too large", f"It holds more than {MOST:,} files.", "Unpack it first.")
    if sum(member.file_size for member in packed.infolist()) > LARGEST:
        reason = f"It unpacks to more than {LARGEST:,} bytes."
        raise InputError(shown(file), "", "too large", reason, "Unpack it first, if you trust it.")
    return packed


def unpack(file: File, packed: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    """The bytes of *member*. Raises InputError if it is locked, damaged or a bomb."""
    if member.flag_bits & 1:
        raise InputError(
            shown(file), member.filename, "encrypted", "The member is locked with a password.", "Unpack it first."
        )
    refuse_bomb(file, member.filename, member.file_size, member.compress_size)
    try:
        with packed.open(member) as data:
            found = data.read(LARGEST_MEMBER + 1)
    except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OSError, RuntimeError) as error:
        raise damaged(file, f"{member.filename}: {error}") from error
    except Exception as error:  # zlib.error, lzma.LZMAError: each method has one of its own
        raise damaged(file, f"{member.filename}: {error}") from error
    refuse_bomb(file, member.filename, len(found), member.compress_size)
    return found


def refuse_bomb(file: File, name: str, size: int, packed: int) -> None:
    """Raise InputError if a member of *packed* bytes that unpacks to *size* is no document."""
    if size > LARGEST_MEMBER or (size > _FREE and size > _RATIO * max(packed, 1)):
        reason = f"The member unpacks to {size:,} bytes from {packed:,}: more than a document does."
        raise InputError(shown(file), name, "too large", reason, "Unpack it first, if you trust it.")


def damaged(file: File, reason: str) -> InputError:
    """The error for a packed *file* that cannot be unpacked."""
    return InputError(shown(file), "", "malformed", f"The file is damaged or cut off: {reason}.", "Save it anew.")


def safe(name: str) -> bool:
    """Whether the *name* of a member leads to a place inside its archive."""
    parts = name.replace("\\", "/")
    return not (parts.startswith("/") or parts[1:2] == ":" or ".." in parts.split("/") or "\0" in parts)


def joined(folder: str, name: str) -> str:
    """The member that *name* means in a file of *folder*."""
    return posixpath.normpath(posixpath.join(folder, name))
