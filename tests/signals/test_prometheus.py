"""A Prometheus server that scrapes finds the series that dashboards query."""

import urllib.request
from collections.abc import Iterator
from typing import Any

import pytest
from opentelemetry.sdk.metrics import MeterProvider

from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import record_telemetry
from tests.shapes import MODEL
from tests.signals.loops import add, wants
from tests.signals.tokens import FULL


exporter: Any = pytest.importorskip("opentelemetry.exporter.prometheus")
prometheus: Any = pytest.importorskip("prometheus_client")


@pytest.fixture
def scraped() -> Iterator[Any]:
    """A provider whose metrics are served, and how to scrape them."""
    provider = MeterProvider([exporter.PrometheusMetricReader()])
    server, thread = prometheus.start_http_server(0, "127.0.0.1")

    def scrape() -> str:
        address = f"http://127.0.0.1:{server.server_port}/metrics"
        with urllib.request.urlopen(address) as response:
            return str(response.read().decode())

    yield provider, scrape
    server.shutdown()
    server.server_close()
    thread.join()
    provider.shutdown()


def _series(text: str) -> set[str]:
    lines = [line for line in text.splitlines() if line and not line.startswith("#")]
    names = {line.partition("{")[0].partition(" ")[0] for line in lines}
    return {name for name in names if name.startswith("ge")}


def _histogram(name: str) -> set[str]:
    return {f"{name}_bucket", f"{name}_sum", f"{name}_count"}


def _ask(gemini: FakeGemini) -> None:
    client: Any = gemini.client()
    gemini.queue(Reply("abcdef", usage=FULL, grounding={"web_search_queries": ["a"]}), wants("add"))
    assert list(client.models.generate_content_stream(model=MODEL, contents="?"))
    client.models.generate_content(model=MODEL, contents="?", config={"tools": [add]})


def test_series_have_the_names_that_dashboards_query(gemini: FakeGemini, scraped: Any) -> None:
    """Counters end in `_total`, seconds in `_seconds`, and no unit in braces is in a name."""
    provider, scrape = scraped
    with record_telemetry(meter_provider=provider, semconv="both", first_value_hold_s=0):
        _ask(gemini)
        names = _series(scrape())

    assert {
        "gemini_client_tokens_total",
        "gemini_client_calls_total",
        "gemini_client_cost_usd_total",
        "gemini_client_cache_savings_usd_total",
        "gemini_client_unpriced_total",
        "gemini_prices_checked_time_seconds",
        "gemini_client_grounding_queries_total",
        "gen_ai_client_inference_usage_input_tokens_total",
        "gen_ai_client_inference_usage_output_tokens_total",
        "gen_ai_client_inference_usage_cache_read_input_tokens_total",
        "gen_ai_client_inference_usage_reasoning_output_tokens_total",
        *_histogram("gen_ai_client_token_usage"),
        *_histogram("gen_ai_client_operation_duration_seconds"),
        *_histogram("gen_ai_client_operation_time_to_first_chunk_seconds"),
        *_histogram("gen_ai_client_operation_time_per_output_chunk_seconds"),
        *_histogram("gen_ai_client_inference_duration_seconds"),
        *_histogram("gen_ai_client_inference_time_to_first_chunk_seconds"),
        *_histogram("gen_ai_client_inference_time_per_output_chunk_seconds"),
        *_histogram("gen_ai_client_inference_operation_input_tokens"),
        *_histogram("gen_ai_client_inference_operation_output_tokens"),
        *_histogram("gen_ai_execute_tool_duration_seconds"),
        *_histogram("gen_ai_invoke_workflow_duration_seconds"),
    } == names


def _tokens(text: str) -> float:
    lines = [line for line in text.splitlines() if line.startswith("gemini_client_tokens_total{")]
    return sum(float(line.rpartition(" ")[2]) for line in lines)


def test_the_first_scrape_sees_a_zero(gemini: FakeGemini, scraped: Any) -> None:
    """`increase()` finds the first tokens because a zero went before them."""
    provider, scrape = scraped
    with record_telemetry(meter_provider=provider, first_value_hold_s=1e-9):
        _ask(gemini)
        seen = [_tokens(scrape()) for _ in range(2)]

    # 161 tokens of the stream, and twice 19 of the loop.
    assert [0, 199] == seen
    assert sum(gemini.totals().values()) == seen[-1]
