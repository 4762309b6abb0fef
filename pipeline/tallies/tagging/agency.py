"""Bodies that act: named ones, their acronyms, and generic ones ("local police", "labor inspectors").

A note for newcomers. Names come from :mod:`tallies.tagging.agency_names`. All other words get one letter
for what they can be in a phrase for a body (``_LETTERS``, from the lexicon), a regular expression over
these letters finds the phrases, and :func:`_acts` drops those that only look like bodies.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from typing import Final

from spacy.tokens import Doc

from tallies.lexicons import rows
from tallies.morphology import can_be
from tallies.tagging.agency_names import GLUED, PARTICLES, Acronyms, countries, find_names, particle, words_of, written
from tallies.tagging.flow import PLACED, TAIL, WALL, Flow, Terms, flow
from tallies.tagging.told import Word, told
from tallies.tape import Found, Tape

_LETTERS: Final = {
    "government": "g",
    "governments": "G",
    "force": "y",
    "police": "k",
    "body": "b",
    "unit": "u",
    "holder": "O",
    "official": "o",
    "people": "p",
    "fused": "Q",
    "staff": "q",
    "modifier": "m",
    "noun": "n",
    "offender": "x",
    "link": "a",
    "comma": ",",
    "slash": "a",
    "determiner": "d",
    "number": "9",
    "ignored": "z",
}

# Repetitions have bounds, so that no text takes more than linear time.
# One element before a head: "local", "Bulgarian", "anti-trafficking" (also where a line broke after the hyphen).
_COMPOUND: Final = r"(?:(?:[^|,(z\-+]\+*-){1,4}[^|,(\-+]|h[^|,(\-+])\+*"
_PURE: Final = rf"(?:{_COMPOUND}|[mnDC]\+*)"
#: Also bodies that may stand before another head: "police", "government", "task force", "MOI".
_ANY: Final = rf"(?:{_COMPOUND}|[mnDCgykNu]\+*)"
_HEAD: Final = r"[gGykbupqoOQ]\+*"

_NP: Final = (
    # law enforcement and judicial officials; but "police" and "immigration authorities"
    rf"(?<!d)(?<![pOGbuQq],)(?:{_COMPOUND}|[mnDgyN]\+*){{1,9}}a{_ANY}{{1,9}}[OQ]\+*"
    # police, immigration, and labor authorities
    rf"|(?<!d)(?<![pOGbuQq],)(?:{_COMPOUND}|[mnDgyNk]\+*){{1,9}}(?:,(?:{_COMPOUND}|[mnDgyNk]\+*){{1,9}}){{1,9}},?a{_ANY}{{1,9}}[OQ]\+*"
    # federal, state, and local governments; Bulgarian and Spanish authorities
    rf"|{_PURE}{{1,9}}(?:(?:,{_PURE}{{1,9}}){{1,9}},)?a(?:{_ANY}{{1,9}}{_HEAD}|[bp]\++)"
    rf"|(?:g-.\+*|D\+*|[mn]\++)+N\+*(?!{_ANY}{{0,9}}{_HEAD})"
    rf"|(?:Y\+*)?{_ANY}{{0,9}}{_HEAD}"
    rf"|N\+*"
    # "12 transit centers": what is counted may have any word before it
    r"|(?<=9)(?:[wmnDC]\+*){1,4}(?:a(?:[wmnDC]\+*){1,4})?[bu]\+*"
    # "the workplace relations commission"; see _field
    r"|(?<=d)(?:[mnDC]\+*){0,2}(?:w(?:[wmnDC]\+*){0,3})(?:a(?:[wmn]\+*){1,2})?[buy]\+*"
)
_PHRASE: Final = re.compile(
    r"(?=[gGykbupqoOQNmnDCYxh9]|(?<=d)w|[^|,(]\+*-)"
    rf"(?P<count>9)?(?P<np>(?P<bad>{_PURE}{{0,9}}x(?:{_ANY}|[ax,]){{0,9}})?(?:{_NP}))"
)
#: A word of no known kind that is no part of a compound.
_WORD: Final = re.compile(r"(?<![-h])w(?!-)")
_MORE: Final = re.compile(rf"(?:,a?|a){_ANY}{{0,9}}[pqoOQ]\+*|(?:,a?|a)k\+*(?=[,a])")
#: "members of civil society"; "minister of justice"; "council on child protection"
_TAILS: Final = (
    ("members representatives", "of", re.compile(rf"d?{_ANY}{{0,9}}[ybkN]\+*")),
    (
        "minister ministers ministry ministries inspectorate directorate",
        "of",
        re.compile(r"(?:[mnwC]\+*)+(?:(?:,[mnw]\+*)*,?a[mnw]\+*)?"),
    ),
    ("council councils center centers", "on for against", re.compile(r"(?:[mn]\+*)*n\+*")),
    # "government of Ontario", "governments of Kenya and Uganda"
    ("government", "of", re.compile(r"d?(?:[CY]\+*)+(?:aC\+*(?=[.,(]))?")),
    ("governments", "of", re.compile(r"d?(?:[CY]\+*)+(?:(?:,d?(?:[CY]\+*)+)*,?ad?(?:[CY]\+*)+)?")),
    # "embassy of the Philippines"
    ("embassy embassies consulate consulates", "of", re.compile(r"d?(?:[CY]\+*)+")),
    ("office offices", "of", re.compile(rf"d{_ANY}{{0,4}}[po]\+*")),
)


#: Behind "EU", what makes it the region.
_REGIONAL: Final = frozenset(["citizen", "citizens", "national", "nationals", "origin", "country", "countries"])


@cache
def _terms() -> Terms:
    letters = {row["term"].lower(): _LETTERS[row["role"]] for row in rows("agency") if row["role"] in _LETTERS}
    for kind, letter in (("adjective", "D"), ("name", "Y")):
        for row in (*rows("country"), *rows("region")):
            if row["kind"] == kind:
                letters.setdefault(row["form"].replace("-", " - ").lower(), letter)
    return Terms(letters, _other, folded=True)


def _other(word: str) -> str:
    """The letter of a word of no term, so far as the word itself tells it."""
    first = word[0]
    if first == "-":
        return PLACED if len(word) == 1 else WALL
    if word[-1] == "-":
        return "h"
    if first.isupper():
        low = word.lower()
        if low in words_of("function") or GLUED.match(word):
            return "."
        return PLACED if can_be(low, "verb") or can_be(low, "adv") else "C"
    if word in PARTICLES:
        return PLACED
    if first.isdigit():
        return "9"
    if first.isspace():
        return WALL
    return "(" if first in "(,;:." else "w" if _describes(word) else "."


def _describes(word: str) -> bool:
    """Whether a word of no term can stand before a noun: "transit", not "investigated"."""
    return (
        word.isalpha()
        and not word.endswith("ed")
        and word not in words_of("function", "no field")
        and (can_be(word, "noun") or (can_be(word, "adj") and not word.endswith("ing")))
    )


def find_agencies(tape: Tape, doc: Doc) -> list[Found]:
    """Bodies that act or are acted with. ``norm`` is the full name of a named body, also for its acronym."""
    line, whole = flow(tape), told(doc)
    found, called = _stated(tape, line, whole.bodies if whole is not None else None)
    aliases = whole.aliases if whole is not None else {alias.word: alias.meaning for alias in called}
    return [*found, *_called(line, found, aliases)] if aliases else found


def aliases_told(tape: Tape, bodies: Acronyms) -> list[Word]:
    """The other names that *tape* gives to bodies, with their full names; *bodies* are those of the whole text."""
    return _stated(tape, flow(tape), bodies)[1]


def _stated(tape: Tape, line: Flow, bodies: Acronyms | None) -> tuple[list[Found], list[Word]]:
    """The bodies by their own names, and the other names that stand behind them in brackets."""
    words, lower = line.words, line.lower

    def placed(place: int) -> str:
        word = words[place]
        if word == "-":
            # A dash between words is no hyphen, though the tape writes it alike.
            return "-" if tape.source[tape.starts[line.index[place]]] == "-" else WALL
        if word in PARTICLES:
            return particle(words, place)
        # The first word of a sentence has a capital anyhow: "Train police".
        return "." if place == 0 or words[place - 1][-1] in ".;:\n" else "C"

    letters = list(_terms().classes(words, lower, placed))
    full_of: dict[int, str] = {}
    for name in find_names(line, bodies):
        if name.end < len(letters) and letters[name.end] == TAIL:
            continue  # a part of another term: the EU of "EU countries"
        letters[name.start : name.end] = ["N", *TAIL * (name.end - name.start - 1)]
        full_of[name.start] = name.full
    classes = "".join(letters)

    found: list[Found] = []
    aliases: list[Word] = []
    cursor = 0
    while match := _PHRASE.search(classes, cursor):
        start, end = match.span("np")
        cursor = end
        head = end - 1
        while classes[head] == TAIL:
            head -= 1
        kind = classes[head]
        if match["count"] and kind in "pqoOQk":
            while more := _MORE.match(classes, cursor):
                cursor = more.end()
            continue
        if not match["count"] and line.lower[head] not in words_of("any field"):
            start = max((word.end() for word in _WORD.finditer(classes, start, head)), default=start)
        longer = _with_tail(line, classes, head, end)
        if match["bad"] is None and (longer > end or _acts(line, classes, start, head, end)):
            cursor = end = longer
            found.append(Found(line.index[start], line.index[end - 1] + 1, full_of.get(head, "")))
            if alias := _alias(line, end):
                aliases.append(Word(line.index[end + 1], alias, written(words[start:end])))
    return found, aliases


def _alias(line: Flow, end: int) -> str:
    """The other name in brackets behind a body: "armed forces (Tatmadaw)", "centers for social welfare (CSW)"."""
    if line.words[end : end + 1] != ["("] or line.words[end + 2 : end + 3] != [")"]:
        return ""
    word = line.words[end + 1]
    is_name = len(word) > 1 and word.isalpha() and word[0].isupper() and word not in words_of("no acronym")
    return word if is_name and word not in countries() and not can_be(word.lower(), "noun") else ""


def _called(line: Flow, found: list[Found], aliases: Mapping[str, str]) -> list[Found]:
    """The *aliases* wherever they stand outside *found*."""
    taken = {token for span in found for token in range(span.start, span.end)}
    return [
        Found(line.index[place], line.index[place] + 1, aliases[word])
        for place, word in enumerate(line.words)
        if word in aliases and line.index[place] not in taken
    ]


def _acts(line: Flow, classes: str, start: int, head: int, end: int) -> bool:
    """Whether ``[start, end)`` with its *head* stands for a body: not for a place, an offender or a modifier."""
    lower, kind, word, bare = line.lower, classes[head], line.lower[head], start == head
    before = lower[start - 1] if start else ""
    after = lower[end] if end < len(lower) else ""
    if before.endswith("-") or (end < len(lower) and line.words[end] in words_of("name not")):
        return False  # a part of a compound or of the name of a law
    if bare and (kind in "qQ" or (kind == "u" and word not in words_of("alone") and not _is_counted(classes, start))):
        return kind != "q" and word not in words_of("building") and _opens_clause(line, start, end)
    if bare and word in words_of("determined") and after != "-" and before not in words_of("determiner"):
        return False
    if kind != "N" and word in words_of("building") and not _is_acting(line, classes, start, head, end):
        return False
    if kind == "o" and bare and _is_adjective(after):
        return False
    if word == "eu" and (lower[max(0, start - 2) : start] in (["in", "the"], ["outside", "the"]) or after in _REGIONAL):
        return False  # the region
    if kind == "y" and word == "law" and not words_of("activity").isdisjoint(lower[start:head]):
        return False  # "resources for anti-trafficking law enforcement"
    return not _modifies(line, kind, word, head, end) and not _is_guilty(line, kind, start, end)


def _is_counted(classes: str, start: int) -> bool:
    return classes[start - 1 : start] == "9"


def _is_acting(line: Flow, classes: str, start: int, head: int, end: int) -> bool:
    """Whether a center is a body rather than a building: it is counted, helps by its name, or does something."""
    after = line.lower[end] if end < len(line.lower) else ""
    if _is_counted(classes, start):
        return True
    if start == head:
        return after.endswith("ed") and line.lower[start - 1] in ("the", "these", "such")
    inside = line.lower[start:head]
    return words_of("place").isdisjoint(inside) and not words_of("acting").isdisjoint(inside)


def _opens_clause(line: Flow, start: int, end: int) -> bool:
    """Whether a bare head is the subject of a verb: "the department charged", "Officers visited"."""
    before = line.lower[start - 1] if start else "."
    after = line.lower[end] if end < len(line.lower) else ""
    if after in words_of("function") or not (
        after in words_of("acting verb") or (after.endswith("ed") and can_be(after, "verb"))
    ):
        return False
    # "Institute standard procedures" is told to somebody.
    opens = before[-1] in ".\n" and (line.lower[start][-1] == "s" or not can_be(line.lower[start], "verb"))
    return before in ("the", "that", "this", "its") or opens


def _is_adjective(after: str) -> bool:
    """Whether "official" is no noun before *after*: "an official victim", not "an official said"."""
    return after.isalpha() and not (
        after.endswith("ed") or after in words_of("function") or after in words_of("acting verb")
    )


def _modifies(line: Flow, kind: str, word: str, head: int, end: int) -> bool:
    """Whether the body only modifies the noun after it: "police raids", "government funding"."""
    lower = line.lower
    after = lower[end] if end < len(lower) else ""
    single = not word.endswith("s")
    if kind in "gyku" or (kind == "b" and single) or (kind == "N" and end - head == 1):
        if lower[end - 3 : end - 1] == ["did", "the"]:
            return False  # "nor did the government report"
        # "Police report" and "media report" are clauses, "government report" and "media reports" are nouns.
        if after in words_of("modified") or (after == "report" and kind in "gNu" and single):
            return True
        if after == "reports" and word == "media":
            return True
    if kind != "g":
        return False
    return lower[end : end + 2] == ["-", "to"] or (lower[end + 1 : end + 2] != ["-"] and _is_noun(after))


def _is_guilty(line: Flow, kind: str, start: int, end: int) -> bool:
    """Whether the words around accuse the body: "convictions of government officials complicit in ..."."""
    if kind not in "pqoOQkbu":
        return False
    near = " ".join(line.lower[end : end + 3]) + " "
    if near.removeprefix("who ").startswith(_guilt_after()):
        return True
    close = " " + " ".join(line.lower[max(0, start - 2) : start])
    return (kind not in "bu" or line.lower[end - 1].endswith("agencies")) and close.endswith(_guilt_before())


@cache
def _guilt_after() -> tuple[str, ...]:
    return tuple([term + " " for term in words_of("guilt after")])


@cache
def _guilt_before() -> tuple[str, ...]:
    return tuple([" " + term for term in words_of("guilt before")])


@cache
def _is_noun(word: str) -> bool:
    """Whether *word* can be a noun or adjective and nothing else."""
    return (
        word.isalpha()
        and word not in words_of("function")
        and (can_be(word, "noun") or can_be(word, "adj"))
        and not can_be(word, "verb")
        and not can_be(word, "adv")
    )


def _may_be_verb(classes: str, line: Flow, place: int) -> bool:
    """Whether a word of no term ends a name no more: "ministry of labor *spent*"."""
    return classes[place] == "w" and can_be(line.lower[place], "verb")


def _with_tail(line: Flow, classes: str, head: int, end: int) -> int:
    """The end of the phrase with what belongs to it: "minister" is followed by "of justice"."""
    for heads, links, pattern in _TAILS:
        if line.lower[head] in heads.split() and end < len(line.lower) and line.lower[end] in links.split():
            tail = pattern.match(classes, end + 1)
            if tail is None:
                continue
            last = tail.end()
            while last > end + 1 and (classes[last - 1] in "a," or _may_be_verb(classes, line, last - 1)):
                last -= 1
            if last > end + 1 and line.lower[last : last + 1] not in (["victims"], ["survivors"], ["cases"]):
                return last
    return end
