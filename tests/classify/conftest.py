"""Real exceptions of the SDK, made the way the SDK makes them."""

import importlib
import importlib.metadata
import json
import socket
from collections.abc import Callable, Iterator, Mapping
from types import ModuleType
from typing import Any

import pytest
from google.genai import errors


Respond = Callable[..., errors.APIError]


def _http_library() -> ModuleType:
    # google-genai 3 is made for httpx2, what is older for httpx; their names are the same.
    major = int(importlib.metadata.version("google-genai").partition(".")[0])
    name = "httpx2" if major >= 3 else "httpx"
    return importlib.import_module(name)


@pytest.fixture(name="http", scope="session")
def _http() -> Any:
    """The HTTP library of the installed SDK."""
    return _http_library()


@pytest.fixture(name="respond", scope="session")
def _respond(http: Any) -> Respond:
    """Make the exception that the SDK raises for a response."""
    # The signature names types of libraries that are not all installed.
    api_error: Any = errors.APIError

    def respond(
        code: int, body: object, headers: Mapping[str, str] | None = None
    ) -> errors.APIError:
        content = body if isinstance(body, str) else json.dumps(body)
        response = http.Response(code, content=content.encode(), headers=dict(headers or {}))
        with pytest.raises(errors.APIError) as raised:
            api_error.raise_for_response(response)
        return raised.value

    return respond


@pytest.fixture(name="closed_port")
def _closed_port() -> Iterator[int]:
    """A port of this machine where nobody listens, held so that nobody will."""
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        yield holder.getsockname()[1]
