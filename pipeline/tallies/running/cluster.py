"""The pipeline over many inputs, on many machines: an adapter to Ray Data (``pip install tallies[ray]``).

:func:`read_on_cluster` is the whole of it. The files are read by tasks, in groups; the texts of a group are cut
into parts, and a part goes to a process that has the pipeline loaded (an actor), through
:func:`tallies.running.local.stream` as on one machine. It leaves the files of its part, each under a name of its
own and whole or not at all. So a part that is done again, since a process or a machine was lost, takes the
place of what the first attempt left: nothing is lost and nothing is there twice.

Only counts and the names of the documents come to the machine that started the run.
"""

from __future__ import annotations

import logging
import os
import pickle
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import chdir, contextmanager
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from tallies.documents.inputs import PLAIN, counted, distinct, read_files
from tallies.documents.jsonl import write_documents
from tallies.documents.kinds import Reading
from tallies.documents.output import RECORDS
from tallies.documents.source import Source, shown
from tallies.documents.tables import COLUMNS, INPUT, TEXT, Tables, write_table
from tallies.errors import InputError
from tallies.pipelines import load
from tallies.records import Document
from tallies.running.journal import Journal
from tallies.running.local import Outcome, stream

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

#: The folder, beside the parts, of what each part is at.
JOURNALS: Final = "journals"

#: How an exception that is not Ray's own, round another one, stands below its stack trace.
_EXCEPTION: Final = re.compile(r"(?!ray\.)[\w.]+(?:Error|Exception)\b[^:]*: ")

Found = Path | InputError

logger = logging.getLogger("tallies")


@dataclass(frozen=True, slots=True)
class Totals:
    """What a run, or a part of it, has read."""

    documents: int = 0
    words: int = 0
    facts: int = 0
    comparisons: int = 0
    routes: int = 0
    errors: int = 0
    dateless: int = 0

    def __add__(self, other: Totals) -> Totals:
        return Totals(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(Totals)))


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
    """What is in a group: the name of each text, the further columns, the letters, and how much cannot be read."""

    names: tuple[str, ...]
    inputs: tuple[str, ...]
    letters: int
    errors: int


def read_on_cluster(
    folder: Path,
    files: Iterable[Found],
    *,
    address: str | None = None,
    make: Callable[[], Language] = load,
    reading: Reading = PLAIN,
    report_year: int | None = None,
    repair: bool = True,
    progress: Callable[[Totals, int], None] | None = None,
) -> Totals:
    """Read all figures out of *files* on the machines of a Ray cluster, and leave them in *folder*; what was read.

    *folder* gets a folder ``documents.jsonl`` of records and one for each table (``facts.parquet``), with
    a file for each part; in the order of their names they hold what a run on one machine leaves. All
    of them take the place of an earlier run's at the end. *files* and *folder* are to have the same
    paths on all machines.

    files (Iterable[Path | InputError]): as :func:`tallies.documents.inputs.find` gives them.
    address (str | None): that of the cluster; None for Ray's own choice: ``RAY_ADDRESS``, a cluster that
        runs on this machine, or one that is started on it for this call. Where the caller has called
        ``ray.init``, that cluster is used.
    make (Callable): gives the pipeline; it is called once in each process.
    progress (Callable | None): called after each part with what it held, and with the number of all texts and errors.

    Raises InputError if Ray is missing, has no cluster at *address* or gives up, OSError if *folder* cannot be written.
    """
    folder.mkdir(parents=True, exist_ok=True)
    parts = folder / f".cluster.{os.getpid()}.part"
    for name in (*_names(), JOURNALS):
        (parts / name).mkdir(parents=True, exist_ok=True)
    try:
        with _ray(address) as ray:
            total, outcomes = _run(
                ray, Job(os.getcwd(), str(parts), make, reading, report_year, repair), files, progress
            )
        for name in _names():
            _take(parts / name, folder / name)
    finally:
        shutil.rmtree(parts, ignore_errors=True)
    if total.dateless:
        logger.warning(
            "No report year in %s: relative years stay empty; pass --report-year (report_year=).",
            counted(total.dateless),
        )
    if total.documents + total.errors != outcomes:
        reason = f"{outcomes:,} texts were found at first, and {total.documents + total.errors:,} when they were read."
        raise InputError(shown(folder), "", "failed", reason, "Leave the inputs as they are, and read them again.")
    return total


