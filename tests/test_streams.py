"""A stream is as lazy, of the same type and has the same protocol as without us."""

import asyncio
import contextlib
import inspect
import types
from collections.abc import AsyncGenerator, Callable, Generator
from typing import Any

import pytest

from gemini_otel._switch import uninstrument
from gemini_otel.testing import FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import Telemetry
from tests.comparison import catch, describe, play_twice
from tests.shapes import MODEL, Caller, Reader


class MineError(Exception):
    """An exception of the app's own."""


def look_up(city: str) -> str:
    """A tool, which makes the SDK's stream one that we stand in for."""
    return city


_NO_TOOLS: dict[str, Any] = {}
_TOOLS: dict[str, Any] = {"config": {"tools": [look_up]}}

with_and_without_tools = pytest.mark.parametrize(
    "options", [_NO_TOOLS, _TOOLS], ids=["plain", "tools"]
)


def _kind(stream: object) -> object:
    """Everything a program can ask about a stream without reading it."""
    return (
        isinstance(stream, types.GeneratorType | types.AsyncGeneratorType),
        isinstance(stream, Generator | AsyncGenerator),
        inspect.isgenerator(stream),
        inspect.isasyncgen(stream),
        inspect.isawaitable(stream),
        getattr(stream, "__name__", None),
        getattr(stream, "__qualname__", None),
        {name for name in dir(stream) if not name.startswith("_self_")},
    )


@with_and_without_tools
def test_a_stream_is_a_generator(stream_call: Caller, options: dict[str, Any]) -> None:
    """It passes every test that asks for a generator, and has the same name and methods."""
    both = play_twice(lambda gemini: _kind(stream_call.open(gemini.client(), **options).stream))

    bare, watched = _without_dunders(both.bare), _without_dunders(both.watched)
    assert bare == watched


def _without_dunders(kind: Any) -> Any:
    *facts, names = kind
    return [*facts, {name for name in names if not name.startswith("__")}]


def _type(stream: object) -> type[object]:
    return type(stream)


def test_a_stream_without_tools_is_the_sdks_own(stream_call: Caller) -> None:
    """Where nothing can loop, the app gets the very generator the SDK made."""
    both = play_twice(lambda gemini: _type(stream_call.open(gemini.client()).stream))

    assert both.bare is both.watched


@with_and_without_tools
def test_nothing_is_sent_before_the_first_step(
    stream_call: Caller, options: dict[str, Any], telemetry: Telemetry, gemini: FakeGemini
) -> None:
    """Neither the call nor its await sends a request or starts a span; the first step does."""
    reader = stream_call.open(gemini.client(), **options)
    sent_before = len(gemini.requests)
    next(reader)
    sent_after = len(gemini.requests)
    reader.close()
    stream_call.settle()

    assert (0, 1) == (sent_before, sent_after)
    assert telemetry.span(f"generate_content {MODEL}")


@with_and_without_tools
def test_a_stream_that_is_never_read_leaves_nothing(
    stream_call: Caller, options: dict[str, Any], telemetry: Telemetry, gemini: FakeGemini
) -> None:
    """Made and dropped: no request, no span, no event, no call counted."""
    stream_call.open(gemini.client(), **options).drop()

    assert [] == gemini.requests
    assert [] == telemetry.spans
    assert [] == telemetry.events()
    assert 0 == telemetry.total("gemini.client.calls")


Steps = Callable[[Reader], object]


def _read(reader: Reader) -> object:
    return [chunk.usage_metadata for chunk in reader]


_PROTOCOL: dict[str, Steps] = {
    "read": _read,
    "read on after the end": lambda reader: (_read(reader), _read(reader)),
    "send a value first": lambda reader: reader.send(1),
    "send a value first, then read": lambda reader: (
        describe(catch(lambda: reader.send(1))),
        _read(reader),
    ),
    "send nothing first": lambda reader: (reader.send(None), _read(reader)),
    "send a value later": lambda reader: (next(reader), reader.send(1), _read(reader)),
    "send after the end": lambda reader: (_read(reader), reader.send(None)),
    "throw first": lambda reader: reader.throw(MineError("mine")),
    "throw first, then read": lambda reader: (
        describe(catch(lambda: reader.throw(MineError("mine")))),
        _read(reader),
    ),
    "throw later": lambda reader: (next(reader), reader.throw(MineError("mine"))),
    "throw after the end": lambda reader: (_read(reader), reader.throw(MineError("mine"))),
    "throw an exit": lambda reader: (next(reader), reader.throw(GeneratorExit())),
    "throw a system exit": lambda reader: (next(reader), reader.throw(SystemExit(3))),
    "close first": lambda reader: reader.close(),
    "close first, then read": lambda reader: (reader.close(), _read(reader)),
    "close later": lambda reader: (next(reader), reader.close(), _read(reader)),
    "close after the end": lambda reader: (_read(reader), reader.close()),
    "close twice": lambda reader: (next(reader), reader.close(), reader.close()),
}


