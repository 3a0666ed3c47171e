"""The workload's metrics in a real Prometheus, by scrape, and in VictoriaMetrics, by OTLP."""

import contextlib
import time
from collections.abc import Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import prometheus_client
from opentelemetry.exporter.prometheus import PrometheusMetricReader
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import MetricReader
from opentelemetry.sdk.resources import Resource

from dashboards._names import name
from gemini_otel._metrics import CALLS
from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import record_beside
from gemini_otel_exporters import LedgerProcessor
from tests.backends.prometheus import Prometheus, run_prometheus
from tests.backends.victoria_metrics import VictoriaMetrics, run_victoria_metrics
from tests.backends.workload import SERVICE, Workload, write_prices


ROUNDS: Final = 3
ENVIRONMENT: Final = "production"
_INTERVAL_S: Final = 0.2
_HOLD_S: Final = 0.001


@dataclass(frozen=True, slots=True)
class Filled:
    """Both servers after the workload, and when it ran.

    Attributes:
        prometheus: It scraped the program.
        victoria_metrics: The program pushed to it by OTLP.
        rounds: How often each call of the workload was made.
        started: Before the first call, in seconds since 1970.
        ended: After everything was told.
    """

    prometheus: Prometheus
    victoria_metrics: VictoriaMetrics
    rounds: int
    started: float
    ended: float


@contextlib.contextmanager
def fill(folder: Path) -> Generator[Filled]:
    """Runs the workload against both servers, which run within the block."""
    registry = prometheus_client.CollectorRegistry()
    with contextlib.ExitStack() as stack:
        port = stack.enter_context(expose(registry))
        config = scrape(SERVICE, port, _INTERVAL_S)
        prometheus = stack.enter_context(run_prometheus(_make(folder, "prometheus"), config))
        victoria = stack.enter_context(run_victoria_metrics(_make(folder, "victoria-metrics")))
        started = time.time()
        readers = [PrometheusMetricReader(registry=registry), victoria.make_reader(_INTERVAL_S)]
        provider = _make_provider(readers)
        stack.callback(provider.shutdown)
        _play(provider, folder, prometheus)
        victoria.wait_for(name(CALLS), time.time())
        yield Filled(prometheus, victoria, ROUNDS, started, time.time())


def scrape(job: str, port: int, interval_s: float = _INTERVAL_S) -> dict[str, Any]:
    """The configuration of a Prometheus that scrapes one port of loopback."""
    interval = f"{interval_s * 1_000:.0f}ms"
    target = {"targets": [f"127.0.0.1:{port}"]}
    job_config = {"job_name": job, "scrape_interval": interval, "scrape_timeout": interval}
    return {"scrape_configs": [{**job_config, "static_configs": [target]}]}


@contextlib.contextmanager
def expose(registry: prometheus_client.CollectorRegistry) -> Generator[int]:
    """The port of loopback at which a registry can be scraped, within the block."""
    server, thread = prometheus_client.start_http_server(0, "127.0.0.1", registry)
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _make_provider(readers: list[MetricReader]) -> MeterProvider:
    about = {"service.name": SERVICE, "deployment.environment.name": ENVIRONMENT}
    return MeterProvider(metric_readers=readers, resource=Resource.create(about))


def _play(provider: MeterProvider, folder: Path, prometheus: Prometheus) -> None:
    settings: dict[str, Any] = {
        "meter_provider": provider,
        "metric_attribution_keys": ["tenant"],
        "first_value_hold_s": _HOLD_S,
        "prices": write_prices(folder),
    }
    ledger = LedgerProcessor(folder / "ledger.db")
    with FakeGemini() as gemini, record_beside(ledger, **settings):
        program = Workload(gemini)
        for _ in range(ROUNDS):
            program.run_round()
            assert ledger.force_flush()
            provider.force_flush()
            prometheus.wait_for_scrapes(SERVICE, 2)
        provider.force_flush()
        prometheus.wait_for_scrapes(SERVICE, 2)
    ledger.shutdown()


def _make(folder: Path, name: str) -> Path:
    made = folder / name
    made.mkdir()
    return made
