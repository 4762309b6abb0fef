"""The pipeline over many inputs, on many machines: an adapter to Ray Data (``pip install tallies[ray]``).

:func:`read_on_cluster` is the whole of it. The files are read by tasks, in groups; the texts of a group are cut
into parts, and a part goes to a process that has the pipeline loaded (an actor) and does what one of several does
on one machine. It leaves the files of its part, each under a name of its own and whole or not at all. So a part
that is done again, since a process or a machine was lost, takes the place of what the first attempt left:
nothing is lost and nothing is there twice.

Only counts, the names of the documents and some sentences for the summary come to the machine that started the run.
"""

from __future__ import annotations

import logging
import os
import pickle
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Final

from tallies import extensions
from tallies.collecting import seldom_collected
from tallies.documents.files import put
from tallies.documents.inputs import PLAIN, distinct, read_files
from tallies.documents.kinds import Reading
from tallies.documents.source import Source, shown
from tallies.documents.tables import INPUT
from tallies.errors import InputError
from tallies.pipelines import load
from tallies.running.journal import Journal
from tallies.running.lines import Line, pack
from tallies.running.local import warn_of_dateless
from tallies.running.manifest import dumped, input_line, settings
from tallies.running.outcomes import Zones, finished
from tallies.running.parts import names, opened
from tallies.running.results import Counter, Summary, put_together
from tallies.running.resumed import FORMATS, JOURNALS, begun, digest, files, keep, kept

if TYPE_CHECKING:
    from spacy.language import Language

#: The least and the most letters of a part. A process takes seconds for the least and minutes for the most, which is
#: what is done again if it is lost.
SMALLEST: Final = 100_000
LARGEST: Final = 10_000_000
#: Parts for each process, as far as these bounds allow: the last ones of a run end at about the same time.
_SHARE: Final = 8

#: Bytes and number of the files that one task reads.
_GROUP_BYTES: Final = 32_000_000
_GROUP_FILES: Final = 1_000

#: How an exception that is not Ray's own, round another one, stands below its stack trace.
_EXCEPTION: Final = re.compile(r"(?!ray\.)[\w.]+(?:Error|Exception)\b[^:]*: ")

Found = Path | InputError


@dataclass(frozen=True, slots=True)
class Job:
    """What every task of a run is to know.

    base (str): the working folder of the call, from which relative paths go.
    folder (str): where the parts are written.
    make (Callable): gives the pipeline.
    inputs (tuple[str, ...]): the further columns of all inputs, so that all parts have the same.
    letters (int): letters of a part.
    """

    base: str
    folder: str
    make: Callable[[], Language] = load
    reading: Reading = PLAIN
    report_year: int | None = None
    repair: bool = True
    timeout: float | None = None
    inputs: tuple[str, ...] = ()
    letters: int = LARGEST


