"""The corpus is in order, and its check finds what is not."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path
from types import ModuleType

import pytest

from tallies.documents.marks import read_marks


@pytest.fixture(scope="module")
def check(root: Path) -> ModuleType:
    """scripts/check_corpus.py as a module."""
    spec = importlib.util.spec_from_file_location("check_corpus", root / "scripts" / "check_corpus.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def small(root: Path, tmp_path: Path, check: ModuleType) -> Path:
    """A corpus of two narratives, one a split, in order."""
    corpus = tmp_path / "corpus"
    (corpus / "narratives").mkdir(parents=True)
    kept = [row for row in check.rows(root / "corpus") if row["doc_id"] in ("Turkey", "Peru")]
    for row in kept:
        for suffix in (".ann", ".txt"):
            shutil.copy(root / "corpus" / "narratives" / f"{row['doc_id']}{suffix}", corpus / "narratives")
    lines = [",".join(kept[0]), *(",".join(row.values()) for row in kept)]
    (corpus / "splits.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    for split, documents in check.build(corpus).items():
        check.write_documents(documents, corpus / f"{split}.jsonl")
    return corpus


def test_the_corpus_is_in_order(root: Path, check: ModuleType) -> None:
    """At least 60 narratives and 40,000 words, split by narrative, with valid offsets, labels and links."""
    corpus = root / "corpus"
    assert list(check.problems(corpus)) == []
    documents = [document for split in check.build(corpus).values() for document in split]
    assert len(documents) >= 60
    assert sum(len(document.text.split()) for document in documents) >= 40_000


def test_every_exception_is_still_one(root: Path, check: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    """A figure that the numerals learnt to read is taken off the list."""
    excepted = dict(check.READ_BY_PEOPLE)
    monkeypatch.setattr(check, "READ_BY_PEOPLE", {})
    found = list(check.problems(root / "corpus"))
    assert sorted(found) == sorted(
        problem for name, fact in excepted for problem in found if problem.startswith(f"{name}, fact {fact}: ")
    )
    assert len(found) == len(excepted)


def test_the_example_in_the_guidelines_reads(root: Path) -> None:
    """The example that annotators begin from is in the form that is read, with its links."""
    lines = (root / "corpus" / "GUIDELINES.md").read_text(encoding="utf-8").splitlines()
    ann = "\n".join(line[4:] for line in lines if line.startswith(("    @7", "    F 7")))
    text = "In 2017 the border guard stopped 14 suspects, nine of them women, against six in 2016."
    first, part, earlier = read_marks(ann, text, doc_id="example").facts
    assert (first.value, first.agency, first.compared_with) == (14, "border guard", earlier.id)
    assert (part.value, part.part_of, part.gender) == (9, first.id, ("female",))


def edit(path: Path, old: str, new: str) -> None:
    """Replace the first *old* in the file."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


@pytest.mark.parametrize(
    ("file", "old", "new", "problem"),
    [
        ("splits.csv", "Turkey,TUR,2002,dev\n", "Turkey,TUR,2002,dev\nTurkey,TUR,2002,train\n", "may be in two splits"),
        ("splits.csv", "2002,dev", "2002,test", "the split of Turkey is 'test'"),
        ("splits.csv", "Turkey,TUR,2002,dev\n", "", "Turkey has no row"),
        ("narratives/Turkey.ann", "{172|STATISTIC}", "{172|AGENCY}", "the sentence has only"),
        ("narratives/Turkey.ann", "val=172", "val=173", "its value is 173, '172' is read as 172"),
        ("narratives/Turkey.ann", "val=5000..6000", "val=5000", "its value is 5000, '5,000 to 6,000' is read as 5000"),
        ("narratives/Turkey.ann", "F 26.3 at=s5", "F 26.3 at=s3", "the figure 'none' at"),
        ("narratives/Turkey.ann", "usd=571000", "usd=571001", "its dollars are 571001"),
        ("narratives/Turkey.ann", "of=6.1", "of=6.2", "it is linked to 6.2, which is no other fact"),
        (
            "narratives/Peru.ann",
            "{PERU|COUNTRY}",
            "{PERU|COUNTRY|PER}",
            "train.jsonl is not what the marked narratives",
        ),
    ],
)
def test_the_check_finds_a_slip(small: Path, check: ModuleType, file: str, old: str, new: str, problem: str) -> None:
    """Each kind of slip is among the problems of a corpus that has it, and of none that has not."""
    assert list(check.problems(small)) == []
    edit(small / file, old, new)
    assert [found for found in check.problems(small) if problem in found], list(check.problems(small))
