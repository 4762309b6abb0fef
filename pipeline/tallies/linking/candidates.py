"""The candidates of each slot of a figure, with the features that the scorer weighs.

Each function yields ``(candidate, features)`` pairs; one of the candidates is "none". The choice of the
rules is a candidate like the others, with the name of its rule as a feature, so that the scorer learns
how far each rule can be trusted.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from tallies import labels
from tallies.linking import agencies, parts
from tallies.linking.features import Feature
from tallies.linking.figures import Figure
from tallies.linking.view import Item
from tallies.linking.years import Clock, stretch, timeless

_FAR = (1, 2, 3, 5, 8, 13, 21)


def _bucket(n: int) -> int:
    """A distance as the first bound that it does not exceed; 99 beyond them."""
    return next((bound for bound in _FAR if n <= bound), 99)


def _following(items: list[Item], at: int) -> str:
    """The word behind item *at*, a comma passed over; the kind of an entity."""
    at += 2 if at + 1 < len(items) and items[at + 1].kind == "," else 1
    if at >= len(items):
        return ""
    return items[at].text if items[at].kind in "w&bhdm" else items[at].kind


def _cue(figure: Figure) -> str:
    return f"{figure.frame.kind}{figure.frame.cue}" if figure.frame is not None else "none"


def _rule(figure: Figure, slot: str) -> str:
    return figure.evidence.get(slot, "none").split(":")[0]


def years(figure: Figure, clock: Clock, antecedent: Figure | None) -> list[tuple[tuple[int, ...], set[Feature]]]:
    """The years that a figure can be of: those of each period in its sentence, the report's, none."""
    found: dict[tuple[int, ...], set[Feature]] = {}
    current = clock.current[0] if clock.current else None

    def add(value: tuple[int, ...], *features: Feature) -> None:
        found.setdefault(value, set()).update(features)

    cue = _cue(figure)
    add(figure.years, ("rule",), ("rule=", _rule(figure, "years")), ("rule=", _rule(figure, "years"), "|", cue))
    add(())
    for name, value in (("current", clock.current), ("previous", clock.previous)):
        add(value, (name,))
    if antecedent is not None:
        add(antecedent.years, ("antecedent",), ("antecedent|", cue))
    items = figure.sentence.items
    at, depth = figure.at, items[figure.at].depth
    rank = {"left": 0, "right": 0}
    order = sorted((i for i, item in enumerate(items) if item.kind == "P"), key=lambda i: abs(i - at))
    for i in order:
        value = clock.resolve(items[i])
        side = "left" if i < at else "right"
        between = items[min(i, at) + 1 : max(i, at)]
        kinds = {item.kind for item in between if item.depth == min(depth, items[i].depth)}
        crossed = sum(item.kind in "SM" for item in between)
        rank[side] += 1
        where = f"{side}{min(rank[side], 3)}"
        add(
            value,
            ("period=", where),
            ("period=", where, "|", cue),
            ("period=", side, "|far=", _bucket(len(between))),
            ("period=", side, "|depth=", items[i].depth - depth),
            ("period=", side, "|;=", ";" in kinds, "|(=", "(" in kinds),
            ("period=", side, "|figures=", min(crossed, 3)),
            ("period=", side, "|verb=", "v" in kinds, "|figures=", min(crossed, 2)),
            ("period=", where, "|word=", items[i - 1].text if i else ""),
            ("period=", side, "|first=", i <= 2),
            ("period=", side, "|next=", _following(items, i)),
        )
        whole = stretch(items, i, clock)
        if whole:
            word = items[i - 1].text if i else ""
            add(value, ("period=", side, "|opens stretch=", word))
            add(whole, ("stretch=", word, "|", side), ("stretch=", word, "|", where), ("stretch=", word, "|", cue))
    never = timeless(figure.sentence, at)
    for value, features in found.items():
        offset = (
            "none" if not value else str(value[-1] - current) if current is not None and len(value) == 1 else "span"
        )
        offset = offset if offset in ("none", "span", "0", "-1", "-2", "1") else "other"
        features.update(
            (
                ("offset=", offset),
                ("offset=", offset, "|", cue),
                ("offset=", offset, "|", figure.action),
                ("offset=", offset, "|", figure.sentence.section),
                ("offset=", offset, "|never=", never),
                ("offset=", offset, "|periods=", min(len(order), 3), "|", cue),
                ("offset=", offset, "|value=", figure.value is None, "|", figure.value == 0),
            )
        )
    return list(found.items())


