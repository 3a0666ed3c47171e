"""The fake server seen through bare sockets and many clients."""

import asyncio
import http.client
import json
import socket
import threading
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from google.genai.types import GenerateContentResponse

from gemini_otel.testing import FakeGemini, Reply
from tests.testing.asking import MODEL, run


_PATH = f"/v1beta/models/{MODEL}:generateContent"
_STREAM = f"/v1beta/models/{MODEL}:streamGenerateContent?alt=sse"


@pytest.fixture
def connection(gemini: FakeGemini) -> Iterator[http.client.HTTPConnection]:
    """One connection of the standard library's client."""
    opened = http.client.HTTPConnection(urlsplit(gemini.url).netloc)
    yield opened
    opened.close()


@pytest.fixture
def bare(gemini: FakeGemini) -> Iterator[socket.socket]:
    """A connected socket."""
    with socket.create_connection(_address(gemini), timeout=5) as opened:
        yield opened


def _address(gemini: FakeGemini) -> tuple[str, int]:
    host, _, port = urlsplit(gemini.url).netloc.partition(":")
    return host, int(port)


def _post(connection: http.client.HTTPConnection, path: str, body: bytes = b"{}") -> Any:
    connection.request("POST", path, body)
    return connection.getresponse()


def test_a_connection_is_used_again(
    gemini: FakeGemini, connection: http.client.HTTPConnection
) -> None:
    """Several requests, streams among them, go over one connection."""
    gemini.queue(Reply("one"), Reply("two"), Reply("three"))

    bodies = [_post(connection, path).read() for path in (_PATH, _STREAM, _PATH)]
    sockets = {id(connection.sock)}
    bodies.append(_post(connection, _PATH).read())

    assert [True] * 3 == [b"one" in bodies[0], b'"w"' in bodies[1], b"three" in bodies[2]]
    assert sockets == {id(connection.sock)}
    assert 4 == len(gemini.served)


def test_a_stream_is_framed_as_google_frames_it(
    gemini: FakeGemini, connection: http.client.HTTPConnection
) -> None:
    """Each chunk is a server-sent event that ends in CR LF CR LF."""
    gemini.queue(Reply("ab", usage_on="never", response_id="r", chunks=2))

    response = _post(connection, _STREAM)
    events = response.read()

    assert "text/event-stream" == response.getheader("Content-Type")
    first, second, nothing = events.split(b"\r\n\r\n")
    assert {
        "candidates": [{"content": {"parts": [{"text": "a"}], "role": "model"}, "index": 0}],
        "modelVersion": MODEL,
        "responseId": "r",
    } == json.loads(first.removeprefix(b"data: "))
    assert second.startswith(b"data: {")
    assert b"" == nothing


def test_head_and_body_come_together(gemini: FakeGemini, bare: socket.socket) -> None:
    """A short answer is one segment, so that no client waits for a second."""
    gemini.queue(Reply("short"))
    bare.sendall(f"POST {_PATH} HTTP/1.1\r\nContent-Length: 2\r\n\r\n{{}}".encode())

    head, _, body = bare.recv(65_536).partition(b"\r\n\r\n")

    assert head.startswith(b"HTTP/1.1 200 OK\r\n")
    assert f"Content-Length: {len(body)}".encode() in head
    assert MODEL == json.loads(body)["modelVersion"]


def test_a_body_sent_in_chunks(gemini: FakeGemini, bare: socket.socket) -> None:
    """A request's body may come in HTTP chunks."""
    head = f"POST {_PATH} HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n"
    bare.sendall(f'{head}5\r\n{{"a":\r\n3;x=y\r\n [1\r\n2\r\n]}}\r\n0\r\n\r\n'.encode())

    bare.recv(65_536)

    assert {"a": [1]} == gemini.requests[0].body


def test_a_client_that_asks_before_it_sends(gemini: FakeGemini, bare: socket.socket) -> None:
    """A client that expects to be asked for its body is asked."""
    bare.sendall(
        f"POST {_PATH} HTTP/1.1\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n".encode()
    )
    asked = bare.recv(65_536)
    bare.sendall(b"{}")
    answer = bare.recv(65_536)

    assert b"HTTP/1.1 100 Continue\r\n\r\n" == asked
    assert answer.startswith(b"HTTP/1.1 200 OK")
    assert {} == gemini.requests[0].body


