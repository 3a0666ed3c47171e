"""Tables that lead from what the server said to a line of advice, most telling field first.

Sources, by table:

* statuses and HTTP codes: "Troubleshooting guide" (ai.google.dev/gemini-api/docs/troubleshooting),
  "API errors" of GenerateContent (ai.google.dev/gemini-api/docs/generate-content/api-errors) and
  "Generative AI on Vertex AI inference API errors"
  (cloud.google.com/vertex-ai/generative-ai/docs/model-reference/api-errors);
* symbols: "API errors" of Interactions (ai.google.dev/gemini-api/docs/api-errors);
* reasons: google/api/error_reason.proto, and bodies in public reports;
* phrases: bodies in public reports, only where no typed field tells the case apart;
* close codes: RFC 6455, 7.4.1, and reasons in public reports.

A value of these tables is a key of `gemini_otel._classify._advice.ADVICE`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final


CODES_ABOVE_STATUS: Final[Mapping[int, str]] = {
    402: "billing_required.prepaid",
    413: "request_too_large",
}
"""HTTP codes that say more than the canonical status beside them."""

STATUSES: Final[Mapping[str, str]] = {
    "INVALID_ARGUMENT": "invalid_argument",
    "OUT_OF_RANGE": "invalid_argument",
    "FAILED_PRECONDITION": "billing_required",
    "UNAUTHENTICATED": "unauthenticated",
    "PERMISSION_DENIED": "permission_denied",
    "NOT_FOUND": "resource_not_found",
    "ALREADY_EXISTS": "conflict.exists",
    "ABORTED": "conflict",
    "RESOURCE_EXHAUSTED": "rate_limited.unnamed",
    "CANCELLED": "cancelled.by_server",
    "UNKNOWN": "internal",
    "INTERNAL": "internal",
    "DATA_LOSS": "internal",
    "UNIMPLEMENTED": "unimplemented",
    "UNAVAILABLE": "overloaded",
    "DEADLINE_EXCEEDED": "deadline_exceeded",
}

STATUS_OF_CODE: Final[Mapping[int, str]] = {
    400: "INVALID_ARGUMENT",
    401: "UNAUTHENTICATED",
    403: "PERMISSION_DENIED",
    404: "NOT_FOUND",
    405: "UNIMPLEMENTED",
    408: "DEADLINE_EXCEEDED",
    409: "ABORTED",
    410: "NOT_FOUND",
    412: "FAILED_PRECONDITION",
    416: "OUT_OF_RANGE",
    422: "INVALID_ARGUMENT",
    429: "RESOURCE_EXHAUSTED",
    499: "CANCELLED",
    500: "INTERNAL",
    501: "UNIMPLEMENTED",
    502: "UNAVAILABLE",
    503: "UNAVAILABLE",
    504: "DEADLINE_EXCEEDED",
}

CLOSE_CODES: Final[Mapping[int, str]] = {
    1000: "connection.closed",
    1001: "connection.closed",
    1005: "connection",
    1006: "connection",
    1007: "invalid_argument",
    1008: "invalid_argument",
    1009: "request_too_large",
    1011: "internal",
    1012: "overloaded",
    1013: "overloaded",
    1014: "overloaded",
    1015: "connection.tls",
}

STATUS_OF_SYMBOL: Final[Mapping[str, str]] = {
    "invalid_request": "INVALID_ARGUMENT",
    "out_of_range": "OUT_OF_RANGE",
    "failed_precondition": "FAILED_PRECONDITION",
    "authentication": "UNAUTHENTICATED",
    "permission_denied": "PERMISSION_DENIED",
    "not_found": "NOT_FOUND",
    "already_exists": "ALREADY_EXISTS",
    "aborted": "ABORTED",
    "rate_limit_exceeded": "RESOURCE_EXHAUSTED",
    "too_many_requests": "RESOURCE_EXHAUSTED",
    "cancelled": "CANCELLED",
    "api_error": "INTERNAL",
    "unimplemented": "UNIMPLEMENTED",
    "service_unavailable": "UNAVAILABLE",
    "deadline_exceeded": "DEADLINE_EXCEEDED",
}
"""Symbols that say no more than a canonical status."""

SYMBOLS: Final[Mapping[str, str]] = {
    "parameter_unknown": "invalid_argument.unknown_field",
    "payment_required": "billing_required.prepaid",
    "model_not_found": "model_not_found",
    "quota_exceeded": "quota_exhausted.day",
    "safety": "content",
    "recitation": "content.recitation",
    "language": "content",
    "prohibited_content": "content",
    "spii": "content",
    "blocklist": "content",
    "image_safety": "content",
    "image_prohibited_content": "content",
    "image_recitation": "content.recitation",
    "image_other": "content",
    "content_blocked": "content",
    "malformed_function_call": "tool.malformed",
    "unexpected_tool_call": "tool.malformed",
    "too_many_tool_calls": "tool.malformed",
    "malformed_response": "content.malformed",
    "missing_thought_signature": "missing_thought_signature",
}
"""Symbols that settle the case; the last five are finish reasons in the page's spelling."""

