"""The notebook docs/tour.ipynb, run as it is."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture(scope="module")
def notebook(root: Path) -> dict[str, Any]:
    """The notebook as it stands in the repository."""
    data: dict[str, Any] = json.loads((root / "docs" / "tour.ipynb").read_text(encoding="utf-8"))
    return data


def code_cells(notebook: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Its cells of code, in order."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def printed(cell: Mapping[str, Any]) -> list[str]:
    """The lines that *cell* has printed; a warning or other word on stderr is an error."""
    streams = [output for output in cell["outputs"] if output["output_type"] == "stream"]
    assert [output["text"] for output in streams if output["name"] == "stderr"] == []
    return "".join("".join(output["text"]) for output in streams).splitlines()


def shown(cell: Mapping[str, Any]) -> dict[str, Any]:
    """What *cell* has shown, by kind."""
    return {kind: data for output in cell["outputs"] for kind, data in output.get("data", {}).items()}


def environment(folder: Path) -> dict[str, str]:
    """That of a fresh user whose files go to *folder*."""
    own = {name: str(folder) for name in ("HOME", "IPYTHONDIR", "JUPYTER_RUNTIME_DIR", "MPLCONFIGDIR", "TMPDIR")}
    return {**os.environ, **own}


def test_stored_without_outputs(notebook: dict[str, Any]) -> None:
    """In the repository the notebook has code and no outputs, counts or paths of a machine."""
    cells = code_cells(notebook)

    assert len(cells) == 8
    assert [(cell["outputs"], cell["execution_count"]) for cell in cells] == [([], None)] * len(cells)
    assert [cell["source"] for cell in cells if "/home" in cell["source"] or "/tmp" in cell["source"]] == []


def test_runs(root: Path, tmp_path: Path, notebook: dict[str, Any]) -> None:
    """Each step gives what the text beside it says, in a copy of the project."""
    for name in ("configs", "corpus"):
        shutil.copytree(root / name, tmp_path / name)
    (tmp_path / "docs").mkdir()
    (tmp_path / "temporary").mkdir()
    # In a process of its own: what the client and the kernel are warned of is not of our making.
    script = (
        "import nbformat, sys; from nbclient import NotebookClient;"
        "notebook = nbformat.read(sys.argv[1], as_version=4);"
        "NotebookClient(notebook, timeout=60, kernel_name='python3').execute();"
        "nbformat.write(notebook, 'run.ipynb')"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, root / "docs" / "tour.ipynb"],
        cwd=tmp_path / "docs",
        env=environment(tmp_path / "temporary"),
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr

    cells = code_cells(json.loads((tmp_path / "docs" / "run.ipynb").read_text(encoding="utf-8")))
    facts, look, read, query, plot, training, changes = cells[1:]
    assert [line.split()[:4] for line in printed(facts)] == [
        ["F1", "convict", "29.0", "trafficker"],
        ["F2", "convict", "20.0", "trafficker"],
        ["F3", "convict", "28.0", "trafficker"],
    ]
    html = "".join(shown(look)["text/html"])
    assert all(word in html for word in ("STATISTIC", "part of", "compared with"))
    assert printed(read)[0].startswith("6 documents, ")
    assert printed(read)[-1].endswith(" has them as run 1.")
    assert "percent_change" in "".join(shown(query)["text/html"])
    assert shown(plot)["image/png"]
    scores = {line[:12].strip(): [float(score) for score in line[12:].split()] for line in printed(training)}
    assert list(scores) == ["entity", "fact core", "agency", "part_of", "comparison"]
    assert scores["entity"][2] == 0
    assert scores["fact core"][0] != scores["fact core"][1]
    assert len(printed(changes)) == 5
    assert {line.partition(":")[0] for line in printed(changes)} <= {"better", "worse", "neither"}
