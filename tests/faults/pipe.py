"""Answers the SDK inside the process: no socket, no thread, whatever bytes it is told."""

import asyncio
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
        pieces: How many pieces went out.
        on_piece: Called before each piece of an answer goes out.

    Args:
        answer: What it answers with until another is set.
        is_slow: Whether an async program has to wait for each piece.
    """

    def __init__(self, answer: Bytes, *, is_slow: bool = False) -> None:
        self.answer = answer
        self._is_slow = is_slow
        self.requests = 0
        self.pieces = 0
        self.on_piece: Callable[[], object] = _do_nothing
        self._http: Any = importlib.import_module(
            "httpx2" if getattr(_api_client, "httpx2", None) else "httpx"
        )

    def connect(self) -> Any:
        """A client of the SDK whose requests come here."""
        transport = self._http.MockTransport(self._respond)
        late = self._http.MockTransport(self._respond_late) if self._is_slow else transport
        options = HttpOptions(
            httpx_client=self._http.Client(transport=transport),
            httpx_async_client=self._http.AsyncClient(transport=late),
        )
        return genai.Client(api_key="test-key", vertexai=False, http_options=options)

    def _respond(self, _request: object) -> Any:
        self.requests += 1
        answer = self.answer
        kind = _EVENTS if answer.is_stream else _JSON
        return self._http.Response(
            answer.status, headers={"content-type": kind}, stream=self._flow(answer.pieces)
        )

    async def _respond_late(self, request: object) -> Any:
        await asyncio.sleep(0)
        return self._respond(request)

    def _flow(self, pieces: Sequence[bytes]) -> Any:
        notice, is_slow, pipe = self.on_piece, self._is_slow, self

        class Flow(self._http.SyncByteStream, self._http.AsyncByteStream):  # type: ignore[misc, name-defined]  # of either library
            def __iter__(self) -> Iterator[bytes]:
                for piece in pieces:
                    pipe.pieces += 1
                    notice()
                    yield piece

            async def __aiter__(self) -> AsyncIterator[bytes]:
                for piece in pieces:
                    if is_slow:
                        await asyncio.sleep(0)
                    pipe.pieces += 1
                    notice()
                    yield piece

        return Flow()


def _do_nothing() -> None:
    """Nobody waits for a piece."""
