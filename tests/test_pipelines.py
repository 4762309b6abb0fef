"""The pipelines and how spaCy finds what they are made of."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest
import spacy
from spacy.language import Language

import tallies
from tallies.errors import InputError
from tallies.pipelines import COMPONENTS, TRAINABLE, load_named, load_rules, make_doc


def declared(group: str) -> dict[str, str]:
    """The entry points of this package in *group*, by name."""
    return {point.name: point.value for point in entry_points(group=group) if point.value.startswith("tallies.")}


def test_each_component_is_an_entry_point() -> None:
    """Every component, trained or not, is found by spaCy without importing us, and no other is declared."""
    assert sorted([*COMPONENTS, *TRAINABLE]) == sorted(declared("spacy_factories"))
    assert sorted(declared("spacy_tokenizers")) == ["tallies.Tokenizer.v1"]
    assert sorted(declared("spacy_architectures")) == ["tallies.HashedChain.v1"]
    assert sorted(declared("spacy_readers")) == ["tallies.Corpus.v1"]


@pytest.mark.parametrize(
    "group", ["spacy_factories", "spacy_tokenizers", "spacy_architectures", "spacy_readers", "console_scripts"]
)
def test_entry_points_load(group: str) -> None:
    """What the entry points name is there and can be called."""
    ours = [point for point in entry_points(group=group) if point.value.startswith("tallies.")]

    assert ours
    assert all(callable(point.load()) for point in ours)


def test_load_has_the_components_in_order(nlp: Language) -> None:
    """The whole pipeline is the constant, and spaCy sees no need unmet."""
    assert tuple(nlp.pipe_names) == COMPONENTS
    assert nlp.analyze_pipes()["problems"] == {name: [] for name in COMPONENTS}


def test_each_component_stands_alone() -> None:
    """Each component can be added alone to anyone's English pipeline, without importing us, and takes any text."""
    code = f"""
import spacy
for name in {COMPONENTS!r}:
    nlp = spacy.blank("en")
    nlp.add_pipe(name)
    for text in ("", "Courts convicted 29 traffickers (28 in 2016)."):
        assert nlp(text).text == text
"""
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True)

    assert (done.returncode, done.stderr) == (0, "")


def test_blank_has_the_tokenizer_and_no_component() -> None:
    """blank() splits what reports glue together and adds nothing else."""
    nlp = tallies.blank()

    assert nlp.pipe_names == []
    tokens = [token.text for token in nlp("in 2017.Victims (MIA)-run")]
    assert tokens == ["in", "2017", ".", "Victims", "(", "MIA", ")", "-", "run"]


def test_tokenizer_comes_back_from_disk(tmp_path: Path) -> None:
    """A saved pipeline is read by spacy.load with the tokenizer for reports."""
    tallies.blank().to_disk(tmp_path)

    assert [token.text for token in spacy.load(tmp_path)("2017.Victims")] == ["2017", ".", "Victims"]


def test_whole_pipeline_comes_back_from_disk(tmp_path: Path, nlp: Language) -> None:
    """A saved pipeline reads what the first one reads."""
    text = "AZERBAIJAN: Tier 2\n\nPROSECUTION\n\nIn 2017 courts convicted 29 traffickers (28 in 2016)."
    nlp.to_disk(tmp_path)

    again = spacy.load(tmp_path)
    doc, other = nlp(text), again(text)

    assert doc._.facts
    assert (doc._.facts, doc._.country, doc._.tier) == (other._.facts, other._.country, other._.tier)
    assert [(ent.text, ent.label_) for ent in doc.ents] == [(ent.text, ent.label_) for ent in other.ents]


