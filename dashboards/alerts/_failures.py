"""Alerts on calls that fail: errors, quotas, overloaded models, retries."""

from collections.abc import Iterator

from dashboards._names import BOARD_ERRORS, label
from dashboards._numbers import exact
from dashboards._queries._alerting import Asking, ask
from dashboards._queries._dimensions import (
    EXHAUSTED,
    FAILED,
    OUT_OF_CAPACITY,
    OVERLOADED,
    RATE_LIMITED,
)
from dashboards.alerts import _rule
from dashboards.alerts._rule import Alert, tell, tell_if_there
from dashboards.config import Burn, Config, Thresholds
from gemini_otel._metrics import CALLS, QUOTA_EXCEEDED, RETRIES
from gemini_otel._semconv import (
    ERROR_QUOTA_METRIC,
    ERROR_QUOTA_WINDOW,
    REQUEST_MODEL,
)


_WINDOW = "15m"
_DIGITS = 12
_KIND = (ERROR_QUOTA_METRIC, ERROR_QUOTA_WINDOW)
_WHICH = tell_if_there(label(ERROR_QUOTA_METRIC), instead="a quota without a name") + tell_if_there(
    label(ERROR_QUOTA_WINDOW), " per "
)


def watch_failures(config: Config) -> Iterator[Alert]:
    """Calls that fail, by why."""
    asking, limits = ask(config), config.thresholds
    for burn in limits.error_burns:
        yield _watch_errors(asking, limits, burn)
    yield _watch_rates(asking, limits)
    yield _watch_quotas(asking, limits)
    yield _watch_load(asking, limits)
    yield _watch_retries(asking, limits)


def _watch_errors(asking: Asking, limits: Thresholds, burn: Burn) -> Alert:
    def share(window: str) -> str:
        return f"{asking.increase(CALLS, window, FAILED)} / {asking.increase(CALLS, window)}"

    allowed = round(burn.factor * (1 - limits.objective), _DIGITS)
    return Alert(
        "GeminiErrorBudgetBurn",
        burn.severity,
        share(burn.window),
        allowed,
        f"{_rule.SHARE} of the calls of {tell(asking.service)} failed in {burn.window}, of "
        f"{100 * (1 - limits.objective):.3g} % that may",
        BOARD_ERRORS,
        lasting="2m",
        when=f"{share(burn.short)} > {exact(allowed)}\n"
        f"and\n{asking.increase(CALLS, burn.window)} > {exact(limits.floor_calls)}\n"
        f"and\n{asking.increase(CALLS, burn.window, FAILED)} > {exact(limits.floor_events)}",
        labels={"window": burn.window},
    )


def _watch_rates(asking: Asking, limits: Thresholds) -> Alert:
    refused = asking.increase(QUOTA_EXCEEDED, _WINDOW, RATE_LIMITED, by=_KIND)
    attempts = asking.attempts(_WINDOW)
    return Alert(
        "GeminiQuotaRateLimited",
        "warning",
        f"{refused} / on ({asking.service}) group_left () {attempts}",
        limits.quota_share,
        f"{_rule.SHARE} of the attempts of {tell(asking.service)} were refused for a rate: "
        f"{_WHICH}",
        BOARD_ERRORS,
        when=f"on ({asking.service}) {attempts} > {exact(limits.floor_calls)}\n"
        f"and\n{refused} > {exact(limits.floor_events)}",
    )


def _watch_quotas(asking: Asking, limits: Thresholds) -> Alert:
    return Alert(
        "GeminiQuotaExhausted",
        "critical",
        asking.count(QUOTA_EXCEEDED, _WINDOW, EXHAUSTED, by=_KIND),
        limits.quota_exhausted_attempts,
        f"a quota of {tell(asking.service)} is used up, attempts refused in {_WINDOW}: "
        f"{_rule.NUMBER} ({_WHICH})",
        BOARD_ERRORS,
        lasting="0m",
    )


def _watch_load(asking: Asking, limits: Thresholds) -> Alert:
    by = (REQUEST_MODEL,)
    attempts = asking.attempts(_WINDOW, by)
    parts = (
        asking.increase(CALLS, _WINDOW, OVERLOADED, by=by),
        asking.increase(RETRIES, _WINDOW, OVERLOADED, by=by),
        asking.increase(QUOTA_EXCEEDED, _WINDOW, OUT_OF_CAPACITY, by=by),
    )
    refused = "\n  + ".join(asking.or_nought(part, CALLS, by) for part in parts)
    return Alert(
        "GeminiModelOverloaded",
        "warning",
        f"({refused})\n/ {attempts}",
        limits.overloaded_share,
        f"{_rule.SHARE} of the attempts of {tell(asking.service)} at "
        f"{tell(label(REQUEST_MODEL))} found it overloaded",
        BOARD_ERRORS,
        lasting="10m",
        when=f"{attempts} > {exact(limits.floor_calls)}\n"
        f"and\n({refused}) > {exact(limits.floor_events)}",
    )


def _watch_retries(asking: Asking, limits: Thresholds) -> Alert:
    retries = asking.increase(RETRIES, _WINDOW)
    return Alert(
        "GeminiRetryStorm",
        "warning",
        f"{retries} / {asking.increase(CALLS, _WINDOW)}",
        limits.retries_per_call,
        f"{_rule.RATIO} repeated attempts a call in {tell(asking.service)}",
        BOARD_ERRORS,
        when=f"{retries} > {exact(limits.retries_floor)}",
    )
