"""A month's budget overspent: Prometheus fires, Alertmanager tells how much, and takes it back."""

import contextlib
import subprocess
import threading
import time
from collections.abc import Generator
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import pytest

from dashboards._names import name
from dashboards._reading import Positive
from dashboards.alerts import RECORDINGS, RULES, generate
from dashboards.alerts._recordings import MONTH_SPENT, SPENT_5M
from dashboards.config import Budget, Config
from gemini_otel._metrics import COST
from tests.backends import binaries
from tests.backends.alertmanager import Webhook, run_alertmanager
from tests.backends.filled import scrape
from tests.backends.prometheus import Prometheus, backfill, run_prometheus
from tests.backends.server import wait_until


_FILES: Final = (RECORDINGS, RULES)
_TILE_S: Final = 300
_TILES: Final = 10
_TILE_USD: Final = 123.45


def _write_rules(folder: Path, month_usd: float) -> list[str]:
    """The generated files, but evaluated every second, and with no patience for late samples."""
    made = generate(Config(budget=Budget(month_usd=Positive(month_usd))))
    files = [folder / Path(one).name for one in _FILES]
    for file, one in zip(files, _FILES, strict=True):
        text = made[one].replace('interval: "1m"', "interval: 1s")
        text = text.replace(" offset 1m", "").replace("offset 6m", "offset 5m")
        file.write_text(text, encoding="utf-8")
    return [str(file) for file in files]


def _write_history() -> str:
    """Ten tiles of the last hour, as they were recorded."""
    month = datetime.now(ZoneInfo("America/Los_Angeles")).month
    last = int(time.time()) // _TILE_S * _TILE_S
    moments = range(last - (_TILES - 1) * _TILE_S, last + 1, _TILE_S)
    series = f'{SPENT_5M}{{budget="overall",month="{month}"}}'
    samples = "".join(f"{series} {_TILE_USD} {at}\n" for at in moments)
    return f"# TYPE {SPENT_5M} gauge\n{samples}# EOF\n"


@contextlib.contextmanager
def _run(folder: Path, webhook: Webhook, rules: list[str]) -> Generator[Prometheus]:
    with run_alertmanager(folder, webhook) as alertmanager:
        address = alertmanager.url.removeprefix("http://")
        config: dict[str, Any] = {
            "rule_files": rules,
            "alerting": {"alertmanagers": [{"static_configs": [{"targets": [address]}]}]},
        }
        options = ("--web.enable-lifecycle", "--rules.alert.resend-delay=1s")
        with run_prometheus(folder, config, *options) as prometheus:
            yield prometheus


def test_an_overspent_budget_is_told_with_its_amount_and_taken_back(tmp_path: Path) -> None:
    """Ten times 123.45 dollars are over 1,000, and under the 2,000 that the budget is raised to."""
    rules = _write_rules(tmp_path, 1_000)
    backfill(tmp_path, _write_history())
    with Webhook() as webhook, _run(tmp_path, webhook, rules) as prometheus:
        told = webhook.wait_for("firing", alertname="GeminiMonthBudgetSpent")
        spent = prometheus.ask(MONTH_SPENT)
        _write_rules(tmp_path, 2_000)
        prometheus.post("/-/reload", b"")
        taken_back = webhook.wait_for("resolved", alertname="GeminiMonthBudgetSpent")

    assert pytest.approx(1_234.5) == spent
    assert told["annotations"] == {
        "summary": "$1234.50 spent this month, which is more than its budget (budget: overall)",
        "dashboard_url": "/d/gemini-otel-tenants",
        "runbook_url": "docs/runbook.md#geminimonthbudgetspent",
    }
    assert "critical" == taken_back["labels"]["severity"]


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
        config = {**scrape("shop", port), "rule_files": _write_rules(tmp_path, 1_000)}
        with run_prometheus(tmp_path, config) as prometheus:
            prometheus.wait_for_scrapes("shop", 2)
            page.usd = 5.25
            wait_until(lambda: prometheus.ask(query) > 0, what="a charge")
            told = prometheus.ask(query)

    assert 5.25 == told


def test_vmalert_reads_the_rules(tmp_path: Path) -> None:
    """VictoriaMetrics' own program for rules takes both files."""
    files = [f"-rule={file}" for file in _write_rules(tmp_path, 1_000)]
    program = binaries.demand(binaries.VMALERT).path
    done = subprocess.run(
        [program, "-dryRun", *files], capture_output=True, text=True, timeout=60, check=False
    )

    assert 0 == done.returncode, done.stderr