def test_a_client_that_wants_no_more(gemini: FakeGemini, bare: socket.socket) -> None:
    """A connection is closed behind the answer where the client asks for it."""
    bare.sendall(
        f"POST {_PATH} HTTP/1.1\r\nConnection: close\r\nContent-Length: 2\r\n\r\n{{}}".encode()
    )

    received = b"".join(iter(lambda: bare.recv(65_536), b""))

    assert received.startswith(b"HTTP/1.1 200 OK")
    assert 1 == len(gemini.served)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", _PATH),
        ("POST", f"/v1beta/models/{MODEL}:dance"),
        ("POST", "/v1beta/files"),
        ("POST", "/"),
    ],
)
def test_an_unknown_path(
    gemini: FakeGemini, connection: http.client.HTTPConnection, method: str, path: str
) -> None:
    """What the server does not know is a 404 in Google's form, and is recorded."""
    connection.request(method, path)
    response = connection.getresponse()
    error = json.loads(response.read())["error"]

    assert (404, 404, "NOT_FOUND") == (response.status, error["code"], error["status"])
    assert f"{method} {path}" in error["message"]
    assert [""] == [request.operation for request in gemini.requests]


def test_a_body_that_is_not_json(
    gemini: FakeGemini, connection: http.client.HTTPConnection
) -> None:
    """A request's body is kept as it is where it is not JSON."""
    _post(connection, _PATH, b"\xff{").read()

    (request,) = gemini.requests
    assert (b"\xff{", None) == (request.raw, request.body)


@pytest.mark.parametrize(
    "garbage",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"POST / HTTP/1.1\r\nA: b",
        b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\n{}",
        b"POST / HTTP/1.1\r\nContent-Length: nine\r\n\r\n{}",
    ],
)
def test_what_is_not_http_is_dropped(
    gemini: FakeGemini, bare: socket.socket, garbage: bytes
) -> None:
    """A connection that brings no request is closed, and the server lives on."""
    bare.sendall(garbage)
    bare.shutdown(socket.SHUT_WR)

    assert b"" == bare.recv(65_536)
    assert [] == gemini.requests


def test_a_client_that_leaves_within_a_body(gemini: FakeGemini, bare: socket.socket) -> None:
    """An answer that could not be written to its end was not served, nor is it billed."""
    gemini.queue(Reply("x" * 50_000_000))
    bare.sendall(f"POST {_PATH} HTTP/1.1\r\nContent-Length: 2\r\n\r\n{{}}".encode())
    bare.recv(1)
    bare.close()
    gemini.wait_idle()

    (served,) = gemini.served
    assert (0, False, True) == (served.chunks, served.finished, served.client_left)
    assert 0 == sum(gemini.totals().values())


def test_closing_within_a_body_does_not_blame_the_client() -> None:
    """A server that closes while it writes ends the write, and the client has not left."""
    gemini = FakeGemini(default=Reply("x" * 50_000_000)).start()
    with socket.create_connection(_address(gemini), timeout=5) as bare:
        bare.sendall(f"POST {_PATH} HTTP/1.1\r\nContent-Length: 2\r\n\r\n{{}}".encode())
        bare.recv(1)
        gemini.close()

    (served,) = gemini.served
    assert (0, False, False) == (served.chunks, served.finished, served.client_left)


def test_many_calls_at_once(gemini: FakeGemini) -> None:
    """Hundreds of calls side by side each get an answer, and the ledger has every token."""
    client = gemini.client()

    async def ask_all() -> list[GenerateContentResponse]:
        asked = (
            client.aio.models.generate_content(model=f"model-{number % 7}", contents="x")
            for number in range(300)
        )
        return list(await asyncio.gather(*asked))

    answers = run(client, ask_all())

    assert 300 == len(answers)
    assert 300 * 12 == gemini.totals()["uncached_prompt"]
    assert 300 * 7 == sum(gemini.totals(f"model-{index}")["candidates"] for index in range(7))
    assert list(range(1, 301)) == [request.number for request in gemini.requests]


def test_calls_side_by_side_get_what_is_scripted_for_them(gemini: FakeGemini) -> None:
    """With a script for each model, concurrent calls are deterministic."""
    models = [f"model-{number}" for number in range(20)]
    for model in models:
        gemini.queue(f"I am {model}.", model=model)
    client = gemini.client()

    async def ask_all() -> list[GenerateContentResponse]:
        asked = (client.aio.models.generate_content(model=one, contents="x") for one in models)
        return list(await asyncio.gather(*asked))

    answers: list[GenerateContentResponse] = run(client, ask_all())

    assert [f"I am {model}." for model in models] == [answer.text for answer in answers]


def test_closing_leaves_nothing_behind() -> None:
    """A closed server has no thread and no open connection."""
    before = set(threading.enumerate())
    with FakeGemini() as gemini:
        client = gemini.client()
        client.models.generate_content(model=MODEL, contents="x")
        address = _address(gemini)

    assert set(threading.enumerate()) <= before
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(address, timeout=5)
