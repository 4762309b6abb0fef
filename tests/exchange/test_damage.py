"""A damaged file is read or refused with an error that names it; it never ends in a traceback."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tallies.errors import InputError
from tallies.exchange.formats import FORMATS
from tallies.records import Document

JUNK = (b"", b"null", b"-5", b'"x"', b"[]", b"{}", b"\xff", b"\n", b"\t", b":", b"T9", b"9999999")


@pytest.mark.parametrize("name", ["jsonl", "prodigy", "labelstudio", "doccano", "brat", "marks", "conll"])
@given(data=st.data())
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_is_an_input_error_or_harmless(name: str, document: Document, data: st.DataObject) -> None:
    """Some bytes of one file are replaced by others that mean something in one of the formats."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "out"
        FORMATS[name].write([document], path)
        files = sorted(file for file in path.iterdir() if file.suffix != ".conf") if path.is_dir() else [path]
        file = data.draw(st.sampled_from(files), label="file")
        whole = file.read_bytes()
        at = data.draw(st.integers(0, len(whole) - 1), label="at")
        gone = data.draw(st.integers(0, 12), label="gone")
        junk = data.draw(st.sampled_from(JUNK), label="junk")
        file.write_bytes(whole[:at] + junk + whole[at + gone :])
        try:
            documents, _ = FORMATS[name].read(path)
        except InputError as error:
            documents = []
            named = error.file
        else:
            named = str(path)
        assert named.startswith(str(path))
        if name != "jsonl":  # whose reader takes a record as it is
            assert all(Document.from_dict(document.to_dict()) == document for document in documents)
