"""Makes the rows of a ledger of an event."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple, cast

import orjson

from gemini_otel import _semconv as names
from gemini_otel_exporters._ledger._bill import Item, read_bill, read_count
from gemini_otel_exporters._ledger._lines import Line, UnreadableLineError


HOUR_NS: Final = 3_600 * 10**9
UID_LENGTH: Final = 32
KINDS: Final = ("uncached_prompt", "cached", "tool_use", "candidates", "thoughts", "unknown")

_UNKNOWN: Final = "unknown"
_PLATFORMS: Final = {names.PROVIDER_GEMINI: "gemini_api", names.PROVIDER_VERTEX: "vertex"}
_PREFIX: Final = names.USAGE_TOKENS_PREFIX
_ATTRIBUTION: Final = names.ATTRIBUTION_PREFIX
_OWN_COLUMNS: Final = ("tenant", "feature")


class Row(NamedTuple):
    """A response as its columns have it, its bill, and whether attributes of it were cut."""

    response: dict[str, Any]
    items: tuple[Item, ...]
    is_cut: bool


def make_row(line: Line) -> Row:
    """The row of an event, whatever is missing of it but its id.

    Raises:
        UnreadableLineError: It has no id.
    """
    told = line.attributes
    bill = read_bill(told)
    shares, others = _sort(told)
    response: dict[str, Any] = {
        "uid": _identify(told),
        "time_ns": line.time_ns,
        "hour": line.time_ns // HOUR_NS,
        "trace_id": line.trace_id,
        "span_id": line.span_id,
        "nano_usd": bill.nano_usd,
        "tokens": orjson.dumps(shares).decode() if shares else None,
        "attribution": orjson.dumps(others).decode() if others else None,
    }
    origin = (one if isinstance(one, str) else None for one in line.origin)
    response["service"], response["environment"], response["instance"] = origin
    response.update(_describe_call(told))
    response.update(_describe_end(told))
    response.update(_count(told, shares, is_cut=line.cut > 0))
    return Row(response, bill.items, bill.is_cut or line.cut > 0)


def _identify(told: Mapping[str, Any]) -> str:
    uid = _say(told, names.LOG_RECORD_UID) or ""
    if len(uid) != UID_LENGTH:
        raise UnreadableLineError("it has no id")
    return uid


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
    asked, answered = _say(told, names.REQUEST_MODEL), _say(told, names.RESPONSE_MODEL)
    provider, served = _say(told, names.PROVIDER_NAME), _say(told, names.SERVICE_TIER)
    return {
        "operation": _say(told, names.OPERATION_NAME) or _UNKNOWN,
        "platform": _PLATFORMS.get(provider or "", provider) or _UNKNOWN,
        "location": _say(told, names.LOCATION),
        "request_model": asked,
        "response_model": answered,
        "model": _say(told, names.COST_MODEL) or answered or asked or _UNKNOWN,
        "tier": _say(told, names.COST_TIER) or served or "standard",
        "tier_requested": _say(told, names.SERVICE_TIER_REQUESTED),
        "traffic_type": _say(told, names.TRAFFIC_TYPE),
        "response_id": _say(told, names.RESPONSE_ID),
        "tenant": _say(told, f"{_ATTRIBUTION}tenant"),
        "feature": _say(told, f"{_ATTRIBUTION}feature"),
        "credential": _say(told, names.CREDENTIAL_FINGERPRINT),
    }


def _describe_end(told: Mapping[str, Any]) -> dict[str, Any]:
    reasons = told.get(names.RESPONSE_FINISH_REASONS) or ()
    duration = told.get(names.CALL_DURATION)
    return {
        "outcome": _say(told, names.OUTCOME) or names.OUTCOME_ANSWERED,
        "finish_reason": _join(list(dict.fromkeys(reasons))),
        "block_reason": _say(told, names.BLOCK_REASON),
        "error_type": _say(told, names.ERROR_TYPE),
        "stream_end": _say(told, names.STREAM_END),
        "duration_ns": round(duration * 10**9) if isinstance(duration, (int, float)) else None,
        "attempts": read_count(told.get(names.ATTEMPTS)) or 1,
        "usage_complete": told.get(names.USAGE_COMPLETE) is True,
        "cost_complete": told.get(names.COST_COMPLETE) is True,
        "savings_nano_usd": read_count(told.get(names.COST_SAVINGS_NANO_USD)) or 0,
        "unpriced_reasons": _join(told.get(names.UNPRICED_REASONS)),
        "assumptions": _join(told.get(names.COST_ASSUMPTIONS)),
    }


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


def _say(told: Mapping[str, Any], name: str) -> str | None:
    """A text, whatever else it is: a database takes nothing else in its place."""
    value = told.get(name)
    return value if value is None or isinstance(value, str) else str(value)


def _join(values: Any) -> str | None:
    if not isinstance(values, (list, tuple)):
        return None
    return ",".join(map(str, cast("list[Any]", values))) or None
