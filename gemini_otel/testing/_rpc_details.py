"""The typed details Google puts into errors, as JSON."""

from collections.abc import Mapping, Sequence
from typing import Any


_SERVICE = "generativelanguage.googleapis.com"
_RATE_LIMITS = "https://ai.google.dev/gemini-api/docs/rate-limits"


def error_info(reason: str, metadata: Mapping[str, str] | None = None) -> dict[str, Any]:
    """google.rpc.ErrorInfo: the reason for machines."""
    return {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": reason,
        "domain": "googleapis.com",
        "metadata": {"service": _SERVICE, **(metadata or {})},
    }


def localized_message(message: str) -> dict[str, Any]:
    """google.rpc.LocalizedMessage: the reason for people."""
    return {
        "@type": "type.googleapis.com/google.rpc.LocalizedMessage",
        "locale": "en-US",
        "message": message,
    }


def retry_info(seconds: float) -> dict[str, Any]:
    """google.rpc.RetryInfo: when to come again."""
    return {"@type": "type.googleapis.com/google.rpc.RetryInfo", "retryDelay": f"{seconds:g}s"}


def quota_failure(violations: Sequence[Mapping[str, Any]]) -> dict[str, Any]:
    """google.rpc.QuotaFailure: every quota that was exceeded."""
    return {
        "@type": "type.googleapis.com/google.rpc.QuotaFailure",
        "violations": [dict(violation) for violation in violations],
    }


def violation(metric: str, quota: str, model: str, value: int | None = None) -> dict[str, Any]:
    """One quota that was exceeded, with its limit where the server tells it."""
    named = {
        "quotaMetric": f"{_SERVICE}/{metric}",
        "quotaId": quota,
        "quotaDimensions": {"location": "global", "model": model},
    }
    return named | ({} if value is None else {"quotaValue": str(value)})


def quota_help() -> dict[str, Any]:
    """google.rpc.Help with the page on rate limits."""
    link = {"description": "Learn more about Gemini API quotas", "url": _RATE_LIMITS}
    return {"@type": "type.googleapis.com/google.rpc.Help", "links": [link]}


def bad_request(field: str, description: str) -> dict[str, Any]:
    """google.rpc.BadRequest: which field is wrong."""
    return {
        "@type": "type.googleapis.com/google.rpc.BadRequest",
        "fieldViolations": [{"field": field, "description": description}],
    }
