"""What a Ray cluster costs beside the pipeline, in one run on one machine: the figures of ``docs/scale.md``.

    python benchmarks/cluster.py FOLDER [--times N] [--cores N]

Reads the texts of FOLDER, each N times over, in this process and then through Ray, which is started for it with
the cores given, and one text alone through Ray, which takes what a start takes. Beside the seconds
stand those of the processors, of all processes: other work on the machine changes them less.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import pandas as pd

import tallies
from tallies.documents.inputs import find, read_sources
from tallies.documents.source import Source
from tallies.documents.tables import words
from tallies.running.cluster import FORMATS, read_on_cluster
from tallies.running.local import read_into
from tallies.running.results import Summary


class Spent(NamedTuple):
    """Seconds of the processors: of the processes that have the pipeline, and of all others."""

    pipeline: float
    others: float


def spent() -> Spent:
    """What this process and all below it have taken, as far as they still run."""
    parents: dict[int, int] = {}
    taken: dict[int, Spent] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            fields = stat.read_text().rpartition(")")[2].split()
            seconds = (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
            worker = (stat.parent / "cmdline").read_bytes().startswith(b"ray::MapWorker")
            parents[int(stat.parent.name)] = int(fields[1])
            taken[int(stat.parent.name)] = Spent(seconds, 0) if worker else Spent(0, seconds)
    below, level = {os.getpid()}, {os.getpid()}
    while level:
        level = {process for process, parent in parents.items() if parent in level}
        below |= level
    return Spent(*map(sum, zip(*(taken[process] for process in below), strict=True)))


def alone(table: Path, out: Path) -> Spent:
    """Read *table* in this process."""
    nlp = tallies.load()
    before = spent()
    read_into(out, table, formats=FORMATS, nlp=nlp)
    return Spent(spent().others - before.others, 0)


def on_ray(table: Path, out: Path, cores: int) -> Spent:
    """Read *table* through a Ray of its own; as of the last part of it."""
    import ray

    before = last = spent()

    def measure(part: Summary, total: int) -> None:
        nonlocal last
        last = spent()

    ray.init(address="local", num_cpus=cores, include_dashboard=False, log_to_driver=False, logging_level="error")
    try:
        read_on_cluster(out, find([table]), progress=measure)
    finally:
        ray.shutdown()
    return Spent(last.pipeline, last.others - before.others)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--cores", type=int, default=2)
    arguments = parser.parse_args()
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    texts = [source.text for source in read_sources(arguments.folder) if isinstance(source, Source)] * arguments.times
    if not texts:
        parser.error(f"{arguments.folder} holds no text")
    count = sum(map(words, texts))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        for table, rows in (("all", texts), ("one", texts[:1])):
            pd.DataFrame({"text": rows}).to_parquet(folder / f"{table}.parquet", index=False)
        tallies.load()(texts[0])  # lexicons are read at first use
        runs: dict[str, Callable[[], Spent]] = {
            "one process": lambda: alone(folder / "all.parquet", folder / "local"),
            "Ray": lambda: on_ray(folder / "all.parquet", folder / "ray", arguments.cores),
            "Ray, one text": lambda: on_ray(folder / "one.parquet", folder / "ray", arguments.cores),
        }
        taken = {}
        for run, work in runs.items():
            start = time.perf_counter()
            processors = work()
            taken[run] = time.perf_counter() - start, processors
    print(f"{len(texts):,} documents, {count:,} words; {arguments.cores} cores; load {os.getloadavg()[0]:.1f}\n")
    print("| run | seconds | of the processors: pipeline | others |\n|---|---:|---:|---:|")
    for run, (seconds, processors) in taken.items():
        print(f"| {run} | {seconds:.1f} | {processors.pipeline:.1f} | {processors.others:.1f} |")
    one = taken["one process"][1].pipeline
    more = taken["Ray"][1].pipeline - taken["Ray, one text"][1].pipeline
    print(f"\nWords a second of a processor: {count / one:,.0f} in one process, {count / more:,.0f} in those of Ray")
    print(f"without their start ({more / one - 1:+.0%} of time).")


if __name__ == "__main__":
    main()
