"""A stream that refuses a use is not over, even if it is at rest again when we look."""

import asyncio
from collections.abc import AsyncGenerator, Generator
from typing import Any

import pytest

from gemini_otel._capture._stream import AsyncStream, SyncStream


class _Notes:
    """Notes what becomes of a stream."""

    def __init__(self) -> None:
        self.is_to_enter = False
        self.noted: list[object] = []

    def enter(self) -> object:
        """Nothing to attach."""
        return None

    def leave(self, token: object) -> None:
        """Nothing to take back."""

    def absorb(self, chunk: object) -> None:
        """A chunk."""
        self.noted.append(chunk)

    def exhausted(self) -> None:
        """Its end."""
        self.noted.append("exhausted")

    def closed(self) -> None:
        """It was left."""

    collected = closed

    def failed(self, error: BaseException) -> None:
        """What it raised."""
        self.noted.append(type(error))


class _Refusing:
    """A generator that was at work for another thread in the moment of its second use."""

    def __init__(self, generator: Any) -> None:
        self._generator = generator
        self._uses = 0

    def _use(self) -> None:
        self._uses += 1
        if self._uses == 2:
            raise ValueError("already executing")

    def __getattr__(self, name: str) -> Any:
        return getattr(self._generator, name)

    def __next__(self) -> Any:
        self._use()
        return next(self._generator)

    async def __anext__(self) -> Any:
        self._use()
        return await anext(self._generator)


def _chunks() -> Generator[int]:
    yield 1
    yield 2


async def _late_chunks() -> AsyncGenerator[int]:
    yield 1
    yield 2


def test_a_stream_goes_on_after_a_refusal() -> None:
    """All that comes after it is counted."""
    notes = _Notes()
    stream = SyncStream(_Refusing(_chunks()), None, notes)
    first = next(stream)
    with pytest.raises(ValueError, match="executing"):
        next(stream)
    rest = list(stream)

    assert (1, [2]) == (first, rest)
    assert [1, 2, "exhausted"] == notes.noted


def test_an_async_stream_goes_on_after_a_refusal() -> None:
    """The same where it is awaited."""
    notes = _Notes()
    stream = AsyncStream(_Refusing(_late_chunks()), None, notes)

    async def read() -> list[object]:
        await anext(stream)
        with pytest.raises(ValueError, match="executing"):
            await anext(stream)
        return [chunk async for chunk in stream]

    rest = asyncio.run(read())

    assert [2] == rest
    assert [1, 2, "exhausted"] == notes.noted
