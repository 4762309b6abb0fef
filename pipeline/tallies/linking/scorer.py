"""The learned part of the linker: log-linear scores over the candidates of each slot.

A :class:`Scorer` takes what the rules linked and decides each slot anew among its candidates
(:mod:`tallies.linking.candidates`), the choice of the rules being one of them. Weights are plain
numbers by feature name, so every decision can be explained by the features that made it.
"""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate, chain
from pathlib import Path
from typing import Any, Generic, TypeVar

import numpy as np

from tallies.labels import ACTIONS
from tallies.linking import candidates
from tallies.linking.features import Feature, action_features, action_hints, around, named
from tallies.linking.figures import Figure
from tallies.linking.view import Item
from tallies.linking.years import Clock

T = TypeVar("T")
N = TypeVar("N", int, float)
SLOTS = ("years", "agency", "part_of", "compared_with")
#: Sentences back that a total may stand, and that an earlier figure may stand on either side.
TOTAL_REACH = 4
EARLIER_REACH = 1
#: The place of each action in ``labels.ACTIONS``.
INDEX = {action: index for index, action in enumerate(ACTIONS)}
#: Features that are remembered with what is known of them, before a table starts anew.
_REMEMBERED = 50_000


class _Known(dict[Feature, N], Generic[N]):
    """What a table by the name of a feature says of features; the name of each is made once.

    absent: what is said of a feature that is not in the table.
    """

    def __init__(self, table: Mapping[str, N], absent: N) -> None:
        super().__init__()
        self.table: Mapping[str, N] = table
        self.absent: N = absent

    def __missing__(self, feature: Feature) -> N:
        if len(self) > _REMEMBERED:
            self.clear()
        self[feature] = found = self.table.get(named(feature), self.absent)
        return found


class Columns(Mapping[str, list[tuple[int, float]]]):
    """The weights of features by action, in columns: one by one they are a hundred thousand objects, which take longer
    to make than all else that a scorer is read for.

    features (list[str]), counts (list[int]): the features, and how many weights each has.
    actions (list[int]), weights (list[float]): of all features, one after the other; the indices into
        ``labels.ACTIONS``, and the weights.
    """

    def __init__(self, features: list[str], counts: list[int], actions: list[int], weights: list[float]) -> None:
        self.features, self.counts, self.actions, self.weights = features, counts, actions, weights
        self.rows = {feature: row for row, feature in enumerate(features)}
        self._starts = list(accumulate(counts, initial=0))

    @classmethod
    def of(cls, weights: Mapping[str, Sequence[tuple[int, float]]]) -> Columns:
        """*weights* in columns."""
        pairs = list(chain.from_iterable(weights.values()))
        counts = [len(some) for some in weights.values()]
        return cls(list(weights), counts, [action for action, _ in pairs], [weight for _, weight in pairs])

    def __getitem__(self, feature: str) -> list[tuple[int, float]]:
        row = self.rows[feature]
        some = slice(self._starts[row], self._starts[row + 1])
        return list(zip(self.actions[some], self.weights[some], strict=True))

    def __iter__(self) -> Iterator[str]:
        return iter(self.features)

    def __len__(self) -> int:
        return len(self.features)

    def table(self) -> np.ndarray[Any, Any]:
        """The weights as a table of [features, actions]."""
        table = np.zeros((len(self.features), len(ACTIONS)), dtype=np.float32)
        table[np.repeat(np.arange(len(self.counts)), self.counts), np.array(self.actions, dtype=np.intp)] = self.weights
        return table


