"""The component ``tallies_period``."""

from __future__ import annotations

from spacy.language import Language

from tallies.components.tagger import Tagger
from tallies.labels import PERIOD
from tallies.tagging.figures import find_periods


@Language.factory(
    "tallies_period",
    assigns=["doc.spans"],
    default_config={"spans_key": "period"},
)
def make_period(nlp: Language, name: str, spans_key: str) -> Tagger:
    """Mark years, dates and relative periods ("December 2017", "previous year").

    Reads the words of the ``Doc`` and nothing else; writes ``doc.spans[spans_key]``. The years of a
    span are :func:`tallies.tagging.periods.period_years` of its text.
    """
    return Tagger(nlp, name, label=PERIOD, spans_key=spans_key, find=find_periods)
