"""The page on loopback: who may read it and who may write."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import pytest

from tallies.documents.corrections import CORRECTIONS, read_corrections
from tallies.documents.jsonl import write_documents
from tallies.records import Document
from tallies.viewing.data import write_page
from tallies.viewing.serve import LARGEST, Desk, address, make_server


class Client:
    """Speaks to a server as a browser on its page would, unless told otherwise."""

    def __init__(self, output: Path, port: int, token: str) -> None:
        self.output = output
        self.port = port
        self.token = token

    def __call__(self, method: str, path: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, path, body, named)
        response = connection.getresponse()
        answer = response.status, response.read()
        connection.close()
        return answer

    def post(self, request: Any, **headers: str) -> tuple[int, Any]:
        """Send a correction."""
        sent = {"Origin": f"http://127.0.0.1:{self.port}", "Content_Type": "application/json", **headers}
        body = request if isinstance(request, bytes) else json.dumps(request).encode()
        status, answer = self("POST", f"/{self.token}/corrections", body, **{k: v for k, v in sent.items() if v})
        return status, json.loads(answer) if answer.startswith(b"{") else answer.decode()


@pytest.fixture
def client(tmp_path: Path, documents: list[Document]) -> Iterator[Client]:
    """A client of a running server."""
    write_documents(documents, tmp_path / "documents.jsonl")
    write_page(documents, tmp_path / "page")
    server = make_server(Desk(tmp_path, tmp_path / "page"))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield Client(tmp_path, server.server_port, address(server).split("/")[3])
    server.shutdown()
    server.server_close()
    thread.join()


def strike(document: Document, place: int = 0, version: int = 0) -> dict[str, Any]:
    """The request that strikes out a figure."""
    return {
        "doc_id": document.doc_id,
        "key": [*document.facts[place].anchor, 1],
        "version": version,
        "verdict": "struck",
    }


def test_only_the_token_opens_the_page(client: Client) -> None:
    """Every path needs the token, and a server has a long one of its own."""
    assert client("GET", f"/{client.token}/index.html")[0] == 200
    assert len(client.token) >= 43
    for path in ("/", "/index.html", f"/{client.token[:-1]}/index.html", f"/x{client.token}/", "/%2e%2e/", "//"):
        assert client("GET", path) == (403, b"Forbidden"), path
        assert client("HEAD", path)[0] == 403, path


def test_only_the_folder_of_the_page_is_served(client: Client) -> None:
    """No path leads out of the folder, and no folder is listed."""
    assert (client.output / "documents.jsonl").exists()
    for path in ("../documents.jsonl", "%2e%2e/documents.jsonl", "..%2fdocuments.jsonl", "vendor/", "vendor/..%2f../x"):
        assert client("GET", f"/{client.token}/{path}")[0] in (403, 404), path


def test_page_knows_that_it_is_served(client: Client) -> None:
    """The served page offers to correct; the same file on the disk does not."""
    assert client("GET", f"/{client.token}/served.js") == (200, b"PAGE.served=true;\n")
    assert "PAGE.served = false" in (client.output / "page" / "served.js").read_text()


@pytest.mark.parametrize(
    "headers",
    [
        {"Host": "evil.example"},
        {"Host": "evil.example:80"},
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
    ],
    ids=str,
)
def test_request_of_another_site_is_refused_with_the_token(client: Client, headers: dict[str, str]) -> None:
    """A name that was made to point here, or another site's page, gets nothing, even with the token."""
    assert client("GET", f"/{client.token}/index.html", **headers)[0] == 403


@pytest.mark.parametrize(
    "headers",
    [
        {"Origin": ""},
        {"Origin": "null"},
        {"Origin": "http://evil.example"},
        {"Origin": "http://127.0.0.1:1"},
        {"Content_Type": "text/plain"},
        {"Content_Type": ""},
        {"Host": "evil.example"},
        {"Sec_Fetch_Site": "cross-site"},
    ],
    ids=str,
)
def test_correction_from_elsewhere_is_refused(
    client: Client, documents: list[Document], headers: dict[str, str]
) -> None:
    """Writing needs the page's own origin and JSON, which no form of another page can send."""
    assert client.post(strike(documents[0]), **headers) == (403, "Forbidden")
    assert not (client.output / CORRECTIONS).exists()


