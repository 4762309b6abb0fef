"""What the trained tagger sees of each word, as rows of a table of weights.

A feature is a hash of its name and its values; all arithmetic is on whole columns of 64-bit integers, one
number a word. Hashes are of the words themselves, so that they are the same in every process.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Sequence
from functools import cache
from importlib import resources
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from tallies.learning.chain import Ints

Columns = NDArray[np.uint64]

#: Words to the left and right whose forms are features by their distance.
NEAR: Final = 3
#: Words further off, up to this many, count by their side only.
FAR: Final = 7
#: The longest distance of each class of distances to a figure.
_DISTANCES: Final = (1, 2, 3, 5, 8, 14, 60)

_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)
_SHIFT: Final = np.uint64(29)


@cache
def clusters() -> dict[str, int]:
    """The Brown cluster of each common English word, by spacy-lookups-data: a path of up to 16 bits, lowest first."""
    table = resources.files("spacy_lookups_data") / "data" / "en_lexeme_cluster.json.gz"
    with table.open("rb") as packed, gzip.open(packed) as data:
        read: dict[str, int] = json.load(data)
    return read


def _shape(word: str) -> str:
    """*word* with its letters as X and x and its digits as d, runs cut at two."""
    shape = ""
    for character in word[:12]:
        kind = "X" if character.isupper() else "x" if character.islower() else "d" if character.isdigit() else character
        if not shape.endswith(kind * 2):
            shape += kind
    return shape


@cache
def code(text: str) -> int:
    """A number of 64 bits for *text*, the same in every process (FNV-1a)."""
    value = 0xCBF29CE484222325
    for byte in text.encode("utf-8", "surrogatepass"):
        value = ((value ^ byte) * 0x100000001B3) & 0xFFFFFFFFFFFFFFFF
    return value


#: Columns of a word's own form: lower case, shape, start, ends, cluster to 4, 6, 10 bits and whole.
FORMS: Final = 9


@cache
def _form(word: str) -> tuple[int, ...]:
    lower = word.lower()
    parts = [lower, _shape(word), lower[:3], lower[-3:], lower[-4:]]
    cluster = clusters().get(word) or clusters().get(lower, 0)
    bits = format(cluster, "016b")[::-1] if cluster else ""
    parts += [bits[:4], bits[:6], bits[:10], bits]
    return tuple([code(part) for part in parts])


def _mix(*columns: Columns | int) -> Columns:
    """One column out of several."""
    mixed: Any = np.uint64(0)
    with np.errstate(over="ignore"):
        for column in columns:
            mixed = (mixed ^ np.asarray(column, dtype=np.uint64)) * _MULTIPLIER
            mixed = mixed ^ (mixed >> _SHIFT)
    return np.asarray(mixed)


def _shifted(column: Columns, by: int, lengths_mark: Ints) -> Columns:
    """The value *by* words on, within the sentence; the edge's value beyond it."""
    out = np.full(len(column), 12345, dtype=np.uint64)
    if abs(by) >= len(column):
        return out
    if by > 0:
        same = lengths_mark[by:] == lengths_mark[:-by]
        out[:-by][same] = column[by:][same]
    elif by < 0:
        same = lengths_mark[:by] == lengths_mark[-by:]
        out[-by:][same] = column[:by][same]
    else:
        out[:] = column
    return out


def _before(marked: NDArray[np.bool_], starts: Ints) -> Ints:
    """The nearest *marked* word before each word of the sentence, -1 if there is none; *starts*: of its sentence."""
    place = np.where(marked, np.arange(len(marked)), -1)
    found = np.concatenate([[-1], np.maximum.accumulate(place)[:-1]])
    return np.where(found >= starts, found, -1)


def neighbours(marked: NDArray[np.bool_], lengths: Ints) -> tuple[Ints, Ints]:
    """The nearest *marked* word of the sentence before and behind each word, -1 if there is none.

    *lengths* are those of the sentences, in words.
    """
    ends = np.cumsum(lengths)
    before = _before(marked, np.repeat(ends - lengths, lengths))
    last = len(marked) - 1
    behind = _before(marked[::-1], last + 1 - np.repeat(ends, lengths)[::-1])[::-1]
    return before, np.where(behind >= 0, last - behind, -1)


