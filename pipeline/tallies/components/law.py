"""The component ``tallies_law``."""

from __future__ import annotations

from spacy.language import Language

from tallies.components.tagger import Tagger
from tallies.labels import LAW
from tallies.tagging.law import find_laws


@Language.factory(
    "tallies_law",
    assigns=["doc.spans"],
    default_config={"spans_key": "law"},
)
def make_law(nlp: Language, name: str, spans_key: str) -> Tagger:
    """Mark laws ("article 144 of the criminal code", "2014 anti-trafficking law", "Immigration Act").

    Reads the words of the ``Doc`` and nothing else; writes ``doc.spans[spans_key]``.
    """
    return Tagger(nlp, name, label=LAW, spans_key=spans_key, find=find_laws)
