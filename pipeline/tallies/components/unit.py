"""The component ``tallies_unit``."""

from __future__ import annotations

from spacy.language import Language

from tallies.components.tagger import Tagger
from tallies.labels import UNIT
from tallies.tagging.unit import find_units


@Language.factory(
    "tallies_unit",
    assigns=["doc.spans"],
    default_config={"spans_key": "unit"},
)
def make_unit(nlp: Language, name: str, spans_key: str) -> Tagger:
    """Mark what a number counts ("new cases", "NGO-run shelters"), where it is no victim, offender or agency.

    Reads the words of the ``Doc`` and nothing else; writes ``doc.spans[spans_key]``:
    the ``kb_id_`` of a span is its head in the singular ("case").
    """
    return Tagger(nlp, name, label=UNIT, spans_key=spans_key, find=find_units)
