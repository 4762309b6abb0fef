"""Records to the files of the page.

A browser lets a page that is opened from a disk load scripts but no data, so all data are scripts that
call ``PAGE.put``. ``manifest.js`` names the documents; ``figures-N.js`` has what the tables and charts
show of :data:`PER_FIGURES` documents. ``texts-N.js`` has the texts of :data:`PER_TEXTS` documents and
``records-N.js`` all that was read in them: they are loaded when one of these documents is opened, and
a search loads the texts alone.

Offsets are in code points in a record and in UTF-16 units in the page, as JavaScript counts.
"""

from __future__ import annotations

import csv
import json
import re
import shutil
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from importlib.resources import as_file, files
from pathlib import Path
from typing import Any, Final

from tallies.documents.corrections import STRUCK, WITHDRAWN, Correction, correct, corrected_id, fits, nth
from tallies.documents.files import replaced
from tallies.labels import ATTRIBUTES, ENTITY_LABELS
from tallies.records import PAST, Document, Entity, Fact, Offsets, Route, plural

PER_TEXTS: Final = 20  # in a file of records too
PER_FIGURES: Final = 500
_PER: Final = {"texts": PER_TEXTS, "records": PER_TEXTS, "figures": PER_FIGURES}

#: The flags that a check of the output left, if it did.
FLAGS: Final = "flags.csv"

#: The parts of the page that are the same for every corpus.
STATIC: Final = ("index.html", "page.css", "served.js")
SCRIPTS: Final = "scripts"
VENDOR: Final = "vendor"

#: What a row of figures-N.js holds, in this order; ``of`` joins the attributes of the counted people.
FIELDS: Final = (
    "id",
    "action",
    "value",
    "value_max",
    "qualifier",
    "unit",
    "years",
    "agency",
    "of",
    "usd",
    "part_of",
    "compared_with",
    "section",
    "confidence",
    "flags",
    "verdict",
)

_WIDE: Final = re.compile(r"[\U00010000-\U0010ffff]")
_SENTENCE_END: Final = re.compile(r"[.!?][\"')\]]*\s+(?=[A-Z\"'(])|\n[ \t]*\n")


@dataclass(frozen=True, slots=True)
class Remark:
    """A flag of ``tallies check`` as one document shows it.

    facts (tuple[str, ...]): ids of the figures of this document that it is about.
    why (str): which of text and reading is the likelier cause, and what speaks for that.
    """

    kind: str
    message: str
    facts: tuple[str, ...] = ()
    why: str = ""


@dataclass(slots=True)
class Summary:
    """What a page shows: counts, and the corrections whose words the text no longer has."""

    documents: int = 0
    figures: int = 0
    flags: int = 0
    corrections: int = 0
    outdated: list[Correction] = field(default_factory=list)


