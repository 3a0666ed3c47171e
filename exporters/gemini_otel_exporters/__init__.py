"""Where telemetry of gemini_otel goes: a ledger, the console, and OpenTelemetry's exporters."""

import importlib
from typing import TYPE_CHECKING, Final

from gemini_otel._config import ConfigurationError


if TYPE_CHECKING:
    from gemini_otel_exporters._console._processor import ConsoleProcessor
    from gemini_otel_exporters._ledger._processor import LedgerProcessor
    from gemini_otel_exporters._setup._entrance import setup
    from gemini_otel_exporters._setup._pipeline import Pipeline

__all__ = ["ConsoleProcessor", "LedgerProcessor", "Pipeline", "setup"]

_PLACES: Final = {
    "ConsoleProcessor": ("_console._processor", "setup"),
    "LedgerProcessor": ("_ledger._processor", "ledger"),
    "Pipeline": ("_setup._pipeline", "setup"),
    "setup": ("_setup._entrance", "setup"),
}


def __getattr__(name: str) -> object:
    """Loads what is asked for when it is asked for: each part needs an extra of its own."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, extra = _PLACES[name]
    try:
        return getattr(importlib.import_module(f"{__name__}.{module}"), name)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith(__name__):
            raise
        raise ConfigurationError(
            f"gemini_otel: {name} needs {error.name}, which is not installed: "
            f"pip install 'gemini-otel[{extra}]'."
        ) from error
