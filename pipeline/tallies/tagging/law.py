"""Laws: statutes, codes, articles, decrees and treaties, by name, number, year or field."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from spacy.tokens import Doc

from tallies.lexicons import rows
from tallies.tagging.flow import Terms, flow
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
}
_NUMBER: Final = re.compile(r"(?:[A-Z]{1,3})?\d[\w.,/-]*")
#: The number of a section of a report, not of a law: "see section 2.f".
_HERE: Final = re.compile(r"\d(?:\.[a-z])?\.?")
_YEAR: Final = re.compile(r"(?:19|20)\d\d")

_POINT: Final = r"(?:\(.\))"
_NUMBER_OF: Final = rf"[9Y]{_POINT}{{0,4}}(?:(?:a|-){_POINT}{{1,4}}|-[9Y]{_POINT}{{0,4}}){{0,9}}"
#: "12.3 and 13.1", "418(a) and (d)"
_NUMBERS: Final = rf"{_NUMBER_OF}(?:(?:,a|,|a){_NUMBER_OF})*"
_DATE: Final = r"(?:M?Y|M)"
#: "anti-trafficking", also where the line broke after the hyphen
_COMPOUND: Final = r"(?:(?:[.fC]-){1,4}[.fC]\+*|h[.fC]\+*)"
_FIELD: Final = rf"(?:{_COMPOUND}|f\+*)"
_NAME: Final = rf"(?:{_COMPOUND}|[fCor]\+*)"
#: The words after "Law on"
_TITLE: Final = r"(?:[FpiCV]t?|[Cf]\+*-|[a,](?=t?[Cf])|f\+*){0,24}[Cf]\+*"
#: "No. 21", "number 4", "26.842"
_NUMBERED: Final = r"(?:,?n\.?9|9)"

_LOWER: Final = (
    # 2014 anti-trafficking law; old penal code; labor and sponsorship laws; penal codes 257 and 258
    rf"(?<!z)(?:{_DATE})?C?[or]{{0,3}}(?:{_FIELD}(?:,?a{_FIELD})?){{1,6}}[wk](?!m)(?:d|{_NUMBERED})?"
    rf"|{_FIELD}{{1,6}},?a{_FIELD}{{1,6}}W|{_FIELD}{{1,6}}W(?:n\.?)?{_NUMBERS}"
    rf"|{_DATE}[or]?[we](?!m)"  # June 2016 law
    rf"|rw(?!m)"  # revised proclamation
    rf"|w(?:n\.?)?9"  # law 13.344
)
_UPPER: Final = (
    # Labor Migration Act; Non-Citizens (Employment Regulations) Act of 2015
    rf"(?:{_DATE})?{_NAME}(?:{_NAME}|[iFp](?=[Cf])|a(?=[Cf])|\([Cf]\+*[Cf+]{{0,9}}\)){{0,16}}L(?!C)(?:pt?{_TITLE})?(?:{_NUMBERED})?d?"
    # Law on Labor Migration; Law No. 21
    rf"|(?:{_DATE})?L(?:pt?{_TITLE}{_NUMBERED}?|{_NUMBERED})|{_DATE}L"
    # 2000 UN TIP Protocol; Convention on the Rights of the Child
    rf"|(?:Y)?{_NAME}{{1,9}}V(?:[pF]t?{_TITLE})?|V[pF]t?{_TITLE}"
)
_LAW: Final = rf"(?:(?:{_UPPER}|{_LOWER})(?:FY)?)"
_PHRASE: Final = re.compile(
    # One "article" seldom has two numbers: "three under article 149 and 22 under article 150".
    # Most words start none of these; one look at them is quicker than all the failures.
    rf"(?=[XxMYfCorLVhw]|\.-)(?:(?:X{_NUMBERS}|x(?:{_NUMBERS}(?=F)|{_NUMBER_OF}))(?:Ft?{_LAW})?|{_LAW})"
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
        if letter in "for":
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
    return "|" if word.isspace() else "."


@cache
def _acronyms() -> frozenset[str]:
    return frozenset([row["term"] for row in rows("law") if row["role"] == "acronym"])


@cache
def _plans() -> frozenset[str]:
    return frozenset([row["term"] for row in rows("law") if row["role"] == "plan"])


def find_laws(tape: Tape, doc: Doc) -> list[Found]:
    """Laws, with their articles before them and their years around them; never a bare "law"."""
    line = flow(tape)
    words = line.words
    classes = _terms().classes(words, line.lower)
    found = []
    acronyms = set(_acronyms())
    for match in _PHRASE.finditer(classes):
        start, end = match.span()
        if line.lower[max(0, start - 2) : start][-1:] == ["a"] and line.lower[start - 2] in _plans():
            continue  # a law that is wished for: "enact a child protection law"
        if end - start == 2 and line.lower[start] == "section" and _HERE.fullmatch(words[start + 1]):
            continue
        found.append(Found(line.index[start], line.index[end - 1] + 1))
        if _DEFINED.match(classes, end) and words[end + 1].isupper():
            acronyms.add(words[end + 1])
    spans = {place for span in found for place in range(span.start, span.end)}
    for place in [i for i, word in enumerate(words) if word in acronyms]:
        token = line.index[place]
        if token not in spans:
            found.append(Found(token, token + 1))
    return sorted(found)
