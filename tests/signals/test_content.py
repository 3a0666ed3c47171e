"""Prompts and answers are recorded where the user asked for it, redacted, and nowhere else."""

import json
from typing import Any, Final

import pytest

from gemini_otel.testing import FakeGemini, Reply, faults, parts
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.shapes import MODEL, Caller
from tests.signals.conventions import CONTENT
from tests.signals.loops import add, tool_runs, wants


_DETAILS: Final = "gen_ai.client.inference.operation.details"
_INPUT: Final = "gen_ai.input.messages"
_OUTPUT: Final = "gen_ai.output.messages"
_SYSTEM: Final = "gen_ai.system_instructions"
_TOOLS: Final = "gen_ai.tool.definitions"

_QUESTION: Final = [{"role": "user", "parts": [{"type": "text", "content": "Capital?"}]}]
_ANSWER: Final = [
    {
        "role": "assistant",
        "parts": [
            {"type": "reasoning", "content": "France, so"},
            {"type": "text", "content": "Paris it is."},
        ],
    }
]
_REPLY: Final = Reply([parts.thought("France, so"), "Paris it is."], chunks=5)


def _on_span(telemetry: Telemetry) -> dict[str, Any]:
    said = telemetry.span("generate_content").attributes
    return {name: json.loads(value) for name, value in said.items() if name in CONTENT}


def _on_event(telemetry: Telemetry) -> dict[str, Any]:
    return {
        name: json.loads(json.dumps(value, default=_plain))
        for event in telemetry.events(_DETAILS)
        for name, value in event.attributes.items()
        if name in CONTENT
    }


def _plain(value: Any) -> Any:
    return dict(value) if hasattr(value, "items") else list(value)


@pytest.mark.parametrize(
    ("mode", "is_on_span", "is_on_event"),
    [
        (None, False, False),
        ("NO_CONTENT", False, False),
        (False, False, False),
        ("SPAN_ONLY", True, False),
        ("EVENT_ONLY", False, True),
        ("span_and_event", True, True),
    ],
)
def test_content_is_where_it_was_asked_for(
    gemini: FakeGemini,
    call: Caller,
    mode: Any,
    is_on_span: bool,
    is_on_event: bool,
) -> None:
    """On spans as JSON, in an event as values, and a stream says what the whole would."""
    gemini.queue(_REPLY)
    with record_telemetry(capture_content=mode) as telemetry:
        call.ask(gemini.client(), contents="Capital?")

    said = {_INPUT: _QUESTION, _OUTPUT: _ANSWER}
    assert (said if is_on_span else {}) == _on_span(telemetry)
    assert (said if is_on_event else {}) == _on_event(telemetry)


