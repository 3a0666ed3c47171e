"""Error bodies as Google sends them, and what each is expected to mean."""

from dataclasses import dataclass
from typing import Any

import pytest

from gemini_otel._classification import Classification, Quota


GENERATIVE = "generativelanguage.googleapis.com"
OVER_QUOTA = (
    "You exceeded your current quota, please check your plan and billing details. For more "
    "information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits."
)


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a body is expected to mean; the hint by words that only the right one has."""

    error_class: str
    hint: str
    retryable: bool
    retry_after_s: float | None
    quota: Quota | None


def case(
    name: str,
    body: dict[str, Any],
    error_class: str,
    hint: str,
    *,
    retryable: bool = False,
    retry_after_s: float | None = None,
    quota: Quota | None = None,
) -> Any:
    """A row of a table of bodies."""
    meaning = Meaning(error_class, hint, retryable, retry_after_s, quota)
    return pytest.param(body, meaning, id=name)


def assert_means(body: dict[str, Any], meaning: Meaning, actual: Classification) -> None:
    """Compare every field; the hint has to be one sentence with the words of the right one."""
    code = body["error"]["code"]
    expected = Classification(
        error_class=meaning.error_class,
        error_type=str(code),
        retryable=meaning.retryable,
        retry_after_s=meaning.retry_after_s,
        quota=meaning.quota,
        hint=actual.hint,
        http_status=code,
        rpc_status=body["error"]["status"],
    )
    assert expected == actual
    assert meaning.hint in actual.hint


def fault(code: int, status: str, message: str, *details: object) -> dict[str, Any]:
    """A body, with typed details or without any."""
    said: dict[str, Any] = {"code": code, "message": message, "status": status}
    return {"error": {**said, "details": list(details)} if details else said}


def info(reason: str, **metadata: str) -> dict[str, Any]:
    """A `google.rpc.ErrorInfo`."""
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": metadata,
    }


def failure(*violations: dict[str, Any]) -> dict[str, Any]:
    """A `google.rpc.QuotaFailure`."""
    return {
        "@type": "type.googleapis.com/google.rpc.QuotaFailure",
        "violations": list(violations),
    }


def violation(metric: str, quota: str, **more: str) -> dict[str, Any]:
    """One entry of a `google.rpc.QuotaFailure`."""
    dimensions = {"location": "global", "model": "gemini-2.5-pro"}
    return {
        "quotaMetric": f"{GENERATIVE}/{metric}",
        "quotaId": quota,
        "quotaDimensions": dimensions,
        **more,
    }


def retry_info(delay: object) -> dict[str, Any]:
    """A `google.rpc.RetryInfo`."""
    return {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": delay}


TOKENS_PER_MINUTE = violation(
    "generate_content_free_tier_input_token_count",
    "GenerateContentInputTokensPerModelPerMinute-FreeTier",
)
REQUESTS_PER_MINUTE = violation(
    "generate_content_free_tier_requests", "GenerateRequestsPerMinutePerProjectPerModel-FreeTier"
)
REQUESTS_PER_DAY = violation(
    "generate_content_free_tier_requests",
    "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
    quotaValue="250",
)
