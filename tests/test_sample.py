"""The sample narratives are what corpus/sample/README.md says of them."""

from __future__ import annotations

from pathlib import Path

import pytest
from spacy.language import Language

from tallies.documents.inputs import read_sources
from tallies.documents.source import Source
from tallies.evaluation import predict
from tallies.records import Document

YEARS = {"Ghana": 2021, "Guinea_Bissau": 2019, "Jordan": 2020, "Norway": 2018, "Peru": 2016, "Philippines": 2023}


@pytest.fixture(scope="module")
def sample(root: Path) -> dict[str, str]:
    """The texts by name."""
    sources = list(read_sources(root / "corpus" / "sample"))
    return {source.doc_id: source.text for source in sources if isinstance(source, Source)}


def test_six_narratives_of_fair_length(sample: dict[str, str], root: Path) -> None:
    """There are six, each of 400 to 700 words, and the README beside them names each."""
    readme = (root / "corpus" / "sample" / "README.md").read_text()

    assert sorted(sample) == [f"{name}_{year}" for name, year in sorted(YEARS.items())]
    assert [name for name, text in sample.items() if not 400 <= len(text.split()) <= 700] == []
    assert [name for name in sample if f"`{name}.txt`" not in readme] == []


def test_hard_wrapped(sample: dict[str, str]) -> None:
    """One is wrapped at 80 columns and breaks words by hyphens; the others have a paragraph a line."""
    widths = {name: max(map(len, text.splitlines())) for name, text in sample.items()}

    assert [name for name, width in widths.items() if width <= 80] == ["Peru_2016"]
    assert sum(line.endswith("-") for line in sample["Peru_2016"].splitlines()) >= 5


def test_damaged(sample: dict[str, str]) -> None:
    """One lacks spaces after full stops and has a form feed."""
    text = sample["Guinea_Bissau_2019"]

    assert text.count(".The ") > 5
    assert "\f" in text


def test_every_narrative_gives_figures(sample: dict[str, str], nlp: Language) -> None:
    """The pipeline finds country, report year, figures and comparisons in each."""
    read = {one.doc_id: one for one in predict(nlp, [Document(name, text) for name, text in sample.items()])}

    assert {name: one.report_year for name, one in read.items()} == {f"{n}_{year}": year for n, year in YEARS.items()}
    assert {one.country for one in read.values()} == {"GHA", "GNB", "JOR", "NOR", "PER", "PHL"}
    assert [name for name, one in read.items() if len(one.facts) < 20 or not list(one.comparisons())] == []


def test_no_sentence_is_copied(sample: dict[str, str], shared: Path) -> None:
    """No run of ten words is that of a published report."""
    published = " ".join(" ".join(path.read_text().split()) for path in (shared / "reports").rglob("*.txt"))

    for name, text in sample.items():
        words = text.replace("-\n", "").split()
        runs = [" ".join(words[start : start + 10]) for start in range(len(words) - 9)]
        assert [run for run in runs if run in published] == [], name
