"""Observes one billed response of `generate_content` that comes in chunks."""

import functools
import os
import time
from collections.abc import Mapping
from typing import Final

from gemini_otel import _abandoned
from gemini_otel._call import Request, StreamTiming
from gemini_otel._capture._activation import find_recorder
from gemini_otel._capture._generation import Generation
from gemini_otel._classification import ErrorClass
from gemini_otel._durability import SETTLERS
from gemini_otel._extract import read_request
from gemini_otel._guard import guarded, keep_from_app
from gemini_otel._semconv import OPERATION_GENERATE_CONTENT, STREAM_EXHAUSTED
from gemini_otel._signals._recorder import Recorder


CLOSED: Final = "closed"
COLLECTED: Final = "collected"
FAILED: Final = "failed"
CANCELLED: Final = "cancelled"
EXITED: Final = "exited"


class GenerationStream(Generation):
    """One response that comes in chunks, and may be left at any of them."""

    __slots__ = ("_answered_at", "_chunks", "_first_chunk_at", "_last_chunk_at", "is_to_enter")

    def __init__(
        self, recorder: Recorder, request: Request, kwargs: Mapping[str, object], resource: object
    ) -> None:
        super().__init__(recorder, request, kwargs, resource)
        self._chunks = 0
        self.is_to_enter = True
        self._first_chunk_at = 0.0
        self._answered_at: float | None = None
        self._last_chunk_at = 0.0
        _live.add(self)

    @guarded
    def enter(self) -> object:
        """Makes the call current for the first step only, in which the request goes out.

        A context that stays attached while the app has control would leak into its own work.
        """
        self.is_to_enter = False
        return super().enter()

    def note_body(self, http_response: object) -> None:
        """The stream is open; its connection is the SDK's to hold and to close."""
        self._answers += 1
        self._body = http_response is not None

    def absorb(self, chunk: object) -> bool:
        """The next chunk is there; whether its end is to be settled before it goes on."""
        try:
            now = self._last_chunk_at = time.perf_counter()
            self._chunks += 1
            self._gathering.absorb(chunk)
            if self._answered_at is None:
                self._note_beginning(now)
            return bool(SETTLERS) and self._gathering.is_ending
        except Exception as fault:  # noqa: BLE001 - as by `guarded`, which every chunk would pay
            keep_from_app(self.absorb, fault)
            return False

    def _note_beginning(self, now: float) -> None:
        """The first chunk, and the first that is more than thinking."""
        self._first_chunk_at = self._first_chunk_at or now
        if self._gathering.has_output:
            self._answered_at = now

    @guarded
    def exhausted(self) -> None:
        """The stream came to its end."""
        self._end(STREAM_EXHAUSTED)

    @guarded
    def closed(self) -> None:
        """The app left the stream."""
        self._end(CLOSED)

    @guarded
    def failed(self, error: BaseException) -> None:
        """The stream broke, or the app threw something into it."""
        if isinstance(error, GeneratorExit):
            self._end(CLOSED)
        else:
            self._end(FAILED if isinstance(error, Exception) else CANCELLED, error=error)

    @guarded
    def collected(self) -> None:
        """The app dropped the stream."""
        if _abandoned.is_collecting():
            _abandoned.postpone(functools.partial(self._settle, self._elapsed()))
        else:
            self._end(COLLECTED)

    @guarded
    def _settle(self, duration_s: float) -> None:
        """Ends what was collected, once it is safe to."""
        self._end(COLLECTED, duration_s=duration_s)

    def _end(
        self,
        how: str,
        *,
        error: BaseException | None = None,
        duration_s: float | None = None,
    ) -> None:
        _live.discard(self)
        if not self._claim():
            return
        answer = self._read()
        # A server may send its last usage after the reason why it stopped. On an SDK that is
        # observed at its public methods a loop is one stream, and only its last answer counts.
        is_whole = how == STREAM_EXHAUSTED and not self._gathering.is_of_several
        self._finish(
            answer,
            error=error,
            content=self._quote(),
            duration_s=self._elapsed() if duration_s is None else duration_s,
            stream=self._read_pace(how),
            is_billed=error is None or self._chunks > 0 or self._is_unread(error),
            is_complete=is_whole and answer.usage is not None,
        )

    def _is_unread(self, error: BaseException) -> bool:
        """Whether an answer came of which the SDK could make nothing; it is billed all the same."""
        return self._body is True and self._judge(error).error_class == ErrorClass.PARSE

    @guarded
    def exit(self) -> None:
        """The interpreter ends and the stream is still open."""
        self._end(EXITED)

    def disown(self) -> None:
        """Leaves its end to another process."""
        self._claims.clear()

    def _read_pace(self, how: str) -> StreamTiming:
        chunks, answered_at = self._chunks, self._answered_at
        between = self._last_chunk_at - self._first_chunk_at
        return StreamTiming(
            how,
            chunks,
            self._first_chunk_at - self._started if chunks else None,
            answered_at - self._started if answered_at else None,
            between / (chunks - 1) if chunks > 1 else None,
        )


_live: Final[set[GenerationStream]] = set()


def end_live_streams() -> None:
    """Ends the streams that are still open when the interpreter exits."""
    while _live:
        _live.pop().exit()


def disown_live_streams() -> None:
    """Leaves the ends of the streams that are still open to whoever has them, and tells none."""
    while _live:
        _live.pop().disown()


if hasattr(os, "register_at_fork"):
    # A child inherits the objects of its parent's streams, which the parent goes on to count.
    os.register_at_fork(after_in_child=disown_live_streams)


@guarded
def start_generation_stream(
    resource: object, _args: tuple[object, ...], kwargs: dict[str, object]
) -> GenerationStream | None:
    """Starts to observe a response that is streamed."""
    recorder = find_recorder()
    if recorder is None:
        return None
    request = read_request(OPERATION_GENERATE_CONTENT, resource, kwargs, stream=True)
    return GenerationStream(recorder, request, kwargs, resource)