def write_page(
    documents: Iterable[Document],
    folder: Path,
    corrections: Iterable[Correction] = (),
    flags: dict[str, list[Remark]] | None = None,
) -> Summary:
    """Write the page of *documents*, with *corrections* merged in, into *folder*; nothing else is removed from it.

    documents: as the pipeline read them; they are taken one at a time.
    flags: by name of the document.
    """
    folder.mkdir(parents=True, exist_ok=True)
    _clear(folder)
    _copy_static(folder)
    of: dict[str, list[Correction]] = {}
    for correction in corrections:
        of.setdefault(correction.doc_id, []).append(correction)
    summary = Summary()
    listed: list[list[Any]] = []
    nouns: dict[str, str] = {}
    parts: dict[str, list[Any]] = {"texts": [], "records": [], "figures": []}
    for document in documents:
        mine, remarks = of.get(document.doc_id, []), (flags or {}).get(document.doc_id, [])
        record, figures = entries(document, mine, remarks)
        nouns |= {fact["unit"]: plural(fact["unit"], None) for fact in record["facts"]}
        listed.append([document.doc_id, document.country, document.report_year, document.tier])
        for name, entry in (("texts", document.text), ("records", record), ("figures", figures)):
            parts[name].append(entry)
            if len(parts[name]) == _PER[name]:
                _put(folder, name, (len(listed) - 1) // _PER[name], parts[name])
                parts[name] = []
        summary.documents += 1
        summary.figures += len(figures["facts"])
        summary.flags += len(remarks)
        summary.corrections += sum(c.verdict != WITHDRAWN and fits(document, c) for c in mine)
        summary.outdated += [correction for correction in mine if not fits(document, correction)]
    for name, rest in parts.items():
        if rest:
            _put(folder, name, (len(listed) - 1) // _PER[name], rest)
    manifest = {
        "documents": listed,
        "labels": ENTITY_LABELS,
        "past": PAST,
        "nouns": nouns,
        "per_texts": PER_TEXTS,
        "per_figures": PER_FIGURES,
    }
    _put(folder, "manifest", 0, manifest)
    return summary


def update_page(
    folder: Path, index: int, document: Document, corrections: Sequence[Correction], flags: Sequence[Remark] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Put *document*, the *index*-th of the page, into the files of *folder* anew; returns its two entries."""
    entry = entries(document, corrections, flags)
    for name, new in zip(("records", "figures"), entry, strict=True):
        held = _taken(folder, name, index // _PER[name])
        held[index % _PER[name]] = new
        _put(folder, name, index // _PER[name], held)
    return entry


def entries(
    document: Document, corrections: Sequence[Correction] = (), flags: Sequence[Remark] = ()
) -> tuple[dict[str, Any], dict[str, Any]]:
    """*document* as it stands in records-N.js and in figures-N.js."""
    standing = [c for c in corrections if fits(document, c)]
    merged = correct(document, standing)
    said = _said(document, merged, standing)
    struck = [fact for fact in document.facts if (c := said.get(fact.id)) and c["verdict"] == STRUCK]
    unit = Units(merged.text)
    facts = [_record_fact(document, fact, unit, said.get(fact.id)) for fact in (*merged.facts, *struck)]
    record = {
        "name": merged.doc_id,
        "country": merged.country,
        "year": merged.report_year,
        "tier": merged.tier,
        "entities": [_record_entity(entity, unit) for entity in merged.entities],
        "facts": sorted(facts, key=lambda fact: (fact["anchor"], fact["id"])),
        "routes": [_record_route(route, unit) for route in merged.routes],
        "flags": [asdict(flag) for flag in flags],
    }
    figures = {
        "facts": [_row(fact, flags, said.get(fact.id)) for fact in merged.facts],
        "routes": [
            [route.id, route.origin, route.destination, route.transit, route.exploitation, route.victims]
            for route in merged.routes
        ],
        "flags": [[flag.kind, flag.message, flag.facts] for flag in flags],
    }
    return record, figures


def read_flags(output: Path) -> dict[str, list[Remark]]:
    """What ``tallies check`` wrote into ``flags.csv`` of the folder *output*, by document; none without that file.

    A flag that is about figures of two documents is shown in both.
    """
    path = output / FLAGS
    flags: dict[str, list[Remark]] = {}
    if not path.exists():
        return flags
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            named: dict[str, list[str]] = {}
            for document, fact in (("document", "fact"), ("other_document", "other_fact")):
                if row.get(document):
                    named.setdefault(row[document], []).append(row.get(fact) or "")
            why = f"Likelier cause: the {row['likelier']}. {row.get('why') or ''}" if row.get("likelier") else ""
            for name, ids in named.items():
                facts = tuple(dict.fromkeys(filter(None, ids)))
                remark = Remark(row.get("check") or "flag", row.get("message") or "", facts, why.strip())
                flags.setdefault(name, []).append(remark)
    return flags


class Units:
    """Code points to UTF-16 units within one text."""

    def __init__(self, text: str) -> None:
        # Characters beyond the first plane take two units; nearly no text has any.
        self._wide = [match.start() for match in _WIDE.finditer(text)]

    def __call__(self, offset: int) -> int:
        return offset + bisect_left(self._wide, offset)

    def pair(self, offsets: Offsets) -> Offsets:
        """Both ends of a span."""
        return self(offsets[0]), self(offsets[1])


def sentence(document: Document, fact: Fact) -> Offsets:
    """Where the sentence of *fact* is; found by its punctuation where the record does not say."""
    if fact.sentence is not None:
        return fact.sentence
    ends = [match.end() for match in _SENTENCE_END.finditer(document.text)]
    before = [end for end in ends if end <= fact.anchor[0]]
    after = [end for end in ends if end >= fact.anchor[1]]
    return (before[-1] if before else 0), (after[0] if after else len(document.text))


def _said(document: Document, merged: Document, standing: Iterable[Correction]) -> dict[str, dict[str, Any]]:
    """What people said, by id of the fact in *merged*, or of the struck one in *document*."""
    said = {}
    for correction in standing:
        id_ = corrected_id(document, merged, correction)
        if id_ is not None:
            said[id_] = {
                "verdict": correction.verdict,
                "version": correction.version,
                "time": correction.time,
                "key": [*correction.anchor, correction.nth],
                "reading": correction.reading.to_dict(),
            }
    return said


def _record_fact(document: Document, fact: Fact, unit: Units, said: dict[str, Any] | None) -> dict[str, Any]:
    data = fact.to_dict()
    data["sentence"] = sentence(document, fact)
    for name in ("anchor", "usd_anchor", "agency_anchor", "sentence"):
        if name in data:
            data[name] = unit.pair(data[name])
    data["confidence"] = confidence(fact)
    # What the server knows the figure by.
    data["key"] = said["key"] if said else [*fact.anchor, nth(document, fact)]
    if said is not None:
        data["said"] = said
    return data


def _record_entity(entity: Entity, unit: Units) -> list[Any]:
    return [unit(entity.start), unit(entity.end), ENTITY_LABELS.index(entity.label), entity.norm]


def _record_route(route: Route, unit: Units) -> dict[str, Any]:
    data = route.to_dict()
    if route.sentence is not None:
        data["sentence"] = unit.pair(route.sentence)
    return data


def confidence(fact: Fact) -> float | None:
    """That of the weakest piece of evidence: a chain is as strong as its weakest link."""
    return min((evidence.confidence for evidence in fact.evidence), default=None)


def _row(fact: Fact, flags: Iterable[Remark], said: dict[str, Any] | None) -> list[Any]:
    of = [value for name in ATTRIBUTES for value in getattr(fact, name)]
    cells = {
        "agency": fact.agency_norm or fact.agency,
        "of": of,
        "confidence": confidence(fact),
        "flags": sum(fact.id in flag.facts for flag in flags),
        "verdict": said and said["verdict"],
    }
    return [cells[name] if name in cells else getattr(fact, name) for name in FIELDS]


def _put(folder: Path, name: str, number: int, data: Any) -> None:
    script = f'PAGE.put("{name}",{number},{_json(data)});\n'
    with replaced(folder / _file(name, number)) as lines:
        lines.write(script)


def _json(data: Any) -> str:
    written = json.dumps(data, ensure_ascii=False, separators=(",", ":"), allow_nan=False)
    try:
        written.encode()
    except UnicodeEncodeError:
        # A lone surrogate is no UTF-8, but can be written as an escape.
        written = json.dumps(data, separators=(",", ":"), allow_nan=False)
    return written


def _taken(folder: Path, name: str, number: int) -> list[dict[str, Any]]:
    """What :func:`_put` wrote."""
    script = (folder / _file(name, number)).read_text(encoding="utf-8")
    held: list[dict[str, Any]] = json.loads(script[script.index(",", len(name) + 12) + 1 : script.rindex(")")])
    return held


def _file(name: str, number: int) -> str:
    return "manifest.js" if name == "manifest" else f"{name}-{number}.js"


def _clear(folder: Path) -> None:
    """Remove the data of an earlier page, which may have had more documents."""
    for path in _data_files(folder):
        path.unlink()


def _data_files(folder: Path) -> Iterator[Path]:
    pattern = re.compile(r"(texts|records|figures)-\d+\.js|manifest\.js")
    yield from (path for path in folder.iterdir() if pattern.fullmatch(path.name))


def _copy_static(folder: Path) -> None:
    for part in (*STATIC, SCRIPTS, VENDOR):
        with as_file(files("tallies.viewing").joinpath(part)) as source:
            if source.is_dir():
                shutil.copytree(source, folder / part, dirs_exist_ok=True)
            else:
                shutil.copy(source, folder / part)
