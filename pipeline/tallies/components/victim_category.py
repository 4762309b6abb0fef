"""The component ``tallies_victim_category``."""

from __future__ import annotations

from spacy.language import Language

from tallies.components.tagger import Tagger
from tallies.labels import VICTIM_CATEGORY
from tallies.tagging.victim import find_victim_categories


@Language.factory(
    "tallies_victim_category",
    assigns=["doc.spans"],
    default_config={"spans_key": "victim_category"},
)
def make_victim_category(nlp: Language, name: str, spans_key: str) -> Tagger:
    """Mark noun phrases for victims and people at risk ("female victims of sex trafficking", "children").

    Reads the words of the ``Doc`` and nothing else; writes ``doc.spans[spans_key]``:
    the ``kb_id_`` of a span is its head in the singular ("victim").
    """
    return Tagger(nlp, name, label=VICTIM_CATEGORY, spans_key=spans_key, find=find_victim_categories)
