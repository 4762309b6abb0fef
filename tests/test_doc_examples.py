"""The examples of the pages in ``docs``."""

from __future__ import annotations

import doctest
from pathlib import Path

import pytest


@pytest.mark.parametrize("page", ["panel", "checks", "scale", "store"])
def test_examples_give_what_they_say(root: Path, page: str) -> None:
    """Each example of the page is run, and its output compared."""
    failed, tried = doctest.testfile(str(root / "docs" / f"{page}.md"), module_relative=False)

    assert tried > 3
    assert failed == 0
