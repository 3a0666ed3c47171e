"""Emits events as log records, where somebody listens."""

import time
from typing import Any, Final, cast

from opentelemetry._logs import Logger, LoggerProvider, SeverityNumber, get_logger
from opentelemetry.context import Context

from gemini_otel._attributes import Attributes
from gemini_otel._incidents import Incident
from gemini_otel._semconv import SCOPE
from gemini_otel._version import VERSION


_SEVERITIES: Final = {True: SeverityNumber.WARN, False: SeverityNumber.INFO}


class Journal:
    """The events of one activation of the library.

    Args:
        provider: Where events go; `None` is the global provider.
    """

    def __init__(self, provider: LoggerProvider | None) -> None:
        self._logger: Logger = get_logger(SCOPE, VERSION, logger_provider=provider)
        # `Logger.enabled` is there since API 1.45.
        self._ask = getattr(self._logger, "enabled", None)

    @property
    def is_read(self) -> bool:
        """Whether anybody listens; asked before an event is put together."""
        return self._ask is None or bool(self._ask())

    def write(self, incident: Incident, context: Context) -> None:
        """Emits one event into the trace of a context."""
        severity = _SEVERITIES[incident.is_warning]
        now = time.time_ns()
        self._logger.emit(
            timestamp=now,
            observed_timestamp=now,
            context=context,
            severity_number=severity,
            severity_text=severity.name,
            attributes=cast("Any", _plain(incident.attributes)),
            event_name=incident.name,
        )


def _plain(attributes: Attributes) -> Attributes:
    return {name: list(v) if isinstance(v, tuple) else v for name, v in attributes.items()}  # pyright: ignore[reportUnknownArgumentType, reportUnknownVariableType] - tuples of plain values
