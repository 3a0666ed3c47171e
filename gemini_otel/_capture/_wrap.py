"""The wrappers, one a shape: the app's call is never inside our guard, our code always is."""

import functools
import inspect
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from types import FunctionType
from typing import Any, Final

from gemini_otel._capture._activation import find_recorder
from gemini_otel._capture._attempts import start_attempt
from gemini_otel._capture._generation import start_generation
from gemini_otel._capture._generation_stream import start_generation_stream
from gemini_otel._capture._plain_calls import start_embedding, start_token_count
from gemini_otel._capture._stream import AsyncStream, SyncStream
from gemini_otel._capture._targets import Shape, Subject, Target
from gemini_otel._capture._workflow import (
    chat_may_loop,
    may_loop,
    start_chat_workflow,
    start_mcp_tool,
    start_tool,
    start_workflow,
)
from gemini_otel._durability import (
    SETTLERS,
    Settle,
    settle_aside,
    settle_failure_aside,
    settle_now,
)
from gemini_otel._guard import guarded


Arguments = tuple[Any, ...]
Options = dict[str, Any]


@guarded
def _is_active(_instance: object, _args: Arguments, _kwargs: Options) -> bool:
    return find_recorder() is not None


def _find_nothing(_instance: object, _args: Arguments, _kwargs: Options) -> None:
    """What a watch that rests finds to observe."""


@dataclass(slots=True)
class Watch:
    """How a target is observed.

    `start` makes the observer, or nothing. `applies` is asked at the call of a public method
    whose observer starts later: with the await, or with the first step of a stream. `settlers`
    are waited for before the answer goes back; what is not billed has none.
    """

    start: Callable[[Any, Arguments, Options], Any]
    applies: Callable[[Any, Arguments, Options], bool | None] = _is_active
    settlers: Sequence[Settle] = ()

    def rest(self) -> None:
        """Observes nothing, whoever is active, until it goes on."""
        self.start = self.applies = _find_nothing

    def go_on(self, target: Target) -> None:
        """Observes a target, again or for the first time."""
        model = _find_model(target)
        self.start, self.applies = model.start, model.applies


Wrapper = Callable[[Callable[..., Any], Any, Arguments, Options], Any]


def wrap_unary(watch: Watch) -> Wrapper:
    """A call whose value is the answer."""
    settlers = watch.settlers

    def wrapper(
        wrapped: Callable[..., Any], instance: Any, args: Arguments, kwargs: Options
    ) -> Any:
        seen = watch.start(instance, args, kwargs)
        if seen is None:
            return wrapped(*args, **kwargs)
        token = seen.enter()
        try:
            value = wrapped(*args, **kwargs)
        except BaseException as error:
            seen.leave(token)
            seen.failed(error)
            if settlers:
                settle_now()
            raise
        seen.leave(token)
        seen.returned(value)
        if settlers:
            settle_now()
        return value

    return wrapper


def wrap_async_unary(watch: Watch) -> Wrapper:
    """A coroutine whose value is the answer."""
    settlers = watch.settlers

    async def wrapper(
        wrapped: Callable[..., Any], instance: Any, args: Arguments, kwargs: Options
    ) -> Any:
        seen = watch.start(instance, args, kwargs)
        if seen is None:
            return await wrapped(*args, **kwargs)
        token = seen.enter()
        try:
            value = await wrapped(*args, **kwargs)
        except BaseException as error:
            seen.leave(token)
            seen.failed(error)
            if settlers:
                await settle_failure_aside(error)
            raise
        seen.leave(token)
        seen.returned(value)
        if settlers:
            await settle_aside()
        return value

    return wrapper


def wrap_stream(watch: Watch) -> Wrapper:
    """A generator; the observation starts when it does."""

    def wrapper(
        wrapped: Callable[..., Any], instance: Any, args: Arguments, kwargs: Options
    ) -> Any:
        stream = wrapped(*args, **kwargs)
        if not watch.applies(instance, args, kwargs):
            return stream
        return SyncStream(stream, functools.partial(watch.start, instance, args, kwargs))

    return wrapper


