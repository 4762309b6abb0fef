"""The walk of docs/loop.md, run as it is written, on less of the corpus."""

from __future__ import annotations

import re
import shlex
import shutil
from itertools import islice
from pathlib import Path

import pytest
from typer.testing import CliRunner

from tallies.cli import app
from tallies.documents.jsonl import read_documents, write_documents
from tallies.documents.passages import cut
from tallies.pipelines import load_named

#: How much is left of each narrative: whole lines, up to the first that ends behind so many letters.
LETTERS = 1500
BLOCK = re.compile(r"^```(sh|python)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture
def project(root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder, made the current one, with the sample, the configs, and the first parts of four and two narratives."""
    shutil.copytree(root / "corpus" / "sample", tmp_path / "corpus" / "sample")
    shutil.copytree(root / "configs", tmp_path / "configs")
    for name, count in (("train", 4), ("dev", 2)):
        few = islice(read_documents(root / "corpus" / f"{name}.jsonl"), count)
        begun = [cut(document, 0, document.text.index("\n", LETTERS)) for document in few]
        write_documents(begun, tmp_path / "corpus" / f"{name}.jsonl")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_walk(root: Path, project: Path) -> None:
    """Each step of the page runs, in order; the correction comes back, and the pipeline made of it is compared."""
    blocks = BLOCK.findall((root / "docs" / "loop.md").read_text(encoding="utf-8"))
    assert [kind for kind, _ in blocks] == ["sh", "sh", "python", "sh", "sh", "sh"]
    output = ""
    for kind, code in blocks:
        if kind == "python":
            exec(compile(code, "loop.md", "exec"), {})
            continue
        command, *arguments = shlex.split(code)
        assert command == "tallies"
        done = CliRunner().invoke(app, arguments)
        assert done.exit_code == 0, done.output
        output = done.stdout

    (corrected,) = read_documents(project / "corrected.jsonl")
    assert (corrected.country, corrected.report_year) == ("GNB", 2019)
    assert [(fact.action, fact.years) for fact in corrected.facts if fact.value == 83] == [("assist", (2017,))]
    linker = load_named(str(project / "model")).get_pipe("tallies_linker")
    assert getattr(linker, "scorer", None) is not None
    lines = output.splitlines()
    assert lines[0] == "A = rules, B = model, 2 documents"
    rows = {line[:24].strip(): line[24:].split() for line in lines[2:]}
    assert {"entity", "fact core", "part_of", "comparison", "entity AGENCY"} <= rows.keys()
    assert rows["fact core"][0] != rows["fact core"][1]
