"""Counts without a numeral: denied ("did not identify any victims") and not reported.

A negation, "unknown" or "unclear" opens a stretch of words, which is read as a coordination of event nouns
("investigations, prosecutions, or convictions"), of verbs with a counted object ("investigating or
prosecuting any officials"), or as a question ("how many victims it identified", "whether any victims
received ..."). Start reading at :func:`find`; coordinations are read in ``coordination``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallies.linking.coordination import (
    AFTER,
    EVENTS,
    STOPS,
    UNCOUNTED,
    Reader,
    coordination,
    event_at,
    figure_at,
    further_events,
    noun_end,
    singular_head,
    verbs_of,
)
from tallies.linking.figures import Figure
from tallies.linking.verbs import REPORT, classify, noun_action, verb_class
from tallies.linking.view import Item, Sentence

#: One of these stands in every sentence with a denied or unreported count.
CUES = frozenset(
    (
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
        "yet",
    )
)
_NONE = frozenset(("no", "zero"))
#: "The government had yet to convict a trafficker".
_YET = frozenset(("had yet to", "has yet to", "have yet to"))
_UNKNOWN = frozenset(("unknown", "unclear", "uncertain", "unspecified", "undisclosed", "unreported", "unavailable"))
_COUNT_PHRASE = re.compile(
    r"(?:how many|on how many|(?:on )?(?:the |a |any )?(?:total |exact |overall |specific )*numbers? of|"
    r"(?:any |the |comprehensive |complete |definitive |disaggregated |further |specific |official |detailed )*"
    r"(?:data|statistics|information|figures|details) (?:on|regarding|about|for|concerning)"
    r"(?: the)?(?: (?:total )?numbers? of| how many)?)(?: of| the| these| those| such| its| their)*"
)
_REPORTING = frozenset(
    (
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
    )
)
_ADVERBS = frozenset(("also", "yet", "again", "ever", "otherwise", "any"))
#: Adverbs with which a denial still is of the whole: "did not formally identify", not "did not adequately identify".
_PLAIN_ADVERBS = frozenset(
    (
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
    )
)
_INADEQUATE = frozenset(("always", "often"))


def find(sentence: Sentence) -> list[Figure]:
    """The denied and unreported counts of a sentence, each anchored at its action."""
    if not sentence.has_word(CUES) and not ("S" in sentence.kinds and sentence.has_word(_NONE)):
        return []
    found: list[Figure] = []
    for at, item in enumerate(sentence.items):
        if item.kind == "n" and item.text != "without":
            found.extend(_denied(sentence, at))
        elif item.text == "yet" and sentence.text(at - 1, at + 2) in _YET:
            found.extend(coordination(sentence, at + 2, 0.0, whole=True))
        elif item.kind == "S" and item.text in _NONE:
            found.extend(_nor(sentence, at))
        elif item.text in _UNKNOWN and item.kind == "w":
            found.extend(_unknown(sentence, at))
    seen: set[tuple[int, int]] = set()
    return [f for f in found if not (f.anchor in seen or seen.add(f.anchor))]  # type: ignore[func-returns-value]


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
    yield from coordination(sentence, verb_at, 0.0, whole=items[at].text == "never")


def _verb_after(items: list[Item], at: int) -> int | None:
    """The verb that the negation at *at* denies: right behind it or its subject ("neither A nor B identified")."""
    for i in range(at + 1, min(at + 7, len(items))):
        item = items[i]
        if item.text in _INADEQUATE or (item.text.endswith("ly") and item.text not in _PLAIN_ADVERBS):
            return None
        if item.kind == "v" or (
            item.kind == "w" and item.form == "base" and verb_class(item.lemma) and item.text not in _ADVERBS
        ):
            return i
        if (
            item.kind in "A&Nhbd"
            or item.text in ("nor", "it", "they")
            or item.text in _ADVERBS
            or item.text.endswith("ly")
            or item.text == "the"
        ):
            continue
        return None
    return None


def _nor(sentence: Sentence, at: int) -> Iterator[Figure]:
    """The further event nouns of "no investigations or prosecutions"; the first has the numeral."""
    items = sentence.items
    i = at + 1
    while i < len(items) and items[i].kind in "wUX" and i < at + 5 and items[i].text not in AFTER:
        i += 1
    reader = Reader(sentence, 0.0, i, [])
    yield from further_events(reader)


def _unreported(sentence: Sentence, start: int) -> Iterator[Figure]:
    """The counts behind "did not report": questions, or a coordination."""
    ahead = sentence.text(start, start + 12)
    count = _COUNT_PHRASE.match(ahead)
    if count and count.group().strip():
        yield from _how_many(sentence, start + len(count.group().split()))
    elif re.match(r"(?:if|whether)\b", ahead):
        yield from _whether(sentence, start + 1)
    else:
        yield from coordination(sentence, start, None)


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
    if i + 1 < len(items) and items[i].kind == "S" and items[i - 1].text in ("the", "these", "those"):
        i += 1  # "how many of the 20 victims received services"
    if i >= len(items):
        return
    noun = items[i]
    if noun.kind in "bhvm" or noun.text in ("were", "led"):
        yield from verbs_of(sentence, None, i, i)
        return
    if noun.kind == "A" and i + 1 < len(items) and items[i + 1].text in ("it", "they"):
        yield from verbs_of(sentence, noun, i, i + 1)  # "how many agencies it closed"
        return
    if noun.kind == "A" or noun.text in ("it", "they"):
        yield from verbs_of(sentence, None, i, i + 1)
        return
    end = noun_end(items, i)
    if end is None:
        return
    head, head_at = items[end - 1], end - 1
    if head.kind in "wU" and singular_head(head) in EVENTS:
        verbs = (
            list(verbs_of(sentence, head, head_at, end))
            if re.match(r"[wA]{0,2}[bh]{1,2}v|v", sentence.letters[end:])
            else []
        )
        if verbs and singular_head(head) in ("case", "charge"):
            yield from verbs
        else:
            yield event_at(sentence, head_at, None)
            yield from further_events(Reader(sentence, None, end, []))
        return
    found = list(verbs_of(sentence, head, head_at, end))
    yield from found
    if not found and head.kind in "wU":
        action = noun_action(singular_head(head))
        if action and singular_head(head) not in UNCOUNTED:
            figure = figure_at(sentence, head_at, None, head, None)
            figure.action = action
            yield figure


def _whether(sentence: Sentence, start: int) -> Iterator[Figure]:
    """ "whether any victims received this status", "if it identified any victims": only what "any" makes countable."""
    items = sentence.items
    end = min(len(items), start + 18)
    stop = next((k for k in range(start, end) if items[k].kind in ";(" or items[k].text in STOPS), end)
    any_at = next((k for k in range(start, stop) if items[k].text == "any"), None)
    if any_at is None:
        for k in range(start, stop):
            if (
                items[k].kind in "wU"
                and singular_head(items[k]) in EVENTS - {"case", "sentence", "trial", "charge"}
                and items[k - 1].kind in "wX&v"
            ):
                yield event_at(sentence, k, None)
        return
    noun_at = next((k for k in range(any_at + 1, min(any_at + 6, stop)) if items[k].kind in "VOUN"), None)
    event = next(
        (
            k
            for k in range(any_at + 1, min(any_at + 5, stop))
            if items[k].kind in "wU" and singular_head(items[k]) in EVENTS
        ),
        None,
    )
    if event is not None and (noun_at is None or event < noun_at):
        yield event_at(sentence, event, None)
        yield from further_events(Reader(sentence, None, event + 1, []))
        return
    if noun_at is None:
        return
    before = [
        k for k in range(start, any_at) if items[k].kind == "v" and verb_class(items[k].lemma) not in ("", REPORT)
    ]
    if before:
        figure = figure_at(sentence, before[0], None, items[noun_at], noun_at)
        figure.action = classify(sentence, before[0], figure, "object")
        if figure.action:
            yield figure
    else:
        yield from verbs_of(sentence, items[noun_at], noun_at, noun_at + 1)


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
        if item.kind == ";" or item.text in ("while", "although"):
            break
        word = item.text.split()[-1]
        event = item.kind == "w" and items[k + 1].text in ("of", "for") and noun_action(word) not in ("", "inform")
        verb = (
            item.kind == "v"
            and item.text not in ("including", "estimated", "reported")
            and verb_class(item.lemma) != REPORT
        )
        if not (verb or event):
            continue
        figure = figure_at(sentence, k, None, items[i], i)
        figure.action = noun_action(word) if event else classify(sentence, k, figure, "object")
        figure.action = figure.action or "other"
        yield figure
        return
    yield from _how_many(sentence, at + 2)  # "An unknown number of victims received care"
