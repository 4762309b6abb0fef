"""Named bodies by the form of their names, and the acronyms that a text uses for bodies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Set
from functools import cache
from typing import Final, NamedTuple

from tallies.lexicons import rows
from tallies.tagging.flow import PLACED, TAIL, WALL, Flow, Terms, places

_LETTERS: Final = {
    "name head": "H",
    "name tail head": "S",
    "name person": "T",
    "name not": "N",
    "name part": "C",
}
_OTHER: Final = {
    "of": "o",
    "for": "p",
    "on": "p",
    "to": "p",
    "against": "p",
    "Of": "o",
    "For": "p",
    "On": "p",
    "To": "p",
    "Against": "p",
    "And": "a",
    "the": "t",
    "and": "a",
    "&": "a",
    "/": "a",
    ",": ",",
    "(": "(",
    ")": ")",
    "-": "-",
    "'s": "'",
    "'": "'",
}

#: Capitalised words side by side: "Anti-Trafficking and" is cut before "and".
_RUN: Final = re.compile(r"[CASHTN]\+*+(?:-?[CASHTN]\+*+|-\.(?=[CASHTN]))*+")
_HEADS: Final = re.compile(r"[HST]\+*+")
_C: Final = r"(?:-?[CST]\+*+)++"
#: "Demography, Family, Youth and Social Policy"; after "and" no other body begins.
_SERIES: Final = rf"(?:-?(?:[CST]\+*+|A(?!')))++(?:(?:,{_C})*+,?at?{_C}(?![H-]))?"
_TAIL: Final = re.compile(rf"(?:[op]t?(?:{_SERIES}(?:H\+*+)?|H\+*+(?=[op])|(?<=ot)H\+*+|(?<=o)H\+*+(?![CASHTN-])))++")
#: What is joined to a name before it: "NPA's", "Victim and" before "Witness Support Offices".
_OWNER: Final = re.compile(r"A'$")
_JOINED: Final = re.compile(r"(?:^|[^CASHTN+o-])((?:-?[CS]\+*+)++a)$")
#: A heading that lost the space after it: "PROSECUTIONThe".
GLUED: Final = re.compile(r"[A-Z]{4,}[a-z]")
#: Lower-case words inside names of places: "Rio de Janeiro".
PARTICLES: Final = frozenset(["de", "da", "do", "dos", "del", "la", "al"])
_DEFINITION: Final = re.compile(r"'?\((A)\)")


_OTHER_BODY: Final = (["police"], ["authorities"], ["government"], ["courts"], ["embassies"])


class Name(NamedTuple):
    """Words ``[start, end)`` of a flow that name the body *full*; it is empty where the text never says it."""

    start: int
    end: int
    full: str


class Sign(NamedTuple):
    """What a text tells of the acronym *word* at a token: "named" (behind the name *full*), "defined" (in brackets),
    "owned" (there, behind a name of no known form), "headed" (there, behind a body), "acting" or "perhaps acting"."""

    token: int
    kind: str
    word: str
    full: str = ""


class Acronyms(NamedTuple):
    """The acronyms of bodies in a text with their full names, which may be empty, and those of them that are so
    whatever they look like."""

    bodies: dict[str, str]
    short: frozenset[str]


@cache
def _terms() -> Terms:
    return Terms({row["term"]: _LETTERS[row["role"]] for row in rows("agency") if row["role"] in _LETTERS}, _other)


def _other(word: str) -> str:
    """The letter of a word of no term, so far as the word itself tells it."""
    if word in _OTHER:
        return _OTHER[word]
    if not word[0].isupper():
        return PLACED if word in PARTICLES else WALL if word.isspace() else "."
    if word == "U.S." or _is_acronym(word):
        return "A"
    return "." if word.lower() in words_of("function") or GLUED.match(word) else "C"


def particle(words: list[str], place: int) -> str:
    """The letter of a particle: that of a capitalised word between two of them, as in "Rio de Janeiro"."""
    inside = 0 < place < len(words) - 1 and words[place - 1][0].isupper() and words[place + 1][0].isupper()
    return "C" if inside else "."


@cache
def words_of(*roles: str) -> frozenset[str]:
    """The terms of the lexicon that have one of *roles*."""
    return frozenset([row["term"] for row in rows("agency") if row["role"] in roles])


@cache
def countries() -> frozenset[str]:
    """The names of countries and regions' peoples, as written."""
    return frozenset([row["form"] for row in rows("country")])


def written(words: list[str]) -> str:
    """*words* as one line of text."""
    return re.sub(r" (?=[',)])|(?<=\() |(?<=\w) (?=-)|(?<=-) (?=\w)", "", " ".join(words))


def find_names(line: Flow, known: Acronyms | None = None) -> list[Name]:
    """Names of bodies, and their acronyms wherever they stand, in order and without overlap.

    known (Acronyms | None): the acronyms of the text that *line* is a piece of; of a whole text, *line* tells them.
    """
    classes, names, taken = _read(line)
    if known is None:
        known = acronyms(_signs(line, classes, names, taken))
    bodies, short = known
    names += [
        Name(place, place + 1, bodies[line.words[place]])
        for place, letter in enumerate(classes)
        if (letter == "A" or (letter == "C" and line.words[place] in short))
        and line.words[place] in bodies
        and place not in taken
    ]
    names.sort()
    return names


