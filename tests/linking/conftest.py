"""What the tests of the linker share: a text to its facts and routes, by the rules alone, for the report of 2018."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from tallies.pipelines import load_rules, make_doc
from tallies.testing import routed, told

REPORT_YEAR = 2018


@pytest.fixture(scope="session")
def rules() -> Language:
    """The pipeline of rules."""
    return load_rules()


@pytest.fixture(scope="session")
def read(rules: Language) -> Callable[[str], Doc]:
    """Reads a text; the country of its narrative may stand before it: "NOR | The government allocated ..."."""

    def run(text: str) -> Doc:
        country, bar, rest = text.partition(" | ")
        if bar:
            doc = make_doc(rules, rest, country=country, report_year=REPORT_YEAR)
        else:
            doc = make_doc(rules, text, report_year=REPORT_YEAR)
        for _, component in rules.pipeline:
            doc = component(doc)
        return doc

    return run


@pytest.fixture(scope="session")
def facts_of(read: Callable[[str], Doc]) -> Callable[[str], list[str]]:
    """The facts of a text, as lines."""
    return lambda text: told(read(text))


@pytest.fixture(scope="session")
def routes_of(read: Callable[[str], Doc]) -> Callable[[str], list[str]]:
    """The routes of a text, as lines."""
    return lambda text: routed(read(text))
