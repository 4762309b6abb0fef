"""The verbs and event nouns around a figure that it may hang on."""

from __future__ import annotations

import re

from tallies.linking.figures import Figure
from tallies.linking.verbs import REPORT, noun_action, verb_class
from tallies.linking.view import Item, Sentence

#: Items between a noun and the verb that it is the subject of.
_TO_VERB = re.compile(r"(?:(?:,|&|,&)[VOUAN])*(?:[wPC,]{0,3}?|(?:,?&?S[VOUANX]?)*)(?:w{0,2})(?:[bhmd]n?w{0,2}){0,3}v")
#: Items behind a participle in which the finite verb of its clause is looked for.
_FINITE_REACH = 14
_SUBORDINATE = frozenset(
    (
        "that",
        "which",
        "who",
        "while",
        "although",
        "though",
        "whereas",
        "because",
        "as",
        "when",
        "where",
        "if",
        "since",
        "but",
        "however",
    )
)


def event_noun(figure: Figure) -> int | None:
    """The event noun of "the arrest of 14 traffickers", directly before the figure."""
    items = figure.sentence.items
    i = figure.at - 1
    while i >= 0 and (items[i].text in _LOOSE or items[i].kind in "P"):
        i -= 1
    if i > 1 and items[i].text == "of" and items[i - 1].text in ("network", "gang", "group", "total", "family"):
        i -= 2  # "the arrest of a network of 28 traffickers"
        while i >= 0 and items[i].text in _LOOSE:
            i -= 1
    if i < 1 or items[i].text not in ("of", "for", "in", "to", "against"):
        return None
    preposition = items[i].text
    i -= 1
    while i > 0 and (items[i].kind == "P" or items[i].text == "in"):
        i -= 1
    word = items[i].text.split()[-1]
    if items[i].kind not in "wUv" or not noun_action(word) or (items[i].lemma and items[i].form == "past"):
        return None
    if (
        preposition != "of"
        and not (preposition in ("for", "to") and noun_action(word) in ("assist", "sentence"))
        and word not in ("training", "trainings", "prosecutions", "prosecution")
    ):
        return None
    if word in ("training", "trainings") and i and items[i - 1].text in _SKILLS:
        return None  # a service: "shelter to 23 victims and job training to 12"
    if word in ("number", "case", "cases", "victims", "victim", "report", "reports", "team", "staff", "group"):
        return None
    return i


_SKILLS = frozenset(("vocational", "job", "life-skills", "literacy"))
_LOOSE = frozenset(
    ("a", "an", "the", "all", "another", "additional", "only", "just", "some", "its", "their", "these", "those", "more")
)


def left_verbs(figure: Figure) -> list[int]:
    """The verbs before the figure in its own bracket and clause, the nearest first."""
    items = figure.sentence.items
    depth = items[figure.at].depth
    found = []
    for i in range(figure.at - 1, -1, -1):
        item = items[i]
        if item.depth < depth or (item.kind == ";" and item.depth == depth):
            break
        if item.depth == depth and item.kind == "v" and not _adjectival(items, i) and not _negated(items, i):
            found.append(i)
        if item.depth == depth and item.text in ("there",) and i + 1 < len(items) and items[i + 1].kind in "bh":
            break
    return found


def _negated(items: list[Item], i: int) -> bool:
    """Whether the verb is denied while another one holds: "prosecuting, but not yet convicting, one trafficker"."""
    return any(item.kind == "n" for item in items[max(0, i - 2) : i]) and items[i].form == "ing"


def _adjectival(items: list[Item], i: int) -> bool:
    """Whether the participle at *i* only modifies the noun behind it: "an estimated", "issued suspended sentences"."""
    before = items[i - 1] if i else None
    if before is not None and before.text in _PARTICLES:
        before = items[i - 2] if i > 1 else None
    return (
        items[i].text
        in (
            "following",
            "including",
            "involving",
            "involved",
            "compared",
            "related",
            "based",
            "used",
            "pending",
            "concerning",
        )
        or (before is not None and items[i].text == "training" and before.text in _SKILLS)
        or (
            before is not None
            and items[i].form == "past"
            and (before.text in ("a", "an", "the", "its", "their") or (before.kind == "v" and before.form != "ing"))
        )
    )


#: Adverbs that belong to the verb before them: "handed *down*".
_PARTICLES = frozenset(("down", "out", "up"))


def right_verb(figure: Figure) -> int | None:
    """The verb that the figure's noun phrase is the subject of, if one follows it closely."""
    after = figure.after()
    letters = figure.sentence.letters
    items = figure.sentence.items
    if after < len(items) and items[after].text in ("of",):
        words = [items[k].text for k in range(after, min(after + 2, len(items)))]
        if words[-1] in ("whom", "which", "them", "these") or (
            after + 1 < len(items) and items[after + 1].kind in "VOUAX"
        ):
            after += 2
        else:
            after = _behind_whole(items, after)
    match = _TO_VERB.match(letters, after)
    if match is None:
        return None
    at = match.end() - 1
    for item in items[after:at]:
        if (
            item.text in _SUBORDINATE
            or item.text in ("for", "to", "from", "with", "by", "under", "including", "of")
            or item.depth != items[figure.at].depth
        ):
            return None
    if items[at].form == "ing":
        return None
    return _finite(items, at) if items[at].form == "past" and at == after else at


