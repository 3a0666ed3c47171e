"""Say which quota a 429 is about, and over which window.

A quota id spells its window and its tier: `GenerateRequestsPerDayPerProjectPerModel-FreeTier`,
`GenerateContentPaidTierInputTokensPerModelPerMinute-PaidTier2`; a metric does in snake case:
`aiplatform.googleapis.com/generate_content_requests_per_minute_per_project_per_base_model`.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Final, Literal

from gemini_otel._classification import Quota
from gemini_otel._classify._redaction import may_hold_credential
from gemini_otel._classify._shapes import text, whole


_TOKEN = re.compile(r"[A-Za-z0-9_.\-/]{1,128}")
_METRIC_IN_TEXT = re.compile(r"quota exceeded for (?:metric: )?'?([a-z0-9_.\-/]{1,128})")
_LONG_WINDOWS: Final = ("permonth", "peryear")

Window = Literal["minute", "day"]
_RANK: Final[Mapping[Window | None, int]] = {None: 0, "minute": 1, "day": 2}


def quota_of(
    violations: Iterable[Mapping[str, object]], metadata: Mapping[str, object], message: str
) -> Quota | None:
    """The quota that governs, from `QuotaFailure`, else `ErrorInfo`, else the message.

    Of several violations the one with the longest window governs, the first of equals: where a
    day is used up, the server still reports the minute too and asks to retry in seconds, which
    cannot succeed.

    Args:
        violations: The entries of `google.rpc.QuotaFailure`.
        metadata: The metadata of `google.rpc.ErrorInfo`.
        message: The message in lower case.

    Returns:
        The quota, or None where the server named none.
    """
    named = [violation for violation in violations if _is_named(violation)]
    if named:
        return _from_violation(max(named, key=_rank))
    return _from_metadata(metadata) or _from_text(message)


def is_long(quota: Quota) -> bool:
    """Whether the window is longer than a day, which `Quota.window` cannot say."""
    return any(window in _folded(quota.limit, quota.metric) for window in _LONG_WINDOWS)


def _is_named(violation: Mapping[str, object]) -> bool:
    return "quotaId" in violation or "quotaMetric" in violation


def _rank(violation: Mapping[str, object]) -> int:
    named = (text(violation.get("quotaId")), text(violation.get("quotaMetric")))
    return _RANK[_window(_folded(*named))]


def _from_violation(violation: Mapping[str, object]) -> Quota | None:
    return _quota(
        violation.get("quotaMetric"), violation.get("quotaId"), violation.get("quotaValue")
    )


def _from_metadata(metadata: Mapping[str, object]) -> Quota | None:
    return _quota(
        metadata.get("quota_metric"), metadata.get("quota_limit"), metadata.get("quota_limit_value")
    )


def _from_text(message: str) -> Quota | None:
    match = _METRIC_IN_TEXT.search(message)
    return _quota(match[1].rstrip("."), None, None) if match and "/" in match[1] else None


def _quota(metric: object, limit: object, value: object) -> Quota | None:
    metric, limit = _token(metric), _token(limit)
    if metric is None and limit is None:
        return None
    folded = _folded(limit, metric)
    return Quota(metric, limit, whole(value), _window(folded), "freetier" in folded)


def _token(value: object) -> str | None:
    usable = isinstance(value, str) and _TOKEN.fullmatch(value) and not may_hold_credential(value)
    return str(value) if usable else None


def _folded(limit: str | None, metric: str | None) -> str:
    return f"{limit or ''} {metric or ''}".replace("_", "").lower()


def _window(folded: str) -> Window | None:
    if "perday" in folded:
        return "day"
    return "minute" if "perminute" in folded else None
