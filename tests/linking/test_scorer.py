"""The scorer of links, and the fitting of its weights."""

from __future__ import annotations

import gzip
import json
import math
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from tallies.labels import ACTIONS
from tallies.linking.features import Feature
from tallies.linking.link import by_rules
from tallies.linking.scorer import SLOTS, Scorer, rescore, softmax
from tallies.linking.view import sentences
from tallies.linking.years import Clock
from tallies.records import Document, Fact
from tallies.testing import told
from tallies.training.links import example, pair, train, weight
from tallies.training.loglinear import Case, fit, fit_classes

Reader = Callable[[str], Doc]

#: Of two candidates the one with "near" is right, whatever else it has.
CHOICES = [
    ([{"near", "small"}, {"far", "small"}], 0, 1.0),
    ([{"far", "large"}, {"near", "small"}], 1, 1.0),
    ([{"near", "large"}, {"far", "large"}], 0, 1.0),
    ([{"far", "small"}, {"near", "large"}, {"far", "large"}], 1, 1.0),
]
CONVICT, IDENTIFY = ACTIONS.index("convict"), ACTIONS.index("identify")
CLASSES = [Case({"courts", "bias"}, CONVICT), Case({"victims", "bias"}, IDENTIFY)] * 3
FEATURES = st.sets(st.sampled_from(["near", "far", "small", "large", "courts", "victims", "never seen"]), max_size=4)


def pieces(names: Iterable[str]) -> set[Feature]:
    """Features of one piece each."""
    return {(name,) for name in names}


@pytest.fixture(scope="module")
def scorer() -> Scorer:
    """A scorer that has learned which candidate is right, and which action."""
    return Scorer(
        actions=fit_classes(CLASSES, len(ACTIONS), l2=0.1)[0],
        slots={"part_of": fit(CHOICES, l2=0.1)},
    )


def test_fit_learns_what_decides() -> None:
    """The feature that the right candidates have weighs most, its opposite least, the others next to nothing."""
    weights = fit(CHOICES, l2=0.1)

    assert max(weights, key=weights.__getitem__) == "near"
    assert min(weights, key=weights.__getitem__) == "far"
    assert abs(weights.get("small", 0.0)) + abs(weights.get("large", 0.0)) < 0.1 * weights["near"]


def test_fit_finds_the_minimum() -> None:
    """One feature in one choice of two, against a balance that can be worked out by hand: the slope there is nil."""
    weights = fit([([{"a"}, set()], 0, 1.0)] * 2, l2=0.5)

    chance = 1 / (1 + math.exp(-weights["a"]))
    assert 2 * (1 - chance) == pytest.approx(0.5 * weights["a"], abs=1e-3)


def test_fit_weighs_its_instances() -> None:
    """An instance of weight three counts like three of weight one; where two contradict, the heavier one wins."""
    for_a, for_b = ([{"a"}, {"b"}], 0), ([{"a"}, {"b"}], 1)

    heavy = fit([(*for_a, 3.0), (*for_b, 1.0)], l2=0.1)
    often = fit([(*for_a, 1.0)] * 3 + [(*for_b, 1.0)], l2=0.1)

    assert heavy == pytest.approx(often, abs=1e-3)
    assert heavy["a"] > 0 > heavy["b"]


def test_fit_leaves_out_what_is_rare() -> None:
    """A feature of fewer instances than asked for has no weight, nor has one that says nothing."""
    rare = [([{"near", "once"}, {"far"}], 0, 1.0), *CHOICES]

    assert "once" not in fit(rare, l2=0.1)
    assert "once" in fit(rare, l2=0.1, min_count=1)
    assert fit([([{"both", "a"}, {"both"}], 0, 1.0)] * 2, l2=0.1).keys() == {"a"}


def test_fit_classes_learns_what_decides(scorer: Scorer) -> None:
    """The feature of each class speaks for it; one that all have decides nothing."""
    assert scorer.action(pieces({"courts", "bias"}))[0] == "convict"
    assert scorer.action(pieces({"victims", "bias"}))[0] == "identify"
    # One feature of two, against 26 other actions: still ten times as likely as by chance.
    assert scorer.action(pieces({"courts"}))[1] > 10 / len(ACTIONS)