def agency(
    figure: Figure, antecedent: Figure | None, before: Figure | None, subject: Item | None
) -> list[tuple[Item | None, set[Feature]]]:
    """The agencies that can be the actor: those of the sentence, those of related figures, none.

    subject (Item | None): the subject agency of an earlier sentence.
    """
    found: dict[str, tuple[Item | None, set[Feature]]] = {}
    action = figure.action
    rule = _rule(figure, "agency")
    how = _rule(figure, "action")
    cue = _cue(figure)

    def add(item: Item | None, *features: Feature) -> None:
        key = item.text if item is not None else ""
        found.setdefault(key, (item, set()))[1].update(features)

    add(
        None,
        ("none",),
        ("none|", how),
        ("none|", how, "|", cue),
        ("none|", action),
        ("none|", action, "|", how),
        ("none|", figure.sentence.section),
    )
    add(figure.agency, ("rule",), ("rule=", rule), ("rule=", rule, "|", how), ("rule=", rule, "|", cue))
    if antecedent is not None:
        same = antecedent.action == action
        add(antecedent.agency, ("antecedent",), ("antecedent|", cue, "|", same), ("antecedent|", how, "|", same))
    if before is not None:
        same = before.action == action
        near = before.sentence is figure.sentence
        add(before.agency, ("before|", near), ("before|", near, "|", same, "|", how))
    if subject is not None:
        add(subject, ("earlier subject",), ("earlier subject|", how))
    sentence, items, at = figure.sentence, figure.sentence.items, figure.at
    trigger = next(
        (i for i, item in enumerate(items) if figure.trigger is not None and item.start == figure.trigger.start), at
    )
    acting = agencies.subject(sentence, trigger)
    depth = items[at].depth
    order = sorted((i for i, item in enumerate(items) if item.kind == "A"), key=lambda i: abs(i - at))
    rank = {"left": 0, "right": 0}
    for i in order:
        item = items[i]
        side = "left" if i < at else "right"
        rank[side] += 1
        where = f"{side}{min(rank[side], 3)}"
        between = items[min(i, at) + 1 : max(i, at)]
        word = items[i - 1].text if i and items[i - 1].kind in "w&" else ""
        if word in ("the", "a", "an", "its", "their") and i > 1:
            word = items[i - 2].text if items[i - 2].kind in "w&" else items[i - 2].kind
        following = items[i + 1] if i + 1 < len(items) else None
        verb = following is not None and following.kind in "vbhdm"
        kind = item.text.split()[-1]
        add(
            item,
            ("where=", where),
            ("where=", where, "|", how),
            ("where=", where, "|", cue),
            ("word=", side, "|", word),
            ("word=", side, "|", word, "|", how),
            (side, "|verb=", verb, "|", how),
            (side, "|far=", _bucket(len(between))),
            (side, "|depth=", item.depth - depth, "|;=", any(b.kind == ";" for b in between)),
            (side, "|figures=", min(sum(b.kind in "SM" for b in between), 3)),
            ("compound=", following is not None and following.text.startswith("-"), "|", side, "|", action),
            ("first=", i <= 1, "|", side, "|", how),
            ("subject=", item is acting, "|", how),
            ("subject=", item is acting, "|", figure.trigger is not None),
            ("kind=", kind, "|", action),
        )
    return list(found.values())


def total(figure: Figure, window: Sequence[Figure]) -> list[tuple[Figure | None, Collection[Feature]]]:
    """The figures of *window* that this one can be a part of, and none."""
    cue = _cue(figure)
    rule = _rule(figure, "part_of")
    back = figure.frame is not None and bool(figure.frame.figures) and parts.divides(figure.sentence, figure.frame)
    shape = f"own={figure.own}|predicate={figure.predicate is not None}"
    found: list[tuple[Figure | None, Collection[Feature]]] = [
        (
            None,
            {
                ("none",),
                ("none|", cue),
                ("none|", shape),
                ("none|", cue, "|", shape),
                ("none|", figure.action),
                ("none|", figure.kind),
                ("none|back=", back),
                ("none|rule=", rule),
                ("none|", _rule(figure, "action"), "|", shape),
                ("none|", figure.sentence.section),
            },
        )
    ]
    if figure.is_change():
        return found
    row = [f for f in figure.frame.figures if f.kind == figure.kind] if figure.frame is not None else [figure]
    position = {id(f): n for n, f in enumerate(window)}
    for other in window:
        if (
            other is figure
            or other.value is None
            or other.kind == "percent"
            or (figure.kind == "money") != (other.kind == "money")
        ):
            continue
        if figure.value is not None and figure.kind != "percent" and figure.value > other.value:
            continue
        gap = figure.sentence.index - other.sentence.index
        steps = position[id(figure)] - position[id(other)] if id(figure) in position else 9
        fits = (
            parts.fits(row, other)
            if other not in row
            else parts.fits([f for f in row if f is not other and f.at > other.at], other)
        )
        unit = figure.unit == other.unit
        people = figure.people and other.people
        action = figure.action == other.action
        year = figure.years == other.years
        chosen = figure.total is other
        both = figure.agency is not None and other.agency is not None and figure.agency.text == other.agency.text
        between = _between(other, figure)
        place = f"gap={gap}|steps={max(-3, min(steps, 6))}"
        features = [
            ("rule=", chosen),
            ("rule=", chosen, "|", rule),
            ("rule=", chosen, "|", rule, "|", action, "|", year),
            ("gap=", gap, "|back=", back),
            (place,),
            (place, "|", cue),
            ("fits=", fits > 3, "|", fits > 0),
            ("fits=", fits > 3, "|", cue),
            ("unit=", unit, "|people=", people, "|", figure.kind),
            ("action=", action, "|year=", year),
            ("action=", action, "|year=", year, "|gap=", gap),
            ("other=", _cue(other), "|", cue, "|gap=", min(gap, 1)),
            ("other part=", other.total is not None, "|gap=", gap),
            (shape, "|gap=", gap),
            (shape, "|unit=", unit, "|people=", people, "|gap=", min(gap, 1)),
            ("equal=", figure.value == other.value),
            ("agency=", both, "|gap=", gap),
            ("between=", between),
            ("between=", between, "|action=", action),
        ]
        found.append((other, features))
    return found


