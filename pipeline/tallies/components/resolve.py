"""The component ``tallies_resolve``: overlapping candidates to one reading."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from tallies import labels

#: Of two candidates for the same tokens, the earlier label wins. UNIT beats AGENCY since people of a
#: body are units where they are counted, and only counted phrases are proposed as UNIT.
PRIORITY = (
    labels.LAW,
    labels.MONEY,
    labels.STATISTIC,
    labels.DURATION,
    labels.PERIOD,
    labels.OFFENDER,
    labels.VICTIM_CATEGORY,
    labels.UNIT,
    labels.AGENCY,
    labels.COUNTRY,
    labels.REGION,
    labels.NATIONALITY,
    labels.EXPLOITATION,
    labels.ACTION,
)


@Language.factory(
    "tallies_resolve",
    requires=["doc.spans"],
    assigns=["doc.ents"],
    default_config={"spans_keys": [labels.span_key(label) for label in PRIORITY]},
)
def make_resolve(nlp: Language, name: str, spans_keys: list[str]) -> Resolve:
    """One label a token. Reads the span groups *spans_keys*; writes ``doc.ents``, replacing what was there.

    The longer phrase wins; of equally long ones, the label that comes first in ``PRIORITY``.
    """
    return Resolve(nlp, name, spans_keys=spans_keys)


class Resolve:
    """Choose among overlapping candidates."""

    def __init__(self, nlp: Language, name: str, *, spans_keys: list[str]) -> None:
        self.nlp = nlp
        self.name = name
        self.spans_keys = spans_keys
        # By the number that spaCy gives a label: its text would be looked up for every span.
        self._rank = {nlp.vocab.strings.add(label): rank for rank, label in enumerate(PRIORITY)}

    def __call__(self, doc: Doc) -> Doc:
        doc.set_ents(self.choose(doc))
        return doc

    def choose(self, doc: Doc) -> list[Span]:
        """The chosen spans, in the order of the text."""
        last = len(self._rank)
        groups = doc.spans
        spans = [span for key in self.spans_keys if key in groups for span in groups[key]]
        candidates = []
        for number, span in enumerate(spans):
            start, end = span.start, span.end
            candidates.append((start - end, self._rank.get(span.label, last), start, number, end))
        candidates.sort()
        taken = bytearray(len(doc))
        chosen = []
        for _, _, start, number, end in candidates:
            if taken.find(1, start, end) < 0:
                taken[start:end] = b"\x01" * (end - start)
                chosen.append((start, number))
        return [spans[number] for _, number in sorted(chosen)]
