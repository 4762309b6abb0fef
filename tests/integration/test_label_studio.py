"""Label Studio for real: predictions in, a correction made, the export back as records, a pipeline retrained on them.

    pytest -m integration tests/integration/test_label_studio.py

installs the label-studio of PyPI into a virtual environment of its own and runs it on 127.0.0.1, with its
data in a temporary folder; it takes some minutes. With LABEL_STUDIO_VENV=FOLDER an environment that has it
is used in place of a new one.
"""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
import spacy
from spacy.util import load_config
from typer.testing import CliRunner

from tallies.cli import app
from tallies.documents.jsonl import read_documents, write_documents
from tallies.evaluation import predict
from tallies.exchange.graph import anchored
from tallies.exchange.labelstudio import configuration, write_labelstudio
from tallies.pipelines import load_rules
from tallies.records import Document, Entity, Evidence, Fact, Offsets

pytestmark = pytest.mark.integration

MODEL = "tallies for the test"
#: Three documents are few updates an epoch: the eight epochs of the config would teach next to nothing.
EPOCHS = 60
CORPUS = Path(__file__).resolve().parents[2] / "corpus"
#: How long the server may take to make its database and answer, in seconds.
PATIENCE = 600


@dataclass(frozen=True)
class Server:
    """A running Label Studio and the token of its only user."""

    url: str
    token: str

    def call(self, method: str, path: str, body: object = None) -> Any:
        """The JSON that the server answers. Raises AssertionError with its answer if it refuses."""
        data = None if body is None else json.dumps(body).encode("utf-8")
        headers = {"Authorization": f"Token {self.token}", "Content-Type": "application/json"}
        request = urllib.request.Request(self.url + path, data, headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                return json.loads(answer.read())
        except urllib.error.HTTPError as error:
            raise AssertionError(f"{method} {path}: {error.code} {error.read()[:2000]!r}") from error


def _environment(folder: Path) -> Path:
    """The virtual environment with label-studio."""
    given = os.environ.get("LABEL_STUDIO_VENV")
    if given:
        return Path(given)
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, "label-studio"], check=True)
    return venv


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Label Studio on a free port of 127.0.0.1, ended after the tests."""
    folder = tmp_path_factory.mktemp("label-studio")
    venv = _environment(folder)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    token = os.urandom(20).hex()
    data = folder / "data"
    data.mkdir()
    settings = {"HOME": str(data), "COLLECT_ANALYTICS": "false", "LATEST_VERSION_CHECK": "false", "SENTRY_DSN": ""}
    command = [str(venv / "bin" / "label-studio"), "start", "--no-browser", "--data-dir", str(data)]
    command += ["--internal-host", "127.0.0.1", "--port", str(port), "--enable-legacy-api-token"]
    command += ["--username", "test@example.org", "--password", token, "--user-token", token]
    log = folder / "server.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command, env=os.environ | settings, cwd=data, stdout=output, stderr=output, start_new_session=True
        )
    try:
        running = Server(f"http://127.0.0.1:{port}", token)
        _wait(running, process, log)
        yield running
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGTERM)  # the group that was started with it, and no other
            process.wait(30)


def _wait(server: Server, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, f"the server ended: {log.read_text()[-3000:]}"
        try:
            server.call("GET", "/api/projects")
            return
        except (OSError, AssertionError):
            time.sleep(2)
    raise AssertionError(f"no answer after {PATIENCE} s: {log.read_text()[-3000:]}")


TEXT = (
    "MALI\r\n\r\n🐱  Police “rescued”\t29 women in e\u0301te\u0301 2017, and 12 of them went home. "
    "The crimps fled; police caught no crimps."
)
#: An offender by a name that no rule knows.
CRIMPS = "crimps"


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    """Two narratives of the corpus, and one with letters that tools count differently."""
    found = [document for document in read_documents(CORPUS / "dev.jsonl") if document.doc_id in ("Turkey", "Armenia")]
    police, figure, part = (TEXT.index(words) for words in ("Police", "29", "12"))
    odd = Document(
        "odd",
        TEXT,
        "MLI",
        2018,
        None,
        (
            Entity(police, police + 6, "AGENCY", "National Police"),
            Entity(figure, figure + 2, "STATISTIC"),
            Entity(part, part + 2, "STATISTIC"),
        ),
        (
            Fact(
                "F1",
                (figure, figure + 2),
                "rescue",
                29,
                "woman",
                years=(2017,),
                agency="Police",
                evidence=(Evidence("value", "numerals", 0.5),),
            ),
            Fact("F2", (part, part + 2), "repatriate", 12, "woman", years=(2017,), part_of="F1"),
        ),
    )
    return [*found, odd]


@pytest.fixture(scope="module")
def project(server: Server, documents: list[Document], tmp_path_factory: pytest.TempPathFactory) -> int:
    """A project with our configuration and the documents as predictions."""
    path = tmp_path_factory.mktemp("tasks") / "tasks.json"
    write_labelstudio(documents, path, model_version=MODEL)
    made = server.call("POST", "/api/projects", {"title": "tallies", "label_config": configuration()})
    tasks = json.loads(path.read_text(encoding="utf-8"))
    answer = server.call("POST", f"/api/projects/{made['id']}/import", tasks)
    assert (answer["task_count"], answer["prediction_count"]) == (len(documents), len(documents))
    return int(made["id"])


def tasks_of(server: Server, project: int) -> dict[str, dict[str, Any]]:
    """The tasks of the project, with their predictions, by the name of the document."""
    listed = server.call("GET", f"/api/projects/{project}/export?exportType=JSON&download_all_tasks=true")
    return {task["data"]["doc_id"]: server.call("GET", f"/api/tasks/{task['id']}") for task in listed}


@pytest.fixture(scope="module")
def export(server: Server, project: int, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project's export, after a person corrected each task.

    In "odd" the figure's region is widened by the word behind it, its action is changed, the link between the
    two figures is deleted, and the crimps, which were missed, are marked as offenders; the others are accepted
    as they are.
    """
    for name, task in tasks_of(server, project).items():
        result = task["predictions"][0]["result"]
        if name == "odd":
            figure = next(row for row in result if row["value"].get("text") == "29")["id"]
            for row in result:
                if row.get("id") == figure:
                    row["value"]["end"] += 6
                if row.get("id") == figure and row["type"] == "labels":
                    row["value"]["text"] = "29 women"
                if row.get("id") == figure and row["from_name"] == "action":
                    row["value"]["choices"] = ["identify"]
            result = [row for row in result if row.get("labels") != ["part_of"]]
            for start, end in places(CRIMPS):
                value = {"start": start, "end": end, "text": CRIMPS, "labels": ["OFFENDER"]}
                row = {"id": f"added{start}", "from_name": "label", "to_name": "text", "type": "labels"}
                result.append({**row, "value": value})
        made = server.call("POST", f"/api/tasks/{task['id']}/annotations/", {"result": result, "lead_time": 12.5})
        assert made["result"] == result
    exported = server.call("GET", f"/api/projects/{project}/export?exportType=JSON")
    path = tmp_path_factory.mktemp("export") / "export.json"
    path.write_text(json.dumps(exported), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def corrected(export: Path) -> Path:
    """The corrected documents as our JSON lines, by ``tallies convert``."""
    path = export.with_name("corrected.jsonl")
    tallies("convert", export, path, "--from", "labelstudio", "--to", "jsonl")
    return path


@pytest.fixture(scope="module")
def held_out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """One more narrative of the corpus, to score on."""
    path = tmp_path_factory.mktemp("dev") / "dev.jsonl"
    write_documents([next(iter(read_documents(CORPUS / "train.jsonl")))], path)
    return path


def tallies(*arguments: object) -> None:
    """Run the command line; fails with what it printed unless its exit code is 0."""
    done = CliRunner().invoke(app, [str(argument) for argument in arguments])
    assert done.exit_code == 0, done.output


def places(word: str) -> list[Offsets]:
    """Where *word* stands in TEXT."""
    return [match.span() for match in re.finditer(re.escape(word), TEXT)]


def test_predictions_arrive_with_score_and_model_version(server: Server, project: int) -> None:
    """The tool takes every label, choice and relation of our predictions under its own check of the configuration."""
    (prediction,) = tasks_of(server, project)["odd"]["predictions"]
    assert (prediction["model_version"], prediction["score"]) == (MODEL, 0.5)
    assert len([row for row in prediction["result"] if row["type"] == "relation"]) == 2


def test_what_was_not_corrected_comes_back_as_it_was(documents: list[Document], corrected: Path) -> None:
    """Two whole narratives go through the tool without a change in any entity, fact, link, route or offset."""
    back = {document.doc_id: document for document in read_documents(corrected)}
    assert [back[document.doc_id] for document in documents[:2]] == [anchored(document) for document in documents[:2]]


def test_corrections_come_back(documents: list[Document], corrected: Path) -> None:
    """New and widened regions, the new action and the deleted link are in the record; emoji and CRLF move nothing."""
    odd = anchored(documents[2])
    start, end = odd.facts[0].anchor
    wide = (start, end + 6)
    assert TEXT[slice(*wide)] == "29 women"
    expected = replace(
        odd,
        entities=(
            *(replace(e, end=wide[1]) if (e.start, e.end) == (start, end) else e for e in odd.entities),
            *(Entity(*place, "OFFENDER") for place in places(CRIMPS)),
        ),
        facts=(replace(odd.facts[0], anchor=wide, action="identify"), replace(odd.facts[1], part_of=None)),
    )
    assert {document.doc_id: document for document in read_documents(corrected)}["odd"] == expected


def test_retrained_pipeline_has_learned_the_corrections(
    documents: list[Document], corrected: Path, held_out: Path, tmp_path: Path
) -> None:
    """A pipeline trained on the export loads and reads the offenders that a person added, which the rules and a
    pipeline trained on the documents without the corrections do not."""
    before = tmp_path / "before.jsonl"
    write_documents(documents, before)
    settings = load_config(CORPUS.with_name("configs") / "spans.cfg", interpolate=False)
    settings["training"]["max_epochs"] = EPOCHS
    config = tmp_path / "spans.cfg"
    settings.to_disk(config, interpolate=False)
    read = {"rules": load_rules()}
    for data in (before, corrected):
        out = tmp_path / data.stem
        tallies("train", config, "--data", data, "--dev", held_out, "-o", out)
        read[data.stem] = spacy.load(out)

    offenders = {}
    for name, nlp in read.items():
        (odd,) = predict(nlp, documents[2:])
        offenders[name] = [(e.start, e.end) for e in odd.entities if e.label == "OFFENDER"]

    assert places(CRIMPS) != []
    assert offenders == {"rules": [], "before": [], "corrected": places(CRIMPS)}
    assert "Trained on | 3 documents" in (tmp_path / "corrected" / "README.md").read_text(encoding="utf-8")
