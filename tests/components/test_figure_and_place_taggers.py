"""The components of figures and places, each alone in somebody's pipeline."""

import pytest
import spacy

CASES = [
    ("statistic", "Police opened 29 cases.", [("29", "STATISTIC", "")]),
    ("money", "It paid $5 million and 1,000 lari.", [("$5 million", "MONEY", "USD"), ("1,000 lari", "MONEY", "GEL")]),
    ("period", "In May 2017 little changed.", [("May 2017", "PERIOD", "")]),
    ("duration", "A term of two years.", [("two years", "DURATION", "")]),
    ("country", "He left Haiti.", [("Haiti", "COUNTRY", "HTI")]),
    ("region", "He left Europe.", [("Europe", "REGION", "europe")]),
    ("nationality", "Two Haitians left.", [("Haitians", "NATIONALITY", "HTI")]),
]


@pytest.mark.parametrize(("key", "text", "expected"), CASES, ids=[key for key, _, _ in CASES])
def test_tagger_alone(key: str, text: str, expected: list[tuple[str, str, str]]) -> None:
    """A tagger needs no other component, writes its own key alone, and a second time the same."""
    nlp = spacy.blank("en")
    tagger = nlp.add_pipe(f"tallies_{key}")
    doc = nlp(text)
    assert list(doc.spans) == [key]
    assert [(s.text, s.label_, s.kb_id_) for s in doc.spans[key]] == expected
    assert [(s.text, s.label_, s.kb_id_) for s in tagger(doc).spans[key]] == expected
    assert doc.ents == ()


def test_tagger_spans_key() -> None:
    """The span key is a setting."""
    nlp = spacy.blank("en")
    nlp.add_pipe("tallies_statistic", config={"spans_key": "numbers"})
    assert list(nlp("29 cases").spans) == ["numbers"]