def _run(
    ray: Any, job: Job, files: Iterable[Found], progress: Callable[[Totals, int], None] | None
) -> tuple[Totals, int]:
    """What was read, and how many texts and errors there are."""
    processes = max(1, int(ray.cluster_resources().get("CPU", 1)))
    groups = list(grouped(files))
    surveys = _surveys(ray, job, groups)
    groups = renamed(groups, surveys)
    share = sum(survey.letters for survey in surveys) // (processes * _SHARE)
    inputs = tuple(dict.fromkeys(name for survey in surveys for name in survey.inputs))
    job = replace(job, inputs=inputs, letters=min(LARGEST, max(SMALLEST, share)))
    outcomes = sum(len(survey.names) + survey.errors for survey in surveys)
    readers = ray.data.TaskPoolStrategy(size=min(processes, len(groups)))
    # Of the tasks of a process, one waits. Ray starts a process that is lost again, and what it was at; always.
    workers = ray.data.ActorPoolStrategy(
        min_size=1, max_size=processes, initial_size=processes, max_tasks_in_flight_per_actor=2
    )
    # Reading has no core of its own: it is little work, and must go on while each core has a pipeline.
    parts = _dataset(ray, groups).flat_map(Cutter(job), num_cpus=0, compute=readers)
    done = parts.map(Worker, fn_constructor_args=(job,), num_cpus=1, compute=workers)
    total = Totals()
    for row in done.iter_rows():
        part = Totals(**row)
        total += part
        if progress is not None:
            progress(part, outcomes)
    return total, outcomes


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
        for outcome in read_files(group.files, job.reading):
            if isinstance(outcome, InputError):
                errors += 1
                continue
            names.append(outcome.doc_id)
            letters += len(outcome.text)
            inputs.update(dict.fromkeys(INPUT + column.name for column in outcome.columns))
    return Survey(tuple(names), tuple(inputs), letters, errors)


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
        self._nlp = job.make()
        # What stream() warns of would be said once a part; the totals have it.
        logger.setLevel(logging.ERROR)

    def __call__(self, row: dict[str, Any]) -> dict[str, int]:
        totals = self.write(row["part"], pickle.loads(row["outcomes"]))
        return {one.name: getattr(totals, one.name) for one in fields(Totals)}

    def write(self, part: str, sources: list[Source | InputError]) -> Totals:
        """Write the files of *part*, and count what is in them. Raises OSError if they cannot be written."""
        job = self._job
        outcomes = list(self._outcomes(part, sources))
        tables = Tables(job.inputs)
        for outcome in outcomes:
            tables.add(outcome)
        documents = [outcome for outcome in outcomes if isinstance(outcome, Document)]
        write_documents(documents, Path(job.folder, RECORDS, f"{part}.jsonl"))
        frames = tables.frames()
        for name, frame in frames.items():
            carried = dict.fromkeys(() if name == "errors" else job.inputs, TEXT)
            write_table(frame, COLUMNS[name] | carried, Path(job.folder, f"{name}.parquet", f"{part}.parquet"))
        return Totals(
            documents=len(documents),
            words=int(frames["documents"]["words"].sum()),
            facts=len(frames["facts"]),
            comparisons=len(frames["comparisons"]),
            routes=len(frames["routes"]),
            errors=len(frames["errors"]),
            dateless=sum(document.report_year is None for document in documents),
        )

    def _outcomes(self, part: str, sources: list[Source | InputError]) -> Iterator[Outcome]:
        job = self._job
        with Journal(Path(job.folder, JOURNALS, part)) as journal:
            for number, source in enumerate(sources):
                if isinstance(source, Source) and not journal.begin(number):
                    yield _deadly(source)
                else:
                    yield from stream([source], self._nlp, report_year=job.report_year, repair=job.repair)
            journal.begin(len(sources))


def _deadly(source: Source) -> InputError:
    reason = f"Two processes ended while they were at document {source.doc_id}: killed, or out of memory."
    remedy = "Read it alone, on one machine; the other documents are not affected."
    return InputError(source.file, source.place, "failed", reason, remedy)


def _names() -> list[str]:
    return [RECORDS, *(f"{name}.parquet" for name in COLUMNS)]


def _take(made: Path, place: Path) -> None:
    """Put the folder *made* in *place* of what is there."""
    for left in made.glob(".*"):  # of attempts that were broken off
        left.unlink()
    if place.is_dir():
        shutil.rmtree(place)
    else:
        place.unlink(missing_ok=True)
    made.rename(place)


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
