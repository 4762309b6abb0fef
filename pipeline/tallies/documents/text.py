"""Plain text files: one narrative a file, ``doc_id`` is the file's stem."""

from __future__ import annotations

import codecs
from typing import Final

from tallies.documents.source import File, Outcomes, Source, empty, named, shown
from tallies.errors import InputError

#: UTF-32 first, since its mark begins with that of UTF-16.
_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)

#: What English prose that is no UTF-8 nearly always is, and how much more disorder the detector may
#: see in it than in its first choice: its first choice among code pages that differ in a few accents
#: is close to a draw.
_USUAL: Final = "cp1252"
_MARGIN: Final = 0.02


def marked_encoding(data: bytes) -> str | None:
    """The encoding that a byte order mark at the start of *data* names; None without one."""
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return encoding
    return None


def decode(data: bytes) -> str | None:
    """*data* as text, without its byte order mark; None if it is no text.

    UTF-8 is tried first; what is none is detected with charset-normalizer.
    """
    text: str | None
    try:
        text = data.decode(marked_encoding(data) or "utf-8")
    except UnicodeDecodeError:
        text = _detected(data)
    return None if text is None or "\0" in text else text


def _detected(data: bytes) -> str | None:
    # Imported here: most inputs are UTF-8, and the detector takes a while to load.
    from charset_normalizer import from_bytes

    matches = from_bytes(data)
    best = matches.best()
    if best is None:
        return None
    for match in matches:
        if match.encoding == _USUAL and match.chaos <= best.chaos + _MARGIN:
            best = match
    return data.decode(best.encoding, "replace")


def read_text(file: File) -> Outcomes:
    """The narrative in the file, or why it is none. Raises OSError if it cannot be opened."""
    text = decode(file.read_bytes())
    if text is None:
        yield binary(shown(file))
    elif not text.strip():
        yield empty(file)
    else:
        yield Source(named(file), text, shown(file))


def binary(file: str) -> InputError:
    """The error for a *file* that holds something else than text."""
    return InputError(
        file, "", "binary", "The file holds no text in any encoding known.", "Save it as plain text in UTF-8."
    )
