"""What a document tells in one place and means everywhere: the short names that it gives to bodies and laws, and whose
work is forced.

Taggers gather this from the tokens that they read. For a piece of a long document, whose other pieces they do not see,
it is gathered first (:mod:`tallies.pieces`) and hung on the piece.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

from spacy.tokens import Doc

from tallies.tagging.agency_names import Acronyms

_KEY: Final = "tallies.told"


class Word(NamedTuple):
    """A word that a document gives a meaning at the token *token*, and what it means."""

    token: int
    word: str
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What a whole document tells.

    bodies (Acronyms): acronyms of bodies.
    aliases (Mapping[str, str]): other names of bodies, and the full name of each.
    laws, callings (frozenset[str]): acronyms of laws; nouns of those whose work is forced somewhere.
    """

    bodies: Acronyms
    aliases: Mapping[str, str]
    laws: frozenset[str]
    callings: frozenset[str]


def told(doc: Doc) -> Told | None:
    """What the document tells that *doc* is a piece of; None if it is a document itself."""
    found: Told | None = doc.user_data.get(_KEY)
    return found


def tell(doc: Doc, whole: Told) -> None:
    """Let *doc* be a piece of a document that tells *whole*."""
    doc.user_data[_KEY] = whole
