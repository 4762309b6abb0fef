"""Which figure is a part of which total, in a sentence and across sentences."""

from __future__ import annotations

import re
from itertools import pairwise
from typing import NamedTuple

from tallies.linking.figures import PEOPLE, PERSON, Figure, unit_of
from tallies.linking.frames import Frame
from tallies.linking.triggers import restated
from tallies.linking.verbs import noun_action, verb_class
from tallies.linking.view import NOUNS, Item, Sentence
from tallies.morphology import singular

MEMORY = 8


def within(frames: list[Frame]) -> None:
    """Link the rows of parts of one sentence to their totals; sets ``total`` and the carried-over noun."""
    for frame in frames:
        _fractions(frame)
        _goes_on(frame)
        if frame.kind == "part" and frame.figures and frame.base:
            if all(figure.kind == "percent" for figure in frame.figures) and frame.cue == "(":
                continue  # "18 (31 percent)" says the same figure again
            total = _total(frame.figures, frame.base, least=-0.6 if frame.cue == "including" else 0.0)
            if total is not None:
                for figure in frame.figures:
                    if (figure.kind == "money") == (total.kind == "money") or figure.kind == "percent":
                        set_total(figure, total, f"{frame.cue} row")
        elif frame.kind == "main":
            _sum_row(frame)


def _goes_on(frame: Frame) -> None:
    """Give the list of parts back what stands behind a part of a part: "70: 45 adults, including 10 men, *and 25
    children*", told by the sum."""
    outer = frame.outer
    total = outer.figures[0].total if outer is not None and outer.kind == "part" and outer.figures else None
    if outer is None or total is None or total.value is None or len(frame.figures) < 2:
        return
    rest = total.value - sum(f.value or 0.0 for f in outer.figures if f.kind == "count")
    for at in range(1, len(frame.figures)):
        tail = frame.figures[at:]
        if rest > 0 and sum(f.value or 0.0 for f in tail) == rest:
            frame.figures = frame.figures[:at]
            outer.figures.extend(tail)
            for figure in tail:
                figure.frame = outer
                set_total(figure, total, f"{outer.cue} row")
            return


def _fractions(frame: Frame) -> None:
    """ "Four of the 63 suspects": the first figure is a part of the one behind "of"."""
    for figure, whole in pairwise(frame.figures):
        items = figure.sentence.items
        between = [
            item.text
            for item in items[figure.at + 1 : whole.at]
            if item.depth == items[figure.at].depth and item.kind not in "()"
        ]
        owned = len(between) < 7 and between[-1:] in (["'s"], ["'"]) and not {",", "and"} & set(between)
        if between and between[0] in ("of", "out") and (owned or all(word in _OF_WORDS for word in between)):
            set_total(figure, whole, "fraction")
            if not figure.own and figure.kind == "count":
                figure.unit = figure.unit or whole.unit
                figure.noun = whole.noun if figure.noun is None else figure.noun


def apart(frames: list[Frame]) -> None:
    """Free the figures that are of another action than their total: "referred 33 of the 46 victims identified"."""
    for frame in frames:
        for figure in frame.figures:
            total = figure.total
            if total is None or figure.kind == "percent" or figure.evidence.get("part_of") not in _APART:
                continue
            if not total.people and total.kind == "count" and not _people_noun(total) and not restated(total):
                total.action = figure.action or total.action  # "specialized units in 27 of 31 states"
            if figure.action and total.action and figure.action != total.action:
                figure.total = None
                del figure.evidence["part_of"]


def _people_noun(figure: Figure) -> bool:
    noun = figure.noun_item()
    return noun is not None and (noun.kind in "VON" or bool(PERSON.search(figure.unit)))


_APART = frozenset(("fraction",))
_OF_WORDS = frozenset(("of", "out", "the", "these", "those", "its", "their", "all", "a", "total"))


