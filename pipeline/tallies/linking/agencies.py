"""Who acted: the agency that is the subject of a trigger, or that a passive names."""

from __future__ import annotations

from tallies.linking.figures import Figure
from tallies.linking.frames import Frame
from tallies.linking.view import Item, Sentence

_PREPOSITIONS = frozenset(
    (
        "of",
        "with",
        "by",
        "from",
        "for",
        "to",
        "in",
        "between",
        "among",
        "against",
        "at",
        "on",
        "through",
        "under",
        "within",
        "into",
        "including",
        "via",
        "alongside",
        "than",
    )
)
_ARTICLES = frozenset(
    (
        "the",
        "a",
        "an",
        "its",
        "their",
        "this",
        "that",
        "these",
        "each",
        "both",
        "other",
        "various",
        "local",
        "several",
        "some",
        "all",
    )
)
_JOINING = _ARTICLES | {"nor"}
_INSIDE = frozenset(("in", "across", "at", "within", "through"))


def assign_rows(rows: list[Frame], topics: list[Figure], previous: Item | None) -> None:
    """Set the agencies of the figures of a sentence: their own, or that of what they have their action from.

    topics (list[Figure]): main figures before, with which some of these may be compared.
    previous (Item | None): the subject agency of an earlier sentence.
    """
    every = [figure for frame in rows for figure in frame.figures]
    for frame in rows:
        for i, figure in enumerate(frame.figures):
            own = not figure.evidence.get("action", "").startswith("carried over")
            if frame.kind != "main" or not own:
                body = own_body(figure)
                if body is not None:
                    figure.agency, figure.evidence["agency"] = body, "own body"
                    continue
            if own and "agency" not in figure.evidence:
                assign(figure, previous)
            if figure.agency is not None:
                continue
            source = figure.total
            if source is None and not own:
                later = [f for f in every if f.earlier is figure]
                likely = [*later, *frame.figures[:i][-1:], *frame.base[-1:]]
                source = next((f for f in likely if f.agency is not None), None)
            if source is not None and source.agency is not None and (not own or source.action == figure.action):
                figure.agency = source.agency
                figure.evidence["agency"] = "carried over"
    for figure in [*topics, *every]:
        earlier = figure.earlier
        if earlier is not None and earlier.agency is None and figure.agency is not None:
            earlier.agency = figure.agency
            earlier.evidence["agency"] = "carried over: later figure"


def first_subject(sentence: Sentence) -> Item | None:
    """The subject agency of a sentence: what "it" means in the next."""
    for i, item in enumerate(sentence.items):
        if item.kind in "vbhdm":
            found = subject(sentence, i)
            if found is not None:
                return found
    return None


def assign(figure: Figure, previous: Item | None) -> None:
    """Set the agency of a figure that has a trigger of its own.

    previous (Item | None): the subject agency of an earlier sentence, which "it" stands for.
    Evidence: "by-phrase", "subject", "pronoun", "compound".
    """
    sentence = figure.sentence
    alone = _subject_alone(figure)
    if alone is not None:
        figure.agency, figure.evidence["agency"] = alone, "subject"
        return
    at = _index(sentence, figure)
    relation = figure.evidence.get("action", "")
    by = _by_phrase(sentence, at, figure)
    if by is not None:
        figure.agency = by
        figure.evidence["agency"] = "by-phrase"
        return
    if relation == "subject of verb" and figure.at and sentence.items[figure.at - 1].text in _INSIDE:
        relation = "opening phrase"  # "Governments *in seven provinces* operated centers"
    if relation in ("subject of verb", "participle"):
        # Who reports that "N victims were assisted" did not by that assist them: no agency then.
        compound = _compound(sentence, figure.at)
        if compound is not None:
            figure.agency = compound
            figure.evidence["agency"] = "compound"
        return
    found = subject(sentence, at)
    if found is not None:
        figure.agency = found
        figure.evidence["agency"] = "subject"
    elif previous is not None and _pronoun(sentence, at):
        figure.agency = previous
        figure.evidence["agency"] = "pronoun"
    else:
        opened = _behind_opening(sentence, figure)
        if opened is not None:
            figure.agency, figure.evidence["agency"] = opened, "subject"


def _index(sentence: Sentence, figure: Figure) -> int:
    """Index of the figure's trigger among the items; its own place where it has none."""
    if figure.trigger is not None:
        for i, item in enumerate(sentence.items):
            if item.start == figure.trigger.start:
                return i
    return figure.at


def subject(sentence: Sentence, at: int) -> Item | None:
    """The agency that is the subject of the verb at item *at*: the first of coordinated ones."""
    items = sentence.items
    depth = items[at].depth
    for i in range(at - 1, -1, -1):
        item = items[i]
        if item.depth < depth:
            return None
        if item.kind == ";" and item.depth == depth:
            if i + 1 < len(items) and (
                items[i + 1].kind == "v" or (items[i + 1].kind == "&" and items[i + 2].kind == "v")
            ):
                continue  # "investigated two cases; initiated one prosecution": the subject stands before
            return None
        if item.depth != depth:
            continue
        if item.text in ("it", "they") and i + 1 < len(items):
            return _antecedent(items, i)
        if item.kind == "A" and not _after_preposition(items, i):
            return _first(items, i)
    return None


