"""Sentences and sections of a narrative, as pure functions over its tape.

A report reaches us hard-wrapped, with form feeds, running heads and missing spaces; a sentence ends
where the words say so, not where the lines do. Blank lines and heading lines end one too.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from tallies import lexicons
from tallies.tape import Memo, Tape, straight

_STOPS = frozenset(".!?")
_CLOSERS = frozenset("\"')]")
_OPENERS = frozenset("\"'([")

#: The first words of a heading to the kind of its section; the longest prefix wins.
HEADINGS = {
    "prosecution": "prosecution",
    "protection": "protection",
    "prevention": "prevention",
    "trafficking profile": "profile",
    "scope and magnitude": "profile",
    "profile": "profile",
    "recommendations": "recommendations",
    "prioritized recommendations": "recommendations",
}
_TIER = re.compile(r"\btier\s*:?\s*(1|2\s+watch\s*list|2|3|special\s+case)", re.IGNORECASE)
_COUNTRY_PART = re.compile(r"\s*[:(\[,-]*\s*(?:tier\b.*)?$", re.IGNORECASE | re.DOTALL)
_REPORT_YEAR = re.compile(
    r"\b((?:19|20)\d\d)\s+(?:trafficking\s+in\s+persons\s+report|tip\s+report|(?:annual\s+)?report\b)", re.IGNORECASE
)
#: The first year that stands behind an opening bracket or a comparison, close to it.
_SET_AGAINST = re.compile(
    r"(?:\((?:compared (?:with|to) )?|\bcompared (?:with|to) )(?:[^()\d]{0,40}\d[\d,.]*)[^()\d]{0,60}?"
    r"\bin ((?:19|20)\d\d)\b"
)
#: Where such a comparison can start; this one is found by its first letter, at the speed of C.
_OPENING = re.compile(r"\(|compared ")
_READ_FOR_YEAR = 200_000


@cache
def abbreviations() -> frozenset[str]:
    """Words whose full stop is no end of a sentence, in lower case with the stop."""
    return frozenset(row["form"] for row in lexicons.rows("abbreviation"))


@dataclass(frozen=True, slots=True)
class Section:
    """Tokens ``[start, end)`` under one heading; ``kind`` is one of ``labels.SECTIONS``."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Line:
    """Tokens ``[start, end)`` of one line without its break, and whether a blank line or the text's end follows."""

    start: int
    end: int
    closed: bool


def _sort(word: str) -> str:
    """One letter for what a word does to lines and sentences: "." may end a sentence, "B" is a blank line, "F" a
    form feed, "b" another line break; other words and white space are "w"."""
    if not word.isspace():
        # Of several characters, an ellipsis ends a sentence, an abbreviation does not.
        return "." if word[-1] in _STOPS and (len(word) == 1 or set(word) <= _STOPS) else "w"
    if word.count("\n") > 1 or word.count("\r") > 1:
        return "B"
    if "\f" in word:
        return "F"
    return "b" if any(c in word for c in "\n\r\v\u2028\u2029") else "w"


_sorts = Memo(_sort)
_BREAKS = re.compile("[BFb]")
_ENDS = re.compile("[B.]")


def _sorted(tape: Tape) -> str:
    """One letter a token."""
    return "".join(map(_sorts.__getitem__, tape.words))


def lines(tape: Tape) -> list[Line]:
    """The lines that hold a word, in order."""
    found: list[Line] = []
    start = 0
    for match in _BREAKS.finditer(_sorted(tape)):
        _add_line(found, tape, start, match.start(), match[0] != "b")
        start = match.end()
    _add_line(found, tape, start, len(tape), True)
    return found


def _add_line(found: list[Line], tape: Tape, start: int, end: int, closed: bool) -> None:
    while start < end and tape.words[start].isspace():
        start += 1
    while end > start and tape.words[end - 1].isspace():
        end -= 1
    if start < end:
        found.append(Line(start, end, closed))
    elif found and not found[-1].closed and closed:
        found[-1] = Line(found[-1].start, found[-1].end, True)


def is_heading(tape: Tape, line: Line) -> bool:
    """Whether a line stands as a heading: all its letters are capitals, or it names country and tier."""
    words = tape.words[line.start : line.end]
    if len(words) > 14 or (words[0] != words[0].upper() and not words[0][0].isupper()):
        return False  # as most lines
    letters = "".join(words)
    text = " ".join(words)
    if (
        "tier" in text.lower()
        and _TIER.search(text)
        and len(words) <= 12
        and words[0][:1].isupper()
        and words[-1] != "."
    ):
        return True
    return letters.upper() == letters and sum(c.isalpha() for c in letters) > 3 and words[-1][-1] not in ".,;:-"


_last: tuple[Tape, list[Line]] | None = None


def heading_lines(tape: Tape) -> list[Line]:
    """The heading lines; an all-capital line inside running prose (a running head) is none.

    Those of the last tape are kept, since sentences and sections ask in turn.
    """
    global _last
    if _last is None or _last[0] is not tape:
        _last = (tape, _heading_lines(tape))
    return _last[1]


def _heading_lines(tape: Tape) -> list[Line]:
    found = []
    open_prose = False
    for line in lines(tape):
        head = is_heading(tape, line)
        if head and not open_prose:
            found.append(line)
        if not head or not open_prose:
            last = tape.words[line.end - 1]
            open_prose = not head and not line.closed and last[-1:] not in ".!?:"
    return found


