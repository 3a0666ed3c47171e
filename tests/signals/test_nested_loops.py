"""A tool that itself asks Gemini: its calls are below it, and are told once."""

from typing import Any

from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import MODEL, Caller
from tests.signals.loops import WORKFLOW, add, tool_runs, wants
from tests.signals.tokens import counted, told


def test_a_tool_that_asks_gemini_is_the_parent_of_its_call(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """The inner call is below the tool, counted once, and no turn of the outer loop."""

    def translate(a: int, b: int) -> str:
        """Says it in words."""
        return str(client.models.generate_content(model="gemini-inner", contents=f"{a}{b}").text)

    gemini.queue(wants("translate", prompt=10, candidates=3), Reply(usage={"prompt": 20}))
    gemini.queue(Reply("one, nothing", usage={"prompt": 7, "candidates": 4}), model="gemini-inner")

    call.ask(client, config={"tools": [translate]})

    (run,) = tool_runs(telemetry)
    inner = telemetry.span("generate_content gemini-inner")
    assert run.span_id == inner.parent_id
    assert 2 == telemetry.span(WORKFLOW).attributes["gemini.workflow.turns"]
    assert gemini.totals() == counted(telemetry) == told(telemetry)


def test_a_loop_inside_a_tool_is_a_workflow_of_its_own(
    gemini: FakeGemini, telemetry: Telemetry, client: Any
) -> None:
    """Each loop has its own span and its own number of turns."""

    def delegate(a: int, b: int) -> str:
        """Lets another model do it."""
        config = {"tools": [add]}
        answer = client.models.generate_content(model="inner", contents=f"{a}{b}", config=config)
        return str(answer.text)

    gemini.queue(wants("delegate"), "Done.")
    gemini.queue(wants("add"), wants("add"), "1.", model="inner")

    client.models.generate_content(model=MODEL, contents="?", config={"tools": [delegate]})

    inner, outer = [span for span in telemetry.spans if span.name == WORKFLOW]
    delegated = next(run for run in tool_runs(telemetry) if run.name == "execute_tool delegate")
    assert (3, 2) == (
        inner.attributes["gemini.workflow.turns"],
        outer.attributes["gemini.workflow.turns"],
    )
    assert (delegated.span_id, None) == (inner.parent_id, outer.parent_id)
