"""Damage in a text, repaired in a working copy that maps back to the source.

Each rule looks at the source alone and gives edits: what stands at ``[start, end)``, and what should.
A rule is careful: it touches only what no writer would have meant.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from tallies.morphology import can_be
from tallies.records import Offsets


class Edit(NamedTuple):
    """*words* in place of the letters ``[start, end)`` of the source."""

    start: int
    end: int
    words: str


@dataclass(frozen=True, slots=True)
class Repaired:
    """A working copy of *source*, which is the source with *edits*: in order, none inside another."""

    source: str
    edits: tuple[Edit, ...]
    text: str = field(init=False)
    # Where an edit's words begin and end in the copy.
    _begins: tuple[int, ...] = field(init=False, repr=False)
    _ends: tuple[int, ...] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        pieces, begins, ends = [], [], []
        at = length = 0
        for edit in self.edits:
            kept = self.source[at : edit.start]
            pieces += [kept, edit.words]
            length += len(kept)
            begins.append(length)
            length += len(edit.words)
            ends.append(length)
            at = edit.end
        pieces.append(self.source[at:])
        for name, value in (("text", "".join(pieces)), ("_begins", tuple(begins)), ("_ends", tuple(ends))):
            object.__setattr__(self, name, value)

    def back(self, start: int, end: int) -> Offsets:
        """The letters of the source that ``[start, end)`` of the copy stands for; an edit is taken whole."""
        if end <= start:
            at = self._back(start, last=False)
            return at, at
        return self._back(start, last=False), self._back(end - 1, last=True)

    def _back(self, at: int, *, last: bool) -> int:
        """Where the letter *at* of the copy begins in the source or, if *last*, ends."""
        number = bisect_right(self._begins, at) - 1
        # An edit without words begins where the letter behind it does.
        while number >= 0 and self._begins[number] == self._ends[number] and self._begins[number] > at:
            number -= 1
        if number < 0:
            return at + last
        edit = self.edits[number]
        if at < self._ends[number]:
            return edit.end if last else edit.start
        return edit.end + at - self._ends[number] + last

    def forward(self, at: int) -> int:
        """Where the letter *at* of the source stands in the copy; inside an edit, where that begins."""
        number = bisect_right(self.edits, at, key=lambda edit: edit.start) - 1
        if number < 0:
            return at
        edit = self.edits[number]
        return self._begins[number] if at < edit.end else self._ends[number] + at - edit.end


def unchanged(text: str) -> Repaired:
    """*text* as its own working copy."""
    return Repaired(text, ())


def repair(text: str, *, notes: str = "", heads: Iterable[str] = ()) -> Repaired:
    """The working copy of *text* with all damage repaired that the rules know.

    notes (str): a pattern of footnote marks to leave out.
    heads (Iterable[str]): names that stand in running heads, as they are written there.
    """
    edits = [edit for rule in RULES for edit in rule(text)]
    if notes:
        edits += [Edit(*match.span(), "") for match in re.finditer(rf"[^\S\n]?(?:{notes})", text)]
    for head in heads:
        edits += _running_head(text, head)
    return Repaired(text, tuple(_apart(edits)))


def _apart(edits: list[Edit]) -> Iterator[Edit]:
    """*edits* in order, without those that overlap an earlier one or change nothing."""
    end = -1
    for edit in sorted(edits):
        # Words that are put in between two letters do not overlap the edit before, but their order would be open.
        if edit.start >= end if edit.end > edit.start else edit.start > end:
            yield edit
            end = edit.end


_LIGATURES: Final = {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st"}
_LIGATURE: Final = re.compile("[ﬀ-ﬆ]")
_INVISIBLE: Final = re.compile("[\u200b\u200c\u200d\u2060\ufeff]+")


def _letters(text: str) -> Iterator[Edit]:
    """Ligatures are their letters; letters that nobody sees are none."""
    for match in _LIGATURE.finditer(text):
        yield Edit(*match.span(), _LIGATURES[match.group()])
    for match in _INVISIBLE.finditer(text):
        yield Edit(*match.span(), "")


# All runs are bounded, so that no text takes longer than its length.
_LEFT: Final = r"(?P<left>(?<![^\W\d_])[^\W\d_]{1,40})"
_RIGHT: Final = r"(?=(?P<right>[^\W\d_]{1,40}))"
_SOFT: Final = re.compile(rf"{_LEFT}?(?P<gap>\xad(?:[^\S\n]{{0,9}}\n[^\S\n]{{0,99}})?)(?:{_RIGHT})?")
_HYPHEN: Final = re.compile(rf"{_LEFT}(?P<gap>-[^\S\n]{{0,9}}\r?\n[^\S\n]{{0,99}}){_RIGHT}")


def _hyphens(text: str) -> Iterator[Edit]:
    """A word that is cut by a soft hyphen, or by a hyphen at the end of a line, is one word again.

    The hyphen stays where the parts are words and the whole is none: "anti-trafficking".
    """
    for pattern in (_SOFT, _HYPHEN) if "\xad" in text or "-" in text else ():
        for match in pattern.finditer(text):
            left, right = match["left"] or "", match["right"] or ""
            whole = _known(left + right) and not (_known(left) and _known(right) and len(left) > 3)
            soft = pattern is _SOFT and not (len(left) > 1 and len(right) > 1)
            yield Edit(*match.span("gap"), "" if whole or soft else "-")


def _known(word: str) -> bool:
    return any(can_be(word.lower(), part) for part in ("noun", "verb", "adj", "adv"))


_EURO: Final = re.compile(
    r"•(?=\d{1,3}(?:[,.]\d{3})+(?!\d)|\d+(?:[.,]\d+)?\s(?:thousand|million|billion)\b)"
    r"|(?<=[\w(,;:–—-][ (])•(?=\d)|(?<=[(])•(?=\d)"
)


def _euros(text: str) -> Iterator[Edit]:
    """A bullet that is stuck to an amount was a euro sign; at the head of a line it is one only before a large sum."""
    for match in _EURO.finditer(text):
        yield Edit(*match.span(), "€")


# At the head of a word the letter is one of several languages' own: "Šiauliai".
_DASH: Final = re.compile(r"(?<=[a-z0-9)])Š(?=[a-z0-9(])|(?<=\s)Š(?=\s)")


def _dashes(text: str) -> Iterator[Edit]:
    """An S with a caron in the middle of a word, or alone, was a dash."""
    for match in _DASH.finditer(text):
        yield Edit(*match.span(), "–")


_ANDOR: Final = re.compile(r"\band(?=or\b)")
_JOINTS: Final = re.compile(
    r"(?<=[a-z]{3}[.;:!?])(?=[A-Z][a-z]+[ ,])"  # "labor.The"
    r"|(?<=[a-z]{3},)(?=[a-z]{2})"  # "cases,including"
    r"|(?<=[a-z]\))(?=[a-z]{2})"  # "(TIP)report" is left: a plural may follow
    r"|(?<=\b(?:of|in|by|to))(?=[A-Z][a-z]{3})|(?<=\b(?:the|and|for))(?=[A-Z][a-z]{3})|(?<=\b(?:with|from))(?=[A-Z][a-z]{3})"
)
_GLUED: Final = re.compile(r"(?<![\w.,/-])\d{1,3}(?:,\d{3})*(?=([a-z]{4,})\b)")
_WEB: Final = re.compile(r"https?:|www\.|@")


def _spaces(text: str) -> Iterator[Edit]:
    """Words that stick together where no word does are parted."""
    for match in _ANDOR.finditer(text):
        yield Edit(match.end(), match.end(), "/")
    for match in _JOINTS.finditer(text):
        if not _in_address(text, match.start()):
            yield Edit(match.start(), match.start(), " ")
    for match in _GLUED.finditer(text):
        if _known(match[1]):
            yield Edit(match.end(), match.end(), " ")


def _in_address(text: str, at: int) -> bool:
    """Whether the word in which *at* lies is an address of the web or of mail."""
    before, behind = text[max(at - 200, 0) : at].split(), text[at : at + 60].split()
    return _WEB.search((before[-1] if before else "") + (behind[0] if behind else "")) is not None


# UTF-8 that was read as a Western code page: a lead byte and those that follow it, each as a letter.
_LEADS: Final = re.escape("".join(chr(byte) for byte in range(0xC2, 0xF5)))
_REST: Final = re.escape("".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(0x80, 0xC0)))
_MOJIBAKE: Final = re.compile(f"(?:[{_LEADS}][{_REST}]{{1,3}})+")


def _mojibake(text: str) -> Iterator[Edit]:
    """Letters that were decoded wrong are decoded right, where ftfy is sure that they were."""
    if not _MOJIBAKE.search(text):
        return
    import ftfy

    for match in _MOJIBAKE.finditer(text):
        mended = ftfy.fix_encoding(match.group())
        if mended != match.group() and len(mended) < len(match.group()):
            yield Edit(*match.span(), mended)


def _running_head(text: str, name: str) -> Iterator[Edit]:
    """A page's running head, name and number, that stands inside a sentence is no part of it."""
    head = r"\s+".join(map(re.escape, name.split()))
    for match in re.finditer(rf"(?<=[a-z,;])(\s+)(?:{head}\s?\d{{1,4}}|\d{{1,4}}\s?{head})(?=\s*[a-z])", text):
        yield Edit(match.end(1), match.end(), "")


#: The rules, each from a text to its edits. Where two touch the same letters the first edit stands.
RULES: Final[tuple[Callable[[str], Iterator[Edit]], ...]] = (_letters, _mojibake, _hyphens, _euros, _dashes, _spaces)
