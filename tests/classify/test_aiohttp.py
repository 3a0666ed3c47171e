"""Exceptions of aiohttp, which the SDK uses for its async calls where it is installed."""

import asyncio
import warnings
from typing import Any

import pytest

from gemini_otel._classify import classify


aiohttp: Any = pytest.importorskip("aiohttp")
CASES: list[tuple[BaseException, str, bool]] = [
    (aiohttp.ServerTimeoutError("slow"), "client_timeout", True),
    (aiohttp.ServerDisconnectedError(), "connection", True),
    (aiohttp.ClientPayloadError("Response payload is not completed"), "connection", True),
    (aiohttp.ClientOSError(104, "Connection reset by peer"), "connection", True),
]


@pytest.mark.parametrize(
    ("error", "error_class", "retryable"), CASES, ids=lambda value: type(value).__name__
)
def test_aiohttp(error: BaseException, error_class: str, *, retryable: bool) -> None:
    """An exception of aiohttp is known by its name or that of a base."""
    actual = classify(error)

    assert (error_class, retryable) == (actual.error_class, actual.retryable)


def test_status_error_of_aiohttp() -> None:
    """An exception with a status is classified by it, and the deprecated `code` is not touched."""
    error = aiohttp.ClientResponseError(_request_info(), (), status=504, message="Gateway Timeout")

    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        actual = classify(error)

    assert (actual.error_class, actual.error_type) == ("deadline_exceeded", "504")
    assert not warned


def test_refused_connection_of_aiohttp(closed_port: int) -> None:
    """A refused connection, raised by the library itself, is a connection error."""

    async def connect() -> None:
        async with aiohttp.ClientSession() as session:
            await session.get(f"http://127.0.0.1:{closed_port}")

    with pytest.raises(aiohttp.ClientConnectorError) as raised:
        asyncio.run(connect())

    assert classify(raised.value).error_class == "connection"


def _request_info() -> Any:
    return aiohttp.RequestInfo(
        url="https://example.com",
        method="POST",
        headers={},
        real_url="https://example.com",
    )
