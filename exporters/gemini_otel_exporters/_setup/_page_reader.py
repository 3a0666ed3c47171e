"""Reads metrics whenever Prometheus asks for its page."""

import os
from typing import Any

from opentelemetry.exporter.prometheus import PrometheusMetricReader
from prometheus_client import start_http_server


class Page:
    """A server of the page, in the process that opened it."""

    def __init__(self, server: Any) -> None:
        self._server = server
        self._opened_in = os.getpid()
        self.address = f"http://{_spell(server.server_address[0])}:{server.server_port}/metrics"

    def close(self) -> None:
        """Answers no more; in a child only its copy of the socket is closed."""
        if self._opened_in == os.getpid():
            self._server.shutdown()
        self._server.server_close()


def _spell(host: str) -> str:
    return f"[{host}]" if ":" in host else host


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
