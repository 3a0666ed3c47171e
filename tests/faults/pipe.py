"""Answers the SDK inside the process: no socket, no thread, whatever bytes it is told."""

import importlib
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from typing import Any, Final, NamedTuple

from google import genai
from google.genai import _api_client
from google.genai.types import HttpOptions


_JSON: Final = "application/json"
_EVENTS: Final = "text/event-stream"
OK: Final = 200


class Bytes(NamedTuple):
    """An answer to the letter: what comes at once, and what follows it."""

    pieces: Sequence[bytes]
    status: int = 200
    is_stream: bool = False


class Pipe:
    """A server that gives the answer which was set last.

    Attributes:
        answer: What it answers with.
        requests: How many came.
        on_piece: Called before each piece of an answer goes out.
    """

    def __init__(self, answer: Bytes) -> None:
        self.answer = answer
        self.requests = 0
        self.on_piece: Callable[[], object] = lambda: None
        self._http: Any = importlib.import_module(
            "httpx2" if getattr(_api_client, "httpx2", None) else "httpx"
        )

    def connect(self) -> Any:
        """A client of the SDK whose requests come here."""
        transport = self._http.MockTransport(self._respond)
        options = HttpOptions(
            httpx_client=self._http.Client(transport=transport),
            httpx_async_client=self._http.AsyncClient(transport=transport),
        )
        return genai.Client(api_key="test-key", vertexai=False, http_options=options)

    def _respond(self, _request: object) -> Any:
        self.requests += 1
        answer = self.answer
        kind = _EVENTS if answer.is_stream else _JSON
        return self._http.Response(
            answer.status, headers={"content-type": kind}, stream=self._flow(answer.pieces)
        )

    def _flow(self, pieces: Sequence[bytes]) -> Any:
        notice = self.on_piece

        class Flow(self._http.SyncByteStream, self._http.AsyncByteStream):  # type: ignore[misc, name-defined]  # of either library
            def __iter__(self) -> Iterator[bytes]:
                for piece in pieces:
                    notice()
                    yield piece

            async def __aiter__(self) -> AsyncIterator[bytes]:
                for piece in pieces:
                    notice()
                    yield piece

        return Flow()
