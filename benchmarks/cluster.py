"""What a Ray cluster costs beside the pipeline, in one run on one machine: the figures of ``docs/scale.md``.

    python benchmarks/cluster.py FOLDER [--times N] [--cores N]

Reads the texts of FOLDER, each N times over, in this process and then through Ray, which is started for it with
the cores given, and one text alone through Ray, which takes what a start takes. Beside the seconds
stand those of the processors, of all processes: other work on the machine changes them less.
"""

from __future__ import annotations

import argparse
import os
import resource
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

import tallies
from tallies.documents.inputs import find, read_sources
from tallies.documents.source import Source
from tallies.documents.tables import words
from tallies.running.cluster import read_on_cluster
from tallies.running.local import read_into


def timed(work: Callable[[], object]) -> tuple[float, float]:
    """The seconds, and those of the processors, that *work* takes with all processes that it starts and ends."""

    def processors() -> float:
        return sum(
            usage.ru_utime + usage.ru_stime
            for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        )

    before, start = processors(), time.perf_counter()
    work()
    return time.perf_counter() - start, processors() - before


def on_ray(table: Path, out: Path, cores: int) -> None:
    """Read *table* through a Ray of its own."""
    import ray

    ray.init(address="local", num_cpus=cores, include_dashboard=False, log_to_driver=False, logging_level="error")
    try:
        read_on_cluster(out, find([table]))
    finally:
        ray.shutdown()


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
        nlp = tallies.load()
        nlp(texts[0])  # lexicons are read and caches filled at first use
        runs = {
            "one process": lambda: read_into(
                folder / "local", read_sources(folder / "all.parquet"), formats=["parquet"], nlp=nlp
            ),
            "Ray": lambda: on_ray(folder / "all.parquet", folder / "ray", arguments.cores),
            "Ray, one text": lambda: on_ray(folder / "one.parquet", folder / "ray", arguments.cores),
        }
        taken = {run: timed(work) for run, work in runs.items()}
    print(f"{len(texts):,} documents, {count:,} words; {arguments.cores} cores; load {os.getloadavg()[0]:.1f}\n")
    print("| run | seconds | of the processors |\n|---|---:|---:|")
    for run, (seconds, processors) in taken.items():
        print(f"| {run} | {seconds:.1f} | {processors:.1f} |")
    alone = taken["one process"][1]
    more = taken["Ray"][1] - taken["Ray, one text"][1]
    print(f"\nWords a second of a processor: {count / alone:,.0f} in one process; {count / more:,.0f} through Ray,")
    print(f"without its start, which is {more / alone - 1:+.0%} of time.")


if __name__ == "__main__":
    main()
