"""Money overspent, and a response that is not kept: Prometheus fires, Alertmanager tells it."""

import contextlib
import threading
from collections.abc import Generator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

import prometheus_client
import pytest
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.resources import Resource

from dashboards._names import name
from dashboards.alerts._recordings import MONTH_SPENT, SPENT_5M
from gemini_otel._metrics import COST
from gemini_otel.testing._telemetry import record_beside
from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger._location import find_place
from tests.alerts.watching import SPENT_USD, list_tiles, watch, write_rules
from tests.backends.alertmanager import Webhook
from tests.backends.filled import expose, scrape
from tests.backends.prometheus import backfill, run_prometheus
from tests.backends.server import wait_until


_HOLD_S: Final = 0.001


def _write_history() -> str:
    lines = "".join(f"{series} {usd} {at}\n" for series, usd, at in list_tiles())
    return f"# TYPE {SPENT_5M} gauge\n{lines}# EOF\n"


def test_an_overspent_budget_is_told_with_its_amount_and_taken_back(tmp_path: Path) -> None:
    """Ten times 123.45 dollars are over 1,000, and under the 2,000 that the budget is raised to."""
    rules = write_rules(tmp_path, 1_000)
    backfill(tmp_path, _write_history())
    with Webhook() as webhook, watch(tmp_path, webhook, {"rule_files": rules}) as prometheus:
        told = webhook.wait_for("firing", alertname="GeminiMonthBudgetSpent")
        burning = webhook.wait_for("firing", alertname="GeminiBudgetBurn", window="1h")
        spent = prometheus.ask(MONTH_SPENT)
        write_rules(tmp_path, 2_000)
        prometheus.post("/-/reload", b"")
        taken_back = webhook.wait_for("resolved", alertname="GeminiMonthBudgetSpent")

    assert pytest.approx(SPENT_USD) == spent
    assert told["annotations"] == {
        "summary": "$1234.50 spent this month, which is more than its budget (budget: overall)",
        "dashboard_url": "/d/gemini-otel-tenants",
        "runbook_url": "docs/runbook.md#geminimonthbudgetspent",
    }
    assert burning["annotations"]["summary"] == (
        "$1234.50 spent in 1h: at this pace a month's budget lasts less than 2.08 days "
        "(budget: overall)"
    )
    assert "critical" == taken_back["labels"]["severity"]


def test_a_response_that_a_ledger_lacks_is_told(tmp_path: Path) -> None:
    """A real ledger finds a line that nobody can read, and puts it aside."""
    place = find_place(tmp_path / "ledger.db")
    place.spool.mkdir(parents=True)
    (place.spool / "1-abc.jsonl").write_bytes(b"no line of ours\n")
    registry = prometheus_client.CollectorRegistry()
    provider = MeterProvider([PrometheusMetricReader(registry=registry)], Resource.create())
    config: dict[str, Any] = {"rule_files": write_rules(tmp_path, 1_000)}
    with Webhook() as webhook, expose(registry) as port:
        scraping = {**config, **scrape("shop", port)}
        recorded = record_beside(meter_provider=provider, first_value_hold_s=_HOLD_S)
        with watch(tmp_path, webhook, scraping), recorded:
            ledger = LedgerProcessor(tmp_path / "ledger.db")
            assert ledger.force_flush()
            told = webhook.wait_for("firing", alertname="GeminiLedgerErrors")
            ledger.shutdown()
    provider.shutdown()

    assert "critical" == told["labels"]["severity"]
    assert told["annotations"]["summary"] == (
        "billed responses of shop that did not reach its ledger in 15m: 1 (rejected)"
    )


class _Page:
    """A counter that a program would expose."""

    def __init__(self) -> None:
        self.usd = 0.0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._make_handler())

    @contextlib.contextmanager
    def serve(self) -> Generator[int]:
        """Its port, as long as it is served."""
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        try:
            yield self._server.server_address[1]
        finally:
            self._server.shutdown()
            self._server.server_close()

    def _make_handler(self) -> type[BaseHTTPRequestHandler]:
        page = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/plain; version=0.0.4")
                self.end_headers()
                self.wfile.write(f"# TYPE {name(COST)} counter\n{name(COST)} {page.usd}\n".encode())

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
                """Says nothing."""

        return Handler


def test_one_lone_charge_is_recorded_to_the_cent(tmp_path: Path) -> None:
    """A scraped counter that goes up by 5.25 dollars once is 5.25 dollars spent."""
    page, query = _Page(), f'{SPENT_5M}{{budget="overall"}}'
    with page.serve() as port:
        config = {**scrape("shop", port), "rule_files": write_rules(tmp_path, 1_000)}
        with run_prometheus(tmp_path, config) as prometheus:
            prometheus.wait_for_scrapes("shop", 2)
            page.usd = 5.25
            wait_until(lambda: prometheus.ask(query) > 0, what="a charge")
            told = prometheus.ask(query)

    assert 5.25 == told
