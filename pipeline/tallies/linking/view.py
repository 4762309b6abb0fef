"""A sentence as the linker sees it: a row of items, each an entity, a word or a punctuation mark."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Span

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
_BE = frozenset("is are was were be been being am".split())
_HAVE = frozenset("has have had having".split())
_DO = frozenset("did do does".split())
_MODAL = frozenset("can could may might will would shall should must".split())
_NOT = frozenset({"not", "n't", "never", "neither", "nor", "without"})
_NEVER_VERBS = frozenset("during according including following regarding concerning united based need red shed bed".split())


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


@dataclass(slots=True)
class Sentence:
    """One sentence: its items, and where it stands.

    source (str): the text of the whole document; ``doc.text`` joins it anew at every call.
    letters (str): the kinds of the items, for regular expressions over them.
    index (int): number of the sentence in the document.
    section (str): kind of its section.
    """

    doc: Doc
    tape: Tape
    source: str
    index: int
    start: int
    end: int
    section: str
    items: list[Item] = field(default_factory=list)
    letters: str = ""

    def text(self, start: int, end: int) -> str:
        """The text of items ``[start, end)`` in lower case."""
        return " ".join(item.text for item in self.items[max(start, 0) : end])

    def raw(self, item: Item) -> str:
        """An item as it stands in the text."""
        return self.source[self.tape.starts[item.start] : self.tape.ends[item.end - 1]]

    def offsets(self, item: Item) -> tuple[int, int]:
        """Character offsets of an item."""
        return self.tape.starts[item.start], self.tape.ends[item.end - 1]


def verb(word: str) -> tuple[str, str] | None:
    """The lemma and form ("past", "ing", "base") of a lower-case *word* that can be a verb, else None."""
    if len(word) < 3 or word in _NEVER_VERBS:
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
    """The sentences of *doc* that hold an entity, with their items; reads ``doc.ents`` and ``doc.sents``.

    Without sentence bounds the whole text is one sentence. Sections come from ``doc.spans["section"]``.
    """
    t = tape(doc)
    source = doc.text
    ents: list[Span] = sorted(doc.ents, key=lambda e: e.start)
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
        sentence = Sentence(doc, t, source, index, start, end, kind)
        sentence.items = _items(t, start, end, ents[at:inside])
        sentence.letters = "".join([item.kind for item in sentence.items])
        yield sentence
        at = inside


def _items(t: Tape, start: int, end: int, ents: list[Span]) -> list[Item]:
    items: list[Item] = []
    depth = 0
    i = start
    waiting = iter(ents)
    ent = next(waiting, None)
    while i < end:
        if ent is not None and i == ent.start:
            stop = min(ent.end, end)
            items.append(Item(i, stop, LETTER.get(ent.label_, "w"), t.text(i, stop), depth, norm=ent.kb_id_))
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
    kind = _PUNCTUATION.get(word)
    if kind == "-" and t.words[i] == "-" and i and t.ends[i - 1] == t.starts[i] and i + 1 < len(t):
        # A hyphen inside a compound is no dash, unless it was a long dash before straightening.
        kind = "-" if t.starts[i + 1] != t.ends[i] or _was_dash(t, i) else "w"
    if kind:
        return Item(i, i + 1, kind, word, depth)
    for letter, words in (("&", _AND), ("b", _BE), ("h", _HAVE), ("d", _DO), ("m", _MODAL), ("n", _NOT)):
        if word in words:
            return Item(i, i + 1, letter, word, depth)
    if word in ".!?":
        return Item(i, i + 1, ".", word, depth)
    found = verb(word) if word.isalpha() or "-" in word else None
    if found is not None:
        lemma, form = found
        if form != "base" or (before is not None and (before.kind in "dmn" or before.text in ("to", "help", "helped"))) or _run_by(t, i):
            return Item(i, i + 1, "v", word, depth, lemma, form)
        return Item(i, i + 1, "w", word, depth, lemma, form)
    return Item(i, i + 1, "w", word, depth)


def _run_by(t: Tape, i: int) -> bool:
    return t.lower[i] == "run" and i + 1 < len(t) and t.lower[i + 1] in ("by", "through")


def _was_dash(t: Tape, i: int) -> bool:
    return i in t.dashes
