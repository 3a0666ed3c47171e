"""Tells the records of requests that failed, which are not billed."""

from typing import Final

from gemini_otel._classify._rules import STATUSES
from gemini_otel._extract._values import read_text
from gemini_otel._raw._json import NOTHING, Body, list_bodies, to_body


_FAILED: Final = "the request failed"
_FIRST_ERROR: Final = 400
_BATCH: Final = ("key", "request", "processed_time")


def find_failure(outer: Body, body: object) -> str | None:
    """What a failed request came to, never in the server's own words: they may quote the prompt.

    Args:
        outer: The record.
        body: The response in it, or the record itself.

    Returns:
        That it failed, and with which code; `None` for a request that did not.
    """
    told = to_body(body)
    parts = list_bodies(body) if told is None else [told]
    errors = [one.get("error") for one in (outer, *parts)]
    if outer is not body or any(name in outer for name in _BATCH):
        errors.append(_find_status(outer, None if outer is body else body))
    return next((_describe(error) for error in errors if error), None)


def _find_status(outer: Body, body: object) -> object:
    """The status of a line in a batch file, where it is that of a failure."""
    status = outer.get("status")
    told = to_body(status)
    if told is not None:
        return told if told.get("code") else None
    if isinstance(status, int):
        return {"code": status} if status >= _FIRST_ERROR else None
    # Vertex AI writes what went wrong beside an empty response.
    return status if not body else None


def _describe(error: object) -> str:
    known = to_body(error) or NOTHING
    code, status = known.get("code"), read_text(known.get("status"))
    words = [str(code)] if isinstance(code, int) else []
    words += [status] if status and status in STATUSES else []
    return f"{_FAILED} ({' '.join(words)})" if words else _FAILED
