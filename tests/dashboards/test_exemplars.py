"""A point leads to its trace: exemplars of an OpenMetrics page reach those who ask for them."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

import pytest

from dashboards import _names
from dashboards._queries import latency
from gemini_otel._metrics import OPERATION_DURATION
from tests.backends.filled import scrape
from tests.backends.prometheus import Prometheus, run_prometheus
from tests.backends.server import wait_until
from tests.dashboards.asking import Moment
from tests.dashboards.boards import DIALECTS, list_panels, read_board


TRACE: Final = "0af7651916cd43dd8448eb211c80319c"
_NAME: Final = _names.name(OPERATION_DURATION)
_LABELS: Final = 'gen_ai_request_model="gemini-3.5-flash",otel_scope_name="gemini_otel"'
_PAGE: Final = f"""\
# TYPE {_NAME} histogram
{_NAME}_bucket{{{_LABELS},le="0.64"}} 1 # {{trace_id="{TRACE}"}} 0.5
{_NAME}_bucket{{{_LABELS},le="+Inf"}} 1
{_NAME}_sum{{{_LABELS}}} 0.5
{_NAME}_count{{{_LABELS}}} 1
# EOF
"""


class _Page(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = _PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/openmetrics-text; version=1.0.0")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name
        """Says nothing."""


@pytest.fixture(scope="module")
def prometheus(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Prometheus]:
    """One that keeps exemplars, and scrapes a page that has one."""
    page = ThreadingHTTPServer(("127.0.0.1", 0), _Page)
    threading.Thread(target=page.serve_forever, args=(0.01,), daemon=True).start()
    config = scrape("shop", page.server_address[1])
    folder = tmp_path_factory.mktemp("exemplars")
    with run_prometheus(folder, config, "--enable-feature=exemplar-storage") as server:
        server.wait_for_scrapes("shop", 2)
        yield server
    page.shutdown()
    page.server_close()


def test_the_boards_ask_for_exemplars() -> None:
    """Grafana asks for exemplars where a query says so: those of durations do."""
    [panel] = [
        one
        for one in list_panels(read_board("classic", "gemini-otel-latency"))
        if one["title"] == "Duration of calls"
    ]

    assert [True, True, True] == [one["exemplar"] for one in panel["targets"]]


def test_the_query_of_a_panel_has_the_trace_of_a_call(prometheus: Prometheus) -> None:
    """Asked for exemplars of a panel's query, the server names the trace, as Grafana links it."""
    text = Moment(0, 60, 1, "10s").fill(latency.P95_OVER_TIME.text(DIALECTS[0]))

    def ask() -> list[dict[str, str]]:
        found = prometheus.get("/api/v1/query_exemplars", query=text, start=0, end=4e9)["data"]
        return [one["labels"] for series in found for one in series["exemplars"]]

    labels = wait_until(ask, what="an exemplar")

    assert {"trace_id": TRACE} == labels[0]


def test_exemplars_are_linked_by_the_label_that_they_have() -> None:
    """The data source leads from the label trace_id to Tempo."""
    file = Path(__file__).parents[2] / "dashboards/generated/provisioning/datasources"
    text = (file / "gemini-otel.yaml").read_text(encoding="utf-8")

    assert "- name: trace_id\n          datasourceUid: tempo\n" in text
