"""The component ``tallies_linker``: entities to facts, comparisons and routes."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span

from tallies import extensions
from tallies.linking import facts, routes
from tallies.linking.link import link
from tallies.linking.view import sentences


@Language.factory("tallies_linker", requires=["doc.ents"], assigns=["doc.ents"])
def make_linker(nlp: Language, name: str) -> Linker:
    """Facts and routes. Reads ``doc.ents``, ``doc.sents``, ``doc.spans["section"]``, ``doc._.country`` and
    ``doc._.report_year``; writes ``doc._.facts`` and ``doc._.routes``, and keeps of ``doc.ents`` the units
    and statistics that a figure hangs on, adding the actions."""
    return Linker(nlp, name)


class Linker:
    """Link the figures of a document."""

    def __init__(self, nlp: Language, name: str) -> None:
        extensions.install()
        self.nlp = nlp
        self.name = name

    def __call__(self, doc: Doc) -> Doc:
        rows = list(sentences(doc))
        figures = link(doc, rows)
        paths = [path for sentence in rows for path in routes.find(sentence, doc._.country)]
        doc._.facts = facts.facts(figures)
        doc._.routes = facts.routes(paths)
        doc.set_ents([Span(doc, s, e, label=label, kb_id=norm) for s, e, label, norm in facts.kept(doc, figures)])
        return doc
