"""A run that is asked for again: finished or broken off, with or without changes."""

from __future__ import annotations

import hashlib
import json
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from spacy.language import Language
from spacy.tokens import Doc

from tallies.errors import RunError
from tallies.records import Document
from tallies.running import parts
from tallies.running.parts import kept, opened
from tallies.running.results import Summary

pytestmark = pytest.mark.usefixtures("small_parts")

Run = Callable[..., Summary]
Results = Callable[[Path], dict[str, bytes]]
InChild = Callable[..., int | None]


def explode(doc: Doc) -> Doc:
    """What no document is to come to."""
    raise AssertionError(doc.text)


def test_finished_run_is_not_done_again(
    run: Run, tmp_path: Path, fake: Language, make_watch: Callable[..., Any]
) -> None:
    """The same call again reads nothing, changes nothing, and gives the same summary, whatever the processes."""
    first = run()
    before = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.name != "lock"}
    fake._components = [(name, explode) for name, _ in fake.pipeline]  # the same to look at
    watch = make_watch()

    assert run(watch=watch, jobs=2, timeout=5) == first

    assert watch.begun is None
    after = {path: path.stat().st_mtime_ns for path in (tmp_path / "out").rglob("*") if path.name != "lock"}
    assert after.keys() == before.keys()
    assert {path for path in after if after[path] != before[path]} <= {tmp_path / "out" / ".run"}


def test_other_formats_of_a_finished_run(
    run: Run, tmp_path: Path, make_watch: Callable[..., Any], results: Results
) -> None:
    """Formats that a finished run lacks, and tables that were deleted, are made of what it has; nothing is read."""
    whole = run("whole")
    run(formats=["csv"])
    watch = make_watch()

    assert run(formats=["parquet", "jsonl"], watch=watch) == whole
    (tmp_path / "out" / "facts.csv").unlink()
    assert run(formats=["csv"], watch=watch) == whole

    assert watch.begun is None
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_fresh(run: Run, tmp_path: Path, make_watch: Callable[..., Any], results: Results) -> None:
    """Everything is read again if that is asked for, finished or not."""
    run("whole")
    with pytest.raises(KeyboardInterrupt):
        run(watch=make_watch(5))
    for _ in range(2):
        watch = make_watch()
        run(watch=watch, fresh=True)

        assert watch.begun == (8, 0)
        assert len(watch.lines) == 8
        assert results(tmp_path / "out") == results(tmp_path / "whole")


def another_pipeline(fake: Language) -> None:
    fake.add_pipe("tallies_money", before="fake_reader")


@pytest.mark.parametrize(
    ("change", "options", "said"),
    [
        (lambda folder: (folder / "a.txt").write_text("30"), {}, "in/a.txt has changed"),
        (lambda folder: (folder / "z.txt").write_text("30"), {}, "in/z.txt was no input"),
        (lambda folder: (folder / "f.txt").unlink(), {}, "in/f.txt is no input any more"),
        (lambda folder: (folder / "b.txt").unlink(), {}, "the inputs are others from {folder}/c.csv on"),
        (lambda folder: None, {"report_year": 2019}, "report_year was 2018, and is 2019"),
        (lambda folder: None, {"repair": False}, "repair was True, and is False"),
        (another_pipeline, {}, "the pipeline is another"),
    ],
    ids=["changed", "new", "gone", "another", "year", "repair", "pipeline"],
)
def test_change_is_said(
    run: Run,
    tmp_path: Path,
    inputs: Path,
    fake: Language,
    caplog: pytest.LogCaptureFixture,
    change: Callable[[Any], object],
    options: dict[str, Any],
    said: str,
    make_watch: Callable[..., Any],
    results: Results,
) -> None:
    """After a change a broken-off run does not go on, and loses nothing; a finished one is done anew. Both say why."""
    said = said.format(folder=inputs)
    with pytest.raises(KeyboardInterrupt):
        run(watch=make_watch(5))
    run("finished")
    change(fake if change is another_pipeline else inputs)

    with pytest.raises(RunError) as refused:
        run(**options)
    caplog.clear()
    with caplog.at_level(logging.WARNING, logger="tallies"):
        run("finished", **options)

    assert str(refused.value).startswith(f"{tmp_path / 'out'} holds a run that was broken off after 4 documents, and ")
    assert f"{said}. Give the command of that run to go on with it, or --fresh to begin anew." in str(refused.value)
    assert said in caplog.messages[0]
    assert len(list((tmp_path / "out" / ".run" / "parts.1").iterdir())) == 2
    run("new", **options)
    assert results(tmp_path / "finished") == results(tmp_path / "new")


