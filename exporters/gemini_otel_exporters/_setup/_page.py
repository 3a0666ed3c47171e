"""The page of metrics that a Prometheus server reads."""

import errno
from typing import Any

from gemini_otel import _log
from gemini_otel._config import ConfigurationError


def open_page(place: tuple[str, int], where: str) -> Any:
    """A metric reader whose totals are on a page of this process.

    Args:
        place: The host and the port.
        where: What asked for it.

    Returns:
        The reader; it closes the page when it is shut down.

    Raises:
        ConfigurationError: Nothing can listen there, or a package is missing.
    """
    try:
        from gemini_otel_exporters._setup._page_reader import PageReader
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"gemini_otel: {where} names prometheus, which needs {error.name}: "
            "pip install 'gemini-otel[prometheus]'."
        ) from error
    host, port = place
    try:
        reader = PageReader(host, port)
    except OSError as error:
        raise _explain(host, port, error) from error
    if port == 0:
        _log.warn("prometheus_page", address=reader.page.address)
    return reader


def _explain(host: str, port: int, error: OSError) -> ConfigurationError:
    if error.errno == errno.EADDRINUSE:
        return ConfigurationError(
            f"gemini_otel: argument prometheus_port (environment variable "
            f"OTEL_EXPORTER_PROMETHEUS_PORT) is {port}, where another process listens on {host}; "
            "allowed: a free port. Each process needs one of its own: a server with several "
            "workers sends metrics with metrics='otlp' (OTEL_METRICS_EXPORTER=otlp)."
        )
    return ConfigurationError(
        f"gemini_otel: argument prometheus_host (environment variable "
        f"OTEL_EXPORTER_PROMETHEUS_HOST) is {host[:200]!r} and prometheus_port "
        f"(OTEL_EXPORTER_PROMETHEUS_PORT) is {port}, where this process cannot listen "
        f"({error.strerror or error}); allowed: an address of this machine and a free port."
    )
