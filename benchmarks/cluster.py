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

import pandas as pd

import tallies
from tallies.documents.inputs import find, read_sources
from tallies.documents.source import Source
from tallies.documents.tables import words
from tallies.running.cluster import Totals, read_on_cluster
from tallies.running.local import read_into


def processors() -> float:
    """The seconds of the processors that this process and all below it have taken, as far as they still run."""
    parents: dict[int, int] = {}
    spent: dict[int, int] = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended
            fields = stat.read_text().rpartition(")")[2].split()
            process = int(stat.parent.name)
            parents[process], spent[process] = int(fields[1]), int(fields[11]) + int(fields[12])
    below, level = {os.getpid()}, {os.getpid()}
    while level:
        level = {process for process, parent in parents.items() if parent in level}
        below |= level
    return sum(spent[process] for process in below) / os.sysconf("SC_CLK_TCK")


def alone(table: Path, out: Path) -> float:
    """Read *table* in this process; the seconds of the processors."""
    before = processors()
    read_into(out, read_sources(table), formats=["parquet"], nlp=tallies.load())
    return processors() - before


def on_ray(table: Path, out: Path, cores: int) -> float:
    """Read *table* through a Ray of its own; the seconds of the processors, as of its last part."""
    import ray

    before = processors()
    spent = before

    def measure(part: Totals, total: int) -> None:
        nonlocal spent
        spent = processors()

    ray.init(address="local", num_cpus=cores, include_dashboard=False, log_to_driver=False, logging_level="error")
    try:
        read_on_cluster(out, find([table]), progress=measure)
    finally:
        ray.shutdown()
    return spent - before


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
        runs: dict[str, Callable[[], float]] = {
            "one process": lambda: alone(folder / "all.parquet", folder / "local"),
            "Ray": lambda: on_ray(folder / "all.parquet", folder / "ray", arguments.cores),
            "Ray, one text": lambda: on_ray(folder / "one.parquet", folder / "ray", arguments.cores),
        }
        taken = {}
        for run, work in runs.items():
            start = time.perf_counter()
            spent = work()
            taken[run] = time.perf_counter() - start, spent
    print(f"{len(texts):,} documents, {count:,} words; {arguments.cores} cores; load {os.getloadavg()[0]:.1f}\n")
    print("| run | seconds | of the processors |\n|---|---:|---:|")
    for run, (seconds, spent) in taken.items():
        print(f"| {run} | {seconds:.1f} | {spent:.1f} |")
    one = taken["one process"][1]
    more = taken["Ray"][1] - taken["Ray, one text"][1]
    print(f"\nWords a second of a processor: {count / one:,.0f} in one process; {count / more:,.0f} through Ray,")
    print(f"without its start, which is {more / one - 1:+.0%} of time.")


if __name__ == "__main__":
    main()
