"""What the tests of the taggers share: a tokenizer, and a finder's result as a marked sentence."""

from collections.abc import Callable

import pytest
import spacy
from spacy.tokens import Doc

from tallies.components.tokenizer import make_tokenizer
from tallies.tape import Found, Tape, tape
from tallies.testing import mark, unmark

Finder = Callable[[Tape, Doc], list[Found]]
Marker = Callable[[Finder, str, str], str]


@pytest.fixture(scope="session")
def make_doc() -> Callable[[str], Doc]:
    """Text to ``Doc``, with the tokenizer of the pipeline."""
    nlp = spacy.blank("en")
    nlp.tokenizer = make_tokenizer()(nlp)
    return nlp.make_doc


@pytest.fixture(scope="session")
def marked(make_doc: Callable[[str], Doc]) -> Marker:
    """Mark the text of a marked sentence anew with what a finder sees."""

    def again(find: Finder, label: str, markup: str) -> str:
        text, _ = unmark(markup)
        doc = make_doc(text)
        words = tape(doc)
        return mark(text, [(words.starts[f.start], words.ends[f.end - 1], label) for f in find(words, doc)])

    return again
