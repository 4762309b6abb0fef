"""Which earlier figure each figure is set against: rows aligned by what they count."""

from __future__ import annotations

from itertools import pairwise

from tallies.linking.figures import PEOPLE, Figure
from tallies.linking.frames import Frame
from tallies.linking.verbs import noun_action
from tallies.linking.view import Sentence

_CONFLICT = -4.0
#: Verbs and nouns of a change, and how many items before "from 80 to 95" one of them stands.
_CHANGES = frozenset(
    ("increase", "decrease", "rise", "fall", "drop", "decline", "grow", "climb", "expand", "reduce", "raise", "change")
)
_CHANGE_REACH = 14


def align(frames: list[Frame], topic: list[Figure]) -> None:
    """Set ``earlier`` on the figures of each later row that an earlier row answers.

    topic (list[Figure]): main figures of the sentences before, for a row that opens its sentence.
    """
    for frame in frames:
        if frame.kind != "earlier" or not frame.figures:
            continue
        base = [f for f in frame.base if f not in frame.figures]
        divided = any(f.total is frame.figures[0] for other in frames for f in other.figures)
        base = _whole(base, frame.figures, divided) or _year_before(frames, frame) or base
        if not base and frame.cue == "compare":
            base = [f for later in frames if later.kind == "main" and later.start > frame.start for f in later.figures]
        if not base and frame.cue in ("compare", "("):
            base = topic[-4:]
        for later, earlier, rule in pairs(base, frame.figures):
            if later.earlier is None and not leads_to(earlier, later):
                later.earlier = earlier
                later.evidence["compared_with"] = f"{frame.cue}: {rule}"


def _year_before(frames: list[Frame], frame: Frame) -> list[Figure]:
    """What a further item of a series answers: the item before it, "(nine in 2016; zero in 2015; one in 2014)"."""
    if frame.cue != ";" or not frame.depth:
        return []
    before = next((f for f in frames if f.end == frame.start and f.depth == frame.depth and f is not frame), None)
    if before is None or before.kind != "earlier":
        return []
    years = {figure.years for figure in before.figures}
    if len(years) == 1 and len(frame.figures) == len(before.figures) and frame.figures[0].years:
        first = next(iter(years))
        return before.figures if first and first[0] > frame.figures[0].years[-1] else []
    return []


def _whole(base: list[Figure], row: list[Figure], divided: bool) -> list[Figure]:
    """What a bracket behind parts answers, where that is their total.

    "289 victims, including 54 men and 235 women (163 in 2016)": a lone figure behind parts that add up.
    "59 victims -57 of sex trafficking and two of forced labor- compared to 84 victims": parts inserted in dashes.
    "85 victims, including 20 women (75 victims, including 16 women)": a *divided* total, one with parts of its own.
    """
    tops = [f for f in base if f.total is None]
    if len(row) == 1 and len(tops) == 1 and row[0].own and len(base) > 1:
        inserted = all(f is tops[0] or (f.total is tops[0] and f.frame is not None and f.frame.closed) for f in base)
        return tops if inserted else []
    totals = {id(f.total): f.total for f in base if f.total is not None}
    if len(totals) != 1 or any(f.total is None for f in base):
        return []
    total = next(iter(totals.values()))
    if total is None or total.earlier is not None:
        return []
    parts = [f for f in base if f.kind != "percent" and f.value is not None]
    complete = len(parts) > 1 and sum(f.value or 0 for f in parts) == total.value
    lone = len(row) == 1 and not row[0].own and row[0].predicate is None and not row[0].attributes
    return [total] if (lone and complete) or (divided and row[0].own and row[0].unit == total.unit) else []


def changes(sentence: Sentence, figures: list[Figure]) -> None:
    """Place and compare the two figures of "rose *from* 80 *to* 95" or "*to* 95 *from* 80": one is of the year before.

    Called when the years are set; evidence "change".
    """
    items = sentence.items
    changed = False
    for one, other in pairwise(figures):
        before, after = one, other
        if before.kind != after.kind or not before.at or items[before.at - 1].text not in ("from", "to"):
            continue
        lead = items[max(0, before.at - _CHANGE_REACH) : before.at]
        changed = changed or any(item.lemma in _CHANGES or item.text in _CHANGES for item in lead)
        if {items[before.at - 1].text, items[after.at - 1].text} != {"from", "to"} or not changed:
            continue
        between = [item for item in items[before.after() : after.at - 1] if not item.depth]
        if any(item.kind not in "P,()M" and item.text not in ("in", "the", "during") for item in between):
            continue
        if items[before.at - 1].text == "to":  # "rose to 20 from 12 in 2016"
            if after.years == before.years and len(after.years) == 1 and any(i.kind == "P" for i in items[after.at :]):
                before.years, before.evidence["years"] = (after.years[0] + 1,), "change"
            before, after = after, before
            if before.years == after.years and len(after.years) == 1:
                before.years, before.evidence["years"] = (after.years[0] - 1,), "change"
            between = [item for item in items if item.kind == "P"]
        if not any(item.kind == "P" for item in between) and len(after.years) == 1:
            before.years, before.evidence["years"] = (after.years[0] - 1,), "change"
        if before.years < after.years and after.earlier is None:
            after.earlier = before
            after.evidence["compared_with"] = "change"