REASONS: Final[Mapping[str, str]] = {
    "API_KEY_INVALID": "api_key_invalid",
    "API_KEY_EXPIRED": "api_key_invalid",
    "API_KEY_SERVICE_BLOCKED": "api_key_leaked_or_blocked.service",
    "API_KEY_HTTP_REFERRER_BLOCKED": "api_key_leaked_or_blocked.caller",
    "API_KEY_IP_ADDRESS_BLOCKED": "api_key_leaked_or_blocked.caller",
    "API_KEY_ANDROID_APP_BLOCKED": "api_key_leaked_or_blocked.caller",
    "API_KEY_IOS_APP_BLOCKED": "api_key_leaked_or_blocked.caller",
    "SERVICE_DISABLED": "service_disabled",
    "SERVICE_NOT_VISIBLE": "service_disabled",
    "BILLING_DISABLED": "billing_required",
    "CONSUMER_SUSPENDED": "account_suspended",
    "GCP_SUSPENDED": "account_suspended",
    "USER_BLOCKED": "account_suspended",
    "ACCOUNT_STATE_INVALID": "account_suspended",
    "CONSUMER_INVALID": "permission_denied.project",
    "USER_PROJECT_DENIED": "permission_denied.project",
    "RESOURCE_PROJECT_INVALID": "permission_denied.project",
    "IAM_PERMISSION_DENIED": "permission_denied",
    "ACCESS_TOKEN_SCOPE_INSUFFICIENT": "permission_denied.scope",
    "SECURITY_POLICY_VIOLATED": "permission_denied.policy",
    "ORG_RESTRICTION_VIOLATION": "permission_denied.policy",
    "RESOURCE_USAGE_RESTRICTION_VIOLATED": "permission_denied.policy",
    "LOCATION_ORG_POLICY_VIOLATED": "permission_denied.policy",
    "LOCATION_POLICY_VIOLATED": "location_unsupported",
    "LOCATION_TAX_POLICY_VIOLATED": "location_unsupported",
    "ACCESS_TOKEN_EXPIRED": "unauthenticated",
    "ACCESS_TOKEN_TYPE_UNSUPPORTED": "unauthenticated.kind",
    "CREDENTIALS_MISSING": "unauthenticated.kind",
    "OVERLOADED_CREDENTIALS": "unauthenticated.kind",
    "SESSION_COOKIE_INVALID": "unauthenticated",
    "MODEL_CAPACITY_EXHAUSTED": "capacity",
    "RESOURCE_QUOTA_EXCEEDED": "quota_exhausted.allocation",
    "QUOTA_EXHAUSTED": "quota_exhausted.day",
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A case that only the message tells: any of the phrases under any of the statuses."""

    advice: str
    statuses: frozenset[str]
    phrases: tuple[str, ...]


_REFUSED: Final = frozenset({"INVALID_ARGUMENT", "FAILED_PRECONDITION", "OUT_OF_RANGE"})
_PRECONDITION: Final = frozenset({"FAILED_PRECONDITION"})
_ACCESS: Final = frozenset({"PERMISSION_DENIED", "UNAUTHENTICATED"})
_ABSENT: Final = frozenset({"NOT_FOUND", "INVALID_ARGUMENT"})
_EXHAUSTED: Final = frozenset({"RESOURCE_EXHAUSTED"})
_FAILED: Final = frozenset({"UNAVAILABLE", "INTERNAL", "CANCELLED", "UNKNOWN"})

PHRASES: Final = (
    # Before the rest, because the field that is not known may be called as anything below.
    Phrase("invalid_argument.unknown_field", _REFUSED, ("payload received. unknown name",)),
    Phrase("missing_thought_signature", _REFUSED, ("thought_signature", "thought signature")),
    Phrase(
        "api_key_invalid",
        _REFUSED | _ACCESS,
        ("api key not valid", "api key expired", "api key not found"),
    ),
    Phrase("unauthenticated.missing", _ACCESS, ("unregistered callers",)),
    Phrase("api_key_leaked_or_blocked", _ACCESS, ("reported as leaked",)),
    Phrase(
        "account_suspended", _ACCESS, ("has been suspended", "denied access", "terms of service")
    ),
    Phrase(
        "resource_not_found", _ACCESS, ("permission to access the file", "cachedcontent not found")
    ),
    Phrase("service_disabled", _ACCESS, ("it is disabled", "has not been used in project")),
    Phrase(
        "context_too_long", _REFUSED, ("input token count", "exceeds the maximum number of tok")
    ),
    Phrase(
        "request_too_large",
        _REFUSED,
        ("payload size exceeds", "files bytes are too large", "request body size"),
    ),
    Phrase("billing_required", _PRECONDITION, ("billing",)),
    Phrase("billing_required", _ACCESS, ("requires billing to be enabled",)),
    Phrase(
        "location_unsupported", _REFUSED | _ACCESS, ("location is not supported", "in your country")
    ),
    Phrase("resource_not_ready", _REFUSED, ("not in an active state",)),
    Phrase("permission_denied.policy", _REFUSED | _ACCESS, ("organization policy", "org policy")),
    Phrase("model_retired", _ABSENT, ("no longer available", "has been retired", "was shut down")),
    Phrase("model_not_found.version", _ABSENT, ("is not found for api version v1,",)),
    Phrase(
        "model_not_found",
        _ABSENT,
        ("is not found for api version", "publisher model", "listmodels"),
    ),
    Phrase("resource_not_found.url", _ABSENT, ("the requested url",)),
    Phrase("quota_exhausted.spend", _EXHAUSTED, ("spending cap", "spend cap")),
    Phrase("billing_required.prepaid", _EXHAUSTED, ("prepayment", "prepaid", "prepay ")),
    Phrase("rate_limited.spend", _EXHAUSTED, ("spend-based", "spending rate")),
    Phrase("rate_limited.sessions", _EXHAUSTED, ("concurrent se",)),
    Phrase(
        "capacity",
        _EXHAUSTED,
        ("resource exhausted. please try again later", "error-code-429", "no capacity"),
    ),
    Phrase("quota_exhausted.day", _EXHAUSTED, ("daily", "per day")),
    Phrase("rate_limited.unnamed", _EXHAUSTED, ("current quota", "quota exceeded")),
    Phrase("deadline_exceeded", _FAILED, ("deadline expired", "deadline exceeded")),
)

LIVE_PHRASES: Final = (
    # Before the rest, because the same sentence goes on to speak of "plan and billing".
    Phrase("rate_limited.unnamed", frozenset(), ("exceeded your current quota",)),
    *PHRASES,
    Phrase("rate_limited.unnamed", frozenset(), ("resource_exhausted",)),
    Phrase("deadline_exceeded", frozenset(), ("deadline_exceeded",)),
    Phrase("resource_not_found", frozenset(), ("requested entity was not found",)),
    Phrase("connection.closed", frozenset(), ("operation was aborted", "session expired")),
    Phrase("unimplemented", frozenset(), ("not implemented", "not supported")),
    Phrase("overloaded", frozenset(), ("overloaded", "unavailable", "high demand")),
    Phrase("cancelled.by_server", frozenset(), ("cancelled",)),
)
"""For the reason a Live session was closed with: it stands in for the status, so any may hold."""


def _by_status(status: str) -> tuple[tuple[str, str], ...]:
    return _pairs(rule for rule in PHRASES if status in rule.statuses)


def _pairs(rules: Iterable[Phrase]) -> tuple[tuple[str, str], ...]:
    return tuple((phrase, rule.advice) for rule in rules for phrase in rule.phrases)


ADVICE_BY_PHRASE: Final = {status: _by_status(status) for status in STATUSES}
"""For each status, the phrases to look for in their order, and the advice each one means."""

ADVICE_BY_LIVE_PHRASE: Final = _pairs(LIVE_PHRASES)
