"""How often each of very many names was met, without their being in memory."""

from __future__ import annotations

import sqlite3
from types import TracebackType
from typing import Self


class Counts:
    """Counts by name, in a file of the system's that goes with the ``with`` block."""

    def __enter__(self) -> Self:
        # An empty path is a file without a name; SQLite makes it when its cache of 2 MB is full.
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._base.execute("PRAGMA journal_mode = OFF")
        self._base.execute("CREATE TABLE counts (name BLOB PRIMARY KEY, count INTEGER) WITHOUT ROWID")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._base.close()

    def __contains__(self, name: str) -> bool:
        return self[name] > 0

    def __getitem__(self, name: str) -> int:
        """The count of *name*; 0 if it was not met."""
        found = self._base.execute("SELECT count FROM counts WHERE name = ?", [_key(name)]).fetchone()
        return int(found[0]) if found else 0

    def __setitem__(self, name: str, count: int) -> None:
        self._base.execute("INSERT OR REPLACE INTO counts VALUES (?, ?)", [_key(name), count])


def _key(name: str) -> bytes:
    # A path may hold bytes that are no text; and an index of bytes tells "A" from "a".
    return name.encode("utf-8", "surrogatepass")
