"""Laws: statutes, codes, articles, decrees and treaties, by name, number, year or field."""

from __future__ import annotations

import re
from collections.abc import Set
from functools import cache
from typing import Final

from spacy.tokens import Doc

from tallies.lexicons import rows
from tallies.tagging.flow import Flow, Terms, flow
from tallies.tagging.told import Word, told
from tallies.tape import Found, Tape

_LETTERS: Final = {
    "field": "f",
    "state": "o",
    "revised": "r",
    "month": "M",
    "law": "w",
    "dated": "e",
    "laws": "W",
    "code": "k",
    "named": "L",
    "treaty": "V",
    "part": "x",
    "parts": "X",
    "number": "n",
    "amendment": "d",
    "about": "p",
    "for": "p",
    "of": "F",
    "the": "t",
    "in": "i",
    "link": "a",
    "comma": ",",
    "open": "(",
    "close": ")",
    "hyphen": "-",
    "modified": "m",
    "start": "s",
    "abroad": "z",
    "resolution": "R",
    "suffix": "b",
    "under": "u",
    "constitution": "c",
}
_NUMBER: Final = re.compile(r"(?:[A-Z]{1,3})?\d[\w.,:/-]*")
#: The number of a section of a report, not of a law: "see section 2.f".
_HERE: Final = re.compile(r"\d(?:\.[a-z])?\.?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")

_POINT: Final = r"(?:\(.\))"
#: "129/1", "006/PR/2018"
_SLASHED: Final = r"(?:/[9YC.a]){0,3}"
#: "12(a) and (b)", "271-A", "177 bis", "9(c)5"
_NUMBER_OF: Final = (
    rf"[9Y]{_SLASHED}{_POINT}{{0,4}}(?:b|(?<=\))9|-[Cs](?![C+]))?(?:(?:a|-){_POINT}{{1,4}}|-[9Y]{_POINT}{{0,4}}){{0,9}}"
)
#: "12.3 and 13.1", "418(a) and (d)", "155 to 158"
_NUMBERS: Final = rf"{_NUMBER_OF}(?:(?:,a|,|[ap]){_NUMBER_OF})*"
_DATE: Final = r"(?:M?Y|M)"
#: "anti-trafficking", also where the line broke after the hyphen
_COMPOUND: Final = r"(?:(?:[.fC]-){1,4}[.fC]\+*|h[.fC]\+*)"
_FIELD: Final = rf"(?:{_COMPOUND}|f\+*)"
_NAME: Final = rf"(?:{_COMPOUND}|[fCor]\+*)"
#: The words after "Law on"
_TITLE: Final = r"(?:[FpiCV]t?|[Cf]\+*-|[a,]t?(?=[Cf])|f\+*){0,24}[Cf]\+*"
#: "No. 21", "number 4", "26.842"
_NUMBERED: Final = rf"(?:,?n\.?[9Y]{_SLASHED}(?:-[9Y])?|Y-9|Y(?:/[9YC.a]){{1,3}}|9{_SLASHED}{_POINT}?(?:-9)?)"

_LOWER: Final = (
    # 2014 anti-trafficking law; old penal code; labor and sponsorship laws; penal codes 257 and 258
    rf"(?<!z)(?:{_DATE})?C?[or]{{0,3}}(?:{_FIELD}(?:,?a{_FIELD})?){{1,6}}[wk](?!m)(?:d|{_NUMBERED})?"
    rf"|{_FIELD}{{1,6}},?a{_FIELD}{{1,6}}W|{_FIELD}{{1,6}}W(?:n\.?)?{_NUMBERS}"
    rf"|{_DATE}[or]?[we](?!m)"  # June 2016 law
    # 2014 anti-trafficking legislation; 2015 anti-trafficking amendment; 2003 and 2012 anti-trafficking acts
    rf"|Y{_FIELD}{{1,6}}[ed]|Y{_FIELD}{{0,6}},?aY{_FIELD}{{1,6}}W"
    rf"|rw(?!m)"  # revised proclamation
    rf"|w(?:n\.?)?9"  # law 13.344
)
_UPPER: Final = (
    # Labor Migration Act; Non-Citizens (Employment Regulations) Act of 2015
    rf"(?:{_DATE})?{_NAME}(?:{_NAME}|[iFp](?=[Cf])|a(?=[Cf])|L?\([Cf]\+*[Cfa+]{{0,9}}\)){{0,16}}L(?!C)(?:pt?{_TITLE})?(?:{_NUMBERED})?d?"
    # Law on Labor Migration; Law No. 21
    rf"|(?:{_DATE})?L\+*(?:pt?{_TITLE}{_NUMBERED}?|{_NUMBERED})|{_DATE}L(?:Ft?{_TITLE})?"
    rf"|C{{0,4}}R\+*(?:n\.?)?{_NUMBERS}"  # UN Security Council Resolution 2397
    # 2000 UN TIP Protocol; Convention on the Rights of the Child
    rf"|(?:Y)?{_NAME}{{1,9}}V(?:[pF]t?{_TITLE})?|V[pF]t?{_TITLE}"
)
_LAW: Final = rf"(?:(?:{_UPPER}|{_LOWER})(?:F?Y)?)"
_PART: Final = rf"(?:X{_NUMBERS}|x(?:{_NUMBERS}(?!\.?u)|{_NUMBER_OF}))"
#: What an article is of: "of Kenya's penal code", "in the labor law", "of the crimes ordinance", "of the constitution".
_OF: Final = rf"[Fi]t?(?:C{{1,4}}')?(?:{_LAW}|c|(?<=t)\.{{1,4}}[wk](?!m))"
_PHRASE: Final = re.compile(
    # One "article" seldom has two numbers: "three under article 149 and 22 under article 150".
    # Most words start none of these; one look at them is quicker than all the failures.
    rf"(?=[XxMYfCorLVRhw]|\.-)(?:{_PART}(?:{_OF})?|{_LAW}(?:{_PART})?)"
)
_DEFINED: Final = re.compile(r"\(C\)")


