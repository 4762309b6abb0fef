"""Which verb or event noun a figure hangs on, and the action that it states."""

from __future__ import annotations

from tallies.labels import ACTIONS
from tallies.linking.figures import Figure
from tallies.linking.triggers import (
    event_noun,
    first_of_pair,
    is_subject,
    left_verbs,
    lending_verb,
    participle,
    restated,
    right_verb,
)
from tallies.linking.verbs import REPORT, classify, noun_action, punished, trigger_item, verb_class
from tallies.morphology import singular


def assign(figure: Figure) -> bool:
    """Set the figure's action and trigger from its own clause; False if the clause has none for it.

    Evidence: "event noun", "subject of verb", "object of verb", "participle", "counted event".
    """
    sentence = figure.sentence
    if _meetings(figure) or _change(figure):
        return True
    for relation, at in _candidates(figure):
        action = classify(sentence, at, figure, relation)
        if action:
            figure.action = action
            figure.trigger = trigger_item(sentence, lending_verb(sentence, at) if relation == "noun" else at)
            figure.evidence["action"] = _EVIDENCE[relation]
            return True
    if punished(figure):
        figure.action = "detain"
        figure.evidence["action"] = "no reports of punishment"
        return True
    own = noun_action(figure.unit) if figure.kind == "count" and figure.own and not figure.people else ""
    left = next(iter(left_verbs(figure)), None)
    if own == "employ" or (
        figure.unit == "case" and (left is None or verb_class(sentence.items[left].lemma) != REPORT)
    ):
        own = ""
    if own:
        figure.action = own
        figure.evidence["action"] = "counted event"
        if left is not None:
            figure.trigger = trigger_item(sentence, left)
        return True
    return False


def assign_part(figure: Figure) -> bool:
    """Set the action of a part that has a verb of its own: "of whom 12 *were convicted*"."""
    right = right_verb(figure)
    if right is None:
        return False
    action = classify(figure.sentence, right, figure, "subject")
    if not action or action in ("other", "estimate"):
        return False
    figure.action = action
    figure.trigger = trigger_item(figure.sentence, right)
    figure.evidence["action"] = _EVIDENCE["subject"]
    return True


def assign_earlier(figure: Figure) -> bool:
    """Set the action of an earlier figure that names its own event: "35 *convictions*", "89 *referred* by"."""
    behind = participle(figure)
    if behind is not None:
        action = classify(figure.sentence, behind, figure, "participle")
        if action and action != "other":
            figure.action = action
            figure.trigger = trigger_item(figure.sentence, behind)
            figure.evidence["action"] = _EVIDENCE["participle"]
            return True
    own = noun_action(figure.unit) if figure.kind == "count" and not figure.people and figure.unit != "case" else ""
    if own in ("investigate", "prosecute", "convict", "arrest", "charge", "sentence", "acquit"):
        figure.action = own
        figure.evidence["action"] = "counted event"
        return True
    return False


def fallback(figure: Figure) -> str:
    """The action of a figure that nothing else decides."""
    if figure.kind == "money":
        return "fund"
    if figure.kind == "percent" and figure.is_change():
        # "Convictions increased by 15 percent"
        named = (noun_action(item.text.split()[-1]) for item in figure.sentence.items[: figure.at] if item.kind in "wU")
        return next(filter(None, named), "other")
    if figure.sentence.section == "profile" or "estimated" in figure.sentence.items[figure.at].text:
        return "estimate" if figure.people or figure.kind == "percent" else "other"
    noun = figure.noun_item()
    if noun is not None and noun.kind == "V":
        return "identify"
    return noun_action(figure.unit) or "other"


def _meetings(figure: Figure) -> bool:
    """ "The council met three times", "met twice": a count of meetings."""
    items = figure.sentence.items
    lefts = left_verbs(figure)
    if not lefts or items[lefts[0]].lemma != "meet" or figure.at - lefts[0] > 3:
        return False
    following = items[figure.at + 1].text if figure.at + 1 < len(items) else ""
    if items[figure.at].text not in ("once", "twice") and following not in ("time", "times"):
        return False
    figure.action, figure.unit, figure.noun, figure.own = "other", "meeting", None, True
    figure.trigger = trigger_item(figure.sentence, lefts[0])
    figure.evidence["action"] = "meetings"
    return True


_CHANGED = frozenset(("increase", "decrease", "rise", "fall", "drop", "decline", "grow", "climb", "double", "triple"))


def _change(figure: Figure) -> bool:
    """ "Convictions fell from 111 to 72": counted is the subject of the change."""
    items = figure.sentence.items
    if figure.own or figure.kind != "count" or figure.at == 0 or items[figure.at - 1].text not in ("from", "to"):
        return False
    lefts = left_verbs(figure)
    if not lefts or items[lefts[0]].lemma not in _CHANGED:
        return False
    for i in range(lefts[0] - 1, max(-1, lefts[0] - 12), -1):
        item = items[i]
        if item.kind in ";S":
            return False
        word = item.text.split()[-1]
        action = noun_action(word) if item.kind in "wU" else ""
        if action:
            figure.action, figure.unit = action, singular(word)
            figure.trigger = trigger_item(figure.sentence, lefts[0])
            figure.evidence["action"] = "subject of change"
            return True
    return False


_EVIDENCE = {
    "joined": "first of joined verbs",
    "noun": "event noun",
    "subject": "subject of verb",
    "object": "object of verb",
    "participle": "participle",
    "adjunct": "opening phrase",
}


def _candidates(figure: Figure) -> list[tuple[str, int]]:
    """The triggers to try, the likeliest first, as (relation, item)."""
    found: list[tuple[str, int]] = []
    noun = event_noun(figure)
    if noun is not None:
        found.append(("noun", noun))
    lefts = left_verbs(figure)
    left = lefts[0] if lefts else None
    right = right_verb(figure)
    behind = participle(figure)
    subject = right is not None and is_subject(figure, left)
    joined = _joined(figure, left) if left is not None and figure.kind == "count" and not restated(figure) else None
    if joined is not None:  # "identified and provided shelter to 12 victims"
        found.insert(0, ("joined", joined))
    if subject and right is not None:
        found.append(("subject", right))
    if lefts and figure.sentence.items[lefts[0]].lemma == "estimate":
        found.insert(0, ("object", lefts[0]))  # "estimated that 3,000 children were exploited"
    if behind is not None and (
        left is None or verb_class(figure.sentence.items[left].lemma) in ("", REPORT) or restated(figure)
    ):
        found.append(("participle", behind))
    if not restated(figure):
        for at in lefts[:3]:
            found.append(("object", first_of_pair(figure.sentence, at)))
            if found[-1][1] != at:
                found.append(("object", at))
    if subject is False and right is not None and _opening_phrase(figure):
        found.append(("adjunct", right))
    if behind is not None:
        found.append(("participle", behind))
    return found


def _joined(figure: Figure, left: int) -> int | None:
    """The first of joined verbs whose last, at *left*, the figure stands right behind."""
    items = figure.sentence.items
    first = first_of_pair(figure.sentence, left)
    near = not any(item.kind in "SM;v" for item in items[left + 1 : figure.at])
    return first if near and first != left and verb_class(items[first].lemma) in ACTIONS else None


def _opening_phrase(figure: Figure) -> bool:
    """Whether the figure stands in a phrase that opens its clause: "In one case, the court convicted ..."."""
    items = figure.sentence.items
    return (figure.at <= 2 and items[0].text in ("in", "of", "for", "on")) or (
        figure.at >= 2 and items[figure.at - 1].text == "in" and items[figure.at - 2].kind in ";,"
    )