def shared_out(figures: list[Figure]) -> None:
    """Compare the figures of "15 and 12 traffickers in 2017 and 2016, respectively", each with the year before."""
    told = [f for f in figures if f.evidence.get("years") == "respectively" and len(f.years) == 1]
    for later in told:
        earlier = next((f for f in told if f.years == (later.years[0] - 1,)), None)
        if earlier is not None and later.earlier is None and earlier.kind == later.kind:
            later.earlier = earlier
            later.evidence["compared_with"] = "respectively"


def across(frames: list[Frame], topics: list[Figure]) -> None:
    """Set ``earlier`` where a statement of its own gives the earlier year: "12 in 2017; ... nine in 2016"."""
    here = [figure for frame in frames for figure in frame.figures]
    for frame in frames:
        row = [f for f in frame.figures if frame.kind == "main" and _placed(f)]
        for year in sorted({f.years for f in row}):
            earlier = [f for f in row if f.years == year]
            first = earlier[0]
            base = [
                f
                for f in [*topics[-4:], *here]
                if f not in earlier
                and f.years == (year[0] + 1,)
                and f.action == first.action
                and f.earlier is None
                and f.total is None
                and f.sentence.index >= first.sentence.index - 1
                and (not first.own or f.unit == first.unit)
            ]
            for later, one, _ in pairs(base, earlier):
                if not leads_to(one, later):
                    later.earlier = one
                    later.evidence["compared_with"] = "statement of the year before"


def leads_to(figure: Figure, goal: Figure) -> bool:
    """Whether the chain of earlier figures from *figure* comes to *goal*."""
    step: Figure | None = figure
    while step is not None and step is not goal:
        step = step.earlier
    return step is goal


def _placed(figure: Figure) -> bool:
    """Whether the text places a figure of its own in one year."""
    stated = figure.evidence.get("years") in ("own period", "leading period")
    return stated and len(figure.years) == 1 and figure.total is None and bool(figure.action)


def pairs(base: list[Figure], row: list[Figure]) -> list[tuple[Figure, Figure, str]]:
    """The pairs (later, earlier, rule) of two rows, each figure at most once, the best agreement first."""
    wholes = {id(f.total) for f in base if f.evidence.get("part_of") == "fraction"}
    candidates = [
        f
        for f in base
        if (f.kind != "percent" or any(e.kind == "percent" for e in row)) and id(f) not in wholes and not f.is_change()
    ]
    scored = []
    for j, earlier in enumerate(row):
        for i, later in enumerate(candidates):
            if earlier.kind == "percent" and later.kind != "percent":
                continue  # "40 victims, a 25 percent increase from 2016"
            scored.append((agreement(later, earlier) + _position(i, len(candidates), j, len(row)), -abs(i - j), i, j))
    scored.sort(key=lambda s: (-s[0], -s[1], s[3]))
    used_i: set[int] = set()
    used_j: set[int] = set()
    found = []
    for score, _, i, j in scored:
        if i in used_i or j in used_j or score < 0:
            continue
        used_i.add(i)
        used_j.add(j)
        found.append((candidates[i], row[j], "same thing counted" if score >= 3 else "same place in the list"))
    return found


def _position(i: int, n: int, j: int, m: int) -> float:
    """A bonus for the same place in rows of one length; for a lone figure, for the nearest main one."""
    if n == m:
        return 1.0 if i == j else 0.0
    if 1 < m < n and i - (n - m) == j:
        return 0.5  # a shorter row answers the last of a longer one
    if m == 1:
        return 0.5 * (i + 1) / n
    return 0.2 if i == j else 0.0


def _same_step(one: str, other: str) -> bool:
    """Whether two actions are the same step, charges being prosecutions to many a text."""
    return one == other or {one, other} == {"charge", "prosecute"}


def agreement(later: Figure, earlier: Figure) -> float:
    """How well two figures count the same thing; below 0 they cannot be compared."""
    if (later.kind == "money") != (earlier.kind == "money"):
        return _CONFLICT
    if later.kind == "money":
        return 3.0 if later.unit == earlier.unit else _CONFLICT
    score = 0.0
    if earlier.action and later.action and earlier.kind == "count" and not _same_step(earlier.action, later.action):
        score -= 1.0
    if earlier.own:
        same = later.unit == earlier.unit or (later.unit in PEOPLE and earlier.unit in PEOPLE)
        if same:
            score += 3.0 if later.unit == earlier.unit else 2.0
        elif noun_action(earlier.unit) and noun_action(earlier.unit) in (later.action, noun_action(later.unit)):
            # "19 suspects in three cases, compared with one investigation"; convictions are of people.
            event = noun_action(earlier.unit) == "investigate"
            score += 3.0 if event and later.unit == "case" else (2.0 if later.unit == "case" else 2.5)
        else:
            score -= 2.0
    if (
        later.frame is not None
        and earlier.frame is not None
        and later.frame.depth == earlier.frame.depth
        and later.total is None
    ):
        score += 1.0
    for name in ("exploitation", "gender", "age", "nationality", "status"):
        a, b = later.attributes.get(name, set()), earlier.attributes.get(name, set())
        if a and b:
            score += 2.0 if a == b else (0.5 if a & b else _CONFLICT)
        elif (a or b) and name != "status":
            score -= 1.2 if b else 0.6
    return score
