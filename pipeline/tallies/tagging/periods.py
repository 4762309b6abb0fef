"""The years of a period: "April 2017 to March 2018" to 2017 and 2018, "previous year" seen from the report."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from tallies.numerals import cardinal
from tallies.tape import straight

_STATED: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)(?:\s*-\s*(\d\d)(?!\d))?(s\b)?|\bfy-?(\d\d)\b")
_SPAN: Final = re.compile(r"\b(?:previous|prior|last|past)\s+([\w-]+(?: [\w-]+)?)\s+(?:reporting|rating)\s+periods\b")
#: A report of 2018 covers 2017, and calls 2016 the previous year.
_EARLIER: Final = re.compile(r"\b(?:previous|prior|last|preceding)\s+(?:\w+\s+){0,2}(?:year|period)\b")
_OPEN: Final = re.compile(r"\b(?:years|periods|decades?|months|weeks|days|next|following|coming|same|recent)\b")
_COVERED: Final = re.compile(
    r"\b(?:year|period|timeframe|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|(?:jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?)(?=\s|\Z)"
)


@lru_cache(maxsize=10_000)
def period_years(text: str, report_year: int | None) -> tuple[int, ...]:
    """The year, or the first and last year, that *text* names; empty if it leaves them open.

    Relative periods are resolved from *report_year*, which covers the year before it: "reporting period"
    and a bare month are of that year, "previous year" is of the one before. Without it only stated years count.
    """
    phrase = " ".join(straight(text).lower().split())
    stated = _stated(phrase)
    if stated:
        return stated
    if report_year is None:
        return ()
    if span := _SPAN.search(phrase):
        count = cardinal(span[1].replace("-", " - ").split())
        return (report_year - 1 - int(count), report_year - 2) if count and 1 < count < 50 else ()
    if _OPEN.search(phrase):
        return ()
    if _EARLIER.search(phrase):
        return (report_year - 2,)
    return (report_year - 1,) if _COVERED.search(phrase) else ()


def _stated(phrase: str) -> tuple[int, ...]:
    years = []
    for match in _STATED.finditer(phrase):
        if match[4]:
            years.append(2000 + int(match[4]))
            continue
        first = int(match[1])
        years.append(first)
        if match[3]:
            years.append(first + 9)
        elif match[2] and int(match[2]) > first % 100:
            years.append(first - first % 100 + int(match[2]))
    if len(years) == 1 and re.search(r"\byears? prior to\b", phrase):
        years.append(years[0] - 1)
    if not years:
        return ()
    return (years[0],) if min(years) == max(years) else (min(years), max(years))
