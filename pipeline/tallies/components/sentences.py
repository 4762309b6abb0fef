"""The component ``tallies_sentences``."""

from __future__ import annotations

from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc

from tallies.structure import sentence_starts
from tallies.tape import tape


@Language.factory("tallies_sentences", assigns=["token.is_sent_start", "doc.sents"])
def make_sentences(nlp: Language, name: str) -> Sentences:
    """Sentence bounds by :func:`tallies.structure.sentence_starts`. Reads tokens; writes ``doc.sents``."""
    return Sentences(nlp, name)


class Sentences:
    """Mark the first token of each sentence; every token is decided."""

    def __init__(self, nlp: Language, name: str) -> None:
        self.nlp = nlp
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        if not len(doc):
            return doc
        # One column at once: setting a token's mark searches the whole doc for a parse each time.
        marks = np.full((len(doc), 1), -1, dtype="int64")
        marks[sentence_starts(tape(doc)), 0] = 1
        column: Any = marks.astype("uint64")  # the stub of spaCy wants an array type of thinc
        return doc.from_array(["SENT_START"], column)
