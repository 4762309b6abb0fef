"""Counts without a numeral: denied ("did not identify any victims") and not reported.

A negation, "unknown" or "unclear" opens a stretch of words, which is read as a coordination of event nouns
("investigations, prosecutions, or convictions"), of verbs with a counted object ("investigating or
prosecuting any officials"), or as a question ("how many victims it identified", "whether any victims
received ..."). Start reading at :func:`find`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from tallies.linking.figures import Figure, unit_of
from tallies.linking.verbs import LIGHT, REPORT, classify, noun_action, verb_class
from tallies.linking.view import Item, Sentence
from tallies.morphology import singular

#: One of these stands in every sentence with a denied or unreported count.
CUES = frozenset(
    [
        "not",
        "n't",
        "never",
        "neither",
        "nor",
        "unknown",
        "unclear",
        "uncertain",
        "unspecified",
        "undisclosed",
        "unreported",
        "unavailable",
    ]
)
_UNKNOWN = frozenset(["unknown", "unclear", "uncertain", "unspecified", "undisclosed", "unreported", "unavailable"])
_COUNT_PHRASE = re.compile(
    r"(?:how many|on how many|(?:on )?(?:the |a |any )?(?:total |exact |overall |specific )*numbers? of|(?:any |the |comprehensive |complete |definitive |"
    r"disaggregated |further |specific |official |detailed )*(?:data|statistics|information|figures|details) (?:on|regarding|about|for|concerning)"
    r"(?: the)?(?: (?:total )?numbers? of| how many)?)(?: of| the| these| those| such| its| their)*"
)
_REPORTING = frozenset(
    [
        "report",
        "provide",
        "disclose",
        "release",
        "publish",
        "specify",
        "collect",
        "maintain",
        "keep",
        "track",
        "share",
        "make",
        "state",
        "compile",
        "record",
    ]
)
_EVENTS = frozenset(
    [
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
    ]
)
_UNCOUNTED = frozenset(
    [
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
    ]
)
_LEADS = frozenset(
    [
        "any",
        "new",
        "newly",
        "initiated",
        "the",
        "of",
        "on",
        "in",
        "a",
        "an",
        "criminal",
        "formal",
        "additional",
        "further",
        "data",
        "such",
        "specific",
        "successful",
        "other",
        "all",
        "its",
        "their",
        "official",
        "law",
        "enforcement",
        "number",
        "numbers",
        "for",
        "to",
        "against",
        "single",
        "these",
        "those",
        "allegedly",
        "possible",
        "such",
    ]
)
_STOPS = frozenset(
    [
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
    ]
)
_ADVERBS = frozenset(["also", "yet", "again", "ever", "otherwise", "any"])
#: Adverbs with which a denial still is of the whole: "did not formally identify", but not "did not adequately identify".
_PLAIN_ADVERBS = frozenset(
    [
        "formally",
        "previously",
        "directly",
        "separately",
        "publicly",
        "officially",
        "criminally",
        "reportedly",
        "successfully",
        "newly",
        "only",
    ]
)
_INADEQUATE = frozenset(["always", "often"])


def find(sentence: Sentence) -> list[Figure]:
    """The denied and unreported counts of a sentence, each anchored at its action."""
    if "S" not in sentence.kinds and not sentence.has_word(CUES):
        return []
    found: list[Figure] = []
    for at, item in enumerate(sentence.items):
        if item.kind == "n" and item.text != "without":
            found.extend(_denied(sentence, at))
        elif item.kind == "S" and item.text in ("no", "zero"):
            found.extend(_nor(sentence, at))
        elif item.text in _UNKNOWN and item.kind == "w":
            found.extend(_unknown(sentence, at))
    seen: set[tuple[int, int]] = set()
    return [f for f in found if not (f.anchor in seen or seen.add(f.anchor))]  # type: ignore[func-returns-value]


def _figure(sentence: Sentence, anchor_at: int, value: float | None, noun: Item | None, noun_at: int | None) -> Figure:
    figure = Figure(sentence, anchor_at, sentence.offsets(sentence.items[anchor_at]), value)
    figure.trigger = sentence.items[anchor_at]
    if noun is not None:
        figure.unit = unit_of(noun)
        figure.noun = noun_at if noun.kind in "VOUAN" else None
        figure.own = figure.noun is not None
    figure.evidence["action"] = "denied" if value == 0 else "not reported"
    return figure


def _event(sentence: Sentence, at: int, value: float | None) -> Figure:
    """A count anchored at its event noun."""
    figure = _figure(sentence, at, value, sentence.items[at], None)
    figure.unit = _head(sentence.items[at])
    figure.action = "investigate" if figure.unit == "case" else noun_action(figure.unit)
    return figure


def _head(item: Item) -> str:
    return singular(item.text.split()[-1])


def _denied(sentence: Sentence, at: int) -> Iterator[Figure]:
    """What the negation at item *at* denies."""
    items = sentence.items
    if at and items[at - 1].kind == "m":
        return  # "could not pay" denies no count
    if items[at].text == "not" and sentence.text(at + 1, at + 2) in ("clear", "known", "available"):
        yield from _unknown(sentence, at + 1)
        return
    verb_at = _verb_after(items, at)
    if verb_at is None:
        return
    verb = items[verb_at]
    if verb.lemma in _REPORTING:
        found = list(_unreported(sentence, verb_at + 1))
        if found or verb.lemma in ("report", "disclose", "specify"):
            yield from found
            return
    if "b" in sentence.letters[max(0, at - 1) : verb_at]:
        return  # a passive: "were not charged" counts no object
    yield from _coordination(sentence, verb_at, 0.0, whole=items[at].text == "never")


def _verb_after(items: list[Item], at: int) -> int | None:
    """The verb that the negation at *at* denies: right behind it, or behind its subject ("neither A nor B identified")."""
    for i in range(at + 1, min(at + 7, len(items))):
        item = items[i]
        if item.text in _INADEQUATE or (item.text.endswith("ly") and item.text not in _PLAIN_ADVERBS):
            return None
        if item.kind == "v" or (
            item.kind == "w" and item.form == "base" and verb_class(item.lemma) and item.text not in _ADVERBS
        ):
            return i
        if (
            item.kind in "A&Nhb"
            or item.text == "nor"
            or item.text in _ADVERBS
            or item.text.endswith("ly")
            or item.text == "the"
        ):
            continue
        return None
    return None


@dataclass(slots=True)
class _Reader:
    """A coordination while it is read from left to right."""

    sentence: Sentence
    value: float | None
    at: int
    verbs: list[int]
    form: str = "base"
    whole: bool = False
    any: bool = False


def _coordination(sentence: Sentence, start: int, value: float | None, whole: bool = False) -> Iterator[Figure]:
    """The counts of a coordination of event nouns and of verbs with counted objects, from item *start*.

    whole: the denial is of any object at all ("never").
    """
    items = sentence.items
    perfect = value is not None and start < len(items) and items[start].form == "past"
    reader = _Reader(sentence, value, start, [], "ing" if value is None else "past" if perfect else "base", whole)
    while reader.at < len(sentence.items):
        found = list(_element(reader))
        yield from found
        if not found or not _next_element(reader):
            return


def _element(reader: _Reader) -> Iterator[Figure]:
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
            and item.text not in _LEADS
            and (reader.whole or not reader.any)
            and _verb_place(reader)
        ):
            reader.verbs.append(reader.at)
        elif item.text in _LEADS or item.kind in "&,n":
            if item.kind == "," and not reader.verbs:
                return
            reader.any = reader.any or item.text in ("any", "single")
        else:
            break
        reader.at += 1
    if reader.at >= len(items):
        return
    end = _noun_end(items, reader.at)
    if end is None:
        return
    head, head_at = items[end - 1], end - 1
    noun = _head(head)
    strong = [v for v in reader.verbs if verb_class(items[v].lemma) != LIGHT]
    reader.at = end
    if head.kind in "wU" and noun in _EVENTS and not (strong and noun in ("case", "trial")):
        if strong and not (reader.value is None or reader.any):
            return
        if reader.value == 0 and not reader.verbs:
            return
        yield _event(reader.sentence, head_at, reader.value)
        yield from _further_events(reader)
        return
    for v in strong:
        figure = _figure(reader.sentence, v, reader.value, head, head_at)
        figure.action = classify(reader.sentence, v, figure, "object")
        if _counted(reader, figure, head, noun, v):
            yield figure
    if not strong and reader.verbs and head.kind in "VOUN" and (reader.any or reader.value is None):
        figure = _figure(reader.sentence, reader.verbs[-1], reader.value, head, head_at)
        figure.action = classify(reader.sentence, reader.verbs[-1], figure, "object")
        if figure.action and noun not in _UNCOUNTED:
            yield figure
    if not reader.verbs and reader.value is None and head.kind in "VO" and reader.any:
        yield from _who(reader, head, head_at)


def _verb_place(reader: _Reader) -> bool:
    """Whether a verb can stand here: first, or joined to another one."""
    before = reader.sentence.items[reader.at - 1] if reader.at else None
    return not reader.verbs or (before is not None and (before.kind in "&," or before.text.endswith("ly")))


def _noun_end(items: list[Item], at: int) -> int | None:
    """Where the noun phrase at item *at* ends; None if none stands there."""
    i = at
    while i < len(items) and i < at + 6:
        item = items[i]
        if item.kind in "VOUAN":
            following = items[i + 1] if i + 1 < len(items) else None
            if following is not None and following.kind == "w" and _head(following) in _EVENTS and item.kind in "VN":
                i += 1
                continue
            return i + 1
        if item.kind in "XL" or (
            item.kind == "w" and item.text.isalpha() and item.text not in _STOPS and not item.text.endswith("ly")
        ):
            following = items[i + 1] if i + 1 < len(items) else None
            if (
                following is None
                or following.kind not in "wUVOXA"
                or following.text in _LEADS
                or following.text in _STOPS
                or following.text in _AFTER
            ):
                return i + 1 if item.kind == "w" else None
            i += 1
            continue
        return None
    return None


_AFTER = frozenset(
    [
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
        "related",
    ]
)


def _further_events(reader: _Reader) -> Iterator[Figure]:
    """ "..., prosecutions, or convictions" behind a first event noun."""
    items = reader.sentence.items
    while reader.at + 1 < len(items) and items[reader.at].kind in "&,":
        i = reader.at
        while i < len(items) and (items[i].kind in "&," or items[i].text in _LEADS):
            i += 1
        end = _noun_end(items, i) if i < len(items) and items[i].kind in "wUXV" else None
        if end is None or items[end - 1].kind not in "wU" or _head(items[end - 1]) not in _EVENTS:
            return
        yield _event(reader.sentence, end - 1, reader.value)
        reader.at = end


def _counted(reader: _Reader, figure: Figure, head: Item, noun: str, verb_at: int) -> bool:
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
    if noun in _UNCOUNTED and head.kind != "V":
        return False
    return reader.any or head.kind in "OU" or action in ("identify", "convict")


def _next_element(reader: _Reader) -> bool:
    """Move behind the next ", or" that joins a further verb of the same form; False if there is none."""
    items = reader.sentence.items
    form = reader.form
    for i in range(reader.at, min(reader.at + 14, len(items) - 1)):
        item = items[i]
        if item.kind in ";(-." or item.text in _STOPS or item.kind in "SM":
            return False
        if item.kind in "&,":
            k = i + 1 if items[i + 1].kind != "&" else i + 2
            if k < len(items) and items[k].form == form and verb_class(items[k].lemma) not in ("", REPORT):
                reader.at = k
                return True
    return False


def _who(reader: _Reader, noun: Item, noun_at: int) -> Iterator[Figure]:
    """ "did not report any victims who *filed* for or *obtained* restitution"."""
    items = reader.sentence.items
    if reader.at < len(items) and items[reader.at].text in ("who", "that"):
        yield from _verbs_of(reader.sentence, noun, noun_at, reader.at + 1)


def _nor(sentence: Sentence, at: int) -> Iterator[Figure]:
    """The further event nouns of "no investigations or prosecutions"; the first has the numeral."""
    items = sentence.items
    i = at + 1
    while i < len(items) and items[i].kind in "wUX" and i < at + 5 and items[i].text not in _AFTER:
        i += 1
    reader = _Reader(sentence, 0.0, i, [])
    yield from _further_events(reader)


def _unreported(sentence: Sentence, start: int) -> Iterator[Figure]:
    """The counts behind "did not report": questions, or a coordination."""
    ahead = sentence.text(start, start + 12)
    count = _COUNT_PHRASE.match(ahead)
    if count and count.group().strip():
        yield from _how_many(sentence, start + len(count.group().split()))
    elif re.match(r"(?:if|whether)\b", ahead):
        yield from _whether(sentence, start + 1)
    else:
        yield from _coordination(sentence, start, None)


def _unknown(sentence: Sentence, at: int) -> Iterator[Figure]:
    """What "unknown" or "unclear" at item *at* says of a count, before or behind it."""
    items = sentence.items
    ahead = sentence.text(at + 1, at + 4)
    if ahead.startswith("number of"):
        yield from _unknown_number(sentence, at)
    elif ahead.startswith(("how many", "if", "whether")):
        yield from _unreported(sentence, at + 1)
    else:
        for back in range(at - 1, max(-1, at - 18), -1):
            if items[back].kind == ";":
                return
            if items[back].text in ("number", "numbers") and sentence.text(back + 1, back + 2) == "of":
                yield from _how_many(sentence, back + 2)
                return


def _how_many(sentence: Sentence, start: int) -> Iterator[Figure]:
    """ "how many victims it identified or assisted": the verbs behind the counted noun, else an event noun."""
    items = sentence.items
    i = start
    while i < len(items) and items[i].text in (
        "of",
        "the",
        "these",
        "those",
        "such",
        "its",
        "new",
        "if",
        "any",
        ",",
        "alleged",
    ):
        i += 1
    if i >= len(items):
        return
    noun = items[i]
    if noun.kind in "bhvm" or noun.text in ("were", "led"):
        yield from _verbs_of(sentence, None, i, i)
        return
    if noun.kind == "A" or noun.text in ("it", "they"):
        yield from _verbs_of(sentence, None, i, i + 1)
        return
    end = _noun_end(items, i)
    if end is None:
        return
    head, head_at = items[end - 1], end - 1
    if head.kind in "wU" and _head(head) in _EVENTS:
        verbs = (
            list(_verbs_of(sentence, head, head_at, end))
            if re.match(r"[wA]{0,2}[bh]{1,2}v|v", sentence.letters[end:])
            else []
        )
        if verbs and _head(head) in ("case", "charge"):
            yield from verbs
        else:
            yield _event(sentence, head_at, None)
            yield from _further_events(_Reader(sentence, None, end, []))
        return
    found = list(_verbs_of(sentence, head, head_at, end))
    yield from found
    if not found and head.kind in "wU":
        action = noun_action(_head(head))
        if action and _head(head) not in _UNCOUNTED:
            figure = _figure(sentence, head_at, None, head, None)
            figure.action = action
            yield figure


def _verbs_of(sentence: Sentence, noun: Item | None, noun_at: int, start: int) -> Iterator[Figure]:
    """The verbs that say what was done to the counted noun, joined by commas and "or"."""
    items = sentence.items
    found = 0
    for at in range(start, min(len(items), start + 16)):
        item = items[at]
        if (
            item.kind in ";(-SM"
            or item.text in _STOPS
            or (item.text in ("or", "and") and at + 2 < len(items) and items[at + 1].text == "how")
        ):
            return
        if item.kind != "v" or item.text in ("being",):
            continue
        if found and not any(items[k].kind in "&," for k in range(max(at - 4, start), at)):
            return
        figure = _figure(sentence, at, None, noun, noun_at if noun is not None else None)
        subject = not any(i.kind == "A" or i.text in ("it", "they") for i in items[noun_at + 1 : at])
        figure.action = classify(sentence, at, figure, "subject" if subject else "participle") or "other"
        if figure.action == "other" and found:
            continue
        yield figure
        found += 1


def _whether(sentence: Sentence, start: int) -> Iterator[Figure]:
    """ "whether any victims received this status", "if it identified any victims": only what "any" makes countable."""
    items = sentence.items
    end = min(len(items), start + 18)
    stop = next((k for k in range(start, end) if items[k].kind in ";(" or items[k].text in _STOPS), end)
    any_at = next((k for k in range(start, stop) if items[k].text == "any"), None)
    if any_at is None:
        for k in range(start, stop):
            if (
                items[k].kind in "wU"
                and _head(items[k]) in _EVENTS - {"case", "sentence", "trial", "charge"}
                and items[k - 1].kind in "wX&v"
            ):
                yield _event(sentence, k, None)
        return
    noun_at = next((k for k in range(any_at + 1, min(any_at + 6, stop)) if items[k].kind in "VOUN"), None)
    event = next(
        (k for k in range(any_at + 1, min(any_at + 5, stop)) if items[k].kind in "wU" and _head(items[k]) in _EVENTS),
        None,
    )
    if event is not None and (noun_at is None or event < noun_at):
        yield _event(sentence, event, None)
        yield from _further_events(_Reader(sentence, None, event + 1, []))
        return
    if noun_at is None:
        return
    before = [
        k for k in range(start, any_at) if items[k].kind == "v" and verb_class(items[k].lemma) not in ("", REPORT)
    ]
    if before:
        figure = _figure(sentence, before[0], None, items[noun_at], noun_at)
        figure.action = classify(sentence, before[0], figure, "object")
        if figure.action:
            yield figure
    else:
        yield from _verbs_of(sentence, items[noun_at], noun_at, noun_at + 1)


def _unknown_number(sentence: Sentence, at: int) -> Iterator[Figure]:
    """ "provided shelter to an unknown number of workers": anchored at the verb or event noun before it."""
    items = sentence.items
    i = at + 3
    while i < len(items) and items[i].text in ("the", "other", "such", "additional"):
        i += 1
    if i >= len(items) or items[i].kind not in "VOUANw":
        return
    for k in range(at - 1, max(-1, at - 14), -1):
        item = items[k]
        if item.kind == ";":
            return
        word = item.text.split()[-1]
        event = item.kind == "w" and items[k + 1].text in ("of", "for") and noun_action(word) not in ("", "inform")
        verb = (
            item.kind == "v"
            and item.text not in ("including", "estimated", "reported")
            and verb_class(item.lemma) != REPORT
        )
        if not (verb or event):
            continue
        figure = _figure(sentence, k, None, items[i], i)
        figure.action = noun_action(word) if event else classify(sentence, k, figure, "object")
        figure.action = figure.action or "other"
        yield figure
        return
