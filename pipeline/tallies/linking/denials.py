"""Counts without a numeral: denied ("did not identify any victims") and not reported."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tallies.linking.figures import Figure, unit_of
from tallies.linking.verbs import REPORT, classify, noun_action, verb_class
from tallies.linking.view import Item, Sentence
from tallies.morphology import singular

#: "did not", "has not", "failed to", "does not": what denies the verb behind it.
_DENIED = re.compile(r"(?:[dh]n|[bm]n|n)")
_UNKNOWN = re.compile(
    r"\b(?:(?:was|were|is|are|remained|remains) (?:unknown|unclear|not (?:known|clear|reported|available|specified|disclosed))"
    r"|(?:un(?:known|clear|reported|specified|disclosed)))\b"
)
_COUNT_PHRASE = re.compile(
    r"(?:how many|(?:the |a |any )?(?:total |exact |overall )?numbers? of|(?:any |the |comprehensive |complete |definitive |disaggregated |further |specific )*"
    r"(?:data|statistics|information|figures|details) (?:on|regarding|about|for|concerning)(?: the)?(?: (?:total )?number of| how many)?)"
)
_REPORTING = frozenset("report provide disclose release publish specify collect maintain keep track share make state compile record".split())
_COUNTED_EVENTS = frozenset(
    "investigation prosecution conviction arrest indictment sentence charge referral inspection repatriation case trial "
    "suspension violation".split()
)
_INADEQUATE = frozenset("effectively adequately properly systematically consistently fully always proactively sufficiently routinely yet often".split()) - {"yet"}
_MONEY_NOUNS = frozenset("funding fund funds resource resources budget grant grants allocation".split())
_UNCOUNTED = frozenset("effort measure step progress assistance training assessment procedure screening service funding support action activity".split())


def find(sentence: Sentence) -> list[Figure]:
    """The denied and unreported counts of a sentence, each anchored at its action."""
    found: list[Figure] = []
    items = sentence.items
    for at, item in enumerate(items):
        if item.kind == "n" and item.text != "without":
            found.extend(_denied(sentence, at))
        elif item.kind == "S" and item.text in ("no", "zero"):
            found.extend(_nor(sentence, at))
        elif item.text == "unknown" and sentence.text(at + 1, at + 3) == "number of":
            found.extend(_unknown_number(sentence, at))
    text_starts = _unknown_starts(sentence)
    for start in text_starts:
        found.extend(_unreported(sentence, start, len(items)))
    seen: set[tuple[int, int]] = set()
    out = []
    for figure in found:
        if figure.anchor not in seen:
            seen.add(figure.anchor)
            out.append(figure)
    return out


def _unknown_starts(sentence: Sentence) -> list[int]:
    """Items behind which "how many" follows "it was unclear", or before which "the number of" stands."""
    starts = []
    items = sentence.items
    for at, item in enumerate(items):
        if item.text in ("unknown", "unclear", "uncertain", "unspecified", "undisclosed", "unreported") and item.kind == "w":
            ahead = sentence.text(at + 1, at + 3)
            if ahead.startswith("number of"):
                continue
            if ahead.startswith("how many"):
                starts.append(at + 1)
            elif ahead.startswith(("if", "whether")):
                starts.append(at + 1)
            else:
                for back in range(at - 1, max(-1, at - 14), -1):
                    if items[back].text in ("number",) and sentence.text(back, back + 2) == "number of":
                        starts.append(back)
                        break
                    if items[back].kind == ";":
                        break
    return starts


def _denied(sentence: Sentence, at: int) -> Iterator[Figure]:
    """What the negation at item *at* denies."""
    items = sentence.items
    verb_at = _verb_after(items, at)
    if verb_at is None:
        return
    verb = items[verb_at]
    if verb.lemma in _REPORTING:
        found = list(_unreported(sentence, verb_at + 1, len(items)))
        if found or verb.lemma in ("report", "disclose", "specify"):
            yield from found
            return
    if verb_class(verb.lemma) in ("", REPORT):
        return
    yield from _zero(sentence, verb_at)


def _nor(sentence: Sentence, at: int) -> Iterator[Figure]:
    """The further event nouns of "no investigations or prosecutions"; the first has the numeral."""
    items = sentence.items
    i = at + 1
    while i < len(items) and items[i].kind in "wU" and i < at + 4:
        i += 1
    while i + 1 < len(items) and items[i].kind in "&,":
        i += 1
        while i < len(items) and (items[i].kind in "&," or items[i].text in _LEADS):
            i += 1
        if i >= len(items) or items[i].kind not in "wU" or singular(items[i].text.split()[-1]) not in _COUNTED_EVENTS:
            return
        figure = _figure(sentence, i, 0.0, items[i], None)
        figure.unit = singular(items[i].text.split()[-1])
        figure.action = noun_action(figure.unit)
        yield figure
        i += 1


def _unknown_number(sentence: Sentence, at: int) -> Iterator[Figure]:
    """ "provided shelter to an unknown number of workers": anchored at the verb or event noun before it."""
    items = sentence.items
    i = at + 3
    while i < len(items) and items[i].text in ("the", "other", "such", "additional"):
        i += 1
    if i >= len(items) or items[i].kind not in "VOUANw":
        return
    for k in range(at - 1, max(-1, at - 12), -1):
        word = items[k].text.split()[-1]
        event = items[k].kind == "w" and items[k + 1].text in ("of", "for") and noun_action(word) and noun_action(word) != "inform"
        if items[k].kind == "v" and items[k].form != "ing" or event or (items[k].kind == "v" and verb_class(items[k].lemma) not in ("", "light", REPORT)):
            if items[k].text in ("including", "estimated"):
                continue
            figure = _figure(sentence, k, None, items[i], i)
            figure.action = noun_action(word) if event else classify(sentence, k, figure, "object")
            figure.action = figure.action or "other"
            yield figure
            return
        if items[k].kind == ";":
            return


def _verb_after(items: list[Item], at: int) -> int | None:
    for i in range(at + 1, min(at + 6, len(items))):
        if items[i].text in _INADEQUATE:
            return None
        if items[i].kind == "v" or (items[i].lemma and items[i].kind == "w" and items[i].form == "base" and verb_class(items[i].lemma)):
            return i
        if items[i].kind not in "wA&Nhb" and items[i].text != "nor":
            return None
    return None


def _zero(sentence: Sentence, verb_at: int) -> Iterator[Figure]:
    """A stated none: the verb denied has a countable object ("any victims", "grants")."""
    items = sentence.items
    passive = _passive_subject(items, verb_at)
    if passive is not None:
        return
    any_ = False
    i = verb_at + 1
    while i < len(items) and i < verb_at + 7:
        item = items[i]
        if item.text in ("any", "a", "an", "new", "additional", "single", "of", "the", "criminally", "to", "formal", "in", "specific", "its") or item.kind == "&":
            any_ = any_ or item.text in ("any", "single")
            i += 1
            continue
        if item.kind == "v" and items[i - 1].kind == "&":
            i += 1
            continue
        break
    if i >= len(items):
        return
    item = items[i]
    if item.kind in "SMP;:(),.":
        return
    verb = items[verb_at]
    funds = verb_class(verb.lemma) == "fund" and item.kind in "wU" and item.text.split()[-1] in _MONEY_NOUNS
    counted = item.kind in "VOUN" or funds or (item.kind == "w" and (noun_action(item.text) or any_))
    if not counted:
        return
    noun = singular(item.text.split()[-1])
    if item.kind == "w" and noun in _UNCOUNTED and not any_ and not funds:
        return
    if verb_class(verb.lemma) == "light" and item.kind in "wU" and noun in _COUNTED_EVENTS and noun != "case":
        figure = _figure(sentence, i, 0.0, item, None)
        figure.unit, figure.action = noun, noun_action(noun)
        yield figure
        return
    figure = _figure(sentence, verb_at, 0.0, item, i)
    action = classify(sentence, verb_at, figure, "object")
    if not action or action in ("other", "inform", "inspect") and not any_:
        return
    if not any_ and item.kind == "w" and not funds:
        return
    if not any_ and item.kind == "V" and action not in ("identify", "convict"):
        return
    figure.action = action
    yield figure


def _passive_subject(items: list[Item], verb_at: int) -> int | None:
    if verb_at >= 2 and items[verb_at - 1].kind == "n" and items[verb_at - 2].kind == "b":
        return verb_at
    return None


def _figure(sentence: Sentence, anchor_at: int, value: float | None, noun: Item | None, noun_at: int | None) -> Figure:
    figure = Figure(sentence, anchor_at, sentence.offsets(sentence.items[anchor_at]), value)
    figure.trigger = sentence.items[anchor_at]
    if noun is not None:
        figure.unit = unit_of(noun)
        figure.noun = noun_at if noun.kind in "VOUAN" else None
        figure.own = figure.noun is not None
    figure.evidence["action"] = "denied" if value == 0 else "not reported"
    return figure


def _unreported(sentence: Sentence, start: int, end: int) -> Iterator[Figure]:
    """The counts behind "did not report", "it was unclear": event nouns, or verbs of "how many"."""
    items = sentence.items
    ahead = sentence.text(start, start + 10)
    count = _COUNT_PHRASE.match(ahead)
    whether = re.match(r"(?:if|whether)\b", ahead)
    if count:
        at = start
        while at < end and sentence.text(start, at + 1) != count.group() and at - start < 10:
            at += 1
        yield from _how_many(sentence, at + 1, end)
        return
    if whether:
        yield from _whether(sentence, start + 1, end)
        return
    yield from _event_list(sentence, start, end)


def _event_list(sentence: Sentence, start: int, end: int) -> Iterator[Figure]:
    """ "any investigations, prosecutions, or convictions": each event noun for itself."""
    items = sentence.items
    i = start
    gerund: int | None = None
    while i < end:
        item = items[i]
        if item.kind == "v" and item.form == "ing" and gerund is None and not (i > start + 3):
            gerund = i
            i += 1
            continue
        if item.text in _LEADS or item.kind in "&," or item.kind == "n":
            i += 1
            continue
        word = item.text.split()[-1]
        if item.kind in "wU" and singular(word) in _COUNTED_EVENTS:
            if gerund is not None and verb_class(items[gerund].lemma) not in ("light", ""):
                break
            figure = _figure(sentence, i, None, item, None)
            figure.unit = singular(word)
            figure.action = noun_action(word)
            if figure.unit == "case":
                figure.action = "investigate"
            yield figure
            gerund = None
            i += 1
            continue
        if gerund is not None and item.kind in "VOU" and verb_class(items[gerund].lemma) not in ("", "light", REPORT):
            figure = _figure(sentence, gerund, None, item, i)
            figure.action = classify(sentence, gerund, figure, "object")
            if figure.action:
                yield figure
            return
        run = i
        while run + 1 < end and items[run].kind == "w" and items[run + 1].kind in "wU" and items[run + 1].text not in _LEADS and run - i < 4:
            run += 1
        head = singular(items[run].text.split()[-1]) if items[run].kind in "wU" else ""
        if head in _COUNTED_EVENTS and run > i:
            i = run
            continue
        if gerund is not None and noun_action(head) == "permit":
            figure = _figure(sentence, gerund, None, items[run], None)
            figure.unit, figure.action = head, "permit"
            yield figure
            return
        if head and gerund is None and run + 1 < end and items[run + 1].kind == "&" and run - i < 2 and i > start:
            i = run + 1
            continue
        return


_LEADS = frozenset("any new the of on a an criminal formal additional further data such specific successful other all their its official law enforcement number numbers".split())


def _how_many(sentence: Sentence, start: int, end: int) -> Iterator[Figure]:
    """ "how many victims it identified or assisted": the verbs behind the counted noun."""
    items = sentence.items
    i = start
    while i < end and items[i].text in ("of", "the", "these", "those", "such", "its", "new"):
        i += 1
    if i >= end:
        return
    noun, noun_at = items[i], i
    followed = re.match(r"[wAP]{0,2}[bh]{1,2}v", sentence.letters[i + 1 : end]) is not None
    if noun.kind == "w" and singular(noun.text) in _COUNTED_EVENTS and not followed:
        yield from _event_list(sentence, i, end)
        return
    if noun.kind == "w" and i + 1 < end and items[i + 1].kind == "w" and singular(items[i + 1].text) in _COUNTED_EVENTS:
        yield from _event_list(sentence, i, end)
        return
    if noun.kind not in "VOUAN" and not (noun.kind == "w" and noun.text.isalpha()):
        return
    found = 0
    elided = noun.kind in "bhv" or noun.text in ("were", "led")
    for at in range(i if elided else i + 1, min(end, i + 16)):
        item = items[at]
        if item.kind in ";(-" or item.kind in "SM" or item.text in ("although", "however", "compared", "because", "but"):
            break
        if item.kind == "v" and item.form in ("past", "base", "ing"):
            figure = _figure(sentence, at, None, None if elided else noun, None if elided else noun_at)
            figure.action = classify(sentence, at, figure, "subject" if _active(items, noun_at, at) else "participle") or "other"
            if figure.action in ("other",) and found:
                continue
            if found and not any(items[k].kind in "&," for k in range(max(at - 3, i), at)):
                break
            yield figure
            found += 1
    if not found and noun.kind in "wU":
        action = noun_action(noun.text.split()[-1])
        if action and singular(noun.text.split()[-1]) not in _UNCOUNTED:
            figure = _figure(sentence, noun_at, None, noun, None)
            figure.action = action
            yield figure


def _active(items: list[Item], noun_at: int, at: int) -> bool:
    """Whether the counted noun is the subject of the verb at *at*: no agency stands between them."""
    return not any(item.kind == "A" or item.text in ("it", "they") for item in items[noun_at + 1 : at])


def _whether(sentence: Sentence, start: int, end: int) -> Iterator[Figure]:
    """ "whether it identified any victims": only what "any" or an event noun makes countable."""
    items = sentence.items
    for at in range(start, min(end, start + 14)):
        item = items[at]
        if item.kind in ";(":
            return
        word = singular(item.text.split()[-1]) if item.kind in "wU" else ""
        if word in _COUNTED_EVENTS and word != "case" and items[at - 1].text in ("any", "in", "initiated", "to", "or", "achieved", "trafficking", "criminal"):
            figure = _figure(sentence, at, None, item, None)
            figure.unit, figure.action = word, noun_action(word)
            yield figure
            continue
        if item.kind == "v" and verb_class(item.lemma) not in ("", "light", REPORT):
            noun_at = next((k for k in range(at + 1, min(at + 6, end)) if items[k].kind in "VOUN"), None)
            if noun_at is not None and any(items[k].text == "any" for k in range(at + 1, noun_at)):
                figure = _figure(sentence, at, None, items[noun_at], noun_at)
                figure.action = classify(sentence, at, figure, "object")
                if figure.action:
                    yield figure

