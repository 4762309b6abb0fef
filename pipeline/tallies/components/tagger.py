"""The one class behind the taggers: look with a pure function, then write one span group."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from tallies.tape import Found, Tape, tape

Finder = Callable[[Tape, Doc], Iterable[Found]]


class Tagger:
    """Write the spans that *find* sees into ``doc.spans[spans_key]``, with *label*; nothing else.

    The group is replaced whole, so tagging twice equals tagging once.
    """

    def __init__(self, nlp: Language, name: str, *, label: str, spans_key: str, find: Finder) -> None:
        self.nlp = nlp
        self.name = name
        self.label = label
        self.spans_key = spans_key
        self.find = find

    def __call__(self, doc: Doc) -> Doc:
        strings = doc.vocab.strings
        label = strings.add(self.label)
        spans = [
            Span(doc, start, end, label=label, kb_id=strings.add(norm) if norm else 0)
            for start, end, norm in self.find(tape(doc), doc)
        ]
        doc.spans[self.spans_key] = SpanGroup(doc, name=self.spans_key, spans=spans)
        return doc
