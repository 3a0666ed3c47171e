"""Every row of Google's error tables has its class.

Gemini: "Troubleshooting guide" and "API errors" of GenerateContent (ai.google.dev/gemini-api/docs).
Vertex AI: "Generative AI on Vertex AI inference API errors" (cloud.google.com). Interactions: "API
errors" (ai.google.dev/gemini-api/docs/api-errors).
"""

import pytest

from gemini_otel._classify import classify
from tests.classify.bodies import fault
from tests.classify.conftest import Respond


GEMINI = [
    (400, "INVALID_ARGUMENT", "The request body is malformed.", "invalid_argument", False),
    (
        400,
        "FAILED_PRECONDITION",
        (
            "Gemini API free tier is not available in your country. Please enable billing on your "
            "project in Google AI Studio."
        ),
        "billing_required",
        False,
    ),
    (402, "RESOURCE_EXHAUSTED", "Your prepay balance is used up.", "billing_required", False),
    (403, "PERMISSION_DENIED", "Your API key doesn't have the rights.", "permission_denied", False),
    (404, "NOT_FOUND", "The requested resource wasn't found.", "resource_not_found", False),
    (429, "RESOURCE_EXHAUSTED", "You've exceeded the rate limit.", "rate_limited", True),
    (499, "CANCELLED", "The operation was cancelled by the caller.", "cancelled", True),
    (500, "INTERNAL", "An unexpected error occurred on Google's side.", "internal", True),
    (503, "UNAVAILABLE", "The service may be temporarily overloaded.", "overloaded", True),
    (504, "DEADLINE_EXCEEDED", "The service is unable to finish.", "deadline_exceeded", True),
]
VERTEX = [
    (400, "INVALID_ARGUMENT", "Request fails API validation.", "invalid_argument", False),
    (
        400,
        "FAILED_PRECONDITION",
        "Organization Policy constraint violated for this model.",
        "permission_denied",
        False,
    ),
    (403, "PERMISSION_DENIED", "Client doesn't have permission.", "permission_denied", False),
    (404, "NOT_FOUND", "No valid object is found from the URL.", "resource_not_found", False),
    (429, "RESOURCE_EXHAUSTED", "API quota over the limit.", "rate_limited", True),
    (
        429,
        "RESOURCE_EXHAUSTED",
        "You've reached the daily limit for requests using logprobs.",
        "quota_exhausted",
        False,
    ),
    (499, "CANCELLED", "Request is cancelled by the client.", "cancelled", True),
    (500, "UNKNOWN", "Server error due to dependency failure.", "internal", True),
    (500, "INTERNAL", "Server error due to overload.", "internal", True),
    (503, "UNAVAILABLE", "Service is temporarily unavailable.", "overloaded", True),
    (504, "DEADLINE_EXCEEDED", "The request did not finish.", "deadline_exceeded", True),
]
INTERACTIONS = [
    (400, "invalid_request", "invalid_argument", False),
    (400, "failed_precondition", "billing_required", False),
    (416, "out_of_range", "invalid_argument", False),
    (400, "parameter_unknown", "invalid_argument", False),
    (401, "authentication", "unauthenticated", False),
    (402, "payment_required", "billing_required", False),
    (403, "permission_denied", "permission_denied", False),
    (404, "not_found", "resource_not_found", False),
    (404, "model_not_found", "model_not_found", False),
    (409, "already_exists", "conflict", False),
    (409, "aborted", "conflict", True),
    (429, "rate_limit_exceeded", "rate_limited", True),
    (429, "quota_exceeded", "quota_exhausted", False),
    (429, "too_many_requests", "rate_limited", True),
    (499, "cancelled", "cancelled", True),
    (500, "api_error", "internal", True),
    (501, "unimplemented", "unimplemented", False),
    (503, "service_unavailable", "overloaded", True),
    (504, "deadline_exceeded", "deadline_exceeded", True),
    (400, "safety", "content", False),
    (400, "recitation", "content", False),
    (400, "language", "content", False),
    (400, "prohibited_content", "content", False),
    (400, "spii", "content", False),
    (400, "blocklist", "content", False),
    (400, "image_safety", "content", False),
    (400, "image_prohibited_content", "content", False),
    (400, "image_recitation", "content", False),
    (400, "image_other", "content", False),
    (400, "content_blocked", "content", False),
    (400, "malformed_function_call", "tool", True),
]
BARE = [
    (400, "invalid_argument"),
    (401, "unauthenticated"),
    (402, "billing_required"),
    (403, "permission_denied"),
    (404, "resource_not_found"),
    (405, "unimplemented"),
    (408, "deadline_exceeded"),
    (409, "conflict"),
    (410, "resource_not_found"),
    (412, "billing_required"),
    (413, "request_too_large"),
    (416, "invalid_argument"),
    (418, "invalid_argument"),
    (422, "invalid_argument"),
    (429, "rate_limited"),
    (499, "cancelled"),
    (500, "internal"),
    (501, "unimplemented"),
    (502, "overloaded"),
    (503, "overloaded"),
    (504, "deadline_exceeded"),
    (599, "internal"),
    (302, "unknown"),
]


@pytest.mark.parametrize(("code", "status", "message", "error_class", "retryable"), GEMINI + VERTEX)
def test_row_of_the_code_tables(
    respond: Respond, code: int, status: str, message: str, error_class: str, *, retryable: bool
) -> None:
    """A code with its status means what the table of the platform says."""
    actual = classify(respond(code, fault(code, status, message)))

    assert (error_class, retryable) == (actual.error_class, actual.retryable)
    assert (code, status, str(code)) == (actual.http_status, actual.rpc_status, actual.error_type)


@pytest.mark.parametrize(("code", "symbol", "error_class", "retryable"), INTERACTIONS)
def test_symbol_of_interactions(
    respond: Respond, code: int, symbol: str, error_class: str, *, retryable: bool
) -> None:
    """A symbol of the Interactions API decides where the code alone would not."""
    actual = classify(respond(code, {"error": {"code": symbol, "message": "Sorry."}}))

    assert (error_class, retryable) == (actual.error_class, actual.retryable)
    assert (code, None) == (actual.http_status, actual.rpc_status)


@pytest.mark.parametrize(("code", "error_class"), BARE)
def test_code_without_json(respond: Respond, code: int, error_class: str) -> None:
    """An HTML page of a proxy is classified by its code alone, and its reason is no status."""
    actual = classify(respond(code, "<html><title>Error</title></html>"))

    assert (error_class, None) == (actual.error_class, actual.rpc_status)


def test_page_of_an_unknown_url(respond: Respond) -> None:
    """The HTML page for a URL the front end does not know points to the URL."""
    page = "<p><b>404.</b> The requested URL <code>/v9/models</code> was not found.</p>"

    actual = classify(respond(404, page))

    assert actual.error_class == "resource_not_found"
    assert "HttpOptions.base_url" in actual.hint


def test_status_newer_than_this_library(respond: Respond) -> None:
    """An unknown status is reported as it came, and the code decides."""
    actual = classify(respond(503, fault(503, "MODEL_IS_ASLEEP", "Please try later.")))

    assert (actual.error_class, actual.rpc_status) == ("overloaded", "MODEL_IS_ASLEEP")


def test_symbol_as_a_uri(respond: Respond) -> None:
    """The last part of a URI is the symbol, as the SDK documents the field."""
    body = {"error": {"code": "https://ai.google.dev/errors/quota_exceeded", "message": ""}}

    assert classify(respond(429, body)).error_class == "quota_exhausted"
