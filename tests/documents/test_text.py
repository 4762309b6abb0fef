"""Text files in whatever encoding."""

from __future__ import annotations

import codecs
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tallies.documents.source import Source
from tallies.documents.text import decode, read_text

PROSE = (
    "In 2017 the Ministério da Justiça of São Tomé and the police of Côte d'Ivoire identified 29 victims, compared "
    "with 28 in 2016. Curaçao spent half of its budget; García was acquitted; three – or four – cases were “closed”."
)


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", PROSE),
        ("utf-8-sig", PROSE),
        ("utf-16", PROSE),
        ("utf-32", PROSE),
        ("cp1252", PROSE),
        ("latin-1", PROSE.replace("–", "-").replace("“", '"').replace("”", '"')),
        ("cp1251", "Прокуратура возбудила 12 уголовных дел о торговле людьми, суды осудили пять человек в 2017 году."),
    ],
)
def test_encoding_is_found(tmp_path: Path, encoding: str, text: str) -> None:
    """UTF-8, what a byte order mark names, and what the detector sees are all read right."""
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))

    assert list(read_text(path)) == [Source("a", text, str(path))]


def test_short_accent_is_western() -> None:
    """Where a single accent could be of many code pages, the usual one is taken."""
    assert decode("café, 29 victims".encode("cp1252")) == "café, 29 victims"


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")))
def test_utf8_is_kept_letter_by_letter(text: str) -> None:
    """Any text in UTF-8 is read as it is, line ends and odd spaces included."""
    assert decode(codecs.BOM_UTF8 + text.encode()) == text


@pytest.mark.parametrize("text", ["a\r\nb\r\n", "a\rb", "a\x0bb\x0c\x85\u2028c", "  a  ", "a"], ids=ascii)
def test_line_ends_are_kept(tmp_path: Path, text: str) -> None:
    """The text is the file's, so that offsets count in it; nothing is translated or stripped."""
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode())

    assert [one.text for one in read_text(path) if isinstance(one, Source)] == [text]


@given(st.binary())
def test_no_bytes_raise(data: bytes) -> None:
    """Any bytes are text without NUL or no text."""
    text = decode(data)

    assert text is None or "\0" not in text


def test_one_long_line(tmp_path: Path) -> None:
    """A line of 50 MB is read whole, in no more memory than a few copies of it."""
    path = tmp_path / "long.txt"
    path.write_bytes(b"Courts convicted 29 traffickers. " * 1_520_000)

    tracemalloc.start()
    (source,) = read_text(path)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert isinstance(source, Source)
    assert len(source.text) == 50_160_000
    assert peak < 160_000_000
