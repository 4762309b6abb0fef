"""``tallies read``."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

import duckdb
import pandas as pd
import pytest
from spacy.language import Language
from typer.testing import CliRunner, Result

import tallies
from tallies.cli import app
from tallies.documents.jsonl import read_documents
from tallies.errors import InputError, RunError
from tallies.running import local
from tallies.running.results import Summary

TABLES = ("entities", "facts", "comparisons", "routes", "errors")


@pytest.fixture
def tally(monkeypatch: pytest.MonkeyPatch, fake: Language):  # type: ignore[no-untyped-def]
    """Calls the command line with the fake pipeline."""
    monkeypatch.setattr(local, "load", lambda: fake)

    def call(*arguments: object) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments])

    return call


def test_folder_in_files_and_summary_out(tmp_path: Path, tally) -> None:  # type: ignore[no-untyped-def]
    """The job leaves the records and a table each in every format named, and prints a summary."""
    (tmp_path / "a.txt").write_text("from 28 to 290 and 290")
    out = tmp_path / "out"

    done = tally("read", tmp_path, "-o", out, "--format", "csv", "--format", "parquet", "--report-year", 2018)

    assert done.exit_code == 0, done.output
    assert sorted(path.name for path in out.iterdir()) == sorted(
        [".run", "documents.jsonl", *(f"{name}.{suffix}" for name in TABLES for suffix in ("csv", "parquet"))]
    )
    assert done.stdout.splitlines() == [
        "1 document, 6 words, 3 figures, 2 comparisons, 0 routes",
        "Largest changes:",
        "  a: convicted 28 traffickers in 2017 vs 290 in 2017",
        f"Results are in {out}.",
    ]
    assert "1/1 documents" in done.stderr
    (document,) = read_documents(out / "documents.jsonl")
    assert len(document.facts) == len(pd.read_csv(out / "facts.csv")) == 3


def test_csv_is_the_format_if_none_is_named(tmp_path: Path, tally) -> None:  # type: ignore[no-untyped-def]
    """Without --format the tables are CSV."""
    (tmp_path / "a.txt").write_text("29")

    tally("read", tmp_path / "a.txt", "-o", tmp_path / "out")

    assert sorted(path.suffix for path in (tmp_path / "out").glob("[!.]*")) == [".csv"] * 5 + [".jsonl"]


def test_failures_are_named_and_make_the_exit_code(tmp_path: Path, tally) -> None:  # type: ignore[no-untyped-def]
    """If any input fails, the exit code is 1, stdout says which and why, and the others are read."""
    (tmp_path / "a.txt").write_text("29")
    (tmp_path / "b.txt").write_text("BOOM")
    (tmp_path / "c.jsonl").write_text("{}\n")

    done = tally("read", tmp_path, tmp_path / "nowhere", "-o", tmp_path / "out", "--report-year", "2018")

    assert done.exit_code == 1
    lines = done.stdout.splitlines()
    assert lines[0].startswith("1 document, ")
    assert lines[1] == "3 failed:"
    assert f"{tmp_path / 'c.jsonl'}, line 1: Field" in lines[3]
    errors = pd.read_csv(tmp_path / "out" / "errors.csv")
    assert errors["kind"].tolist() == ["failed", "malformed", "missing"]


def test_store(tmp_path: Path, tally) -> None:  # type: ignore[no-untyped-def]
    """With --store the tables, errors among them, are in a DuckDB file too, run after run."""
    store, out = tmp_path / "made" / "figures.duckdb", tmp_path / "out"
    (tmp_path / "a.txt").write_text("from 28 to 290")
    (tmp_path / "b.txt").write_text("BOOM")

    done = [tally("read", tmp_path, "-o", out, "--report-year", 2018, "--store", store) for _ in range(2)]

    assert [each.exit_code for each in done] == [1, 1]
    assert done[1].stdout.splitlines()[-1] == f"The store {store} has them as run 2."
    with duckdb.connect(str(store), read_only=True) as reader:
        assert reader.execute("SELECT document, value FROM facts").fetchall() == [("a", 28), ("a", 290)]
        assert reader.execute("SELECT run, documents, errors FROM runs ORDER BY run").fetchall() == [
            (1, 1, 1),
            (2, 1, 1),
        ]


def test_store_that_is_none(tmp_path: Path, tally) -> None:  # type: ignore[no-untyped-def]
    """A file that is no store is a wrong call, said before anything is read."""
    (tmp_path / "a.txt").write_text("29 traffickers")

    done = tally("read", tmp_path / "a.txt", "-o", tmp_path / "out", "--store", tmp_path / "a.txt")

    assert done.exit_code == 2
    assert "DuckDB" in done.stderr
    assert os.listdir(tmp_path) == ["a.txt"]


def test_store_that_cannot_be_written(tmp_path: Path, tally) -> None:  # type: ignore[no-untyped-def]
    """A store that fails in the end is said, with the exit code 1, and the results in the folder are whole."""
    (tmp_path / "a.txt").write_text("29")
    out = tmp_path / "out"

    done = tally(
        "read", tmp_path / "a.txt", "-o", out, "--report-year", 2018, "--store", tmp_path / "a.txt" / "s.duckdb"
    )

    assert done.exit_code == 1
    assert done.stderr.splitlines()[-1].startswith("The store was not written. ")
    assert len(pd.read_csv(out / "facts.csv")) == 1


@pytest.mark.parametrize(
    "options",
    [
        ["read"],
        ["read", "a.txt"],
        ["read", "-o", "out"],
        ["read", "a.txt", "-o", "out", "--format", "xlsx"],
        ["read", "a.txt", "-o", "out", "--jobs", "0"],
        ["read", "a.txt", "-o", "out", "--report-year", "next"],
        ["read", "a.txt", "-o", "a.txt"],
        ["read", "a.txt", "-o", "a.txt/out"],
        ["reed"],
    ],
    ids=" ".join,
)
def test_wrong_call(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, tally, options: list[str]) -> None:  # type: ignore[no-untyped-def]
    """A wrong call has the exit code 2, says so on stderr, and leaves nothing."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("29")

    done = tally(*options)

    assert done.exit_code == 2
    assert "Usage" in done.stderr
    assert done.stdout == ""
    assert os.listdir() == ["a.txt"]


