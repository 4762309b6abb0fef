"""The component ``tallies_offender``."""

from __future__ import annotations

from spacy.language import Language

from tallies.components.tagger import Tagger
from tallies.labels import OFFENDER
from tallies.tagging.offender import find_offenders


@Language.factory(
    "tallies_offender",
    assigns=["doc.spans"],
    default_config={"spans_key": "offender"},
)
def make_offender(nlp: Language, name: str, spans_key: str) -> Tagger:
    """Mark noun phrases for suspects, defendants, perpetrators ("convicted traffickers", "complicit officials").

    Reads the words of the ``Doc`` and nothing else; writes ``doc.spans[spans_key]``:
    the ``kb_id_`` of a span is its head in the singular ("official").
    """
    return Tagger(nlp, name, label=OFFENDER, spans_key=spans_key, find=find_offenders)
