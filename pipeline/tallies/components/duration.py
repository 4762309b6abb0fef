"""The component ``tallies_duration``."""

from __future__ import annotations

from spacy.language import Language

from tallies.components.tagger import Tagger
from tallies.labels import DURATION
from tallies.tagging.figures import find_durations


@Language.factory(
    "tallies_duration",
    assigns=["doc.spans"],
    default_config={"spans_key": "duration"},
)
def make_duration(nlp: Language, name: str, spans_key: str) -> Tagger:
    """Mark lengths of time ("five to 10 years", "up to six months", "48-hour").

    Reads the words of the ``Doc`` and nothing else; writes ``doc.spans[spans_key]``.
    """
    return Tagger(nlp, name, label=DURATION, spans_key=spans_key, find=find_durations)