def wrap_lazy_async_stream(watch: Watch) -> Wrapper:
    """A coroutine for an async generator; the observation starts when that does."""

    async def wrapper(
        wrapped: Callable[..., Any], instance: Any, args: Arguments, kwargs: Options
    ) -> Any:
        stream = await wrapped(*args, **kwargs)
        return AsyncStream(stream, functools.partial(watch.start, instance, args, kwargs))

    return wrapper


def wrap_async_stream(watch: Watch) -> Wrapper:
    """A coroutine that sends the request and whose value is an async generator."""

    async def wrapper(
        wrapped: Callable[..., Any], instance: Any, args: Arguments, kwargs: Options
    ) -> Any:
        seen = watch.start(instance, args, kwargs)
        if seen is None:
            return await wrapped(*args, **kwargs)
        token = seen.enter()
        try:
            stream = await wrapped(*args, **kwargs)
        except BaseException as error:
            seen.leave(token)
            seen.failed(error)
            raise
        seen.leave(token)
        return AsyncStream(stream, None, seen)

    return wrapper


def pass_by(watch: Watch, wrapper: Wrapper) -> Wrapper:
    """Gives the SDK's own coroutine where there is nothing to observe, else the wrapper's."""

    def choose(wrapped: Callable[..., Any], instance: Any, args: Arguments, kwargs: Options) -> Any:
        if not watch.applies(instance, args, kwargs):
            return wrapped(*args, **kwargs)
        _refuse_wrong_arguments(wrapped, args, kwargs)
        return wrapper(wrapped, instance, args, kwargs)

    return choose


def _refuse_wrong_arguments(wrapped: Callable[..., Any], args: Arguments, kwargs: Options) -> None:
    """Fails at the call, as without us; our coroutine would fail at its await.

    To call a coroutine function only binds its arguments.
    """
    function = getattr(wrapped, "__func__", wrapped)
    if type(function) is FunctionType and function.__code__.co_flags & inspect.CO_COROUTINE:
        wrapped(*args, **kwargs).close()


_WRAPS: Final[dict[Shape, Callable[[Watch], Wrapper]]] = {
    Shape.UNARY: wrap_unary,
    Shape.ASYNC_UNARY: wrap_async_unary,
    Shape.STREAM: wrap_stream,
    Shape.ASYNC_STREAM: wrap_async_stream,
    Shape.LAZY_ASYNC_STREAM: wrap_lazy_async_stream,
}
_WHOLE: Final = (Shape.UNARY, Shape.ASYNC_UNARY)
_WATCHES: Final = {
    Subject.GENERATION: Watch(start_generation, settlers=SETTLERS),
    Subject.EMBEDDING: Watch(start_embedding, settlers=SETTLERS),
    Subject.TOKEN_COUNT: Watch(start_token_count),
    Subject.WORKFLOW: Watch(start_workflow, may_loop),
    Subject.CHAT_WORKFLOW: Watch(start_chat_workflow, chat_may_loop),
    Subject.TOOL: Watch(start_tool),
    Subject.MCP_TOOL: Watch(start_mcp_tool),
    Subject.ATTEMPT: Watch(start_attempt),
}
_STREAMED_GENERATION: Final = Watch(start_generation_stream)


def _find_model(target: Target) -> Watch:
    if target.subject is Subject.GENERATION and target.shape not in _WHOLE:
        return _STREAMED_GENERATION
    return _WATCHES[target.subject]


def make_watch(target: Target) -> Watch:
    """How a target is observed, by one wrapper: each can rest without the others."""
    return replace(_find_model(target))


def make_wrapper(target: Target, watch: Watch) -> Wrapper:
    """The wrapper of a target."""
    wrapper = _WRAPS[target.shape](watch)
    # A coroutine is named after its function: in tasks, and where it was never awaited.
    wrapper.__name__ = target.name
    wrapper.__qualname__ = f"{target.owner}.{target.name}"
    return pass_by(watch, wrapper) if target.is_public_coroutine else wrapper