def test_warnings_come_once_on_stderr(tmp_path: Path) -> None:
    """Without report year the command says so once, and stdout has nothing but the summary."""
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("Courts convicted 29 traffickers.")
    done = subprocess.run(
        [sys.executable, "-m", "tallies", "read", tmp_path, "-o", tmp_path / "out"], capture_output=True, text=True
    )

    assert done.returncode == 0, done.stderr
    assert done.stderr.count("No report year in 2 documents") == 1
    assert "report year" not in done.stdout


def test_version() -> None:
    """--version prints the package's version."""
    done = CliRunner().invoke(app, ["--version"])

    assert (done.exit_code, done.stdout) == (0, f"tallies {tallies.__version__}\n")


@pytest.mark.parametrize(
    "call", [["-m", "tallies", "--help"], ["-m", "tallies", "read", "--help"], ["-c", "import tallies"]]
)
def test_start_is_light(call: list[str]) -> None:
    """Help, mistyped calls and the import of the package load neither spaCy nor pandas."""
    done = subprocess.run([sys.executable, "-X", "importtime", *call], capture_output=True, text=True, check=True)

    loaded = {line.rpartition("|")[2].strip() for line in done.stderr.splitlines()}
    assert "tallies" in loaded
    assert loaded.isdisjoint({"spacy", "pandas", "numpy", "pyarrow", "thinc"})


def test_dry_run_lists_and_leaves_nothing(tmp_path: Path, tally) -> None:  # type: ignore[no-untyped-def]
    """--dry-run says for each file its kind and how many documents it holds, and what cannot be read."""
    body = "Courts convicted 29 traffickers. " * 20
    (tmp_path / "a.txt").write_text(f"MALI: Tier 1\n\n{body}\n\nPERU: Tier 2\n\n{body}\n")
    (tmp_path / "b.html").write_text("<p>29 victims</p>")
    (tmp_path / "c.pdf").write_bytes(b"no")

    done = tally("read", tmp_path, "--dry-run")

    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        f"{tmp_path / 'a.txt'}: text, 2 documents, 166 words",
        f"{tmp_path / 'b.html'}: web page, 1 document, 2 words",
        f"{tmp_path / 'c.pdf'}: The PDF is damaged or cut off: no page can be read. "
        "Print it to a new PDF, or save its text.",
        "3 documents in 2 files, 1 failed",
    ]
    assert sorted(os.listdir(tmp_path)) == ["a.txt", "b.html", "c.pdf"]