def test_a_hint_counts_for_the_action_that_it_names() -> None:
    """Whichever that is, once however often it is given; a class of verbs that is no action counts for none."""
    scorer = Scorer(slots={"action": {"left0": 2.0, "right": 1.0}})
    left, right = ("left", 0), ("right",)

    assert scorer.action([], [(left, "convict"), (right, "identify")])[0] == "convict"
    assert scorer.action([], [(left, "identify"), (right, "convict")])[0] == "identify"
    assert scorer.action([], [(right, "acquit"), (right, "acquit"), (right, "acquit"), (left, "train")])[0] == "train"
    assert scorer.action([], [(left, "light"), (right, "refer")])[0] == "refer"


def test_choice(scorer: Scorer) -> None:
    """The candidate with the highest score is chosen, with its share of the probability."""
    options = [
        ("one", pieces({"far", "small"})),
        ("two", pieces({"near", "small"})),
        ("three", pieces({"far", "large"})),
    ]

    value, sure = scorer.choose("part_of", options)

    assert value == "two"
    assert sure == pytest.approx(max(softmax(scorer.scores("part_of", options))))
    assert sure > 0.9


def test_no_weights_no_preference() -> None:
    """Without weights the first candidate is taken, and all are as likely."""
    assert Scorer().choose("years", [(1, pieces({"near"})), (2, pieces({"far"}))]) == (1, 0.5)
    assert Scorer().action(pieces({"courts"})) == (ACTIONS[0], pytest.approx(1 / len(ACTIONS)))


def test_a_feature_is_known_by_its_name() -> None:
    """However its name is cut into pieces; asked again, it weighs the same, and so does what has no weight."""
    scorer = Scorer(actions={"left0=convict": [(CONVICT, 2.0)]}, slots={"years": {"first=True|right": 1.5}})
    options: list[tuple[int, set[Feature]]] = [
        (1, {("first=", True, "|", "right")}),
        (2, {("first=", False, "|right")}),
    ]

    assert [scorer.scores("years", options) for _ in range(2)] == [[1.5, 0.0]] * 2
    assert [scorer.action([("left", 0, "=", "convict")])[0] for _ in range(2)] == ["convict"] * 2


@settings(max_examples=50)
@given(options=st.lists(FEATURES, min_size=1, max_size=6), extra=FEATURES)
def test_unknown_features_are_ignored(scorer: Scorer, options: list[set[str]], extra: set[str]) -> None:
    """What was never seen in training changes nothing, and every confidence is within 0 and 1."""
    candidates = list(enumerate(map(pieces, options)))
    strange = [(n, features | {("unknown ", f) for f in extra}) for n, features in candidates]
    action, sure = scorer.action(pieces(options[0]))

    # Sums of floats in another order differ in their last digits.
    assert scorer.scores("part_of", strange) == pytest.approx(scorer.scores("part_of", candidates))
    assert scorer.choose("part_of", strange)[1] == pytest.approx(scorer.choose("part_of", candidates)[1])
    assert scorer.action(pieces({*options[0], "unknown"})) == (action, pytest.approx(sure))
    assert 0 < scorer.choose("part_of", strange)[1] <= 1
    assert 0 < sure <= 1


@given(st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=8))
def test_softmax(scores: list[float]) -> None:
    """Shares add up to one, in the order of the scores, however large these are."""
    shares = softmax(scores)

    assert sum(shares) == pytest.approx(1)
    assert all(0 <= share <= 1 for share in shares)
    assert shares[scores.index(max(scores))] == max(shares)


def test_bytes_and_file(scorer: Scorer, tmp_path: Path) -> None:
    """Weights are the same from bytes and from a file; the same weights are the same bytes."""
    raw = scorer.to_bytes()
    (tmp_path / "links.json.gz").write_bytes(raw)

    assert Scorer.from_bytes(raw) == scorer
    assert Scorer.from_path(tmp_path / "links.json.gz") == scorer
    assert Scorer.from_bytes(raw).to_bytes() == raw
    assert json.loads(gzip.decompress(raw))["version"] == 2


