"""Makes the calls of the scenarios through the real SDK."""

import asyncio
from collections.abc import Callable
from typing import Any, Final

from tests.bench import _plan
from tests.bench._wire import ANSWER, MODEL, QUOTA_EXCEEDED, TEN_CHUNKS, THOUSAND_CHUNKS, Wire


_QUESTION: Final = "What is the capital of France?"
_MEGA: Final = 1_000_000


class Calls:
    """One client, and every kind of call it is asked for."""

    def __init__(self) -> None:
        from google.genai import errors, types

        self._wire = Wire()
        self._client: Any = self._wire.connect()
        self._loop = asyncio.new_event_loop()
        self._error = errors.APIError
        self._config = types.GenerateContentConfig(temperature=0.2, max_output_tokens=64)
        self._prompt = "x" * _MEGA
        self._image = types.Part.from_bytes(data=bytes(10 * _MEGA), mime_type="image/png")
        self._makers: dict[str, tuple[Any, Callable[[int], None]]] = {
            _plan.SHORT.name: (ANSWER, self._ask),
            _plan.SHORT_ASYNC.name: (ANSWER, self._ask_async),
            _plan.STREAM_10.name: (TEN_CHUNKS, self._stream),
            _plan.STREAM_1000.name: (THOUSAND_CHUNKS, self._stream),
            _plan.LONG_PROMPT.name: (ANSWER, self._ask_long),
            _plan.IMAGE.name: (ANSWER, self._show),
            _plan.LIMITED.name: (QUOTA_EXCEEDED, self._fail),
        }

    def make(self, scenario: str, times: int) -> None:
        """Makes so many calls of a scenario."""
        self._wire.answer, make = self._makers[scenario]
        make(times)

    def _ask(self, times: int, contents: object = _QUESTION) -> None:
        generate = self._client.models.generate_content
        for _ in range(times):
            generate(model=MODEL, contents=contents, config=self._config)

    def _ask_long(self, times: int) -> None:
        self._ask(times, self._prompt)

    def _show(self, times: int) -> None:
        self._ask(times, [self._image, _QUESTION])

    def _ask_async(self, times: int) -> None:
        self._loop.run_until_complete(self._gather(times))

    async def _gather(self, times: int) -> None:
        generate = self._client.aio.models.generate_content
        for _ in range(times):
            await generate(model=MODEL, contents=_QUESTION, config=self._config)

    def _stream(self, times: int) -> None:
        stream = self._client.models.generate_content_stream
        for _ in range(times):
            for _chunk in stream(model=MODEL, contents=_QUESTION, config=self._config):
                pass

    def _fail(self, times: int) -> None:
        generate = self._client.models.generate_content
        for _ in range(times):
            try:
                generate(model=MODEL, contents=_QUESTION, config=self._config)
            except self._error:
                continue
            raise AssertionError("the wire answered 429 and the SDK raised nothing")