def _sum_row(frame: Frame) -> None:
    """Figures that add up to the one before them: "14 children, nine in foster homes and five in group homes",
    "20 victims, 12 women and eight men"."""
    row = frame.figures
    for i, figure in enumerate(row[:-2]):
        if not figure.own or not figure.value or figure.total is not None:
            continue
        rest: list[Figure] = []
        for following in row[i + 1 :]:
            if following.kind != figure.kind or following.value is None or following.total is not None:
                break
            if following.own and not _apposed(following, figure):
                break
            rest.append(following)
            if len(rest) > 1 and sum(f.value or 0.0 for f in rest) == figure.value:
                for part in rest:
                    set_total(part, figure, "adds up")
                break


def _apposed(part: Figure, total: Figure) -> bool:
    """Whether a part with a noun of its own, behind a comma, can explain the total before it: it says more of the
    same people or cases and nothing else ("three Malian and two Ghanaian victims" explain nothing)."""
    items = part.sentence.items
    behind = items[total.after()]
    if (total.value or 0.0) < _LEAST_ROW or (behind.kind not in ",P" and behind.text != "in"):
        return False
    if part.unit != total.unit and not (part.people and total.people) and not _accused_people(part, total):
        return False
    for name, values in total.attributes.items():
        if part.attributes.get(name, values) != values:
            return False
    more = set(part.attributes) - set(total.attributes)
    return bool(more) or part.unit != total.unit


def _accused_people(part: Figure, total: Figure) -> bool:
    noun = total.noun_item()
    return part.people and noun is not None and noun.kind == "O"


#: Below this, "five officers, three judges, and two prosecutors" add up by chance.
_LEAST_ROW = 5


def set_total(figure: Figure, total: Figure, rule: str) -> None:
    """Make *figure* a part of *total* by the evidence *rule*, unless it is a part already."""
    if figure is total or figure.total is not None:
        return
    figure.total = total
    figure.evidence["part_of"] = rule


def _total(parts: list[Figure], base: list[Figure], least: float) -> Figure | None:
    """The figure of *base* that the parts divide: one large enough, best where they add up to it.

    least (float): what the fit must exceed; less is asked where the text itself says "including".
    """
    best: tuple[float, Figure] | None = None
    for order, figure in enumerate(base):
        if (figure.kind == "money" and parts[0].kind != "money") or figure.kind == "percent":
            continue
        score = order * 0.1 + fits(parts, figure)
        if score > least and score != order * 0.1 and (best is None or score > best[0]):
            best = (score, figure)
    return best[1] if best else None


def fits(parts: list[Figure], total: Figure) -> float:
    """How well *parts* are parts of *total*: 0 or less where they cannot be."""
    values = [p.value for p in parts if p.value is not None and p.kind != "percent"]
    if not total.value:
        return 0.0
    if values and max(values) > total.value:
        return 0.0
    score = 1.0
    if values and abs(sum(values) - total.value) < 1e-6:
        score += 3.0 if len(values) > 1 else 0.0  # a lone figure as large as the total proves nothing
    owned = [p for p in parts if p.own and p.kind == "count"]
    for part in owned[:1]:
        if part.unit == total.unit:
            score += 1.0
        elif (part.unit in PEOPLE or part.unit == "") and (total.unit in PEOPLE):
            score += 0.8
        elif part.noun_item() is not None and total.noun_item() is not None:
            a, b = part.noun_item(), total.noun_item()
            if PERSON.search(part.unit) and b is not None and (b.kind in "VON" or total.people):
                score += 0.5  # "31 traffickers, including one official"
            else:
                score += 0.3 if a is not None and b is not None and a.kind == b.kind else -1.5
    return score


