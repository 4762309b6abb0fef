"""The component ``tallies_sections``."""

from __future__ import annotations

from functools import cache

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from tallies import extensions, lexicons, structure
from tallies.tape import Tape, straight, tape


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
        spans = [Span(doc, s.start, s.end, label=s.kind) for s in structure.sections(t)]
        doc.spans[self.spans_key] = SpanGroup(doc, name=self.spans_key, spans=spans)
        self._set_meta(doc, t)
        return doc

    def _set_meta(self, doc: Doc, t: Tape) -> None:
        heads = structure.heading_lines(t)
        first = doc[heads[0].start : heads[0].end].text if heads else ""
        if doc._.tier is None:
            doc._.tier = structure.tier(first)
        if doc._.country is None:
            doc._.country = _names().get(_folded(structure.heading_name(first)))
        if doc._.report_year is None:
            doc._.report_year = structure.report_year(doc.text)


def _folded(name: str) -> str:
    """*name* as headings are compared: lower case, no article, words and letters only."""
    words = "".join(c if c.isalnum() else " " for c in straight(name).lower().replace("'s", "s")).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words).replace(" s ", "s ")


@cache
def _names() -> dict[str, str]:
    return {_folded(row["form"]): row["alpha3"] for row in lexicons.rows("country") if row["kind"] == "name"}
