"""Stands in for what the SDK's tests miss outside of their own repository: media and a network."""

import base64
import io
import socketserver
import sys
from pathlib import Path
from typing import Any
from unittest import mock

import pytest


LOOPBACK = (None, "", "localhost", "127.0.0.1", "::1", b"localhost")
# The wheel leaves the media files out, and many test modules read one at import.
PIXEL = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg=="
)
REPLAYING = "google.genai.tests.conftest"
QUICK_POLL_S = 0.01


class NetworkError(OSError):
    """A test asked for a host other than this one, so its outcome would depend on the network."""


def pytest_configure() -> None:
    """Closes the network, stands in for the media and lets local servers stop at once."""
    sys.addaudithook(_close_network)
    mock.patch("builtins.open", _open).start()
    mock.patch("io.open", _open).start()
    # 113 tests stop a local server each, and the default lets every one wait for half a second.
    socketserver.BaseServer.serve_forever.__defaults__ = (QUICK_POLL_S,)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leaves out the tests that replay a recording, because the recordings are not published."""
    replayed = [item for item in items if _is_replayed(item)]
    config.hook.pytest_deselected(items=replayed)
    items[:] = [item for item in items if item not in set(replayed)]


def _is_replayed(item: pytest.Item) -> bool:
    # Some modules have a `client` of their own, which is the last definition then.
    fixtures: dict[str, Any] = getattr(item, "_fixtureinfo").name2fixturedefs  # noqa: B009
    definitions = fixtures.get("client")
    return definitions is not None and definitions[-1].func.__module__ == REPLAYING


def _close_network(event: str, arguments: tuple[Any, ...]) -> None:
    if event == "socket.getaddrinfo":
        _refuse_stranger(arguments[0])
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        _refuse_stranger(arguments[1][0])  # pyright: ignore[reportUnknownArgumentType]  # any address


def _refuse_stranger(host: object) -> None:
    if host not in LOOPBACK:
        raise NetworkError(host)


_really_open = open


def _open(file: Any, *args: Any, **kwargs: Any) -> Any:
    try:
        return _really_open(file, *args, **kwargs)  # pyright: ignore[reportUnknownVariableType]
    except FileNotFoundError:
        if "tests/data/" in _spelled_out(file):
            return io.BytesIO(PIXEL)
        raise


def _spelled_out(file: Any) -> str:
    return str(Path(file).resolve()) if isinstance(file, str | Path) else ""
