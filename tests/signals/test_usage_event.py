"""A usage event says which response it is of, how long it took and how it ended."""

import threading
import time
import uuid

import pytest

from gemini_otel._signals._identifiers import make_uid
from gemini_otel.testing import Break, FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import Telemetry
from tests.comparison import catch
from tests.programs import PIPELINE, run
from tests.shapes import Caller


_FORKED = """
from gemini_otel._signals._identifiers import make_uid
import os, sys
make_uid()
sys.stdout.flush()
child = os.fork()
os.write(1, f"{make_uid()}\\n".encode())  # in one piece, for both write at once
if not child:
    os._exit(0)
os.waitpid(child, 0)
"""


def test_each_response_has_an_id_of_its_own(
    call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """By it a copy is told from another response that looks the same."""
    call.ask(gemini.client())
    call.ask(gemini.client())

    ids = [one.attributes["log.record.uid"] for one in telemetry.events("gemini.usage")]
    assert 2 == len(set(ids))


def test_an_id_is_a_uuid_of_version_7() -> None:
    """RFC 9562 has a version and a variant in it."""
    made = uuid.UUID(make_uid())

    assert (7, uuid.RFC_4122) == (made.version, made.variant)


def test_ids_of_threads_differ() -> None:
    """Eight threads make 8,000 different ids."""
    made: list[str] = []
    threads = [
        threading.Thread(target=lambda: made.extend([make_uid() for _ in range(1_000)]))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert 8_000 == len(set(made))


def test_ids_differ_while_the_clock_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    """A clock that is set back comes by the same moment again, after any number of calls."""
    moment = time.time_ns()
    monkeypatch.setattr(time, "time_ns", lambda: moment)

    assert 10_000 == len({make_uid() for _ in range(10_000)})


def test_ids_of_forked_processes_differ() -> None:
    """A child does not go on with the random part of its parent."""
    done = run(PIPELINE + _FORKED, forks=True)

    child, parent = done.output.split()
    assert child[16:] != parent[16:]


def test_it_says_how_long_the_call_took(
    call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """The same as the span: to the nanosecond that both are rounded to."""
    call.ask(gemini.client())

    (span,) = telemetry.spans
    said = telemetry.event("gemini.usage").attributes["gemini.call.duration_s"]
    assert span.end_ns - span.start_ns == round(said * 1e9)


def test_a_failure_says_how_long_it_took(
    call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """A call that fails has no usage event, and the same duration in its exception event."""
    gemini.queue(faults.api_key_invalid())

    assert catch(lambda: call.ask(gemini.client()))
    (span,) = telemetry.spans
    said = telemetry.event("gen_ai.client.operation.exception").attributes
    assert span.end_ns - span.start_ns == round(said["gemini.call.duration_s"] * 1e9)


def test_it_says_how_a_stream_ended(
    stream_call: Caller, gemini: FakeGemini, telemetry: Telemetry
) -> None:
    """A stream that broke says failed, and with what."""
    gemini.queue(Reply(breaks=Break.error(faults.internal(), after=1)))

    assert catch(lambda: stream_call.ask(gemini.client()))
    said = telemetry.event("gemini.usage").attributes
    assert ("failed", "500") == (said["gemini.stream.end"], said["error.type"])


def test_it_says_what_was_blocked(call: Caller, gemini: FakeGemini, telemetry: Telemetry) -> None:
    """A prompt that was blocked is billed: the ledger can tell it from an answer."""
    gemini.queue(Reply(prompt_feedback={"block_reason": "PROHIBITED_CONTENT"}))

    call.ask(gemini.client())

    said = telemetry.event("gemini.usage").attributes
    assert ("prompt", "PROHIBITED_CONTENT") == (
        said["gemini.block.stage"],
        said["gemini.block.reason"],
    )
