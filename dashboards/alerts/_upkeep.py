"""Alerts on what needs keeping up: prices, models, the ledger, and telemetry itself."""

from collections.abc import Iterator
from typing import Final

from dashboards._names import BOARD_COST, BOARD_HEALTH, BOARD_MODELS, label
from dashboards._queries._alerting import Asking, ask
from dashboards._queries._dimensions import NO_PRICE, NOT_KEPT, OUTAGE
from dashboards.alerts import _rule
from dashboards.alerts._rule import Alert, tell
from dashboards.config import Config, Severity, Thresholds
from gemini_otel._metrics import CALLS, LEDGER_ERRORS, MODEL_SHUTDOWN, PRICES_CHECKED, UNPRICED
from gemini_otel._semconv import (
    LEDGER_PROBLEM,
    REQUEST_MODEL,
    RESPONSE_MODEL,
    UNPRICED_REASON,
)


_DAY_S: Final = 86_400
_WINDOW: Final = "15m"


def watch_upkeep(config: Config) -> Iterator[Alert]:
    """What nobody notices before it is missed."""
    asking, limits = ask(config), config.thresholds
    yield _watch_prices_missing(asking, limits)
    yield _watch_silence(asking)
    yield _watch_shutdown(asking, "warning", limits.shutdown_days)
    yield _watch_shutdown(asking, "critical", limits.shutdown_critical_days)
    yield _watch_prices_age(asking, limits)
    yield _watch_losses(asking, limits)
    yield _watch_outages(asking, limits)


def _watch_prices_missing(asking: Asking, limits: Thresholds) -> Alert:
    by = (REQUEST_MODEL, UNPRICED_REASON)
    return Alert(
        "GeminiUnpricedCalls",
        "warning",
        asking.count(UNPRICED, _WINDOW, NO_PRICE, by=by),
        limits.unpriced_calls,
        f"billed calls of {tell(asking.service)} to {tell(label(REQUEST_MODEL))} without a whole "
        f"price in {_WINDOW}: {_rule.NUMBER} ({tell(label(UNPRICED_REASON))})",
        BOARD_COST,
        lasting="0m",
    )


def _watch_silence(asking: Asking) -> Alert:
    calls, by = asking.select(CALLS, asking.steady), asking.service
    known = f"count by ({by}) (last_over_time({calls}[1d]))"
    return Alert(
        "GeminiTelemetryAbsent",
        "critical",
        f"({known} unless count by ({by}) ({calls}))",
        0,
        f"no metrics of {tell(by)}, series of the last day that are gone: {_rule.NUMBER}",
        BOARD_HEALTH,
        lasting="15m",
    )


def _watch_shutdown(asking: Asking, severity: Severity, days: float) -> Alert:
    """A model that had no call for a day is left; one that calls name otherwise is in use."""
    model = label(RESPONSE_MODEL)
    answered = asking.increase(CALLS, "1d", by=(RESPONSE_MODEL,))
    asked = asking.increase(CALLS, "1d", by=(REQUEST_MODEL,))
    renamed = f'label_replace({asked}, "{model}", "$1", "{label(REQUEST_MODEL)}", "(.+)")'
    used = f"{answered} or sum by ({asking.by(RESPONSE_MODEL)}) ({renamed})"
    ends = f"min by ({asking.by(RESPONSE_MODEL)}) ({asking.select(MODEL_SHUTDOWN)})"
    return Alert(
        "GeminiModelShutdown",
        severity,
        f"({ends} unless ({used}) == 0) - time()",
        days * _DAY_S,
        f"{tell(model)}, which {tell(asking.service)} uses, is shut down in {_rule.TIME}",
        BOARD_MODELS,
        lasting="0m",
        is_below=True,
    )


def _watch_prices_age(asking: Asking, limits: Thresholds) -> Alert:
    return Alert(
        "GeminiPricesOld",
        "warning",
        f"time() - min by ({asking.service}) ({asking.select(PRICES_CHECKED)})",
        limits.prices_days * _DAY_S,
        f"the prices in {tell(asking.service)} were checked {_rule.TIME} ago",
        BOARD_MODELS,
        lasting="1h",
    )


def _watch_losses(asking: Asking, limits: Thresholds) -> Alert:
    return Alert(
        "GeminiLedgerErrors",
        "critical",
        asking.count(LEDGER_ERRORS, _WINDOW, NOT_KEPT, by=(LEDGER_PROBLEM,)),
        limits.ledger_errors,
        f"billed responses of {tell(asking.service)} that did not reach its ledger in "
        f"{_WINDOW}: {_rule.NUMBER} ({tell(label(LEDGER_PROBLEM))})",
        BOARD_HEALTH,
        lasting="0m",
    )


def _watch_outages(asking: Asking, limits: Thresholds) -> Alert:
    """A server that is started anew is no alarm: nothing is lost, and it is tried again."""
    return Alert(
        "GeminiLedgerErrors",
        "warning",
        asking.increase(LEDGER_ERRORS, "5m", OUTAGE),
        limits.ledger_outages,
        f"the ledger of {tell(asking.service)} takes nothing, responses wait beside it; tries "
        f"that failed in 5m: {_rule.NUMBER}",
        BOARD_HEALTH,
        lasting="15m",
    )
