"""Number phrases and amounts of money as values: "at least 352" to 352 and "min".

Pure functions over text. They read a phrase that a tagger has cut out; they do not search.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Final

from tallies.lexicons import mapping, rows
from tallies.tape import straight

UNITS: Final = {
    "zero": 0,
    "one": 1,
    "two": 2,
    "three": 3,
    "four": 4,
    "five": 5,
    "six": 6,
    "seven": 7,
    "eight": 8,
    "nine": 9,
    "ten": 10,
    "eleven": 11,
    "twelve": 12,
    "thirteen": 13,
    "fourteen": 14,
    "fifteen": 15,
    "sixteen": 16,
    "seventeen": 17,
    "eighteen": 18,
    "nineteen": 19,
}
TENS: Final = {
    "twenty": 20,
    "thirty": 30,
    "forty": 40,
    "fifty": 50,
    "sixty": 60,
    "seventy": 70,
    "eighty": 80,
    "ninety": 90,
}
SCALES: Final = {
    "hundred": 100,
    "thousand": 1_000,
    "million": 1_000_000,
    "billion": 1_000_000_000,
    "trillion": 1_000_000_000_000,
    "lakh": 100_000,
    "lakhs": 100_000,
    "crore": 10_000_000,
    "crores": 10_000_000,
    "dozen": 12,
}
#: Scales that are written against the digits: "$1.5m", "$2bn".
_GLUED = {"m": 1e6, "mn": 1e6, "bn": 1e9, "million": 1e6, "billion": 1e9, "k": 1e3}
_PARTS = {"half": 2, "third": 3, "quarter": 4, "fourth": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10}
_NONE = {"no", "none", "neither", "zero"}
_TIMES = {"once": 1, "twice": 2}

_QUALIFIERS = (
    (r"no more than|not more than|up to|as many as|at most|(?:fewer|less|lower) than|under|below", "max"),
    (
        r"at least|(?:no|not) (?:fewer|less|lower) than|exceeding|as few as"
        r"|(?:(?:just|well|slightly) )?(?:over|above|(?:more|greater|higher) than)",
        "min",
    ),
    (
        r"approximately|about|nearly|almost|around|roughly|some|close to|(?:an )?estimated|an average of|just under"
        r"|slightly under",
        "approx",
    ),
)
_LEAD = re.compile("|".join(f"(?P<{name}>(?:{words})\\b)" for words, name in _QUALIFIERS))
_DIGITS = re.compile(r"(\d[\d,]*(?:\.\d+)?|\.\d+)(mn|m|bn|k|million|billion)?\Z")
_WORD = re.compile(r"\d[\d,.]*[a-z]*|\.\d+|[a-z]+|%|-|/")
_HALF_A = re.compile(r"\bhalf an? (dozen|hundred|thousand|million|billion)\b")
_ONE_IN = re.compile(r"(.+?) (?:out of|of|in)(?: every| each)? (.+)\Z")


@dataclass(frozen=True, slots=True)
class Quantity:
    """What a number phrase states.

    value, value_max (float, float | None): the figure, and the upper end of a stated range.
    qualifier (str): "exact", "approx", "min" or "max".
    percent (bool): the figure is a percentage; fractions are turned into one.
    """

    value: float
    value_max: float | None = None
    qualifier: str = "exact"
    percent: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """An amount of money.

    value, value_max (float, float | None): the amount, and the upper end of a stated range.
    code (str | None): ISO 4217 code; None if the text leaves it open ("pesos" without a country).
    """

    value: float
    code: str | None
    value_max: float | None = None


@lru_cache(maxsize=10_000)  # "one" and "28" come again and again, and each is read by a tagger and by the linker
def parse(text: str) -> Quantity | None:
    """The value of the number phrase *text*, or None if it is none."""
    phrase = " ".join(straight(text).lower().split())
    qualifier = "exact"
    while lead := _LEAD.match(phrase):
        # Of two ("at least an estimated 50") the first bounds the figure and wins.
        qualifier = lead.lastgroup or qualifier if qualifier == "exact" else qualifier
        phrase = phrase[lead.end() :].strip()
    phrase = _HALF_A.sub(r"0.5 \1", phrase)
    if phrase in _NONE:
        return Quantity(0.0, qualifier=qualifier)
    if phrase in _TIMES:
        return Quantity(float(_TIMES[phrase]), qualifier=qualifier)
    rate = _fraction(phrase) or _one_in(phrase)
    if rate is not None:
        return Quantity(rate, qualifier=qualifier, percent=True)
    percent = False
    for tail in ("percent", "per cent", "percentage points", "%"):
        if phrase.endswith(tail):
            phrase, percent = phrase[: -len(tail)].strip(), True
    found = _range(phrase)
    return None if found is None else Quantity(*found, qualifier, percent)


@lru_cache(maxsize=10_000)
def parse_money(text: str, country: str | None = None) -> Amount | None:
    """The amount that *text* states, or None if it is none.

    *country* (alpha-3) decides a name that several currencies share: "pesos", "dollars". A sign
    in front ("$-5") is not a minus: amounts are never negative.
    """
    phrase = " ".join(straight(text).split())
    code = _currency(phrase, country)
    if code is _NO_CURRENCY:
        return None
    lead = _LEAD_SYMBOL.match(phrase)
    digits = phrase[lead.end() :] if lead else phrase  # the stop of "Rs.500" is no decimal point
    numbers = " ".join(_WORD.findall(_MONEY_NOISE.sub(" ", digits).lower()))
    kept = [w for w in numbers.split() if w[0].isdigit() or w[0] == "." or w in _NUMBER_WORDS]
    found = _range(" ".join(kept).strip(" -").removesuffix(" and"))  # "Trinidad and Tobago dollars"
    return None if found is None else Amount(found[0], code, found[1])


def cardinal(words: list[str]) -> float | None:
    """The value of one number, in lower-case *words*: "twenty - five", "1.2 million", "two hundred and five"."""
    total = part = 0.0
    room = 1e18  # what the next word must stay below: "five twenty" and "two three" are no numbers
    seen = False
    for place, word in enumerate(words):
        if word == "-" or (word == "and" and 0 < place < len(words) - 1):
            continue
        if digits := _DIGITS.match(word):
            value = round(float(digits[1].replace(",", "")) * _GLUED.get(digits[2], 1), 6)
            if seen:
                return None
            part, room = value, 0
        elif word in UNITS or word in TENS:
            value = UNITS.get(word, TENS.get(word, 0))
            if value >= room:
                return None
            part, room = part + value, 10 if word in TENS else 0
        elif word in SCALES:
            scale = SCALES[word]
            if word == "hundred":
                part, room = (part if seen else 1) * scale, 100
            else:
                total, part, room = total + (part if seen else 1) * scale, 0.0, 1000
        elif word != "a":
            return None
        else:
            continue
        seen = True
    # 8.2 million is 8,200,000, not the product of two binary fractions.
    return round(total + part, 6) if seen else None


def _range(phrase: str) -> tuple[float, float | None] | None:
    """The figure of *phrase*, or its two ends: "10-12", "between 5 and 10", "5 to 10 million"."""
    phrase = phrase.removeprefix("between ").removeprefix("from ")
    words = _WORD.findall(phrase.replace("%", " ").replace("percent", " "))
    whole = cardinal(words)
    for at, word in enumerate(words):
        ends = word in ("to", "or") or (word == "-" and not _joined(words, at)) or (word == "and" and whole is None)
        if not ends:
            continue
        low, high = cardinal(words[:at]), cardinal(words[at + 1 :])
        if low is None or high is None:
            continue
        scale = SCALES.get(words[-1], 1)
        # "5 to 10 million" counts both in millions, "200,000 to 1.5 million" does not.
        if scale >= 1000 and not set(words[:at]) & SCALES.keys() and low < 1000:
            low = round(low * scale, 6)
        return (low, high) if low <= high else (high, low)
    return None if whole is None else (whole, None)


def _joined(words: list[str], at: int) -> bool:
    """Whether the hyphen at *at* is that of "twenty-five"."""
    return words[at - 1] in TENS and at + 1 < len(words) and 0 < UNITS.get(words[at + 1], 0) < 10 if at else False


def _fraction(phrase: str) -> float | None:
    """ "half", "two-thirds", "a quarter", "three quarters" as a percentage."""
    words = phrase.removesuffix(" of").replace("-", " ").split()
    if not words or len(words) > 3:
        return None
    below = _PARTS.get(words[-1]) or _PARTS.get(words[-1].removesuffix("s"))
    if below is None or words == ["quarters"]:
        return None
    above = cardinal([w for w in words[:-1] if w != "a"]) if words[:-1] not in ([], ["a"]) else 1.0
    return None if above is None or above > below else round(100 * above / below, 1)


def _one_in(phrase: str) -> float | None:
    """ "one in five", "eight of every 10", "two out of three" as a percentage."""
    match = _ONE_IN.match(phrase)
    if match is None:
        return None
    above, below = cardinal(_WORD.findall(match[1])), cardinal(_WORD.findall(match[2]))
    return round(100 * above / below, 1) if above is not None and below and above <= below else None


_NUMBER_WORDS = {*UNITS, *TENS, *SCALES, "to", "and", "-", "or"}
_MONEY_NOISE = re.compile(r"(?<![A-Za-z])(?:[A-Za-z]{1,3}\$)|[$€£¥₹₦₱₽₩₴₺₫•]")
_NO_CURRENCY: Final = "-"
_NAME_TAIL = re.compile(r"[^\W\d_][^\d]*\Z")
_LEAD_SYMBOL = re.compile(r"([^\W\d_]{1,12}(?:[./]{1,2}|[^\w\s.,/()-])?|[^\w\s.,/()$-]) ?(?=\d)")
_SIGN = re.compile(r"(?:[A-Z]{1,3})?[$€£¥₹₦₱₽₩₴₺₫•]")
_CODE = re.compile(r"(?<![A-Za-z])([A-Z]{3})(?![a-z])")
#: "•" is what a broken font makes of "€" in the reports.
_SIGNS = {"$": "USD", "US$": "USD", "€": "EUR", "•": "EUR", "£": "GBP", "¥": "JPY"}


@cache
def _names() -> dict[str, str]:
    return {row["form"].lower(): row["code"] for row in rows("currency") if row["kind"] != "code"}


@cache
def _symbols() -> dict[str, str]:
    return {row["form"]: row["code"] for row in rows("currency") if row["kind"] == "symbol"}


@cache
def _bound_symbols() -> dict[tuple[str, str], str]:
    return {(row["alpha3"], row["symbol"]): row["code"] for row in rows("currency_symbol")}


@cache
def _codes() -> frozenset[str]:
    return frozenset(row["code"] for row in rows("currency"))


@cache
def _shared() -> dict[tuple[str, str], str]:
    return {(row["alpha3"], row["name"].lower()): row["code"] for row in rows("currency_country")}


@cache
def _shared_names() -> frozenset[str]:
    return frozenset(name.lower() for name in mapping("currency_country", "name", "code"))


def _spelled_out(phrase: str, country: str | None) -> str:
    """The code or the name behind the number of *phrase*, if it is that of one currency and more than "dollars"."""
    tail = _NAME_TAIL.search(phrase)
    words = tail[0].lower().strip(" .,;()").split() if tail else []
    for first in range(len(words)):
        name = " ".join(words[first:])
        if name in ("dollar", "dollars"):
            break
        found = (
            _names().get(name)
            or _shared().get((country or "", name))
            or (name.upper() if name.upper() in _codes() else "")
        )
        if found:
            return found
    return ""


def _currency(phrase: str, country: str | None) -> str | None:
    """The code of the currency of *phrase*; _NO_CURRENCY if it names none, None if it leaves it open."""
    lead = _LEAD_SYMBOL.match(phrase)
    if lead:
        known = (
            _bound_symbols().get((country or "", lead[1]))
            or _symbols().get(lead[1], "")
            or _names().get(lead[1].lower())
        )
        if known:
            return known
    sign = _SIGN.search(phrase)
    if sign:
        known = _SIGNS.get(sign[0]) or _names().get(sign[0].lower())
        # "$7 million Canadian dollars": what is spelled out wins over the bare sign.
        if known == "USD" and sign[0] == "$":
            known = _spelled_out(phrase, country) or known
        if known:
            return known
    for match in _CODE.finditer(phrase):
        if match[1] in _codes():
            return match[1]
    tail = _NAME_TAIL.search(phrase)
    words = tail[0].lower().split() if tail else []
    while words and words[0] in _NUMBER_WORDS:
        words.pop(0)
    for first in range(len(words)):
        name = " ".join(words[first:]).strip(" .,;()")
        if name in _shared_names():
            return _shared().get((country or "", name)) or _names().get(name)
        if name in _names():
            return _names()[name]
    return None if words or sign or lead else _NO_CURRENCY
