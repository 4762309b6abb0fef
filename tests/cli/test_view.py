"""``tallies view``."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
import urllib.request
from pathlib import Path

from typer.testing import CliRunner, Result

from tallies.cli import app
from tallies.documents.corrections import Correction, append_correction
from tallies.documents.jsonl import write_documents
from tallies.records import Document, Fact

FACT = Fact("F1", (17, 19), "convict", 29, "trafficker")
DOCUMENT = Document("Arcadia", "Courts convicted 29 traffickers.", "AZE", 2018, facts=(FACT,))


def view(*arguments: object) -> Result:
    """Call the command line."""
    return CliRunner().invoke(app, ["view", *map(str, arguments)])


def test_page_is_written_beside_the_output(tmp_path: Path) -> None:
    """The page goes to OUT/page, with corrections merged in; the command says what it shows and where."""
    write_documents([DOCUMENT], tmp_path / "documents.jsonl")
    append_correction(tmp_path, Correction("Arcadia", (17, 19), "29", "struck", 1, FACT))
    append_correction(tmp_path, Correction("Arcadia", (0, 6), "Police", "struck", 1, FACT))

    done = view(tmp_path)

    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "1 document, 0 figures, 0 flags, 1 correction",
        "  Arcadia: the correction at 0 is left out, as the text there is no longer 'Police'.",
        f"Open {tmp_path / 'page' / 'index.html'}.",
    ]
    assert (tmp_path / "page" / "index.html").is_file()


def test_folder_of_the_page_can_be_named(tmp_path: Path) -> None:
    """With -o the page goes elsewhere and OUT stays as it is."""
    out = tmp_path / "out"
    out.mkdir()
    write_documents([DOCUMENT], out / "documents.jsonl")

    assert view(out, "-o", tmp_path / "www").exit_code == 0

    assert [path.name for path in out.iterdir()] == ["documents.jsonl"]
    assert (tmp_path / "www" / "texts-0.js").is_file()


def test_records_of_a_cluster_are_shown_and_not_served(tmp_path: Path) -> None:
    """Where documents.jsonl is a folder of files, the page is written, but cannot be corrected."""
    (tmp_path / "documents.jsonl").mkdir()
    write_documents([DOCUMENT], tmp_path / "documents.jsonl" / "0.jsonl")

    assert view(tmp_path).stdout.startswith("1 document, 1 figure,")

    done = view(tmp_path, "--serve")

    assert done.exit_code == 2
    assert "put its files together" in " ".join(done.stderr.replace("│", " ").split())


def test_folder_without_records_is_refused(tmp_path: Path) -> None:
    """A folder that `tallies read` did not leave is named on stderr, with exit code 1."""
    done = view(tmp_path)

    assert done.exit_code == 1
    assert "The folder holds no documents.jsonl." in done.stderr
    assert not (tmp_path / "page" / "manifest.js").exists()


def test_serve_prints_an_address_and_ends_at_ctrl_c(tmp_path: Path) -> None:
    """With --serve the page is at the address printed until Ctrl-C, which is no error."""
    write_documents([DOCUMENT], tmp_path / "documents.jsonl")
    command = [sys.executable, "-m", "tallies", "view", str(tmp_path), "--serve"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONUNBUFFERED": "1"})
    assert process.stdout
    try:
        assert process.stdout.readline() == "1 document, 1 figure, 0 flags, 0 corrections\n"
        address = re.fullmatch(r"Open (http://127\.0\.0\.1:\d+/\S{43}/index\.html)\n", process.stdout.readline())
        assert address
        with urllib.request.urlopen(address[1], timeout=10) as page:
            assert b"<title>Tallies</title>" in page.read()
        process.stdout.readline()
    finally:
        process.send_signal(signal.SIGINT)
        rest, _ = process.communicate(timeout=20)
    assert (rest, process.returncode) == ("Ended.\n", 0)
