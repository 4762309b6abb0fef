"""The year of each figure: stated in its row, in its clause, or that of the report."""

from __future__ import annotations

import dataclasses
import re
from itertools import pairwise

from tallies.labels import ACTIONS
from tallies.linking.figures import Figure
from tallies.linking.frames import Frame
from tallies.linking.verbs import verb_class
from tallies.linking.view import Item, Sentence
from tallies.numerals import cardinal
from tallies.tagging.periods import period_years

_COMPARING = frozenset(
    (
        "compared",
        "increase",
        "decrease",
        "decline",
        "similar",
        "relative",
        "versus",
        "rise",
        "drop",
        "than",
        "up",
        "down",
    )
)
#: Evidence of years that the text itself states.
_STATED = ("own period", "leading period", "row's period")
_ALL_TIME = frozenset(("ever", "never"))
_DATE = frozenset(("date",))
_SKIPPED_BEFORE = frozenset(("until", "till", "before", "prior", "to", "through"))


class Clock:
    """What "the year" and "the previous reporting period" mean in one document.

    report_year (int | None): the year of the report; current figures are of the year before it.
    """

    def __init__(self, report_year: int | None) -> None:
        self.report_year = report_year
        self.current: tuple[int, ...] = (report_year - 1,) if report_year is not None else ()
        self.previous: tuple[int, ...] = (report_year - 2,) if report_year is not None else ()

    def resolve(self, item: Item) -> tuple[int, ...]:
        """The year, or first and last year, of a period item; empty if the text leaves it open."""
        return tuple(period_years(item.text, self.report_year))

    def is_earlier(self, item: Item) -> bool:
        """Whether a period lies before the current one."""
        years = self.resolve(item)
        return bool(years and self.current and years[-1] < self.current[0])


def assign(sentence: Sentence, frames: list[Frame], figures: list[Figure], clock: Clock) -> None:
    """Set the years of all figures of a sentence.

    Evidence: "own period", "row's period", "leading period", "base's year", "comparison", "report year".
    """
    told = _respectively(sentence, figures, clock)
    for figure in figures:
        if id(figure) in told:
            figure.years, figure.evidence["years"] = told[id(figure)], "respectively"
            continue
        found = _behind(sentence, figure, clock)
        if found:
            figure.years = found[0]
            figure.evidence["years"] = "own period"
            for years in found[1:]:
                _copy(figure, years)
    for frame in frames:
        _share(frame)
    for figure in figures:
        if figure.years:
            continue
        row = figure.frame
        leading = _leading(sentence, figure, clock)
        if row is not None and row.kind == "part" and row.base and row.base[-1].years:
            figure.years = row.base[-1].years
            figure.evidence["years"] = "base's year"
        elif row is not None and row.kind == "earlier":
            base = next((f.years for f in row.base if f.evidence.get("years") in _STATED), ())
            before = (base[0] - 1,) if len(base) == 1 and base < clock.previous else clock.previous
            figure.years = leading if leading and leading < clock.current and leading != base else before
            figure.evidence["years"] = "comparison"
        elif leading is not None:
            figure.years = leading
            figure.evidence["years"] = "leading period"
        elif sentence.section != "profile" and not _timeless(sentence):
            figure.years = clock.current
            figure.evidence["years"] = "report year"


def _respectively(sentence: Sentence, figures: list[Figure], clock: Clock) -> dict[int, tuple[int, ...]]:
    """The years of "15 and 12 traffickers in 2017 and 2016, respectively", by figure, dealt out in order."""
    items = sentence.items
    word = next((i for i, item in enumerate(items) if item.text == "respectively"), None)
    if word is None:
        return {}
    row = [f for f in figures if f.at < word and f.kind != "percent"][-4:]
    for size in (4, 3, 2):
        periods = [i for i in range(word) if items[i].kind == "P" and clock.resolve(items[i])]
        for start in range(len(periods) - size + 1):
            run = periods[start : start + size]
            joined = all(
                all(item.kind in "&," or item.text == "in" for item in items[a + 1 : b]) for a, b in pairwise(run)
            )
            if joined and len(row) >= size and all(b - a <= 3 for a, b in pairwise(run)):
                return {id(f): clock.resolve(items[p]) for f, p in zip(row[-size:], run, strict=True)}
    return {}