def test_options_of_reading(tmp_path: Path, tally) -> None:  # type: ignore[no-untyped-def]
    """Columns, layouts and repair are options of the command."""
    (tmp_path / "a.csv").write_text("name,body\nA,Asylum in numbers 2020: 18under the law\n")
    (tmp_path / "a.toml").write_text("match = 'asylum in'\nreport_year = 'numbers (?P<year>[0-9]+)'\n")
    options = ["--text-column", "body", "--id-column", "name", "--layout", tmp_path / "a.toml"]

    done = tally("read", tmp_path / "a.csv", "-o", tmp_path / "out", *options)

    assert done.exit_code == 0, done.output
    facts = pd.read_csv(tmp_path / "out" / "facts.csv")
    assert facts[["document", "report_year", "value"]].to_numpy().tolist() == [["A", 2020, 2020], ["A", 2020, 18]]

    tally("read", tmp_path / "a.csv", "-o", tmp_path / "raw", *options, "--no-repair")

    assert pd.read_csv(tmp_path / "raw" / "facts.csv")["value"].tolist() == [2020]


def test_slip_in_a_layout_is_a_wrong_call(tmp_path: Path, tally) -> None:  # type: ignore[no-untyped-def]
    """A profile that cannot be used stops the command before it reads anything."""
    (tmp_path / "a.txt").write_text("29")
    (tmp_path / "a.toml").write_text("title = 'x'")

    done = tally("read", tmp_path / "a.txt", "-o", tmp_path / "out", "--layout", tmp_path / "a.toml")

    assert done.exit_code == 2
    assert "There is no key of this name" in " ".join(done.stderr.replace("│", " ").split())  # in a box
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize("options", [["--jobs", 2], ["--store", "x.duckdb"], ["--format", "csv"], ["--retry"]], ids=str)
def test_engine_takes_no_options_of_one_machine(tmp_path: Path, tally, options: list[object]) -> None:  # type: ignore[no-untyped-def]
    """With --engine ray, options that it cannot follow are a wrong call, before anything is read."""
    (tmp_path / "a.txt").write_text("29")

    done = tally("read", tmp_path / "a.txt", "-o", tmp_path / "out", "--engine", "ray", *options)

    assert done.exit_code == 2
    assert "Ray uses all processes" in " ".join(done.stderr.split())
    assert not (tmp_path / "out").exists()


def test_address_is_for_a_cluster(tmp_path: Path, tally) -> None:  # type: ignore[no-untyped-def]
    """An address without --engine ray is a wrong call: the run would not go where the user thinks."""
    (tmp_path / "a.txt").write_text("29")

    done = tally("read", tmp_path / "a.txt", "-o", tmp_path / "out", "--address", "head:6379")

    assert done.exit_code == 2
    assert "--engine ray" in done.stderr


