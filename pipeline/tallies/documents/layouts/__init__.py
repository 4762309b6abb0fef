"""Layouts: what is known of a kind of report, as a small TOML profile.

A profile says how its kind is recognised, where it states country and year, where a new document
begins in a whole volume, which headings open which section, what its footnote marks look like and at
which heading its narrative ends. Those of this folder are built in; ``docs/reading.md`` describes the keys.
"""

from __future__ import annotations

import re
import tomllib
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from tallies.documents.source import Source, shown
from tallies.errors import InputError
from tallies.labels import SECTIONS
from tallies.structure import country_named

#: How far from its beginning a text says what it is.
_OPENING: Final = 6000
#: A heading is no longer than this.
_LONGEST: Final = 160
#: A document of a volume with fewer letters is a line of a table of contents.
_SHORTEST: Final = 400

_NUMBER: Final = re.compile(r"(?:(?:section|part|chapter)\s+)?(?:[ivxlc]{1,6}|\d{1,2}|[a-z])\s*[.):]\s*", re.IGNORECASE)
#: A year in the name of a file, of which a layout says whether it is that of the report.
_NAMED_YEAR: Final = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_LINE: Final = re.compile(r"^[^\S\n]*(\S[^\n\f]*?)[^\S\n]*$", re.MULTILINE)
_FLAGS: Final = re.MULTILINE
#: The keys that are patterns, each with the group that it must have.
_PATTERNS: Final = {"match": "", "document": "name", "country": "name", "report_year": "year", "notes": "", "end": ""}


@dataclass(frozen=True, slots=True)
class Layout:
    """A kind of report; every pattern is a regular expression, "" if the kind has no such thing.

    name (str): what messages call it.
    match (str): found near the beginning of each text of the kind, in any case.
    document (str): the line at which a new document begins; its group "name" is what that is called.
    country (str): its group "name" is the country's name.
    report_year (str): its group "year" is a year.
    year_offset (int): what is to be added to that year: 1 if it is the year that the report is about.
    notes (str): a footnote mark.
    end (str): the line at which the narrative ends.
    sections (dict): the first words of a heading, in lower case and without number, to the kind of section.
    """

    name: str
    match: str = ""
    document: str = ""
    country: str = ""
    report_year: str = ""
    year_offset: int = 0
    notes: str = ""
    end: str = ""
    sections: dict[str, str] = field(default_factory=dict)


