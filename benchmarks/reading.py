"""How fast files of each kind are read, and how many entities and figures a family of reports gives.

    python benchmarks/reading.py FOLDER [--read]

FOLDER has a folder for each family. Kinds of which it has no file are made of its texts, for the time of
the run. With --read the pipeline reads every family, for the table of figures per 1,000 words.
"""

from __future__ import annotations

import argparse
import csv
import json
import tarfile
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

from tallies.documents.inputs import find, read_sources
from tallies.documents.kinds import Reading, kind_of, reader_of
from tallies.documents.source import Source


def made(folder: Path, texts: dict[str, str]) -> Iterator[Path]:
    """Files of the kinds that *texts* are no file of, each with all of them or one."""
    import docx
    import pandas as pd

    for name, text in texts.items():
        paragraphs = [" ".join(part.split()) for part in text.split("\n\n") if part.strip()]
        (folder / f"{name}.md").write_text("\n\n".join(paragraphs), encoding="utf-8")
        yield folder / f"{name}.md"
        document = docx.Document()
        for paragraph in paragraphs:
            document.add_paragraph("".join(letter if letter.isprintable() else " " for letter in paragraph))
        document.save(str(folder / f"{name}.docx"))
        yield folder / f"{name}.docx"
    rows = [{"doc_id": name, "text": text} for name, text in texts.items()]
    (folder / "all.jsonl").write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    pd.DataFrame(rows).to_parquet(folder / "all.parquet")
    with (folder / "all.csv").open("w", encoding="utf-8", newline="") as lines:
        table = csv.DictWriter(lines, ["doc_id", "text"])
        table.writeheader()
        table.writerows(rows)
    with zipfile.ZipFile(folder / "all.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        for name in texts:
            packed.write(folder / f"{name}.md", f"{name}.txt")
    with tarfile.open(folder / "all.tar.gz", "w:gz") as tar:
        for name in texts:
            tar.add(folder / f"{name}.md", f"{name}.txt")
    with zipfile.ZipFile(folder / "all.epub", "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("META-INF/container.xml", "<c><rootfiles><rootfile full-path='p.opf'/></rootfiles></c>")
        kind = 'media-type="application/xhtml+xml"'
        items = "".join(f'<item id="p{n}" href="{n}.xhtml" {kind}/>' for n in range(len(texts)))
        order = "".join(f'<itemref idref="p{n}"/>' for n in range(len(texts)))
        book.writestr("p.opf", f"<package><manifest>{items}</manifest><spine>{order}</spine></package>")
        for number, text in enumerate(texts.values()):
            escaped = text.replace("&", "&amp;").replace("<", "&lt;").replace("\n\n", "</p><p>")
            book.writestr(f"{number}.xhtml", f"<html><body><p>{escaped}</p></body></html>")
    yield from (folder / f"all.{end}" for end in ("jsonl", "parquet", "csv", "zip", "tar.gz", "epub"))


def speeds(paths: list[Path], repetitions: int) -> Iterator[str]:
    """A line of the table for each kind of *paths*."""
    kinds: dict[str, list[Path]] = {}
    for path in paths:
        kinds.setdefault(kind_of(path.name) or "", []).append(path)
    for kind, files in kinds.items():
        best = float("inf")
        for _ in range(repetitions):
            start = time.perf_counter()
            outcomes = []
            for file in files:
                read = reader_of(file.name, Reading())
                assert read is not None
                outcomes += list(read(file))
            best = min(best, time.perf_counter() - start)
        sources = [one for one in outcomes if isinstance(one, Source)]
        size = sum(file.stat().st_size for file in files) / 1e6
        pages = sum(len(one.places) for one in sources) if kind == "PDF" else 0
        letters = sum(len(one.text) for one in sources) / 1e6
        failed = len(outcomes) - len(sources)
        paged = f"{pages / best:,.0f}" if pages else ""
        yield f"| {kind} | {len(files)} | {failed} | {paged} | {size / best:,.1f} | {letters / best:,.1f} |"


def counts(folder: Path) -> Iterator[str]:
    """A line of the table for each family in *folder*."""
    from tallies import read

    for family in sorted(path for path in folder.iterdir() if path.is_dir()):
        result = read(family, report_year=2018 if "2018" in family.name else None)
        total = int(result.documents["words"].sum())
        facts, entities = len(result.facts), len(result.entities)
        placed = result.facts["place"].notna().sum()
        yield (
            f"| {family.name} | {len(result.documents)} | {len(result.errors)} | {total:,} | "
            f"{1000 * entities / total:.1f} | {1000 * facts / total:.1f} | {placed / max(facts, 1):.0%} |"
        )


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--read", action="store_true")
    parser.add_argument("--repetitions", type=int, default=3)
    arguments = parser.parse_args()
    paths = [path for path in find(arguments.folder) if isinstance(path, Path)]
    plain = [path for path in paths if path.suffix == ".txt"]
    texts = {one.doc_id: one.text for one in read_sources(plain) if isinstance(one, Source)}
    with tempfile.TemporaryDirectory() as made_in:
        paths += made(Path(made_in), texts)
        print("| kind | files | failed | pages/s | MB/s of file | million letters/s |\n|---|---:|---:|---:|---:|---:|")
        for line in speeds(paths, arguments.repetitions):
            print(line)
    if arguments.read:
        print("\n| family | documents | failed | words | entities/1,000 words | figures/1,000 words | with a place |")
        print("|---|---:|---:|---:|---:|---:|---:|")
        for line in counts(arguments.folder):
            print(line)


if __name__ == "__main__":
    main()
