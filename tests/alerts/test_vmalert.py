"""VictoriaMetrics' own program for rules: it takes all of them, and tells what they say."""

import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest

from dashboards.alerts import OF_VICTORIA_METRICS, RULES
from dashboards.alerts._recordings import MONTH_SPENT, SPENT_1H
from gemini_otel._metrics import (
    CALLS,
    LEDGER_ERRORS,
    MODEL_SHUTDOWN,
    QUOTA_EXCEEDED,
    UNPRICED,
    Metric,
)
from gemini_otel._semconv import (
    ERROR_CLASS,
    ERROR_TYPE,
    LEDGER_PROBLEM,
    REQUEST_MODEL,
    RESPONSE_MODEL,
    UNPRICED_REASON,
)
from tests.alerts.scenario import called, series
from tests.alerts.watching import SPENT_USD, list_tiles, write_rules
from tests.backends import binaries
from tests.backends.alertmanager import Webhook, run_alertmanager
from tests.backends.server import wait_until
from tests.backends.victoria_metrics import VictoriaMetrics, run_victoria_metrics
from tests.backends.vmalert import run_vmalert


_MINUTES: Final = 90
_DAY_S: Final = 86_400
_MODEL: Final = {called(REQUEST_MODEL): "m", called(RESPONSE_MODEL): "m"}


def _name(metric: Metric, **labels: str) -> str:
    """A series as VictoriaMetrics has it by OTLP."""
    return series(metric, **labels).replace('job="shop"', 'service_name="shop"')


_GROWN: Final = {
    _name(CALLS, **_MODEL): 10,
    _name(CALLS, **{**_MODEL, called(ERROR_TYPE): "503"}): 90,
    _name(LEDGER_ERRORS, **{called(LEDGER_PROBLEM): "lost"}): 3,
    _name(QUOTA_EXCEEDED, **{called(ERROR_CLASS): "quota_exhausted"}): 7,
    _name(UNPRICED, **_MODEL, **{called(UNPRICED_REASON): "unknown_model"}): 5,
}
"""Totals that are 0 for an hour, and then this."""
_TOLD: Final = {
    "GeminiMonthBudgetSpent": (
        "$1234.50 spent this month, which is more than its budget (budget: overall)"
    ),
    "GeminiBudgetBurn": (
        "$1234.50 spent in 1h: at this pace a month's budget lasts less than 2.08 days "
        "(budget: overall)"
    ),
    "GeminiErrorBudgetBurn": "90% of the calls of shop failed in 1h, of 1 % that may",
    "GeminiModelOverloaded": "90% of the attempts of shop at m found it overloaded",
    "GeminiLedgerErrors": (
        "billed responses of shop that did not reach its ledger in 15m: 3 (lost)"
    ),
    "GeminiQuotaExhausted": (
        "a quota of shop is used up, attempts refused in 15m: 7 (a quota without a name)"
    ),
    "GeminiUnpricedCalls": (
        "billed calls of shop to m without a whole price in 15m: 5 (unknown_model)"
    ),
}


def _write_past(now: float) -> Iterator[str]:
    """A past of a minute's samples, in the text format with milliseconds."""
    for line, value, at in list_tiles():
        yield f"{line} {value} {at * 1_000}"
    shutdown = _name(MODEL_SHUTDOWN, **{called(RESPONSE_MODEL): "m"})
    for minute in range(_MINUTES + 1):
        at = round(1_000 * (now - 60 * (_MINUTES - minute)))
        yield f"{shutdown} {now + 20 * _DAY_S} {at}"
        for line, total in _GROWN.items():
            yield f"{line} {total if minute > _MINUTES - 3 else 0} {at}"


def _remember(server: VictoriaMetrics) -> None:
    page = "\n".join(_write_past(time.time()))
    server.post("/api/v1/import/prometheus", f"{page}\n".encode(), "text/plain")
    server.settle()


def _read(server: VictoriaMetrics, query: str) -> float:
    """What is recorded at the moment; by itself a server shows it some ten seconds later."""
    server.settle()
    return server.ask(query)


def _wait_for(webhook: Webhook, name: str) -> str:
    """What an alert says; of those that burn, in the shortest window."""
    window = {"window": "1h"} if name.endswith("Burn") else {}
    told = webhook.wait_for("firing", 60, alertname=name, **window)
    return str(told["annotations"]["summary"])


def test_vmalert_tells_what_the_rules_say(tmp_path: Path) -> None:
    """In VictoriaMetrics' own evaluation alerts fire with the amounts that Prometheus has."""
    rules = write_rules(tmp_path, 1_000, OF_VICTORIA_METRICS)
    with Webhook() as webhook, run_victoria_metrics(tmp_path) as server:
        _remember(server)
        with (
            run_alertmanager(tmp_path, webhook) as alertmanager,
            run_vmalert(tmp_path, server, alertmanager.url, rules),
        ):
            wait_until(lambda: _read(server, MONTH_SPENT) > 0, what=MONTH_SPENT)
            told = {name: _wait_for(webhook, name) for name in _TOLD}
            ends = webhook.wait_for("firing", alertname="GeminiModelShutdown")
            recorded = [server.ask(one) for one in (SPENT_1H, MONTH_SPENT)]

    assert _TOLD == told
    assert {"m", "warning"} <= {*ends["labels"].values()}
    assert [pytest.approx(SPENT_USD)] * 2 == recorded


@pytest.mark.parametrize("rules", [RULES, OF_VICTORIA_METRICS])
def test_vmalert_reads_the_rules(rules: str, tmp_path: Path) -> None:
    """It takes recordings and rules, with every template in them."""
    files = [f"-rule={file}" for file in write_rules(tmp_path, 1_000, rules)]
    program = binaries.demand(binaries.VMALERT).path
    done = subprocess.run(
        [program, "-dryRun", *files], capture_output=True, text=True, timeout=60, check=False
    )

    assert 0 == done.returncode, done.stderr
