"""A sentence as the linker sees it: a row of items, each an entity, a word or a punctuation mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

from spacy.tokens import Doc

from tallies import labels
from tallies.morphology import lemmas
from tallies.tape import Tape, tape

#: One letter an entity label; other items have the letters below.
LETTER = {
    labels.STATISTIC: "S",
    labels.MONEY: "M",
    labels.VICTIM_CATEGORY: "V",
    labels.OFFENDER: "O",
    labels.UNIT: "U",
    labels.AGENCY: "A",
    labels.NATIONALITY: "N",
    labels.COUNTRY: "C",
    labels.REGION: "R",
    labels.EXPLOITATION: "X",
    labels.PERIOD: "P",
    labels.DURATION: "D",
    labels.LAW: "L",
}
NOUNS = frozenset("VOUAN")
_PUNCTUATION = {",": ",", ";": ";", ":": ":", "(": "(", ")": ")", "[": "(", "]": ")", "-": "-", "--": "-", "š": "-"}
_AND = frozenset({"and", "or", "&", "and/or"})
_BE = frozenset(("is", "are", "was", "were", "be", "been", "being", "am"))
_HAVE = frozenset(("has", "have", "had", "having"))
_DO = frozenset(("did", "do", "does"))
_MODAL = frozenset(("can", "could", "may", "might", "will", "would", "shall", "should", "must"))
_NOT = frozenset({"not", "n't", "never", "neither", "nor", "without"})
_NEVER_VERBS = frozenset(
    (
        "during",
        "according",
        "including",
        "following",
        "regarding",
        "concerning",
        "united",
        "based",
        "need",
        "red",
        "shed",
        "bed",
    )
)


_FIXED = {
    **_PUNCTUATION,
    **dict.fromkeys(_AND, "&"),
    **dict.fromkeys(_BE, "b"),
    **dict.fromkeys(_HAVE, "h"),
    **dict.fromkeys(_DO, "d"),
    **dict.fromkeys(_MODAL, "m"),
    **dict.fromkeys(_NOT, "n"),
    **dict.fromkeys(".!?", "."),
}


@dataclass(slots=True)
class Item:
    """Tokens ``[start, end)`` of one kind.

    kind (str): an entity's letter (``LETTER``); "v" a verb form, "b" a form of be, "h" have, "d" do,
        "m" a modal, "n" a negation, "&" and/or, one of ``, ; : ( ) - .``, or "w" any other word.
    text (str): in lower case, straight quotes, single spaces.
    depth (int): how many brackets are open.
    form (str): of a verb: "past", "ing" or "base".
    """

    start: int
    end: int
    kind: str
    text: str
    depth: int = 0
    lemma: str = ""
    form: str = ""
    norm: str = ""


class Entity(NamedTuple):
    """An entity of ``doc.ents``: tokens ``[start, end)``, its kind (``LETTER``) and canonical form."""

    start: int
    end: int
    kind: str
    norm: str


class Sentence:
    """One sentence: its items, and where it stands.

    source (str): the text of the whole document; ``doc.text`` joins it anew at every call.
    index (int): number of the sentence in the document.
    section (str): kind of its section.
    kinds (frozenset[str]): the kinds of its entities.
    items (list[Item]), letters (str): its items and their kinds; made when first asked for, since most
        sentences hold no figure and no route.
    """

    __slots__ = ("_ents", "_items", "_letters", "end", "index", "kinds", "section", "source", "start", "tape")

    def __init__(
        self, tape: Tape, source: str, index: int, start: int, end: int, section: str, ents: list[Entity]
    ) -> None:
        self.tape = tape
        self.source = source
        self.index = index
        self.start = start
        self.end = end
        self.section = section
        self.kinds = frozenset([ent.kind for ent in ents])
        self._ents = ents
        self._items: list[Item] | None = None
        self._letters = ""

    @property
    def items(self) -> list[Item]:
        if self._items is None:
            self._items = _items(self.tape, self.start, self.end, self._ents)
            self._letters = "".join([item.kind for item in self._items])
        return self._items

    @property
    def letters(self) -> str:
        return self._letters if self._items is not None else "".join([item.kind for item in self.items])

    def has_word(self, words: frozenset[str]) -> bool:
        """Whether one of the lower-case *words* stands in it."""
        return not words.isdisjoint(self.tape.lower[self.start : self.end])

    def text(self, start: int, end: int) -> str:
        """The text of items ``[start, end)`` in lower case."""
        return " ".join(item.text for item in self.items[max(start, 0) : end])

    def raw(self, item: Item) -> str:
        """An item as it stands in the text."""
        return self.source[self.tape.starts[item.start] : self.tape.ends[item.end - 1]]

    def offsets(self, item: Item) -> tuple[int, int]:
        """Character offsets of an item."""
        return self.tape.starts[item.start], self.tape.ends[item.end - 1]


@lru_cache(maxsize=20_000)
def verb(word: str) -> tuple[str, str] | None:
    """The lemma and form ("past", "ing", "base") of a lower-case *word* that can be a verb, else None."""
    if not (word.isalpha() or "-" in word) or len(word) < 3 or word in _NEVER_VERBS:
        return None
    word = word.removeprefix("co-").removeprefix("re-")
    found = lemmas(word, "verb")
    if not found:
        if word.endswith("ed") and len(word) > 4:
            return word, "past"
        return None
    lemma = found[-1] if found[0] == word and len(found) > 1 else found[0]
    if word.endswith("ing") and lemma != word:
        return lemma, "ing"
    if lemma == word or word == lemma + "s" or word.endswith("es"):
        return lemma, "base"
    return lemma, "past"


def sentences(doc: Doc) -> Iterator[Sentence]:
    """The sentences of *doc*; reads ``doc.ents`` and ``doc.sents``.

    Without sentence bounds the whole text is one sentence. Sections come from ``doc.spans["section"]``.
    """
    t = tape(doc)
    source = doc.text
    ents = [Entity(e.start, e.end, LETTER.get(e.label_, "w"), e.kb_id_) for e in doc.ents]
    sections = [(s.start, s.end, s.label_) for s in doc.spans["section"]] if "section" in doc.spans else []
    # A column of numbers: asking each token would search the doc for annotation every time.
    marks = doc.to_array(["SENT_START"]) if len(doc) else ()
    bounds = [i for i, mark in enumerate(marks) if mark == 1] or [0]
    if bounds[0] != 0:
        bounds.insert(0, 0)
    at = 0
    section_at = 0
    for index, (start, end) in enumerate(zip(bounds, [*bounds[1:], len(doc)], strict=True)):
        while at < len(ents) and ents[at].start < start:
            at += 1
        inside = at
        while inside < len(ents) and ents[inside].start < end:
            inside += 1
        while section_at < len(sections) and sections[section_at][1] <= start:
            section_at += 1
        kind = sections[section_at][2] if section_at < len(sections) else ""
        yield Sentence(t, source, index, start, end, kind, ents[at:inside])
        at = inside


def _items(t: Tape, start: int, end: int, ents: list[Entity]) -> list[Item]:
    items: list[Item] = []
    depth = 0
    i = start
    waiting = iter(ents)
    ent = next(waiting, None)
    while i < end:
        if ent is not None and i == ent.start:
            stop = min(ent.end, end)
            items.append(Item(i, stop, ent.kind, t.text(i, stop), depth, norm=ent.norm))
            i = stop
            ent = next(waiting, None)
            continue
        word = t.lower[i]
        if not word.isspace():
            before = items[-1] if items else None
            if before is not None and before.kind == "w" and before.text.endswith("ly") and len(items) > 1:
                before = items[-2]  # "to fully dismiss", "did not effectively identify"
            item = _word(t, i, word, depth, before)
            if item.kind == ")":
                depth = max(0, depth - 1)
                item.depth = depth
            elif item.kind == "(":
                depth += 1
            items.append(item)
        i += 1
    return items


def _word(t: Tape, i: int, word: str, depth: int, before: Item | None) -> Item:
    kind = _FIXED.get(word)
    if kind and kind != "-":
        return Item(i, i + 1, kind, word, depth)
    if kind == "-" and t.words[i] == "-" and i and t.ends[i - 1] == t.starts[i] and i + 1 < len(t):
        # A hyphen inside a compound is no dash, unless it was a long dash before straightening.
        kind = "-" if t.starts[i + 1] != t.ends[i] or _was_dash(t, i) else "w"
    if kind:
        return Item(i, i + 1, kind, word, depth)
    found = verb(word)
    if found is not None:
        lemma, form = found
        if (
            form != "base"
            or (before is not None and (before.kind in "dmn" or before.text in ("to", "help", "helped")))
            or _run_by(t, i)
        ):
            return Item(i, i + 1, "v", word, depth, lemma, form)
        return Item(i, i + 1, "w", word, depth, lemma, form)
    return Item(i, i + 1, "w", word, depth)


def _run_by(t: Tape, i: int) -> bool:
    return t.lower[i] == "run" and i + 1 < len(t) and t.lower[i + 1] in ("by", "through")


def _was_dash(t: Tape, i: int) -> bool:
    return i in t.dashes