def sentence_starts(tape: Tape) -> list[int]:
    """Token indices at which a sentence starts, in order; the first is 0 for any text with a token."""
    words, n = tape.words, len(tape)
    starts = {0} if n else set()
    for line in heading_lines(tape):
        starts.add(line.start)
        starts.add(_skip_space(words, line.end))
    for match in _ENDS.finditer(_sorted(tape)):
        i = match.start()
        if match[0] == "B":
            starts.add(_skip_space(words, i))
            continue
        if (
            words[i] == "."
            and i
            and tape.ends[i - 1] == tape.starts[i]
            and words[i - 1].lower() + "." in abbreviations()
        ):
            continue
        j = i + 1
        while j < n and words[j] in _CLOSERS and tape.starts[j] == tape.ends[j - 1]:
            j += 1
        k = _skip_space(words, j)
        if k < n and _opens(tape, k, glued=tape.starts[k] == tape.ends[i]):
            starts.add(k)
    return sorted(s for s in starts if s < n)


def _skip_space(words: list[str], i: int) -> int:
    while i < len(words) and words[i].isspace():
        i += 1
    return i


def _opens(tape: Tape, i: int, glued: bool) -> bool:
    word = tape.words[i]
    if word in _OPENERS and i + 1 < len(tape):
        word = tape.words[i + 1]
    if glued:
        return word[:1].isupper()
    return not word[:1].islower() and word[:1] not in ",;:)]%.-"


def section_kind(text: str) -> str:
    """The kind of section that a heading's *text* opens."""
    low = " ".join(text.lower().split())
    for prefix in sorted(HEADINGS, key=len, reverse=True):
        if low.startswith(prefix):
            return HEADINGS[prefix]
    return "overview" if _TIER.search(text) else "other"


def sections(tape: Tape, begin: int = 0, end: int | None = None, before: str | None = None) -> list[Section]:
    """The sections in order, covering the text; what stands before the first heading is the overview.

    begin, end (int): of the tokens that are looked at; all if not given.
    before (str | None): the kind of the section that goes on at *begin*; None if no heading stands before it.
    """
    end = len(tape) if end is None else end
    heads = [line for line in heading_lines(tape) if begin <= line.start < end]
    found = []
    if not heads or heads[0].start > begin:
        found.append(Section(begin, heads[0].start if heads else end, before or "overview"))
    for line, following in zip(heads, [*heads[1:], None], strict=False):
        text = tape.text(line.start, line.end)
        opening = before is None and line is heads[0] and _TIER.search(text)
        kind = "overview" if opening else section_kind(text)
        found.append(Section(line.start, following.start if following else end, kind))
    return [section for section in found if section.start < section.end]


def titled_sections(tape: Tape, titles: Sequence[tuple[int, str]]) -> list[Section]:
    """The sections of a text whose layout is known, by the offset and the kind of each heading, in order."""
    starts = [(0, "overview")]
    for offset, kind in titles:
        token = bisect_left(tape.starts, offset)
        if token > starts[-1][0]:
            starts.append((token, kind))
        else:
            starts[-1] = (starts[-1][0], kind)
    ends = [*(start for start, _ in starts[1:]), len(tape)]
    return [Section(start, end, kind) for (start, kind), end in zip(starts, ends, strict=True) if start < end]


def tier(heading: str) -> str | None:
    """The tier that a heading states: "1", "2", "2 Watch List", "3", "Special Case"; None if none."""
    match = _TIER.search(heading)
    if not match:
        return None
    return " ".join(match.group(1).split()).title()


def heading_name(heading: str) -> str:
    """The name part of a heading such as "AZERBAIJAN: Tier 2" or "GHANA (Tier 2)"."""
    return _COUNTRY_PART.sub("", heading).strip(" :([-")


def country_named(name: str) -> str | None:
    """The alpha-3 code of the country or territory that is called *name*, in any case; None if none is."""
    return _names().get(_folded(name))


def _folded(name: str) -> str:
    """*name* as headings are compared: lower case, no article, words and letters only."""
    words = "".join(c if c.isalnum() else " " for c in straight(name).lower().replace("'s", "s")).split()
    return " ".join(words[1:] if words[:1] == ["the"] else words).replace(" s ", "s ")


@cache
def _names() -> dict[str, str]:
    return {_folded(row["form"]): row["alpha3"] for row in lexicons.rows("country") if row["kind"] == "name"}


def report_year(text: str) -> int | None:
    """The year of the report that the *text* tells; None if it tells none.

    Its first lines may name the report; else the figures that it sets its own against tell it:
    "(28 in 2016)" and "compared with 28 in 2016" are of two years before the report. They must
    agree in at least three places and by two thirds.
    """
    match = _REPORT_YEAR.search(text[:3000])
    if match:
        return int(match.group(1))
    earlier = Counter(_set_against(text[:_READ_FOR_YEAR]))
    if not earlier:
        return None
    year, times = earlier.most_common(1)[0]
    return year + 2 if times >= 3 and 3 * times >= 2 * earlier.total() else None


def _set_against(text: str) -> Iterator[int]:
    """The years that figures of *text* are set against."""
    reached = 0
    for opening in _OPENING.finditer(text):
        match = _SET_AGAINST.match(text, opening.start()) if opening.start() >= reached else None
        if match:
            reached = match.end()
            yield int(match.group(1))
