"""Emits events as log records, where somebody listens."""

import time
from typing import Final

from opentelemetry._logs import Logger, LoggerProvider, SeverityNumber, get_logger
from opentelemetry.context import Context

from gemini_otel._semconv import SCOPE
from gemini_otel._signals._incidents import Incident
from gemini_otel._version import VERSION


_TRUSTED: Final = 31
_WARNING: Final = (SeverityNumber.WARN, SeverityNumber.WARN.name)
_INFORMATION: Final = (SeverityNumber.INFO, SeverityNumber.INFO.name)


class Journal:
    """The events of one activation of the library.

    Args:
        provider: Where events go; `None` is the global provider.
    """

    def __init__(self, provider: LoggerProvider | None) -> None:
        self._logger: Logger = get_logger(SCOPE, VERSION, logger_provider=provider)
        # `Logger.enabled` is there since API 1.45.
        self._ask = getattr(self._logger, "enabled", None)
        self._trusted = 0

    def is_read(self) -> bool:
        """Whether anybody listens; asked before an event is put together.

        A yes holds for some events more, since to ask takes as long as to describe one; at worst
        those are put together for nobody. A no holds for none: a provider may come at any time.
        """
        if self._trusted > 0:
            self._trusted -= 1
            return True
        is_read = self._ask is None or bool(self._ask())
        self._trusted = _TRUSTED if is_read else 0
        return is_read

    def write(self, incident: Incident, context: Context) -> None:
        """Emits one event into the trace of a context."""
        severity, name = _WARNING if incident.is_warning else _INFORMATION
        now = time.time_ns()
        self._logger.emit(
            timestamp=now,
            observed_timestamp=now,
            context=context,
            severity_number=severity,
            severity_text=name,
            attributes=incident.attributes,
            event_name=incident.name,
        )
