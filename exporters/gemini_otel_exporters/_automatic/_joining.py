"""Adds the ledger and the console to what `opentelemetry-instrument` has set up."""

import os
from collections.abc import Mapping
from typing import Any, Final

from gemini_otel import _log
from gemini_otel._config import ConfigurationError


LEDGER: Final = "gemini_ledger"
CONSOLE: Final = "gemini_console"
_EXPORTERS: Final = "OTEL_LOGS_EXPORTER"
_VARIABLES: Final = {LEDGER: "GEMINI_OTEL_LEDGER", CONSOLE: "GEMINI_OTEL_CONSOLE"}
_OFF: Final = ("", "off", "none")

_joined: Final[set[str]] = set()


def is_joined(name: str) -> bool:
    """Whether the processor of this name was added in this process."""
    return name in _joined


def join() -> None:
    """Adds what the environment asks for; `opentelemetry-instrument` calls it at its end.

    It is called wherever gemini_otel is installed: where nothing is asked for it imports nothing,
    and whatever fails is one log line and leaves only us out.
    """
    for name in find_asked(os.environ):
        _add_safely(name)


def find_asked(environ: Mapping[str, str]) -> list[str]:
    """Which of both the environment asks for, by OTEL_LOGS_EXPORTER or a variable of its own."""
    if environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true":
        return []
    named = [name.strip() for name in environ.get(_EXPORTERS, "").split(",")]
    said = {name: environ.get(one, "").strip().lower() for name, one in _VARIABLES.items()}
    return [
        name
        for name in (LEDGER, CONSOLE)
        if said[name] not in _OFF or (name in named and said[name] == "")
    ]


def _add_safely(name: str) -> None:
    try:
        _add(name)
    except ConfigurationError as error:
        _log.warn_once("exporter_not_added", name, exporter=name, reason=str(error))
    except Exception as error:  # noqa: BLE001 - an exception would end the program's start
        fault = type(error).__qualname__
        _log.warn_once("exporter_not_added", name, exporter=name, reason=fault)


def _add(name: str) -> None:
    from opentelemetry._logs import get_logger_provider

    provider: Any = get_logger_provider()
    if not hasattr(provider, "add_log_record_processor"):
        raise ConfigurationError(
            "no LoggerProvider of OpenTelemetry's SDK is set; install opentelemetry-distro, or "
            "call gemini_otel_exporters.setup() in the program"
        )
    from gemini_otel_exporters._console._choices import choose
    from gemini_otel_exporters._setup._own import make_console, make_ledger

    processor = make_ledger() if name == LEDGER else make_console(choose())
    provider.add_log_record_processor(processor)
    _joined.add(name)