@dataclass(frozen=True, slots=True)
class Group:
    """Files that one task reads, with what the survey found in them.

    number (int): its place in the run.
    names (dict[int, str]): the name of each text whose own one was taken before, by its number in the group.
    """

    number: int
    files: tuple[Found, ...]
    names: Mapping[int, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Survey:
    """What is in a group: the name of each text, the further columns, the letters, how much cannot be read, and
    the lines of its files in the manifest."""

    names: tuple[str, ...]
    inputs: tuple[str, ...]
    letters: int
    errors: int
    lines: tuple[str, ...] = ()


def read_on_cluster(
    folder: Path,
    files: Iterable[Found],
    *,
    address: str | None = None,
    make: Callable[[], Language] = load,
    reading: Reading = PLAIN,
    report_year: int | None = None,
    repair: bool = True,
    timeout: float | None = None,
    progress: Callable[[Summary, int], None] | None = None,
    fresh: bool = False,
) -> Summary:
    """Read all figures out of *files* on the machines of a Ray cluster, and leave them in *folder*; what was read.

    *folder* gets a folder ``documents.jsonl`` of records and one for each table (``facts.parquet``), with
    a file for each part; in the order of their names they hold what a run on one machine leaves. All
    of them take the place of an earlier run's at the end; one on one machine that was broken off there can still
    go on. A run on a cluster that was broken off goes on as well: parts that are whole are not made again
    (:mod:`tallies.running.resumed`). *files* and *folder* are to have the same paths on all machines.

    files (Iterable[Path | InputError]): as :func:`tallies.documents.inputs.find` gives them.
    address (str | None): that of the cluster; None for Ray's own choice: ``RAY_ADDRESS``, a cluster that
        runs on this machine, or one that is started on it for this call. Where the caller has called
        ``ray.init``, that cluster is used.
    make (Callable): gives the pipeline; it is called once in each process.
    timeout (float | None): seconds after which a document is given up.
    progress (Callable | None): called after each part with what it held, and with the number of all texts and errors.
    fresh (bool): make everything anew, whatever a run that was broken off has left.

    Raises InputError if Ray is missing, has no cluster at *address* or gives up, RunError if another run
    writes to *folder* or was broken off there, OSError if it cannot be written.
    """
    with opened(folder) as run:
        with _ray(address) as ray:
            job = Job(os.getcwd(), "", make, reading, report_year, repair, timeout)
            groups = list(grouped(files))
            surveys = _surveys(ray, job, groups)
            groups = renamed(groups, surveys)
            outcomes = sum(len(survey.names) + survey.errors for survey in surveys)
            parts, letters = begun(folder, _manifest(job, surveys), _letters(surveys, _processes(ray)), fresh=fresh)
            inputs = tuple(dict.fromkeys(name for survey in surveys for name in survey.inputs))
            job = replace(job, folder=str(parts), inputs=inputs, letters=letters)
            total, dateless = _run(ray, job, groups, outcomes, progress)
        run.forget()
        for name in names(FORMATS):
            put(parts / name, folder / name)
        shutil.rmtree(parts, ignore_errors=True)
    warn_of_dateless(dateless)
    if total.documents + total.errors != outcomes:
        reason = f"{outcomes:,} texts were found at first, and {total.documents + total.errors:,} when they were read."
        raise InputError(shown(folder), "", "failed", reason, "Leave the inputs as they are, and read them again.")
    return total


def _processes(ray: Any) -> int:
    return max(1, int(ray.cluster_resources().get("CPU", 1)))


def _letters(surveys: list[Survey], processes: int) -> int:
    """The letters of a part."""
    share = sum(survey.letters for survey in surveys) // (processes * _SHARE)
    return min(LARGEST, max(SMALLEST, share))


def _manifest(job: Job, surveys: list[Survey]) -> Iterator[str]:
    """The lines of the manifest; the files were looked at by the survey."""
    yield dumped(settings(job.make(), report_year=job.report_year, repair=job.repair, reading=job.reading))
    for survey in surveys:
        yield from survey.lines


def _run(
    ray: Any, job: Job, groups: list[Group], outcomes: int, progress: Callable[[Summary, int], None] | None
) -> tuple[Summary, int]:
    """What was read of *groups*, and the documents without report year; *outcomes* is how many there are to read."""
    processes = _processes(ray)
    readers = ray.data.TaskPoolStrategy(size=min(processes, len(groups)))
    # Of the tasks of a process, one waits. Ray starts a process that is lost again, and what it was at; always.
    workers = ray.data.ActorPoolStrategy(
        min_size=1, max_size=processes, initial_size=processes, max_tasks_in_flight_per_actor=2
    )
    # Reading has no core of its own: it is little work, and must go on while each core has a pipeline.
    parts = _dataset(ray, groups).flat_map(Cutter(job), num_cpus=0, compute=readers)
    done = parts.map(Worker, fn_constructor_args=(job,), num_cpus=1, compute=workers)
    total, dateless = Counter(), 0
    for row in done.iter_rows():
        part = pickle.loads(row["counter"])
        total.join(part)
        dateless += row["dateless"]
        if progress is not None:
            progress(part.summary(), outcomes)
    return total.summary(), dateless


def _dataset(ray: Any, groups: list[Group]) -> Any:
    rows = [{"group": pickle.dumps(group)} for group in groups]
    return ray.data.from_items(rows, override_num_blocks=len(rows))


def _surveys(ray: Any, job: Job, groups: list[Group]) -> list[Survey]:
    """What is in each of *groups*."""

    def look(row: dict[str, Any]) -> dict[str, Any]:
        group = pickle.loads(row["group"])
        return {"number": group.number, "survey": pickle.dumps(surveyed(job, group))}

    rows = _dataset(ray, groups).map(look).iter_rows()
    found = {row["number"]: pickle.loads(row["survey"]) for row in rows}
    return [found[group.number] for group in groups]


def grouped(files: Iterable[Found]) -> Iterator[Group]:
    """*files*, in their order, in groups that a task reads; one at least."""
    number = size = 0
    group: list[Found] = []
    for file in files:
        if group and (size > _GROUP_BYTES or len(group) >= _GROUP_FILES):
            yield Group(number, tuple(group))
            number, size, group = number + 1, 0, []
        group.append(file)
        size += 0 if isinstance(file, InputError) else file.stat().st_size
    yield Group(number, tuple(group))


def surveyed(job: Job, group: Group) -> Survey:
    """Read *group* once to learn what is in it."""
    names, inputs, letters, errors = [], {}, 0, 0
    with chdir(job.base):
        lines = tuple(dumped(input_line(file)) for file in group.files)
        for outcome in read_files(group.files, job.reading):
            if isinstance(outcome, InputError):
                errors += 1
                continue
            names.append(outcome.doc_id)
            letters += len(outcome.text)
            inputs.update(dict.fromkeys(INPUT + column.name for column in outcome.columns))
    return Survey(tuple(names), tuple(inputs), letters, errors, lines)


def renamed(groups: list[Group], surveys: list[Survey]) -> list[Group]:
    """*groups* with the new names of texts whose own one is taken, as a run on one machine gives them."""
    given = distinct(Source(name, "", "") for survey in surveys for name in survey.names)
    made = []
    for group, survey in zip(groups, surveys, strict=True):
        names = {}
        for number, (name, source) in enumerate(zip(survey.names, given, strict=False)):
            assert isinstance(source, Source)
            if source.doc_id != name:
                names[number] = source.doc_id
        made.append(replace(group, names=names))
    next(given, None)  # so that it says how many were renamed
    return made


class Cutter:
    """Reads a group and cuts it into parts of about *letters*: a row each, as Ray has rows."""

    def __init__(self, job: Job) -> None:
        self._job = job

    def __call__(self, row: dict[str, Any]) -> Iterator[dict[str, Any]]:
        group = pickle.loads(row["group"])
        for number, part in enumerate(self.parts(group)):
            yield {"part": f"{group.number:06}-{number:06}", "outcomes": pickle.dumps(part)}

    def parts(self, group: Group) -> Iterator[list[Source | InputError]]:
        """The texts and errors of *group*, in their order, in parts; one at least."""
        part: list[Source | InputError] = []
        letters = number = 0
        with chdir(self._job.base):
            for outcome in read_files(group.files, self._job.reading):
                if letters >= self._job.letters:
                    yield part
                    part, letters = [], 0
                if isinstance(outcome, Source):
                    letters += len(outcome.text)
                    outcome = replace(outcome, doc_id=group.names.get(number, outcome.doc_id))
                    number += 1
                part.append(outcome)
        yield part


class Worker:
    """A process with the pipeline: parts in, files out, and a row of counts."""

    def __init__(self, job: Job) -> None:
        os.chdir(job.base)
        self._job = job
        extensions.install()
        self._zones = Zones(job.make())

    def __call__(self, row: dict[str, Any]) -> dict[str, Any]:
        counter, dateless = self.write(row["part"], pickle.loads(row["outcomes"]))
        return {"counter": pickle.dumps(counter), "dateless": dateless}

    def write(self, part: str, sources: list[Source | InputError]) -> tuple[Counter, int]:
        """Write the files of *part*; what is in them, and how many documents of these have no report year.

        A part that is whole already stays as it is. Raises OSError if they cannot be written.
        """
        job, folder = self._job, Path(self._job.folder)
        made_of = digest(sources)
        if done := kept(folder, part, made_of):
            return done
        with seldom_collected():
            lines = list(self._lines(part, sources))
        # A folder of this attempt's own: another machine may still be at an earlier one.
        with TemporaryDirectory(dir=job.folder) as name:
            made = Path(name)
            texts = (line.text for line in lines)
            counter = put_together(texts, made, FORMATS, inputs=job.inputs, failed=made / "failed", part=part)
            for path in files(folder, part):
                os.replace(made / path.parent.name, path)
        dateless = sum(line.dateless for line in lines)
        keep(folder, part, made_of, counter, dateless)
        return counter, dateless

    def _lines(self, part: str, sources: list[Source | InputError]) -> Iterator[Line]:
        job = self._job
        with Journal(Path(job.folder, JOURNALS, part), job.timeout) as journal:
            for number, source in enumerate(sources):
                if isinstance(source, Source) and (kind := journal.begin(number)):
                    yield pack(_set_aside(source, kind, job.timeout))
                else:
                    yield finished(source, self._zones, pack, job.report_year, job.repair)
            journal.begin(len(sources))


def _set_aside(source: Source, kind: str, timeout: float | None) -> InputError:
    if kind == "timed out":
        reason = f"Document {source.doc_id} was not read within {timeout:g} seconds."
    else:
        reason = f"Two processes ended while they were at document {source.doc_id}: killed, or out of memory."
    remedy = "Read it alone, on one machine; the other documents are not affected."
    return InputError(source.file, source.place, kind, reason, remedy)


def said(error: str) -> str:
    """What an error of Ray's says: the line of the last exception in its stack traces, or else its first line."""
    lines = error.strip().splitlines() or ["no reason given"]
    exceptions = [line for line in lines if _EXCEPTION.match(line)]
    return (exceptions[-1] if exceptions else lines[0])[:300].rstrip(" .")


@contextmanager
def _ray(address: str | None) -> Iterator[Any]:
    """Ray, connected to the cluster at *address*."""
    where = address or os.environ.get("RAY_ADDRESS", "")
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")  # nothing is sent anywhere unless the user wants it
    try:
        import ray
        import ray.data
    except ImportError as error:
        reason = "The engine needs Ray, which is not installed."
        raise InputError("ray", "", "failed", reason, "Install it with: pip install 'tallies[ray]'.") from error
    connected = ray.is_initialized()  # by the caller, who keeps it
    try:
        if not connected:
            ray.init(address=address, log_to_driver=False, logging_level=logging.WARNING)
    except (OSError, RuntimeError, ValueError, ray.exceptions.RayError) as error:
        reason = f"There is no Ray cluster: {' '.join(str(error).split())[:300]}"
        raise InputError(where, "", "missing", reason, "Start one with `ray start`, and give its address.") from error
    logging.getLogger("ray.data").setLevel(logging.ERROR)  # it tells of each step
    context = ray.data.DataContext.get_current().copy()
    context.enable_progress_bars = False
    # A part is a row, and each row is to be a block of its own: blocks are what Ray hands to processes.
    context.target_max_block_size = 1
    try:
        with ray.data.DataContext.current(context):
            yield ray
    except ray.exceptions.RayError as error:
        reason = f"The run broke off: {said(str(error))}."
        raise InputError(where, "", "failed", reason, "See to what it says, and start it again.") from error
    finally:
        if not connected:
            ray.shutdown()
