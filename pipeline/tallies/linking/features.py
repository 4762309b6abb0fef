"""What the scorer looks at when it weighs a link: feature names of a figure and of each candidate.

Features have names, such as "rule=identify|unit=victim". Here a feature is the pieces of its name, since most
are only looked up among the weights, and joining them would take longer than all the rest. A feature never
holds a name of a country, an agency or a place, so that what is learned on some narratives serves others.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from tallies.linking import triggers
from tallies.linking.figures import Figure
from tallies.linking.senses import noun_senses, verb_senses
from tallies.linking.verbs import clause_text, noun_action, object_action, verb_class
from tallies.linking.view import Item, Sentence

#: The pieces of a feature's name.
Feature = tuple[str | int, ...]


def named(feature: Feature) -> str:
    """The name of a feature: "rule=True|mirrored parts"."""
    return "".join(map(str, feature))


def _word(item: Item) -> str:
    """An item as a feature: a word's lemma or text, an entity's kind."""
    if item.kind in "vw":
        return item.lemma or item.text
    if item.kind in "VOUX":
        return f"{item.kind}:{item.text.split()[-1]}"
    return item.kind


class Around(NamedTuple):
    """A figure and what may tell its action.

    antecedent (str): the action of its total or of the figure that it is set against, "" if none.
    before (str): the action of the figure before it in the document, "" if none.
    lefts, right, event: the verbs before it, the verb behind it and the event noun, as items of its sentence.
    """

    figure: Figure
    antecedent: str
    before: str
    lefts: list[int]
    right: int | None
    event: int | None


def around(figure: Figure, antecedent: str, before: str) -> Around:
    """*figure* with its verbs and event noun, looked for once for features and hints."""
    return Around(
        figure,
        antecedent,
        before,
        triggers.left_verbs(figure),
        triggers.right_verb(figure),
        triggers.event_noun(figure),
    )


def action_features(seen: Around) -> Iterator[Feature]:
    """The features that decide a figure's action."""
    figure, antecedent, before, lefts, right, event = seen
    sentence, items = figure.sentence, figure.sentence.items
    noun = figure.noun_item()
    kind = noun.kind if noun is not None else "-"
    rule = figure.action
    evidence = figure.evidence.get("action", "").split(":")[0]
    unit = figure.unit
    frame = figure.frame
    cue = f"{frame.kind}{frame.cue}" if frame is not None else "none"
    yield ("bias",)
    yield ("rule=", rule)
    yield ("rule=", rule, "|", evidence)
    yield ("rule=", rule, "|unit=", unit)
    yield ("unit=", unit)
    yield ("event=", noun_action(unit) if unit else "", "|own=", figure.own)
    yield ("kind=", kind, "|", figure.kind)
    yield ("zero=", figure.value == 0, "|", figure.value is None)
    yield ("section=", sentence.section)
    yield ("frame=", cue)
    yield ("ante=", antecedent, "|", cue)
    yield ("ante=", antecedent, "|", evidence)
    yield ("before=", before)
    yield ("before=", before, "|", cue, "|", evidence)
    if noun is not None:
        for word in noun.text.split()[-4:]:
            yield ("noun=", word)
    for rank, at in enumerate(lefts[:3]):
        lemma = items[at].lemma
        yield ("left", rank, "=", lemma)
        yield ("left", rank, "=", verb_class(lemma))
        if rank == 0:
            yield ("left=", lemma, "|", unit)
            yield ("left=", lemma, "|", kind)
            gap = items[at + 1 : figure.at]
            yield ("left=", verb_class(lemma), "|near=", len(gap) < 3, "|comma=", any(i.kind in ",&" for i in gap))
            for item in gap[:5]:
                yield ("gap=", _word(item))
                yield ("gap=", lemma, "|", _word(item))
            yield ("left=", lemma, "|object=", object_action(clause_text(sentence, at)))
    if not lefts:
        yield ("left=none",)
    if right is not None:
        lemma = items[right].lemma
        passive = items[right - 1].kind == "b"
        yield ("right=", lemma)
        yield ("right=", lemma, "|", kind, "|", passive)
        yield ("right=", verb_class(lemma), "|", passive, "|", bool(lefts))
        yield ("right=", lemma, "|object=", object_action(clause_text(sentence, right)))
    if event is not None:
        yield ("noun of=", items[event].text.split()[-1])
        yield ("noun of=", noun_action(items[event].text.split()[-1]))
    if figure.trigger is not None:
        yield ("trigger=", figure.trigger.lemma or figure.trigger.text)
    after = figure.after()
    for offset, item in enumerate(items[after : after + 6]):
        yield ("after=", _word(item))
        if offset < 2:
            yield ("after", offset, "=", _word(item))
    for offset, item in enumerate(reversed(items[max(0, figure.at - 4) : figure.at])):
        yield ("before word=", _word(item))
        if offset < 2:
            yield ("before", offset, "=", _word(item))
    yield from _clause_words(figure)
    yield from _senses(seen)
    subject = _subject_head(sentence, figure.at)
    yield ("subject=", subject)
    yield ("subject=", subject, "|", unit)
    for action in set(map(noun_action, sentence.last_words)) - {""}:
        yield ("sentence=", action)


