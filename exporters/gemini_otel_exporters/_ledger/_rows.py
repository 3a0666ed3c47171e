"""Makes the rows of a ledger of an event."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

import orjson

from gemini_otel import _semconv as names
from gemini_otel_exporters._ledger._bill import Item, read_bill, read_count
from gemini_otel_exporters._ledger._lines import Line


HOUR_NS: Final = 3_600 * 10**9
KINDS: Final = ("uncached_prompt", "cached", "tool_use", "candidates", "thoughts", "unknown")

_UNKNOWN: Final = "unknown"
_PLATFORMS: Final = {names.PROVIDER_GEMINI: "gemini_api", names.PROVIDER_VERTEX: "vertex"}
_PREFIX: Final = names.USAGE_TOKENS_PREFIX
_ATTRIBUTION: Final = names.ATTRIBUTION_PREFIX
_OWN_COLUMNS: Final = ("tenant", "feature")
_READ_TO_THE_END: Final = "exhausted"
_TRUNCATED: Final = "MAX_TOKENS"
_GOOD: Final = "STOP"


class Row(NamedTuple):
    """A response as its columns have it, its bill, and whether attributes of it were cut."""

    response: dict[str, Any]
    items: tuple[Item, ...]
    is_cut: bool


def make_row(line: Line) -> Row:
    """The row of an event, whatever is missing of it."""
    told = line.attributes
    bill = read_bill(told)
    shares, others = _sort(told)
    response: dict[str, Any] = {
        "uid": told[names.LOG_RECORD_UID],
        "time_ns": line.time_ns,
        "hour": line.time_ns // HOUR_NS,
        "trace_id": line.trace_id,
        "span_id": line.span_id,
        "nano_usd": bill.nano_usd,
        "tokens": orjson.dumps(shares).decode() if shares else None,
        "attribution": orjson.dumps(others).decode() if others else None,
    }
    response["service"], response["environment"], response["instance"] = line.origin
    response.update(_describe_call(told))
    response.update(_describe_end(told))
    response.update(_count(told, shares, is_cut=line.cut > 0))
    return Row(response, bill.items, bill.is_cut or line.cut > 0)


def _sort(told: Mapping[str, Any]) -> tuple[dict[str, int], dict[str, Any]]:
    """The tokens by kind and modality, and what attribution has no column of its own."""
    shares: dict[str, int] = {}
    others: dict[str, Any] = {}
    for name, value in told.items():
        if name.startswith(_PREFIX):
            shares[name[len(_PREFIX) :]] = read_count(value) or 0
        elif name.startswith(_ATTRIBUTION) and name[len(_ATTRIBUTION) :] not in _OWN_COLUMNS:
            others[name[len(_ATTRIBUTION) :]] = value
    return shares, others


def _describe_call(told: Mapping[str, Any]) -> dict[str, Any]:
    asked, answered = told.get(names.REQUEST_MODEL), told.get(names.RESPONSE_MODEL)
    provider, served = told.get(names.PROVIDER_NAME), told.get(names.SERVICE_TIER)
    return {
        "operation": told.get(names.OPERATION_NAME) or _UNKNOWN,
        "platform": _PLATFORMS.get(provider or "", provider) or _UNKNOWN,
        "location": told.get(names.LOCATION),
        "request_model": asked,
        "response_model": answered,
        "model": told.get(names.COST_MODEL) or answered or asked or _UNKNOWN,
        "tier": told.get(names.COST_TIER) or served or "standard",
        "tier_requested": told.get(names.SERVICE_TIER_REQUESTED),
        "traffic_type": told.get(names.TRAFFIC_TYPE),
        "response_id": told.get(names.RESPONSE_ID),
        "tenant": told.get(f"{_ATTRIBUTION}tenant"),
        "feature": told.get(f"{_ATTRIBUTION}feature"),
        "credential": told.get(names.CREDENTIAL_FINGERPRINT),
    }


def _describe_end(told: Mapping[str, Any]) -> dict[str, Any]:
    reasons = told.get(names.RESPONSE_FINISH_REASONS) or ()
    duration = told.get(names.CALL_DURATION)
    return {
        "outcome": judge(told, reasons),
        "finish_reason": ",".join(dict.fromkeys(map(str, reasons))) or None,
        "block_reason": told.get(names.BLOCK_REASON),
        "error_type": told.get(names.ERROR_TYPE),
        "stream_end": told.get(names.STREAM_END),
        "duration_ns": round(duration * 10**9) if isinstance(duration, (int, float)) else None,
        "attempts": read_count(told.get(names.ATTEMPTS)) or 1,
        "usage_complete": told.get(names.USAGE_COMPLETE) is True,
        "cost_complete": told.get(names.COST_COMPLETE) is True,
        "savings_nano_usd": read_count(told.get(names.COST_SAVINGS_NANO_USD)) or 0,
        "unpriced_reasons": _join(told.get(names.UNPRICED_REASONS)),
        "assumptions": _join(told.get(names.COST_ASSUMPTIONS)),
    }


def judge(told: Mapping[str, Any], reasons: Sequence[str]) -> str:
    """What became of a response: the first of the ledger's outcomes that holds."""
    if told.get(names.ERROR_TYPE):
        return "failed"
    if told.get(names.BLOCK_REASON):
        return "blocked"
    if told.get(names.STREAM_END, _READ_TO_THE_END) != _READ_TO_THE_END:
        return "abandoned"
    if _TRUNCATED in reasons:
        return "truncated"
    return "unusable" if any(one != _GOOD for one in reasons) else "answered"


def _count(told: Mapping[str, Any], shares: Mapping[str, int], *, is_cut: bool) -> dict[str, int]:
    tokens = dict.fromkeys(KINDS, 0)
    for name, count in shares.items():
        kind = name.partition(".")[0]
        tokens[kind if kind in tokens else _UNKNOWN] += count
    if is_cut:  # what was dropped of them is in the total
        total = read_count(told.get(names.USAGE_TOTAL_TOKENS)) or 0
        tokens[_UNKNOWN] += max(0, total - sum(tokens.values()))
    return {
        **{f"{kind}_tokens": count for kind, count in tokens.items()},
        "web_queries": read_count(told.get(names.GROUNDING_WEB_QUERIES)) or 0,
        "image_queries": read_count(told.get(names.GROUNDING_IMAGE_QUERIES)) or 0,
        "retrieval_queries": read_count(told.get(names.GROUNDING_RETRIEVAL_QUERIES)) or 0,
    }


def _join(values: object) -> str | None:
    return ",".join(map(str, values)) if isinstance(values, (list, tuple)) and values else None
