"""However a program leaves an answer, it gives one span, one usage event, and is counted once."""

import asyncio
import threading
from collections.abc import Callable

import pytest

from gemini_otel.testing import Break, FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import Telemetry
from tests.accounts import check_once, paused_reply, take, whole_reply
from tests.comparison import catch
from tests.shapes import Caller, Reader


def _read_all(reader: Reader) -> None:
    for _ in reader:
        pass


def _read_four(reader: Reader) -> None:
    take(reader, 4)


def _break_off(reader: Reader) -> None:
    take(reader, 2)


def _close(reader: Reader) -> None:
    take(reader, 2)
    reader.close()


def _throw(reader: Reader) -> None:
    take(reader, 2)
    thrown = catch(lambda: reader.throw(KeyError("mine")))
    assert thrown is not None
    thrown.__traceback__ = None  # its frames keep the SDK's inner streams alive


@pytest.mark.parametrize(
    ("reply", "leave", "ending"),
    [
        pytest.param(whole_reply(), _read_all, ("exhausted", True), id="read out"),
        pytest.param(whole_reply(), _read_four, ("collected", False), id="left at the last"),
        pytest.param(paused_reply(), _break_off, ("collected", False), id="broken off"),
        pytest.param(paused_reply(), _close, ("collected", False), id="closed"),
        pytest.param(paused_reply(), _throw, ("collected", False), id="thrown into"),
    ],
)
def test_a_stream_is_counted_once_however_it_is_left(  # noqa: PLR0917 - three vary together
    stream_call: Caller,
    reply: Reply,
    leave: Callable[[Reader], None],
    ending: tuple[str, bool],
    gemini: FakeGemini,
    telemetry: Telemetry,
) -> None:
    """What the server wrote is what is counted; usage that may have grown on is marked."""
    gemini.queue(reply)
    reader = stream_call.open(gemini.client())

    leave(reader)
    reader.drop()

    end, is_complete = ending
    check_once(gemini, telemetry, end, is_complete=is_complete)


@pytest.mark.parametrize(
    "breaks",
    [
        pytest.param(Break.cut(after=2), id="cut"),
        pytest.param(Break.error(faults.internal(), after=2), id="error"),
        pytest.param(Break.malformed(after=2), id="malformed"),
    ],
)
def test_a_broken_stream_is_counted_once(
    stream_call: Caller, breaks: Break, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """What came before the break is counted, and the error is on the span."""
    gemini.queue(whole_reply(breaks))

    error = catch(lambda: stream_call.ask(gemini.client()))

    assert isinstance(error, Exception)
    check_once(gemini, telemetry, "failed", is_complete=False)
    assert "ERROR" == telemetry.span().status
    assert telemetry.span().attributes["error.type"]


def test_a_stream_that_breaks_at_once_is_not_billed(
    stream_call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """Refused before its first chunk: a call and a span, but no usage event and no tokens."""
    gemini.queue(faults.overloaded())

    catch(lambda: stream_call.ask(gemini.client()))

    assert 1 == telemetry.total("gemini.client.calls", **{"error.type": "503"})
    assert "failed" == telemetry.span().attributes["gemini.stream.end"]
    assert [] == telemetry.events("gemini.usage")
    assert 0 == telemetry.total("gemini.client.tokens")


@pytest.mark.parametrize("way", ["cancel", "timeout"])
def test_a_cancelled_stream_is_counted_once(
    way: str, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """A task cancelled between two chunks, by hand or by a timeout, ends its stream at once."""
    gemini.queue(paused_reply())
    caller = Caller.of("async-stream")
    client = gemini.client()

    async def leave() -> object:
        came: asyncio.Queue[object] = asyncio.Queue()
        task = asyncio.ensure_future(caller.ask_async(client, came.put_nowait))
        await came.get()
        await came.get()
        if way == "timeout":
            return await asyncio.wait_for(task, 0.01)
        task.cancel("enough")
        return await task

    error = catch(lambda: caller.run(leave()))
    caller.close()

    assert isinstance(error, asyncio.TimeoutError if way == "timeout" else asyncio.CancelledError)
    check_once(gemini, telemetry, "cancelled", is_complete=False)


def test_a_cancelled_call_is_one_call(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """A whole answer that was not waited for: one span, one call, and no tokens, for none came."""
    gemini.queue(Reply("late", hold=threading.Event()))
    caller = Caller.of("async-whole")
    client = gemini.client()

    async def leave() -> object:
        return await asyncio.wait_for(caller.ask_async(client), 0.2)

    error = catch(lambda: caller.run(leave()))
    caller.close()

    assert isinstance(error, asyncio.TimeoutError)
    assert "cancelled" == telemetry.span().attributes["gemini.error.class"]
    assert 1 == telemetry.total("gemini.client.calls")
    assert 0 == telemetry.total("gemini.client.tokens")
