"""From the entities of a document to its facts: the order in which everything is decided.

Sentence by sentence: figures with their nouns (``figures``), the rows that they stand in (``frames``),
years (``years``), attributes (``describe``), actions of the figures that have a verb of their own
(``actions``), comparisons (``compare``), parts and totals (``parts``), denied and unreported counts
(``denials``), agencies (``agencies``); then what is elided is carried over. What a later sentence may
refer to is kept in ``Memory``. Start reading at :func:`link`; ``_sentence`` is the order in short.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from tallies.linking import (
    actions,
    adjectives,
    agencies,
    compare,
    denials,
    describe,
    dollars,
    echoes,
    figures,
    frames,
    parts,
    predicates,
    sharing,
    triggers,
    years,
)
from tallies.linking.figures import Figure, unit_of
from tallies.linking.frames import Frame
from tallies.linking.scorer import Scorer, rescore
from tallies.linking.terms import tells_terms
from tallies.linking.verbs import noun_action, trigger_item
from tallies.linking.view import Item, Sentence
from tallies.linking.years import Clock

_SKIPPED_SECTIONS = frozenset({"recommendations"})


@dataclass(slots=True)
class Memory:
    """What later sentences refer back to: main figures so far, and the last subject agency."""

    topics: list[Figure] = field(default_factory=list)
    read: list[Sentence] = field(default_factory=list)
    _agency: Item | None = None

    @property
    def agency(self) -> Item | None:
        """The subject agency of the last sentence that has one, looked for when asked for."""
        while self.read:
            sentence = self.read.pop()
            found = agencies.first_subject(sentence)
            if found is not None:
                self._agency = found
                self.read.clear()
        return self._agency


def link(
    rows: Iterable[Sentence], country: str | None, report_year: int | None, scorer: Scorer | None = None
) -> list[Figure]:
    """The figures of a document, linked, in the order of the text.

    rows: its sentences (:func:`tallies.linking.view.sentences`).
    country (str | None), report_year (int | None): of the document; the country is an ISO 3166 alpha-3 code.
    scorer (Scorer | None): decides what the rules linked anew; None leaves it to the rules.
    """
    clock = Clock(report_year)
    found, subjects = by_rules(country, rows, clock)
    if scorer is not None:
        rescore(found, scorer, clock, subjects)
    return found


def by_rules(
    country: str | None, rows: Iterable[Sentence], clock: Clock
) -> tuple[list[Figure], dict[int, Item | None]]:
    """The figures as the rules link them, and of each sentence the subject agency before it."""
    memory = Memory()
    found: list[Figure] = []
    subjects: dict[int, Item | None] = {}
    before: list[Figure] = []  # the figures of the sentence before
    for sentence in rows:
        if sentence.section in _SKIPPED_SECTIONS:
            continue
        here = _sentence(sentence, country, clock, memory)
        if "D" in sentence.kinds and tells_terms(sentence.items):
            for figure in before:
                figure.sentences = sentence
        before = here
        if here:
            subjects[sentence.index] = memory.agency
            found.extend(here)
        if "A" in sentence.kinds:
            memory.read.append(sentence)
    return found, subjects


def _sentence(sentence: Sentence, country: str | None, clock: Clock, memory: Memory) -> list[Figure]:
    found = figures.find(sentence, country)
    adjectives.resolve(found)
    row = dollars.paired(sentence, found)
    denied = denials.find(sentence)
    if not row and not denied:
        return []
    taken = {figure.anchor for figure in row}
    denied = [figure for figure in denied if figure.anchor not in taken]
    row = sorted([*row, *denied], key=lambda f: f.at)
    rows = frames.build(sentence, row, clock.is_earlier)
    years.assign(sentence, rows, row, clock)
    compare.changes(sentence, row)
    compare.shared_out(row)
    describe.assign(sentence, rows, row, country)
    for at, item in enumerate(sentence.items):
        if item.kind in ",;":
            predicates.of_all(sentence, at + 1, [figure for figure in row if figure.at < at])
    restated = _restated(rows, memory)
    _own_actions(rows)
    parts.within(rows)
    _statement_parts(sentence, rows, memory)
    for figure in restated:
        _divide_restated(figure)
    compare.align(rows, memory.topics)
    parts.apart(rows)
    _carry(rows, memory)
    _mirror(rows)
    compare.across(rows, memory.topics)
    agencies.assign_rows(rows, memory.topics[-6:], memory.agency)
    _later_parts(rows)
    found = [twin for figure in row for twin in (figure, *figure.copies)]
    for figure in row:
        for twin in figure.copies:
            _inherit_all(twin, figure)
    mains = [f for f in row if f.frame is not None and f.frame.kind == "main" and f.total is None and f.value]
    memory.topics.extend(mains)
    if mains:
        parts.summed(memory.topics, sentence.index)
    return found


def _restated(rows: list[Frame], memory: Memory) -> list[Figure]:
    """The figures that only say an earlier total again ("Of the 316 victims, ..."), told its action."""
    found = []
    for frame in rows:
        for figure in frame.figures:
            if not triggers.restated(figure) or figure.value is None or figure.action:
                continue
            known = next(
                (t for t in reversed(memory.topics) if t.value == figure.value and t.kind == figure.kind), None
            )
            named = echoes.named_in_noun(figure)
            if known is not None:
                _inherit_action(figure, known, "total said before")
                figure.unit = figure.unit or known.unit
                figure.agency, figure.evidence["agency"] = known.agency, "carried over: total said before"
            elif named:
                figure.action = named
                figure.evidence["action"] = "named in the noun"
            found.append(figure)
    return found


def _divide_restated(total: Figure) -> None:
    """The figures behind "Of the 316 victims," are its parts where they say no other action."""
    frame = total.frame
    if frame is None or total.total is not None:
        return
    for figure in frame.figures:
        if figure.at <= total.at or figure.kind == "money" or figure.action not in ("", total.action):
            continue
        if figure.value is not None and (figure.kind == "percent" or figure.value <= (total.value or 0)):
            parts.set_total(figure, total, "of the total")


def _own_actions(rows: list[Frame]) -> None:
    """The actions that stand in the clause of a figure itself."""
    for frame in rows:
        for i, figure in enumerate(frame.figures):
            if figure.action:
                continue
            if frame.kind == "main":
                before = frame.figures[i - 1] if i else None
                told = before is not None and bool(before.action)
                if before is not None and told and (echoes.elided(figure, before) or not actions.assign(figure)):
                    _inherit_action(figure, before, "row")
                elif not told:
                    actions.assign(figure)
            elif frame.kind == "part":
                actions.assign_part(figure)
            elif figure.own:
                actions.assign_earlier(figure)


def _statement_parts(sentence: Sentence, rows: list[Frame], memory: Memory) -> None:
    """Rows without a verb of their own that divide a figure of an earlier statement."""
    topics = memory.topics[-parts.MEMORY :]  # not all: a text may be long
    running: Figure | None = None  # the total that the statements of this sentence divide
    for frame in rows:
        if frame.kind != "main" or (frame.figures and triggers.restated(frame.figures[0])):
            continue
        before = topics[-1] if topics else None
        first = frame.figures[0] if frame.figures else None
        again = first is not None and (
            echoes.repeated(first, before)
            or (parts.partial(first) and before is not None and first.action in ("", before.action))
        )
        loose = [f for f in frame.figures if f.value is not None and (again or not f.action or echoes.classed(f))]
        named = parts.named_total(sentence, frame)
        if named is not None:
            for figure in frame.figures:
                if figure.kind == "count" and not (figure.own or figure.unit):
                    figure.unit = named.unit  # "Of these facilities, 24 served children"
        divides = named is not None
        if divides:
            loose = [f for f in frame.figures if f.value is not None and f.evidence.get("action") != "denied"]
        if loose and frame.figures[0] in loose:
            total = parts.of_topic(loose, topics, again or divides or parts.refers_back(sentence, frame), named)
            if total is None and running is not None and parts.fits(loose, running) > 0:
                total = running
            if total is not None:
                running = total
                for figure in loose:
                    if not divides or echoes.described(figure) or figure.action in ("", "other", total.action):
                        if figure.action and figure.action != total.action:
                            echoes.forget(figure)
                        parts.set_total(figure, total, "statement of parts")
        topics.extend(f for f in frame.figures if f.total is None)


def _carry(rows: list[Frame], memory: Memory) -> None:
    """What is elided comes from the total, the later figure, or the figure before in the row."""
    for frame in rows:
        for i, figure in enumerate(frame.figures):
            before = frame.figures[i - 1] if i else None
            if figure.total is not None:
                _inherit(figure, figure.total, "total")
            later = next((f for r in rows for f in r.figures if f.earlier is figure), None)
            if later is None:
                later = next((f for f in memory.topics[-6:] if f.earlier is figure), None)
            if later is not None:
                _inherit(figure, later, "later figure")
                if not figure.own and figure.predicate is None:
                    for name, values in later.attributes.items():
                        figure.attributes.setdefault(name, set(values))
            if before is not None:
                whole = before.total if before.total in frame.figures and figure.total is None else None
                _inherit(figure, whole or before, "row")
            if not figure.action and frame.base:
                _inherit(figure, frame.base[-1], "base")
            if not figure.action or not figure.unit:
                following = next((f for f in frame.figures[i + 1 :] if f.own), None)
                if following is not None and not figure.own and following.unit:
                    figure.unit = figure.unit or following.unit
            if not figure.action:
                figure.action = actions.fallback(figure)
                figure.evidence.setdefault("action", "fallback")
            if figure.trigger is None and figure.evidence["action"].startswith(("fallback", "carried over")):
                unlisted = triggers.unlisted_verb(figure)
                figure.trigger = trigger_item(figure.sentence, unlisted) if unlisted is not None else None
            if not figure.unit:
                said = [f for row in rows for f in row.figures if f.own and f.at < figure.at]
                figure.unit = _elided_unit(figure, rows, [*memory.topics[-_RECENT:], *said])


_OF_PEOPLE = frozenset(("identify", "refer", "assist", "rescue", "screen", "repatriate", "detain", "compensate"))


#: Figures back that a noun which is left out can be that of.
_RECENT = 4
_OF_OFFENDERS = frozenset(("investigate", "arrest", "charge", "prosecute", "convict", "acquit", "sentence"))


def _elided_unit(figure: Figure, rows: list[Frame], topics: list[Figure]) -> str:
    """The unit of a figure that names none and has nothing to take it from: that of its parts, else the usual one."""
    part = next((f for frame in rows for f in frame.figures if f.total is figure and f.own and f.unit), None)
    if part is not None:
        return "victim" if part.people else part.unit
    named = figure.noun_item()
    if named is not None and named.kind == "U":  # "It ran five older ones."
        return next((t.unit for t in reversed(topics) if t.own and t.kind == "count"), "case")
    if figure.action in _OF_OFFENDERS:
        if figure.action in ("convict", "sentence") and topics and _other_event(figure, topics[-1]):
            return "trafficker"
        last = next((t for t in reversed(topics[-_RECENT:]) if t.noun_item() is not None and t.own), None)
        noun = last.noun_item() if last is not None else None
        if last is not None and noun is not None and noun.kind == "O":
            return last.unit
    if figure.predicate is not None or figure.action in _OF_PEOPLE:
        return "victim"
    counted = _number_of(figure)
    if counted:
        return counted
    spoken_of = _spoken_of(figure, topics)
    if spoken_of is not None:
        return spoken_of.unit
    return "time" if figure.sentence.items[figure.at].text in ("once", "twice") else "case"


def _number_of(figure: Figure) -> str:
    """The unit of "increased the *number of agents* trained in trafficking, from 15 in 2016 to *41*"; "" if none."""
    items = figure.sentence.items
    if figure.at == 0 or items[figure.at - 1].text not in ("from", "to"):
        return ""
    for i in range(figure.at - 2, 1, -1):
        if items[i - 1].text == "of" and items[i - 2].text in ("number", "numbers") and items[i].kind in "VOUAN":
            return unit_of(items[i])
    return ""


def _spoken_of(figure: Figure, topics: list[Figure]) -> Figure | None:
    """The people whom a figure without a noun counts as the subject of its clause: "convicted ten men. *Six* fled"."""
    items = figure.sentence.items
    behind = items[figure.at + 1].kind if figure.at + 1 < len(items) else ""
    rest = figure.at > 0 and items[figure.at - 1].text in ("remaining", "other")
    if not (rest or behind in "bhdmv") or figure.value is None:
        return None
    for topic in reversed(topics[-_RECENT:]):
        noun = topic.noun_item()
        if topic.own and noun is not None and noun.kind in "VON" and (topic.value or 0) >= figure.value:
            return topic
    return None


def _inherit(figure: Figure, source: Figure, rule: str) -> None:
    if not figure.action and source.action:
        _inherit_action(figure, source, rule)
    if not figure.unit and source.unit and source.kind != "percent" and not _other_event(figure, source):
        figure.unit = source.unit if figure.kind == "count" else figure.unit
        if rule == "row" and figure.kind == "count" and figure.predicate is None:
            sharing.share_noun(source, figure)
        if figure.noun is None and source.sentence is figure.sentence:
            figure.noun = source.noun


def _other_event(figure: Figure, source: Figure) -> bool:
    """Whether *source* counts events that are not those of *figure*: "began one prosecution and convicted *eight*"."""
    if figure.own or not source.own or figure.evidence.get("action") != "object of verb":
        return False
    event = noun_action(source.unit) if source.unit != "case" else ""
    return event in _OF_OFFENDERS and figure.action in _OF_OFFENDERS and figure.action != event


def _inherit_action(figure: Figure, source: Figure, rule: str) -> None:
    figure.action = source.action
    figure.evidence["action"] = f"carried over: {rule}"
    if figure.agency is None and source.agency is not None and "agency" not in figure.evidence:
        figure.agency = source.agency
        figure.evidence["agency"] = f"carried over: {rule}"


def _inherit_all(twin: Figure, figure: Figure) -> None:
    for name in ("action", "trigger", "unit", "noun", "own", "agency", "attributes"):
        setattr(twin, name, getattr(figure, name))
    if figure.total is not None and twin.years != figure.years:
        twin.total = figure.total.earlier or next((t for t in figure.total.copies if t.years == twin.years), None)


def _mirror(rows: list[Frame]) -> None:
    """Parts of an earlier total answer the parts of the later one; earlier parts get the earlier total."""
    everything = [f for frame in rows for f in frame.figures]
    for later in everything:
        earlier = later.earlier
        if earlier is None:
            continue
        a = [f for f in everything if f.total is later and f.earlier is None and f is not later]
        taken = {id(f.earlier) for f in everything if f.earlier is not None}
        b = [f for f in everything if f.total is earlier and id(f) not in taken]
        if a and b:
            for x, y, rule in compare.pairs(a, b):
                if compare.leads_to(y, x):
                    continue
                x.earlier = y
                x.evidence["compared_with"] = f"mirrored parts: {rule}"
                if not y.own and y.predicate is None:
                    for name, values in x.attributes.items():
                        y.attributes.setdefault(name, set(values))


def _later_parts(rows: list[Frame]) -> None:
    """An earlier figure that answers a part is a part of the earlier total."""
    for frame in rows:
        for figure in frame.figures:
            if figure.total is None or figure.earlier is None or figure.earlier.total is not None:
                continue
            total = figure.total.earlier
            if total is not None and total is not figure.earlier and total.years == figure.earlier.years:
                parts.set_total(figure.earlier, total, "answers a part")
        if frame.kind == "earlier":
            known = [f.total for f in frame.figures if f.total is not None]
            for figure in frame.figures:
                if not known or figure.total is not None or figure is known[0] or figure.evidence.get("part_of"):
                    continue
                if figure.value is None or known[0].value is None or figure.value <= known[0].value:
                    parts.set_total(figure, known[0], "row of earlier parts")