@dataclass(slots=True)
class Scorer:
    """Weights of the slots.

    actions (Mapping): feature to its weights by action, as a list of (index into ``labels.ACTIONS``, weight).
    slots (dict): slot ("years", "agency", "part_of", "compared_with") to feature to weight; under "action",
        the weights of hints, which count for whichever action they name.
    """

    actions: Mapping[str, Sequence[tuple[int, float]]] = field(default_factory=dict)
    slots: dict[str, dict[str, float]] = field(default_factory=dict)
    _columns: Columns = field(init=False, repr=False, compare=False)
    _rows: _Known[int] = field(init=False, repr=False, compare=False)
    _weights: dict[str, _Known[float]] = field(default_factory=dict, init=False, repr=False, compare=False)
    _table: np.ndarray[Any, Any] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        self._columns = self.actions if isinstance(self.actions, Columns) else Columns.of(self.actions)
        self._rows = _Known(self._columns.rows, -1)
        # The sum over a figure's features is one operation on it.
        self._table = self._columns.table()

    def to_bytes(self) -> bytes:
        """The weights as compressed JSON."""
        some = self._columns
        data = {"version": 2, "features": some.features, "counts": some.counts, "actions": some.actions}
        data |= {"weights": some.weights, "slots": self.slots}
        return gzip.compress(json.dumps(data, separators=(",", ":")).encode(), mtime=0)

    @classmethod
    def from_bytes(cls, raw: bytes) -> Scorer:
        """The scorer that :meth:`to_bytes` wrote, now or in the form that it had first."""
        data: dict[str, Any] = json.loads(gzip.decompress(raw))
        if data["version"] == 1:
            return cls(
                {name: [(action, weight) for action, weight in some] for name, some in data["actions"].items()},
                data["slots"],
            )
        return cls(Columns(data["features"], data["counts"], data["actions"], data["weights"]), data["slots"])

    @classmethod
    def from_path(cls, path: Path) -> Scorer:
        """The scorer in the file *path*."""
        return cls.from_bytes(path.read_bytes())

    def action(self, features: Iterable[Feature], hints: Iterable[tuple[Feature, str]] = ()) -> tuple[str, float]:
        """The likeliest action and its probability."""
        # In the order of the table: sums of floats in the order of a set would differ from run to run.
        known = sorted(set(map(self._rows.__getitem__, features)) - {-1})
        scores = self._table.take(known, axis=0).sum(axis=0).tolist()
        weight = self._slot("action").__getitem__
        for feature, action in dict.fromkeys(hints):
            if action in INDEX:  # "light" and "report" are classes of verbs, but no actions
                scores[INDEX[action]] += weight(feature)
        return _best(ACTIONS, scores)

    def choose(self, slot: str, options: Sequence[tuple[T, Collection[Feature]]]) -> tuple[T, float]:
        """The likeliest candidate of a slot and its probability."""
        scores = self.scores(slot, options)
        return _best([value for value, _ in options], scores)

    def scores(self, slot: str, options: Sequence[tuple[T, Collection[Feature]]]) -> list[float]:
        """The score of each candidate; higher is likelier. The features of a candidate are all different."""
        weight = self._slot(slot).__getitem__
        return [math.fsum(map(weight, features)) for _, features in options]

    def _slot(self, slot: str) -> _Known[float]:
        if slot not in self._weights:
            self._weights[slot] = _Known(self.slots.get(slot, {}), 0.0)
        return self._weights[slot]


def _best(values: Sequence[T], scores: Sequence[float]) -> tuple[T, float]:
    top = max(range(len(scores)), key=scores.__getitem__)
    best = scores[top]
    return values[top], 1.0 / sum([math.exp(s - best) for s in scores])


def softmax(scores: Sequence[float]) -> list[float]:
    """Probabilities of scores."""
    top = max(scores)
    weights = [math.exp(s - top) for s in scores]
    whole = sum(weights)
    return [w / whole for w in weights]


def antecedents(figures: Sequence[Figure]) -> dict[int, Figure]:
    """Of each figure the one that it follows in sense: its total, or the later figure set against it; by id."""
    found = {id(f.earlier): f for f in figures if f.earlier is not None}
    found.update({id(f): f.total for f in figures if f.total is not None})
    return found


def reading_order(figures: Sequence[Figure], related: Mapping[int, Figure]) -> list[int]:
    """Indices in an order in which each figure comes behind its antecedent."""
    return sorted(range(len(figures)), key=lambda j: (id(figures[j]) in related, j))


