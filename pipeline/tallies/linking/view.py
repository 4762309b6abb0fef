"""A sentence as the linker sees it: a row of items, each an entity, a word or a punctuation mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final, NamedTuple

import numpy as np
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


#: spaCy's codes of ``ENT_IOB``.
_GOES_ON, _BEGINS = 1, 3


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

    source (str): the text of the whole document.
    index (int): number of the sentence in the document.
    section (str): kind of its section.
    kinds (frozenset[str]): the kinds of its entities.
    items (list[Item]), letters (str), words (list[str]): its items, their kinds and their texts; made when
        first asked for, since most sentences hold no figure and no route.
    last_words (frozenset[str]): the last words of the items that can name an event: other words and counted nouns.
    """

    __slots__ = (
        "_ents",
        "end",
        "index",
        "items",
        "kinds",
        "last_words",
        "letters",
        "section",
        "source",
        "start",
        "tape",
        "words",
    )

    items: list[Item]
    letters: str
    words: list[str]
    last_words: frozenset[str]

    def __init__(self, tape: Tape, index: int, start: int, end: int, section: str, ents: list[Entity]) -> None:
        self.tape = tape
        self.source = tape.source
        self.index = index
        self.start = start
        self.end = end
        self.section = section
        self.kinds = frozenset([ent.kind for ent in ents])
        self._ents = ents

    def __getattr__(self, name: str) -> Any:
        """Make what is not there yet. Not properties: the items are asked for so often that each call would count."""
        if name == "last_words":
            self.last_words = frozenset([item.text.split()[-1] for item in self.items if item.kind in "wU"])
            return self.last_words
        if name not in ("items", "letters", "words"):
            raise AttributeError(f"A sentence has no {name!r}.")
        self.items = items = _items(self.tape, self.start, self.end, self._ents)
        self.letters = "".join([item.kind for item in items])
        self.words = [item.text for item in items]
        return getattr(self, name)

    def has_word(self, words: frozenset[str]) -> bool:
        """Whether one of the lower-case *words* stands in it."""
        return not words.isdisjoint(self.tape.lower[self.start : self.end])

    def text(self, start: int, end: int) -> str:
        """The text of items ``[start, end)`` in lower case."""
        return " ".join(self.words[max(start, 0) : end])

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


def entities(doc: Doc) -> list[tuple[int, int, str, str]]:
    """``doc.ents`` in plain values: first token, the one behind the last, label, ``kb_id_``.

    Read from columns: ``doc.ents`` makes an object of every token and entity.
    """
    if not len(doc):
        return []
    columns = doc.to_array(["ENT_IOB", "ENT_TYPE", "ENT_KB_ID"])
    heads = np.flatnonzero((columns[:, 0] == _BEGINS) & (columns[:, 1] != 0))
    breaks = np.append(np.flatnonzero(columns[:, 0] != _GOES_ON), len(doc))
    ends = breaks[np.searchsorted(breaks, heads, side="right")]
    string = doc.vocab.strings.__getitem__
    return [
        (start, end, string(label), string(norm) if norm else "")
        for start, end, (_, label, norm) in zip(heads.tolist(), ends.tolist(), columns[heads].tolist(), strict=True)
    ]


def sentences(doc: Doc) -> Iterator[Sentence]:
    """The sentences of *doc*; reads ``doc.ents`` and ``doc.sents``.

    Without sentence bounds the whole text is one sentence. Sections come from ``doc.spans["section"]``.
    """
    t = tape(doc)
    sections = [(s.start, s.end, s.label_) for s in doc.spans["section"]] if "section" in doc.spans else []
    # A column of numbers: asking each token would search the doc for annotation every time.
    bounds = np.flatnonzero(doc.to_array("SENT_START") == 1).tolist() or [0]
    if bounds[0] != 0:
        bounds.insert(0, 0)
    yield from grouped(t, bounds, len(t), entities(doc), sections)


