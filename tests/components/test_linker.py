"""The component ``tallies_linker``: its weights on disk and in bytes."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from spacy.language import Language

from tallies.components.linker import Linker
from tallies.linking.scorer import Scorer
from tallies.pipelines import load_rules, make_doc
from tallies.testing import told

TEXT = "Courts convicted 29 traffickers (28 in 2016)."
BY_RULES = [
    "convict 29 trafficker 2017 vs 28 trafficker 2016 by Courts",
    "convict 28 trafficker 2016 by Courts",
]
#: Weights that take no earlier figure, and keep what the rules say otherwise.
SCORER = Scorer(
    actions={"unit=trafficker": [(4, 3.0)]},
    slots={
        "compared_with": {"none": 9.0},
        **{slot: {"rule=True": 9.0, "rule": 9.0} for slot in ("years", "part_of", "agency")},
    },
)


def linker_of(nlp: Language) -> Linker:
    """The linker of *nlp*."""
    linker = nlp.get_pipe("tallies_linker")
    assert isinstance(linker, Linker)
    return linker


@pytest.fixture
def scored() -> Language:
    """The pipeline of rules with a scorer in its linker."""
    nlp = load_rules()
    linker_of(nlp).scorer = SCORER
    return nlp


def compared(nlp: Language) -> list[str | None]:
    """The earlier figure of each fact of the text."""
    doc = make_doc(nlp, TEXT, report_year=2018)
    for _, component in nlp.pipeline:
        doc = component(doc)
    return [fact.compared_with for fact in doc._.facts]


def test_rules_write_nothing(tmp_path: Path) -> None:
    """Without a scorer there is nothing to save, and nothing is read where nothing is."""
    linker = linker_of(load_rules())

    linker.to_disk(tmp_path / "linker")
    assert not (tmp_path / "linker").exists()
    assert linker.to_bytes() == b""
    assert linker.from_disk(tmp_path / "linker").scorer is None
    assert linker.from_bytes(b"").scorer is None


def test_scorer_comes_back_from_disk(scored: Language, tmp_path: Path) -> None:
    """The folder has one file, the weights; a linker that reads it has the same."""
    linker_of(scored).to_disk(tmp_path / "a" / "linker")

    assert [path.name for path in (tmp_path / "a" / "linker").iterdir()] == ["links.json.gz"]
    assert linker_of(load_rules()).from_disk(tmp_path / "a" / "linker").scorer == SCORER


def test_scorer_comes_back_from_bytes(scored: Language) -> None:
    """Bytes carry the weights; those of rules take a scorer away."""
    other = linker_of(load_rules())

    assert other.from_bytes(linker_of(scored).to_bytes()).scorer == SCORER
    assert other.from_bytes(b"").scorer is None


def test_folder_without_weights_takes_the_scorer_away(scored: Language, tmp_path: Path) -> None:
    """A linker that reads the folder of rules is one of rules."""
    assert linker_of(scored).from_disk(tmp_path).scorer is None


def test_saved_pipeline_decides_alike(scored: Language, tmp_path: Path) -> None:
    """A pipeline saved with a scorer, and one from bytes, decide what it decides, which is not what the rules do."""
    scored.to_disk(tmp_path / "pipeline")
    from_disk = spacy.load(tmp_path / "pipeline")
    from_bytes = load_rules().from_bytes(scored.to_bytes())

    assert compared(load_rules()) == ["F2", None]
    assert compared(scored) == compared(from_disk) == compared(from_bytes) == [None, None]
    assert linker_of(from_disk).scorer == linker_of(from_bytes).scorer == SCORER


def test_links_and_entities() -> None:
    """The linker writes facts, and keeps of the entities the units and statistics that they hang on, with actions."""
    nlp = load_rules()

    doc = make_doc(nlp, TEXT + " The law has 14 articles.", report_year=2018)
    for _, component in nlp.pipeline:
        doc = component(doc)

    assert told(doc)[:2] == BY_RULES
    assert [(span.text, span.label_) for span in doc.ents][:6] == [
        ("Courts", "AGENCY"),
        ("convicted", "ACTION"),
        ("29", "STATISTIC"),
        ("traffickers", "OFFENDER"),
        ("28", "STATISTIC"),
        ("2016", "PERIOD"),
    ]
