"""Which sentences of new texts to annotate next, and as what the pipeline reads them.

The worth of a sentence is how many of its slots are likely to be wrong, by 100 words, since words are what annotation
costs: the sum of what the confidence of each link leaves to 1, of what the trained tagger's sureness of an entity
leaves to 1, of the chance that a number left unread is a figure, and one more for a figure that does not fit others by
a check, half where the text itself is the likelier cause. What was chosen before by the same rule counts less each
time, so that one doubt does not fill the list.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from spacy.language import Language

from tallies.checks.flags import READING
from tallies.checks.run import check
from tallies.components.spans import Spans
from tallies.documents.files import replaced
from tallies.documents.passages import cut, passage, sentence_at, sentence_of
from tallies.exchange.formats import FORMATS
from tallies.exchange.labelstudio import configuration, task
from tallies.numerals import SCALES, TENS, UNITS
from tallies.pipelines import make_doc
from tallies.records import Column, Document, Fact, Offsets

#: What a figure in conflict with a check is worth, by where the cause is likelier.
CONFLICT: Final = {True: 1.0, False: 0.5}
#: Links surer than this are no reason to look at a sentence.
SURE: Final = 0.75
#: The first name of the rule of a conflict.
CHECK: Final = "check"
#: How many doubtful links are named as reasons, beside the conflicts.
NAMED: Final = 3
#: How often a number that the rules leave unread is a figure, and a "no": counted on the annotated narratives.
UNREAD: Final = {"number": 0.05, "no": 0.4}
_WORD: Final = re.compile(r"\d(?:[\d.,]*\d)?|[^\W\d_]+")
_KINDS: Final = {
    **dict.fromkeys({*UNITS, *TENS, *SCALES} - {"one"}, "number"),  # "one" is more often a pronoun
    **dict.fromkeys(("no", "none", "zero"), "no"),
}
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


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something that a pipeline may have read wrongly.

    span (Offsets): where.
    rule (tuple[str, str]): what decided it, as two names; doubts of one rule are alike.
    wrong (float): how likely it is to be wrong; of a conflict, what it is worth.
    reason (str): a sentence for the annotator; "" if it is no reason to look at a sentence.
    """

    span: Offsets
    rule: tuple[str, str]
    wrong: float
    reason: str


@dataclass(slots=True)
class _Sentence:
    document: Document
    span: Offsets
    passage: Offsets
    doubts: list[Doubt] = field(default_factory=list)

    def worth(self, seen: Counter[tuple[str, str]]) -> float:
        """How much the sentence teaches where the rules in *seen* are chosen already."""
        wrong = sum(doubt.wrong / (1 + seen[doubt.rule]) for doubt in self.doubts)
        return 100 * wrong / max(len(self.document.text[slice(*self.span)].split()), 1)

    def teaches(self) -> Iterator[tuple[str, str]]:
        """The rules of the doubts that are a reason to look at it."""
        yield from (doubt.rule for doubt in self.doubts if doubt.reason)

    def reasons(self) -> tuple[str, ...]:
        """Why the sentence is doubtful: all conflicts, and the weightiest of the other doubts."""
        told = [doubt for doubt in self.doubts if doubt.reason]
        conflicts = [doubt.reason for doubt in told if doubt.rule[0] == CHECK]
        others = [doubt for doubt in told if doubt.rule[0] != CHECK]
        others.sort(key=lambda doubt: (-doubt.wrong, doubt.span, doubt.rule))
        return (*conflicts, *(doubt.reason for doubt in others[:NAMED]))


def suggest(
    documents: Iterable[Document], limit: int, *, tagged: Callable[[Document], Iterable[Doubt]] | None = None
) -> list[Suggestion]:
    """The *limit* passages of *documents*, as a pipeline reads them, that teach most when annotated; best first.

    A passage is a sentence, with those up to the furthest that its figures are linked to. Passages do not overlap;
    fewer are given where fewer sentences are in doubt.

    tagged (Callable[[Document], Iterable[Doubt]] | None): what the pipeline's trained tagger doubts in a document
        (:func:`tagger_doubts`); None if it has no such tagger.
    """
    known = list(documents)
    sentences = _sentences(known, tagged)
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


