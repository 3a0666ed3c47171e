"""Decide which line of advice fits what the server said."""

import re

from gemini_otel._classification import Quota
from gemini_otel._classify._models import names_retired
from gemini_otel._classify._parameters import parameter_of
from gemini_otel._classify._payload import Payload
from gemini_otel._classify._quotas import is_long
from gemini_otel._classify._rules import (
    ADVICE_BY_LIVE_PHRASE,
    ADVICE_BY_PHRASE,
    CLOSE_CODES,
    CODES_ABOVE_STATUS,
    REASONS,
    STATUS_OF_CODE,
    STATUS_OF_SYMBOL,
    STATUSES,
    SYMBOLS,
)


_ZERO = re.compile(r"limit: 0(?!\d)")
_CLIENT_ERRORS = range(400, 500)
_SERVER_ERRORS = range(500, 600)


def decide(payload: Payload, quota: Quota | None) -> str:
    """The key of the advice: typed fields first, then phrases, then status and code.

    Args:
        payload: What the server said.
        quota: The quota it named, if any.

    Returns:
        A key of `ADVICE`; the part before the dot is the error class.
    """
    key = _typed(payload, quota) or _by_phrase(payload) or _by_status(payload)
    if key == "invalid_argument":
        return parameter_of(payload) or key
    if key.startswith("model_not_found") and names_retired(payload.message):
        return "model_retired"
    return key


def _typed(payload: Payload, quota: Quota | None) -> str | None:
    by_code = CODES_ABOVE_STATUS.get(payload.code or 0)
    named = by_code or REASONS.get(payload.reason or "") or SYMBOLS.get(payload.symbol or "")
    if named or quota is None or _status(payload) != "RESOURCE_EXHAUSTED":
        return named
    return _by_quota(payload, quota)


def _by_quota(payload: Payload, quota: Quota) -> str:
    tier = ".free" if quota.free_tier else ""
    # A limit of zero is left out of the JSON, as every zero of a protobuf is.
    if quota.value == 0 or (quota.value is None and _ZERO.search(payload.message)):
        return "quota_exhausted.zero"
    if quota.window is None and is_long(quota):
        return "quota_exhausted.spend"
    return f"quota_exhausted.day{tier}" if quota.window == "day" else f"rate_limited{tier}"


def _by_phrase(payload: Payload) -> str | None:
    by_status = ADVICE_BY_PHRASE.get(_status(payload) or "", ())
    for phrase, advice in ADVICE_BY_LIVE_PHRASE if payload.is_live else by_status:
        if phrase in payload.message:
            return advice
    return None


def _status(payload: Payload) -> str | None:
    if payload.status in STATUSES:
        return payload.status
    return STATUS_OF_SYMBOL.get(payload.symbol or "") or STATUS_OF_CODE.get(payload.code or 0)


def _by_status(payload: Payload) -> str:
    status, code = _status(payload), payload.code
    if status is not None:
        return STATUSES[status]
    if code in _CLIENT_ERRORS:
        return "invalid_argument"
    if code in _SERVER_ERRORS:
        return "internal"
    return CLOSE_CODES.get(code or 0, "unknown")
