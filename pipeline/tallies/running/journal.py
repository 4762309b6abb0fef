"""What a process is at, in a file that outlives it."""

from __future__ import annotations

from pathlib import Path
from typing import Self


class Journal:
    """Which document of a part is at work, in a file that outlives the process.

    A document that was the last of two attempts is set aside: without that, one that kills its process would
    be tried for ever.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        lines = path.read_text().split() if path.exists() else []
        begun = [int(line) for line in lines if not line.startswith("-")]
        last = max(begun, default=0)
        self._aside = {int(line[1:]) for line in lines if line.startswith("-")}
        if begun.count(last) > 1:
            self._aside.add(last)

    def __enter__(self) -> Self:
        self._lines = self._path.open("a", buffering=1)
        return self

    def __exit__(self, *error: object) -> None:
        self._lines.close()

    def begin(self, number: int) -> bool:
        """Whether the document *number* is to be processed, which is written down first."""
        aside = number in self._aside
        self._lines.write(f"{'-' if aside else ''}{number}\n")
        return not aside