def test_pipeline_by_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A name is that of a folder, of the rules, or of an installed package, in this order; long texts pass."""
    nlp = tallies.blank()
    nlp.add_pipe("tallies_money")
    nlp.to_disk(tmp_path / "rules")

    assert tuple(load_named("rules").pipe_names) == COMPONENTS
    found = load_named(str(tmp_path / "rules"))
    assert (found.pipe_names, found.max_length) == (["tallies_money"], sys.maxsize)
    monkeypatch.chdir(tmp_path)
    assert load_named("rules").pipe_names == ["tallies_money"]


def test_pipeline_of_no_name(tmp_path: Path) -> None:
    """What is no folder and no package is refused, and so is a folder that holds no pipeline."""
    with pytest.raises(InputError, match=r'no_such_thing: There is no such folder.* "rules"'):
        load_named("no_such_thing")
    with pytest.raises(InputError, match="It is no pipeline that can be loaded"):
        load_named(str(tmp_path))


def test_long_texts_are_not_refused() -> None:
    """spaCy's limit of a million characters does not hold: no component here needs it."""
    assert len(tallies.blank()("29 " * 400_000)) == 400_000


def test_make_doc_sets_what_is_known(fake: Language) -> None:
    """Country and report year are on the document before the pipeline runs; None leaves them open."""
    doc = make_doc(fake, "29", country="AZE", report_year=2018)
    assert (doc._.country, doc._.report_year, doc.text) == ("AZE", 2018, "29")

    doc = make_doc(fake, "29")
    assert (doc._.country, doc._.report_year) == (None, None)
    assert doc.user_data == {}


def test_config_file_is_the_pipeline(root: Path) -> None:
    """configs/rules.cfg is the complete config of load_rules(), and assembles to the same pipeline.

    After a change, write it anew:
    python -c "from tallies.pipelines import load_rules; load_rules().config.to_disk('configs/rules.cfg')"
    """
    rules = load_rules()
    config = spacy.util.load_config(root / "configs" / "rules.cfg")

    assert config == rules.config
    assert spacy.util.load_model_from_config(config).pipe_names == rules.pipe_names


def test_load_takes_the_trained_pipeline(nlp: Language) -> None:
    """The set-up installs en_tallies; load() takes it, says so in the meta, and its linker has weights."""
    assert spacy.util.is_package("en_tallies")
    assert (nlp.meta["name"], load_rules().meta["name"]) == ("tallies", "tallies_rules")
    assert nlp.pipe_names == load_rules().pipe_names
    assert nlp.get_pipe("tallies_linker").scorer.slots.keys() == {
        "action",
        "years",
        "part_of",
        "compared_with",
        "agency",
    }
    assert load_rules().get_pipe("tallies_linker").scorer is None


def test_tokenizer_of_the_trained_pipeline_is_the_registered_one(nlp: Language) -> None:
    """The trained pipeline has no tokenizer of its own, so that to leave out what its package says of it is no loss."""
    saved = spacy.load("en_tallies")

    assert nlp.tokenizer.to_bytes(exclude=["vocab"]) == saved.tokenizer.to_bytes(exclude=["vocab"])


def test_load_without_the_trained_pipeline(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """Where en_tallies is not installed load() gives the rules, and says so on the logger."""
    monkeypatch.setattr(spacy.util, "is_package", lambda name: False)
    with caplog.at_level("INFO", logger="tallies"):
        nlp = tallies.load()

    assert nlp.get_pipe("tallies_linker").scorer is None
    assert [record.message for record in caplog.records] == [
        "loaded the rules; the trained pipeline en_tallies is not installed"
    ]


def test_spacy_alone_stays_light() -> None:
    """A spaCy pipeline in an environment that has us loads no table library and none of our lexicons."""
    code = """
import sys
import spacy
spacy.blank("en")
import tallies.lexicons
print("pandas" in sys.modules, tallies.lexicons.rows.cache_info().misses)
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout == "False 0\n"


def test_start_loads_what_it_needs(tmp_path: Path) -> None:
    """Help asks for nothing heavy, and reading on one machine for nothing of a cluster."""
    code = """
import sys
from tallies.cli import app
try:
    app(sys.argv[1:])
except SystemExit:
    pass
names = ("numpy", "spacy", "pandas", "pyarrow", "tallies.running.cluster")
print([name for name in names if name in sys.modules])
"""

    def loaded(*call: str) -> str:
        done = subprocess.run([sys.executable, "-c", code, *call], capture_output=True, text=True, check=True)
        return done.stdout.splitlines()[-1]

    assert loaded("--help") == loaded("read", "--help") == "[]"
    assert loaded("read", str(tmp_path), "--out", str(tmp_path / "out")) == "['numpy', 'spacy']"
