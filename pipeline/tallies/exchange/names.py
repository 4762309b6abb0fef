"""Names of documents as names of files."""

from __future__ import annotations

from urllib.parse import quote, unquote


def file_name(doc_id: str) -> str:
    """*doc_id* as the stem of a file: what no file system takes is escaped, so that two ids never share one."""
    name = quote(doc_id, safe=" #&'()+,;=@[]{}!$^~")
    return "%2E" + name[1:] if name.startswith(".") else name


def doc_name(stem: str) -> str:
    """The ``doc_id`` that :func:`file_name` made *stem* of."""
    return unquote(stem)
