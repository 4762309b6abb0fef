"""Linked figures as frozen facts, and what of the entities remains."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from tallies import labels
from tallies.linking.figures import Figure
from tallies.linking.routes import Path
from tallies.linking.terms import term_of
from tallies.linking.trust import trust
from tallies.linking.view import Item, Sentence
from tallies.records import Evidence, Fact, Route
from tallies.tape import Tape


def facts(figures: list[Figure]) -> list[Fact]:
    """The facts of a document, numbered F1, F2, ... in the order of the text."""
    ordered = sorted(figures, key=lambda f: (f.anchor, f.years), reverse=False)
    names = {id(figure): f"F{number}" for number, figure in enumerate(ordered, 1)}
    earlier = {id(figure.earlier) for figure in figures}
    return [_fact(figure, names, id(figure) in earlier) for figure in ordered]


def _fact(figure: Figure, names: dict[int, str], earlier: bool) -> Fact:
    sentence = figure.sentence
    agency = figure.agency
    attributes: dict[str, Any] = {name: tuple(sorted(figure.attributes.get(name, ()))) for name in labels.ATTRIBUTES}
    return Fact(
        id=names[id(figure)],
        anchor=figure.anchor,
        action=figure.action,
        value=figure.value,
        unit=figure.unit,
        value_max=figure.value_max,
        qualifier=figure.qualifier,
        years=figure.years,
        agency=None if agency is None else _words(sentence, agency),
        usd=figure.usd,
        usd_anchor=figure.usd_anchor,
        part_of=names.get(id(figure.total)),
        compared_with=names.get(id(figure.earlier)),
        agency_norm=None if agency is None else agency.norm or _words(sentence, agency),
        agency_anchor=None if agency is None else sentence.offsets(agency),
        section=sentence.section or None,
        sentence=(sentence.tape.starts[sentence.start], _end(sentence)),
        term=term_of(figure, earlier=earlier),
        evidence=tuple(
            Evidence(slot, rule, round(figure.sure.get(slot, trust(slot, rule)), 3))
            for slot, rule in sorted(figure.evidence.items())
        ),
        **attributes,
    )


def _words(sentence: Sentence, item: Item) -> str:
    """An item as written, on one line."""
    return " ".join(sentence.raw(item).split())


def _end(sentence: Sentence) -> int:
    end = sentence.end
    while end > sentence.start + 1 and sentence.tape.words[end - 1].isspace():
        end -= 1
    return sentence.tape.ends[end - 1]


def routes(paths: Iterable[Path]) -> list[Route]:
    """The routes of a document, numbered R1, R2, ..."""
    return [
        Route(
            id=f"R{number}",
            origin=tuple(path.origin),
            destination=tuple(path.destination),
            transit=tuple(path.transit),
            exploitation=tuple(path.exploitation),
            victims=tuple(path.victims),
            sentence=(path.sentence.tape.starts[path.sentence.start], _end(path.sentence)),
        )
        for number, path in enumerate(paths, 1)
    ]


def kept(
    ents: Iterable[tuple[int, int, str, str]], words: Tape, figures: list[Figure]
) -> list[tuple[int, int, str, str]]:
    """The entities that remain, as (start token, end token, label, norm): units only where a figure counts
    them, and the actions that figures hang on.

    ents: those of the text, likewise (:func:`tallies.linking.view.entities`); words (Tape): its tokens.
    """
    actions = {(f.trigger.start, f.trigger.end) for f in figures if f.trigger is not None}
    anchors = {f.anchor for f in figures}
    units: set[int] = set()
    for figure in figures:
        if figure.noun is not None:
            units.update(_counted_row(figure.sentence.items, figure.noun))
    out = []
    occupied: set[int] = set()
    for start, end, label, norm in ents:
        if label == labels.ACTION:
            continue
        if label == labels.UNIT and (start not in units or (start, end) in actions):
            continue
        if label == labels.STATISTIC and (words.starts[start], words.ends[end - 1]) not in anchors:
            continue
        out.append((start, end, label, norm))
        occupied.update(range(start, end))
    for start, end in sorted(actions):
        if occupied.isdisjoint(range(start, end)):
            out.append((start, end, labels.ACTION, ""))
    return sorted(out)


def _counted_row(items: list[Item], at: int) -> list[int]:
    """Start tokens of a counted noun and of those joined to it: "127 judges, prosecutors, and officers"."""
    found = [items[at].start]
    i = at + 1
    while i + 1 < len(items) and items[i].kind in ",&":
        i += 1
        if items[i].kind == "&":
            i += 1
        if i >= len(items) or items[i].kind != "U":
            break
        found.append(items[i].start)
        i += 1
    return found
