"""The forms of exploitation that a clause states, and where: "forced to beg", "in prostitution", "to fight"."""

from __future__ import annotations

import re
from bisect import bisect_right

from tallies.linking.view import Sentence
from tallies.tagging.exploitation import exploitations

_DRIVE = r"\b(?:forc|coerc|compel|exploit|subject|recruit|use)\w* (?:[^;]{1,90} )?"
_WORKS = "work|labor|harvest|cultivate|farm|perform|fish|mine|dig|herd|pick|produce"
_CRIMES = (
    r"(?:petty )?(?<!organized )(?<!street )(?:crimes?|thefts?|thievery|stealing|pickpocketing|criminality)|"
    r"(?<!their )(?:illicit|criminal|illegal) (?:activit(?:y|ies)|behaviou?r|acts)|"
    r"(?:transnational )?(?:drug|narcotics) (?:smuggling|trafficking|production|selling|sales)"
    r"(?! (?:routes|networks|groups|organizations))|"
    r"(?:\w+ing|smuggle|transport|carry|sell|move) (?:illicit |illegal )?(?:drugs|narcotics)"
)
#: Verb phrases that say the form of exploitation, which are no EXPLOITATION spans: the form, letters that every
#: such phrase has, and the phrase.
_STATED = (
    (
        "forced_begging",
        ("beg",),
        re.compile(r"\bto beg\b|\bbegging\b(?! (?:rings?|networks?))|\bas (?:\w+ and )?beggars\b"),
    ),
    (
        "sex_trafficking",
        ("prostitut", "sex", "porn", "brothel"),
        re.compile(
            r"\bprostitution\b|\bsex tourists?\b|\bcommercial sex\b|\bsex (?:industry|acts)\b|\bsexually exploit\w*|"
            rf"{_DRIVE}(?:pornograph\w+|sexual servitude|, (?:or |and )?(?:\w+ ){{0,3}}brothels)"
        ),
    ),
    (
        "forced_labor",
        ("forc", "coerc", "compel", "exploit", "subject", "recruit", "use"),
        re.compile(
            rf"{_DRIVE}(?:to (?:{_WORKS})(?! (?:\w+ ){{0,2}}(?:domestic servitude|prostitution|sex))|"
            r"(?:in|into|for) (?:\w+ )?labor)\b|\bforced (?:\w+ ){1,2}labor\b|\bforced laborers?\b"
        ),
    ),
    (
        "forced_marriage",
        ("marr",),
        re.compile(
            r"\b(?:forc\w+|coerc\w+|sold|sell|traffick\w+)\b.{0,40} (?:into|or) (?:\w+ ){0,2}marriages?\b|"
            r"\bforced to marry\b"
        ),
    ),
    (
        "forced_criminality",
        ("crim", "illicit", "illegal", "drug", "narcotic", "thef", "thiev", "steal", "pickpocket", "commit"),
        re.compile(rf"\bto (?:commit|steal|pickpocket)\b|{_DRIVE}(?:{_CRIMES}|as thieves)\b"),
    ),
)
_SOLDIERS = re.compile(
    r"\bchild soldiers?\b|\bchild (?:soldier )?recruitment\b|\brecruit\w+ (?:and use )?of child(?:ren)?\b|"
    r"\b(?:in|for) (?:armed )?(?:combat|conflict)\b|\bto (?:\w+ and )?fight\b|"
    r"\bas (?:combatants|fighters|soldiers|suicide bombers)\b"
)
_CHILDREN = re.compile(r"\b(?:child(?:ren)?|boys?|girls?|minors?|youths?)\b")
_ADULTS = re.compile(r"\b(?:men|women|adults?)\b")
_DOMESTIC = re.compile(r"(?<!working in )\bdomestic (?:service|work|servants?)\b(?! industry)")
_INTO_SERVICE = re.compile(
    r"\b(?:trafficking|labor|begging|prostitution),? (?:and|or) domestic (?:service|work)\b|"
    r"\b(?:exploited .{0,40}(?:for|in)|forced? .{0,40}(?:into|as)) (?:\w+, )?(?:\w+ ){0,2}"
    r"domestic (?:service|work|servants?)\b"
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


Stated = tuple[int, tuple[str, ...]]


def stated(sentence: Sentence, start: int, end: int, skip: tuple[int, int]) -> list[Stated]:
    """The forms in items ``[start, end)``, each with the item it stands at; those in the items *skip* do not count."""
    text = sentence.text(start, end)
    found: list[Stated] = []
    means: list[Stated] = []
    for i in range(start, end):
        item = sentence.items[i]
        if item.kind == "X":
            debt = "bond" in item.text and _MEANS.search(sentence.text(max(start, i - _MEANS_REACH), i))
            (means if debt else found).append((i, exploitations(sentence.raw(item))))
    matches = [
        (form, match)
        for form, letters, pattern in _STATED
        if any(part in text for part in letters) and (match := pattern.search(text))
    ]
    matches += _soldiers(text)
    known = {form for _, row in found for form in row} | {form for form, _ in matches}
    if "domestic" in text and "domestic_servitude" not in known and (not known or _INTO_SERVICE.search(text)):
        matches += [("domestic_servitude", match) for match in [_DOMESTIC.search(text)] if match]
    if not (found or matches):
        brothels, trades = _BROTHELS.search(text), _TRADES.search(text)
        if brothels or trades:
            matches = [("sex_trafficking", brothels)] if brothels else [("forced_labor", trades)] if trades else []
    if matches:
        places = _starts(sentence, start, end)
        found += [(start + bisect_right(places, match.end() - 1) - 1, (form,)) for form, match in matches]
    return sorted(row for row in found or means if not skip[0] <= row[0] < skip[1])


def _soldiers(text: str) -> list[tuple[str, re.Match[str]]]:
    """People who are made to fight: children are soldiers, for adults there is no form of their own."""
    match = _SOLDIERS.search(text)
    if match is None:
        return []
    adults = _ADULTS.search(text) is not None
    forms = ["child_soldiering"] if _CHILDREN.search(text) or not adults else []
    return [(form, match) for form in [*forms, *(["other"] if adults else [])]]


def _starts(sentence: Sentence, start: int, end: int) -> list[int]:
    """Where in their joined text each of the items starts."""
    places = []
    at = 0
    for word in sentence.words[start:end]:
        places.append(at)
        at += len(word) + 1
    return places
