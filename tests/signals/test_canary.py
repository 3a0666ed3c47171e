"""Nothing that was said, and no key, is in any signal or log while capture is off."""

import logging
from collections.abc import Iterator
from contextlib import suppress
from typing import Any, Final

import pytest
from google.genai import types

from gemini_otel.testing import FakeGemini, Reply, parts
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.shapes import MODEL, Caller
from tests.signals.repertoire import KINDS, SECRET, look_up


_KEY: Final = "AIzaSyCanary-0123456789abcdefghijklmnop"


def _everything(telemetry: Telemetry, caplog: pytest.LogCaptureFixture) -> str:
    points = [(name, telemetry.points(name)) for name in telemetry.metric_names]
    ours = [line for line in caplog.records if line.name.startswith("gemini_otel")]
    lines = [(line.getMessage(), line.args, line.exc_text) for line in ours]
    return repr((telemetry.spans, telemetry.events(), points, lines))


@pytest.fixture(autouse=True)
def _hear_everything(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    with caplog.at_level(logging.DEBUG, "gemini_otel"):
        yield


@pytest.mark.parametrize("kind", KINDS)
def test_no_kind_of_call_tells_what_was_said(
    gemini: FakeGemini, telemetry: Telemetry, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    """Every kind of call has a secret in all that is said, by the app, the model and the server."""
    KINDS[kind](gemini)

    assert SECRET not in _everything(telemetry, caplog)


def test_the_secret_is_told_where_capture_is_on(gemini: FakeGemini) -> None:
    """The test above would see it."""
    with record_telemetry(capture_content="SPAN_ONLY") as telemetry:
        KINDS["every token kind, whole"](gemini)

    assert SECRET in repr(telemetry.spans)


def test_no_part_of_a_request_is_told(
    gemini: FakeGemini, telemetry: Telemetry, caplog: pytest.LogCaptureFixture, call: Caller
) -> None:
    """Prompt, history, files, instruction, tools, labels, schema and headers stay out."""
    contents = [
        types.Content(role="user", parts=[types.Part(text="canary-prompt")]),
        types.Content(
            role="model",
            parts=[types.Part.from_function_call(name="f", args={"a": "canary-argument"})],
        ),
        types.Content(
            role="user",
            parts=[
                types.Part.from_function_response(name="f", response={"r": "canary-result"}),
                types.Part.from_uri(
                    file_uri="gs://canary-bucket/canary-file.pdf", mime_type="application/pdf"
                ),
                types.Part.from_bytes(data=b"canary-bytes", mime_type="image/png"),
            ],
        ),
    ]
    config = types.GenerateContentConfig(
        system_instruction="canary-instruction",
        labels={"team": "canary-label"},
        tools=[types.Tool(google_search=types.GoogleSearch()), look_up],
        response_mime_type="application/json",
        response_schema={"type": "OBJECT", "properties": {"canary_field": {"type": "STRING"}}},
        http_options=types.HttpOptions(headers={"x-canary": "canary-header"}),
    )
    answer = [
        parts.thought("canary-thought", signature=b"canary-signature"),
        parts.code("canary-code"),
        parts.code_result("canary-output"),
        parts.inline_data(b"canary-image"),
        "canary-answer",
    ]
    gemini.queue(Reply(answer, finish_message="canary-message"))

    call.ask(gemini.client(vertexai=True), contents=contents, config=config)

    assert "generate_content" in _everything(telemetry, caplog)
    assert "canary" not in _everything(telemetry, caplog).lower()


def test_no_key_is_told(
    gemini: FakeGemini, telemetry: Telemetry, caplog: pytest.LogCaptureFixture, call: Caller
) -> None:
    """Not the client's, not one in a URL, not one that an error quotes."""
    url = f"{gemini.url}/proxy?key={_KEY}"
    client: Any = gemini.client(api_key=_KEY, http_options={"headers": {"x-goog-api-key": _KEY}})
    gemini.queue(Reply(), Reply.error(400, "INVALID_ARGUMENT", f"API key {_KEY} not valid."))

    call.ask(client)
    with pytest.raises(Exception, match="not valid"):
        call.ask(client)
    with suppress(Exception):
        call.ask(client, config={"http_options": {"base_url": url}})

    assert 3 == len(telemetry.spans)
    assert "Canary" not in _everything(telemetry, caplog)


@pytest.mark.parametrize("mode", ["SPAN_AND_EVENT", "NO_CONTENT"])
def test_a_key_that_was_said_is_never_told(
    gemini: FakeGemini, caplog: pytest.LogCaptureFixture, call: Caller, mode: str
) -> None:
    """A prompt may hold a key, and so may an answer and a tool's result; capture leaves it out."""

    def read_settings(city: str) -> dict[str, str]:
        """Reads."""
        return {"api_key": _KEY, "line": f"Authorization: Bearer {_KEY}"}

    gemini.queue(Reply(parts.function_call("read_settings", {"city": _KEY})), f"It is {_KEY}.")
    with record_telemetry(capture_content=mode) as telemetry:
        call.ask(
            gemini.client(),
            contents=f"My key is {_KEY}!",
            config={"system_instruction": f"key={_KEY}", "tools": [read_settings]},
        )

    recorded = _everything(telemetry, caplog)
    assert ("My key is" in recorded) is (mode != "NO_CONTENT")
    assert "Canary" not in recorded


def test_a_fault_of_ours_is_logged_without_its_words(
    gemini: FakeGemini,
    telemetry: Telemetry,
    caplog: pytest.LogCaptureFixture,
    production_guard: dict[str, int],
) -> None:
    """What breaks inside the library may be content; its type and place are what is logged."""

    class Trap:
        @property
        def tools(self) -> None:
            raise ValueError(SECRET)

    client: Any = gemini.client()
    with pytest.raises(Exception, match=r"(?s)."):
        client.models.generate_content(model=MODEL, contents="?", config=Trap())

    assert production_guard
    recorded = _everything(telemetry, caplog)
    assert "internal_error" in recorded
    assert SECRET not in recorded
