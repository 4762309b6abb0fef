"""The list structure of a sentence: which figures stand together, and what each row of them is.

A *frame* is a row of figures of one kind: ``main`` ("identified 71 victims and 5 witnesses"),
``part`` ("66 female and five male", "of whom 12 ..."), or ``earlier`` ("28 in 2016", "compared with
..."). Brackets, semicolons, colons, dashes and comparison cues open frames; a frame knows the
figures that it is set against (its *base*).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tallies.linking.figures import Figure
from tallies.linking.verbs import verb_class
from tallies.linking.view import Item, Sentence


@dataclass(slots=True, eq=False)
class Frame:
    """A row of figures.

    kind (str): "main", "part" or "earlier".
    cue (str): what opened it: "start", ";", "(", ":", "-", "compare", "including", "of whom", "chain".
    base (list[Figure]): the figures that stand before it and that it may be set against.
    start, end (int): its items ``[start, end)``.
    closed (bool): whether a second dash ends it, behind which the statement goes on.
    """

    kind: str
    cue: str
    start: int
    depth: int
    base: list[Figure] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)
    outer: Frame | None = None
    end: int = 0
    closed: bool = False


#: Cues of a comparison with an earlier figure, over the lower-case words from here on.
_COMPARE = re.compile(
    r"(?:as )?(?:compared|in comparison|relative|in contrast) (?:with|to)\b"
    r"|(?:an? |the )?(?:\w+ )?(?:\w+ )?"
    r"(?:increase|decrease|decline|drop|rise|reduction|improvement|fall|jump|growth) (?:\w+ ){0,6}?(?:from|over)\b"
    r"|(?:an? )?(?:notable |significant |slight |sharp )?"
    r"(?:increase|decrease|decline|drop|rise|reduction) (?:compared )?(?:from|over|on)\b"
    r"|(?:up|down|rising|increasing|decreasing|falling|dropping|doubled|doubling|tripled|"
    r"more|fewer|less|lower|higher) (?:\w+ )?(?:from|than) (?:the |in |just |only )?(?=\W*\d|\W*[a-z]+ )"
    r"|(?:exceeding|surpassing|far exceeding|far surpassing|versus|vs\.?|against|instead of|whereas|while in|after)\b"
    r"|this (?:is|was|represented|represents|marked|marks|compares|compared|demonstrated|constituted|reflected)\b"
    r"|(?:these|those) (?:figures|numbers|statistics) (?:compared?|were)\b"
)
#: "An increase of 312" states the difference, not the earlier figure.
_DIFFERENCE = re.compile(
    r"(?:this (?:is|was|represent(?:s|ed)|mark(?:s|ed)|demonstrated|constituted|reflected) )?"
    r"(?:\w+ ){0,2}?(?:increase|decrease|decline|drop|rise|reduction|growth) of (?!the\b)"
    r"|an? (?:[\w.,-]+ ){1,2}percent (?:increase|decrease|decline|drop|rise|reduction|growth)\b"
)
#: "A decrease from the previous year, when police identified 50"
_WHEN = re.compile(r"(?:year|period|\b20\d\d)(?: ,)? when\b")
#: Before the period in front of a bracket: "an increase from 2016 (32 victims)", "than in 2016 (50)".
_SET_AGAINST = re.compile(r"\b(?:from|than|over|compared (?:to|with))(?: in)?(?: the)?$")
_BESIDES = re.compile(r"(?:in addition to|as well as|along with)\b")
_PLAIN_COMPARE = re.compile(r"^(?:as )?(?:compared|in comparison|relative|in contrast) (?:with|to)")
_OF_WHOM = re.compile(
    r"of (?:whom|which|these|those|them)\b|among (?:them|these|those|whom|which)\b|\w+ of (?:whom|which)\b"
)
_INCLUDING = re.compile(
    r"(?:including|(?:which|that) includ(?:ed|es?)|among them|"
    r"comprising|consisting of|comprised of|namely|as follows|broken down)\b"
)


def build(sentence: Sentence, figures: list[Figure], is_earlier: Callable[[Item], bool]) -> list[Frame]:
    """The frames of a sentence in the order in which they open; each figure is told its frame.

    is_earlier: whether a period item places a figure before the current period.
    """
    items = sentence.items
    by_item = {figure.at: figure for figure in figures}
    last = max(by_item, default=-1)
    frames = [Frame("main", "start", 0, 0)]
    stack = [frames[0]]
    closes = -1  # where the second of two dashes stands, behind which the statement goes on

    def open_frame(kind: str, cue: str, at: int, base: list[Figure], outer: Frame | None) -> None:
        depth = items[at].depth if at < len(items) else 0
        frame = Frame(kind, cue, at, depth, list(base), outer=outer, closed=stack[-1].closed and len(stack) > 1)
        stack[-1].end = at
        frames.append(frame)
        stack[-1] = frame

    for at, item in enumerate(items):
        here = stack[-1]
        if item.kind == "(":
            base = _recent(here, frames)
            told = {i.text for i in items[here.start : at] if i.kind == "P"} if here.kind == "earlier" else set()
            frame = Frame(_bracket_kind(sentence, at, is_earlier, told), "(", at, item.depth + 1, base, outer=here)
            frames.append(frame)
            stack.append(frame)
        elif item.kind == ")" and len(stack) > 1:
            stack[-1].end = at
            stack.pop()
        elif item.kind == ";":
            if at - 1 in by_item and _figure_follows(items, at, by_item) and "respectively" in sentence.words:
                continue  # "355; 1,815; and 2,899 victims in 2016, 2015, and 2014, respectively" is one row
            if here.depth and here.cue == "(" and here.kind == "earlier":
                open_frame("earlier", ";", at, here.base, here.outer)
            elif here.depth:
                open_frame(here.kind, ";", at, here.base, here.outer)
            elif len(stack) > 1 or (here.cue == ":" and _figure_follows(items, at, by_item)):
                open_frame(here.kind, here.cue, at, here.base, here.outer)
            else:
                open_frame("main", ";", at, [], None)
        elif at == closes and len(stack) > 1:
            stack[-1].end = at
            stack.pop()
        elif item.kind in ":-" and not here.depth and _figure_follows(items, at, by_item) and here.figures:
            closing = _closing_dash(items, at) if item.kind == "-" and here.kind == "main" and len(stack) == 1 else None
            if closing is not None:
                frames.append(Frame("part", "-", at, 0, list(here.figures), outer=here, closed=True))
                stack.append(frames[-1])
                closes = closing
            elif item.kind == ":" or here.kind != "earlier":
                open_frame("part", item.kind, at, list(here.figures), here)
        elif by_item.get(at) is not None:
            if (
                here.figures
                and here.cue != "of whom"
                and _of_whom(sentence, at)
                and items[at - 1].kind != "v"  # "the court *convicted* four of them"
                and not _of_whom(sentence, here.figures[-1].at)
            ):
                open_frame("part", "of whom", at, _divided(here), here)
                here = stack[-1]
            by_item[at].frame = here
            here.figures.append(by_item[at])
        elif item.kind == "P" and here.kind == "earlier" and here.figures and _chain_follows(items, at, by_item):
            open_frame("earlier", "chain", at + 1, here.figures, here.outer)
        # Behind the last figure a cue only says what an empty bracket is, and a new statement ends a row.
        elif item.kind in "wv&,A" and (at < last or here.cue == "(" or here.kind != "main"):
            _cue(sentence, at, here, frames, open_frame, by_item)
    for frame in frames:
        frame.end = frame.end or len(items)
    return frames


def _cue(
    sentence: Sentence,
    at: int,
    here: Frame,
    frames: list[Frame],
    open_frame: Callable[[str, str, int, list[Figure], Frame | None], None],
    by_item: dict[int, Figure],
) -> None:
    items = sentence.items
    item = items[at]
    if item.kind in "wv&":
        ahead = sentence.text(at, at + 14)
        known = here.figures if here.depth else [f for frame in frames for f in frame.figures if not frame.depth]
        compare = None if _DIFFERENCE.match(ahead) else _COMPARE.match(ahead)
        opens = at <= here.start + 1 and here.cue == "start" and not here.figures
        if (
            compare
            and (known or opens)
            and here.kind != "earlier"
            and _soon(items, at, by_item, len(compare.group().split()) + (14 if _WHEN.search(ahead) else 5))
        ):
            base = _comparable(frames, here) if not here.depth else here.figures
            open_frame("earlier", "compare", at, base, here)
            return
        if item.text == "from" and _behind_change(items, at, here, by_item):
            open_frame("earlier", "compare", at, _comparable(frames, here), here)
            return
        if compare and here.cue == "(" and not here.figures and _PLAIN_COMPARE.match(ahead):
            here.kind = "earlier"
            return
        if here.figures and _INCLUDING.match(ahead) and _soon(items, at, by_item, 12):
            open_frame("part", "including", at, _divided(here, frames, items[here.start : at]), here)
            return
        following = by_item.get(at + 1)
        if here.kind == "main" and here.figures and item.text == "with" and _elided_count(following):
            open_frame("part", "with", at, list(here.figures), here)
            return
        if here.kind == "earlier" and not here.depth and here.figures and _BESIDES.match(ahead):
            open_frame("main", "besides", at, [], None)
            return
        behind = at - 1 in by_item  # "ten of them": the figure itself is the part
        if (
            here.figures
            and here.cue != "of whom"
            and not behind
            and _OF_WHOM.match(ahead)
            and _soon(items, at, by_item, 12)
        ):
            open_frame("part", "of whom", at, _divided(here), here)
            return
    if here.kind in ("part", "earlier") and not here.depth and here.figures and _new_statement(items, at):
        open_frame("main", "verb", at, [], None)


def _behind_change(items: list[Item], at: int, here: Frame, by_item: dict[int, Figure]) -> bool:
    """Whether item *at* stands between a change and an earlier figure: "an increase of 12 *from* the 61"."""
    if not here.figures or not here.figures[-1].is_change() or at - here.figures[-1].after() > 1:
        return False
    follows = at + 1 in by_item or (at + 2 in by_item and items[at + 1].text == "the")
    return follows and here.kind == "main"


def _of_whom(sentence: Sentence, at: int) -> bool:
    """Whether "of whom", "of them" stands behind the figure at item *at*."""
    return _OF_WHOM.match(sentence.text(at + 1, at + 3)) is not None


def _elided_count(figure: Figure | None) -> bool:
    """Whether a count without a noun stands here: "convicted 20, with *five* receiving fines"."""
    return figure is not None and figure.kind == "count" and not figure.own


def _new_statement(items: list[Item], at: int) -> bool:
    """Whether a clause with a verb of its own starts here: ", and prosecuted 314 cases"."""
    item = items[at]
    if item.kind != "&" and not (item.kind == "," and at + 1 < len(items) and items[at + 1].kind == "A"):
        return False
    i = at + 1
    while (
        i < len(items)
        and i < at + 6
        and (items[i].kind in "A&" or items[i].text in ("the", "also", "an", "a", "that", "it", "they"))
    ):
        i += 1
    return (
        i < len(items) and items[i].kind == "v" and items[i].form == "past" and verb_class(items[i].lemma) not in ("",)
    )


def _bracket_kind(sentence: Sentence, at: int, is_earlier: Callable[[Item], bool], told: set[str]) -> str:
    """Whether the bracket that opens at item *at* holds earlier figures or parts.

    told: the periods of the earlier row that it stands behind; one of these again dates its parts.
    """
    depth = sentence.items[at].depth + 1
    before = sentence.items[at - 1] if at else None
    dated = before is not None and before.kind == "P" and is_earlier(before)
    if dated and _SET_AGAINST.search(sentence.text(at - 4, at - 1)):
        return "earlier"
    for i, item in enumerate(sentence.items[at + 1 :], at + 1):
        if item.kind == ")" and item.depth < depth:
            break
        if item.kind == "P" and is_earlier(item) and item.text not in told:
            return "earlier"
        if item.kind in "wv" and _PLAIN_COMPARE.match(sentence.text(i, i + 3)):
            return "earlier"
    return "part"


def _recent(frame: Frame, frames: list[Frame]) -> list[Figure]:
    """The figures of *frame* since its last bracket: what a bracket right behind them speaks of."""
    brackets = [f.start for f in frames if f.cue == "(" and f.outer is frame]
    last = brackets[-1] if brackets else -1
    recent = [figure for figure in frame.figures if figure.at > last]
    if recent:
        return recent
    if frame.figures:
        return list(frame.figures)
    return list(frame.base) if frame.kind == "part" else []


def _divided(frame: Frame, frames: list[Frame] | None = None, between: list[Item] | None = None) -> list[Figure]:
    """What "including" or "of whom" behind *frame* divides: the later figures, also where a comparison
    stands between ("160,347 sites, compared to 94,025 sites in 2016, including 7,265 companies"), unless its
    year is still to come or the later figures are divided already ("compared to 75, including 16 women, in 2016").
    """
    if frame.kind == "earlier" and not frame.depth and frame.base:
        open_year = between is not None and not any(item.kind == "P" for item in between)
        if open_year or any(f.cue == "including" and f.base and f.base[0] in frame.base for f in frames or ()):
            return list(frame.figures)
        return list(frame.base)
    return list(frame.figures)


def _comparable(frames: list[Frame], here: Frame) -> list[Figure]:
    """The figures before a comparison that are of the later period: of this statement, brackets included."""
    rows = [f for f in frames if f.kind != "earlier"]
    since = 0
    for frame in frames:
        if frame.cue == ";" and not frame.depth and frame is not here:
            since = frame.start
    if here.cue == ";" and here.figures:
        since = here.start
    found = [figure for frame in rows for figure in frame.figures if frame.start >= since or frame is here]
    return found or [figure for frame in rows for figure in frame.figures]


def _soon(items: list[Item], at: int, by_item: dict[int, Figure], reach: int) -> bool:
    depth = items[at].depth
    for i in range(at, min(at + reach, len(items))):
        if i in by_item and items[i].depth == depth:
            return True
        if items[i].kind == ";":
            return False
    return False


def _figure_follows(items: list[Item], at: int, by_item: dict[int, Figure]) -> bool:
    return any(i in by_item for i in range(at + 1, min(at + 4, len(items))))


def _closing_dash(items: list[Item], at: int) -> int | None:
    """The second dash of an insertion: "102 victims -89 female; 57 children- compared with ..."."""
    return next((i for i in range(at + 1, len(items)) if items[i].kind == "-" and not items[i].depth), None)


def _chain_follows(items: list[Item], at: int, by_item: dict[int, Figure]) -> bool:
    """Whether a further year's figures follow: "(28 in 2016 and 17 in 2015)"."""
    i = at + 1
    while i < len(items) and (items[i].kind in ",&" or items[i].text in ("the", "from", "to", "with", "compared")):
        i += 1
    return i > at + 1 and i in by_item
