"""Numbers and money against quantulum3 and Recognizers-Text on the same sentences: accuracy beside speed.

    python benchmarks/peers.py GOLD.jsonl [--cache FOLDER]

Each tool gets an environment of its own, made with pip for the time of the run, or kept in the FOLDER of
--cache. What cannot be installed is said, and left out. ``docs/peers.md`` says what counts as right.
"""

from __future__ import annotations

import argparse
import json
import math
import subprocess
import sys
import tempfile
import time
import venv
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

import spacy
import spacy.about
from spacy.language import Language
from spacy.matcher import Matcher

import tallies
from tallies.documents.jsonl import read_documents
from tallies.documents.tables import words
from tallies.lexicons import rows
from tallies.numerals import parse
from tallies.records import Document, Fact, Offsets

WORKER = Path(__file__).with_name("worker.py")
#: Name of the tool for the worker, and what pip is asked for; the first one's version is shown.
TOOLS = {
    # Without its extra "classifier", whose model needs the scikit-learn of the day it was made.
    "quantulum3": ("quantulum3", ["quantulum3"]),
    # Its import fails with later versions of emoji.
    "Recognizers-Text": ("recognizers", ["recognizers-text-number-with-unit", "recognizers-text-number", "emoji<2"]),
}


@dataclass(frozen=True, slots=True)
class Figure:
    """A number or an amount of money in a text, at [start, end).

    values (tuple[float, ...]): the value; of a range that a tool reads, both ends.
    unit (str): "" of a number, "percent" of one in gold; of money the ISO 4217 code or a name of the currency.
    """

    start: int
    end: int
    values: tuple[float, ...]
    unit: str = ""

    def overlaps(self, other: Figure | Offsets) -> bool:
        """Whether they share a character."""
        start, end = (other.start, other.end) if isinstance(other, Figure) else other
        return self.start < end and start < self.end

    @property
    def is_money(self) -> bool:
        """Whether it has a currency."""
        return self.unit not in ("", "percent")


class Gold(NamedTuple):
    """The figures of a document, and the places at which what a tool finds is neither right nor wrong."""

    figures: list[Figure]
    ignored: list[Offsets]


class Reading(NamedTuple):
    """What a tool gives: the figures of each document, the seconds for all, and how many sentences it failed on."""

    figures: list[list[Figure]]
    seconds: float
    failed: int = 0


class Sentence(NamedTuple):
    """A sentence on one line, the number of its document, and where it starts there."""

    text: str
    document: int
    start: int


@dataclass(frozen=True, slots=True)
class Counts:
    """Figures of gold, those of them found with the right value, found at figures of gold, and found anywhere."""

    gold: int
    right: int
    near: int
    found: int

    def __add__(self, other: Counts) -> Counts:
        return Counts(
            self.gold + other.gold, self.right + other.right, self.near + other.near, self.found + other.found
        )


def of_facts(facts: Iterable[Fact], text: str) -> Iterator[tuple[Figure, bool]]:
    """The figures of *facts*, each with whether it counts: none without a value, no denial ("did not identify any")."""
    for fact in facts:
        shown = text[slice(*fact.anchor)]
        money = len(fact.unit) == 3 and fact.unit.isupper()
        unit = fact.unit if money or fact.unit == "percent" else ""
        denied = fact.value == 0 and "0" not in shown and "zero" not in shown.lower()
        values = () if fact.value is None else (fact.value,)
        yield Figure(*fact.anchor, values, unit), not denied and fact.value is not None
        if fact.usd is not None and fact.usd_anchor is not None:
            yield Figure(*fact.usd_anchor, (fact.usd,), "USD"), True


def gold_of(document: Document) -> Gold:
    """The numbers and amounts that the facts of a gold document state; money in no fact (fines) has no value."""
    figures = dict(of_facts(document.facts, document.text))  # an anchor of two years has one figure
    counted = [figure for figure, counts in figures.items() if counts]
    ignored = [(figure.start, figure.end) for figure, counts in figures.items() if not counts]
    money = [(e.start, e.end) for e in document.entities if e.label == "MONEY"]
    ignored += [span for span in money if not any(figure.overlaps(span) for figure in counted)]
    return Gold(counted, ignored)


def currencies() -> dict[str, set[str]]:
    """The names of each currency by its code, and the last word of each: a bare "Dollar" may be any dollar."""
    names: dict[str, set[str]] = {}
    for row in rows("currency"):
        form = row["form"].lower()
        names.setdefault(row["code"], {row["code"].lower()}).update((form, form.split()[-1]))
    return names


NAMES = currencies()


