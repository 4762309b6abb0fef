"""The exceptions.

TalliesError
├── InputError      an input that could not be read: file, place, kind, remedy
├── RunError        a folder in which a run cannot go on
├── RecordError     a record that is not of the form of the document record
└── LexiconError    a row of a lexicon that cannot be used
"""

from __future__ import annotations


class TalliesError(Exception):
    """Base of every error that Tallies raises on purpose."""


class InputError(TalliesError):
    """An input that could not be read; the other inputs are not affected.

    file (str): path as the caller gave it.
    place (str): where in the file ("line 3", "byte 120"), empty for the whole file.
    kind (str): "missing", "unreadable", "empty", "binary", "malformed", "encrypted", "too large", "failed";
        "timed out" and "crashed" of a document that a process was ended or died over.
    reason (str): a sentence that says what is wrong.
    remedy (str): a sentence that says what to do.
    """

    def __init__(self, file: str, place: str, kind: str, reason: str, remedy: str) -> None:
        self.file = file
        self.place = place
        self.kind = kind
        self.reason = reason
        self.remedy = remedy
        where = f"{file}, {place}" if place else file
        super().__init__(f"{where}: {reason} {remedy}")

    def __reduce__(self) -> tuple[type[InputError], tuple[str, ...]]:
        # Exceptions are pickled by the arguments of their base, which here is one sentence.
        return InputError, (self.file, self.place, self.kind, self.reason, self.remedy)

    def to_dict(self) -> dict[str, str]:
        """The error as a row of the ``errors`` table."""
        return {"file": self.file, "place": self.place, "kind": self.kind, "reason": self.reason, "remedy": self.remedy}


class RunError(TalliesError):
    """A run that cannot go on in its folder: a sentence that says why, and what to do."""


class RecordError(TalliesError, ValueError):
    """A record that is not of the form of the document record."""


class LexiconError(TalliesError, ValueError):
    """A row of a lexicon that cannot be used."""
