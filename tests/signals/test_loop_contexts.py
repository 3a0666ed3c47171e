"""A loop of function calls is in the app's own context, step by step."""

from collections.abc import Callable
from typing import Any

from opentelemetry import baggage, context

import gemini_otel
from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.shapes import MODEL
from tests.signals.loops import WORKFLOW, add, turns, wants


def _open(client: Any, tool: Callable[..., int]) -> Any:
    """A streamed loop that may run a tool, not begun yet."""
    return client.models.generate_content_stream(
        model=MODEL, contents="?", config={"tools": [tool]}
    )


def test_a_tool_sees_the_context_of_its_step(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """What the app sets anew between the steps of a stream is there in the tool, as without us."""
    seen: list[object] = []

    def look(a: int, b: int) -> int:
        """Looks around."""
        seen.append(baggage.get_baggage("step"))
        return a + b

    gemini.queue(wants("look"), wants("look"), "Done.")
    stream = _open(client, look)
    for step in range(10):
        token = context.attach(baggage.set_baggage("step", step))
        try:
            next(stream)
        except StopIteration:
            break
        finally:
            context.detach(token)

    assert 2 == len(set(seen)) == len(seen)
    assert 3 == telemetry.span(WORKFLOW).attributes["gemini.workflow.turns"]


def test_turns_keep_the_attribution_of_the_beginning(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """A stream that begins on behalf of a tenant goes on so where it is read outside the block."""
    gemini.queue(wants("add"), "3.")
    stream = _open(client, add)
    with gemini_otel.attribution(tenant="acme"):
        next(stream)

    list(stream)

    tenants = [span.attributes.get("gemini.attribution.tenant") for span in turns(telemetry)]
    assert ["acme", "acme"] == tenants


def test_turns_keep_the_baggage_of_the_beginning(gemini: FakeGemini, client: Any) -> None:
    """A tenant that came in baggage stays that of the loop, unless a step names another one."""
    gemini.queue(wants("add"), "3.")
    with record_telemetry(attribution_keys=["tenant"]) as telemetry:
        stream = _open(client, add)
        token = context.attach(baggage.set_baggage("tenant", "acme"))
        next(stream)
        context.detach(token)

        list(stream)

        tenants = [span.attributes.get("gemini.attribution.tenant") for span in turns(telemetry)]
        assert ["acme", "acme"] == tenants


def test_a_step_adds_to_the_attribution_of_the_beginning(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """As an inner block adds to an outer one."""
    gemini.queue(wants("add"), "3.")
    stream = _open(client, add)
    with gemini_otel.attribution(tenant="acme", feature="ask"):
        next(stream)
    # Older SDKs begin the next turn before they hand out the end of the one before it.
    second = "ask" if len(gemini.requests) == 2 else "render"

    with gemini_otel.attribution(feature="render"):
        list(stream)

    told = [
        tuple(span.attributes.get(f"gemini.attribution.{key}") for key in ("tenant", "feature"))
        for span in turns(telemetry)
    ]
    assert [("acme", "ask"), ("acme", second)] == told
