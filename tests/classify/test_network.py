"""Exceptions of HTTP libraries, of google-auth and of Python itself."""

import asyncio
import concurrent.futures
import json
import socket
import ssl
import urllib.error
from http import HTTPStatus
from typing import Any

import pytest
import requests
import websockets
from google.auth import exceptions as google_auth
from google.genai import errors

from gemini_otel._classify import classify
from tests.classify.conftest import Respond


auth: Any = google_auth  # its exceptions have no annotations
HTTP_LIBRARY = [
    ("ReadTimeout", "client_timeout", True),
    ("ConnectTimeout", "client_timeout", True),
    ("WriteTimeout", "client_timeout", True),
    ("PoolTimeout", "client_timeout", True),
    ("ConnectError", "connection", True),
    ("ReadError", "connection", True),
    ("RemoteProtocolError", "connection", True),
    ("LocalProtocolError", "connection", True),
    ("ProxyError", "connection", True),
    ("TooManyRedirects", "connection", True),
    ("UnsupportedProtocol", "sdk_usage", False),
    ("InvalidURL", "sdk_usage", False),
    ("DecodingError", "parse", True),
]
OTHERS: list[tuple[BaseException, str, bool]] = [
    (requests.ConnectTimeout("slow"), "client_timeout", True),
    (requests.ReadTimeout("slow"), "client_timeout", True),
    (requests.ConnectionError("refused"), "connection", True),
    (requests.exceptions.ChunkedEncodingError("cut"), "connection", True),
    (requests.exceptions.SSLError("bad"), "connection", True),
    (requests.exceptions.MissingSchema("no scheme"), "sdk_usage", False),
    (requests.exceptions.JSONDecodeError("no JSON", "", 0), "parse", True),
    (auth.TransportError("no route"), "connection", True),
    (auth.RefreshError("invalid_grant"), "unauthenticated", False),
    (auth.RefreshError("server busy", retryable=True), "unauthenticated", True),
    (auth.DefaultCredentialsError("none found"), "unauthenticated", False),
    (auth.GoogleAuthError("else"), "unauthenticated", False),
    (TimeoutError(), "client_timeout", True),
    (asyncio.TimeoutError(), "client_timeout", True),
    (concurrent.futures.TimeoutError(), "client_timeout", True),
    (ConnectionResetError(104, "reset"), "connection", True),
    (BrokenPipeError(32, "broken"), "connection", True),
    (socket.gaierror(-2, "Name or service not known"), "connection", True),
    (OSError(101, "Network is unreachable"), "connection", True),
    (OSError(113, "No route to host"), "connection", True),
    (OSError(97, "Address family not supported by protocol"), "connection", True),
    (OSError("Multiple exceptions: [Errno 111] Connect call failed"), "connection", True),
    (socket.herror(1, "Unknown host"), "connection", True),
    (urllib.error.URLError("refused"), "connection", True),
    (OSError(28, "No space left on device"), "unknown", False),
    (OSError(24, "Too many open files"), "unknown", False),
    (OSError(30, "Read-only file system"), "unknown", False),
    (BlockingIOError(11, "Resource temporarily unavailable"), "unknown", False),
    (ssl.SSLError(1, "handshake"), "connection", True),
    (ssl.SSLCertVerificationError(1, "self-signed"), "connection", False),
    (asyncio.CancelledError(), "cancelled", False),
    (concurrent.futures.CancelledError(), "cancelled", False),
    (GeneratorExit(), "cancelled", False),
    (KeyboardInterrupt(), "cancelled", False),
    (SystemExit(429), "cancelled", False),
    (json.JSONDecodeError("no JSON", "", 0), "parse", True),
    (UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid"), "parse", True),
    (errors.UnknownApiResponseError("Failed to parse response as JSON"), "parse", True),
    (FileNotFoundError(2, "No such file"), "sdk_usage", False),
    (ZeroDivisionError("division by zero"), "unknown", False),
    (Exception("?"), "unknown", False),
]


@pytest.mark.parametrize(("name", "error_class", "retryable"), HTTP_LIBRARY)
def test_http_library(http: Any, name: str, error_class: str, *, retryable: bool) -> None:
    """An exception of httpx or httpx2 is known by its name, and has no HTTP status."""
    actual = classify(getattr(http, name)("x"))

    assert (error_class, retryable) == (actual.error_class, actual.retryable)
    assert (f"{http.__name__}.{name}", None) == (actual.error_type, actual.http_status)


@pytest.mark.parametrize(
    ("error", "error_class", "retryable"), OTHERS, ids=lambda value: type(value).__name__
)
def test_other_library(error: BaseException, error_class: str, *, retryable: bool) -> None:
    """An exception of another library is known by its name or that of a base."""
    actual = classify(error)

    assert (error_class, retryable) == (actual.error_class, actual.retryable)
    assert (actual.http_status, actual.rpc_status, actual.retry_after_s) == (None, None, None)


@pytest.mark.parametrize(
    ("error", "name"),
    [
        (TimeoutError(), "TimeoutError"),
        (KeyError("x"), "KeyError"),
        (auth.RefreshError("x"), "google.auth.exceptions.RefreshError"),
        (json.JSONDecodeError("x", "", 0), "json.decoder.JSONDecodeError"),
    ],
)
def test_type_of_an_error_without_a_code(error: BaseException, name: str) -> None:
    """The type is the full name of the class, that of a builtin without its module."""
    assert name == classify(error).error_type


def test_status_error_of_the_http_library(http: Any) -> None:
    """An exception that carries a response is classified by that response."""
    request = http.Request("POST", "https://example.com")
    response = http.Response(503, headers={"retry-after": "3"}, request=request)

    actual = classify(http.HTTPStatusError("503", request=request, response=response))

    assert (
        actual.error_class,
        actual.error_type,
        actual.retry_after_s,
    ) == ("overloaded", "503", 3.0)


def test_status_error_of_requests() -> None:
    """The same holds for requests, which the SDK uses for mTLS."""
    response = requests.Response()
    response.status_code = 401

    actual = classify(requests.HTTPError("401", response=response))

    assert (actual.error_class, actual.http_status) == ("unauthenticated", 401)


def test_class_derived_by_the_program(http: Any) -> None:
    """A class derived from one of a library's is known by its base."""
    ours: type[Exception] = type("OurTimeout", (http.ReadTimeout,), {})

    assert classify(ours("x")).error_class == "client_timeout"


def test_refused_certificate(http: Any) -> None:
    """A connection error that a certificate caused does not pass by waiting."""
    error = http.ConnectError("[SSL: CERTIFICATE_VERIFY_FAILED]")
    error.__cause__ = OSError("inner")
    error.__cause__.__context__ = ssl.SSLCertVerificationError(1, "self-signed")

    actual = classify(error)

    assert (actual.error_class, actual.retryable) == ("connection", False)
    assert "SSL_CERT_FILE" in actual.hint


def test_refused_handshake_of_live() -> None:
    """A websocket that the server refuses to open is classified by its HTTP status."""
    response = websockets.Response(429, "Too Many Requests", websockets.Headers())

    actual = classify(websockets.InvalidStatus(response))

    assert (actual.error_class, actual.http_status) == ("rate_limited", 429)


def test_status_as_an_enumeration(respond: Respond) -> None:
    """A code that is a member of `HTTPStatus` is reported as a number."""
    error = respond(503, {})
    error.code = HTTPStatus.SERVICE_UNAVAILABLE

    actual = classify(error)

    assert actual.error_type == "503"
    assert type(actual.http_status) is int


def test_refused_connection(http: Any, closed_port: int) -> None:
    """A refused connection, raised by the library itself, is a connection error."""
    with pytest.raises(http.ConnectError) as raised:
        http.get(f"http://127.0.0.1:{closed_port}")

    assert classify(raised.value).error_class == "connection"


def test_server_that_never_answers(http: Any) -> None:
    """A timeout, raised by the library itself, is the client's."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with pytest.raises(http.ReadTimeout) as raised:
            http.get(f"http://127.0.0.1:{port}", timeout=0.05)

    assert classify(raised.value).error_class == "client_timeout"


def test_system_error_without_a_number() -> None:
    """Of what names no number, only what opens connections means one."""
    with pytest.raises(OSError, match="mine") as raised:
        raise OSError("mine")

    assert classify(raised.value).error_class == "unknown"


def test_timeout_of_asyncio() -> None:
    """A deadline the program sets around the call is a timeout of the client."""

    async def wait() -> None:
        await asyncio.wait_for(asyncio.Event().wait(), timeout=0)

    with pytest.raises(asyncio.TimeoutError) as raised:
        asyncio.run(wait())

    assert classify(raised.value).error_class == "client_timeout"
