"""Files that appear whole or not at all."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """The path of a temporary file beside *path*, which takes the place of *path* at the end.

    If the block raises, *path* is left as it was and the temporary file is removed.
    """
    # Not tempfile: its files are private to the user, and the mode would stay after the move.
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        yield temporary
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)


@contextmanager
def replaced(path: Path) -> Iterator[IO[str]]:
    """A UTF-8 text file to write, which takes the place of *path* at the end (see :func:`replacing`)."""
    with replacing(path) as temporary, temporary.open("w", encoding="utf-8", newline="\n") as lines:
        yield lines


def put(made: Path, place: Path) -> None:
    """Move *made*, a file or a folder, to *place*; what is there goes, a file for a file in one step."""
    if place.is_dir():
        shutil.rmtree(place)
    elif made.is_dir():
        place.unlink(missing_ok=True)
    os.replace(made, place)
