"""Figures: the numbers of a sentence with their values, counted nouns and dollar equivalents."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from tallies import lexicons, numerals
from tallies.linking.view import NOUNS, Item, Sentence
from tallies.morphology import can_be, singular

if TYPE_CHECKING:
    from tallies.linking.frames import Frame

PEOPLE = frozenset(
    (
        "victim",
        "person",
        "people",
        "individual",
        "adult",
        "child",
        "minor",
        "female",
        "male",
        "woman",
        "man",
        "girl",
        "boy",
        "foreigner",
        "national",
        "citizen",
        "survivor",
        "migrant",
        "worker",
    )
)
#: Singular nouns of people in a calling: "officer", "diplomat"; not "center", "shelter".
PERSON = re.compile(
    r"^(?!.*(?:center|shelter|order|matter|computer|poster|letter|number|paper|flyer|error|sector|corridor)$)"
    r".*(?:er|or|ist|ian|ee|ant|official|diplomat|national|citizen|soldier|man|woman)$"
)
_QUALIFIER_WINDOW = 4
#: Before the difference between two figures: "an increase of approximately 12".
_CHANGE = re.compile(
    r"\b(?:(?:increase|decrease|decline|drop|rise|reduction|growth) of"
    r"|(?:increas|decreas|declin|dropp|reduc)ed by|(?:rose|fell|grew) by)(?: [a-z]+){0,2}$"
)
#: Words at the end of what stands before an amount; the negated ones first.
_QUALIFIERS = (
    ("min", re.compile(r"(?:no|not) (?:fewer|less) than(?: an?| the)?$")),
    ("max", re.compile(r"(?:up to|as much as|no more than|not more than|at most|(?:fewer|less) than)(?: an?| the)?$")),
    ("min", re.compile(r"(?:at least|no (?:fewer|less) than|more than|over|in excess of|exceeding)(?: an?| the)?$")),
    (
        "approx",
        re.compile(r"(?:approximately|about|nearly|almost|around|roughly|some|close to|estimated)(?: an?| the)?$"),
    ),
)


@dataclass(slots=True, eq=False)
class Figure:
    """One stated quantity while it is being linked; becomes a ``records.Fact``.

    at (int): index of its item in the sentence; of the action for a denied count.
    noun (int | None): index of the item that names what is counted, here or carried over.
    own (bool): whether the noun stands in the text at this figure, not elided.
    total, earlier (Figure | None): what it is a part of, what the text sets it against.
    sentences (Sentence | None): the statement behind its own that tells the prison terms.
    """

    sentence: Sentence
    at: int
    anchor: tuple[int, int]
    value: float | None
    value_max: float | None = None
    qualifier: str = "exact"
    kind: str = "count"
    unit: str = ""
    noun: int | None = None
    own: bool = False
    predicate: int | None = None
    usd: float | None = None
    usd_anchor: tuple[int, int] | None = None
    action: str = ""
    trigger: Item | None = None
    years: tuple[int, ...] = ()
    agency: Item | None = None
    attributes: dict[str, set[str]] = field(default_factory=dict)
    total: Figure | None = None
    earlier: Figure | None = None
    frame: Frame | None = None
    sentences: Sentence | None = None
    evidence: dict[str, str] = field(default_factory=dict)
    sure: dict[str, float] = field(default_factory=dict)
    copies: list[Figure] = field(default_factory=list)

    @property
    def people(self) -> bool:
        """Whether it counts people, or a share of them."""
        return self.unit in PEOPLE

    def noun_item(self) -> Item | None:
        """The item that names what is counted, if it stands in this sentence."""
        return self.sentence.items[self.noun] if self.noun is not None else None

    def is_change(self) -> bool:
        """Whether it is the difference between two figures, "an increase of 12"; no total, part or later figure."""
        return _CHANGE.search(self.sentence.text(self.at - 6, self.at)) is not None

    def after(self) -> int:
        """Index of the first item behind the figure and its noun."""
        return (self.noun if self.own and self.noun is not None and self.noun > self.at else self.at) + 1


def unit_of(item: Item) -> str:
    """The singular head noun of a phrase: "victims of sex trafficking" to "victim"."""
    if item.kind == "N":
        return "national"
    words = item.text.replace(" - ", "-").split()
    for cut in ("of", "with", "in", "from", "for", "against", "on", "at", "to", "who", "by", "under"):
        if cut in words[1:]:
            words = words[: words.index(cut, 1)]
    word = words[-1].rstrip("'s") if words[-1] in ("'s", "'") else words[-1]
    if word in ("ngos", "ngo"):
        return "ngo"
    if word in _demonyms():
        return "national"
    first, hyphen, last = word.rpartition("-")
    return f"{first}-{singular(last)}" if hyphen and first and last else singular(word.strip("-"))


@cache
def _demonyms() -> frozenset[str]:
    return frozenset(row["form"].lower() for row in lexicons.rows("country") if row["kind"] in ("people", "adjective"))


def qualifier_before(sentence: Sentence, at: int) -> str:
    """The qualifier that the words right before item *at* give ("approximately", "at least"), else "exact"."""
    words = sentence.text(at - _QUALIFIER_WINDOW, at)
    for name, pattern in _QUALIFIERS:
        if pattern.search(words):
            return name
    return "exact"


def find(sentence: Sentence, country: str | None) -> list[Figure]:
    """The figures of a sentence in order."""
    figures: list[Figure] = []
    if sentence.kinds.isdisjoint("SM"):
        return figures
    for at, item in enumerate(sentence.items):
        if item.kind == "S":
            figure = _count(sentence, at, item)
        elif item.kind == "M":
            figure = _money(sentence, at, item, country)
        else:
            continue
        if figure is not None:
            figures.append(figure)
    return figures


def _count(sentence: Sentence, at: int, item: Item) -> Figure | None:
    parsed = numerals.parse(item.text)
    if parsed is None:
        return None
    figure = Figure(sentence, at, sentence.offsets(item), parsed.value, parsed.value_max, parsed.qualifier)
    if parsed.qualifier == "exact":
        figure.qualifier = qualifier_before(sentence, at) if not parsed.percent else "exact"
    if parsed.percent:
        figure.kind, figure.unit = "percent", "percent"
    _attach_noun(figure)
    return figure


def _money(sentence: Sentence, at: int, item: Item, country: str | None) -> Figure | None:
    raw = sentence.raw(item)
    parsed = numerals.parse_money(raw, country)
    if parsed is None:
        return None
    if _statutory(sentence, at):
        return None
    qualifier = qualifier_before(sentence, at)
    unit = item.norm or parsed.code or "XXX"
    return Figure(sentence, at, sentence.offsets(item), parsed.value, parsed.value_max, qualifier, "money", unit)


def _statutory(sentence: Sentence, at: int) -> bool:
    """Whether an amount is a fine or deposit that a law prescribes, not one that was paid."""
    before = sentence.text(0, at)
    return bool(_FINE.search(before) and _PRESCRIBED.search(sentence.text(0, len(sentence.items)))) or bool(
        _REQUIRED.search(before)
    )


_FINE = re.compile(r"\b(?:fines?|penalt(?:y|ies)|punishments?)\b")
_PRESCRIBED = re.compile(
    r"\b(?:prescrib\w+|punishable|criminaliz\w+|provid\w+ (?:for )?(?:penalties|punishment|a (?:penalty|fine))|"
    r"faced (?:up to|penalties)|penalties of|increased penalties|maximum (?:fine|penalty)|minimum (?:fine|penalty)|"
    r"carr(?:y|ies|ied) (?:a )?(?:penalt|fine|sentence|prison|maximum)|law (?:increased|imposes?|sets?))"
)
_REQUIRED = re.compile(
    r"\b(?:law|decree|proclamation|regulation|act|article|code|ordinance)\w* "
    r"(?:\w+ ){0,3}require\w*\b.*\bto (?:deposit|pay|post)\b"
)


def _attach_noun(figure: Figure) -> None:
    """Set noun, predicate and unit from what follows the number."""
    items = figure.sentence.items
    i = figure.at + 1
    if figure.kind == "count" and i + 1 < len(items) and items[i].text == "-" and items[i + 1].text in _ROOM_FOR:
        figure.noun, figure.own, figure.unit = i + 1, True, items[i + 1].text  # "a 750-person center"
        return
    limit = min(len(items), i + 8)
    while i < limit and (
        (items[i].kind == "w" and (items[i].text in _SKIPPED or i == figure.at + 1))
        or (items[i].kind == "D" and "-" in items[i].text)  # "four five-day trainings"
    ):
        i += 1
    if i < limit and items[i].kind == "U" and unit_of(items[i]) == "one":
        figure.noun = i  # "closed 11 unlicensed ones": their noun is left out
        return
    if i < limit and items[i].kind in NOUNS and _joined(figure, i):
        figure.noun, figure.own = i, True
        if figure.kind == "count":
            figure.unit = unit_of(items[i])
        partial = any(item.text == "of" for item in items[figure.at + 1 : i])
        if partial or figure.kind == "percent":
            figure.predicate = predicate(figure)
        return
    # "22 new and 20 ongoing investigations", "127 federal and 298 state investigations"
    match = re.compile(r"Sw?w?&S").match(figure.sentence.letters, figure.at)
    if match and figure.kind == "count":
        shared = match.end()
        if shared < len(items) and items[shared].kind == "U" and match.end() - match.start() > 3:
            figure.noun, figure.own, figure.unit = shared, False, unit_of(items[shared])
            return
    plain = _plain_noun(figure)
    if plain is not None:
        figure.noun, figure.own, figure.unit = plain, True, singular(items[plain].text)
    figure.predicate = predicate(figure)


def _plain_noun(figure: Figure) -> int | None:
    """A plural that no tagger took, right behind the number: "three of these *centers*", "47 day *centers*"."""
    items = figure.sentence.items
    if figure.kind != "count":
        return None
    stop = lexicons.words("linking", "number preposition")
    for i in range(figure.at + 1, min(len(items), figure.at + 5)):
        word = items[i].text
        if items[i].kind != "w" or word in stop or word == "ones":
            return None
        if word == "of" and i + 1 < len(items) and items[i + 1].text not in _SKIPPED:
            apposed = items[i + 1].text in _THEM and figure.at and items[figure.at - 1].kind in ",(-"
            if (
                not apposed
            ):  # "four of forced begging and 11 of multiple types", but "19 soldiers, four of them officers"
                return None
        if word in _SKIPPED or not word.isalpha() or not can_be(word, "noun"):
            continue
        if singular(word) != word or (figure.value == 1 and i == figure.at + 1 and _ends_phrase(items, i)):
            return i
    return None


def _ends_phrase(items: list[Item], at: int) -> bool:
    """Whether a singular noun is the last word of its phrase: "including one *official*."."""
    return at + 1 == len(items) or items[at + 1].kind in ",;.)&" or items[at + 1].text in ("in", "from", "for", "to")


_SKIPPED = frozenset(
    (
        "of",
        "the",
        "these",
        "those",
        "all",
        "its",
        "their",
        "such",
        "other",
        "additional",
        "more",
        "new",
        "total",
        "different",
        "separate",
        "said",
    )
)


#: What a compound counts: "a 20-bed shelter".
_ROOM_FOR = frozenset(("bed", "member", "person", "place", "room", "seat"))
#: Plain adjectives that say who is counted behind "were".
ADJECTIVES = frozenset(("foreign", "female", "male", "adult", "adults", "domestic", "local"))


_THEM = frozenset(("whom", "which", "them", "these", "those"))


def _behind_whole(items: list[Item], at: int) -> int:
    """The item behind the total of "10 of *the 20 victims* were children", from item *at* behind "of"."""
    while at < len(items) and items[at].text in _SKIPPED:
        at += 1
    at += at < len(items) and items[at].kind == "S"
    return at + (at < len(items) and items[at].kind in "VON")


def predicate(figure: Figure) -> int | None:
    """The item that says of the counted people who they are: "20 were *women*", "19 of them *foreigners*",
    "half of the victims were *children*", "*women* made up 75 percent"."""
    items = figure.sentence.items
    j = figure.after()
    of_them = j + 1 < len(items) and items[j].text == "of" and items[j + 1].text in _THEM
    if of_them:
        j += 2
    elif j < len(items) and items[j].text == "of" and figure.kind == "count":
        j = _behind_whole(items, j + 1)
    if j < len(items) and (items[j].kind == "b" or of_them):
        start = j + 1 if items[j].kind == "b" else j
        for k in range(start, min(start + 3, len(items))):
            if items[k].kind in "VNO" or items[k].text in ADJECTIVES:
                return k
            if items[k].kind != "w":
                break
    if figure.kind == "percent" and figure.at >= 2:
        i = figure.at - 1
        while i > 0 and items[i].kind == "w" and items[i].text in ("up", "for", "about", "some", "only"):
            i -= 1
        if items[i].lemma in ("make", "constitute", "comprise", "represent", "account") and items[i - 1].kind in "VN":
            return i - 1
    return None


def _joined(figure: Figure, at: int) -> bool:
    """Whether the phrase at item *at* is what the figure counts, for the words in between."""
    words = [item.text for item in figure.sentence.items[figure.at + 1 : at] if item.kind != "D"]
    if not words:
        return True
    if all(word in _SKIPPED for word in words):
        return words != ["of"] or figure.sentence.items[at].kind in ("VOAN" if figure.kind == "count" else "VOAUN")
    return len(words) == 1 and words[0] not in lexicons.words("linking", "number preposition")
