"""What the scorer looks at when it weighs a link: feature names of a figure and of each candidate.

Features are strings. A feature never holds a name of a country, an agency or a place, so that what is
learned on some narratives serves others.
"""

from __future__ import annotations

from collections.abc import Iterator

from tallies.linking import actions
from tallies.linking.figures import Figure
from tallies.linking.verbs import clause_text, noun_action, object_action, verb_class
from tallies.linking.view import Item, Sentence


def _word(item: Item) -> str:
    """An item as a feature: a word's lemma or text, an entity's kind."""
    if item.kind in "vw":
        return item.lemma or item.text
    if item.kind in "VOUX":
        return f"{item.kind}:{item.text.split()[-1]}"
    return item.kind


def action_features(figure: Figure, antecedent: str, before: str) -> Iterator[str]:
    """The features that decide a figure's action.

    antecedent (str): the action of its total or of the figure that it is set against, "" if none.
    before (str): the action of the figure before it in the document, "" if none.
    """
    sentence, items = figure.sentence, figure.sentence.items
    noun = figure.noun_item()
    kind = noun.kind if noun is not None else "-"
    rule = figure.action
    evidence = figure.evidence.get("action", "").split(":")[0]
    unit = figure.unit
    frame = figure.frame
    cue = f"{frame.kind}{frame.cue}" if frame is not None else "none"
    yield "bias"
    yield f"rule={rule}"
    yield f"rule={rule}|{evidence}"
    yield f"rule={rule}|unit={unit}"
    yield f"unit={unit}"
    yield f"event={noun_action(unit) if unit else ''}|own={figure.own}"
    yield f"kind={kind}|{figure.kind}"
    yield f"zero={figure.value == 0}|{figure.value is None}"
    yield f"section={sentence.section}"
    yield f"frame={cue}"
    yield f"ante={antecedent}|{cue}"
    yield f"ante={antecedent}|{evidence}"
    yield f"before={before}"
    yield f"before={before}|{cue}|{evidence}"
    if noun is not None:
        for word in noun.text.split()[-4:]:
            yield f"noun={word}"
    lefts = actions.left_verbs(figure)
    for rank, at in enumerate(lefts[:3]):
        lemma = items[at].lemma
        yield f"left{rank}={lemma}"
        yield f"left{rank}={verb_class(lemma)}"
        if rank == 0:
            yield f"left={lemma}|{unit}"
            yield f"left={lemma}|{kind}"
            gap = items[at + 1 : figure.at]
            yield f"left={verb_class(lemma)}|near={len(gap) < 3}|comma={any(i.kind in ',&' for i in gap)}"
            for item in gap[:5]:
                yield f"gap={_word(item)}"
                yield f"gap={lemma}|{_word(item)}"
            yield f"left={lemma}|object={object_action(clause_text(sentence, at))}"
    if not lefts:
        yield "left=none"
    right = actions.right_verb(figure)
    if right is not None:
        lemma = items[right].lemma
        passive = items[right - 1].kind == "b"
        yield f"right={lemma}"
        yield f"right={lemma}|{kind}|{passive}"
        yield f"right={verb_class(lemma)}|{passive}|{bool(lefts)}"
        yield f"right={lemma}|object={object_action(clause_text(sentence, right))}"
    event = actions.event_noun(figure)
    if event is not None:
        yield f"noun of={items[event].text.split()[-1]}"
        yield f"noun of={noun_action(items[event].text.split()[-1])}"
    if figure.trigger is not None:
        yield f"trigger={figure.trigger.lemma or figure.trigger.text}"
    after = figure.after()
    for offset, item in enumerate(items[after : after + 6]):
        yield f"after={_word(item)}"
        if offset < 2:
            yield f"after{offset}={_word(item)}"
    for offset, item in enumerate(reversed(items[max(0, figure.at - 4) : figure.at])):
        yield f"before word={_word(item)}"
        if offset < 2:
            yield f"before{offset}={_word(item)}"
    yield from _clause_words(figure)
    subject = _subject_head(sentence, figure.at)
    yield f"subject={subject}"
    yield f"subject={subject}|{unit}"
    for action in {noun_action(i.text.split()[-1]) for i in items if i.kind in "wU"} - {""}:
        yield f"sentence={action}"


def _clause_words(figure: Figure) -> Iterator[str]:
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
            yield f"{side}={_word(item)}"


_CLAUSE = 14


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
