"""Reads metrics whenever Prometheus asks for its page."""

from opentelemetry.exporter.prometheus import PrometheusMetricReader
from prometheus_client import start_http_server

from gemini_otel_exporters._setup._page import Page


class PageReader(PrometheusMetricReader):
    """The standard reader of OpenTelemetry, with a page of its own.

    Its metrics are also in the registry of `prometheus_client`, so that a page which the program
    serves itself has them too.

    Args:
        host: Where to listen.
        port: The port; 0 is any that is free.

    Raises:
        OSError: Nothing can listen there.
    """

    def __init__(self, host: str, port: int) -> None:
        server, self._thread = start_http_server(port, host)
        self.page = Page(server)
        super().__init__()

    def shutdown(self, timeout_millis: float = 30_000, **kwargs: object) -> None:
        """Closes the page.

        Args:
            timeout_millis: How long it may take.
            **kwargs: What else a reader is told.
        """
        parent: Any = super()
        parent.shutdown(timeout_millis, **kwargs)
        self.page.close()