def _between(a: Figure, b: Figure) -> str:
    """The words between two figures of a sentence where they are few."""
    if a.sentence is not b.sentence:
        return "far"
    first, last = (a, b) if a.at < b.at else (b, a)
    items = a.sentence.items[first.after() : last.at]
    if len(items) > 3:
        return "long" if first is a else "long, behind"
    return " ".join(item.text if item.kind in "w&,;:(-" else item.kind for item in items) + (
        "" if first is a else ", behind"
    )


def earlier(figure: Figure, window: Iterable[Figure]) -> list[tuple[Figure | None, Collection[Feature]]]:
    """The figures of *window* that this one can be set against, and none."""
    cue = _cue(figure)
    rule = _rule(figure, "compared_with")
    found: list[tuple[Figure | None, Collection[Feature]]] = [
        (
            None,
            {
                ("none",),
                ("none|", cue),
                ("none|", figure.kind),
                ("none|rule=", rule),
                ("none|part=", figure.total is not None, "|", cue),
                ("none|", figure.action),
                ("none|own=", figure.own),
            },
        )
    ]
    if figure.is_change():
        return found
    for other in window:
        if (
            other is figure
            or (figure.kind == "money") != (other.kind == "money")
            or (figure.kind == "percent") != (other.kind == "percent")
        ):
            continue
        if not other.years or not figure.years or other.years[-1] >= figure.years[-1]:
            continue
        gap = other.sentence.index - figure.sentence.index
        unit = figure.unit == other.unit
        people = figure.people and other.people
        action = figure.action == other.action
        chosen = figure.earlier is other
        step = figure.years[-1] - other.years[-1]
        i, n = _place(figure)
        j, m = _place(other)
        attributes = _attributes(figure, other)
        found.append(
            (
                other,
                [
                    ("rule=", chosen),
                    ("rule=", chosen, "|", rule),
                    ("gap=", gap, "|step=", min(step, 3)),
                    ("gap=", gap, "|", _cue(other)),
                    (cue, "|", _cue(other), "|gap=", gap),
                    ("unit=", unit, "|people=", people, "|own=", other.own),
                    ("unit=", unit, "|people=", people, "|own=", other.own, "|", attributes),
                    ("action=", action, "|gap=", gap),
                    ("place=", i == j, "|rows=", n == m, "|lone=", m == 1),
                    ("place=", i == j, "|rows=", n == m, "|", _cue(other)),
                    ("last=", i == n - 1, "|lone=", m == 1, "|", _cue(other)),
                    (attributes,),
                    (attributes, "|own=", other.own),
                    ("part=", figure.total is not None, "|", other.total is not None),
                    ("part=", figure.total is not None, "|", other.total is not None, "|", _cue(other)),
                    ("base=", other.frame is not None and figure in other.frame.base),
                    ("order=", other.at > figure.at or gap > 0, "|gap=", gap),
                ],
            )
        )
    return found


def _place(figure: Figure) -> tuple[int, int]:
    row = figure.frame.figures if figure.frame is not None else [figure]
    return next((i for i, f in enumerate(row) if f is figure), 0), len(row)


def _attributes(a: Figure, b: Figure) -> str:
    same = differ = only = 0
    for name in labels.ATTRIBUTES:
        x, y = a.attributes.get(name, set()), b.attributes.get(name, set())
        if x and y:
            same += x == y
            differ += x != y
        else:
            only += bool(x or y)
    return f"same={min(same, 2)}|differ={min(differ, 1)}|only={min(only, 2)}"
