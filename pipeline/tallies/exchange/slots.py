"""Values as the text of a slot: what a person can read, type over, and get back."""

from __future__ import annotations

import json

from tallies.records import Offsets


def shown_text(text: str) -> str:
    """*text* as a slot: itself, or as JSON where a tool would lose or mistake it (empty, white space, quotes)."""
    return text if text and text.isprintable() and text == text.strip() and text[0] != '"' else json.dumps(text)


def shown_list(words: tuple[str, ...]) -> str | None:
    """*words* as a slot: joined by commas, or as JSON where a word has one; None if there is none."""
    if not words:
        return None
    plain = all(word and "," not in word and word[0] not in '["' and shown_text(word) == word for word in words)
    return ",".join(words) if plain else json.dumps(list(words))


def shown_span(span: Offsets | None) -> str | None:
    """*span* as a slot: "10..12"."""
    return None if span is None else f"{span[0]}..{span[1]}"


def read_number(text: str) -> float:
    """A number as JSON writes it. Raises ValueError."""
    number = json.loads(text)
    if isinstance(number, bool) or not isinstance(number, (int, float)):
        raise ValueError("not a number")
    return number


def read_text(slot: str) -> str:
    """What :func:`shown_text` wrote, or a person typed."""
    if not slot.startswith('"'):
        return slot
    try:
        text = json.loads(slot)
    except ValueError:
        return slot
    return text if isinstance(text, str) else slot


def read_list(slot: str) -> list[str]:
    """What :func:`shown_list` wrote, or a person typed: words between commas."""
    if slot.startswith("["):
        words = json.loads(slot)
        if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
            raise ValueError("not a list of words")
        return words
    return [word.strip() for word in slot.split(",") if word.strip()]


def read_span(slot: str) -> list[int]:
    """What :func:`shown_span` wrote."""
    start, _, end = slot.partition("..")
    return [int(start), int(end)]
