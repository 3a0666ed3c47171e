"""What was recorded can be put on disk before the answer goes back to the app."""

import asyncio
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from gemini_otel._durability import SETTLERS, add_settler, remove_settler, settle_aside
from gemini_otel.testing import Break, Embedding, FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.comparison import catch, describe
from tests.programs import run
from tests.shapes import Caller


class Notary:
    """Settles nothing, and notes what had been recorded when it was asked, and on which thread."""

    def __init__(self) -> None:
        self.telemetry: Telemetry | None = None
        self.seen: list[int] = []
        self.threads: list[int] = []

    def settle(self) -> None:
        """Notes how many billed responses are recorded."""
        assert self.telemetry
        self.seen.append(len(self.telemetry.events("gemini.usage")))
        self.threads.append(threading.get_ident())


@pytest.fixture
def notary(telemetry: Telemetry) -> Iterator[Notary]:
    """It is registered for the length of the test."""
    made = Notary()
    made.telemetry = telemetry
    add_settler(made.settle)
    yield made
    remove_settler(made.settle)


def test_an_answer_waits_until_it_is_settled(
    call: Caller, gemini: FakeGemini, notary: Notary
) -> None:
    """When the app gets the answer, or its last chunk, the usage event was settled."""
    at_chunks: list[int] = []

    call.ask(gemini.client(), lambda _chunk: at_chunks.append(max(notary.seen, default=0)))

    assert 1 == at_chunks[-1]


def test_embeddings_wait_too(whole_call: Caller, gemini: FakeGemini, notary: Notary) -> None:
    """Embeddings are billed as answers are."""
    gemini.queue(Embedding())

    whole_call.use(
        gemini.client(), "embed_content", model="gemini-embedding-001", contents="Hello?"
    )

    assert 1 == notary.seen[-1]


def test_the_event_loop_is_not_held_up(
    async_call: Caller, gemini: FakeGemini, notary: Notary
) -> None:
    """From a coroutine it is settled in another thread than the loop's."""
    async_call.ask(gemini.client())

    assert notary.threads
    assert threading.get_ident() not in notary.threads


def test_nor_is_it_by_a_stream_that_breaks(
    gemini: FakeGemini, notary: Notary, telemetry: Telemetry
) -> None:
    """What came of it is billed, and is settled in another thread before the error is raised."""
    gemini.queue(Reply("One two three.", chunks=3, breaks=Break.error(faults.internal(), after=2)))
    caller = Caller.of("async-stream")

    error = catch(lambda: caller.ask(gemini.client()))
    caller.close()

    assert error
    assert [1] == notary.seen[-1:]
    assert telemetry.event("gemini.usage").attributes["error.type"]
    assert threading.get_ident() not in notary.threads


def test_no_thread_of_the_loop_is_waited_for() -> None:
    """They may all be busy, and even wait for this very answer."""
    may_go_on = threading.Event()

    async def settle_meanwhile() -> bool:
        loop = asyncio.get_running_loop()
        loop.set_default_executor(ThreadPoolExecutor(1))
        busy = loop.run_in_executor(None, may_go_on.wait, 20)
        await settle_aside()
        is_busy = not busy.done()
        may_go_on.set()
        await busy
        return is_busy

    assert asyncio.run(settle_meanwhile())


_FORKED = """
import asyncio, os, threading
from gemini_otel._durability import add_settler, settle_aside
add_settler(lambda: None)
asyncio.run(settle_aside())
child = os.fork()
if not child:
    asyncio.run(settle_aside())
    os._exit(3)
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
"""


def test_a_forked_child_has_threads_of_its_own() -> None:
    """Those of its parent are not there, and would be waited for forever."""
    assert "3" == run(_FORKED, forks=True).output.strip()


