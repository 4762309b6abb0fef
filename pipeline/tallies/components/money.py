"""The component ``tallies_money``."""

from __future__ import annotations

from spacy.language import Language

from tallies.components.tagger import Tagger
from tallies.labels import MONEY
from tallies.tagging.figures import find_money


@Language.factory(
    "tallies_money",
    assigns=["doc.spans"],
    default_config={"spans_key": "money"},
)
def make_money(nlp: Language, name: str, spans_key: str) -> Tagger:
    """Mark amounts of money with their currency ("$88,030", "two million lek").

    Reads the words of the ``Doc``, and ``doc._.country`` for symbols that are of money in some countries only ("R5
    million"); writes ``doc.spans[spans_key]``. The ``kb_id_`` of a span
    is the ISO 4217 code, empty where countries share the name ("pesos"): see :func:`tallies.numerals.parse_money`.
    """
    return Tagger(nlp, name, label=MONEY, spans_key=spans_key, find=find_money)