def right(gold: Figure, found: Figure, currency: bool) -> bool:
    """Whether *found* states the value of *gold*, and its currency if *currency*; 0.5 states 50 percent."""
    if currency and found.unit.lower() not in NAMES.get(gold.unit, {gold.unit.lower()}):
        return False
    (value,) = gold.values
    for one in found.values:
        if math.isclose(one, value) or (gold.unit == "percent" and math.isclose(100 * one, value, abs_tol=0.1)):
            return True
    return False


def count(gold: Gold, found: Sequence[Figure], money: bool, currency: bool = False) -> Counts:
    """How *found* answers the numbers of *gold*, or its *money*; one figure found answers one of gold.

    Where the *currency* is not asked for, an amount may be answered by a bare number.

    >>> gold = Gold([Figure(0, 2, (29.0,)), Figure(10, 12, (28.0,)), Figure(40, 44, (5.0,), "EUR")], [(20, 22)])
    >>> found = [Figure(0, 2, (29.0,)), Figure(10, 12, (27.0,)), Figure(20, 22, (0.0,)), Figure(30, 34, (2016.0,))]
    >>> count(gold, found, money=False)
    Counts(gold=2, right=1, near=2, found=3)
    >>> count(gold, [Figure(41, 44, (5.0,), "Dollar")], money=True)
    Counts(gold=1, right=1, near=1, found=1)
    >>> count(gold, [Figure(41, 44, (5.0,), "Dollar")], money=True, currency=True)
    Counts(gold=1, right=0, near=1, found=1)
    """
    wanted = [figure for figure in gold.figures if figure.is_money == money]
    near, far = [], 0
    for one in found:
        if one.is_money == money or (money and not currency):
            if any(one.overlaps(figure) for figure in wanted):
                near.append(one)
            elif one.is_money == money and not any(one.overlaps(span) for span in gold.ignored):
                far += 1
    left, answered = list(near), 0
    for figure in wanted:
        answer = next((one for one in left if one.overlaps(figure) and right(figure, one, currency)), None)
        if answer is not None:
            left.remove(answer)
            answered += 1
    return Counts(len(wanted), answered, len(near), len(near) + far)


def compared(gold: Sequence[Gold], found: Sequence[Sequence[Figure]], money: bool, currency: bool) -> Counts:
    """The sum of :func:`count` over all documents."""
    pairs = zip(gold, found, strict=True)
    return sum((count(one, figures, money, currency) for one, figures in pairs), Counts(0, 0, 0, 0))


def tuned(figures: Iterable[Figure]) -> list[Figure]:
    """*figures* as a user would mend them: without years (four digits of 1900 to 2099), amounts without a sign."""
    kept = []
    for one in figures:
        year = one.end - one.start == 4 and not one.is_money and 1900 <= one.values[0] < 2100
        if not year:
            kept.append(replace(one, values=tuple(map(abs, one.values))) if one.is_money else one)
    return kept


def clocked(read: Callable[[str], list[Figure]], sentences: Sequence[Sentence], documents: int) -> Reading:
    """What *read* finds in each sentence, at its place in the document, in CPU seconds."""
    figures: list[list[Figure]] = [[] for _ in range(documents)]
    seconds = 0.0
    for sentence in sentences:
        start = time.process_time()
        found = read(sentence.text)
        seconds += time.process_time() - start
        figures[sentence.document] += moved(found, sentence)
    return Reading(figures, seconds)


def moved(figures: Iterable[Figure], sentence: Sentence) -> list[Figure]:
    """*figures* of a sentence at their places in its document."""
    return [replace(one, start=one.start + sentence.start, end=one.end + sentence.start) for one in figures]


def ours(nlp: Language) -> Callable[[str], list[Figure]]:
    """What Tallies finds in a text: the whole pipeline runs, links and all."""

    def read(text: str) -> list[Figure]:
        return list(dict.fromkeys(figure for figure, counts in of_facts(nlp(text)._.facts, text) if counts))

    return read


def floor() -> Callable[[str], list[Figure]]:
    """The least that could work: tokens of a blank spaCy that are ``like_num``, joined to numbers. It has no money."""
    nlp = spacy.blank("en")
    matcher = Matcher(nlp.vocab)
    like = {"LIKE_NUM": True}
    matcher.add("NUMBER", [[like], [like, {"ORTH": "-"}, like], [like, like]], greedy="LONGEST")

    def read(text: str) -> list[Figure]:
        found = []
        for span in matcher(nlp(text), as_spans=True):
            if quantity := parse(span.text):
                ends = (quantity.value, quantity.value_max)
                found.append(Figure(span.start_char, span.end_char, tuple(end for end in ends if end is not None)))
        return found

    return read


def last_words(stderr: str) -> str:
    """The last error that *stderr* names, or its last line: pip ends on hints."""
    lines = stderr.strip().splitlines() or ["it said nothing"]
    return next((line for line in reversed(lines) if "error" in line.lower()), lines[-1]).strip()