def test_the_standard_variable_switches_capture_on(
    gemini: FakeGemini, client: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The variable that other GenAI instrumentations read is ours as well."""
    monkeypatch.setenv("OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT", "SPAN_ONLY")
    with record_telemetry() as telemetry:
        client.models.generate_content(model=MODEL, contents="Capital?")

    assert _QUESTION == _on_span(telemetry)[_INPUT]


def test_instructions_and_tools_are_content(gemini: FakeGemini, call: Caller) -> None:
    """What the model was told beside the messages is recorded with them."""
    config = {"system_instruction": "Be brief.", "tools": [add]}
    with record_telemetry(capture_content="SPAN_ONLY") as telemetry:
        call.ask(gemini.client(), contents="Capital?", config=config)

    said = _on_span(telemetry)
    assert [{"type": "text", "content": "Be brief."}] == said[_SYSTEM]
    assert [("function", "add")] == [(tool["type"], tool["name"]) for tool in said[_TOOLS]]


def test_a_failed_call_tells_what_was_asked(gemini: FakeGemini, call: Caller) -> None:
    """There is no answer, and the prompt is what one wants to see."""
    gemini.queue(faults.context_too_long())
    with (
        record_telemetry(capture_content="SPAN_AND_EVENT") as telemetry,
        pytest.raises(Exception, match="exceeds"),
    ):
        call.ask(gemini.client(), contents="Capital?")

    assert {_INPUT: _QUESTION} == _on_span(telemetry) == _on_event(telemetry)


def test_a_stream_left_early_tells_what_came(gemini: FakeGemini, stream_call: Caller) -> None:
    """The chunks that were read are the answer so far."""
    gemini.queue(Reply("abcdef", chunks=3))
    with record_telemetry(capture_content="SPAN_ONLY") as telemetry:
        stream = stream_call.open(gemini.client(), contents="Capital?")
        next(stream)
        stream.close()
        stream_call.settle()

    (message,) = _on_span(telemetry)[_OUTPUT]
    assert [{"type": "text", "content": "ab"}] == message["parts"]


def test_a_raw_body_is_quoted_like_an_answer(gemini: FakeGemini, whole_call: Caller) -> None:
    """Where the SDK parses nothing, the answer is in the body."""
    gemini.queue(_REPLY)
    with record_telemetry(capture_content="SPAN_ONLY") as telemetry:
        config = {"should_return_http_response": True}
        whole_call.ask(gemini.client(), contents="Capital?", config=config)

    assert _ANSWER == _on_span(telemetry)[_OUTPUT]


def test_long_texts_are_cut(gemini: FakeGemini, call: Caller) -> None:
    """Each text keeps as many characters as the setting says, and tells how many are gone."""
    gemini.queue(Reply("y" * 50))
    with record_telemetry(capture_content="SPAN_AND_EVENT", content_max_length=10) as telemetry:
        call.ask(gemini.client(), contents="x" * 30)

    for said in (_on_span(telemetry), _on_event(telemetry)):
        assert "x" * 10 + "… [20 characters left out]" == said[_INPUT][0]["parts"][0]["content"]
        assert "y" * 10 + "… [40 characters left out]" == said[_OUTPUT][0]["parts"][0]["content"]


def _hide(message: dict[str, Any]) -> dict[str, Any] | None:
    if message["role"] == "system":
        return None
    for part in message["parts"]:
        part["content"] = part.get("content", "").replace("Capital", "[hidden]")
    return message


def test_the_hook_changes_and_drops_messages(gemini: FakeGemini, call: Caller) -> None:
    """What it returns is what is recorded, on every signal; None is nothing."""
    gemini.queue("The Capital is Paris.")
    with record_telemetry(capture_content="SPAN_AND_EVENT", redact=_hide) as telemetry:
        call.ask(
            gemini.client(), contents="Capital?", config={"system_instruction": "Capital letters."}
        )

    for said in (_on_span(telemetry), _on_event(telemetry)):
        assert "[hidden]?" == said[_INPUT][0]["parts"][0]["content"]
        assert "The [hidden] is Paris." == said[_OUTPUT][0]["parts"][0]["content"]
        assert _SYSTEM not in said


def test_a_hook_that_raises_exports_nothing(
    gemini: FakeGemini,
    call: Caller,
    production_guard: dict[str, int],
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The call, its tokens and its span go on; its content and the hook's own words stay in."""
    with record_telemetry(capture_content="SPAN_AND_EVENT", redact=_refuse) as telemetry:
        (*_, answer) = call.ask(gemini.client(), contents="Capital?")

        assert answer
        assert ({}, {}) == (_on_span(telemetry), _on_event(telemetry))
        assert 19 == telemetry.total("gemini.client.tokens")
        assert sum(production_guard.values()) == telemetry.total("gemini.internal.errors") > 0
    assert "Capital" not in caplog.text


def test_tools_are_quoted_where_spans_have_content(gemini: FakeGemini, call: Caller) -> None:
    """Arguments and result of a tool are on its span."""
    gemini.queue(wants("add"), "1.")
    with record_telemetry(capture_content="SPAN_ONLY") as telemetry:
        call.ask(gemini.client(), config={"tools": [add]})

    (run,) = tool_runs(telemetry)
    assert ('{"a":1,"b":0}', "1") == (
        run.attributes["gen_ai.tool.call.arguments"],
        run.attributes["gen_ai.tool.call.result"],
    )


@pytest.mark.parametrize(
    "settings",
    [
        {},
        {"capture_content": "EVENT_ONLY"},
        {"capture_content": "SPAN_ONLY", "redact": _hide},
    ],
)
def test_tools_are_not_quoted_otherwise(
    gemini: FakeGemini, client: Any, settings: dict[str, Any]
) -> None:
    """Nor where a hook redacts, which sees messages only."""
    gemini.queue(wants("add"), "1.")
    with record_telemetry(**settings) as telemetry:
        client.models.generate_content(model=MODEL, contents="?", config={"tools": [add]})

    (run,) = tool_runs(telemetry)
    assert CONTENT.isdisjoint(run.attributes)


def test_embeddings_and_counts_have_no_content(gemini: FakeGemini, whole_call: Caller) -> None:
    """The conventions have none for them."""
    with record_telemetry(capture_content="SPAN_AND_EVENT") as telemetry:
        client = gemini.client()
        whole_call.use(client, "embed_content", model="gemini-embedding-001", contents="Capital?")
        whole_call.use(client, "count_tokens", model=MODEL, contents="Capital?")

    assert "Capital" not in repr((telemetry.spans, telemetry.events()))


def _refuse(message: dict[str, Any]) -> dict[str, Any]:
    raise ValueError(f"cannot redact {message}")


def test_faults_of_one_block_are_not_of_the_next(
    client: Any, production_guard: dict[str, int]
) -> None:
    """A suite that asserts that nothing of ours failed does not depend on its order."""
    with record_telemetry(capture_content="SPAN_ONLY", redact=_refuse) as telemetry:
        client.models.generate_content(model=MODEL, contents="x")
        assert 0 < telemetry.total("gemini.internal.errors") == sum(production_guard.values())

    with record_telemetry() as telemetry:
        client.models.generate_content(model=MODEL, contents="x")
        assert 0 == telemetry.total("gemini.internal.errors")