def test_a_stream_is_the_same(stream_call: Caller, gemini: FakeGemini, notary: Notary) -> None:
    """Every chunk arrives once and in order, one that follows the announced end included."""
    gemini.queue(Reply("One two three.", chunks=4, usage_apart=True))
    gemini.queue(Reply("One two three.", chunks=4, usage_apart=True))
    settled = [one.text for one in stream_call.ask(gemini.client())]
    remove_settler(notary.settle)

    plain = [one.text for one in stream_call.ask(gemini.client())]

    assert 5 == len(plain)
    assert plain == settled


def test_a_stream_is_counted_the_same(
    stream_call: Caller, gemini: FakeGemini, notary: Notary, telemetry: Telemetry
) -> None:
    """The usage that follows the announced end is the one that counts."""
    gemini.queue(Reply("One.", usage={"prompt": 5, "candidates": 3}, usage_apart=True))

    stream_call.ask(gemini.client())

    said = telemetry.event("gemini.usage").attributes
    assert ("exhausted", 8) == (said["gemini.stream.end"], said["gemini.usage.total_tokens"])
    assert 1 == max(notary.seen)


def test_an_error_behind_the_end_comes_in_its_turn(
    stream_call: Caller, gemini: FakeGemini, notary: Notary
) -> None:
    """The last chunk is handed over first; then the error is raised, as without a settler."""
    broken = Reply("One two three.", chunks=3, breaks=Break.error(faults.internal(), after=3))
    gemini.queue(broken, broken)
    settled = _read_until_it_breaks(stream_call, gemini)
    remove_settler(notary.settle)

    assert _read_until_it_breaks(stream_call, gemini) == settled


def _read_until_it_breaks(caller: Caller, gemini: FakeGemini) -> tuple[list[str | None], Any]:
    read: list[str | None] = []
    error = catch(lambda: caller.ask(gemini.client(), lambda chunk: read.append(chunk.text)))

    assert error
    return read, describe(error)


def test_a_stream_left_behind_its_last_chunk_is_whole(
    stream_call: Caller, gemini: FakeGemini, notary: Notary, telemetry: Telemetry
) -> None:
    """A program that stops at the announced end has read all there is."""
    reader = stream_call.open(gemini.client())
    for chunk in reader:
        if chunk.candidates[0].finish_reason:
            break
    reader.close()

    assert "exhausted" == telemetry.event("gemini.usage").attributes["gemini.stream.end"]
    assert 1 == notary.seen[0]


def test_a_failing_settler_is_kept_from_the_app(
    call: Caller, gemini: FakeGemini, production_guard: dict[str, int]
) -> None:
    """The answer comes all the same, and the fault is counted."""

    def fail() -> None:
        raise OSError("no space left on device")

    add_settler(fail)
    try:
        with record_telemetry():
            answers = call.ask(gemini.client())
    finally:
        remove_settler(fail)

    assert "Hello from FakeGemini." == "".join(one.text or "" for one in answers)
    assert [1] == list(production_guard.values())


def test_a_cancelled_call_raises_as_ever(gemini: FakeGemini, notary: Notary) -> None:
    """A task that is cancelled while its answer is put on disk is cancelled."""
    is_settling, may_go_on = threading.Event(), threading.Event()

    def hold() -> None:
        is_settling.set()
        may_go_on.wait(20)

    async def cancel_meanwhile() -> None:
        client = gemini.client()
        asked = asyncio.create_task(
            client.aio.models.generate_content(model="gemini-3.5-flash", contents="Hello?")
        )
        await asyncio.to_thread(is_settling.wait, 20)
        asked.cancel()
        try:
            with pytest.raises(asyncio.CancelledError):
                await asked
        finally:
            may_go_on.set()
            await client.aio.aclose()

    add_settler(hold)
    try:
        asyncio.run(cancel_meanwhile())
    finally:
        remove_settler(hold)

    assert 1 == notary.seen[-1]


def test_registering_twice_is_registering_once(notary: Notary) -> None:
    """The same settler is asked once, and taken back once."""
    add_settler(notary.settle)

    assert [notary.settle] == SETTLERS


def test_what_is_not_registered_can_be_taken_back() -> None:
    """Taking back a stranger changes nothing."""
    remove_settler(print)

    assert [] == SETTLERS
