"""Examples that can be read and written by hand. For tests and for annotators.

Entities are inline marks: "reported [29](STATISTIC) cases". ``unmark`` reads them, ``mark`` writes them. A
bracket that belongs to the text is written "\\[". Facts and routes are one line each: ``told`` and ``routed``
say a document in such lines, ``examples`` reads sentences with the lines expected of them. A slip raises, so
that an example cannot pass empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Final

from tallies.labels import ATTRIBUTES, ENTITY_LABELS

if TYPE_CHECKING:
    from spacy.tokens import Doc

    from tallies.records import Fact, Term

Mark = tuple[int, int, str]
#: What ``examples`` says of a sentence of which nothing is to be told.
NOTHING: Final = "nothing"

_MARK: Final = re.compile(r"(?<!\\)\[(?P<text>(?:\\.|[^\[\]\\])*)\]\((?P<label>[^()\s]*)\)")
_LEFT: Final = re.compile(r"(?<!\\)[\[\]]")
_ESCAPED: Final = re.compile(r"\\([\[\]])")
_BRACKET: Final = re.compile(r"[\[\]]")


def unmark(markup: str) -> tuple[str, list[Mark]]:
    """The text of *markup*, and its marks as (start, end, label) in characters.

    Raises ValueError for an unfinished mark, an empty one, and a label that is none of
    :data:`tallies.labels.ENTITY_LABELS`.
    """
    text, marks, cursor = "", [], 0
    for match in _MARK.finditer(markup):
        text += _plain(markup[cursor : match.start()], markup)
        inside = _plain(match["text"], markup)
        if not inside.strip():
            raise ValueError(f"an empty mark in {markup!r}")
        if match["label"] not in ENTITY_LABELS:
            raise ValueError(f"{match['label']!r} in {markup!r} is no label; choose from tallies.labels.ENTITY_LABELS")
        marks.append((len(text), len(text) + len(inside), match["label"]))
        text += inside
        cursor = match.end()
    return text + _plain(markup[cursor:], markup), marks


def mark(text: str, marks: Iterable[Mark]) -> str:
    """*text* with *marks* written into it: what ``unmark`` reads. Raises ValueError where two overlap."""
    out, cursor = "", 0
    for start, end, label in sorted(marks):
        if start < cursor or end <= start:
            raise ValueError(f"{text[start:end]!r} overlaps the mark before it in {text!r}")
        out += _BRACKET.sub(r"\\\g<0>", text[cursor:start])
        out += "[" + _BRACKET.sub(r"\\\g<0>", text[start:end]) + f"]({label})"
        cursor = end
    return out + _BRACKET.sub(r"\\\g<0>", text[cursor:])


def _plain(piece: str, markup: str) -> str:
    if _LEFT.search(piece):
        raise ValueError(f"an unfinished mark in {markup!r}")
    return _ESCAPED.sub(r"\1", piece)


def examples(block: str) -> list[tuple[str, list[str]]]:
    """The sentences of *block*, each with the lines expected of it, as ``told`` or ``routed`` give them.

    A sentence (or several that belong together) is one line; what is expected follows, each an indented
    line, in the order of the text; "nothing" says that there is none. Empty lines are skipped.
    Raises ValueError for a sentence with nothing below it, and for a line below no sentence.
    """
    found: list[tuple[str, list[str]]] = []
    for line in block.splitlines():
        if not line.strip():
            continue
        if not line[0].isspace():
            found.append((line.strip(), []))
        elif found:
            found[-1][1].append(line.strip())
        else:
            raise ValueError(f"{line.strip()!r} stands below no sentence")
    for sentence, lines in found:
        if not lines or (NOTHING in lines and len(lines) > 1):
            raise ValueError(f"{sentence!r} needs the lines expected below it, or {NOTHING!r} alone")
    return [(sentence, [line for line in lines if line != NOTHING]) for sentence, lines in found]


def told(doc: Doc) -> list[str]:
    """The facts of *doc*, a line each: "convict 4 trafficker 2017 of 29 expl=forced_labor by Courts".

    In this order, what is absent left out: action; value ("?" if not reported, "~29" about, ">29" at least,
    "<29" at most, "2..5" a range); unit; years; "of" the total; "vs" the earlier figure with its unit and
    years; exploitation, gender, age, nationality and status; the prison term in months; "by" the agency;
    the dollar equivalent. A total and an earlier figure are told by their value, as they have a line too.
    """
    facts: tuple[Fact, ...] = doc._.facts
    by_id = {fact.id: fact for fact in facts}
    return [_line(fact, by_id) for fact in facts]


def routed(doc: Doc) -> list[str]:
    """The routes of *doc*, a line each: "AZE > TUR,RUS via GEO expl=forced_labor who=boy,man"."""
    return [
        " ".join(
            [
                f"{','.join(route.origin)} > {','.join(route.destination)}",
                *([f"via {','.join(route.transit)}"] if route.transit else []),
                *([f"expl={','.join(sorted(route.exploitation))}"] if route.exploitation else []),
                *([f"who={','.join(sorted(route.victims))}"] if route.victims else []),
            ]
        )
        for route in doc._.routes
    ]


def _line(fact: Fact, by_id: dict[str, Fact]) -> str:
    words = [fact.action, _figure(fact)]
    if fact.part_of is not None:
        words.append(f"of {_value(by_id[fact.part_of])}")
    if fact.compared_with is not None:
        words.append(f"vs {_figure(by_id[fact.compared_with])}")
    for name in ATTRIBUTES:
        values = getattr(fact, name)
        if values:
            words.append(f"{_SHORT.get(name, name)}={','.join(values)}")
    if fact.term is not None:
        words.append(f"term={_term(fact.term)}")
    if fact.agency is not None:
        words.append(f"by {fact.agency}")
    if fact.usd is not None:
        words.append(f"usd={_number(fact.usd)}")
    return " ".join(words)


_SHORT: Final = {"exploitation": "expl", "nationality": "nat"}
_SIGNS: Final = {"exact": "", "approx": "~", "min": ">", "max": "<"}


def _figure(fact: Fact) -> str:
    years = "-".join(str(year) for year in fact.years)
    return " ".join(word for word in (_value(fact), fact.unit, years) if word)


def _value(fact: Fact) -> str:
    if fact.value is None:
        return "?"
    end = "" if fact.value_max is None else f"..{_number(fact.value_max)}"
    return f"{_SIGNS[fact.qualifier]}{_number(fact.value)}{end}"


def _number(value: float) -> str:
    return f"{value:.10g}"


def _term(term: Term) -> str:
    """The shortest and the longest in months: "12..60", "..60" where only one end is known, "12..life"."""
    ends = ["" if end is None else f"{end:.4g}" for end in (term.shortest, term.longest)]
    span = ends[0] if ends[0] == ends[1] else "..".join(ends)
    kinds = [name for name, holds in (("life", term.life), ("suspended", term.suspended)) if holds]
    return ",".join([*([span] if span else []), *kinds])
