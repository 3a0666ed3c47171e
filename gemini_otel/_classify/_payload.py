"""Read what an error of the server carries, whichever client raised it.

`google.genai.errors.APIError` has `code` and `details`, the errors of Interactions have
`status_code` and `body`, and HTTP libraries have a `response`. The body is `{"error": {...}}`, the
inner object alone, a list of one, a string (the reason a Live session was closed with), or nothing.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from gemini_otel._classify._shapes import attribute, items, record, text, whole


_STATUS = re.compile(r"[A-Z][A-Z_]{1,39}")
_SYMBOL = re.compile(r"[a-z][a-z_]{1,63}")
_BODY_LIMIT: Final = 20_000
_TYPED_FIELDS: Final = ("reason", "metadata", "violations", "fieldViolations", "retryDelay")
# `code` comes last: aiohttp deprecates its own, and reading that would warn the user.
_CODE_ATTRIBUTES: Final = ("status_code", "status", "code")
_HTTP: Final = range(100, 1_000)
_WEBSOCKET: Final = range(1_000, 5_000)


@dataclass(frozen=True, slots=True)
class Payload:
    """What the server said, bounded and of known types; the rules look at nothing else.

    Attributes:
        code: The HTTP status, or the code a Live session was closed with.
        status: The canonical status, such as `RESOURCE_EXHAUSTED`.
        symbol: The code of the Interactions API, such as `quota_exceeded`.
        message: The beginning of the message, in lower case.
        reason: The reason of `google.rpc.ErrorInfo`.
        metadata: The metadata of `google.rpc.ErrorInfo`.
        violations: The entries of `google.rpc.QuotaFailure`.
        fields: The entries of `google.rpc.BadRequest`.
        delay: The duration of `google.rpc.RetryInfo`, unread.
    """

    code: int | None
    status: str | None
    symbol: str | None
    message: str
    reason: str | None
    metadata: Mapping[str, object]
    violations: tuple[Mapping[str, object], ...]
    fields: tuple[Mapping[str, object], ...]
    delay: object

    @property
    def http_status(self) -> int | None:
        """The code, if it is one of HTTP."""
        return self.code if self.code in _HTTP else None

    @property
    def is_known(self) -> bool:
        """Whether the code is one of HTTP or of a websocket."""
        return self.code in _HTTP or self.code in _WEBSOCKET

    @property
    def is_live(self) -> bool:
        """Whether a websocket was closed; its code says little, the reason's text the rest."""
        return self.code in _WEBSOCKET


def payload_of(error: BaseException) -> Payload:
    """Read the error; what it does not carry, or carries malformed, is left empty."""
    body = _body(error)
    fault = record(body.get("error")) or body
    return _payload(fault, _code(error, fault), _message(error, fault), attribute(error, "status"))


def _payload(
    fault: Mapping[str, object], code: int | None, message: str, fallback_status: object
) -> Payload:
    typed = _typed(fault.get("details"))
    return Payload(
        code=code,
        status=_matching(_STATUS, fault.get("status")) or _matching(_STATUS, fallback_status),
        symbol=_symbol(fault.get("code")),
        message=message.lower(),
        reason=_matching(_STATUS, typed.get("reason")),
        metadata=record(typed.get("metadata")),
        violations=_records(typed.get("violations")),
        fields=_records(typed.get("fieldViolations")),
        delay=typed.get("retryDelay"),
    )


def _typed(details: object) -> Mapping[str, object]:
    # Told apart by their fields, because proxies drop the `@type` of a detail.
    found: dict[str, object] = {}
    for detail in map(record, items(details)):
        for name in _TYPED_FIELDS:
            if name in detail:
                found.setdefault(name, detail[name])
    return found


def _records(entries: object) -> tuple[Mapping[str, object], ...]:
    return tuple(map(record, items(entries)))


def _body(error: BaseException) -> Mapping[str, object]:
    body = attribute(error, "details")
    body = attribute(error, "body") if body is None else body
    if isinstance(body, str):
        body = _parsed(body)
    return record(body) or record(next(iter(items(body)), None))


def _parsed(body: str) -> object:
    if not body.startswith("{") or len(body) > _BODY_LIMIT:
        return None
    try:
        return json.loads(body)
    except (ValueError, RecursionError):
        return None


def _code(error: BaseException, fault: Mapping[str, object]) -> int | None:
    for name in _CODE_ATTRIBUTES:
        code = whole(attribute(error, name))
        if code:
            return code
    return whole(fault.get("code")) or whole(attribute(attribute(error, "response"), "status_code"))


def _message(error: BaseException, fault: Mapping[str, object]) -> str:
    return (
        text(fault.get("message"))
        or text(attribute(error, "message"))
        or text(attribute(error, "details"))
        or text(attribute(error, "body"))
    )


def _symbol(code: object) -> str | None:
    # The SDK calls it a URI that identifies the type of error, the server sends a bare word.
    return _matching(_SYMBOL, code.rpartition("/")[2]) if isinstance(code, str) else None


def _matching(pattern: re.Pattern[str], value: object) -> str | None:
    return value if isinstance(value, str) and pattern.fullmatch(value) else None
