"""Stands in for a stream: hands on its chunks and every way of leaving it, notes its one end."""

import contextlib
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any, Final

import wrapt

from gemini_otel._capture._remainder import (
    give_back,
    give_back_async,
    raise_again,
    raise_again_async,
)
from gemini_otel._capture._watching import Unwatched, Watched
from gemini_otel._durability import SETTLERS, settle_aside, settle_failure_aside, settle_now


_UNWATCHED: Final = Unwatched(is_to_enter=False)
_UNSTARTED: Final = Unwatched(is_to_enter=True)
Start = Callable[[], Watched | None]


if TYPE_CHECKING:

    class _Proxy:
        """What we use of wrapt's proxy, whose own types differ from version to version."""

        __wrapped__: Any

        def __init__(self, wrapped: object) -> None: ...

else:
    _Proxy = wrapt.ObjectProxy


class _Stream(_Proxy):
    """What both streams share. State of ours is named `_self_`, all else is the stream's own."""

    _self_start: Start | None
    _self_seen: Watched

    def __init__(self, wrapped: object, start: Start | None, seen: Watched | None = None) -> None:
        super().__init__(wrapped)
        self._self_start = start
        self._self_seen = seen or (_UNSTARTED if start else _UNWATCHED)

    def _self_watch(self) -> Watched:
        """The observer, which starts when the stream does."""
        start = self._self_start
        if start is not None:
            self._self_start = None
            self._self_seen = start() or _UNWATCHED
        return self._self_seen

    def _self_end(self) -> bool:
        """It came to its end; whether that was not known before."""
        seen, self._self_seen = self._self_seen, _UNWATCHED
        seen.exhausted()
        return seen is not _UNWATCHED

    def _self_note_failure(self, error: BaseException) -> None:
        """It raised, and so ended: unless it only refuses another use while it is at work.

        Whether it still is at work tells nothing, for it may have come to rest since; a generator
        that is over has no frame.
        """
        wrapped = self.__wrapped__
        if (getattr(wrapped, "gi_frame", None) or getattr(wrapped, "ag_frame", None)) is None:
            self._self_seen.failed(error)

    def __del__(self) -> None:
        # At interpreter exit anything may be gone already.
        with contextlib.suppress(Exception):
            self._self_seen.collected()


class SyncStream(_Stream):
    """Stands in for a generator."""

    def __iter__(self) -> "SyncStream":
        return self

    def __next__(self) -> object:
        seen = self._self_seen
        if seen.is_to_enter:
            return self._self_step(self.__wrapped__.__next__)
        try:
            chunk = self.__wrapped__.__next__()
        except StopIteration:
            self._self_exhaust()
            raise
        except BaseException as error:
            self._self_fail(error)
            raise
        if seen.absorb(chunk):
            self._self_look_ahead()
        return chunk

    def _self_look_ahead(self) -> None:
        """Reads on behind a chunk that says it is the last, and settles the end it finds."""
        rest = self.__wrapped__
        try:
            following = rest.__next__()
        except StopIteration:
            self._self_exhaust()
        except Exception as error:  # noqa: BLE001 - it is raised when its turn comes
            self.__wrapped__ = raise_again(error)
        except BaseException as error:
            self._self_fail(error)
            raise
        else:
            self.__wrapped__ = give_back(following, rest)

    def send(self, value: object) -> object:
        """As the generator's own."""
        if value is not None and self._self_start is not None:
            return self.__wrapped__.send(value)  # refused, for it has not begun
        return self._self_step(self.__wrapped__.send, value)

    def throw(self, *error: Any) -> object:
        """As the generator's own."""
        self._self_start = None  # a stream that was not started sends no request any more
        return self._self_step(self.__wrapped__.throw, *error)

    def close(self) -> None:
        """As the generator's own."""
        self._self_start = None
        seen = self._self_seen
        try:
            self.__wrapped__.close()
        except BaseException as error:
            self._self_fail(error)
            raise
        seen.closed()
        if SETTLERS:
            settle_now()

    def _self_exhaust(self) -> None:
        if self._self_end() and SETTLERS:
            settle_now()

    def _self_step(self, advance: Callable[..., object], *args: object) -> object:
        seen = self._self_watch() if self._self_start else self._self_seen
        token = seen.enter() if seen.is_to_enter else None
        try:
            chunk = advance(*args)
        except StopIteration:
            seen.leave(token)
            self._self_exhaust()
            raise
        except BaseException as error:
            seen.leave(token)
            self._self_fail(error)
            raise
        if token is not None:
            seen.leave(token)
        if seen.absorb(chunk):
            self._self_look_ahead()
        return chunk

    def _self_fail(self, error: BaseException) -> None:
        self._self_note_failure(error)
        if SETTLERS:
            settle_now()


class AsyncStream(_Stream):
    """Stands in for an async generator."""

    def __aiter__(self) -> "AsyncStream":
        return self

    async def __anext__(self) -> object:
        seen = self._self_seen
        if seen.is_to_enter:
            return await self._self_step(self.__wrapped__.__anext__)
        try:
            chunk = await self.__wrapped__.__anext__()
        except StopAsyncIteration:
            await self._self_exhaust()
            raise
        except BaseException as error:
            await self._self_fail(error)
            raise
        if seen.absorb(chunk):
            await self._self_look_ahead()
        return chunk

    async def _self_look_ahead(self) -> None:
        """Reads on behind a chunk that says it is the last, and settles the end it finds."""
        rest = self.__wrapped__
        try:
            following = await rest.__anext__()
        except StopAsyncIteration:
            await self._self_exhaust()
        except Exception as error:  # noqa: BLE001 - it is raised when its turn comes
            self.__wrapped__ = raise_again_async(error)
        except BaseException as error:
            await self._self_fail(error)
            raise
        else:
            self.__wrapped__ = give_back_async(following, rest)

    async def asend(self, value: object) -> object:
        """As the generator's own."""
        if value is not None and self._self_start is not None:
            return await self.__wrapped__.asend(value)  # refused, for it has not begun
        return await self._self_step(self.__wrapped__.asend, value)

    async def athrow(self, *error: Any) -> object:
        """As the generator's own."""
        self._self_start = None
        return await self._self_step(self.__wrapped__.athrow, *error)

    async def aclose(self) -> None:
        """As the generator's own."""
        self._self_start = None
        seen = self._self_seen
        try:
            await self.__wrapped__.aclose()
        except BaseException as error:
            await self._self_fail(error)
            raise
        seen.closed()
        if SETTLERS:
            await settle_aside()

    async def _self_exhaust(self) -> None:
        if self._self_end() and SETTLERS:
            await settle_aside()

    async def _self_step(self, advance: Callable[..., Awaitable[object]], *args: object) -> object:
        seen = self._self_watch() if self._self_start else self._self_seen
        token = seen.enter() if seen.is_to_enter else None
        try:
            chunk = await advance(*args)
        except StopAsyncIteration:
            seen.leave(token)
            await self._self_exhaust()
            raise
        except BaseException as error:
            seen.leave(token)
            await self._self_fail(error)
            raise
        if token is not None:
            seen.leave(token)
        if seen.absorb(chunk):
            await self._self_look_ahead()
        return chunk

    async def _self_fail(self, error: BaseException) -> None:
        self._self_note_failure(error)
        if SETTLERS:
            await settle_failure_aside(error)
