"""``tallies read --engine ray`` on a cluster of two machines, both of them this one, with losses in mid-run.

    pytest -m integration tests/integration/test_cluster.py

installs this package and Ray into a virtual environment of its own and starts the cluster on loopback; it takes
some minutes. With RAY_VENV=FOLDER an environment that has both is used in place of a new one.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pytest

from tallies.documents.output import read_output
from tallies.running.cluster import FORMATS
from tallies.running.parts import names
from tallies.running.results import TABLES

pytestmark = pytest.mark.integration

#: How long a run may take, in seconds.
PATIENCE = 600

#: Two machines of one core; a line on stdin takes the second one away, the end of stdin ends the cluster. Not on
#: 127.0.0.1: of that Ray makes the outward address of the machine.
CLUSTER = """
import sys
from ray.cluster_utils import Cluster
cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "node_ip_address": "127.0.0.2"})
second = cluster.add_node(num_cpus=1, node_ip_address="127.0.0.3")
cluster.wait_for_nodes()
print(cluster.address, flush=True)
for line in sys.stdin:
    cluster.remove_node(second, allow_graceful=False)
    print("removed", flush=True)
cluster.shutdown()
"""

#: A run with a pipeline that takes its process down over one text and never ends with another one.
DEADLY = """
import os, signal, sys
from pathlib import Path

def make():
    import tallies
    from spacy.language import Language
    @Language.component("deadly")
    def deadly(doc):
        if "DEADLY" in doc.text:
            os.kill(os.getpid(), signal.SIGKILL)
        while "SLOW" in doc.text:
            pass
        return doc
    nlp = tallies.blank()
    nlp.add_pipe("deadly")
    return nlp

from tallies.documents.inputs import find
from tallies.running.cluster import read_on_cluster
print(read_on_cluster(Path(sys.argv[2]), find(sys.argv[1]), address=sys.argv[3], make=make, timeout=20))
"""


@dataclass(frozen=True)
class Machines:
    """A running cluster: its address, the process that holds it, the environment with Ray, and what was started."""

    address: str
    process: subprocess.Popen[str]
    python: Path
    environment: dict[str, str]
    runs: list[subprocess.Popen[str]]

    def start(self, *arguments: object) -> subprocess.Popen[str]:
        """Python with *arguments*."""
        command = [str(self.python), *map(str, arguments)]
        run = subprocess.Popen(
            command, env=self.environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
        )
        self.runs.append(run)
        return run

    def read(self, texts: Path, out: Path) -> subprocess.Popen[str]:
        """``tallies read`` on the cluster."""
        where = ["--engine", "ray", "--address", self.address]
        return self.start("-m", "tallies", "read", texts, "-o", out, "--report-year", 2020, *where)

    def workers(self) -> list[int]:
        """The processes of the cluster that have the pipeline."""
        parents, workers = {}, []
        for folder in Path("/proc").iterdir():
            if folder.name.isdigit():
                try:
                    parents[int(folder.name)] = int((folder / "stat").read_text().rpartition(")")[2].split()[1])
                    if (folder / "cmdline").read_bytes().startswith(b"ray::MapWorker"):
                        workers.append(int(folder.name))
                except (FileNotFoundError, ProcessLookupError):
                    continue  # it has ended

        def ours(process: int) -> bool:
            return process == self.process.pid or (process in parents and ours(parents[process]))

        return [process for process in workers if ours(process)]


def _environment(folder: Path, root: Path) -> Path:
    """The virtual environment with Ray, this package and its model."""
    given = os.environ.get("RAY_VENV")
    if given:
        return Path(given)
    venv = folder / "venv"
    subprocess.run([sys.executable, "-m", "venv", str(venv)], check=True)
    pip = [str(venv / "bin" / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*pip, f"{root}[ray]"], check=True)
    subprocess.run([*pip, str(root / "models" / "en_tallies")], check=True)
    return venv


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """The Python that has Ray."""
    return _environment(tmp_path_factory.mktemp("ray"), root) / "bin" / "python"


@pytest.fixture
def machines(python: Path) -> Iterator[Machines]:
    """A cluster of two machines of one core each."""
    # A token of its own: nobody else on this machine can give the cluster work.
    environment = os.environ | {"RAY_USAGE_STATS_ENABLED": "0", "RAY_AUTH_MODE": "token"}
    environment["RAY_AUTH_TOKEN"] = os.urandom(32).hex()
    runs: list[subprocess.Popen[str]] = []
    process = subprocess.Popen(
        [str(python), "-c", CLUSTER], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdin is not None
    assert process.stdout is not None
    try:
        address = process.stdout.readline().strip()
        assert address.startswith("127.0.0.2:"), address
        yield Machines(address, process, python, environment, runs)
    finally:
        for run in runs:
            run.kill()
        process.stdin.close()
        process.wait(60)
        process.stdout.close()


@pytest.fixture(scope="module")
def texts(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Path:
    """Two tables of the sample's texts, many times over: names that come again, a further column, rows without text."""
    folder = tmp_path_factory.mktemp("texts")
    sample = [(path.stem, path.read_text(encoding="utf-8")) for path in sorted((root / "corpus/sample").glob("*.txt"))]
    for number in range(2):
        rows = [
            {"doc_id": f"{name}-{turn}" if turn % 3 else name, "text": text, "region": "north" if turn % 2 else None}
            for turn in range(30)
            for name, text in sample
        ]
        rows[7]["text"] = ""
        pd.DataFrame(rows).to_parquet(folder / f"{number}.parquet", index=False)
    return folder


