"""What README shows can be done, and gives what README says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")


class Block(NamedTuple):
    """A block of code and the output that is shown behind it, if any."""

    language: str
    code: str
    output: str | None


def blocks(markdown: str) -> list[Block]:
    """The blocks of *markdown* that can be run; a text block behind one is its output."""
    found: list[Block] = []
    for language, code in re.findall(r"^```(\w*)\n(.*?)^```$", markdown, re.MULTILINE | re.DOTALL):
        if language in ("sh", "python"):
            found.append(Block(language, code, None))
        elif language == "text" and found:
            found[-1] = found[-1]._replace(output=code)
    return found


BLOCKS = blocks(README)


def run(command: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
    """*command* in *folder*, with the commands of this environment first on the path."""
    # Under `make test` the inner make would take over the outer one's flags, and say where it is.
    environment = {name: value for name, value in os.environ.items() if name not in ("MAKEFLAGS", "MAKELEVEL")}
    environment["PATH"] = f"{Path(sys.executable).parent}{os.pathsep}{environment['PATH']}"
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


def test_blocks_are_found() -> None:
    """README has blocks of both kinds, and the outputs of two of them."""
    assert {block.language for block in BLOCKS} == {"sh", "python"}
    assert len([block for block in BLOCKS if block.output]) == 2
    assert README.count("```sh") + README.count("```python") == len(BLOCKS)


@pytest.mark.parametrize("block", BLOCKS, ids=lambda block: block.code.splitlines()[0][:40])
def test_block_runs(tmp_path: Path, root: Path, block: Block) -> None:
    """Each block runs without error in a copy of the project, and prints the output behind it.

    The targets of make, which set up environments, are only expanded. After a change of the rules, the
    outputs in README are to be written anew.
    """
    for name in ("corpus", "models", "Makefile", "pyproject.toml"):
        source = root / name
        (shutil.copytree if source.is_dir() else shutil.copy)(source, tmp_path / name)
    if block.language == "python":
        done = run([sys.executable, "-c", block.code], tmp_path)
    else:
        done = run(["bash", "-e", "-c", re.sub(r"^make ", "make --dry-run ", block.code, flags=re.MULTILINE)], tmp_path)

    assert done.returncode == 0, done.stderr
    if block.output is not None:
        assert done.stdout == block.output


def test_make_targets_do_what_they_say(tmp_path: Path, root: Path) -> None:
    """`make run` is the job on the sample and `make test` the tests, each behind the set-up of .venv."""
    for name in ("Makefile", "pyproject.toml"):
        shutil.copy(root / name, tmp_path / name)
    shutil.copytree(root / "models", tmp_path / "models")

    job, tests = (run(["make", "--dry-run", target], tmp_path).stdout.splitlines() for target in ("run", "test"))

    assert job[-1] == ".venv/bin/tallies read corpus/sample -o out"
    assert tests[-1] == ".venv/bin/pytest -n auto --dist loadfile"
    for lines in (job, tests):
        assert [line for line in lines if line.endswith(" -m venv .venv")]
        assert [line for line in lines if "pip install" in line]


def test_links_lead_somewhere(root: Path) -> None:
    """The files that README links to are there."""
    links = re.findall(r"\]\((?!https?:)([^)]+)\)", README)

    assert links
    assert [link for link in links if not (root / link).exists()] == []
