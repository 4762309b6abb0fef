"""Coordinations behind a denial: event nouns, or verbs with a counted object, joined by commas and "or"."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from tallies import lexicons
from tallies.linking.figures import Figure, unit_of
from tallies.linking.verbs import LIGHT, REPORT, classify, noun_action, verb_class
from tallies.linking.view import Item, Sentence
from tallies.morphology import singular

#: Nouns that name a counted event by themselves.
EVENTS = frozenset(
    (
        "investigation",
        "prosecution",
        "conviction",
        "arrest",
        "indictment",
        "sentence",
        "charge",
        "referral",
        "inspection",
        "repatriation",
        "case",
        "trial",
        "suspension",
        "violation",
    )
)

#: Nouns of which a denial states no count.
UNCOUNTED = frozenset(
    (
        "effort",
        "measure",
        "step",
        "progress",
        "assistance",
        "training",
        "assessment",
        "procedure",
        "screening",
        "funding",
        "service",
        "support",
        "action",
        "activity",
    )
)

#: Words that end what a denial covers.
STOPS = frozenset(
    (
        "although",
        "however",
        "compared",
        "because",
        "but",
        "despite",
        "while",
        "though",
        "whereas",
        "if",
        "whether",
        "as",
        "when",
        "where",
        "including",
    )
)

#: Words that follow a noun phrase.
AFTER = frozenset(
    (
        "of",
        "for",
        "from",
        "with",
        "in",
        "on",
        "at",
        "by",
        "to",
        "who",
        "that",
        "which",
        "during",
        "under",
        "against",
        "as",
        "it",
        "they",
        "into",
        "related",
    )
)


def figure_at(
    sentence: Sentence, anchor_at: int, value: float | None, noun: Item | None, noun_at: int | None
) -> Figure:
    """A count anchored at item *anchor_at*; *noun*, at item *noun_at*, is what it counts."""
    figure = Figure(sentence, anchor_at, sentence.offsets(sentence.items[anchor_at]), value)
    figure.trigger = sentence.items[anchor_at]
    if noun is not None:
        figure.unit = unit_of(noun)
        figure.noun = noun_at if noun.kind in "VOUAN" else None
        figure.own = figure.noun is not None
    figure.evidence["action"] = "denied" if value == 0 else "not reported"
    return figure


def event_at(sentence: Sentence, at: int, value: float | None) -> Figure:
    """A count anchored at its event noun."""
    figure = figure_at(sentence, at, value, sentence.items[at], None)
    figure.unit = singular_head(sentence.items[at])
    figure.action = "investigate" if figure.unit == "case" else noun_action(figure.unit)
    return figure


def singular_head(item: Item) -> str:
    """The last word of an item in the singular."""
    return singular(item.text.split()[-1])


@dataclass(slots=True)
class Reader:
    """A coordination while it is read from left to right."""

    sentence: Sentence
    value: float | None
    at: int
    verbs: list[int]
    form: str = "base"
    whole: bool = False
    any: bool = False


def coordination(sentence: Sentence, start: int, value: float | None, whole: bool = False) -> Iterator[Figure]:
    """The counts of a coordination of event nouns and of verbs with counted objects, from item *start*.

    whole: the denial is of any object at all ("never").
    """
    items = sentence.items
    perfect = value is not None and start < len(items) and items[start].form == "past"
    reader = Reader(sentence, value, start, [], "ing" if value is None else "past" if perfect else "base", whole)
    while reader.at < len(sentence.items):
        found = list(_element(reader))
        yield from found
        if not found or not _next_element(reader):
            return


def _element(reader: Reader) -> Iterator[Figure]:
    """The next element: verbs that wait for their object, then an object or event noun."""
    items = reader.sentence.items
    reader.verbs, reader.any = [], reader.whole
    form = reader.form
    while reader.at < len(items):
        item = items[reader.at]
        is_verb = (
            item.kind == "v" or (item.kind == "w" and item.form == "base" and form == "base")
        ) and item.form == form
        if (
            is_verb
            and verb_class(item.lemma) not in ("", REPORT)
            and item.text not in lexicons.words("linking", "denied lead")
            and (reader.whole or not reader.any)
            and _verb_place(reader)
        ):
            reader.verbs.append(reader.at)
        elif item.text in lexicons.words("linking", "denied lead") or item.kind in "&,n":
            if item.kind == "," and not reader.verbs:
                return
            reader.any = reader.any or item.text in ("any", "single")
            if item.text == "any" and reader.verbs and _no_noun(items, reader.at + 1):
                yield from _without_noun(reader)
                return
        else:
            break
        reader.at += 1
    if reader.at >= len(items):
        return
    end = noun_end(items, reader.at)
    if end is None:
        return
    head, head_at = items[end - 1], end - 1
    noun = singular_head(head)
    strong = [v for v in reader.verbs if verb_class(items[v].lemma) != LIGHT]
    reader.at = end
    if head.kind in "wU" and noun in EVENTS and not (strong and noun in ("case", "trial")):
        if strong and not (reader.value is None or reader.any):
            return
        if reader.value == 0 and not reader.verbs:
            return
        yield event_at(reader.sentence, head_at, reader.value)
        yield from further_events(reader)
        return
    for v in strong:
        figure = figure_at(reader.sentence, v, reader.value, head, head_at)
        figure.action = classify(reader.sentence, v, figure, "object")
        if _counted(reader, figure, head, noun, v):
            yield figure
    if not strong and reader.verbs and head.kind in "VOUN" and (reader.any or reader.value is None):
        figure = figure_at(reader.sentence, reader.verbs[-1], reader.value, head, head_at)
        figure.action = classify(reader.sentence, reader.verbs[-1], figure, "object")
        if figure.action and noun not in UNCOUNTED:
            yield figure
    if not strong and reader.verbs and reader.value == 0 and head.kind in "wU":
        yield from _to_any(reader)
    if not reader.verbs and reader.value is None and head.kind in "VO" and reader.any:
        yield from _who(reader, head, head_at)


def _to_any(reader: Reader) -> Iterator[Figure]:
    """ "did not *provide* care to any victims": what is denied is behind "to any"."""
    items = reader.sentence.items
    at = reader.at
    if reader.sentence.text(at, at + 2) not in ("to any", "for any") or at + 2 >= len(items):
        return
    end = noun_end(items, at + 2)
    if end is None or items[end - 1].kind not in "VOUAN":
        return
    figure = figure_at(reader.sentence, reader.verbs[-1], 0.0, items[end - 1], end - 1)
    figure.action = classify(reader.sentence, reader.verbs[-1], figure, "object")
    if figure.action:
        yield figure


def _no_noun(items: list[Item], at: int) -> bool:
    """Whether the noun of an "any" before item *at* is left out."""
    return at == len(items) or items[at].kind in ".;," or items[at].text in ("to", "for", "in", "during", "from")


def _without_noun(reader: Reader) -> Iterator[Figure]:
    """ "identified 11 victims but did not *refer any* to shelters": the noun is that of the count before."""
    at = reader.verbs[-1]
    figure = figure_at(reader.sentence, at, reader.value, None, None)
    figure.action = classify(reader.sentence, at, figure, "object")
    if figure.action and figure.action != "other":
        yield figure


def _verb_place(reader: Reader) -> bool:
    """Whether a verb can stand here: first, or joined to another one."""
    before = reader.sentence.items[reader.at - 1] if reader.at else None
    return not reader.verbs or (before is not None and (before.kind in "&," or before.text.endswith("ly")))


def noun_end(items: list[Item], at: int) -> int | None:
    """Where the noun phrase at item *at* ends; None if none stands there."""
    i = at
    while i < len(items) and i < at + 6:
        item = items[i]
        if item.kind in "VOUAN":
            following = items[i + 1] if i + 1 < len(items) else None
            if (
                following is not None
                and following.kind == "w"
                and singular_head(following) in EVENTS
                and item.kind in "VN"
            ):
                i += 1
                continue
            return i + 1
        if item.kind in "XL" or (
            item.kind == "w" and item.text.isalpha() and item.text not in STOPS and not item.text.endswith("ly")
        ):
            following = items[i + 1] if i + 1 < len(items) else None
            if (
                following is None
                or following.kind not in "wUVOXA"
                or following.text in lexicons.words("linking", "denied lead")
                or following.text in STOPS
                or following.text in AFTER
            ):
                return i + 1 if item.kind == "w" else None
            i += 1
            continue
        return None
    return None


def further_events(reader: Reader) -> Iterator[Figure]:
    """ "..., prosecutions, or convictions" behind a first event noun."""
    items = reader.sentence.items
    while reader.at + 1 < len(items) and items[reader.at].kind in "&,":
        i = reader.at
        while i < len(items) and (items[i].kind in "&," or items[i].text in lexicons.words("linking", "denied lead")):
            i += 1
        end = noun_end(items, i) if i < len(items) and items[i].kind in "wUXV" else None
        if end is None or items[end - 1].kind not in "wU" or singular_head(items[end - 1]) not in EVENTS:
            return
        yield event_at(reader.sentence, end - 1, reader.value)
        reader.at = end


def _counted(reader: Reader, figure: Figure, head: Item, noun: str, verb_at: int) -> bool:
    """Whether a denied verb with this object states a count."""
    action = figure.action
    if not action or noun in ("such", "it", "whether", "how", "during", "information", "data", "detail"):
        return False
    if reader.value is None:
        return (
            head.kind in "VOUN" or reader.any or noun_action(noun) in ("permit", "investigate", "prosecute", "convict")
        )
    if head.kind == "w" and not reader.any:
        return False
    if action in ("other", "inform", "inspect") and not reader.any:
        return False
    if noun in UNCOUNTED and head.kind != "V":
        return False
    return reader.any or head.kind in "OU" or action in ("identify", "convict")


def _next_element(reader: Reader) -> bool:
    """Move behind the next ", or" that joins a further verb of the same form; False if there is none."""
    items = reader.sentence.items
    form = reader.form
    for i in range(reader.at, min(reader.at + 14, len(items) - 1)):
        item = items[i]
        if item.kind in ";(-." or item.text in STOPS or item.kind in "SM":
            return False
        if item.kind in "&,":
            k = i + 1 if items[i + 1].kind != "&" else i + 2
            if k < len(items) and items[k].form == form and verb_class(items[k].lemma) not in ("", REPORT):
                reader.at = k
                return True
    return False


def _who(reader: Reader, noun: Item, noun_at: int) -> Iterator[Figure]:
    """ "did not report any victims who *filed* for or *obtained* restitution"."""
    items = reader.sentence.items
    if reader.at < len(items) and items[reader.at].text in ("who", "that"):
        yield from verbs_of(reader.sentence, noun, noun_at, reader.at + 1)


def verbs_of(sentence: Sentence, noun: Item | None, noun_at: int, start: int) -> Iterator[Figure]:
    """The verbs that say what was done to the counted noun, joined by commas and "or"."""
    items = sentence.items
    found = 0
    for at in range(start, min(len(items), start + 16)):
        item = items[at]
        if (
            item.kind in ";(-SM"
            or item.text in STOPS
            or (item.text in ("or", "and") and at + 2 < len(items) and items[at + 1].text == "how")
        ):
            return
        if item.kind != "v" or item.text in ("being",):
            continue
        if found and not any(items[k].kind in "&," for k in range(max(at - 4, start), at)):
            return
        figure = figure_at(sentence, at, None, noun, noun_at if noun is not None else None)
        subject = not any(i.kind == "A" or i.text in ("it", "they") for i in items[noun_at + 1 : at])
        figure.action = classify(sentence, at, figure, "subject" if subject else "participle") or "other"
        if figure.action == "other" and found:
            continue
        yield figure
        found += 1
