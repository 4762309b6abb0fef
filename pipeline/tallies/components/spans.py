"""The trained component ``tallies_spans``: a second reading of the open classes, on top of rules and links."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain as joined
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language
from spacy.pipeline import TrainablePipe
from spacy.tokens import Doc, Span
from spacy.training import Example
from spacy.util import filter_spans
from spacy.vocab import Vocab

from tallies import labels
from tallies.learning import chain, features
from tallies.learning.chain import Floats, Ints
from tallies.learning.model import Scorer, learn, param
from tallies.linking.view import verb
from tallies.tagging.flow import flow
from tallies.tape import tape

if TYPE_CHECKING:
    from thinc.api import Optimizer

MODEL = {"@architectures": "tallies.HashedChain.v1", "rows": 1 << 18}
#: A label and words in lower case.
Phrase = tuple[str, str]
#: LAW is left to the rules, which read it better than what is learned from a few hundred examples.
OPEN = [labels.AGENCY, labels.VICTIM_CATEGORY, labels.OFFENDER, labels.UNIT, labels.ACTION]
#: Found by cross-validation: a chain is surest of what is frequent, and that is no entity.
LEAN = {labels.AGENCY: 0.4, labels.VICTIM_CATEGORY: 0.6, labels.OFFENDER: 0.6, labels.UNIT: 0.6, labels.ACTION: 1.2}


@Language.factory(
    "tallies_spans",
    requires=["doc.ents", "doc.spans", "token.is_sent_start"],
    assigns=["doc.ents"],
    default_config={
        "model": MODEL,
        "labels": OPEN,
        "hints": [labels.span_key(label) for label in labels.ENTITY_LABELS if label != labels.ACTION],
        "figures": [labels.span_key(labels.STATISTIC), labels.span_key(labels.MONEY)],
        "section": "section",
        "hide": 0.6,
        "lean": LEAN,
        "scorer": {"@scorers": "spacy.ner_scorer.v1"},
    },
    default_score_weights={"ents_f": 1.0, "ents_p": 0.0, "ents_r": 0.0, "ents_per_type": None},
)
def make_spans(
    nlp: Language,
    name: str,
    model: Scorer,
    labels: list[str],
    hints: list[str],
    figures: list[str],
    section: str,
    hide: float,
    lean: dict[str, float],
    scorer: Callable[..., Any] | None,
) -> Spans:
    """Mark the *labels* as learned from annotations, where rules and links are witnesses among others.

    Reads the words, the sentences, ``doc.ents`` as the linker leaves them, the rules' span groups *hints*, of which
    *figures* hold the numbers, and the group *section*. Writes ``doc.ents``: what bears one of the *labels* is
    replaced; of the rest that stays which no longer span overlaps. Where a rule has marked the same words with the
    same label, its ``kb_id_`` is taken over. Facts stay what the linker made them.

    *lean* is added to the score of the tags of a label: above 0, more is found and more of it is wrong.

    Trains on ``doc.ents`` of the references; the predicted side must have passed the components before it
    (``tallies.Corpus.v1`` sees to that). The rules were written by readers of some of the documents that one trains
    on, and look better there than elsewhere. So in training a phrase that they find in one document only is kept
    from the model with the chance *hide*: it may be in their lists because of that document.
    """
    return Spans(
        nlp.vocab,
        name,
        model,
        labels=labels,
        hints=hints,
        figures=figures,
        section=section,
        hide=hide,
        lean=lean,
        scorer=scorer,
    )


@dataclass(slots=True)
class Seen:
    """A document as the model sees it.

    rows (Ints): of the weights table, [words, features].
    lengths (Ints): of the sentences, in words.
    index (list[int]): the token of each word; single line breaks are no words.
    """

    rows: Ints
    lengths: Ints
    index: list[int]


@lru_cache(maxsize=50_000)
def _verb(word: str) -> int:
    """The code of the lemma of a lower-case *word* that is a verb by its form, else 0."""
    found = verb(word)
    return features.code(found[0]) if found is not None and found[1] != "base" else 0


class Spans(TrainablePipe):  # type: ignore[misc]
    """A linear chain of tags over the words of each sentence."""

    def __init__(
        self,
        vocab: Vocab,
        name: str,
        model: Scorer,
        *,
        labels: list[str],
        hints: list[str],
        figures: list[str],
        section: str,
        hide: float,
        lean: dict[str, float],
        scorer: Callable[..., Any] | None,
    ) -> None:
        self.vocab = vocab
        self.model = model
        self.name = name
        self.cfg: dict[str, Any] = {}
        self.hints = hints
        self.section = section
        self.hide = hide
        self.scorer = scorer
        self._figures = [1 + hints.index(key) for key in figures]
        self._labels = tuple(labels)
        self._tags = ["", *joined.from_iterable((f"B-{label}", f"I-{label}") for label in labels)]
        self._number = {tag: number for number, tag in enumerate(self._tags)}
        self._lean = np.array([lean.get(tag[2:], 0.0) for tag in self._tags], dtype=np.float32)
        self._documents: Counter[Phrase] = Counter()
        self.model.set_dim("nO", len(self._tags))

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that are learned."""
        return self._labels

    def predict(self, docs: Iterable[Doc]) -> list[list[tuple[int, int, str]]]:
        """The tokens ``[start, end)`` and label of each span, for each doc."""
        moves = param(self.model, "moves")
        found = []
        for doc in docs:
            seen = self.see(doc)
            (scores,) = self.model.predict([seen.rows])
            tags = chain.best(scores + self._lean, moves, seen.lengths)
            found.append(list(self._spans(tags, seen)))
        return found

    def doubts(self, doc: Doc, *, below: float) -> Iterator[tuple[int, int, str, float]]:
        """What the tagger reads with less probability than *below*: tokens ``[start, end)``, the label, the chance.

        The chance is that of the least sure word; words that it reads as no entity come one by one, with the label "".
        *doc* is as it comes to this component.
        """
        seen = self.see(doc)
        if not seen.index:
            return
        (scores,) = self.model.predict([seen.rows])
        moves, scores = param(self.model, "moves"), scores + self._lean
        tags = chain.best(scores, moves, seen.lengths)
        # The gradient by the score of a word's own tag is its probability less 1.
        by_scores, _, _ = chain.gradient(scores, moves, seen.lengths, tags)
        sure = dict(zip(seen.index, (1 + by_scores[np.arange(len(tags)), tags]).tolist(), strict=True))
        spans = list(self._spans(tags, seen))
        taken = {token for start, end, _ in spans for token in range(start, end)}
        spans += [(token, token + 1, "") for token in seen.index if token not in taken]
        for start, end, label in sorted(spans):
            chance = min(sure.get(token, 1.0) for token in range(start, end))
            if chance < below:
                yield start, end, label, chance

    def set_annotations(self, docs: Iterable[Doc], scores: Sequence[list[tuple[int, int, str]]]) -> None:
        """Write ``doc.ents`` of each doc."""
        for doc, found in zip(docs, scores, strict=True):
            norms = {
                (span.start, span.end, label): span.kb_id_
                for label in self._labels
                for span in doc.spans.get(labels.span_key(label), ())
            }
            own = [Span(doc, s, e, label=label, kb_id=norms.get((s, e, label), "")) for s, e, label in found]
            doc.set_ents(filter_spans([*own, *(span for span in doc.ents if span.label_ not in self._labels)]))

    def see(self, doc: Doc, hidden: Iterable[Span] = ()) -> Seen:
        """The features of *doc*, where the rules have not found the phrases *hidden*."""
        t = tape(doc)
        read = flow(t)
        place = np.full(len(doc) + 1, -1, dtype=np.int64)
        place[read.index] = np.arange(len(read.index))
        starts = doc.to_array("SENT_START") == 1
        # A sentence that starts at a line break starts at the word behind it.
        count = np.cumsum(starts)[np.array(read.index, dtype=np.int64)]
        lengths = np.unique(count, return_counts=True)[1].astype(np.int64)
        readings = np.zeros((len(read.index), 1 + len(self.hints)), dtype=np.uint64)
        away = bytearray(len(doc))
        for span in hidden:
            away[span.start : span.end] = b"\x01" * len(span)
        groups = [[(s.start, s.end, "") for s in doc.spans[key]] if key in doc.spans else [] for key in self.hints]
        chosen = [(s.start, s.end, s.label_) for s in doc.ents]
        for column, spans in enumerate([chosen, *groups]):
            self._mark(readings[:, column], place, [span for span in spans if not any(away[span[0] : span[1]])])
        sections = np.zeros(len(read.index), dtype=np.uint64)
        for span in doc.spans.get(self.section, ()):
            words = place[span.start : span.end]
            sections[words[words >= 0]] = features.code(span.label_)
        figures = np.asarray(readings[:, self._figures].any(axis=1))
        verbs = np.array([_verb(word) for word in read.lower], dtype=np.uint64)
        rows = features.rows(read.words, lengths, readings, sections, figures, verbs, self.model.get_dim("nV"))
        return Seen(rows, lengths, read.index)

    @staticmethod
    def _mark(column: features.Columns, place: Ints, spans: Iterable[tuple[int, int, str]]) -> None:
        """Write into *column* a number for the first and one for the further words of each span."""
        for start, end, label in spans:
            first, further = features.code(f"B-{label}"), features.code(f"I-{label}")
            for token in range(start, end):
                if place[token] >= 0:
                    column[place[token]] = first if token == start else further

    def _spans(self, tags: Ints, seen: Seen) -> Iterator[tuple[int, int, str]]:
        start, end, label = 0, 0, ""
        ends = set(np.cumsum(seen.lengths).tolist())
        for word, number in enumerate([*tags.tolist(), 0]):
            part, _, name = self._tags[number].partition("-")
            if label and (part != "I" or name != label or word in ends):
                yield start, end, label
                label = ""
            if part:
                token = seen.index[word]
                if not label:
                    start, label = token, name
                end = token + 1

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """Learn from *examples*; the loss is minus the log-probability of their tags."""
        losses = {} if losses is None else losses
        losses.setdefault(self.name, 0.0)
        examples = [example for example in examples if len(example.predicted)]
        if not examples:
            return losses
        self.model.attrs["dropout_rate"] = drop
        seen = [self.see(example.predicted, self._hidden(example.predicted)) for example in examples]
        scores, backprop = self.model.begin_update([one.rows for one in seen])
        moves = param(self.model, "moves")
        gradients: list[Floats] = []
        for example, one, given in zip(examples, seen, scores, strict=True):
            by_scores, by_moves, loss = chain.gradient(given, moves, one.lengths, self._gold(example, one))
            gradients.append(by_scores)
            learn(self.model, "moves", by_moves)
            losses[self.name] += loss
        backprop(gradients)
        if sgd:
            self.finish_update(sgd)
        return losses

    def _phrases(self, doc: Doc) -> Iterator[tuple[Phrase, Span]]:
        for span in doc.ents:
            if span.label_ in self._labels:
                yield (span.label_, span.text.lower()), span

    def _hidden(self, doc: Doc) -> list[Span]:
        """Some of the phrases that the rules find in *doc* and in no other document of the training data."""
        own = [span for phrase, span in self._phrases(doc) if self._documents[phrase] <= 1]
        return [span for span, chance in zip(own, np.random.random(len(own)), strict=True) if chance < self.hide]

    def _gold(self, example: Example, seen: Seen) -> Ints:
        """The tag of each word by the reference; what does not fall on its tokens is left out."""
        tags = np.zeros(len(example.predicted), dtype=np.int64)
        for span in example.get_aligned_spans_y2x(example.reference.ents):
            if span.label_ in self._labels:
                tags[span.start] = self._number[f"B-{span.label_}"]
                tags[span.start + 1 : span.end] = self._number[f"I-{span.label_}"]
        return tags[seen.index] if seen.index else tags[:0]

    def initialize(self, get_examples: Callable[[], Iterable[Example]], *, nlp: Language | None = None) -> None:
        """Make the weights, and count in how many of the examples the rules find each phrase.

        The labels are those of the config, not of the examples.
        """
        self.model.initialize()
        self._documents.clear()
        for example in get_examples():
            self._documents.update({phrase for phrase, _ in self._phrases(example.predicted)})
