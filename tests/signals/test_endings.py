"""How answers end that have several candidates, or nothing but what code printed."""

from typing import Any

import pytest

from gemini_otel.testing import FakeGemini, Reply, parts
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import MODEL, Caller


@pytest.mark.parametrize(
    "reasons",
    [("MALFORMED_FUNCTION_CALL", "UNEXPECTED_TOOL_CALL"), ("LANGUAGE", "NO_IMAGE")],
)
def test_each_reason_of_one_kind_is_told(
    gemini: FakeGemini, telemetry: Telemetry, client: Any, reasons: tuple[str, ...]
) -> None:
    """Candidates that ended for different reasons are told each, with advice for each."""
    endings = [
        {"content": {"parts": [{"text": "a"}]}, "finishReason": reason, "index": index}
        for index, reason in enumerate(reasons)
    ]
    gemini.queue(Reply.raw({"candidates": endings}))

    client.models.generate_content(model=MODEL, contents="x")

    told = [
        one.attributes for one in telemetry.events() if "gemini.finish_reason" in one.attributes
    ]
    assert list(reasons) == [one["gemini.finish_reason"] for one in told]
    assert 2 == len({one["gemini.advice"] for one in told})


def test_what_code_printed_is_an_answer(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, client: Any
) -> None:
    """An answer that ends after the result of its code was not eaten up by thinking."""
    gemini.queue(
        Reply(
            parts.code_result("42"),
            finish_reason="MAX_TOKENS",
            usage={"prompt": 3, "candidates": 2, "thoughts": 50},
        )
    )

    call.ask(client)

    said = telemetry.span("generate_content").attributes
    assert said["gemini.output.truncated_by_thinking"] is False
    assert "gemini.output.empty" not in said