def of_topic(figures: list[Figure], topics: list[Figure], strong: bool, named: Named | None = None) -> Figure | None:
    """The total that *figures* of a later statement are parts of: the most recent one that fits.

    topics: main figures so far, the latest last.
    strong: whether the text says that it divides an earlier figure ("of these", "were women").
    named: what the text calls the total ("of these *prosecutions*"); figures of something else are passed over.
    """
    best: tuple[float, Figure] | None = None
    for back, topic in enumerate(reversed(topics[-MEMORY:])):
        if topic.kind != "count" or topic.value is None or topic.value <= 1:
            continue
        if named is not None and not named.may_be(topic):
            continue
        score = fits(figures, topic) - 0.25 * back
        if named is not None and named.action and named.action == topic.action:
            score += 0.5
        called = named is not None and named.unit == topic.unit
        if figures[0].own and not called and not _alike(figures[0], topic):
            continue
        if score > (0.0 if strong else 2.5) and (best is None or score > best[0]):
            best = (score, topic)
    return best[1] if best else None


def _alike(part: Figure, total: Figure) -> bool:
    """Whether a part with a noun of its own can divide the total: the same unit, or people both."""
    if part.unit == total.unit or part.kind == "percent":
        return True
    a, b = part.noun_item(), total.noun_item()
    if a is None or b is None:
        return part.people and total.people
    return (a.kind == b.kind and a.kind in "VON") or (part.people and total.people) or {a.kind, b.kind} == {"V", "N"}


def partial(figure: Figure) -> bool:
    """Whether the words behind a figure refer to a total before: "police identified *80 of these victims*"."""
    words = [item.text for item in figure.sentence.items[figure.at + 1 : figure.at + 3]]
    return len(words) == 2 and words[0] == "of" and words[1] in ("these", "those", "them")


def refers_back(sentence: Sentence, frame: Frame) -> bool:
    """Whether a row speaks of a figure before it: "Of these, ...", "three were foreign", "This included"."""
    items = sentence.items
    if not frame.figures:
        return False
    first = frame.figures[0]
    lead = sentence.text(frame.start, first.at)
    if _BACK.search(lead):
        return True
    after = first.after()
    described = after < len(items) and items[after].lemma in ("involve", "concern") and items[after].form == "past"
    if first.predicate is not None or (described and not first.own):
        return True
    passive = after + 1 < len(items) and items[after + 1].kind == "v" and items[after + 1].lemma not in _STATES
    return after < len(items) and items[after].kind == "b" and first.kind in ("count", "percent") and not passive


class Named(NamedTuple):
    """What a text calls a total that it divides: "of the *victims identified* in 2017".

    unit (str), kind (str): of its noun; empty where it has none ("of those identified").
    action (str): of a participle behind or before the noun.
    """

    unit: str
    kind: str
    action: str

    def may_be(self, topic: Figure) -> bool:
        """Whether *topic* counts what is named."""
        if not self.unit or self.unit == topic.unit or (self.unit in PEOPLE and topic.people):
            return True
        noun = topic.noun_item()
        return self.kind == "O" and noun is not None and noun.kind == "O"


def named_total(sentence: Sentence, frame: Frame) -> Named | None:
    """What the words before a row say that it divides: "Of these", "Of the victims", "The victims included"."""
    if not frame.figures:
        return None
    first = frame.figures[0]
    start = next((i for i in range(frame.start, first.at) if sentence.items[i].kind not in ";&,"), first.at)
    lead = sentence.text(start, first.at)
    if _OF_THE.match(lead) or _INCLUDED.search(lead):
        return _named(sentence.items[start : first.at])
    if _BACK.search(sentence.text(frame.start, first.at)):
        behind = [i for i in range(start, first.at) if sentence.items[i].text in _POINTING]
        return _named(sentence.items[behind[-1] : first.at]) if behind else Named("", "", "")
    return None


def divides(sentence: Sentence, frame: Frame) -> bool:
    """Whether the words before a row say that it divides an earlier total."""
    return named_total(sentence, frame) is not None


def _named(lead: list[Item]) -> Named:
    """What the words *lead* before a row name, up to the first comma or verb form that is not a participle."""
    unit = kind = action = ""
    for item in lead:
        if item.kind in ",;" or item.kind in "bhdm":
            break
        if item.kind == "v":
            if item.form == "past" and not action:
                action = verb_class(item.lemma)
            continue
        if unit:
            continue
        if item.kind in NOUNS - {"A", "N"}:
            unit, kind = unit_of(item), item.kind
        elif item.kind == "w" and item.text not in _POINTING and singular(item.text) != item.text:
            unit = singular(item.text)
    return Named(unit, kind, action)