def load_layout(path: Path) -> Layout:
    """The layout in the TOML file at *path*. Raises InputError naming the key that cannot be used."""
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as error:
        reason = f"It cannot be opened: {error.strerror}."
        raise InputError(shown(path), "", "missing", reason, "Check the path.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(shown(path), "", "malformed", f"It is no TOML: {error}.", "Mend the profile.") from error
    return _layout(data, shown(path))


def _layout(data: dict[str, Any], file: str) -> Layout:
    layout = Layout(name=str(data.get("name", Path(file).stem)))
    expected = {"name": str, "year_offset": int, "sections": dict}
    for key, value in data.items():
        if key not in Layout.__slots__:
            raise _wrong(file, key, f"There is no key of this name; the keys are {', '.join(Layout.__slots__)}.")
        if not isinstance(value, expected.get(key, str)) or isinstance(value, bool):
            raise _wrong(file, key, f"It is {value!r}, not of type {expected.get(key, str).__name__}.")
    layout = replace(layout, **data)
    for key, group in _PATTERNS.items():
        try:
            pattern = re.compile(getattr(layout, key), _FLAGS)
        except re.error as error:
            raise _wrong(file, key, f"It is no regular expression: {error}.") from error
        if getattr(layout, key) and group and group not in pattern.groupindex:
            raise _wrong(file, key, f"It has no group called {group}: write (?P<{group}>...).")
    for heading, kind in layout.sections.items():
        if kind not in SECTIONS:
            raise _wrong(file, f"sections.{heading}", f"{kind!r} is no kind of section; use {', '.join(SECTIONS)}.")
    sections = {" ".join(heading.lower().split()): kind for heading, kind in layout.sections.items()}
    return replace(layout, sections=sections)


def _wrong(file: str, key: str, reason: str) -> InputError:
    return InputError(file, f"key {key}", "malformed", reason, "Mend the profile.")


@cache
def built_in() -> tuple[Layout, ...]:
    """The layouts of this folder, by name."""
    found = sorted((one for one in files(__name__).iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    return tuple(_layout(tomllib.loads(one.read_text(encoding="utf-8")), one.name) for one in found)


def laid_out(source: Source, layouts: Iterable[Layout] = ()) -> Iterator[Source]:
    """The documents in *source*, one or many, with what their layout says of them.

    layouts (Iterable[Layout]): the caller's own, tried before the built-in ones.
    """
    opening = source.text[:_OPENING]
    known = [*layouts, *built_in()]
    layout = next((one for one in known if one.match and re.search(one.match, opening, _FLAGS | re.IGNORECASE)), None)
    if layout is None:
        # A volume says what it is by the headings of its documents.
        layout = next((one for one in known if one.document and len(list(_starts(source, one))) > 1), None)
    if layout is None:
        yield source
        return
    named = _NAMED_YEAR.search(source.doc_id)
    year = _year(layout, opening) or (int(named.group()) + layout.year_offset if named else None)
    for part in _cut(source, layout):
        yield _described(part, layout, year)


def _year(layout: Layout, text: str) -> int | None:
    match = re.search(layout.report_year, text, _FLAGS | re.IGNORECASE) if layout.report_year else None
    return int(match["year"]) + layout.year_offset if match else None


def _starts(source: Source, layout: Layout) -> Iterator[tuple[int, str]]:
    """Where each document of a volume begins, and what it is called; a repeated heading begins none."""
    before: tuple[int, str] | None = None
    for match in re.finditer(layout.document, source.text, _FLAGS):
        name = " ".join(match["name"].split())
        if before is None or (before[1].casefold() != name.casefold() and match.start() - before[0] >= _SHORTEST):
            if before is not None:
                yield before
            before = match.start(), name
        elif before[1].casefold() != name.casefold():
            before = match.start(), name  # what stood before it was a line of a table of contents
    if before is not None:
        yield before


def _cut(source: Source, layout: Layout) -> Iterator[Source]:
    starts = list(_starts(source, layout)) if layout.document else []
    if len(starts) < 2:
        yield source
        return
    if source.text[: starts[0][0]].strip():
        yield replace(source.part(0, starts[0][0]), doc_id=f"{source.doc_id}-front")
    for (start, name), (end, _) in zip(starts, [*starts[1:], (len(source.text), "")], strict=True):
        yield replace(source.part(start, end), doc_id=f"{source.doc_id}-{_titled(name)}")


def _titled(name: str) -> str:
    return "_".join(word.capitalize() if word.isupper() else word for word in re.findall(r"[\w'’.-]+", name))


def _described(source: Source, layout: Layout, year: int | None) -> Source:
    if layout.end:
        match = re.search(layout.end, source.text, _FLAGS)
        if match and match.start() > 0:
            source = source.part(0, match.start())
    opening = source.text[:_OPENING]
    country = source.country
    if country is None and layout.country:
        match = re.search(layout.country, opening, _FLAGS)
        country = country_named(match["name"]) if match else None
    return replace(
        source,
        country=country,
        report_year=source.report_year or _year(layout, opening) or year,
        headings=tuple(_headings(source, layout)),
        notes=layout.notes,
    )


def _headings(source: Source, layout: Layout) -> Iterator[tuple[int, int, str]]:
    """The headings of *source* that open a section of a known kind."""
    titles = source.titles or [match.span(1) for match in _LINE.finditer(source.text)]
    prefixes = sorted(layout.sections, key=len, reverse=True)
    for start, end in titles:
        text = " ".join(source.text[start:end].split())
        if end - start > _LONGEST or _within(source.grids, start):
            continue
        number = _NUMBER.match(text)
        bare = text[number.end() :] if number else text
        # A line of prose may begin with the words of a heading; it has neither number nor capitals.
        if not source.titles and not number and not text.isupper():
            continue
        kind = next((layout.sections[prefix] for prefix in prefixes if bare.lower().startswith(prefix)), None)
        if kind:
            yield start, end, kind


def _within(grids: tuple[tuple[int, int], ...], at: int) -> bool:
    number = bisect_right(grids, (at, 1 << 62)) - 1
    return number >= 0 and at < grids[number][1]
