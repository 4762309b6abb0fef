"""spaCy's DocBin: a ``Doc`` a document with ``doc.ents`` and what ``doc._`` holds (see :mod:`tallies.extensions`).

The tokens are those of the tokenizer for reports, cut again where an entity begins or ends inside one, so
that ``doc.text`` and all offsets are those of the record.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

from tallies.documents.files import replacing
from tallies.errors import InputError
from tallies.exchange.graph import completed, rest
from tallies.exchange.tokens import pieces
from tallies.records import Document, Entity

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_TOKENIZER: Final = "tallies.Tokenizer.v1"
#: Where a ``Doc`` keeps the name of its document.
DOC_ID: Final = "tallies.doc_id"
#: And the fields of the record that neither ``doc.ents`` nor ``doc._`` holds.
_MORE: Final = "tallies.more"


def lost_docbin(document: Document) -> list[str]:
    """What a ``Doc`` cannot hold of *document*, a sentence each."""
    count = len(document.entities) - len(_held(document))
    return [f"{document.doc_id}: {count} entities that overlap another are dropped."] if count else []


def _held(document: Document) -> list[Entity]:
    held, last = [], 0
    for entity in sorted(document.entities, key=lambda entity: (entity.start, -entity.end)):
        if entity.start >= last:
            held.append(entity)
            last = entity.end
    return held


@cache
def _blank() -> Language:
    import spacy

    from tallies import extensions

    extensions.install()
    return spacy.blank("en", config={"nlp": {"tokenizer": {"@tokenizers": _TOKENIZER}}})


def write_docbin(documents: Iterable[Document], path: Path) -> None:
    """Write *documents* to the file at *path*, usually named ``.spacy``."""
    from spacy.tokens import DocBin

    nlp = _blank()
    found = DocBin(attrs=["ORTH", "ENT_IOB", "ENT_TYPE", "ENT_KB_ID"], store_user_data=True)
    for document in documents:
        found.add(make_doc(nlp, document))
    with replacing(path) as temporary:
        temporary.write_bytes(found.to_bytes())


def make_doc(nlp: Language, document: Document) -> Doc:
    """*document* as a ``Doc`` with the tokens of *nlp*; entities that overlap an earlier one are left out."""
    from spacy.tokens import Doc, Span

    held = _held(document)
    words = [(token.idx, token.idx + len(token)) for token in nlp.tokenizer(document.text)]
    tokens = pieces(document.text, [(entity.start, entity.end) for entity in held], words)
    doc = Doc(
        nlp.vocab,
        words=[document.text[token.start : token.end] for token in tokens],
        spaces=[token.blank for token in tokens],
    )
    first = {token.start: number for number, token in enumerate(tokens)}
    last = {token.end: number + 1 for number, token in enumerate(tokens)}
    doc.set_ents(
        [Span(doc, first[e.start], last[e.end], label=e.label, kb_id=e.norm or "") for e in held], default="outside"
    )
    doc._.country, doc._.report_year, doc._.tier = document.country, document.report_year, document.tier
    doc._.facts, doc._.routes = document.facts, document.routes
    doc.user_data[DOC_ID] = document.doc_id
    doc.user_data[_MORE] = rest(document)
    return doc


def read_docbin(path: Path) -> tuple[list[Document], list[str]]:
    """The documents in the file at *path*; nothing is left out. A ``Doc`` without a name is called "STEM-1", ....

    Raises InputError if the file holds no DocBin, and OSError if it cannot be opened.
    """
    from spacy.tokens import DocBin

    from tallies import extensions

    nlp = _blank()
    data = path.read_bytes()
    try:
        docs = list(DocBin().from_bytes(data).get_docs(nlp.vocab))
    except Exception as error:  # zlib, msgpack and numpy each raise their own
        reason = f"The file holds no DocBin: {error}."
        raise InputError(str(path), "", "malformed", reason, "Give a file that spaCy's DocBin wrote.") from error
    documents = []
    for number, doc in enumerate(docs, 1):
        name = doc.user_data.get(DOC_ID, f"{path.stem}-{number}")
        documents.append(completed(extensions.document(doc, name), doc.user_data.get(_MORE) or {}))
    return documents, []