_STATES = frozenset(
    ("subject", "exploit", "force", "relate", "connect", "coerce", "involve", "compel", "traffic", "classify", "find")
)


def summed(figures: list[Figure], since: int) -> None:
    """Link figures of their own statements that add up to a total said before or behind them.

    "Identified 88 victims. Police identified 75 victims. NGOs identified 13": statements of the same action, unit
    and year, none of them a part already. Their earlier figures are linked where they add up as well.

    figures: main figures so far, in order; since: sentence number from which on one of them must stand.
    """
    recent = [f for f in figures[-MEMORY:] if f.kind == "count" and f.value]
    for at, total in enumerate(recent):
        if total.total is not None or (total.value or 0.0) < _LEAST_ROW:
            continue
        for row in (recent[at + 1 :], recent[:at][::-1]):
            alike = [f for f in row if f.total is None and _same_count(f, total) and not restated(f)]
            found = _adding_up(alike, total.value or 0.0)
            if not found or max(f.sentence.index for f in (*found, total)) < since:
                continue
            apart = max(abs(f.sentence.index - total.sentence.index) for f in found)
            if apart > _NEAR or (apart and (total.value or 0.0) < _LEAST_SUM):
                continue
            if not apart and all(f.frame is total.frame for f in found) and not _called_total(total):
                continue  # "three from Mali, two from Ghana, and one from Togo" is one list
            for part in found:
                set_total(part, total, "adds up")
            if total.earlier is not None and all(f.earlier is not None for f in found):
                earlier = [f.earlier for f in found if f.earlier is not None]
                if sum(f.value or 0 for f in earlier) == total.earlier.value:
                    for part in earlier:
                        set_total(part, total.earlier, "adds up")
            break


def _called_total(figure: Figure) -> bool:
    """Whether the text calls the figure a total: "for a total of 20"."""
    return "total" in figure.sentence.text(figure.at - 3, figure.after()).split()


def _adding_up(row: list[Figure], value: float) -> list[Figure]:
    """The first two or more figures of *row*, side by side, that add up to *value*; empty if none do."""
    for start in range(len(row) - 1):
        so_far = row[start].value or 0.0
        for end in range(start + 1, min(start + 3, len(row))):
            so_far += row[end].value or 0.0
            if so_far == value:
                return row[start : end + 1]
            if so_far > value:
                break
    return []


def _same_count(figure: Figure, total: Figure) -> bool:
    """Whether two figures count the same thing: action, year and unit, people of any name, cases and the event."""
    if figure.action != total.action or figure.years != total.years:
        return False
    if figure.unit == total.unit or (figure.people and total.people):
        return True
    return figure.action != "employ" and all(
        f.unit == "case" or noun_action(f.unit) == f.action for f in (figure, total)
    )


#: Below this, figures of several sentences add up by chance, and beyond so many sentences.
_LEAST_SUM = 10
_NEAR = 4
#: Words that point back to what was counted before.
_POINTING = frozenset(("these", "those", "them", "this", "they"))
#: "Of the victims identified in 2017, ...", "Of those cases, ...": no figure, and a comma at the end.
_OF_THE = re.compile(r"(?:of|among) (?:all )?(?:of )?(?:the|those|these) [^,;()]*,$")
#: "The victims identified in 2017 included ..."
_INCLUDED = re.compile(r"^(?:all |the |these |those ){0,2}(?:[\w-]+ ){1,8}(?:included?|comprised?|consisted of)$")

_BACK = re.compile(
    r"\b(?:of|among|from) (?:these|those|them|the total|this total|this number|this group)\b|"
    r"\b(?:this|these|they|the total|the figure|the number) (?:figures? |numbers? |total )?"
    r"(?:included?|comprised?|consisted)"
)