def _timeless(sentence: Sentence) -> bool:
    """Whether the sentence speaks of all time: "has never identified", "to date"."""
    if sentence.has_word(_ALL_TIME):
        return True
    return sentence.has_word(_DATE) and " to date" in sentence.text(0, len(sentence.items))


def _share(frame: Frame) -> None:
    """The last period of an earlier row is of all its figures; so is that of a bracket."""
    if frame.kind == "main" or not frame.figures:
        return
    years: tuple[int, ...] = ()
    for figure in reversed(frame.figures):
        if figure.years:
            years = figure.years
        elif years:
            figure.years = years
            figure.evidence["years"] = "row's period"


def _behind(sentence: Sentence, figure: Figure, clock: Clock) -> list[tuple[int, ...]]:
    """The period behind a figure in its own row: one, or both of "in 2016 and 2017"."""
    items = sentence.items
    if figure.is_change():
        return []  # "an increase of 12 from the previous year" is of the current one
    depth = items[figure.at].depth
    frame = figure.frame
    end = frame.end if frame is not None and frame.end > figure.at else len(items)
    after = figure.after()
    crossed = False
    for at in range(figure.at + 1, end):
        item = items[at]
        if item.depth == depth and item.kind == "v" and at > after and item.form == "past":
            crossed = True  # a further statement starts; its figures have a period of their own
        if item.depth == depth and (
            (item.kind in "SM" and crossed) or (item.kind == "n" and items[at - 1].kind in "dhb")
        ):
            break  # and so does a denied one
        if item.depth == depth and item.text in _COMPARING:
            break  # "a significant increase from last year" is not the figure's own year
        if item.depth < depth or (item.kind == ";" and item.depth == depth):
            break
        if item.depth == depth and item.kind == "P" and (lasting := _lasting(sentence, at, clock)):
            return [lasting]
        if item.depth > depth or item.kind != "P":
            continue
        if item.depth == depth and _opens_clause(items, at):
            break
        years = clock.resolve(item)
        before = items[at - 1].text
        if years and _SAME_AS.search(sentence.text(at - 8, at)):
            # "the same as in 2016": of its own year, and of that one too.
            own = _leading(sentence, figure, clock) or clock.current
            return [own, years] if own and own > years else [years]
        if not years or (before in _SKIPPED_BEFORE and before != "to"):
            continue
        if _of_modifier(sentence, figure, at, years, clock):
            continue
        last = _end_of_span(items, at, clock)
        if last and last > years:
            return [(years[0], last[-1])]
        if before == "since" and clock.current:
            if _RANKED.search(sentence.text(at - 8, at)):
                break  # "two traffickers, the first convictions since 2013"
            return [(years[0], clock.current[0])] if years[0] < clock.current[0] else [years]
        found = [years]
        k = at + 1
        while (
            k + 1 < len(items)
            and items[k].kind in "&,"
            and (items[k + 1].kind == "P" or items[k + 1].text in ("in", "the"))
        ):
            k += 1 if items[k + 1].kind == "P" else 2
            if k >= len(items) or items[k].kind != "P" or not clock.resolve(items[k]):
                break
            found.append(clock.resolve(items[k]))
            k += 1
        if len(found) == 1:
            found.extend(_same_as(sentence, at + 1, end, clock))
        if len(found) > 1 and all(len(y) == 1 for y in found):
            return sorted(set(found), reverse=True)
        return found[:1]
    return []


