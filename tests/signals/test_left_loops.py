"""A loop of function calls whose stream the app leaves is told once, however it is left."""

import gc
from typing import Any

from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import MODEL, Caller
from tests.signals.loops import WORKFLOW, add, settle, turns, wants


def test_a_workflow_ends_where_the_app_leaves_its_stream(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """A loop that is left in its last turn has told that turn and itself."""
    gemini.queue(wants("add"), Reply("abcdef", chunks=3))
    stream = stream_call.open(client, config={"tools": [add]})
    while len(gemini.requests) < 2:
        next(stream)

    stream.close()
    settle(stream_call, telemetry, 2)

    assert 2 == telemetry.span(WORKFLOW).attributes["gemini.workflow.turns"]
    assert 2 == len(turns(telemetry))


def test_a_workflow_ends_where_the_app_drops_its_stream(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller, client: Any
) -> None:
    """Leaving the loop over a stream by `break` is enough."""
    gemini.queue(wants("add"), Reply("abcdef", chunks=3))
    stream = stream_call.open(client, config={"tools": [add]})
    while len(gemini.requests) < 2:
        next(stream)

    stream.drop()
    settle(stream_call, telemetry, 2)

    assert 1 == len([span for span in telemetry.spans if span.name == WORKFLOW])
    assert 2 == len(turns(telemetry))


def test_a_workflow_in_a_cycle_ends_after_the_collection(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """Inside a cyclic collection nothing is recorded; the next reading finds it, once."""
    gemini.queue(wants("add"), Reply("abcdef", chunks=3))
    config = {"tools": [add]}
    stream = client.models.generate_content_stream(model=MODEL, contents="?", config=config)
    cycle: list[Any] = [stream]
    cycle.append(cycle)
    next(stream)
    del stream, cycle

    gc.collect()

    assert [] == [span for span in telemetry.spans if span.name == WORKFLOW]
    (duration,) = telemetry.points("gen_ai.invoke_workflow.duration")
    assert 1 == duration.count
    assert "UNSET" == telemetry.span(WORKFLOW).status