def _read(line: Flow) -> tuple[str, list[Name], set[int]]:
    """The letters of the words of *line*, the names that have a head, and the places that these take."""
    words = line.words

    def placed(place: int) -> str:
        return particle(words, place)

    classes = _terms().classes(words, line.lower, placed)
    names = _by_form(classes, words)
    return classes, names, {place for name in names for place in range(name.start, name.end)}


def _is_acronym(word: str) -> bool:
    """Whether *word* is written like an acronym ("MOI", "NETPs", "PoliFront")."""
    capitals = sum([letter.isupper() for letter in word])
    glued = GLUED.match(word.removesuffix("s")) or (len(word) > 8 and word[-1] == "s")  # "PROFILEAs"
    return 2 <= len(word) <= 10 and word.isalpha() and capitals >= 2 and not glued


def _by_form(classes: str, words: list[str]) -> list[Name]:
    """Names that have a head such as "Ministry"."""
    names: list[Name] = []
    cursor = 0
    while run := _RUN.search(classes, cursor):
        start, end = run.span()
        cursor = end
        heads = list(_HEADS.finditer(classes, start, end))
        if not heads or classes[:end].rstrip(TAIL)[-1] == "N":
            continue  # an act, a plan or a place that is named after a body
        head = heads[-1]
        tail = _TAIL.match(classes, end) if head.end() == end else None
        if tail and classes[: tail.end()].rstrip(TAIL)[-1] == "H" and words[head.start()] not in words_of("office of"):
            tail = None  # a part of another body: "Crime Unit of the National Police"
        if tail:
            end = tail.end()
            if words[end : end + 1] in _OTHER_BODY:
                # "Ministry of Interior and Dubai police" are two.
                link = classes.rfind("a", run.end(), end)
                end = link if link > 0 else end
        elif head.end() - start == 1 or classes[head.start()] == "T":
            continue
        else:
            end = head.end()
            if joined := _JOINED.search(classes, max(0, start - 12), start):
                start = joined.start(1)
        if words[end : end + 1] == ["in"] and re.match(r"C\+*\(A\)", classes[end + 1 :]):
            end = classes.index("(", end)  # "Organization for Security and Cooperation in Europe (OSCE)"
        if owner := _OWNER.search(classes, max(0, start - 2), start):
            start = owner.start()
        cursor = max(cursor, end)
        names.append(Name(start, end, written(words[start:end])))
    return names


def signs(line: Flow) -> list[Sign]:
    """What *line* tells of acronyms."""
    return list(_signs(line, *_read(line)))


def _signs(line: Flow, classes: str, names: list[Name], taken: Set[int]) -> Iterator[Sign]:
    words, lower = line.words, line.lower
    for name in names:
        match = _DEFINITION.match(classes, name.end)
        if match and words[match.start(1)] not in countries():
            yield Sign(line.index[match.start(1)], "named", words[match.start(1)], name.full)
    heads, verbs = words_of("unit", "force", "body"), words_of("acting verb")
    for place in places(classes, "A"):
        if place in taken:
            continue
        token, word = line.index[place], words[place]
        if classes[place - 1 : place + 2] == "(A)":
            yield Sign(token, "defined", word)
            # Defined behind a name of no known form: a body if it acts, unless the name is that of a law or plan.
            if classes[place - 2 : place + 2] == "C(A)" and lower[place - 2] not in words_of("no body"):
                yield Sign(token, "owned", word)
            if place > 1 and (lower[place - 2] in heads or lower[place - 3] + " " + lower[place - 2] in heads):
                yield Sign(token, "headed", word)
        elif len(word) > 2:
            after = lower[place + 1] if place + 1 < len(lower) else ""
            if after.endswith("ed") or (after in verbs and after not in words_of("function")):
                yield Sign(token, "acting", word)
            elif after in verbs:
                yield Sign(token, "perhaps acting", word)


def acronyms(told: Iterable[Sign]) -> Acronyms:
    """The acronyms of bodies in a text that tells *told*: well known, defined behind a name or a body, or acting."""
    named: dict[str, str] = {}
    by_kind: dict[str, set[str]] = {kind: set() for kind in ("defined", "owned", "headed", "acting", "perhaps acting")}
    for sign in told:
        if sign.kind == "named":
            named.setdefault(sign.word, sign.full)
        else:
            by_kind[sign.kind].add(sign.word)
    defined, owned, headed, acting, perhaps = by_kind.values()
    bodies = dict.fromkeys(words_of("acronym"), "") | named
    known = frozenset(bodies)
    found = headed | ((acting | perhaps) - defined) | (acting & owned & defined)
    bodies |= dict.fromkeys(found - known - words_of("no acronym") - countries(), "")
    for word, full in list(bodies.items()):
        bodies.setdefault(word[:-1] if word.endswith("s") else word + "s", full)
    return Acronyms(bodies, known)