def installed(name: str, folder: Path) -> tuple[Path, str]:
    """The interpreter of an environment with tool *name* in *folder*, and the tool's version.

    Raises RuntimeError with pip's last words if it cannot be installed.
    """
    tool, needs = TOOLS[name]
    home = folder / tool
    python = home / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
    if not python.exists():
        venv.create(home, with_pip=True)
    pip = [str(python), "-I", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *needs]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(last_words(done.stderr))
    ask = f"from importlib.metadata import version; print(version({needs[0]!r}))"
    return python, subprocess.run([str(python), "-I", "-c", ask], capture_output=True, text=True).stdout.strip()


def theirs(name: str, python: Path, sentences: Sequence[Sentence], documents: int) -> Reading:
    """What tool *name* finds, by the worker in its environment.

    Raises RuntimeError with the worker's last words if it does not run there.
    """
    lines = "\n".join(json.dumps(sentence.text) for sentence in sentences)
    command = [str(python), "-I", str(WORKER), TOOLS[name][0]]
    done = subprocess.run(command, input=lines, capture_output=True, encoding="utf-8", check=False)
    if done.returncode:
        raise RuntimeError(last_words(done.stderr))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    figures: list[list[Figure]] = [[] for _ in range(documents)]
    for sentence, answer in zip(sentences, answers, strict=True):
        found = [Figure(start, end, tuple(values), unit) for start, end, values, unit in answer["figures"]]
        figures[sentence.document] += moved(found, sentence)
    seconds = sum(answer["seconds"] for answer in answers)
    return Reading(figures, seconds, sum("error" in answer for answer in answers))


def row(name: str, counts: Counts) -> str:
    """A line of a table of accuracy: recall, then precision and F1 at the figures of gold and of all that is found."""
    cells = [counts.right / (counts.gold or 1)]
    for found in (counts.near, counts.found):
        cells += [counts.right / (found or 1), 2 * counts.right / ((counts.gold + found) or 1)]
    return f"| {name} | {' | '.join(f'{cell:.3f}' for cell in cells)} | {counts.found} |"


def main() -> None:
    """Print the tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("gold", type=Path)
    parser.add_argument("--cache", type=Path, help="keep the environments in this folder, for the next run")
    arguments = parser.parse_args()
    documents = list(read_documents(arguments.gold))
    gold = [gold_of(document) for document in documents]
    nlp = tallies.load()
    whole = [Sentence(document.text, number, 0) for number, document in enumerate(documents)]
    # On one line each: line ends within a sentence are of the file's layout, and trip the other tools.
    sentences = [
        Sentence(sentence.text.replace("\n", " "), number, sentence.start_char)
        for number, document in enumerate(documents)
        for sentence in nlp(document.text).sents  # this warms the pipeline too
    ]
    number = len(documents)
    base = f"Tallies {tallies.__version__}"
    readings = {
        f"{base}, whole documents": clocked(ours(nlp), whole, number),
        base: clocked(ours(nlp), sentences, number),
        f"spaCy {spacy.about.__version__} `like_num`": clocked(floor(), sentences, number),
    }
    with tempfile.TemporaryDirectory() as temporary:
        for name in TOOLS:
            try:
                python, release = installed(name, arguments.cache or Path(temporary))
                readings[f"{name} {release}"] = theirs(name, python, sentences, number)
            except (RuntimeError, subprocess.CalledProcessError) as error:
                print(f"{name} is left out, since it cannot be installed or run here: {error}\n")
    pipeline = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
    total = sum(words(document.text) for document in documents)
    print(f"{number} documents, {len(sentences):,} sentences, {total:,} words; pipeline {pipeline}, ", end="")
    print(f"Python {sys.version.split()[0]}")
    head = "| | recall | precision | F1 | raw precision | raw F1 | found |\n|---|---:|---:|---:|---:|---:|---:|"
    for title, money, currency in (
        ("Numbers", False, False),
        ("Money: the amount", True, False),
        ("Money: amount and currency", True, True),
    ):
        wanted = sum(figure.is_money == money for one in gold for figure in one.figures)
        print(f"\n{title} ({wanted} in gold)\n\n{head}")
        for name, reading in readings.items():
            if currency and not any(one.is_money for figures in reading.figures for one in figures):
                continue  # the floor reads no money
            plain = compared(gold, reading.figures, money, currency)
            mended = compared(gold, [tuned(figures) for figures in reading.figures], money, currency)
            print(row(name, plain))
            if mended != plain and not name.startswith(base):
                print(row(f"{name}, tuned", mended))
    print("\nSpeed\n\n| | words/s | times as fast as Tallies | sentences failed |\n|---|---:|---:|---:|")
    for name, reading in readings.items():
        times = readings[base].seconds / reading.seconds
        print(f"| {name} | {total / reading.seconds:,.0f} | {times:.2f} | {reading.failed} |")


if __name__ == "__main__":
    main()
