"""Read how long the server asks to wait: `google.rpc.RetryInfo`, else the `Retry-After` header.

A protobuf duration is written "27s" or "1.5s", or as {"seconds": 27, "nanos": 500000000} where a
proxy did not convert it. `Retry-After` is a number of seconds or a date (RFC 9110, 10.2.3);
`retry-after-ms` is what the Interactions API sends beside it.
"""

import re
import time

from gemini_otel._classify._shapes import attribute, entry, record, whole


_DURATION = re.compile(r"(\d{1,9}(?:\.\d{1,9})?)s?")
_LONGEST_S = 7 * 86_400.0
_NANOS = 1e9
_MILLIS = 1e3


def delay_of(duration: object, error: BaseException) -> float | None:
    """Seconds to wait, from the typed duration if there is one, else from the headers."""
    seconds = _from_duration(duration)
    return seconds if seconds is not None else _from_headers(error)


def _from_duration(duration: object) -> float | None:
    if isinstance(duration, str):
        return _from_number(duration)
    parts = record(duration)
    if not parts:
        return None
    return _plausible(
        (whole(parts.get("seconds")) or 0) + (whole(parts.get("nanos")) or 0) / _NANOS
    )


def _from_number(number: str) -> float | None:
    match = (
        _DURATION.fullmatch(number.strip()) if len(number) < len(" 123456789.123456789s ") else None
    )
    return _plausible(float(match[1])) if match else None


def _plausible(seconds: float) -> float | None:
    return seconds if 0 <= seconds <= _LONGEST_S else None


def _from_headers(error: BaseException) -> float | None:
    headers = attribute(attribute(error, "response"), "headers")
    millis = _header(headers, "retry-after-ms")
    if millis is None:
        value = _header(headers, "retry-after")
        return _from_retry_after(value) if value else None
    number = _from_number(millis)
    return None if number is None else number / _MILLIS


def _header(headers: object, name: str) -> str | None:
    value = entry(headers, name)
    if value is None and issubclass(type(headers), dict):
        # The response of a stream may hold a plain dict, which tells upper case from lower.
        value = entry(headers, name.title())
    return value if isinstance(value, str) else None


def _from_retry_after(value: str) -> float | None:
    seconds = _from_number(value)
    if seconds is not None:
        return seconds
    from email.utils import parsedate_to_datetime

    try:
        return _plausible(max(0.0, parsedate_to_datetime(value[:64]).timestamp() - time.time()))
    except (ValueError, OverflowError):
        return None
