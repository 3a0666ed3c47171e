"""The errors of Interactions form a tree of their own and are read all the same."""

import importlib
import importlib.util
from typing import Any

import pytest

from gemini_otel._classification import Quota
from gemini_otel._classify import classify
from tests.classify.bodies import REQUESTS_PER_DAY, failure, fault


def _module() -> Any:
    # Where the SDK keeps its errors of Interactions: since 2.9, and before.
    homes = ("google.genai._gaos.lib.compat_errors", "google.genai._interactions")
    home = next(home for home in homes if _exists(home))
    return importlib.import_module(home)


def _exists(module: str) -> bool:
    try:
        return importlib.util.find_spec(module) is not None
    except ModuleNotFoundError:
        return False


interactions = _module()


def _status_error(http: Any, name: str, code: int, body: object, **headers: str) -> Exception:
    request = http.Request("POST", "https://generativelanguage.googleapis.com/v1/interactions")
    response = http.Response(code, json=body, request=request, headers=headers)
    error: Exception = getattr(interactions, name)("Error", response=response, body=body)
    return error


@pytest.mark.parametrize(
    ("name", "code", "symbol", "error_class"),
    [
        ("BadRequestError", 400, "invalid_request", "invalid_argument"),
        ("AuthenticationError", 401, "authentication", "unauthenticated"),
        ("PermissionDeniedError", 403, "permission_denied", "permission_denied"),
        ("NotFoundError", 404, "model_not_found", "model_not_found"),
        ("ConflictError", 409, "aborted", "conflict"),
        ("UnprocessableEntityError", 422, "invalid_request", "invalid_argument"),
        ("RateLimitError", 429, "rate_limit_exceeded", "rate_limited"),
        ("InternalServerError", 500, "api_error", "internal"),
        ("InternalServerError", 503, "service_unavailable", "overloaded"),
    ],
)
def test_status_error(http: Any, name: str, code: int, symbol: str, error_class: str) -> None:
    """The code and the symbol of the body decide."""
    body = {"error": {"code": symbol, "message": "Sorry."}}

    actual = classify(_status_error(http, name, code, body))

    assert (error_class, code, str(code)) == (
        actual.error_class,
        actual.http_status,
        actual.error_type,
    )


def test_body_with_typed_details(http: Any) -> None:
    """Typed details are read as they are in other calls."""
    body = fault(429, "RESOURCE_EXHAUSTED", "Over quota.", failure(REQUESTS_PER_DAY))

    actual = classify(_status_error(http, "RateLimitError", 429, body))

    assert actual.error_class == "quota_exhausted"
    assert actual.quota == Quota(
        "generativelanguage.googleapis.com/generate_content_free_tier_requests",
        "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
        250,
        "day",
        free_tier=True,
    )


def test_body_in_a_list_of_one(http: Any) -> None:
    """A body that stands in an array of one is read like its only entry."""
    body = [{"error": {"code": "quota_exceeded", "message": "Sorry."}}]

    actual = classify(_status_error(http, "RateLimitError", 429, body))

    assert actual.error_class == "quota_exhausted"


def test_delay_in_the_headers(http: Any) -> None:
    """The server's `Retry-After` is read from the response."""
    body = {"error": {"code": "rate_limit_exceeded", "message": "Slow down."}}

    actual = classify(_status_error(http, "RateLimitError", 429, body, **{"Retry-After": "9"}))

    assert actual.retry_after_s == 9.0


def test_message_refines_a_coarse_symbol(http: Any) -> None:
    """`invalid_request` with the message of a missing thought signature is told apart."""
    body = {"error": {"code": "invalid_request", "message": "missing a thought_signature in"}}

    actual = classify(_status_error(http, "BadRequestError", 400, body))

    assert actual.error_class == "missing_thought_signature"


def test_timeout(http: Any) -> None:
    """A timeout is one of the client, though its class is a connection error."""
    error = interactions.APITimeoutError(http.Request("POST", "https://example.com"))

    assert classify(error).error_class == "client_timeout"


def test_connection(http: Any) -> None:
    """A connection error has no status, and its class's name is the type."""
    request = http.Request("POST", "https://example.com")

    actual = classify(interactions.APIConnectionError(message="Connection error.", request=request))

    assert (actual.error_class, actual.http_status) == ("connection", None)
    assert actual.error_type.endswith(".APIConnectionError")


def test_answer_of_an_unknown_shape(http: Any) -> None:
    """An answer the SDK cannot validate is a question of its version, not of the status 200."""
    request = http.Request("POST", "https://example.com")
    response = http.Response(200, json={}, request=request)

    actual = classify(interactions.APIResponseValidationError(response, body={}))

    assert (actual.error_class, actual.retryable) == ("parse", False)
