"""Sources through a pipeline that forgets."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from spacy.language import Language

from tallies.documents.source import Source
from tallies.records import Document
from tallies.running import outcomes
from tallies.running.local import stream


def same(outcome: object) -> object:
    """What is made of an outcome: nothing."""
    return outcome


def sources(count: int) -> Iterator[Source]:
    """Texts with words that no other has."""
    for number in range(count):
        yield Source(f"{number}", f"The Zyx{number}qua police identified {number} victims (5 in 2016).", "")


@pytest.mark.parametrize("jobs", [1, 2])
def test_forgetting_changes_nothing(nlp: Language, monkeypatch: pytest.MonkeyPatch, jobs: int) -> None:
    """Where words are forgotten after every few documents, what is read is the same."""
    plain = list(stream(sources(20), nlp, report_year=2018))
    monkeypatch.setattr(outcomes, "ZONE", 3)

    found = list(outcomes.outcomes(sources(20), nlp, same, report_year=2018, jobs=jobs, own=True))

    assert found == plain
    assert all(isinstance(one, Document) and len(one.facts) == 2 for one in found)


def test_new_words_are_forgotten(fake: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """The words that a pipeline knows do not grow with the documents, if it is nobody else's; else they stay."""
    monkeypatch.setattr(outcomes, "ZONE", 5)
    known = len(fake.vocab.strings)

    for _ in outcomes.outcomes(sources(200), fake, same, report_year=2018, own=True):
        assert len(fake.vocab.strings) < known + 200
    assert len(fake.vocab.strings) < known + 100
    assert "Zyx3qua" in fake.vocab.strings
    assert "Zyx199qua" not in fake.vocab.strings

    list(stream(sources(200), fake, report_year=2018))
    assert "Zyx199qua" in fake.vocab.strings


def test_zone_of_the_caller_is_left_alone(fake: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    """A caller who has a memory zone already gets no second one, which spaCy forbids."""
    monkeypatch.setattr(outcomes, "ZONE", 2)

    with fake.memory_zone():
        found = list(outcomes.outcomes(sources(9), fake, same, report_year=2018, own=True))

    assert len(found) == 9


def test_long_text_is_read_whole(nlp: Language) -> None:
    """A text of many sections gives the facts of each of them, in its order: nothing is cut, and nothing lost."""
    section = (
        "PROSECUTION\n\nIn 2017 courts convicted 29 traffickers (28 in 2016).\n\n"
        "PROTECTION\n\nPolice found 5 victims.\n\n"
    )
    (one,) = stream([Source("a", section, "")], nlp, report_year=2018)
    (many,) = stream([Source("a", section * 300, "")], nlp, report_year=2018)

    assert isinstance(one, Document)
    assert isinstance(many, Document)
    values = [(fact.action, fact.value, fact.unit, fact.years) for fact in one.facts]
    assert len(values) == 3
    assert [(fact.action, fact.value, fact.unit, fact.years) for fact in many.facts] == values * 300
