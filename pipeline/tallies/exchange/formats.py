"""The formats by name. Each reads a path into documents and writes documents to a path."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from tallies.documents.jsonl import read_documents, write_documents
from tallies.exchange.brat import read_brat, write_brat
from tallies.exchange.conll import lost_conll, read_conll, write_conll
from tallies.exchange.docbin import lost_docbin, read_docbin, write_docbin
from tallies.exchange.doccano import read_doccano, write_doccano
from tallies.exchange.labelstudio import read_labelstudio, write_labelstudio
from tallies.exchange.marks import lost_marks, read_marks_folder, write_marks_folder
from tallies.exchange.prodigy import read_prodigy, write_prodigy
from tallies.exchange.xmi import lost_xmi, read_xmi, write_xmi
from tallies.records import Document

#: The documents in a file or folder, and what of it was left out, a sentence each.
Reader = Callable[[Path], tuple[list[Document], list[str]]]
Writer = Callable[[Iterable[Document], Path], None]


def _nothing(_document: Document) -> list[str]:
    return []


@dataclass(frozen=True, slots=True)
class Format:
    """How one format is read and written; ``folder``: its path is that of a folder; ``lost``: what it cannot hold."""

    read: Reader
    write: Writer
    folder: bool = False
    lost: Callable[[Document], list[str]] = _nothing


def _read_jsonl(path: Path) -> tuple[list[Document], list[str]]:
    return list(read_documents(path)), []


FORMATS: Final = {
    "jsonl": Format(_read_jsonl, write_documents),
    "marks": Format(read_marks_folder, write_marks_folder, folder=True, lost=lost_marks),
    "docbin": Format(read_docbin, write_docbin, lost=lost_docbin),
    "prodigy": Format(read_prodigy, write_prodigy),
    "labelstudio": Format(read_labelstudio, write_labelstudio),
    "brat": Format(read_brat, write_brat, folder=True),
    "doccano": Format(read_doccano, write_doccano),
    "conll": Format(read_conll, write_conll, lost=lost_conll),
    "xmi": Format(read_xmi, write_xmi, folder=True, lost=lost_xmi),
}


def losses(name: str, documents: Sequence[Document]) -> list[str]:
    """What the format *name* cannot hold of *documents*, a sentence each; empty if all."""
    return [loss for document in documents for loss in FORMATS[name].lost(document)]