def _lasting(sentence: Sentence, at: int, clock: Clock) -> tuple[int, ...]:
    """The years of the period at item *at* that counts back: "the last six years", "the previous five years"."""
    found = _LAST.fullmatch(sentence.items[at].text)
    count = cardinal(found[2].replace("-", " - ").split()) if found else None
    if found is None or not count or not 1 < count < 50 or not clock.current or sentence.section == "profile":
        return ()
    last = clock.previous[0] if found[1] in ("previous", "preceding", "prior") else clock.current[0]
    return last - int(count) + 1, last


def stretch(items: list[Item], at: int, clock: Clock) -> tuple[int, ...]:
    """The first and last year of "since 2014" or "from 2013 to 2017", whose first period is item *at*; else empty."""
    first = clock.resolve(items[at])
    if not first:
        return ()
    if at and items[at - 1].text == "since" and clock.current and first[0] < clock.current[0]:
        return first[0], clock.current[0]
    last = _joined(items, at, clock)
    return (first[0], last[-1]) if last and last[-1] > first[0] else ()


def timeless(sentence: Sentence, at: int) -> bool:
    """Whether a word of all time stands near item *at*: "has *never* convicted a trafficker"."""
    return sentence.has_word(_ALL_TIME) and any(
        item.text in _ALL_TIME for item in sentence.items[max(0, at - 6) : at + 4]
    )


def _end_of_span(items: list[Item], at: int, clock: Clock) -> tuple[int, ...]:
    """The last year of "from July 2016 *to June 2017*", whose first period is item *at*; empty for a lone one."""
    return _joined(items, at, clock) if items[at - 1].text in ("from", "between") else ()


def _joined(items: list[Item], at: int, clock: Clock) -> tuple[int, ...]:
    """The years of the period that is joined to the one at item *at*; empty if none is."""
    if at + 2 >= len(items) or items[at + 2].kind != "P":
        return ()
    return clock.resolve(items[at + 2]) if items[at + 1].text in ("to", "through", "until", "and", "till") else ()


def _opens_clause(items: list[Item], at: int) -> bool:
    """Whether the period at item *at* opens a further statement: "20 victims, and *in 2017* it identified 31"."""
    if at < 2 or items[at - 1].text not in ("in", "during") or items[at - 2].kind not in "&,":
        return False
    i = at + 1
    while i < len(items) and (items[i].kind == "," or items[i].text == "the"):
        i += 1
    return i < len(items) and (items[i].kind in "Av" or items[i].text in ("it", "they"))


def _of_modifier(sentence: Sentence, figure: Figure, at: int, years: tuple[int, ...], clock: Clock) -> bool:
    """Whether the period at item *at* places something else: "cases *initiated in 2015*", "the 2016-2020 plan"."""
    items = sentence.items
    following = items[at + 1].text if at + 1 < len(items) else ""
    if len(years) == 2 and following in ("plan", "national", "strategy", "action", "program"):
        return True
    if figure.frame is None or figure.frame.kind != "main" or not clock.previous:
        return False
    goes_on = any(item.lemma in _GOES_ON for item in items[:at]) and _FROM.search(sentence.text(at - 3, at))
    accused = at - 2 == figure.after() and items[at - 2].kind == "v" and items[at - 2].form == "past"
    if years < clock.current and (goes_on or (accused and _FINITE.match(sentence.letters, at + 1))):
        # "continued six from the previous period", "two officers accused in 2016 of exploitation were convicted"
        return True
    if years < clock.current and _of_other_act(figure, at):
        return True
    if years >= clock.previous:
        return False
    participle = at >= 3 and items[at - 2].kind == "v" and items[at - 2].form == "past" and items[at - 3].kind in "VOUw"
    own_verb = any(item.kind == "v" for item in items[: figure.at])
    return participle and own_verb and at - 2 > figure.at