def _finite(items: list[Item], participle: int) -> int:
    """The verb that holds behind a *participle*: "30 victims identified in 2017 *received* care"; else itself."""
    for i in range(participle + 1, min(participle + _FINITE_REACH, len(items))):
        item = items[i]
        if item.depth != items[participle].depth or item.kind in ";:SM&" or item.text in _SUBORDINATE:
            break
        if item.kind in "bhd" and items[i - 1].text != "to":
            return next((k for k in range(i, min(i + 4, len(items))) if items[k].kind == "v"), participle)
        if item.kind == "v" and item.form == "past" and items[i - 1].kind in "PACN)":
            chain = [k for k in range(i, min(i + 3, len(items))) if items[k].kind == "v"]
            return participle if "by" in (items[k].text for k in range(i, min(i + 2, len(items)))) else chain[-1]
    return participle


def _behind_whole(items: list[Item], at: int) -> int:
    """The item behind the total of a fraction whose "of" is item *at*: "six of the 23 traffickers *received*"."""
    i = at + 1
    while i < len(items) and items[i].text in _LOOSE:
        i += 1
    if i == len(items) or items[i].kind != "S":
        return at
    i += 1
    return i + 1 if i < len(items) and items[i].kind in "VOUAN" else i


def participle(figure: Figure) -> int | None:
    """A past participle right behind the noun: "29 victims *identified* by the centre"."""
    after = figure.after()
    items = figure.sentence.items
    for i in range(after, min(after + 2, len(items))):
        if (
            items[i].kind == "v"
            and items[i].form in ("past", "ing")
            and items[i].lemma not in ("include", "involve", "relate")
        ):
            return i
        if items[i].kind != "w" or items[i].text in ("for", "to", "of", "in", "from"):
            return None
    return None


def restated(figure: Figure) -> bool:
    """Whether the figure only restates an earlier total: "Of the 29 victims identified, ..."."""
    items = figure.sentence.items
    after = figure.after()
    if (
        after < len(items)
        and items[after].lemma in ("include", "comprise", "consist")
        and figure.at
        and items[figure.at - 1].text == "the"
    ):
        return True
    i = figure.at - 1
    while i >= 0 and items[i].text in ("the", "these", "those", "all", "a", "total", "of", "among"):
        if items[i].text in ("of", "among") and (
            i == 0 or items[i - 1].kind in ",;(-S" or items[i - 1].text in ("out", "that", "many")
        ):
            return items[i + 1].text != "a"
        i -= 1
    return False


def is_subject(figure: Figure, left: int | None) -> bool:
    """Whether the figure opens its clause, so that the verb behind it is its own."""
    if left is None:
        return True
    items = figure.sentence.items
    lemma = items[left].lemma
    if verb_class(lemma) == REPORT and items[left].kind == "v" and (items[left].form != "ing"):
        return True
    between = items[left + 1 : figure.at]
    right = right_verb(figure)
    if right is None:
        return False
    finite = figure.after() == right or items[right - 1].kind in "bhmdnw"
    gap = [item for item in between if item.depth == items[figure.at].depth]
    if any(item.text in _SUBORDINATE or item.kind in ":-" for item in gap):
        return True
    # ", and 26 traffickers received ...": a boundary right before the figure and a finite verb right behind
    tail = [item for item in gap[-3:] if item.kind in ",&" or item.text in ("with", "as", "result")]
    verbs_like = items[right].lemma not in ("identify", "assist", "include") or right > figure.after()
    return bool(finite and verbs_like and any(item.kind in ",&" for item in tail))


def first_of_pair(sentence: Sentence, at: int) -> int:
    """The first verb of a coordination such as "identified and assisted"."""
    items = sentence.items
    first = at
    i = at - 1
    while i >= 0 and items[i].depth == items[at].depth:
        item = items[i]
        if item.kind == "v" and item.form == items[at].form and verb_class(item.lemma) not in ("", REPORT):
            first = i
        elif (item.kind not in "&,v" and not (item.kind == "w" and item.text.endswith("ly"))) or at - i > 8:
            break
        i -= 1
    if first == at:
        return at
    has_and = any(items[k].kind == "&" for k in range(first, at))
    blocked = any(
        items[k].kind in "b;" or items[k].text in _SUBORDINATE or items[k].text == "to" for k in range(first, at)
    )
    return first if has_and and not blocked else at


#: Verbs that an event noun lends its meaning to: "*initiated* prosecutions of 12 suspects".
_LENDING = frozenset(
    (
        *("initiate", "begin", "open", "launch", "conduct", "undertake", "make", "hold", "secure", "obtain", "issue"),
        *("provide", "offer", "give", "request", "order", "allocate", "complete", "establish", "pursue", "file"),
    )
)


def lending_verb(sentence: Sentence, noun: int) -> int:
    """The verb whose object the event noun at item *noun* is, where the verb says little itself; else *noun*."""
    items = sentence.items
    for i in range(noun - 1, max(-1, noun - 5), -1):
        if items[i].kind == "v":
            return i if items[i].lemma in _LENDING else noun
        if items[i].kind not in "wX" or items[i].text in ("of", "to", "for", "in"):
            return noun
    return noun


def unlisted_verb(figure: Figure) -> int | None:
    """The past verb of no list whose object the figure is: "the ministry *fenced* three sites"."""
    left = next(iter(left_verbs(figure)), None)
    items = figure.sentence.items
    if left is None or items[left].form != "past" or verb_class(items[left].lemma):
        return None
    gap = items[left + 1 : figure.at]
    direct = len(gap) < 4 and all(item.kind == "w" and item.text not in _PREPOSITIONS for item in gap)
    return left if direct else None


_PREPOSITIONS = frozenset(
    ("of", "in", "for", "to", "from", "with", "by", "on", "at", "under", "against", "about", "into", "than", "as")
)