@pytest.fixture(scope="module")
def local(tmp_path_factory: pytest.TempPathFactory, python: Path, texts: Path) -> Path:
    """What a run on one machine leaves."""
    out = tmp_path_factory.mktemp("local")
    command = [python, "-m", "tallies", "read", texts, "-o", out, "--report-year", "2020", "--format", "parquet"]
    done = subprocess.run(list(map(str, command)), capture_output=True, text=True)
    assert done.returncode == 1, done.stderr  # rows without text
    return out


def wait_for_parts(out: Path, run: subprocess.Popen[str]) -> None:
    """Wait until *run* has written some of its parts into *out*, but not all."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert run.poll() is None, run.stdout.read() if run.stdout else ""
        if len(list(out.glob(".run/cluster.*/done/*.json"))) >= 2:
            return
        time.sleep(0.1)
    raise AssertionError(f"no parts after {PATIENCE} s")


def check_same(local: Path, out: Path) -> None:
    """What is in *out* is row by row what is in *local*."""
    assert list(read_output(out)) == list(read_output(local))
    for table in TABLES:
        one, other = (pd.read_parquet(folder / f"{table}.parquet") for folder in (local, out))
        pd.testing.assert_frame_equal(one, other)
    assert {path.name for path in out.iterdir()} == {".run", *names(FORMATS)}
    assert [path.name for path in (out / ".run").iterdir()] == ["lock"]


def finish(run: subprocess.Popen[str]) -> tuple[int, str]:
    """The exit code of *run* and what it printed."""
    output, _ = run.communicate(timeout=PATIENCE)
    return run.returncode, output


def test_cluster_gives_what_one_machine_gives(machines: Machines, texts: Path, local: Path, tmp_path: Path) -> None:
    """All tables and records are those of a run on one machine, in the same order, with the same names."""
    code, output = finish(machines.read(texts, tmp_path))

    assert code == 1, output
    assert "2 failed" in output
    check_same(local, tmp_path)
    assert len(list((tmp_path / "facts.parquet").iterdir())) > 4


def test_lost_process_loses_nothing(machines: Machines, texts: Path, local: Path, tmp_path: Path) -> None:
    """A process that is killed in mid-run is replaced, and what it was at is done again."""
    run = machines.read(texts, tmp_path)
    wait_for_parts(tmp_path, run)
    before = machines.workers()
    os.kill(before[0], signal.SIGKILL)
    assert run.poll() is None

    code, output = finish(run)

    assert len(before) == 2
    assert code == 1, output
    check_same(local, tmp_path)


def test_lost_machine_loses_nothing(machines: Machines, texts: Path, local: Path, tmp_path: Path) -> None:
    """A machine that is lost in mid-run, with all that it held, is done without."""
    run = machines.read(texts, tmp_path)
    wait_for_parts(tmp_path, run)
    assert machines.process.stdin is not None
    assert machines.process.stdout is not None
    machines.process.stdin.write("remove\n")
    machines.process.stdin.flush()
    assert machines.process.stdout.readline() == "removed\n"
    assert run.poll() is None

    code, output = finish(run)

    assert code == 1, output
    check_same(local, tmp_path)


def test_lost_call_goes_on(machines: Machines, texts: Path, local: Path, tmp_path: Path) -> None:
    """A call that is killed in mid-run goes on when it is given again: parts that are whole are not made again."""
    run = machines.read(texts, tmp_path)
    wait_for_parts(tmp_path, run)
    run.kill()
    run.communicate()
    (parts,) = tmp_path.glob(".run/cluster.*")
    before = {
        path.stem: (parts / "facts.parquet" / f"{path.stem}.parquet").stat() for path in parts.glob("done/*.json")
    }

    code, output = finish(machines.read(texts, tmp_path))

    assert code == 1, output
    assert "2 failed" in output
    check_same(local, tmp_path)
    after = {path.stem: path.stat() for path in (tmp_path / "facts.parquet").iterdir()}
    assert 0 < len(before) < len(after)
    for part, file in before.items():
        assert (after[part].st_ino, after[part].st_mtime_ns) == (file.st_ino, file.st_mtime_ns)


def test_deadly_document_is_set_aside(machines: Machines, tmp_path: Path) -> None:
    """A document that takes its process down is an error after two attempts; its neighbours are read."""
    rows = [{"doc_id": f"{n}", "text": "DEADLY" if n in (3, 4) else "29 convicted"} for n in range(8)]
    pd.DataFrame(rows).to_parquet(tmp_path / "texts.parquet", index=False)
    out = tmp_path / "out"

    code, output = finish(machines.start("-c", DEADLY, tmp_path / "texts.parquet", out, machines.address))

    assert code == 0, output
    assert [document.doc_id for document in read_output(out)] == ["0", "1", "2", "5", "6", "7"]
    errors = pd.read_parquet(out / "errors.parquet")
    assert errors["place"].tolist() == ["row 4", "row 5"]
    assert errors["kind"].tolist() == ["crashed", "crashed"]


def test_slow_document_is_given_up(machines: Machines, tmp_path: Path) -> None:
    """A document that takes too long is an error; its neighbours are read."""
    rows = [{"doc_id": f"{n}", "text": "SLOW" if n == 2 else "29 convicted"} for n in range(4)]
    pd.DataFrame(rows).to_parquet(tmp_path / "texts.parquet", index=False)
    out = tmp_path / "out"

    code, output = finish(machines.start("-c", DEADLY, tmp_path / "texts.parquet", out, machines.address))

    assert code == 0, output
    assert [document.doc_id for document in read_output(out)] == ["0", "1", "3"]
    errors = pd.read_parquet(out / "errors.parquet")
    assert (errors["place"].tolist(), errors["kind"].tolist()) == (["row 3"], ["timed out"])
