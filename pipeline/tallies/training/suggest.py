"""Which sentences of new texts to annotate next, and as what the pipeline reads them.

The worth of a sentence is how many of its slots are likely to be wrong, by 100 words, since words are what annotation
costs: the sum of what the confidence of each link leaves to 1, and one more for a figure that does not fit others by a
check, half where the text itself is the likelier cause. A rule whose links were chosen before counts less each time, so
that one doubt does not fill the list.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from tallies.checks.flags import READING, Flag
from tallies.checks.run import check
from tallies.documents.files import replaced
from tallies.documents.passages import cut, passage, sentence_at, sentence_of
from tallies.exchange.formats import FORMATS
from tallies.exchange.labelstudio import configuration, task
from tallies.records import Column, Document, Fact, Offsets

#: What a figure in conflict with a check is worth, by where the cause is likelier.
CONFLICT: Final = {True: 1.0, False: 0.5}
#: Links surer than this are no reason to look at a sentence.
SURE: Final = 0.75
#: How many doubtful links are named as reasons, beside the conflicts.
NAMED: Final = 3
#: The columns that say of a suggestion where it comes from and why.
ORIGIN: Final = "document"
REASON: Final = "reason"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """A passage to annotate.

    document (Document): the passage as a document of its own, pre-annotated; its columns name the document that it
        is cut out of, and the reasons. ``offset`` says where.
    worth (float): how many slots of its sentence are likely to be wrong, by 100 words.
    reasons (tuple[str, ...]): sentences, the weightiest first.
    """

    document: Document
    worth: float
    reasons: tuple[str, ...]


@dataclass(slots=True)
class _Sentence:
    document: Document
    span: Offsets
    passage: Offsets
    facts: list[Fact] = field(default_factory=list)
    flags: list[Flag] = field(default_factory=list)

    def worth(self, seen: Counter[tuple[str, str]]) -> float:
        """How much the sentence teaches where the links in *seen* are chosen already."""
        doubts = sum(
            (1 - one.confidence) / (1 + seen[one.slot, one.rule]) for fact in self.facts for one in fact.evidence
        )
        conflicts = sum(CONFLICT[flag.likelier == READING] / (1 + seen["check", flag.check]) for flag in self.flags)
        return 100 * (doubts + conflicts) / max(len(self.document.text[slice(*self.span)].split()), 1)

    def teaches(self) -> Iterator[tuple[str, str]]:
        """The doubtful links and the conflicts, as rules."""
        for fact in self.facts:
            yield from ((one.slot, one.rule) for one in fact.evidence if one.confidence < SURE)
        yield from (("check", flag.check) for flag in self.flags)

    def reasons(self) -> tuple[str, ...]:
        """Why the sentence is doubtful."""
        doubts = sorted(
            (one.confidence, fact.anchor, one.slot, one.rule)
            for fact in self.facts
            for one in fact.evidence
            if one.confidence < SURE
        )
        shown = [
            f'{slot} of "{passage(self.document, anchor)}" by the rule {rule}: confidence {confidence:.2f}'
            for confidence, anchor, slot, rule in doubts[:NAMED]
        ]
        return (*(f"{flag.check}: {flag.message}" for flag in self.flags), *shown)


def suggest(documents: Iterable[Document], limit: int) -> list[Suggestion]:
    """The *limit* passages of *documents*, as a pipeline reads them, that teach most when annotated; best first.

    A passage is a sentence, with those up to the furthest that its figures are linked to. Passages do not overlap;
    fewer are given where fewer sentences are in doubt.
    """
    known = list(documents)
    sentences = _sentences(known)
    seen: Counter[tuple[str, str]] = Counter()
    chosen: list[tuple[_Sentence, Offsets, float]] = []
    while sentences and len(chosen) < limit:
        best = max(sentences, key=lambda sentence: sentence.worth(seen))
        span = best.passage
        chosen.append((best, span, best.worth(Counter())))
        seen.update(best.teaches())
        # A sentence that is in no chosen passage may be linked to one that is: its passage would repeat that.
        sentences = [one for one in sentences if one.document is not best.document or not _overlap(one.passage, span)]
    return [_suggestion(*one) for one in chosen]


def write_suggestions(suggestions: Sequence[Suggestion], path: Path, format_: str, *, model_version: str) -> None:
    """Write *suggestions* in one of ``tallies.exchange.formats.FORMATS``.

    labelstudio: tasks with predictions, the field ``reason`` among their data, and the configuration beside them.
    model_version (str): the name of the pipeline in predictions.
    Raises OSError.
    """
    if format_ != "labelstudio":
        FORMATS[format_].write([one.document for one in suggestions], path)
        return
    tasks = []
    for one in suggestions:
        made = task(one.document, model_version=model_version)
        made["data"][REASON] = "; ".join(one.reasons)
        tasks.append(json.dumps(made, ensure_ascii=False))
    with replaced(path) as lines:
        lines.write("[\n" + ",\n".join(tasks) + "\n]\n")
    with replaced(path.with_suffix(".xml")) as lines:
        lines.write(configuration())


def _suggestion(sentence: _Sentence, span: Offsets, worth: float) -> Suggestion:
    reasons = sentence.reasons()
    document = cut(sentence.document, *span)
    said = Column(ORIGIN, sentence.document.doc_id), Column(REASON, "; ".join(reasons))
    return Suggestion(replace(document, columns=(*document.columns, *said)), worth, reasons)


def _sentences(documents: Sequence[Document]) -> list[_Sentence]:
    """The sentences with a doubtful link or a conflict, in the order of the texts."""
    found: dict[tuple[str, Offsets], _Sentence] = {}
    of: dict[tuple[str, str], _Sentence] = {}
    for document in documents:
        for fact in document.facts:
            span = sentence_of(document, fact)
            if (document.doc_id, span) not in found:
                found[document.doc_id, span] = _Sentence(document, span, _linked(document, span))
            sentence = found[document.doc_id, span]
            sentence.facts.append(fact)
            of[document.doc_id, fact.id] = sentence
    for flag in check(documents):
        sides = of[flag.document, flag.fact], of[flag.other_document, flag.other_fact]
        for sentence in sides[: 1 if sides[0] is sides[1] else 2]:
            sentence.flags.append(flag)
    return [sentence for sentence in found.values() if any(True for _ in sentence.teaches())]


def _linked(document: Document, span: Offsets) -> Offsets:
    """*span* widened over the sentences that the figures in it are linked to, either way, and to whole sentences."""
    facts = {fact.id: (sentence_of(document, fact), fact) for fact in document.facts}
    while True:
        reach = [span]
        for sentence, fact in facts.values():
            ends = [facts[end][0] for end in (fact.part_of, fact.compared_with) if end in facts]
            named = (end for end in (fact.agency_anchor, fact.usd_anchor) if end is not None)
            ends += [sentence_at(document, end) for end in named]
            if _overlap(sentence, span):
                reach += [sentence, *ends]
            elif any(_overlap(facts[end][0], span) for end in (fact.part_of, fact.compared_with) if end in facts):
                reach.append(sentence)
        wider = min(start for start, _ in reach), max(end for _, end in reach)
        if wider == span:
            return span
        span = wider


def _overlap(one: Offsets, other: Offsets) -> bool:
    return one[0] < other[1] and other[0] < one[1]