def _antecedent(items: list[Item], at: int) -> Item | None:
    """The subject agency before a pronoun in the same sentence: that of its first verb."""
    for i in range(at):
        if items[i].kind == "A" and not _after_preposition(items, i):
            return items[i]
    return None


def _pronoun(sentence: Sentence, at: int) -> bool:
    return any(item.text in ("it", "they") for item in sentence.items[:at])


def _after_preposition(items: list[Item], at: int) -> bool:
    i = at - 1
    while i >= 0 and (items[i].text in _ARTICLES or items[i].kind == "N"):
        i -= 1
    if i >= 0 and items[i].kind == "&" and at + 1 < len(items) and items[at + 1].kind in "vbhdm":
        # "ATD referred 68 to the VAC and civil society referred 28": a verb right behind makes it a subject,
        # unless the verb in question is the only one and the two agencies share a preposition.
        return not any(item.kind == "v" for item in items[:i])
    if i >= 0 and items[i].kind == "," and not (at + 1 < len(items) and items[at + 1].kind in "&,"):
        return False  # "According to NGOs, courts convicted": the comma closes the phrase before
    if i >= 0 and items[i].kind in "&," and i and items[i - 1].kind in "A)":
        j = i - 1
        while j >= 0 and items[j].kind != "A":
            j -= 1
        return j >= 0 and _after_preposition(items, j)
    return i >= 0 and items[i].text in _PREPOSITIONS


def _first(items: list[Item], at: int) -> Item:
    """The first agency of the coordination that ends at item *at*."""
    first = at
    i = at - 1
    while i >= 0:
        item = items[i]
        if item.kind == "A" and item.depth == items[at].depth:
            first = i
        elif (item.kind not in "&,()" and item.text not in _JOINING and item.kind != "A") or (
            item.kind == "," and first == i + 1 and not any(items[k].kind == "&" for k in range(first, at + 1))
        ):
            break
        i -= 1
    # "In 2017, the police": a comma after an opening phrase is no coordination.
    return items[first] if any(items[k].kind == "&" or items[k].text == "nor" for k in range(first, at)) else items[at]


def _by_phrase(sentence: Sentence, at: int, figure: Figure) -> Item | None:
    items = sentence.items
    start = max(at, figure.at)
    depth = items[figure.at].depth
    for i in range(start, min(start + 9, len(items) - 1)):
        item = items[i]
        if item.kind == ";" or item.depth < depth or (i > start and item.kind in "SM"):
            return None
        if item.depth > depth:
            continue
        if item.text in ("by", "through", "from") and item.kind == "w":
            j = i + 1
            while j < len(items) and (items[j].text in _ARTICLES):
                j += 1
            passive = item.text == "by" and (i == 0 or items[i - 1].kind in "vPVOUNwS")
            if j < len(items) and items[j].kind == "A" and passive:
                return items[j]
    return None


def _behind_opening(sentence: Sentence, figure: Figure) -> Item | None:
    """The subject behind a phrase that opens the sentence: "Despite identifying 956 cases, *police* arrested ...",
    "In one case, *the government* sought extradition"."""
    items = sentence.items
    if any(item.kind in "bhdm" or (item.kind == "v" and item.form != "ing") for item in items[: figure.after()]):
        return None
    for i in range(figure.after(), len(items) - 2):
        item = items[i]
        if item.kind == "," and not item.depth:
            i += 1
            while i < len(items) - 1 and items[i].text in _ARTICLES:
                i += 1
            if items[i].kind == "A" and items[i + 1].kind in "vhd&":
                return items[i]
        if item.kind in "bhdm;" and not item.depth:
            return None
    return None


def _subject_alone(figure: Figure) -> Item | None:
    """The body before a figure whose noun and verb are left out: "NGOs assisted 31 victims and *the government* 12"."""
    items = figure.sentence.items
    if figure.own or figure.at < 2 or items[figure.at - 1].kind != "A":
        return None
    i = figure.at - 2
    while i >= 0 and items[i].text in _ARTICLES:
        i -= 1
    return items[figure.at - 1] if i >= 0 and items[i].kind in ",&" else None


def own_body(figure: Figure) -> Item | None:
    """The body that a part names for itself: "two under the act in *lower courts*", "six by *district courts*"."""
    items = figure.sentence.items
    depth = items[figure.at].depth
    for i in range(figure.at + 1, min(figure.at + 10, len(items))):
        item = items[i]
        if item.depth != depth or item.kind in "SM;:)":
            return None
        if item.kind == "A":
            before = items[i - 1].text if items[i - 1].text not in _ARTICLES else items[i - 2].text
            court = "court" in item.text or "tribunal" in item.text
            return item if before == "by" or (before in ("in", "through") and court) else None
    return None


def _compound(sentence: Sentence, at: int) -> Item | None:
    """The agency of "received support at the *MIA*-run shelter", behind the figure in its clause."""
    items = sentence.items
    depth = items[at].depth
    for i in range(at + 1, min(at + 14, len(items) - 2)):
        item = items[i]
        if item.kind == ";" or item.depth < depth:
            return None
        if item.depth == depth and item.kind == "A" and items[i + 1].text.startswith("-") and i + 2 < len(items):
            return item
    return None