def test_run_that_had_done_nothing_is_no_hindrance(
    run: Run, tmp_path: Path, make_watch: Callable[..., Any], results: Results
) -> None:
    """A run that was broken off before its first part was done gives way to another."""
    with pytest.raises(KeyboardInterrupt):
        run(watch=make_watch(1))

    run(report_year=2019)

    run("whole", report_year=2019)
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_inputs_that_give_other_documents(
    run: Run, monkeypatch: pytest.MonkeyPatch, make_watch: Callable[..., Any]
) -> None:
    """If the same files give other documents than before, as a PDF that is read in one run only, nothing is mixed."""
    with pytest.raises(KeyboardInterrupt):
        run(watch=make_watch(5))
    monkeypatch.setattr(parts, "mark", lambda source: b"another")

    with pytest.raises(RunError, match=r"The inputs do not give the documents .* Give --fresh to begin anew\."):
        run()


@pytest.mark.parametrize("jobs", [1, 2])
def test_retry(
    run: Run, tmp_path: Path, inputs: Path, fake: Language, jobs: int, make_watch: Callable[..., Any], results: Results
) -> None:
    """What failed is tried again, alone; what it becomes stands at its place, and the rest is as it was."""
    os.environ.pop("MENDED", None)
    seen = tmp_path / "seen"

    @Language.component(f"moody{jobs}")
    def moody(doc: Doc) -> Doc:
        with seen.open("a") as lines:
            lines.write(doc.text + "\n")
        if "12" in doc.text and "MENDED" not in os.environ:
            raise RuntimeError("moody")
        return doc

    fake.add_pipe(f"moody{jobs}", first=True)
    assert run().errors == 3
    seen.unlink()
    os.environ["MENDED"] = "1"
    try:
        whole = run("whole")
        seen.unlink()
        with pytest.raises(KeyboardInterrupt):
            run(retry=True, watch=make_watch(5), jobs=jobs)
        assert run().errors == 3  # the results are the old ones until it is done
        seen.unlink(missing_ok=True)

        assert run(retry=True, jobs=jobs) == whole
    finally:
        del os.environ["MENDED"]

    assert seen.read_text().splitlines() in (["BOOM", "12"], ["12"])
    assert results(tmp_path / "out") == results(tmp_path / "whole")
    assert [one.doc_id if isinstance(one, Document) else one.kind for one in kept(tmp_path / "out")] == [
        "a",
        "failed",
        "C1",
        "C2",
        "C3",
        "C1#2",
        "malformed",
        "f",
    ]


def test_retry_of_what_did_not_fail(inputs: Path, run: Run, make_watch: Callable[..., Any]) -> None:
    """Where nothing failed, there is nothing to try again."""
    watch = make_watch()
    first = run(paths=inputs / "c.csv")

    assert run(paths=inputs / "c.csv", retry=True, watch=watch) == first
    assert watch.begun is None


def test_two_runs_at_a_time(run: Run, tmp_path: Path, in_child: InChild) -> None:
    """A folder is one run's at a time; the other one is told so."""

    def refused() -> None:
        with pytest.raises(RunError, match="Another run is writing to"):
            run()

    with opened(tmp_path / "out"):
        assert in_child(refused) == 0

    run()


def test_documents_that_were_changed_by_hand(
    run: Run, tmp_path: Path, make_watch: Callable[..., Any], results: Results
) -> None:
    """If the records are not those that the run left, it is no finished run any more, and is done anew."""
    run("whole")
    run()
    with (tmp_path / "out" / "documents.jsonl").open("a") as lines:
        lines.write("{}\n")
    watch = make_watch()

    run(watch=watch)

    assert watch.begun == (8, 0)
    assert results(tmp_path / "out") == results(tmp_path / "whole")


def test_total_is_known_where_it_can_be(run: Run, inputs: Path, make_watch: Callable[..., Any]) -> None:
    """Lines of tables are counted; how much an archive holds is not known before it is read."""
    (inputs / "g.jsonl").write_text('{"doc_id": "1", "text": "1"}\n{"doc_id": "2", "text": "2"}')
    watch = make_watch()
    run(watch=watch, paths=[inputs / "g.jsonl", inputs / "c.csv", inputs / "nowhere"])
    assert watch.begun == (6, 0)

    (inputs / "h.tar").write_bytes(b"")
    run(watch=watch)
    assert watch.begun == (None, 0)


def test_manifest_names_what_was_read(run: Run, tmp_path: Path, inputs: Path) -> None:
    """The manifest has pipeline, settings and versions, and every input with size and hash."""
    run(paths=[inputs / "a.txt", inputs / "nowhere"])

    first, *others = map(json.loads, (tmp_path / "out" / ".run" / "manifest.jsonl").read_text().splitlines())

    assert first["pipeline"]["name"] == "pipeline"
    assert {"tallies", "spacy", "code", "report_year", "repair"} < first.keys()
    assert others == [
        {
            "path": str(inputs / "a.txt"),
            "bytes": 14,
            "sha256": hashlib.sha256(b"from 28 to 290").hexdigest(),
            "documents": 1,
        },
        {"path": str(inputs / "nowhere"), "error": "missing", "documents": 1},
    ]
