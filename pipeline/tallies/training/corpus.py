"""Document records as spaCy's examples: the reader ``tallies.Corpus.v1`` of training configs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example

from tallies.documents.jsonl import read_documents
from tallies.errors import InputError
from tallies.pipelines import make_doc
from tallies.records import Document

Reader = Callable[[Language], Iterator[Example]]


def make_corpus(paths: Sequence[Path] | None, limit: int = 0) -> Reader:
    """The registered reader ``tallies.Corpus.v1``: annotated documents as examples.

    paths (Sequence[Path] | None): files of JSON lines, one document record a line.
    limit (int): how many documents to read; 0 for all.
    """

    def read(nlp: Language) -> Iterator[Example]:
        documents = [document for path in paths or () for document in read_documents(Path(path))]
        yield from examples(nlp, documents[: limit or None])

    return read


def examples(nlp: Language, documents: Iterable[Document]) -> Iterator[Example]:
    """Each document as what *nlp* reads before its first trained component, beside what is annotated.

    The components that need no training run here once, so that an update need not repeat them.
    Raises InputError for an annotation that does not fall on tokens of the text.
    """
    before = []
    for _, component in nlp.pipeline:
        if getattr(component, "is_trainable", False):
            break
        before.append(component)
    for document in documents:
        predicted = make_doc(nlp, document.text, country=document.country, report_year=document.report_year)
        for component in before:
            predicted = component(predicted)
        yield Example(predicted, _reference(nlp, document))


def _reference(nlp: Language, document: Document) -> Doc:
    doc = nlp.tokenizer(document.text)
    spans = []
    for entity in document.entities:
        # An end inside a token ("3rd|" of "3rdquarter") takes the token in: the tagger cannot split it.
        span = doc.char_span(entity.start, entity.end, label=entity.label, alignment_mode="expand")
        if span is None:
            place = f"document {document.doc_id}"
            reason = f"The entity at [{entity.start}, {entity.end}) is no part of the text."
            raise InputError("data", place, "malformed", reason, "Mend the offsets.")
        spans.append(span)
    chosen: list[tuple[int, int]] = []
    kept = []
    for span in spans:
        if all(span.end <= start or end <= span.start for start, end in chosen):
            chosen.append((span.start, span.end))
            kept.append(span)
    doc.set_ents(kept)
    return doc