def test_missing_ray_is_a_wrong_call(tmp_path: Path, tally, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Without Ray the command says what to install."""
    monkeypatch.setitem(sys.modules, "ray", None)
    (tmp_path / "a.txt").write_text("29")

    done = tally("read", tmp_path / "a.txt", "-o", tmp_path / "out", "--engine", "ray", "--format", "parquet")

    assert done.exit_code == 2
    assert "pip install 'tallies[ray]'" in " ".join(done.stderr.replace("│", " ").split())


def test_again_and_anew(tmp_path: Path, tally) -> None:  # type: ignore[no-untyped-def]
    """The same call again says that nothing has changed, another one what has, and --retry reads what failed."""
    (tmp_path / "a.txt").write_text("BOOM")
    call = ("read", tmp_path / "a.txt", "-o", tmp_path / "out", "--report-year")
    first = tally(*call, 2018)

    again, retried, changed = tally(*call, 2018), tally(*call, 2018, "--retry"), tally(*call, 2019, "--fresh")

    assert [each.exit_code for each in (first, again, retried, changed)] == [1] * 4
    assert first.stdout == again.stdout == retried.stdout == changed.stdout
    said = f"{tmp_path / 'out'} has the results already, and nothing has changed since; --fresh reads all again."
    assert again.stderr.splitlines() == [said]
    assert "1/1 documents" in retried.stderr
    assert "1/1 documents" in changed.stderr


def test_run_of_something_else_is_not_lost(tmp_path: Path, tally, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Where a folder holds another run that was broken off, the call is wrong, and says how to go on."""
    monkeypatch.setattr("tallies.running.parts.LINES", 1)
    (tmp_path / "a.csv").write_text("text\n1\n2\n")
    call = ("read", tmp_path / "a.csv", "-o", tmp_path / "out", "--report-year")
    with monkeypatch.context() as patched:
        patched.setattr("tallies.running.parts.Run.finish", lambda *_: os.read(-1, 1))
        broken = tally(*call, 2018)

    refused, done = tally(*call, 2019), tally(*call, 2018)

    assert (broken.exit_code, refused.exit_code, done.exit_code) == (1, 2, 0)
    assert broken.stderr.splitlines()[-1] == "The run broke off: Bad file descriptor. The same command goes on with it."
    words = " ".join(refused.stderr.replace("│", " ").split())
    assert "was broken off after 2 documents, and this is not the same: report_year was 2018, and is 2019." in words
    assert "2/2 documents" in done.stderr


def test_many_failures_are_not_all_named(tmp_path: Path, tally) -> None:  # type: ignore[no-untyped-def]
    """Of very many failures the summary names the first, and says where the others are."""
    (tmp_path / "a.jsonl").write_text("{}\n" * 102)

    done = tally("read", tmp_path / "a.jsonl", "-o", tmp_path / "out")

    lines = done.stdout.splitlines()
    assert lines[1] == "102 failed:"
    assert lines[-2] == '  and 2 more, which are in the table "errors"'
    assert len(lines) == 104


def test_summary_of_a_cluster(tmp_path: Path, tally, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """What a cluster has read is counted on the way and told at the end as what one machine has read."""
    given: dict[str, object] = {}

    def fake_run(out: Path, files: Iterable[Path | InputError], **options: object) -> Summary:
        progress = options.pop("progress")
        given.update(options, files=list(files))
        assert callable(progress)
        progress(Summary(documents=2, words=9), 3)
        progress(Summary(errors=1), 3)
        return Summary(documents=2, words=9, errors=1, failures=("c: No. Go.",), changes=("a: up.",))

    monkeypatch.setattr("tallies.running.cluster.read_on_cluster", fake_run)
    (tmp_path / "a.txt").write_text("29")
    out = tmp_path / "out"

    done = tally("read", tmp_path / "a.txt", "-o", out, "--engine", "ray", "--address", "head:6379", "--timeout", 2.5)

    assert done.exit_code == 1
    assert done.stdout.splitlines() == [
        "2 documents, 9 words, 0 figures, 0 comparisons, 0 routes",
        "1 failed:",
        "  c: No. Go.",
        "Largest changes:",
        "  a: up.",
        f"Results are in {out}.",
    ]
    assert "3/3 documents" in done.stderr
    assert (given["files"], given["address"], given["timeout"]) == ([tmp_path / "a.txt"], "head:6379", 2.5)


def test_cluster_leaves_another_run_alone(tmp_path: Path, tally, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """A folder to which somebody else writes is a wrong call on a cluster too."""

    def busy(*_: object, **__: object) -> Summary:
        raise RunError("Another run is writing to it.")

    monkeypatch.setattr("tallies.running.cluster.read_on_cluster", busy)
    (tmp_path / "a.txt").write_text("29")

    done = tally("read", tmp_path / "a.txt", "-o", tmp_path / "out", "--engine", "ray")

    assert done.exit_code == 2
    assert "Another run is writing to it." in " ".join(done.stderr.split())
