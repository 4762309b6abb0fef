"""The component ``tallies_statistic``."""

from __future__ import annotations

from spacy.language import Language

from tallies.components.tagger import Tagger
from tallies.labels import STATISTIC
from tallies.tagging.figures import find_statistics


@Language.factory(
    "tallies_statistic",
    assigns=["doc.spans"],
    default_config={"spans_key": "statistic"},
)
def make_statistic(nlp: Language, name: str, spans_key: str) -> Tagger:
    """Mark the numbers of counted things ("at least 29", "30 percent", "no" victims).

    Reads the words of the ``Doc`` and nothing else; writes ``doc.spans[spans_key]``. The value of a
    span is :func:`tallies.numerals.parse` of its text.
    """
    return Tagger(nlp, name, label=STATISTIC, spans_key=spans_key, find=find_statistics)
