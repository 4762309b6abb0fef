"""The component ``tallies_agency``."""

from __future__ import annotations

from spacy.language import Language

from tallies.components.tagger import Tagger
from tallies.labels import AGENCY
from tallies.tagging.agency import find_agencies


@Language.factory(
    "tallies_agency",
    assigns=["doc.spans"],
    default_config={"spans_key": "agency"},
)
def make_agency(nlp: Language, name: str, spans_key: str) -> Tagger:
    """Mark bodies and those who act for them ("Ministry of Labor", "MOL", "local police", "prosecutors").

    Reads the words of the ``Doc`` and nothing else; writes ``doc.spans[spans_key]``. The ``kb_id_`` of a
    named body and of its acronym is its full name as first written; of a generic body it is empty.
    """
    return Tagger(nlp, name, label=AGENCY, spans_key=spans_key, find=find_agencies)
