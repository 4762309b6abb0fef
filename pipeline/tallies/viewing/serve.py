"""The page on loopback, where figures can be corrected.

Only who has the address can use it: a token of 256 bits is the first part of every path, so no cookie is
needed and no other page can guess where to send a form. On top of that the host, the origin and the
kind of content of each request are checked.
"""

from __future__ import annotations

import json
import secrets
import threading
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from urllib.parse import unquote, urlsplit

from tallies.documents.corrections import Correction, append_correction, read_corrections
from tallies.documents.output import RECORDS
from tallies.errors import RecordError
from tallies.records import Document
from tallies.viewing.data import Remark, update_page
from tallies.viewing.edits import edit, request_key

HOST: Final = "127.0.0.1"

#: A correction is some hundred bytes.
LARGEST: Final = 100_000

_HEADERS: Final = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}


class Desk:
    """Takes corrections for the documents of one output folder and keeps its page up to date.

    output (Path): the folder that ``tallies read`` left; the log of corrections stands in it.
    page (Path): the folder of the page, as :func:`~tallies.viewing.data.write_page` wrote it.
    flags: those that the page was written with.
    """

    def __init__(self, output: Path, page: Path, flags: Mapping[str, Sequence[Remark]] | None = None) -> None:
        self.page = page
        self._output = output
        self._flags = flags or {}
        self._lock = threading.Lock()
        self._lines: list[tuple[int, int]] = []  # place of each document's line in the file
        self._index: dict[str, int] = {}
        with (output / RECORDS).open("rb") as lines:
            start = 0
            for line in lines:
                if line.strip():
                    self._index[json.loads(line)["doc_id"]] = len(self._lines)
                    self._lines.append((start, len(line)))
                start += len(line)

    def take(self, request: Any) -> tuple[HTTPStatus, dict[str, Any]]:
        """Carry out *request*: the status and what the page is to know.

        ``version`` of a request is the version that its page showed. If another tab was faster, the answer is
        409 with the figure as it is now, and nothing is written.
        """
        name = request.get("doc_id") if isinstance(request, dict) else None
        if not isinstance(name, str) or name not in self._index:
            return HTTPStatus.BAD_REQUEST, {"error": "There is no such document."}
        # One at a time, and the log is read anew: another server may write to it as well.
        with self._lock:
            index = self._index[name]
            document = self._document(index)
            standing = read_corrections(self._output)
            try:
                key = request_key(document, request)
                version = standing[key].version if key in standing else 0
                if request.get("version") != version:
                    status, error = HTTPStatus.CONFLICT, "Somebody else has changed this figure; see it as it is now."
                else:
                    correction = edit(document, standing, request, datetime.now(UTC).isoformat(timespec="seconds"))
                    append_correction(self._output, correction)
                    standing[key] = correction
                    status, error = HTTPStatus.OK, None
            except RecordError as wrong:
                return HTTPStatus.BAD_REQUEST, {"error": str(wrong)}
            record, figures = self._update(index, document, standing.values())
        return status, {"error": error, "index": index, "record": record, "figures": figures}

    def _update(self, index: int, document: Document, standing: Any) -> tuple[dict[str, Any], dict[str, Any]]:
        mine: list[Correction] = [c for c in standing if c.doc_id == document.doc_id]
        return update_page(self.page, index, document, mine, self._flags.get(document.doc_id, ()))

    def _document(self, index: int) -> Document:
        start, length = self._lines[index]
        with (self._output / RECORDS).open("rb") as lines:
            lines.seek(start)
            return Document.from_dict(json.loads(lines.read(length)))


def make_server(desk: Desk, port: int = 0, token: str | None = None) -> ThreadingHTTPServer:
    """A server of *desk*'s page; port 0 takes a free one. ``address(server)`` is where to look."""
    server = ThreadingHTTPServer((HOST, port), _handler(desk, token or secrets.token_urlsafe(32)))
    server.daemon_threads = True
    return server


def address(server: ThreadingHTTPServer) -> str:
    """Where the page of *server* is, with its token."""
    handler: Any = server.RequestHandlerClass
    return f"http://{HOST}:{server.server_port}/{handler.token}/index.html"


def _handler(desk: Desk, secret: str) -> type[SimpleHTTPRequestHandler]:
    class Handler(SimpleHTTPRequestHandler):
        token = secret
        server_version = "tallies"
        sys_version = ""

        def __init__(self, *arguments: Any) -> None:
            super().__init__(*arguments, directory=str(desk.page))

        def do_GET(self) -> None:
            if self._allowed():
                if self.path == "/served.js":
                    self._send(HTTPStatus.OK, b"PAGE.served=true;\n", "text/javascript")
                else:
                    super().do_GET()

        def do_HEAD(self) -> None:
            if self._allowed():
                super().do_HEAD()

        def do_POST(self) -> None:
            if not self._allowed():
                return
            if (
                self.headers.get("Origin") not in self._origins()
                or self.headers.get_content_type() != "application/json"
            ):
                self._refuse(HTTPStatus.FORBIDDEN)
                return
            length = self.headers.get("Content-Length", "")
            if self.path != "/corrections" or not length.isdecimal() or int(length) > LARGEST:
                self._refuse(HTTPStatus.BAD_REQUEST)
                return
            try:
                request = json.loads(self.rfile.read(int(length)))
            except (ValueError, RecursionError):
                self._refuse(HTTPStatus.BAD_REQUEST)
                return
            status, answer = desk.take(request)
            self._send(status, json.dumps(answer).encode(), "application/json")

        def list_directory(self, path: Any) -> None:
            self._refuse(HTTPStatus.NOT_FOUND)

        def end_headers(self) -> None:
            for name, value in _HEADERS.items():
                self.send_header(name, value)
            super().end_headers()

        def log_message(self, *arguments: Any) -> None:
            """Say nothing: the address that a log would show holds the token."""

        def _allowed(self) -> bool:
            """Whether the request is for us, from us and with the token, which is then cut off the path."""
            _, first, *rest = [*urlsplit(self.path).path.split("/", 2), ""]
            # A name of another host that points here is the way round the same-origin rule ("DNS rebinding").
            ours = self.headers.get("Host") in {origin.removeprefix("http://") for origin in self._origins()}
            site = self.headers.get("Sec-Fetch-Site", "none")
            if (
                not ours
                or site not in ("none", "same-origin")
                or not secrets.compare_digest(unquote(first).encode("utf-8", "replace"), self.token.encode())
            ):
                self._refuse(HTTPStatus.FORBIDDEN)
                return False
            self.path = "/" + (rest[0] or "index.html")
            return True

        def _origins(self) -> set[str]:
            port = self.connection.getsockname()[1]
            return {f"http://{HOST}:{port}", f"http://localhost:{port}"}

        def _refuse(self, status: HTTPStatus) -> None:
            self.close_connection = True
            self._send(status, status.phrase.encode(), "text/plain")

        def _send(self, status: HTTPStatus, body: bytes, kind: str) -> None:
            self.send_response(status)
            self.send_header("Content-Type", f"{kind}; charset=utf-8")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(body)

    return Handler