@cache
def _terms() -> Terms:
    letters: dict[str, str] = {}
    for row in rows("law"):
        if row["role"] not in _LETTERS:
            continue
        term, letter = row["term"].replace("-", " - "), _LETTERS[row["role"]]
        letters[term] = letter
        if letter in "forp":
            letters[term.title()] = letter
            letters[term.capitalize()] = letter
    letters["-"] = "-"
    return Terms(letters, _other)


def _other(word: str) -> str:
    if word[0].isupper():
        return "C"
    if word[0].isdigit():
        return "Y" if _YEAR.fullmatch(word) else "9" if _NUMBER.fullmatch(word) else "."
    if word.endswith("-") and len(word) > 1:
        return "h"
    if word in ("'s", "'"):
        return "'"
    if word == "/":
        return "/"
    return "|" if word.isspace() else "."


@cache
def _acronyms() -> frozenset[str]:
    return frozenset([row["term"] for row in rows("law") if row["role"] == "acronym"])


@cache
def _plans() -> frozenset[str]:
    return frozenset([row["term"] for row in rows("law") if row["role"] == "plan"])


def find_laws(tape: Tape, doc: Doc) -> list[Found]:
    """Laws, with their articles before them and their years around them; never a bare "law"."""
    found, classes, defined = _stated(tape)
    whole = told(doc)
    acronyms = _acronyms() | (whole.laws if whole is not None else {word.word for word in defined})
    return _with_acronyms(found, flow(tape), classes, acronyms)


def laws_defined(tape: Tape) -> list[Word]:
    """The acronyms that *tape* gives to laws."""
    return _stated(tape)[2]


def _stated(tape: Tape) -> tuple[list[Found], str, list[Word]]:
    """The laws by their names, the letters of the words, and the acronyms that stand behind laws in brackets."""
    line = flow(tape)
    words = line.words
    classes = _terms().classes(words, line.lower)
    found, defined = [], []
    for match in _PHRASE.finditer(classes):
        start, end = match.span()
        if _is_wished(line.lower, start):
            continue
        if end - start == 2 and line.lower[start] == "section" and _HERE.fullmatch(words[start + 1]):
            continue
        found.append(Found(line.index[start], line.index[end - 1] + 1))
        if _DEFINED.match(classes, end) and words[end + 1].isupper():
            defined.append(Word(line.index[end + 1], words[end + 1]))
    return found, classes, defined


def _is_wished(lower: list[str], start: int) -> bool:
    """Whether the law at *start* does not exist yet: "enact a comprehensive child protection law"."""
    for place in (start - 1, start - 2):
        if place > 0 and lower[place] in ("a", "an"):
            return lower[place - 1] in _plans() and (place == start - 1 or not lower[place - 1].startswith("enact"))
    return False


def _with_acronyms(found: list[Found], line: Flow, classes: str, acronyms: Set[str]) -> list[Found]:
    """*found* and the *acronyms* elsewhere, with an article or year: "CCPA article 32", "section 4 of the CCPA"."""
    starts = {span.start: span.end for span in found}
    ends = {span.end: span.start for span in found}
    inside = {place for span in found for place in range(span.start, span.end)}
    for place in [i for i, word in enumerate(line.words) if word in acronyms]:
        start, end = line.index[place], line.index[place] + 1
        if start in inside:
            continue
        before, after = classes[max(0, place - 2) : place], classes[place + 1 : place + 3]
        link = place - 2 if before == "Ft" else place - 1 if before[-1:] == "F" else 0
        owner = ends.get(line.index[link - 1] + 1) if link else None
        if owner is not None and line.lower[link - 1][-1:].isalnum():
            start = owner
            del starts[owner]
        if after == "FY":
            end = line.index[place + 2] + 1
        elif after[:1] in ("x", "X"):
            end = starts.pop(line.index[place + 1], end)
        starts[start] = end
    return [Found(*span) for span in sorted(starts.items())]
