"""Makes the ledger and the console, which are log processors of their own."""

from typing import Any

from opentelemetry._logs import LoggerProvider

from gemini_otel._config import ConfigurationError
from gemini_otel_exporters._console._choices import Choice
from gemini_otel_exporters._console._processor import ConsoleProcessor


def make_ledger(url: str | None = None, *, durable: bool | None = None) -> Any:
    """The processor that writes the ledger.

    Raises:
        ConfigurationError: Its place is none, or a package is missing.
    """
    try:
        from gemini_otel_exporters._ledger._processor import LedgerProcessor
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("gemini_otel"):
            raise
        raise ConfigurationError(
            f"gemini_otel: the ledger needs {error.name}, which is not installed: "
            "pip install 'gemini-otel[ledger]', or set up without one: setup(ledger=False), "
            "GEMINI_OTEL_LEDGER=off."
        ) from error
    return LedgerProcessor(url, durable=durable)


def make_console(choice: Choice) -> ConsoleProcessor:
    """The processor that shows a line for each call."""
    return ConsoleProcessor(choice.mode, sample=choice.sample)


def add_processor(provider: LoggerProvider, processor: Any) -> None:
    """Adds a processor to a provider of the SDK."""
    adding: Any = provider
    adding.add_log_record_processor(processor)
