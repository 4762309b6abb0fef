"""How a figure takes up one before it: as its part, as the same total again, or with noun and verb left out."""

from __future__ import annotations

from tallies.linking.figures import Figure
from tallies.linking.triggers import right_verb
from tallies.linking.verbs import LIGHT, REPORT, verb_class
from tallies.linking.view import verb

_DIVIDING = frozenset(("include", "comprise", "consist", "number"))


def described(figure: Figure) -> bool:
    """Whether the verb behind the figure only says which of a total it counts: "24 *served* children"."""
    right = right_verb(figure)
    if figure.trigger is not None and figure.trigger.lemma in _DIVIDING:
        return True
    if right is None:
        return not figure.action or figure.evidence.get("action") == "counted event"
    weak = verb_class(figure.sentence.items[right].lemma) in ("", "other", "estimate") or figure.predicate is not None
    return weak or figure.evidence.get("action") not in ("subject of verb", "participle")


def elided(figure: Figure, before: Figure) -> bool:
    """Whether noun and verb are left out behind the figure *before*: "12 convictions in 2015, *16 in 2016*"."""
    items = figure.sentence.items
    between = items[before.after() : figure.at]
    chained = before.own or before.evidence.get("action", "").startswith("carried over")
    if figure.own or figure.predicate is not None or not chained or items[figure.at].depth != items[before.at].depth:
        return False
    behind = items[figure.at + 1].text if figure.at + 1 < len(items) else ""
    return behind in ("in", "during") and all(item.kind in "P,&" or item.text in ("in", "during") for item in between)


def classed(figure: Figure) -> bool:
    """Whether the verb behind the figure says as what a part counts: "four *identified as* transgender"."""
    right = right_verb(figure)
    items = figure.sentence.items
    return (
        right is not None and right + 1 < len(items) and items[right + 1].text == "as" and items[right].form == "past"
    )


def forget(figure: Figure) -> None:
    """Take back the action of a figure that has it from its total instead."""
    figure.action, figure.trigger = "", None
    figure.evidence.pop("action", None)


def named_in_noun(figure: Figure) -> str:
    """The action that the counted phrase names: "59 *convicted* traffickers", "29 *identified* victims"."""
    noun = figure.noun_item()
    for word in noun.text.split()[:-1] if noun is not None and figure.own else ():
        found = verb(word)
        action = verb_class(found[0]) if found is not None and found[1] == "past" else ""
        if action and action not in (REPORT, LIGHT, "other"):
            return action
    return ""


def repeated(figure: Figure, before: Figure | None) -> bool:
    """Whether a figure without a noun says again what was done to a larger one: "charged 30 suspects. *Eleven were
    charged* with forced labor"."""
    if before is None or figure.own or figure.at or figure.value is None or not before.value:
        return False
    right = right_verb(figure)
    passive = right is not None and figure.sentence.items[right - 1].kind == "b"
    return passive and figure.action == before.action and 0 < figure.value < before.value
