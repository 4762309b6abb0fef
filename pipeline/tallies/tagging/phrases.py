"""A small noun-phrase grammar over class letters, shared by the taggers of people and counted things.

Every word gets one letter: closed classes and the vocabulary of modifiers come from lexicons, all
other words get one from the parts of speech that they can have. The letters:

======  ==========================================================================
``d``   determiner, quantifier, possessive pronoun ("the", "many", "their")
``n``   number
``p o`` preposition or subordinating conjunction; "of"; ``I`` is "in" and ``w`` is "with"
``&``   "and", "or"
``x i`` auxiliary; pronoun or sentence adverb: what stands where a verb follows
``s``   possessive "'s"
``a b`` adjective; a word that can be adjective and noun
``e``   participle: a modifier or a verb, by what stands before it
``r``   adverb
``t q`` crime noun ("trafficking"; ``T`` is "prostitution"); its first part ("sex"); ``%`` is "labor"
``k``   noun for people that modifies others ("child", "migrant"); ``y`` "asylum", "au"
``f D`` "forms" (of trafficking); "disabilities"
``~``   "forced", a modifier of such nouns only
``@ ^`` "alleged", "suspected": a modifier or, behind a subject, a verb; "that"
``v m`` verb; a word that is as often a verb as a noun ("report"); ``z`` is "to"
``N S`` noun, plural noun; ``O`` what workers of the helping kind have before them ("social")
``g``   noun in "-ing", which may be a verb ("training")
``l``   adjective that can be a verb ("present")
``F A`` "female", "male": adjective and noun; a people that is both ("Roma"); ``c`` other harm ("violence")
``C Z`` other capitalised word; acronym; ``Y`` name of a country; ``L`` demonym in the plural
``j``   word with a hanging hyphen ("anti- trafficking")
``u``   other lower-case word
======  ==========================================================================

and ``, - ( ) .`` for themselves or, the last, for any other sign; ``|`` for a blank line.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from tallies import lexicons
from tallies.morphology import can_be, singular
from tallies.tagging.flow import flow, places
from tallies.tape import Found, Memo, Tape, straight

_GRAMMAR = {
    "determiner": "d",
    "number": "n",
    "preposition": "p",
    "of": "o",
    "conjunction": "&",
    "auxiliary": "x",
    "pronoun": "i",
    "verb": "v",
    "either": "m",
    "to": "z",
    "that": "^",
}
_MODIFIER = {
    "adjective": "a",
    "participle": "e",
    "crime": "t",
    "forced": "q",
    "person": "k",
    "harm": "c",
    "helper": "O",
    "people": "A",
    "gender": "F",
    "adverb": "r",
    "claim": "@",
    "compulsion": "~",
    "trade": "N",
    "labor": "%",
}
_SPECIAL = {"in": "I", "with": "w", "prostitution": "T", "asylum": "y", "au": "y", "disabilities": "D", "forms": "f"}
_SIGNS = {",": ",", "-": "-", "'s": "s", "'": "s", "(": "(", ")": ")", "/": "&"}


@cache
def base_table() -> Mapping[str, str]:
    """Word to letter for the closed classes, the modifiers and the demonyms."""
    table: dict[str, str] = {}
    for row in lexicons.rows("country"):
        *before, last = row["form"].lower().split()
        if row["kind"] == "name":
            if " " not in row["form"]:
                table.setdefault(last, "Y")
        else:
            table[last] = "a" if row["kind"] == "adjective" else "L"
            table.update(dict.fromkeys(before, "a"))  # "Sierra Leonean"
    for row in lexicons.rows("region"):
        if row["kind"] == "adjective" and " " not in row["form"]:
            table.setdefault(row["form"].lower(), "a")
    table.update({row["form"]: _MODIFIER[row["kind"]] for row in lexicons.rows("modifier")})
    table.update({row["form"]: _GRAMMAR[row["kind"]] for row in lexicons.rows("grammar")})
    return table | _SPECIAL | _SIGNS


@lru_cache(maxsize=20_000)  # three tables ask for the same words
def letter(word: str) -> str:
    """The letter of a *word* that no lexicon has."""
    low = word.lower()
    if not word[0].isalpha():
        if word.isspace():
            return "|"
        if word[0] in "$€£¥•":
            return "$"
        if not word[0].isdigit():
            return "."
        return "9" if len(word) == 4 and word[:2] in ("19", "20") else "n"
    if low.endswith("-"):
        return "j"
    if low.isalpha():
        noun, verb, adjective = can_be(low, "noun"), can_be(low, "verb"), can_be(low, "adj")
        if len(word) > 1 and word.isupper() and not (noun or verb or adjective):
            return "Z"
        if verb and low.endswith("ed"):
            return "e"
        if verb and low.endswith("ing") and not noun:
            return "v"
        if noun:
            if low.endswith("ing"):
                return "g"
            return "S" if singular(low) != low and low.endswith("s") else "N" if not adjective else "l" if verb else "b"
        if adjective:
            return "l" if verb else "a"
        if low.endswith("ly") or can_be(low, "adv"):
            return "r"
        if verb:
            return "v"
        if low.endswith("ings"):
            return "S"
    if word[0].isupper():
        return "S" if len(word) > 2 and word[-1] == "s" and word[:-1].isupper() else "C"
    return "S" if low.endswith("s") and not low.endswith("ss") else "u"


@dataclass(frozen=True, slots=True)
class Letters:
    """The class string of a text without its soft line breaks, and the token behind each letter.

    A full stop stands before the first word and after the last one, so that patterns may look around.
    """

    text: str
    index: list[int]

    def tokens(self, start: int, end: int) -> tuple[int, int]:
        """Letters ``[start, end)`` as tokens."""
        return self.index[start], self.index[end - 1] + 1


def letters(tape: Tape, classes: Memo[str, str]) -> Letters:
    """The class string of *tape* by the table *classes*, which :func:`table` made."""
    line = flow(tape)
    chars = "".join(map(classes.__getitem__, line.words))
    dashes = [place for place in places(chars, "-") if tape.source[tape.starts[line.index[place]]] != "-"]
    if dashes:
        known = list(chars)
        for place in dashes:
            known[place] = "."  # a dash parts phrases; the tape shows it as a hyphen
        chars = "".join(known)
    return Letters(f".{chars}.", [-1, *line.index, len(tape)])


def table(heads: Mapping[str, str]) -> Memo[str, str]:
    """The letter of a word, as written: by *heads*, by the base classes, or by its form."""
    known = {**base_table(), **heads}

    def of(word: str) -> str:
        return known.get(word.lower()) or letter(word)

    return Memo(of)


#: A compound joined by hyphens ("at-risk", "NGO-run"), as one modifier.
COMPOUND = r"(?:(?!n-n)\w-)+[^\WE]"
#: A participle at the left edge is a modifier only where no verb can stand.
_EDGE = r"(?:(?:(?<=[dnpoIwvgz.|s(])|(?<=[vemi]\^))r?e(?:&r?[e@])?|(?<=[VH]&)re|(?<=[dnpoIwvg.|s(])l)"


def modifiers(people: str, *, harm: str = "c", forced: str = "qtTck%") -> str:
    """The pattern of pre-modifiers, also coordinated ("Turkish and foreign", "male, female, and child").

    people (str): the letters of nouns for people that modify other nouns.
    harm (str): the pattern of a harm that does ("abuse victims").
    forced (str): the letters before which "forced" is an adjective.
    """
    nouns = f"abqtTyFAl%{people}"
    compulsion = f"~(?=[{forced}])"
    # Wherever it stands; behind a preposition, a country's name is none.
    plain = (
        rf"(?:(?<![ir]){COMPOUND}|j?(?:[{nouns.replace('l', '')}]|C(?!r?e)|{harm})|{compulsion}"
        r"|(?<![SNCZLgiUPJKGXQ])@|(?<![pIoz&])Y)"
    )
    # Inside a phrase, where a participle is one too.
    inner = rf"(?:r?(?:{COMPOUND}|j?[{nouns}@]|C(?!r?e)|{harm}|(?<![tTkqN])e|{compulsion}))"
    return (
        rf"(?:(?!(?<=o)t,?&)(?:{_EDGE}|r?{plain}){inner}*"
        rf"(?:(?:(?:(?<![tTA]),{inner}+)+,)?(?:(?<![tTA])|(?<=t)(?=&[aqCk~]*[qt]))&(?!r?e){inner}+)?)"
    )


#: What a victim is one of: "of sex and labor trafficking", "of all forms of trafficking".
_CRIME = rf"(?:(?:[abkqt%eC~h]|{COMPOUND})*(?:[tT%]|{COMPOUND}[Sc]))"
TAIL = rf"(?:o(?:d?a?fo)?(?:[q~]&)?{_CRIME}(?:,?&{_CRIME})*)"

#: The words that a phrase can hold, so that patterns need not be tried elsewhere.
_RUN = re.compile(r"(?:\w(?=-)|[^dnpoIwvmzsxi^.|()$9])+")
_REACH = 20


def matches(pattern: re.Pattern[str], heads: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches of *pattern* that start in a stretch of *text* with one of the letters *heads*."""
    runs = _runs(text)
    reached = 0  # of the text
    for head in heads.finditer(text):
        if head.start() < reached:
            continue
        start, end = runs[bisect_right(runs, (head.start(), len(text))) - 1]
        reached = end
        limit = min(end + _REACH, len(text))
        # Not finditer, which would go on to look for matches that start behind the stretch.
        while start < end:
            match = pattern.match(text, start, limit)
            if match:
                yield match
            start = match.end() if match else start + 1


@lru_cache(maxsize=4)  # several patterns are looked for in one text
def _runs(text: str) -> list[tuple[int, int]]:
    """The stretches of *text* that a phrase can start in."""
    return [run.span() for run in _RUN.finditer(text)]


#: A word of a phrase as text, and where the words about the head end: "victims | of child abuse".
WORD = re.compile(r"[^\W_][\w.]*(?:'s)?")
BEHIND = re.compile(r"\s(?:of|with|in|from|for|at|without|under)\s")


@lru_cache(maxsize=10_000)
def head_word(text: str) -> str:
    """The singular lower-case head noun of a noun phrase: "victims of sex trafficking" is "victim"."""
    words = WORD.findall(BEHIND.split(f" {' '.join(straight(text).lower().split())} ")[0])
    return singular(words[-1]) if words else ""


def found(tape: Tape, spans: Iterable[tuple[int, int]]) -> list[Found]:
    """The *spans* in order, each with its head noun as ``norm``."""
    return [Found(start, end, head_word(tape.text(start, end))) for start, end in sorted(spans)]
