"""Refused requests and missing things: bodies from public reports."""

from typing import Any

import pytest

from gemini_otel._classify import classify
from tests.classify.bodies import Meaning, assert_means, case, fault
from tests.classify.conftest import Respond


CASES = [
    case(
        "dify-official-plugins#2088: no thought signature",
        fault(
            400,
            "INVALID_ARGUMENT",
            "Function call is missing a thought_signature in functionCall parts. This is required "
            "for tools to work correctly. Additional data, function call `default_api:get_weather`"
            ", position 2.",
        ),
        "missing_thought_signature",
        "thought_signature",
    ),
    case(
        "gemini-cli#13467: a broken thought signature",
        fault(400, "INVALID_ARGUMENT", "Corrupted thought signature."),
        "missing_thought_signature",
        "unchanged",
    ),
    case(
        "llm_wiki#49: an unknown field, although it is called temperature",
        fault(
            400,
            "INVALID_ARGUMENT",
            'Invalid JSON payload received. Unknown name "temperature": Cannot find field.',
            {
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": [
                    {"description": 'Unknown name "temperature": Cannot find field.'}
                ],
            },
        ),
        "invalid_argument",
        "api_version",
    ),
    case(
        "an unknown field, although it is called thought_signature",
        fault(
            400,
            "INVALID_ARGUMENT",
            'Invalid JSON payload received. Unknown name "thought_signature" at '
            "'contents[1].parts[0]': Cannot find field.",
            {
                "@type": "type.googleapis.com/google.rpc.BadRequest",
                "fieldViolations": [
                    {
                        "field": "contents[1].parts[0]",
                        "description": "Invalid JSON payload received. Unknown name "
                        "\"thought_signature\" at 'contents[1].parts[0]': Cannot find field.",
                    }
                ],
            },
        ),
        "invalid_argument",
        "respell the field",
    ),
    case(
        "gemini-cli#6678: context too long",
        fault(
            400,
            "INVALID_ARGUMENT",
            "The input token count (1200293) exceeds the maximum number of tokens allowed "
            "(1048576).",
        ),
        "context_too_long",
        "count_tokens",
    ),
    case(
        "python-genai#308: files too large",
        fault(
            400,
            "INVALID_ARGUMENT",
            "The request's total referenced files bytes are too large to be read",
        ),
        "request_too_large",
        "files.upload",
    ),
    case(
        "payload too large",
        fault(400, "INVALID_ARGUMENT", "Request payload size exceeds the limit: 20971520 bytes."),
        "request_too_large",
        "files.upload",
    ),
    case(
        "edsl#1907: a file still in processing",
        fault(
            400,
            "FAILED_PRECONDITION",
            "The File cxgja95z0ak1 is not in an ACTIVE state and usage is not allowed.",
        ),
        "resource_not_ready",
        "ACTIVE",
        retryable=True,
    ),
    case(
        "python-genai#1218: a file that is gone is a 403",
        fault(
            403,
            "PERMISSION_DENIED",
            "You do not have permission to access the File 9abc or it may not exist.",
        ),
        "resource_not_found",
        "48 hours",
    ),
    case(
        "a cache that is gone is a 403",
        fault(403, "PERMISSION_DENIED", "CachedContent not found (or permission denied)"),
        "resource_not_found",
        "time to live",
    ),
    case(
        "adk-python#200: no such model",
        fault(
            404,
            "NOT_FOUND",
            "models/gemini-99-pro is not found for API version v1beta, or is not supported for "
            "generateContent. Call ListModels to see the list of available models.",
        ),
        "model_not_found",
        "client.models.list()",
    ),
    case(
        "a model of v1beta asked for on v1, the default of SDK 3",
        fault(
            404,
            "NOT_FOUND",
            "models/gemini-flash-latest is not found for API version v1, or is not supported for "
            "generateContent. Call ListModels to see the list of available models.",
        ),
        "model_not_found",
        "'v1beta'",
    ),
    case(
        "truefoundry/models#946: no such model on Vertex AI",
        fault(
            404,
            "NOT_FOUND",
            "Publisher Model `projects/p/locations/us-central1/publishers/google/models/gemma4` was"
            " not found or your project does not have access to it.",
        ),
        "model_not_found",
        "location",
    ),
    case(
        "something else is gone",
        fault(404, "NOT_FOUND", "Requested entity was not found."),
        "resource_not_found",
        "Create it again",
    ),
]


@pytest.mark.parametrize(("body", "meaning"), CASES)
def test_reported_body(respond: Respond, body: dict[str, Any], meaning: Meaning) -> None:
    """A body from a public report gets its class, delay, quota and advice."""
    assert_means(body, meaning, classify(respond(body["error"]["code"], body)))
