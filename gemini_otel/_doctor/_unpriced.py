"""Looks at what in use was not priced: for want of a price, or of a whole usage."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from gemini_otel._doctor import _codes
from gemini_otel._doctor._finding import Finding, Status
from gemini_otel._metrics import UNPRICED
from gemini_otel._semconv import REQUEST_MODEL, RESPONSE_MODEL, UNPRICED_REASON
from gemini_otel._signals._meters import Meters
from gemini_otel._signals._pricer import ADDABLE


OWN: Final = "prices= or GEMINI_OTEL_PRICES"
"""How a file of the user's own is named."""

_MOST: Final = 10
_NEWER: Final = frozenset({"unknown_tier", "unknown_platform"})
"""Words that are newer than we are."""

_CUT_OFF: Final = frozenset({"no_usage", "malformed_usage"})
"""What Google's own servers do not send, as a rule."""

_LEFT: Final = "incomplete_usage"

_Counts = Counter[tuple[str, str]]


def examine_unpriced(meters: Meters) -> Iterator[Finding]:
    """What of the calls so far has no price, by who can mend it."""
    counted = _count(meters)
    of_prices = {key: n for key, n in counted.items() if key[1] in ADDABLE | _NEWER}
    of_streams = {key: n for key, n in counted.items() if key[1] == _LEFT}
    yield _judge_prices(Counter(of_prices))
    yield _judge_reports(counted - Counter(of_prices) - Counter(of_streams))
    yield _judge_streams(Counter(of_streams))


def _count(meters: Meters) -> _Counts:
    """The calls by model and reason."""
    counted: _Counts = Counter()
    for one in meters.peek(UNPRICED):
        told = one.attributes
        model = told.get(RESPONSE_MODEL) or told.get(REQUEST_MODEL, "unknown model")
        counted[str(model), str(told.get(UNPRICED_REASON))] += one.total
    return counted


def _judge_prices(counted: _Counts) -> Finding:
    if not counted:
        return Finding(_codes.PRICES_UNPRICED, "ok", "No price was missing so far.")
    is_addable = any(reason in ADDABLE for _, reason in counted)
    return Finding(
        _codes.PRICES_UNPRICED,
        "warning",
        f"Calls without a price, or not for all of them: {_list(counted)}.",
        f"Add a price to a file of your own and name it with {OWN}, or upgrade gemini-otel."
        if is_addable
        else "Upgrade gemini-otel.",
    )


def _judge_reports(counted: _Counts) -> Finding:
    if not counted:
        return Finding(_codes.PRICES_UNREPORTED, "ok", "Every usage so far could be charged.")
    is_cut = any(reason in _CUT_OFF for _, reason in counted)
    status: Status = "warning" if is_cut else "note"
    proxy = "See whether a proxy cuts the usage off, and hold" if is_cut else "Hold"
    return Finding(
        _codes.PRICES_UNREPORTED,
        status,
        f"Usage that does not say all that is to be charged: {_list(counted)}.",
        f"{proxy} the cost against Google's bill, which may be higher.",
    )


def _judge_streams(counted: _Counts) -> Finding:
    if not counted:
        return Finding(_codes.PRICES_STREAMS, "ok", "No stream was left before its final usage.")
    return Finding(
        _codes.PRICES_STREAMS,
        "note",
        "Streams that were left before their final usage, so that they cost at least what is "
        f"charged: {_list(counted)}.",
        "Read streams to their end where the whole cost is to be known.",
    )


def _list(counted: _Counts) -> str:
    most = counted.most_common(_MOST)
    return ", ".join(f"{model} ({reason}) {count}" for (model, reason), count in most)