def _of_other_act(figure: Figure, at: int) -> bool:
    """Whether the period at item *at* is that of a participle which only says of whom an act of its own is told.

    "Acquitted three traffickers *prosecuted in 2016*", "Two victims *identified in 2016* continued to receive care".
    """
    items = figure.sentence.items
    said = next((k for k in range(at - 1, max(figure.at, at - 4), -1) if items[k].kind != "w"), figure.at)
    if items[said].kind != "v" or items[said].form != "past" or said != figure.after() or not figure.own:
        return False
    following = items[at + 1] if at + 1 < len(items) else None
    if following is not None and following.kind == "v" and following.form == "past":
        return True
    act = next((verb_class(item.lemma) for item in reversed(items[: figure.at]) if item.kind == "v"), "")
    return act in ACTIONS and act != verb_class(items[said].lemma)


_LAST = re.compile(r"(last|past|previous|preceding|prior) ([\w-]+(?: [\w-]+)?) years")
_FROM = re.compile(r"\bfrom(?: an?| the)?$")
_GOES_ON = frozenset(("continue", "remain", "carry", "conclude", "complete", "resume"))
#: Behind a participle and its period: what the finite verb of the clause stands behind.
_FINITE = re.compile(r"[^SM;,bh]{0,6}b[wn]?v")
_RANKED = re.compile(
    r"\b(?:remain\w*|first|second|third|fourth|fifth|oldest|longest|latest|lowest|highest|smallest|largest|unchanged"
    r"|any year)(?: [\w-]+){0,5} since$"
)
_SAME_AS = re.compile(
    r"\b(?:the same (?:\w+ )?(?:as|in)(?: it (?:had|did))?(?: in)?(?: the)?|, as (?:it (?:had|did) )?in(?: the)?)$"
)


def _same_as(sentence: Sentence, start: int, end: int, clock: Clock) -> list[tuple[int, ...]]:
    """The year of "..., the same as in 2016" among items ``[start, end)``, before any further figure."""
    for at in range(start, end):
        item = sentence.items[at]
        if item.kind in "SM;":
            break
        if item.kind == "P" and clock.resolve(item) and _SAME_AS.search(sentence.text(at - 8, at)):
            return [clock.resolve(item)]
    return []


def _copy(figure: Figure, years: tuple[int, ...]) -> None:
    """A second fact on one anchor: "in both 2016 and 2017"; the dollars stay on the later one."""
    twin = dataclasses.replace(
        figure, years=years, usd=None, usd_anchor=None, evidence=dict(figure.evidence), copies=[]
    )
    if figure.value is not None:
        (figure.copies[-1] if figure.copies else figure).earlier = twin
        figure.evidence["compared_with"] = "both years"
    figure.copies.append(twin)


def _leading(sentence: Sentence, figure: Figure, clock: Clock) -> tuple[int, ...] | None:
    """The period that opens the figure's clause, or stands before it in the same clause."""
    items = sentence.items
    found: tuple[int, ...] | None = None
    start = max((i for i in range(figure.at) if items[i].kind == ";" and not items[i].depth), default=-1) + 1
    for at in range(figure.at - 1, start - 1, -1):
        item = items[at]
        if item.kind == "P" and not item.depth and (lasting := _lasting(sentence, at, clock)):
            found = lasting
        if item.kind == "P" and item.depth == 0:
            before = items[at - 1].text if at else ""
            years = clock.resolve(item)
            if years and _opens_clause(items, at):
                return years
            opens = at >= 2 and items[at - 1].text in ("in", "during") and items[at - 2].kind in "&,"
            if not opens and any(items[k].kind in "SM" and not items[k].depth for k in range(start, at)):
                continue  # it is the period of a figure before
            if years and before == "since" and at == 1 and clock.current and years < clock.current:
                return years[0], clock.current[0]
            if years and before == "of" and at > 1 and items[at - 2].text in ("end", "close", "beginning", "half"):
                before = "in"  # "by the end of 2016"
            if (years and before not in ("until", "before", "to", "since", "the", "a", "of", "for")) or (
                at <= 2 and years
            ):
                found = years
    return found
