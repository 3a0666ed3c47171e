"""Makes the calls of a soak through the real SDK, each on its path to its end."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from google.genai import types
from google.genai.errors import APIError

from tests.soak.script import add, name_model, write_prompt


_CONFIG: Final = types.GenerateContentConfig(temperature=0.2, max_output_tokens=64)
_TOOLS: Final = types.GenerateContentConfig(tools=[add])
_READ: Final = 2
"""Chunks that are read of a stream which is left."""

RETRIES: Final = types.HttpRetryOptions(
    attempts=3, initial_delay=0.001, max_delay=0.001, jitter=0.0
)
"""The SDK's own, so fast that a soak does not wait."""


class Caller:
    """One client, and every kind of call that a soak makes.

    Args:
        client: The client; threads may share it.
    """

    def __init__(self, client: Any) -> None:
        self._models = client.models
        self._late_models = client.aio.models
        self._special: dict[str, Callable[[dict[str, Any]], object]] = {
            "stream": self._stream,
            "half": self._leave,
            "dropped": self._drop,
            "embedding": self._embed,
            "missing": self._miss,
        }

    def call(self, path: str, serial: int) -> None:
        """Makes one call."""
        make = self._special.get(path, self._ask)
        make(_ask_for(path, serial))

    async def call_late(self, path: str, serial: int) -> None:
        """Makes one call from a coroutine."""
        asked = _ask_for(path, serial)
        if path in ("stream", "half", "dropped"):
            await self._stream_late(path, asked)
        elif path == "missing":
            await self._miss_late(asked)
        else:
            await self._late_models.generate_content(**asked)

    def _ask(self, asked: dict[str, Any]) -> None:
        self._models.generate_content(**asked)

    def _stream(self, asked: dict[str, Any]) -> None:
        for _ in self._models.generate_content_stream(**asked):
            pass

    def _leave(self, asked: dict[str, Any]) -> None:
        stream = self._models.generate_content_stream(**asked)
        _read_some(stream)
        stream.close()

    def _drop(self, asked: dict[str, Any]) -> None:
        """Leaves the stream to the cyclic collector, which comes when it wants."""
        stream = self._models.generate_content_stream(**asked)
        _read_some(stream)
        ring: list[object] = [stream]
        ring.append(ring)

    def _embed(self, asked: dict[str, Any]) -> None:
        self._models.embed_content(model=asked["model"], contents=asked["contents"])

    def _miss(self, asked: dict[str, Any]) -> None:
        try:
            self._ask(asked)
        except APIError:
            return
        raise AssertionError("the server answered 404 and the SDK raised nothing")

    async def _stream_late(self, path: str, asked: dict[str, Any]) -> None:
        stream = await self._late_models.generate_content_stream(**asked)
        if path == "stream":
            async for _ in stream:
                pass
            return
        for _ in range(_READ):
            await anext(stream)
        if path == "half":
            await stream.aclose()

    async def _miss_late(self, asked: dict[str, Any]) -> None:
        try:
            await self._late_models.generate_content(**asked)
        except APIError:
            return
        raise AssertionError("the server answered 404 and the SDK raised nothing")


def _ask_for(path: str, serial: int) -> dict[str, Any]:
    config = _TOOLS if path == "tools" else _CONFIG
    return {
        "model": name_model(path),
        "contents": write_prompt(path, serial),
        "config": config,
    }


def _read_some(stream: Any) -> None:
    for _ in range(_READ):
        next(stream)


def let_go(loop: asyncio.AbstractEventLoop) -> None:
    """Lets a loop finish the streams that its coroutines dropped."""
    for _ in range(_TURNS):
        loop.run_until_complete(asyncio.sleep(0))


_TURNS: Final = 8
