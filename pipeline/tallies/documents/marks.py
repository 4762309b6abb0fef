"""The inline-mark form: one line a sentence, ``{29|STATISTIC}`` around each span, facts and routes below it.

    @12 {Courts|AGENCY} {convicted|ACTION} {29|STATISTIC} {traffickers|OFFENDER}.
    F 12.1 at=s1 act=convict val=29 unit=trafficker year=2017 by=Courts
    > 12.2 origin=MLI dest=TUN who=woman

The text itself is kept apart (``.txt``); the marked lines need to agree with it in all but white space,
so that offsets are those of the text. ``corpus/GUIDELINES.md`` says what each key means.

Beyond the guidelines the form holds every slot of the records: ``{Mali|COUNTRY|MLI}`` is a span with its
canonical form, ``at=10..12`` an anchor that is no marked span, and facts and routes have more keys (see
:mod:`tallies.documents.markfields`). A brace, bar or backslash of the text is written after a backslash.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from tallies.documents.markfields import Sentence, read_record, write_record
from tallies.errors import InputError, RecordError
from tallies.labels import ACTION, AGENCY, ENTITY_LABELS, MONEY, STATISTIC
from tallies.records import Document, Entity, Fact, Offsets, Route
from tallies.structure import abbreviations
from tallies.tape import straight

_PIECE: Final = re.compile(r"\\(?P<escaped>[\\{}|])|(?P<sign>[{}|])|[^\\{}|]+|\\")
_ESCAPE: Final = re.compile(r"[\\{}|]")
_BAR_LABEL: Final = re.compile(r"\s*(?:" + "|".join(ENTITY_LABELS) + r")\b")
_END: Final = re.compile(r"[.!?][\"')\]’”]*\s+(?=[^\sa-z])|\n\s*\n\s*")
_LAST_WORD: Final = re.compile(r"\S+\Z")
#: The first letter of an anchor's name, by label.
_ANCHORS: Final = {STATISTIC: "s", MONEY: "s", ACTION: "a"}


def read_marks(
    ann: str,
    txt: str,
    *,
    doc_id: str,
    country: str | None = None,
    report_year: int | None = None,
    tier: str | None = None,
    file: str = "",
) -> Document:
    """The record that the marked lines *ann* and the text *txt* hold together.

    A route gets the offsets of the sentence that it stands under. *file* is the name in errors.

    Raises InputError naming line and field: a broken mark, an unknown label or key, a value that is none
    of the closed list, a line that differs from the text, an anchor that the sentence has not, a link to no fact.
    """
    return _Reader(txt, file or doc_id).read(ann, doc_id, country, report_year, tier)


class _Reader:
    def __init__(self, text: str, file: str) -> None:
        self.text = text
        self.file = file
        self.line = 0
        self.solid = [i for i, letter in enumerate(text) if not letter.isspace()]
        self.at = 0  # how many letters other than white space were read
        self.entities: list[Entity] = []
        self.facts: list[tuple[int, Fact]] = []
        self.routes: list[Route] = []

    def error(self, reason: str, remedy: str = "Mend the line.", line: int | None = None) -> InputError:
        return InputError(self.file, f"line {line or self.line}", "malformed", reason, remedy)

    def read(self, ann: str, doc_id: str, country: str | None, report_year: int | None, tier: str | None) -> Document:
        sentence: Sentence | None = None
        for self.line, line in enumerate(ann.split("\n"), 1):
            line = line.rstrip("\r")
            if not line.strip():
                continue
            if line.startswith("@"):
                sentence = self._sentence(line)
            elif line.startswith(("F ", "> ")):
                if sentence is None:
                    raise self.error("It stands before the first sentence.", "Move it below its sentence.")
                self._record(line, sentence)
            else:
                raise self.error(f"It begins with {line[:10]!r}, not with @, F or >.")
        if self.at != len(self.solid):
            rest = self.text[self.solid[self.at] :][:40]
            raise self.error(f"The text goes on with {rest!r}.", "Add the missing sentences.")
        self._check()
        return Document(
            doc_id,
            self.text,
            country,
            report_year,
            tier,
            tuple(self.entities),
            tuple(fact for _, fact in self.facts),
            tuple(self.routes),
        )

    def _sentence(self, line: str) -> Sentence:
        head, _, marked = line.partition(" ")
        if not head[1:].isdecimal():
            raise self.error(f"The sentence's number is {head[1:]!r}.", "Write @ and a whole number.")
        plain, spans = self._unmark(marked)
        solid = "".join(plain.split())
        there = "".join(self.text[i] for i in self.solid[self.at : self.at + len(solid)])
        if solid != there:
            same = next((i for i, (a, b) in enumerate(zip(solid, there, strict=False)) if a != b), len(there))
            near = slice(max(0, same - 15), same + 15)
            raise self.error(f"The text has {there[near]!r} where the line has {solid[near]!r}.")
        sentence = Sentence()
        if solid:
            sentence.span = (self.solid[self.at], self.solid[self.at + len(solid) - 1] + 1)
        counts = {"s": 0, "a": 0}
        for start, end, label, norm in spans:
            first = self.at + len("".join(plain[:start].split()))
            last = first + len("".join(plain[start:end].split())) - 1
            span = (self.solid[first], self.solid[last] + 1)
            self.entities.append(Entity(*span, label, norm))
            kind = _ANCHORS.get(label)
            if kind:
                counts[kind] += 1
                sentence.names[f"{kind}{counts[kind]}"] = span
        self.at += len(solid)
        return sentence

    def _unmark(self, marked: str) -> tuple[str, list[tuple[int, int, str, str | None]]]:
        """The plain text of a marked line, and its marks as (start, end, label, norm) in it."""
        plain = ""
        spans: list[tuple[int, int, str, str | None]] = []
        parts: list[str] | None = None  # of the mark that is open
        for piece in _PIECE.finditer(marked):
            letters = piece["escaped"] or piece[0]
            sign = piece["sign"]
            if sign == "{" and parts is None:
                parts = [""]
            elif sign == "|" and parts is not None:
                parts.append("")
            elif sign == "}" and parts is not None:
                surface, label, norm = self._mark(parts)
                spans.append((len(plain), len(plain) + len(surface), label, norm))
                plain += surface
                parts = None
            elif sign in ("{", "}") or (sign == "|" and _BAR_LABEL.match(marked, piece.end())):
                raise self.error(f"A mark is broken near {marked[max(0, piece.start() - 15) : piece.end() + 15]!r}.")
            elif parts is not None:
                parts[-1] += letters
            else:
                plain += letters
        if parts is not None:
            raise self.error(f"The mark {'{' + '|'.join(parts)!r} is not closed.")
        return plain, spans

    def _mark(self, parts: list[str]) -> tuple[str, str, str | None]:
        surface, label = parts[0], parts[1] if len(parts) > 1 else ""
        if len(parts) not in (2, 3):
            raise self.error(f"The mark {'{' + '|'.join(parts) + '}'!r} is not of the form {{words|LABEL}}.")
        if label not in ENTITY_LABELS:
            raise self.error(f"The label of {surface!r} is {label!r}.", f"Use one of {', '.join(ENTITY_LABELS)}.")
        if not surface or surface != surface.strip():
            raise self.error(f"The mark {surface!r} begins or ends with white space.")
        return surface, label, parts[2] if len(parts) == 3 else None

    def _record(self, line: str, sentence: Sentence) -> None:
        try:
            record = read_record(line, sentence)
        except ValueError as error:
            raise self.error(str(error)) from error
        if isinstance(record, Fact):
            self.facts.append((self.line, record))
        else:
            self.routes.append(record)

    def _check(self) -> None:
        """Each link leads to a fact, each acting agency is an AGENCY of the text; then it is as written there."""
        known = {fact.id for _, fact in self.facts}
        exact = {" ".join(self.text[e.start : e.end].split()) for e in self.entities if e.label == AGENCY}
        written = {
            _key(self.text[e.start : e.end]): self.text[e.start : e.end] for e in self.entities if e.label == AGENCY
        }
        seen: set[str] = set()
        for place, (line, fact) in enumerate(self.facts):
            if fact.id in seen:
                raise self.error(f"The id {fact.id} is used twice.", line=line)
            seen.add(fact.id)
            for key, link in (("of", fact.part_of), ("cmp", fact.compared_with)):
                if link is not None and link not in known:
                    raise self.error(f"Key {key!r} of {fact.id} is {link!r}, which is no fact.", line=line)
            if fact.agency is not None and fact.agency_anchor is None:
                if _key(fact.agency) not in written:
                    raise self.error(f"Key 'by' of {fact.id} is {fact.agency!r}, no AGENCY of the text.", line=line)
                if fact.agency not in exact:  # other quotes than in the text
                    agency = " ".join(written[_key(fact.agency)].split())
                    self.facts[place] = line, replace(fact, agency=agency)


def _key(text: str) -> str:
    return " ".join(straight(text).split())


def write_marks(document: Document) -> str:
    """*document* in the inline-mark form: what ``read_marks`` reads together with its text.

    Sentences are cut at full stops and blank lines, never inside a span. Facts and routes stand below the
    sentence of their anchor, so that facts come out in the order of sentences.

    Raises RecordError where entities overlap, begin or end with white space, or have an unknown label.
    """
    text = document.text
    entities = sorted(document.entities, key=lambda entity: entity.start)
    _check_entities(text, entities)
    cuts = _cuts(text, entities)
    # Each below the sentence that holds its start; what lies before the first or nowhere goes to the last.
    below: list[list[str]] = [[] for _ in cuts]
    sentences = [_sentence_of(text, entities, start, end) for start, end in cuts]
    for fact in document.facts:
        at = _index(cuts, fact.anchor[0])
        _check_agency(fact, text, entities)
        below[at].append(write_record(fact, sentences[at]))
    for route in document.routes:
        at = _index(cuts, route.sentence[0]) if route.sentence else len(cuts) - 1
        below[at].append(write_record(route, sentences[at]))
    out = []
    for number, ((start, end), lines) in enumerate(zip(cuts, below, strict=True), 1):
        out += [f"@{number} {_marked(text, entities, start, end)}", *lines]
    return "\n".join(out) + "\n"


def _check_entities(text: str, entities: list[Entity]) -> None:
    last = 0
    for entity in entities:
        words = text[entity.start : entity.end]
        if entity.start < last or not words.strip() or words != words.strip() or entity.label not in ENTITY_LABELS:
            raise RecordError(
                f"The {entity.label} {words!r} at {entity.start} overlaps another span, has outer white space "
                "or no label of tallies.labels: inline marks cannot hold it."
            )
        last = entity.end


def _cuts(text: str, entities: list[Entity]) -> list[Offsets]:
    """The sentences as offsets, white space at their ends included; at least one."""
    inside = [(entity.start, entity.end) for entity in entities]
    cuts, start, at = [], 0, 0
    for found in _END.finditer(text):
        cut = found.end()
        word = _LAST_WORD.search(text, start, found.start() + 1)
        if found[0][0] == "." and word and word[0].lower() in abbreviations():
            continue
        while at < len(inside) and inside[at][1] <= cut:
            at += 1
        if at < len(inside) and inside[at][0] < cut:
            continue
        if text[start:cut].strip() and cut < len(text):
            cuts.append((start, cut))
            start = cut
    cuts.append((start, len(text)))
    return cuts


def _index(cuts: list[Offsets], offset: int) -> int:
    return next((i for i, (start, end) in enumerate(cuts) if start <= offset < end), len(cuts) - 1)


def _sentence_of(text: str, entities: list[Entity], start: int, end: int) -> Sentence:
    words = text[start:end]
    lead = len(words) - len(words.lstrip())
    solid = words.strip()
    sentence = Sentence((start + lead, start + lead + len(solid)) if solid else (0, 0))
    counts = {"s": 0, "a": 0}
    for entity in entities:
        kind = _ANCHORS.get(entity.label)
        if kind and start <= entity.start < end:
            counts[kind] += 1
            sentence.names[f"{kind}{counts[kind]}"] = (entity.start, entity.end)
    return sentence


def _marked(text: str, entities: list[Entity], start: int, end: int) -> str:
    out, cursor = "", start
    for entity in entities:
        if start <= entity.start < end:
            norm = "" if entity.norm is None else f"|{_escaped(entity.norm)}"
            out += _escaped(text[cursor : entity.start])
            out += f"{{{_escaped(text[entity.start : entity.end])}|{entity.label}{norm}}}"
            cursor = entity.end
    out += _escaped(text[cursor:end])
    return " ".join(out.split())


def _escaped(text: str) -> str:
    return _ESCAPE.sub(r"\\\g<0>", text)


def _check_agency(fact: Fact, text: str, entities: list[Entity]) -> None:
    if fact.agency is None or fact.agency_anchor is not None:
        return
    names = (" ".join(text[e.start : e.end].split()) for e in entities if e.label == AGENCY)
    if fact.agency not in names:
        raise RecordError(f"Fact {fact.id}: its agency {fact.agency!r} is no AGENCY of the text.")