def grouped(
    t: Tape,
    bounds: list[int],
    behind: int,
    found: list[tuple[int, int, str, str]],
    sections: list[tuple[int, int, str]],
    first: int = 0,
) -> Iterator[Sentence]:
    """The sentences that start at the tokens *bounds*, the last of which ends at the token *behind*.

    found (list), sections (list): the entities (:func:`entities`) and sections of these sentences, in order.
    first (int): the number of the first sentence.
    """
    ents = [Entity(start, end, LETTER.get(label, "w"), norm) for start, end, label, norm in found]
    at = 0
    section_at = 0
    for index, (start, end) in enumerate(zip(bounds, [*bounds[1:], behind], strict=True), first):
        while at < len(ents) and ents[at].start < start:
            at += 1
        inside = at
        while inside < len(ents) and ents[inside].start < end:
            inside += 1
        while section_at < len(sections) and sections[section_at][1] <= start:
            section_at += 1
        kind = sections[section_at][2] if section_at < len(sections) else ""
        yield Sentence(t, index, start, end, kind, ents[at:inside])
        at = inside


def _items(t: Tape, start: int, end: int, ents: list[Entity]) -> list[Item]:
    items: list[Item] = []
    lower = t.lower
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
        word = lower[i]
        kind, lemma, form = _reading(word)
        if kind == "-":
            kind = _dash(t, i)
        elif kind == "?":
            counts = ent is not None and ent.start == i + 1 and ent.kind in "SM"
            kind = "v" if _is_verb(items, word) or _run_by(t, i) or _acts(items, t, i, counts) else "w"
        elif kind == ")":
            depth = max(0, depth - 1)
        if kind:
            items.append(Item(i, i + 1, kind, word, depth, lemma, form))
        if kind == "(":
            depth += 1
        i += 1
    return items


@lru_cache(maxsize=50_000)
def _reading(word: str) -> tuple[str, str, str]:
    """The kind, lemma and form of a lower-case *word*; of no kind if it is white space, and of the kind "?" if it
    is a verb or not by the words before it."""
    if word.isspace():
        return "", "", ""
    kind = _FIXED.get(word)
    if kind:
        return kind, "", ""
    found = verb(word)
    if found is None:
        return "w", "", ""
    return ("?" if found[1] == "base" else "v"), *found


#: Verbs that "to" and a noun follow: "referred to care", "brought to trial".
_LEAD_TO = frozenset(("refer", "transfer", "lead", "bring", "send", "contribute", "amount", "proceed", "respond"))


def _is_verb(items: list[Item], word: str) -> bool:
    """Whether *word* behind *items*, the base form of a verb, is one here: "did not identify", "to dismiss"."""
    before = items[-1] if items else None
    last = items[-2] if len(items) > 1 else None
    if before is not None and last is not None and last.kind == "v":
        if before.kind == "&" and last.form == "base":
            return True  # "to identify and refer"
        if before.text == "to" and last.lemma in _LEAD_TO and lemmas(word, "noun"):
            return False
    if before is not None and before.kind == "w" and before.text.endswith("ly") and len(items) > 1:
        before = items[-2]  # "to fully dismiss", "did not effectively identify"
    return before is not None and (before.kind in "dmn" or before.text in ("to", "help", "helped"))


def _dash(t: Tape, i: int) -> str:
    """The kind of a dash: a hyphen inside a compound is none, unless it was a long dash before straightening."""
    if t.words[i] == "-" and i and t.ends[i - 1] == t.starts[i] and i + 1 < len(t):
        return "-" if t.starts[i + 1] != t.ends[i] or i in t.dashes else "w"
    return "-"


def _acts(items: list[Item], t: Tape, i: int, counts: bool) -> bool:
    """Whether token *i* is a verb in the present behind an agency: "NGOs *estimate* that", "the ministry *runs* 12".

    counts (bool): whether a figure stands behind it. Without figure or article it may be a noun: "police reports".
    """
    return bool(items) and items[-1].kind == "A" and (counts or (i + 1 < len(t) and t.lower[i + 1] in _OBJECTS))


#: Words that begin what is done, or said.
_OBJECTS: Final = frozenset("a an all approximately as at its some that the their there".split())  # noqa: SIM905


def _run_by(t: Tape, i: int) -> bool:
    return t.lower[i] == "run" and i + 1 < len(t) and t.lower[i + 1] in ("by", "through")