@pytest.mark.parametrize(
    "body",
    [b"{", b"[]", b'"x"', b"{}", b'{"doc_id": ["Arcadia"]}', b'{"doc_id": "Nowhere"}', b"1" * (LARGEST + 1)],
    ids=lambda b: b[:30].decode(),
)
def test_body_that_is_no_correction_is_refused(client: Client, body: bytes) -> None:
    """What cannot be read is answered with 400 and written nowhere."""
    assert client.post(body)[0] == 400
    assert not (client.output / CORRECTIONS).exists()


def test_correction_is_kept_and_shown(client: Client, documents: list[Document]) -> None:
    """A correction is in the log and in the page's files, and the answer is the document as it is now."""
    status, answer = client.post(strike(documents[0], 3))

    assert status == 200
    assert answer["error"] is None
    assert [row[0] for row in answer["figures"]["facts"]] == ["F1", "F2", "F3", "F5", "F6", "F7"]
    (kept,) = read_corrections(client.output).values()
    assert (kept.doc_id, kept.words, kept.verdict, kept.version, kept.reading) == (
        "Arcadia",
        "28",
        "struck",
        1,
        documents[0].facts[3],
    )
    assert (
        json.dumps(answer["record"]["facts"][3]["said"]["verdict"])
        in client("GET", f"/{client.token}/records-0.js")[1].decode()
    )


def test_edits_of_two_tabs_are_both_kept(client: Client, documents: list[Document]) -> None:
    """Two tabs that opened the page together may correct different figures."""
    assert client.post(strike(documents[0], 0))[0] == 200
    status, answer = client.post(strike(documents[0], 3))

    assert status == 200
    assert [row[0] for row in answer["figures"]["facts"]] == ["F2", "F3", "F5", "F6", "F7"]
    assert len(read_corrections(client.output)) == 2


def test_later_edit_of_the_same_figure_is_told_of_the_earlier(client: Client, documents: list[Document]) -> None:
    """Who did not see the last edit of a figure gets it with 409 and overwrites nothing; then it goes through."""
    assert client.post(strike(documents[0]))[0] == 200
    log = (client.output / CORRECTIONS).read_bytes()
    late = {**strike(documents[0]), "verdict": "confirmed"}

    status, answer = client.post(late)

    assert status == 409
    assert answer["record"]["facts"][0]["said"]["version"] == 1
    assert (client.output / CORRECTIONS).read_bytes() == log
    assert client.post({**late, "version": 1})[0] == 200
    assert [c.verdict for c in read_corrections(client.output).values()] == ["confirmed"]


def test_refused_field_is_named(client: Client, documents: list[Document]) -> None:
    """What a person entered wrongly comes back as a sentence."""
    request = {**strike(documents[0]), "verdict": "corrected", "fact": {"unit": ""}}

    status, answer = client.post({**request, "fact": {"qualifier": "nearly"}})

    assert (status, answer) == (400, {"error": "The qualifier is none of exact, approx, min, max."})


def test_many_at_once_lose_nothing(client: Client, documents: list[Document]) -> None:
    """Of many edits of one figure at once exactly one goes through; edits of others all do."""
    with ThreadPoolExecutor(8) as pool:
        same = list(pool.map(lambda _: client.post(strike(documents[0]))[0], range(8)))
        others = list(pool.map(lambda place: client.post(strike(documents[0], place))[0], range(1, 7)))

    assert sorted(same) == [200] + [409] * 7
    assert others == [200] * 6
    assert len((client.output / CORRECTIONS).read_text().splitlines()) == 7
