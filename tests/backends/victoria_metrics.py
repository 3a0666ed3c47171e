"""A real VictoriaMetrics, which takes OTLP metrics and answers PromQL."""

import contextlib
import time
from collections.abc import Generator, Sequence
from pathlib import Path
from typing import Final

from opentelemetry.exporter.otlp.proto.http.metric_exporter import OTLPMetricExporter
from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader

from tests.backends import binaries
from tests.backends.prometheus import Querying
from tests.backends.server import serve


_TRIES: Final = 400


class VictoriaMetrics(Querying):
    """A running VictoriaMetrics."""

    @property
    def otlp_url(self) -> str:
        """Where OTLP exporters send metrics to."""
        return f"{self.url}/opentelemetry/v1/metrics"

    def make_reader(self, interval_s: float = 3_600) -> MetricReader:
        """A reader for a meter provider that pushes what it collects, and when it is flushed."""
        exporter = OTLPMetricExporter(endpoint=self.otlp_url)
        return PeriodicExportingMetricReader(exporter, export_interval_millis=1_000 * interval_s)

    def settle(self) -> None:
        """Makes what was sent visible to queries."""
        self.get("/internal/force_flush")

    def wait_for(self, selector: str, since: float) -> None:
        """Waits until every series that a selector fits has a value that was made since then."""
        for _ in range(_TRIES):
            self.settle()
            if self.ask(f"min(timestamp({selector}))") >= since:
                return
            time.sleep(0.05)
        raise AssertionError(f"{selector} has no value since {since}")


@contextlib.contextmanager
def run_victoria_metrics(folder: Path, *options: str) -> Generator[VictoriaMetrics]:
    """A VictoriaMetrics within the block, with Prometheus' names for what comes by OTLP.

    Args:
        folder: Where its log and its data go.
        options: Options beside those of every start.
    """
    binary = binaries.demand(binaries.VICTORIA_METRICS)
    given: Sequence[str] = (
        f"-storageDataPath={folder / 'victoria-metrics'}",
        "-httpListenAddr=127.0.0.1:{port}",
        "-opentelemetry.usePrometheusNaming",
        "-retentionPeriod=10y",
        "-search.latencyOffset=0s",
        "-search.disableCache",
        *options,
    )
    with serve(binary, given, folder, ready="/health") as server:
        yield VictoriaMetrics(server.url, server.process, server.log)