def _senses(seen: Around) -> Iterator[Feature]:
    """The senses of what is counted, of the verbs around and of the nouns between, alone and together."""
    figure = seen.figure
    items = figure.sentence.items
    counted = ("money",) if figure.kind == "money" else noun_senses(figure.unit)
    before = _preposition(items, figure.at)
    for sense in counted:
        yield ("counts=", sense)
        yield ("counts=", sense, "|rule=", figure.action)
        yield ("counts=", sense, "|behind=", before)
    for rank, at in enumerate(seen.lefts[:3]):
        for sense in verb_senses(items[at].lemma):
            yield ("left", rank, " sense=", sense)
            if rank == 0:
                for what in counted:
                    yield ("left sense=", sense, "|counts=", what)
    if seen.lefts:
        at = seen.lefts[0]
        lemma = items[at].lemma
        for what in counted:
            yield ("left=", lemma, "|counts=", what)
        for sense in {s for item in items[at + 1 : figure.at][:6] if item.kind in _NAMED for s in _last_senses(item)}:
            yield ("gap sense=", sense)
    if seen.right is not None:
        lemma = items[seen.right].lemma
        for what in counted:
            yield ("right=", lemma, "|counts=", what)
        for sense in verb_senses(lemma):
            yield ("right sense=", sense)
            for what in counted:
                yield ("right sense=", sense, "|counts=", what)


#: Kinds of items whose last word is a noun.
_NAMED = frozenset("wUVOA")
#: Words between a preposition and the figure behind it: "in *all* 13 districts".
_DETERMINERS = frozenset(("all", "each", "its", "the", "these", "those", "their", "of", "only"))


def _last_senses(item: Item) -> tuple[str, ...]:
    return noun_senses(item.text.split()[-1])


def _preposition(items: list[Item], at: int) -> str:
    """The word before item *at*, determiners passed over; "" at the start of a sentence."""
    at -= 1
    while at >= 0 and items[at].text in _DETERMINERS:
        at -= 1
    return _word(items[at]) if at >= 0 else ""


def _clause_words(figure: Figure) -> Iterator[Feature]:
    """The words of the clause on either side, without their order."""
    items = figure.sentence.items
    sides = (
        ("L", reversed(items[max(0, figure.at - _CLAUSE) : figure.at])),
        ("R", items[figure.after() : figure.after() + _CLAUSE]),
    )
    for side, row in sides:
        for item in row:
            if item.kind == ";":
                break
            yield (side, "=", _word(item))


_CLAUSE = 14


def action_hints(seen: Around) -> Iterator[tuple[Feature, str]]:
    """What speaks for one action, whichever it is: the kind of evidence, and the action.

    The features above are learned for each action apart, and rare actions are seldom seen with each. How far the
    class of the nearest verb can be trusted is learned from all actions together.
    """
    figure, antecedent, before, lefts, right, event = seen
    items = figure.sentence.items
    evidence = figure.evidence.get("action", "").split(":")[0]
    cue = f"{figure.frame.kind}{figure.frame.cue}" if figure.frame is not None else "none"
    for source, action in (("rule", figure.action), ("antecedent", antecedent), ("before", before)):
        if action:
            yield (source,), action
            yield (source, "|", evidence), action
            yield (source, "|", cue), action
    own = noun_action(figure.unit) if figure.unit else ""
    if own:
        yield ("unit",), own
        yield ("unit|own=", figure.own), own
    noun = figure.noun_item()
    kind = noun.kind if noun is not None else "-"
    for rank, at in enumerate(lefts[:3]):
        named = verb_class(items[at].lemma)
        if named:
            yield ("left", rank), named
            if rank == 0:
                gap = items[at + 1 : figure.at]
                yield ("left|near=", len(gap) < 3, "|comma=", any(i.kind in ",&" for i in gap)), named
                yield ("left|", kind), named
                yield ("left|unit=", bool(own)), named
        given = object_action(clause_text(figure.sentence, at))
        if given:
            yield ("object", rank), given
            yield ("object", rank, "|", named), given
    if lefts:
        first = triggers.first_of_pair(figure.sentence, lefts[0])
        named = verb_class(items[first].lemma)
        if first != lefts[0] and named:  # "identified and provided shelter to 12 victims"
            yield ("first of pair",), named
            yield ("first of pair|", verb_class(items[lefts[0]].lemma)), named
    if right is not None:
        named = verb_class(items[right].lemma)
        if named:
            yield ("right",), named
            yield ("right|passive=", items[right - 1].kind == "b", "|", bool(lefts)), named
            yield ("right|", kind), named
        given = object_action(clause_text(figure.sentence, right))
        if given:
            yield ("object right",), given
    if event is not None:
        yield ("noun of",), noun_action(items[event].text.split()[-1])
    after = figure.after()
    yield from _near("L", items[max(0, figure.at - _NEAR) : figure.at][::-1])
    yield from _near("R", items[after : after + _NEAR])


_NEAR = 12


def _near(side: str, row: list[Item]) -> Iterator[tuple[Feature, str]]:
    """The actions that the verbs and event nouns of the clause on one side name, the nearest first."""
    for distance, item in enumerate(row):
        if item.kind == ";":
            return
        named = (
            verb_class(item.lemma)
            if item.kind == "v"
            else noun_action(item.text.split()[-1])
            if item.kind in "wU"
            else ""
        )
        if named:
            yield (side, item.kind == "v"), named
            yield (side, item.kind == "v", min(distance, 5)), named


def _subject_head(sentence: Sentence, at: int) -> str:
    """The last word of the nearest agency before item *at*: "courts", "ministry", "hotline"."""
    for item in reversed(sentence.items[:at]):
        if item.kind == "A":
            word = item.text.split()[-1]
            return word if word in _BODIES else "named"
    return ""


_BODIES = frozenset(
    (
        "government",
        "authorities",
        "police",
        "courts",
        "court",
        "ngos",
        "ngo",
        "prosecutors",
        "officials",
        "inspectors",
        "inspectorate",
        "organizations",
        "organization",
        "society",
        "ministry",
        "judges",
        "embassy",
        "embassies",
        "shelter",
        "hotline",
    )
)
