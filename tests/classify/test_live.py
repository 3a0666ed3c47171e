"""A Live session that was closed is classified by its close code and the reason's text."""

import pickle
from typing import Any

import pytest
from google.genai import errors

from gemini_otel._classify import classify


CLOSES = [
    (1000, "", "connection", True),
    (1001, "Going away", "connection", True),
    (1006, "Abnormal closure.", "connection", True),
    (1007, "API key expired. Please renew the API key.", "api_key_invalid", False),
    (1007, "API key not valid. Please pass a valid API key.", "api_key_invalid", False),
    (1007, "Request contains an invalid argument.", "invalid_argument", False),
    (
        1008,
        "models/gemini-99-live is not found for API version v1beta, or is not supported for bidi",
        "model_not_found",
        False,
    ),
    (
        1008,
        "models/gemini-2.0-flash-live-001 is not found for API version v1beta, or is not",
        "model_retired",
        False,
    ),
    (1008, "Requested entity was not found.", "resource_not_found", False),
    (1008, "The operation was aborted", "connection", True),
    (1008, "Operation is not implemented, or supported, or enabled.", "unimplemented", False),
    (1008, "Your API key was reported as leaked.", "api_key_leaked_or_blocked", False),
    (1009, "message too big", "request_too_large", False),
    (
        1011,
        "You exceeded your current quota, please check your plan and billing details.",
        "rate_limited",
        True,
    ),
    (
        1011,
        (
            "Request trace id: f102, [ORIGINAL ERROR] generic::resource_exhausted: "
            "RESOURCE_EXHAUSTED: Maximum concurrent se"
        ),
        "rate_limited",
        True,
    ),
    (
        1011,
        "Request trace id: 434a, [ORIGINAL ERROR] RPC::DEADLINE_EXCEEDED: ",
        "deadline_exceeded",
        True,
    ),
    (1011, "Internal error encountered.", "internal", True),
    (1011, "The service is currently unavailable.", "overloaded", True),
    (1013, "", "overloaded", True),
    (4321, "", "unknown", False),
]


# The signature names types of libraries that are not all installed.
_api_error: Any = errors.APIError


def _closed(code: int, reason: str) -> errors.APIError:
    with pytest.raises(errors.APIError) as raised:
        _api_error.raise_error(code, reason, None)
    return raised.value


@pytest.mark.parametrize(("code", "reason", "error_class", "retryable"), CLOSES)
def test_close(code: int, reason: str, error_class: str, *, retryable: bool) -> None:
    """A close code is no HTTP status, and the reason says more than the code."""
    actual = classify(_closed(code, reason))

    assert (error_class, retryable) == (actual.error_class, actual.retryable)
    assert (None, None, str(code)) == (actual.http_status, actual.rpc_status, actual.error_type)


def test_pickled_error() -> None:
    """An error that went through pickle, as between processes, keeps its class."""
    error = pickle.loads(pickle.dumps(_closed(1011, "You exceeded your current quota")))  # noqa: S301

    assert classify(error).error_class == "rate_limited"
