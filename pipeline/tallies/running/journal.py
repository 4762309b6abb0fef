"""What a process is at, in a file that outlives it."""

from __future__ import annotations

import faulthandler
from pathlib import Path
from typing import Final, Self

#: How the stack trace begins that is written when the time of a document is over.
_ALARM: Final = "Timeout ("


class Journal:
    """Which document of a part is at work, in a file that outlives the process.

    A document that was the last of two attempts, or whose time was over in one, is set aside: without that, one that
    kills its process would be tried for ever.

    timeout (float | None): seconds after which the process is ended over one document, whatever it is at.
    """

    def __init__(self, path: Path, timeout: float | None = None) -> None:
        self._path, self._timeout = path, timeout
        begun: list[int] = []
        self._aside: dict[int, str] = {}
        for line in path.read_text().splitlines() if path.exists() else ():
            number, _, kind = line.partition(" ")
            if line.startswith(_ALARM):
                self._aside[begun[-1]] = "timed out"
            elif number.isdigit() and kind:
                self._aside[int(number)] = kind
            elif number.isdigit():
                begun.append(int(number))
        last = max(begun, default=0)
        if begun.count(last) > 1:
            self._aside.setdefault(last, "crashed")

    def __enter__(self) -> Self:
        self._lines = self._path.open("a", buffering=1)
        return self

    def __exit__(self, *error: object) -> None:
        faulthandler.cancel_dump_traceback_later()
        self._lines.close()

    def begin(self, number: int) -> str:
        """Write down that the document *number* is next; the kind of its error if it is set aside, or else empty."""
        kind = self._aside.get(number, "")
        self._lines.write(f"{number} {kind}".rstrip() + "\n")
        if self._timeout is not None:
            # Not a signal, whose cause nobody would know of afterwards; and this waits for no lock of Python's.
            faulthandler.dump_traceback_later(self._timeout, exit=True, file=self._lines)
        return kind
