"""The providers that `instrument()` is given: where spans, metrics and events go."""

import contextlib
from collections.abc import Callable
from typing import Final, NamedTuple

from opentelemetry._logs import LoggerProvider, get_logger_provider
from opentelemetry.metrics import MeterProvider, get_meter_provider
from opentelemetry.trace import TracerProvider, get_tracer_provider

from gemini_otel._config import ConfigurationError


class Providers(NamedTuple):
    """What was given; `None` is the global provider."""

    tracer_provider: TracerProvider | None = None
    meter_provider: MeterProvider | None = None
    logger_provider: LoggerProvider | None = None


_METHODS: Final = ("get_tracer", "get_meter", "get_logger")
_GLOBAL: Final[tuple[Callable[[], object], ...]] = (
    get_tracer_provider,
    get_meter_provider,
    get_logger_provider,
)


def check_providers(given: Providers) -> None:
    """Refuses what cannot be a provider; what counts is the method, not the class.

    Raises:
        ConfigurationError: One of them has not the method that is called.
    """
    for name, method, provider in zip(Providers._fields, _METHODS, given, strict=True):
        if provider is not None and not _has(provider, method):
            raise ConfigurationError(
                f"gemini_otel: argument {name} is {_describe(provider)}; "
                f"allowed: a provider with the method {method}()."
            )


def find_others(in_force: Providers, asked_for: Providers) -> list[str]:
    """The names of those that were asked for and are not in force."""
    return [
        name
        for name, before, now, get in zip(
            Providers._fields, in_force, asked_for, _GLOBAL, strict=True
        )
        if now is not None and now is not (get() if before is None else before)
    ]


def _has(provider: object, method: str) -> bool:
    # A class has the methods of its instances, which cannot be called.
    with contextlib.suppress(Exception):  # whatever it is, it may refuse to be asked
        return not isinstance(provider, type) and callable(getattr(provider, method, None))
    return False


def _describe(provider: object) -> str:
    if isinstance(provider, type):
        return f"the class {_name(provider)} itself"
    return f"of type {_name(type(provider))}"


def _name(cls: type) -> str:
    return f"{cls.__module__}.{cls.__qualname__}".removeprefix("builtins.")
