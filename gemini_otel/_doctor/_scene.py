"""What is examined: the recorder in force, or what would be if it were switched on."""

import os
from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from opentelemetry._logs import LoggerProvider, get_logger_provider
from opentelemetry.metrics import MeterProvider, get_meter_provider
from opentelemetry.trace import TracerProvider, get_tracer_provider

from gemini_otel._config import SETTINGS, ConfigurationError, Settings, resolve
from gemini_otel._providers import Providers
from gemini_otel._switch import Circumstances, find_circumstances


_REDACT: Final = SETTINGS["redact"].variable


class Scene(NamedTuple):
    """What every check looks at.

    Attributes:
        settings: Those in force; where nothing is instrumented, those of the environment.
        circumstances: What the recorder in force was made of, if there is one.
        environ: The environment variables.
        tracing: Where spans go.
        metering: Where metrics go.
        logging: Where events go.
        hook: The name of a redaction hook that was not looked up, since nothing is instrumented.
        is_fresh: Whether the process was made to be examined, so that nothing is to be spared.
    """

    settings: Settings
    circumstances: Circumstances | None
    environ: Mapping[str, str]
    tracing: TracerProvider
    metering: MeterProvider
    logging: LoggerProvider
    hook: str | None
    is_fresh: bool


def survey(*, is_fresh: bool) -> Scene:
    """Looks around, and touches nothing."""
    circumstances, environ = find_circumstances(), dict(os.environ)
    given = circumstances.providers if circumstances else Providers()
    return Scene(
        circumstances.settings if circumstances else _read_settings(environ, is_fresh=is_fresh),
        circumstances,
        environ,
        given.tracer_provider or _find_global("TRACER_PROVIDER", get_tracer_provider),
        given.meter_provider or _find_global("METER_PROVIDER", get_meter_provider),
        given.logger_provider or _find_global("LOGGER_PROVIDER", get_logger_provider),
        None if circumstances or is_fresh else environ.get(_REDACT, "").strip() or None,
        is_fresh,
    )


def _find_global(name: str, get: Callable[[], Any]) -> Any:
    """The global provider, or what stands for it until one is set."""
    # To ask for it would make and set the one that a variable such as
    # OTEL_PYTHON_TRACER_PROVIDER names; the program could set no other after that.
    known: Mapping[str, Any] = getattr(get, "__globals__", {})
    found = known.get(f"_{name}") or known.get(f"_PROXY_{name}")
    return get() if found is None else found


def spare_hook(environ: Mapping[str, str], *, is_fresh: bool) -> dict[str, str]:
    """The environment without the name of a hook, to look which up imports a module."""
    return {name: value for name, value in environ.items() if is_fresh or name != _REDACT}


def _read_settings(environ: Mapping[str, str], *, is_fresh: bool) -> Settings:
    try:
        return resolve({}, spare_hook(environ, is_fresh=is_fresh))
    except ConfigurationError:
        return Settings()  # what is wrong is a finding of its own
