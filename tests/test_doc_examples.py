"""The examples of the pages in ``docs``."""

from __future__ import annotations

import doctest
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest


@pytest.mark.parametrize("page", ["panel", "checks", "scale", "store"])
def test_examples_give_what_they_say(root: Path, page: str) -> None:
    """Each example of the page is run, and its output compared."""
    failed, tried = doctest.testfile(str(root / "docs" / f"{page}.md"), module_relative=False)

    assert tried > 3
    assert failed == 0


def test_commands_give_what_they_say(root: Path, tmp_path: Path) -> None:
    """The commands of the page on scale are run one after the other; each prints the line that is shown behind it."""
    shutil.copytree(root / "corpus" / "sample", tmp_path / "corpus" / "sample")
    page = (root / "docs" / "scale.md").read_text(encoding="utf-8")
    shown = re.findall(r"^```sh\n(.*?)^```\n\n```text\n(.*?)^```$", page, re.MULTILINE | re.DOTALL)

    for command, output in shown:
        here = re.sub(r"^tallies", f"{sys.executable} -m tallies", command)
        done = subprocess.run(["bash", "-e", "-c", here], cwd=tmp_path, capture_output=True, text=True)

        assert done.returncode == 0, done.stderr
        assert output.rstrip("\n") in [*done.stdout.splitlines(), *done.stderr.splitlines()]
    assert len(shown) == page.count("```sh") == 5
