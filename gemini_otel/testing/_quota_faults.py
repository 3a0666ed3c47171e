"""Errors of exceeded quotas and rates, all of them 429."""

from collections.abc import Sequence
from typing import Any

from gemini_otel.testing._fault import Fault
from gemini_otel.testing._rpc_details import (
    error_info,
    quota_failure,
    quota_help,
    retry_info,
    violation,
)


_MODEL = "gemini-2.5-flash"
_QUOTA = (
    "You exceeded your current quota, please check your plan and billing details. For more "
    "information on this error, head to: https://ai.google.dev/gemini-api/docs/rate-limits."
)


def requests_per_minute(model: str = _MODEL, *, retry_after: float = 27) -> Fault:
    """The free tier's requests per minute are used up, and the server says when to come again."""
    return _exceeded([_free_requests("Minute", model, 10)], retry_after)


def tokens_per_minute(model: str = _MODEL, *, retry_after: float = 27) -> Fault:
    """The free tier's input tokens per minute are used up."""
    return _exceeded([_free_tokens(model)], retry_after)


def requests_per_day(model: str = _MODEL, *, retry_after: float = 5) -> Fault:
    """The free tier's requests per day are used up; the server still names a short delay."""
    return _exceeded([_free_requests("Day", model, 250)], retry_after)


def free_tier_used_up(model: str = _MODEL, *, retry_after: float = 27) -> Fault:
    """Tokens per minute, requests per minute and requests per day are used up together."""
    violations = [
        _free_tokens(model),
        _free_requests("Minute", model, 10),
        _free_requests("Day", model, 250),
    ]
    return _exceeded(violations, retry_after)


def paid_requests_per_day(model: str = _MODEL) -> Fault:
    """A paid tier's requests per day are used up; no delay is named."""
    metric, quota = (
        "generate_requests_per_model_per_day",
        "GenerateRequestsPerDayPerProjectPerModel",
    )
    return _exhausted(_QUOTA, [quota_failure([violation(metric, quota, model, 10_000)])])


def spending_cap() -> Fault:
    """The project has spent what its owner allows for a month."""
    return _exhausted("Your project has exceeded its monthly spending cap.")


def quota_without_details() -> Fault:
    """A quota is used up, and nothing typed says which."""
    return _exhausted("Resource has been exhausted (e.g. check quota).")


def quota_with_help_only() -> Fault:
    """A quota is used up, and the only detail is a link."""
    return _exhausted(_QUOTA, [quota_help()])


def rate_limit_of_region() -> Fault:
    """The older form: an ErrorInfo that names the limit and the project's number."""
    metadata = {
        "quota_location": "us-west4",
        "quota_limit_value": "0",
        "quota_limit": "GenerateContentRequestsPerMinutePerProjectPerRegion",
        "quota_metric": "generativelanguage.googleapis.com/generate_content_requests",
        "consumer": "projects/123456789012",
    }
    message = (
        "Quota exceeded for quota metric 'Generate Content API requests per minute' and limit "
        "'GenerateContent request limit per minute for a region' of service "
        "'generativelanguage.googleapis.com' for consumer 'project_number:123456789012'."
    )
    return _exhausted(message, [error_info("RATE_LIMIT_EXCEEDED", metadata)])


def vertex_capacity() -> Fault:
    """Vertex AI's shared capacity is used up; there are no details."""
    return _exhausted(
        "Resource exhausted. Please try again later. Please refer to "
        "https://cloud.google.com/vertex-ai/generative-ai/docs/error-code-429 for more details."
    )


def _exceeded(violations: Sequence[dict[str, Any]], retry_after: float) -> Fault:
    details = [quota_failure(violations), quota_help(), retry_info(retry_after)]
    return _exhausted(f"{_QUOTA}\nPlease retry in {retry_after:g}s.", details)


def _exhausted(message: str, details: Sequence[dict[str, Any]] = ()) -> Fault:
    return Fault(429, "RESOURCE_EXHAUSTED", message, details)


def _free_requests(window: str, model: str, value: int) -> dict[str, Any]:
    quota = f"GenerateRequestsPer{window}PerProjectPerModel-FreeTier"
    return violation("generate_content_free_tier_requests", quota, model, value)


def _free_tokens(model: str) -> dict[str, Any]:
    quota = "GenerateContentInputTokensPerModelPerMinute-FreeTier"
    return violation("generate_content_free_tier_input_token_count", quota, model, 250_000)
