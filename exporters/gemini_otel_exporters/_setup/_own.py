"""Makes the ledger and the console, which are log processors of their own."""

from collections.abc import Sequence
from typing import Any, Final

from opentelemetry._logs import LoggerProvider

from gemini_otel._config import ConfigurationError
from gemini_otel_exporters._console._choices import Choice
from gemini_otel_exporters._console._processor import ConsoleProcessor


_ASKED: Final = "argument ledger"


def make_ledger(url: str | None = None, *, durable: bool | None = None) -> Any:
    """The processor that writes the ledger.

    Raises:
        ConfigurationError: Its place is none, or a package is missing.
    """
    try:
        from gemini_otel_exporters._ledger._location import find_place
        from gemini_otel_exporters._ledger._processor import LedgerProcessor
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("gemini_otel"):
            raise
        raise ConfigurationError(
            f"gemini_otel: the ledger needs {error.name}, which is not installed: "
            "pip install 'gemini-otel[ledger]', or set up without one: setup(ledger=False), "
            "GEMINI_OTEL_LEDGER=off."
        ) from error
    find_place(url, asked=_ASKED)  # which names a mistake as whoever made it does
    return LedgerProcessor(url, durable=durable)


def is_kept(url: str | None, present: Sequence[Any]) -> bool:
    """Whether processors that are there keep the ledger of that URL; any ledger, if none is given.

    Raises:
        ConfigurationError: Its place is none.
    """
    if url is None or not present:
        return bool(present)
    from gemini_otel_exporters._ledger._location import find_place

    return find_place(url, asked=_ASKED) in [one.place for one in present]


def make_console(choice: Choice) -> ConsoleProcessor:
    """The processor that shows a line for each call."""
    return ConsoleProcessor(choice.mode, sample=choice.sample)


def add_processor(provider: LoggerProvider, processor: Any) -> None:
    """Adds a processor to a provider of the SDK."""
    adding: Any = provider
    adding.add_log_record_processor(processor)
