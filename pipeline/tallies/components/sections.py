"""The component ``tallies_sections``."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from tallies import extensions, structure
from tallies.tape import Tape, tape


@Language.factory("tallies_sections", assigns=["doc.spans"], default_config={"spans_key": "section"})
def make_sections(nlp: Language, name: str, spans_key: str) -> Sections:
    """Sections by their heading lines. Reads tokens; writes ``doc.spans[spans_key]``, labels in lower case
    (``tallies.labels.SECTIONS``), and ``doc._.country``, ``doc._.tier``, ``doc._.report_year`` where the text
    states them and the caller has not set them."""
    return Sections(nlp, name, spans_key=spans_key)


class Sections:
    """One span a section, heading included, and what the first heading says of the narrative."""

    def __init__(self, nlp: Language, name: str, *, spans_key: str) -> None:
        extensions.install()
        self.nlp = nlp
        self.name = name
        self.spans_key = spans_key

    def __call__(self, doc: Doc) -> Doc:
        t = tape(doc)
        known = extensions.headings(doc)
        found = structure.titled_sections(t, known) if known else structure.sections(t)
        spans = [Span(doc, s.start, s.end, label=s.kind) for s in found]
        doc.spans[self.spans_key] = SpanGroup(doc, name=self.spans_key, spans=spans)
        self._set_meta(doc, t)
        return doc

    def _set_meta(self, doc: Doc, t: Tape) -> None:
        heads = structure.heading_lines(t)
        first = doc[heads[0].start : heads[0].end].text if heads else ""
        if doc._.tier is None:
            doc._.tier = structure.tier(first)
        if doc._.country is None:
            doc._.country = structure.country_named(structure.heading_name(first))
        if doc._.report_year is None:
            doc._.report_year = structure.report_year(t.source)
