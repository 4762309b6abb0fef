"""The forms of exploitation that a clause states, and where: "forced to beg", "in prostitution", "to fight"."""

from __future__ import annotations

import re
from bisect import bisect_right

from tallies.linking.view import Sentence
from tallies.tagging.exploitation import exploitations

_DRIVE = r"\b(?:forc|coerc|compel|exploit|subject|recruit|use)\w* (?:[^;]{1,90} )?"
_CRIMES = (
    r"(?:petty )?(?<!organized )(?<!street )(?:crimes?|thefts?|thievery|stealing|pickpocketing|criminality)|"
    r"(?<!their )(?:illicit|criminal|illegal) (?:activit(?:y|ies)|behaviou?r|acts)|"
    r"(?:transnational )?(?:drug|narcotics) (?:smuggling|trafficking|production|selling|sales)(?! (?:routes|networks|groups|organizations))|"
    r"(?:\w+ing|smuggle|transport|carry|sell|move) (?:illicit |illegal )?(?:drugs|narcotics)"
)
#: Verb phrases that say the form of exploitation, which are no EXPLOITATION spans.
_STATED = (
    ("forced_begging", re.compile(r"\bto beg\b|\bbegging\b(?! (?:rings?|networks?))|\bas (?:\w+ and )?beggars\b")),
    (
        "sex_trafficking",
        re.compile(
            r"\bprostitution\b|\bsex tourists?\b|\bcommercial sex\b|\bsex (?:industry|acts)\b|\bsexually exploit\w*|"
            rf"{_DRIVE}(?:pornograph\w+|sexual servitude|, (?:or |and )?(?:\w+ ){{0,3}}brothels)"
        ),
    ),
    (
        "forced_labor",
        re.compile(
            rf"{_DRIVE}(?:to (?:work|labor|harvest|cultivate|farm|perform|fish|mine|dig|herd|pick|produce)(?! (?:\w+ ){{0,2}}(?:domestic servitude|prostitution|sex))|(?:in|into|for) (?:\w+ )?labor)\b|\bforced (?:\w+ ){{1,2}}labor\b"
        ),
    ),
    (
        "forced_marriage",
        re.compile(
            r"\b(?:forc\w+|coerc\w+|sold|sell|traffick\w+)\b.{0,40} (?:into|or) (?:\w+ ){0,2}marriages?\b|\bforced to marry\b"
        ),
    ),
    ("forced_criminality", re.compile(rf"\bto (?:commit|steal|pickpocket)\b|{_DRIVE}(?:{_CRIMES}|as thieves)\b")),
)
_SOLDIERS = re.compile(
    r"\bchild soldiers?\b|\b(?:in|for) (?:armed )?(?:combat|conflict)\b|\bto (?:\w+ and )?fight\b|"
    r"\bas (?:combatants|fighters|soldiers|suicide bombers)\b"
)
_CHILDREN = re.compile(r"\b(?:child(?:ren)?|boys?|girls?|minors?|youths?)\b")
_ADULTS = re.compile(r"\b(?:men|women|adults?)\b")
_DOMESTIC = re.compile(r"(?<!working in )\bdomestic (?:service|work|servants?)\b(?! industry)")
_INTO_SERVICE = re.compile(
    r"\b(?:trafficking|labor|begging|prostitution),? (?:and|or) domestic (?:service|work)\b|"
    r"\b(?:exploited .{0,40}(?:for|in)|forced? .{0,40}(?:into|as)) (?:\w+, )?(?:\w+ ){0,2}domestic (?:service|work|servants?)\b"
)
_BROTHELS = re.compile(r"\bbrothels?\b|\bexploited? .{0,40}\bprostitution\b")
#: Work that people are exploited in, where nothing else says the form.
_TRADES = re.compile(
    r"\bexploited? (?:.{0,60} )?(?:in|on|as|for) (?:.{0,80}\b)?(?:agricultur\w*|farms?|construction|"
    r"factor(?:y|ies)|mines|mining|fish\w*|vessels|plantations|kilns|restaurants?|quarries|herding|herders|labor)\b|"
    r"\bvictims (?:\w+ )?work (?:in|on|at)\b"
)
#: Debt as a means and no end: "into prostitution through debt bondage".
_MEANS = re.compile(r"\b(?:through|using|via|use|uses|means|methods?|experiencing|experience|under|with)\b")
_MEANS_REACH = 14


def stated(sentence: Sentence, start: int, end: int, skip: tuple[int, int]) -> list[tuple[int, tuple[str, ...]]]:
    """The forms in items ``[start, end)``, each with the item it stands at; those in the items *skip* do not count."""
    text = sentence.text(start, end)
    found: list[tuple[int, tuple[str, ...]]] = []
    means: list[tuple[int, tuple[str, ...]]] = []
    for i in range(start, end):
        item = sentence.items[i]
        if item.kind == "X" and not skip[0] <= i < skip[1]:
            row = (i, exploitations(sentence.raw(item)))
            debt = "bond" in item.text and _MEANS.search(sentence.text(max(start, i - _MEANS_REACH), i))
            (means if debt else found).append(row)
    places = _starts(sentence, start, end)

    def add(form: str, match: re.Match[str] | None) -> None:
        if match is not None:
            at = start + bisect_right(places, match.end() - 1) - 1
            if not skip[0] <= at < skip[1]:
                found.append((at, (form,)))

    for form, pattern in _STATED:
        add(form, pattern.search(text))
    soldiers = _SOLDIERS.search(text)
    if soldiers is not None:
        children, adults = _CHILDREN.search(text), _ADULTS.search(text)
        if children or not adults:
            add("child_soldiering", soldiers)
        if adults:
            add("other", soldiers)
    forms = {form for _, row in found for form in row}
    if "domestic_servitude" not in forms and (not found or _INTO_SERVICE.search(text)):
        add("domestic_servitude", _DOMESTIC.search(text))
    if not found:
        add("sex_trafficking", _BROTHELS.search(text))
    if not found:
        add("forced_labor", _TRADES.search(text))
    return sorted(found or means)


def _starts(sentence: Sentence, start: int, end: int) -> list[int]:
    """Where in their joined text each of the items starts."""
    places = []
    at = 0
    for word in sentence.words[start:end]:
        places.append(at)
        at += len(word) + 1
    return places
