"""An interrupt at any step reaches the program as without us, and nothing is counted twice."""

import asyncio
import contextvars
import functools
import json
from collections.abc import Callable, Iterator
from typing import Final, NamedTuple

import pytest

from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.accounts import read_events, read_totals
from tests.comparison import catch
from tests.faults.answers import pack
from tests.faults.interrupting import Driven, Line, find_lines, interrupt
from tests.faults.pipe import Bytes, Pipe
from tests.faults.rehearsal import forget
from tests.faults.test_busy_streams import answer_growing
from tests.planting import Place, find_places, plant
from tests.shapes import Caller


_INTERRUPTS: Final = (KeyboardInterrupt, SystemExit, GeneratorExit, asyncio.CancelledError)
_WHOLE: Final = {
    "candidates": [{"content": {"parts": [{"text": "a"}], "role": "model"}}],
    "usageMetadata": {"promptTokenCount": 9, "candidatesTokenCount": 4, "totalTokenCount": 13},
}


def _answer(caller: Caller) -> Bytes:
    if caller.is_stream:
        return answer_growing()
    return pack([json.dumps(_WHOLE).encode()], is_stream=False)


def _count_once(telemetry: Telemetry) -> int:
    """How many tokens were counted, where the call was counted once and told of alike."""
    totals = read_totals(telemetry)
    assert totals == read_events(telemetry)
    assert 1 == telemetry.total("gemini.client.calls") == len(telemetry.spans)
    assert len(telemetry.events("gemini.usage")) <= 1
    return sum(totals.values())


def _drive(caller: Caller, at: int, error: BaseException) -> tuple[object, int, int]:
    """What the program caught, how many chunks it got, and how often it waited."""
    client, came = Pipe(_answer(caller), is_slow=True).connect(), list[object]()

    async def work() -> tuple[object, int, int]:
        driven, caught = Driven(caller.ask_async(client, came.append), at, error), None
        try:
            await driven
        except BaseException as one:  # noqa: BLE001 - whatever it is, it is compared
            caught = one
        return caught and (type(caught), caught is error), len(came), driven.waits

    return asyncio.run(work())


@pytest.mark.parametrize("interrupt_type", _INTERRUPTS)
def test_an_interrupt_at_any_await_is_the_same(
    async_call: Caller, interrupt_type: type[BaseException]
) -> None:
    """At each place where the call waits: the same end, and what came is counted, once."""
    *_, waits = _drive(async_call, -1, interrupt_type())

    for at in range(waits):
        bare = _drive(async_call, at, interrupt_type())
        with record_telemetry() as telemetry:
            watched = _drive(async_call, at, interrupt_type())

        came = watched[1]
        assert bare == watched
        assert watched[0] is not None
        assert (9 + came if came else 0) == _count_once(telemetry)
    assert waits > 1


def _ask(caller: Caller, through: Callable[[Callable[[], object]], object]) -> tuple[object, int]:
    """What the program caught, and how many chunks it got."""
    client, came = Pipe(_answer(caller)).connect(), list[object]()
    caught = catch(lambda: through(lambda: caller.ask(client, came.append)))
    told = caught and (type(caught), str(caught))
    if caught is not None:
        caught.__traceback__ = None
    return told, len(came)


def _find_lines(caller: Caller) -> list[Line]:
    lines: list[Line] = []
    _ask(caller, lambda work: lines.extend(find_lines(work)))
    return lines


class _Counts(NamedTuple):
    calls: int
    tokens: int
    events: int


def _read_counts(telemetry: Telemetry) -> _Counts:
    tokens = sum(read_totals(telemetry).values())
    calls, events = telemetry.total("gemini.client.calls"), telemetry.events("gemini.usage")
    counts = _Counts(int(calls), tokens, len(events))
    telemetry.clear()
    return counts


def _interrupt(caller: Caller, line: Line) -> tuple[object, int]:
    return _ask(caller, functools.partial(interrupt, line, KeyboardInterrupt("now")))


def _complain(
    caller: Caller, line: Line, bare: tuple[object, int], telemetry: Telemetry
) -> Iterator[str]:
    before = _read_counts(telemetry)
    watched = _interrupt(caller, line)
    after = _read_counts(telemetry)
    if bare != watched:
        yield f"{line}: {bare} without us, {watched} with us"
    if after.calls - before.calls > 1 or after.events > 1:
        yield f"{line}: {after} after {before}"
    if after.tokens - before.tokens not in _may_count(caller, line, watched[1]):
        yield f"{line}: {after} after {before}, {watched[1]} chunks came"


def _may_count(caller: Caller, line: Line, came: int) -> set[int]:
    """Of a stream, what came to us may still be on its way to the program."""
    if caller.is_stream:
        return {0 if not chunks else 9 + chunks for chunks in (came, min(came + 1, 4))}
    return {13} if line.is_answered else {0, 13}


@pytest.mark.parametrize("name", ["whole", "stream"])
def test_ctrl_c_at_any_line_of_the_sdk_is_the_same(name: str) -> None:
    """At each line: the same end; a response that came is counted, and none is counted twice."""
    caller = Caller.of(name)
    lines = _find_lines(caller)

    ends = [_interrupt(caller, line) for line in lines]
    with record_telemetry() as telemetry:
        complaints = [
            complaint
            for line, bare in zip(lines, ends, strict=True)
            for complaint in _complain(caller, line, bare, telemetry)
        ]

    assert [] == complaints
    assert len(lines) > 100


@pytest.mark.parametrize("name", ["whole", "stream"])
def test_ctrl_c_at_any_line_of_ours_reaches_the_program(name: str) -> None:
    """It is never kept, and what it cuts short is not counted twice; it may not be counted."""
    caller = Caller.of(name)
    with record_telemetry():
        forget()
        places: list[Place] = []
        _ask(caller, lambda work: places.extend(find_places(work)))

    # Python tells nobody what a finalizer raises.
    places = [place for place in places if place.function not in ("collected", "is_collecting")]
    for place in places:
        with record_telemetry() as telemetry:
            forget()
            context = contextvars.copy_context()
            told, _ = context.run(_ask, caller, lambda work: plant(place, work, KeyboardInterrupt))  # noqa: B023 - it is called at once

        assert told == (KeyboardInterrupt, str(place))
        assert telemetry.total("gemini.client.calls") <= 1
        assert sum(read_totals(telemetry).values()) in {
            0,
            *(range(10, 14) if caller.is_stream else [13]),
        }
    assert len(places) > 100