def tagger_doubts(nlp: Language) -> Callable[[Document], Iterable[Doubt]] | None:
    """What the trained tagger of *nlp* doubts, by document, which is read once more; None if it has no such tagger."""
    taggers = [(name, pipe) for name, pipe in nlp.pipeline if isinstance(pipe, Spans)]
    if not taggers:
        return None
    (before, tagger) = taggers[-1]

    def doubts(document: Document) -> Iterator[Doubt]:
        doc = make_doc(nlp, document.text, country=document.country, report_year=document.report_year)
        for name, pipe in nlp.pipeline:
            if name == before:
                break
            doc = pipe(doc)
        for start, end, label, sure in tagger.doubts(doc, below=SURE):
            span = doc[start:end].start_char, doc[start:end].end_char
            said = label or "no entity"
            reason = f'{said} in "{passage(document, span)}" by the trained tagger: confidence {sure:.2f}'
            yield Doubt(span, ("entity", label), 1 - sure, reason)

    return doubts


def _sentences(documents: Sequence[Document], tagged: Callable[[Document], Iterable[Doubt]] | None) -> list[_Sentence]:
    """The sentences with a doubt or a conflict, in the order of the texts."""
    found: list[_Sentence] = []
    facts: dict[tuple[str, str], Fact] = {}
    conflicts: dict[str, list[Doubt]] = {}
    for document in documents:
        facts.update({(document.doc_id, fact.id): fact for fact in document.facts})
    for flag in check(documents):
        worth, reason = CONFLICT[flag.likelier == READING], f"{flag.check}: {flag.message}"
        for side in dict.fromkeys([(flag.document, flag.fact), (flag.other_document, flag.other_fact)]):
            conflicts.setdefault(side[0], []).append(Doubt(facts[side].anchor, (CHECK, flag.check), worth, reason))
    for document in documents:
        doubts = [*conflicts.get(document.doc_id, ()), *_of_links(document), *_unread(document)]
        doubts += tagged(document) if tagged is not None else ()
        here: dict[Offsets, _Sentence] = {}
        spans = sorted({sentence_of(document, fact) for fact in document.facts})
        for doubt in doubts:
            at = bisect_right(spans, doubt.span[0], key=_start) - 1
            # A number or an entity may stand in a sentence without facts, whose bounds no record says.
            known = at >= 0 and doubt.span[0] < spans[at][1]
            span = spans[at] if known else sentence_at(document, doubt.span)
            if span not in here:
                here[span] = _Sentence(document, span, _linked(document, span))
            if doubt.rule[0] != CHECK or doubt not in here[span].doubts:  # both of its figures may stand here
                here[span].doubts.append(doubt)
        found += [here[span] for span in sorted(here)]
    return [sentence for sentence in found if any(True for _ in sentence.teaches())]


def _of_links(document: Document) -> Iterator[Doubt]:
    """What the evidence of the links of *document* leaves open."""
    for fact in document.facts:
        for one in fact.evidence:
            reason = ""
            if one.confidence < SURE:
                figure = passage(document, fact.anchor)
                reason = f'{one.slot} of "{figure}" by the rule {one.rule}: confidence {one.confidence:.2f}'
            yield Doubt(fact.anchor, (one.slot, one.rule), 1 - one.confidence, reason)


def _unread(document: Document) -> Iterator[Doubt]:
    """The numbers of *document* that are part of no entity and no fact."""
    read = bytearray(len(document.text))
    spans = [(one.start, one.end) for one in document.entities] + [fact.anchor for fact in document.facts]
    for start, end in spans:
        read[start:end] = b"\x01" * (end - start)
    for match in _WORD.finditer(document.text):
        word = match.group()
        kind = "number" if word[0].isdigit() else _KINDS.get(word.lower())
        if kind is not None and not any(read[match.start() : match.end()]):
            yield Doubt(match.span(), ("unread", kind), UNREAD[kind], f'"{word}" is in no figure')


def _start(span: Offsets) -> int:
    return span[0]


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