def rescore(figures: list[Figure], scorer: Scorer, clock: Clock, subjects: Mapping[int, Item | None]) -> None:
    """Decide action, years, total, earlier figure and agency of all *figures* of a document anew.

    subjects: index of a sentence to the subject agency of an earlier one ("it").
    """
    related = antecedents(figures)
    _actions(figures, scorer, related)
    for figure in figures:
        value, sure = scorer.choose("years", candidates.years(figure, clock, related.get(id(figure))))
        _note(figure, "years", value != figure.years, sure)
        figure.years = value
    for j, figure in enumerate(figures):
        total, sure = scorer.choose("part_of", candidates.total(figure, total_window(figures, j)))
        _note(figure, "part_of", total is not figure.total, sure)
        if (
            total is not None
            and total is not figure.total
            and not figure.own
            and figure.kind == "count"
            and total.kind == "count"
        ):
            figure.unit = total.unit
        figure.total = total if not _circular(figure, total) else None
    _earlier(figures, scorer)
    related = antecedents(figures)
    for j in reading_order(figures, related):
        figure = figures[j]
        options = candidates.agency(
            figure, related.get(id(figure)), figures[j - 1] if j else None, subjects.get(figure.sentence.index)
        )
        item, sure = scorer.choose("agency", options)
        _note(figure, "agency", (item and item.text) != (figure.agency and figure.agency.text), sure)
        figure.agency = item


def _circular(figure: Figure, total: Figure | None) -> bool:
    while total is not None:
        if total is figure:
            return True
        total = total.total
    return False


def _actions(figures: list[Figure], scorer: Scorer, related: Mapping[int, Figure]) -> None:
    for figure, (action, sure) in zip(figures, decided_actions(figures, scorer, related), strict=True):
        _note(figure, "action", action != figure.action, sure)
        figure.action = action


def decided_actions(
    figures: Sequence[Figure], scorer: Scorer, related: Mapping[int, Figure]
) -> list[tuple[str, float]]:
    """The likeliest action of each figure and its probability; antecedents are decided first."""
    decided: dict[int, tuple[str, float]] = {}
    index = {id(f): j for j, f in enumerate(figures)}

    def known(j: int | None) -> str:
        return "" if j is None else decided[j][0] if j in decided else figures[j].action

    for j in reading_order(figures, related):
        source = related.get(id(figures[j]))
        seen = around(figures[j], known(index.get(id(source))), known(j - 1 if j else None))
        decided[j] = scorer.action(action_features(seen), action_hints(seen))
    return [decided[j] for j in range(len(figures))]


def total_window(figures: Sequence[Figure], j: int) -> list[Figure]:
    """The figures near figure *j* in which its total is looked for."""
    return _window(figures, j, back=24, ahead=8, gaps=range(TOTAL_REACH + 1))


def earlier_window(figures: Sequence[Figure], j: int) -> list[Figure]:
    """The figures near figure *j* in which the earlier one is looked for."""
    return _window(figures, j, back=16, ahead=20, gaps=range(-EARLIER_REACH, EARLIER_REACH + 1))


def _window(figures: Sequence[Figure], j: int, *, back: int, ahead: int, gaps: range) -> list[Figure]:
    """The figures from *back* before to *ahead* behind figure *j*, in sentences that are *gaps* before its own."""
    here = figures[j].sentence.index
    return [f for f in figures[max(0, j - back) : j + ahead] if here - f.sentence.index in gaps]


def _earlier(figures: list[Figure], scorer: Scorer) -> None:
    """Pairs by probability, the surest first; an earlier figure answers one later figure only."""
    wanted: list[tuple[float, int, Figure]] = []
    alone: dict[int, float] = {}
    for j, figure in enumerate(figures):
        options = candidates.earlier(figure, earlier_window(figures, j))
        shares = softmax(scorer.scores("compared_with", options))
        alone[j] = shares[0]
        wanted.extend((share, j, other) for share, (other, _) in zip(shares, options, strict=True) if other is not None)
    wanted.sort(key=lambda w: (-w[0], w[1]))
    chosen: dict[int, Figure] = {}
    used: set[int] = set()
    for share, j, other in wanted:
        if j in chosen or id(other) in used or share <= alone[j]:
            continue
        chosen[j] = other
        used.add(id(other))
        _note(figures[j], "compared_with", figures[j].earlier is not other, share)
    for j, figure in enumerate(figures):
        if j not in chosen and figure.earlier is not None:
            _note(figure, "compared_with", True, alone[j])
        figure.earlier = chosen.get(j)


def _note(figure: Figure, slot: str, changed: bool, sure: float) -> None:
    """Keep how sure a decision is, and say where it is not that of the rules."""
    figure.sure[slot] = sure
    if changed:
        figure.evidence[slot] = "scored"
