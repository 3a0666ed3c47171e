"""The parameter that the server refused is named in the advice."""

import pytest

from gemini_otel._classify import classify
from tests.classify.bodies import fault
from tests.classify.conftest import Respond


MESSAGES = [
    (
        (
            "* GenerateContentRequest.generation_config.temperature: temperature must be in the "
            "range [0.0, 2.0].\n"
        ),
        "temperature between 0 and 2",
    ),
    (
        (
            "Unable to submit request because it has a temperature value of 3 but the supported "
            "range is from 0 (inclusive) to 2.0001 (exclusive). Update the value and try again."
        ),
        "temperature between 0 and 2",
    ),
    (
        "* GenerateContentRequest.generation_config.top_p: top_p must be in the range [0.0, 1.0].",
        "top_p between 0 and 1",
    ),
    (
        (
            "Unable to submit request because it has a topP value of 2 but the supported range is "
            "from 0 (inclusive) to 1.0001 (exclusive)."
        ),
        "top_p between 0 and 1",
    ),
    (
        (
            "Unable to submit request because it has a topK value of 64 but the supported range is "
            "from 1 (inclusive) to 41 (exclusive). Update the value and try again."
        ),
        "top_k",
    ),
    (
        "Unable to submit request because candidateCount must be 1 but the entered value was 9.",
        "candidate_count between 1 and 8",
    ),
    (
        (
            "Unable to submit request because it has a maxOutputTokens value of 99999 but the "
            "supported range is from 1 (inclusive) to 65537 (exclusive)."
        ),
        "max_output_tokens",
    ),
    (
        "You can only set only one of thinking budget and thinking level.",
        "either thinking_level or thinking_budget",
    ),
    ("Thinking level is not supported for this model.", "thinking_level"),
    ("The thinking budget (52428) is invalid.", "thinking_budget"),
    ("Budget 0 is invalid. This model only works in thinking mode.", "thinking_budget"),
    (
        (
            "CachedContent can not be used with GenerateContent request setting "
            "system_instruction, tools or tool_config."
        ),
        "into the cached content",
    ),
    (
        (
            'GenerateContentRequest.generation_config.response_schema.properties["a"].properties: '
            "should be non-empty for OBJECT type"
        ),
        "response schema",
    ),
    (
        (
            "GenerateContentRequest.tools[0].function_declarations[0].parameters.properties"
            "[temperature].items: missing field."
        ),
        "function declaration",
    ),
    (
        (
            "Please ensure that function call turn comes immediately after a user turn or after a "
            "function response turn."
        ),
        "turns in order",
    ),
    ("Unsupported MIME type: application/zip", "media type"),
    (
        "User has requested a restricted HarmBlockThreshold setting BLOCK_NONE.",
        "safety threshold",
    ),
    ("This feature is not available in the API version v1.", "one API version"),
    (
        "Function calling with a response mime type: 'application/json' is unsupported",
        "tools and JSON mode",
    ),
    (
        "Tool use with a response mime type: 'application/json' is unsupported",
        "tools and JSON mode",
    ),
    ("Multiple candidates is not enabled for this model", "candidate_count"),
    ("Thinking is not enabled for models/gemini-2.0-flash", "Leave thinking_config out"),
    ("Request contains an invalid argument.", "API reference"),
]


@pytest.mark.parametrize(("message", "hint"), MESSAGES)
def test_parameter_in_the_message(respond: Respond, message: str, hint: str) -> None:
    """A message that names a parameter gets the advice for that parameter."""
    actual = classify(respond(400, fault(400, "INVALID_ARGUMENT", message)))

    assert (actual.error_class, actual.retryable) == ("invalid_argument", False)
    assert hint in actual.hint


@pytest.mark.parametrize(
    ("field", "hint"),
    [
        ("generation_config.temperature", "temperature between 0 and 2"),
        ("generationConfig.topP", "top_p between 0 and 1"),
        ("generation_config.candidate_count", "candidate_count between 1 and 8"),
    ],
)
def test_typed_field_before_the_message(respond: Respond, field: str, hint: str) -> None:
    """The field of a `BadRequest` decides, whatever parameter the message speaks of."""
    refusal = {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": [{"field": field, "description": "Out of range."}],
    }
    message = "Unsupported MIME type: application/zip"

    actual = classify(respond(400, fault(400, "INVALID_ARGUMENT", message, refusal)))

    assert hint in actual.hint