def test_bytes_of_the_first_form(scorer: Scorer) -> None:
    """Weights that were written as a list of pairs for each feature are read as well."""
    first = {"version": 1, "actions": dict(scorer.actions), "slots": scorer.slots}

    assert Scorer.from_bytes(gzip.compress(json.dumps(first).encode())) == scorer


WEIGHTS = st.dictionaries(
    st.sampled_from(
        ["none", "rule=True", "rule=False", "gap=0|step=1", "people=True", "action=True|gap=0", "place=True"]
        + [f"none|{kind}" for kind in ("count", "money")]
    ),
    st.floats(-5, 5),
)
TEXT = (
    "Courts convicted 29 traffickers in 2017, 28 in 2016, and 20 in 2015, including four for forced labor. Police "
    "identified 71 victims: 60 women and 11 men (40 women and nine men in 2016). Of the 71 victims, 30 were children. "
    "It allocated $40,000 in 2017 and $30,000 in 2016."
)


@settings(max_examples=30, deadline=None)
@given(weights=st.fixed_dictionaries(dict.fromkeys(SLOTS, WEIGHTS)))
def test_any_weights_give_sound_links(read: Reader, weights: dict[str, dict[str, float]]) -> None:
    """Whatever the weights, links lead to figures of the document, in no circle, with a confidence in [0, 1]."""
    doc = read(TEXT)
    figures, subjects = by_rules(None, list(sentences(doc)), Clock(2018))
    known = {id(figure) for figure in figures}

    rescore(figures, Scorer(slots=weights), Clock(2018), subjects)

    for figure in figures:
        assert all(0 <= sure <= 1 for sure in figure.sure.values())
        for slot in ("total", "earlier"):
            seen, at = set(), figure
            while (at := getattr(at, slot)) is not None:
                assert id(at) in known - seen - {id(figure)}
                seen.add(id(at))


def test_pairs_by_anchor(read: Reader) -> None:
    """A figure is paired with the gold fact at its anchor, one with one; a figure that is none has no fact."""
    doc = read("Police arrested 12 suspects and nine drivers.")
    figures, _ = by_rules(None, list(sentences(doc)), Clock(2018))
    gold = Fact("G1", (16, 18), "arrest", 12, "suspect")
    elsewhere = Fact("G2", (0, 6), "arrest", 3, "suspect")

    assert [figure.anchor for figure in figures] == [(16, 18), (32, 36)]
    assert pair(figures, [elsewhere, gold]) == [gold, None]


def test_weight_by_density() -> None:
    """Figures of a text as sparse as real ones, or without any, count in full, those of one twice as dense half."""
    facts = tuple(Fact(f"F{n}", (n, n + 1), "arrest", n, "suspect") for n in range(5))
    texts = {words: Document("D", "word " * words, facts=facts) for words in (100, 200, 400)}

    assert {words: weight(document) for words, document in texts.items()} == {100: 0.5, 200: 1.0, 400: 1.0}
    assert weight(Document("D", "word " * 40)) == 1.0


def test_training_teaches_the_linker(rules: Language, read: Reader) -> None:
    """What annotated documents say against the rules is learned, and its evidence says so; the rest stays."""
    text = "Wardens admonished {} suspects."
    numbers = [str(n) for n in range(11, 31)]
    documents = [
        Document(
            f"D{n}",
            text.format(n),
            report_year=2018,
            facts=(Fact("F1", (19, 19 + len(n)), "charge", float(n), "suspect", years=(2017,)),),
        )
        for n in numbers
    ]
    before = told(read(text.format(99)))
    scorer = train([example(rules, document, 1.0) for document in documents])
    linker = rules.get_pipe("tallies_linker")

    linker.scorer = scorer
    try:
        doc = read(text.format(99))
    finally:
        linker.scorer = None

    assert [line.split()[0] for line in before] != ["charge"]
    (fact,) = doc._.facts
    assert (fact.action, fact.value, fact.unit, fact.years) == ("charge", 99, "suspect", (2017,))
    evidence = {item.slot: item for item in fact.evidence}
    assert evidence["action"].rule == "scored"
    assert 0.5 < evidence["action"].confidence <= 1
    assert told(read(text.format(99))) == before
