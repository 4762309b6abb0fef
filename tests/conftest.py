"""Fixtures for the whole suite."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc, Span

import tallies
from tallies.records import Document, Fact, Route

ROOT = Path(__file__).resolve().parents[1]

#: Data that developers have beside the repository.
SHARED = ROOT.parent / "shared"


@Language.component("fake_reader")
def fake_reader(doc: Doc) -> Doc:
    """Every number is a STATISTIC and a fact, set against the next one; raises on the word "BOOM"."""
    if "BOOM" in doc.text:
        raise RuntimeError("BOOM")
    numbers = [token for token in doc if re.fullmatch(r"\d+", token.text)]
    doc.ents = [Span(doc, token.i, token.i + 1, label="STATISTIC") for token in numbers]
    years = () if doc._.report_year is None else (doc._.report_year - 1,)
    doc._.facts = [
        Fact(
            id=f"F{index}",
            anchor=(token.idx, token.idx + len(token)),
            action="convict",
            value=int(token.text),
            unit="trafficker",
            years=years,
            gender=("female", "male"),
            compared_with=f"F{index + 1}" if index < len(numbers) else None,
            sentence=(0, len(doc.text)),
        )
        for index, token in enumerate(numbers, 1)
    ]
    doc._.routes = [Route("R1", (doc._.country,), ("TUR", "RUS"))] if doc._.country else []
    return doc


@pytest.fixture
def fake() -> Language:
    """A pipeline whose output is plain to see, for tests of everything around it."""
    nlp = tallies.blank()
    nlp.add_pipe("fake_reader")
    return nlp


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole pipeline."""
    return tallies.load()


@pytest.fixture(scope="session")
def root() -> Path:
    """The top folder of the repository."""
    return ROOT


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of gold data and reports beside the repository; a test that asks for it is skipped without."""
    if not SHARED.is_dir():
        pytest.skip("needs the folder ../shared")
    return SHARED


@pytest.fixture(scope="session")
def record() -> Callable[..., Document]:
    """Makes a document of a text and of facts, each with the words that it hangs on as ``at``.

    The words are looked for behind those of the fact before; ids are F1, F2, ... A fact is of action
    "identify", unit "victim" and year 2017, unless it says otherwise.
    """

    def make(text: str, *facts: dict[str, Any], doc_id: str = "Utopia", **meta: Any) -> Document:
        cursor, made = 0, []
        for number, given in enumerate(facts, 1):
            fields = {"action": "identify", "unit": "victim", "years": (2017,), "value": 0, **given}
            at = fields.pop("at")
            cursor = text.index(at, cursor)
            made.append(Fact(id=f"F{number}", anchor=(cursor, cursor + len(at)), **fields))
            cursor += len(at)
        return Document(doc_id, text, facts=tuple(made), **{"country": "UTO", "report_year": 2018, **meta})

    return make