@with_and_without_tools
@pytest.mark.parametrize("steps", _PROTOCOL.values(), ids=_PROTOCOL)
def test_the_generator_protocol_is_kept(
    stream_call: Caller, options: dict[str, Any], steps: Steps
) -> None:
    """Every way of driving a stream ends the same: value, exception and what it follows from."""

    def script(gemini: FakeGemini) -> Any:
        reader = stream_call.open(gemini.client(), **options)
        results: list[object] = []
        error = catch(lambda: results.append(steps(reader)))
        reader.drop()
        return results, describe(error), len(gemini.requests)

    both = play_twice(script)

    assert both.bare == both.watched


@with_and_without_tools
@pytest.mark.parametrize("when", ["first", "later"])
def test_what_is_thrown_is_what_arrives(
    stream_call: Caller,
    options: dict[str, Any],
    when: str,
    telemetry: Telemetry,
    gemini: FakeGemini,
) -> None:
    """The app's exception comes back as the very object, and the call is recorded once."""
    reader = stream_call.open(gemini.client(), **options)
    if when == "later":
        next(reader)
    mine = MineError("mine", 7)

    caught = catch(lambda: reader.throw(mine))
    mine.__traceback__ = None  # its frames keep the SDK's inner streams alive
    reader.drop()

    assert caught is mine
    assert ("mine", 7) == mine.args
    assert mine.__context__ is None
    assert (0 if when == "first" else 1) == len(
        [span for span in telemetry.spans if span.name.startswith("generate_content")]
    )


def test_a_stream_half_read_survives_uninstrument(
    stream_call: Caller, telemetry: Telemetry, gemini: FakeGemini
) -> None:
    """Uninstrumenting between two chunks changes nothing, and the call is counted."""
    gemini.queue(Reply("abc", usage={"prompt": 10, "candidates": 3}, chunks=3))
    reader = stream_call.open(gemini.client())
    next(reader)

    uninstrument()
    rest = list(reader)
    stream_call.settle()

    assert 2 == len(rest)
    assert 13 == telemetry.total("gemini.client.tokens")
    assert "exhausted" == telemetry.span().attributes["gemini.stream.end"]


def test_a_stream_made_before_instrument_is_observed_from_its_first_step(
    stream_call: Caller, telemetry: Telemetry, gemini: FakeGemini
) -> None:
    """The private stream is made at the first step, so even then its tokens are counted."""
    uninstrument()
    reader = stream_call.open(gemini.client())
    sent = len(gemini.requests)
    with_telemetry = telemetry.spans

    assert 0 == sent
    assert [] == with_telemetry
    assert 3 == len(list(reader))


def test_an_error_arrives_at_the_first_step(stream_call: Caller) -> None:
    """A refused stream fails at its first step, not where it is made."""

    def script(gemini: FakeGemini) -> Any:
        reader = stream_call.open(gemini.client())
        return describe(catch(lambda: next(reader)))

    both = play_twice(script, [faults.overloaded()])

    assert both.bare == both.watched
    assert "503" == both.telemetry.span().attributes["error.type"]


def test_an_async_stream_passes_through_aclosing(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """`contextlib.aclosing`, as frameworks use it, ends the stream at once."""
    client: Any = gemini.client()

    async def read_one() -> None:
        stream: Any = await client.aio.models.generate_content_stream(model=MODEL, contents="x")
        async with contextlib.aclosing(stream):
            await anext(stream)
        await client.aio.aclose()

    asyncio.run(read_one())

    assert 1 == len(telemetry.spans)
    assert 1 == len(telemetry.events("gemini.usage"))