def _distance(words: Ints) -> Columns:
    """The class of distances to the word at *words*, the number of the last one if there is none."""
    away = np.where(words >= 0, np.abs(words - np.arange(len(words))), _DISTANCES[-1] + 1)
    return np.searchsorted(_DISTANCES, away).astype(np.uint64)


def _at(column: Columns, words: Ints) -> Columns:
    """The value of *column* at *words*, 0 where there is none."""
    return np.where(words >= 0, column[words], np.uint64(0))


def rows(
    words: Sequence[str],
    lengths: Ints,
    readings: Columns,
    sections: Columns,
    figures: NDArray[np.bool_],
    verbs: Columns,
    size: int,
) -> Ints:
    """The rows of the weights table, of *size* rows, that each word adds up: int64 [words, features].

    words (Sequence[str]): with straight quotes and hyphens.
    lengths (Ints): of the sentences, in words.
    readings (Columns): what the rules say of each word: first the reading chosen, then one column a group.
    sections (Columns): kind of section of each word.
    figures (NDArray[bool]): whether a word belongs to a figure: actions and units stand near one.
    verbs (Columns): the lemma of each word that is a verb, else 0: what they do tells officials from offenders.
    """
    sentence = np.repeat(np.arange(len(lengths)), lengths)
    forms = np.array([_form(word) for word in words], dtype=np.uint64).reshape(-1, FORMS)
    lower, chosen = forms[:, 0], readings[:, 0]
    near = {by: [_shifted(forms[:, f], by, sentence) for f in range(FORMS)] for by in (-1, 0, 1)}
    words_at = {by: _shifted(lower, by, sentence) for by in range(-FAR, FAR + 1)}
    read = {by: _shifted(chosen, by, sentence) for by in range(-NEAR, NEAR + 1)}
    found: list[Columns] = [np.zeros(len(words), dtype=np.uint64), _mix(1, sections)]
    for by, columns in near.items():
        found += [_mix(10 + f, by + 100, column) for f, column in enumerate(columns)]
    for by in (-3, -2, 2, 3):
        found += [_mix(30 + f, by + 100, _shifted(forms[:, f], by, sentence)) for f in (0, 1, 6, 8)]
    for side in (-1, 1):
        found += [_mix(50, side + 100, words_at[side * by]) for by in range(NEAR + 1, FAR + 1)]
    for a, b in ((-1, 0), (0, 1), (-2, -1), (1, 2)):
        found.append(_mix(60, a + 100, words_at[a], words_at[b]))
    found.append(_mix(61, near[-1][8], near[0][8]))
    found.append(_mix(62, near[0][8], near[1][8]))
    hints = [_mix(70, by + 100, column) for by, column in read.items()]
    hints += [_mix(71, read[-1], read[0]), _mix(72, read[0], read[1]), _mix(73, read[-1], read[0], read[1])]
    hints += [
        _mix(74, read[0], lower),
        _mix(75, read[0], near[0][6]),
        _mix(76, read[0], words_at[-1]),
        _mix(77, read[0], words_at[1]),
    ]
    hints += [_mix(80 + group, readings[:, group]) for group in range(1, readings.shape[1])]
    found += hints
    if len(words):
        left, right = (_distance(side) for side in neighbours(figures, lengths))
        found += [_mix(90, left), _mix(91, right), _mix(92, left, right), _mix(93, left, lower), _mix(94, right, lower)]
        found += [_mix(95, left, chosen), _mix(96, right, chosen)]
        for side, first in enumerate(neighbours(verbs != 0, lengths)):
            one, two = _at(verbs, first), _at(verbs, np.where(first >= 0, first[first], -1))
            found += [_mix(100 + side, one), _mix(102 + side, one, chosen), _mix(104 + side, one, lower)]
            found.append(_mix(106 + side, two, chosen))
    return (np.stack(found, axis=1) % np.uint64(size)).astype(np.int64)
