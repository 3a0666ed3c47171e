"""Switches the instrumentation on and off."""

import atexit
import importlib.util
import os
import threading
from collections.abc import Collection
from dataclasses import fields
from typing import Final, NamedTuple

from opentelemetry._logs import LoggerProvider
from opentelemetry.metrics import MeterProvider
from opentelemetry.trace import TracerProvider, get_tracer

from gemini_otel import _abandoned, _log
from gemini_otel._capture._activation import activate, find_recorder
from gemini_otel._capture._generation_stream import end_live_streams
from gemini_otel._capture._patches import Patches
from gemini_otel._config import Redact, Settings, resolve
from gemini_otel._providers import Providers, check_providers, find_others
from gemini_otel._semconv import SCOPE
from gemini_otel._signals._journal import Journal
from gemini_otel._signals._meters import Meters
from gemini_otel._signals._pricer import Pricer, make_pricer
from gemini_otel._signals._recorder import Recorder
from gemini_otel._version import VERSION


_EXPORT_INTERVAL: Final = "OTEL_METRIC_EXPORT_INTERVAL"
_DEFAULT_EXPORT_INTERVAL_MS: Final = 60_000.0


class Circumstances(NamedTuple):
    """What the recorder in force was made of.

    Attributes:
        settings: The settings in force.
        arguments: The names of those that `instrument` was given.
        providers: The providers that it was given.
        meters: What counts.
        pricer: The prices.
    """

    settings: Settings
    arguments: frozenset[str]
    providers: Providers
    meters: Meters
    pricer: Pricer


class _Memory:
    __slots__ = ("circumstances",)

    def __init__(self) -> None:
        self.circumstances: Circumstances | None = None


patches: Final = Patches()
"""The wrappers that are in place in this process."""

_memory: Final = _Memory()
_switching: Final = threading.Lock()


def instrument(  # noqa: PLR0913 - one keyword a setting
    *,
    tracer_provider: TracerProvider | None = None,
    meter_provider: MeterProvider | None = None,
    logger_provider: LoggerProvider | None = None,
    capture_content: str | None = None,
    content_max_length: int | None = None,
    redact: Redact | str | None = None,
    semconv: str | None = None,
    usage_event: bool | None = None,
    credential_fingerprint_key: str | None = None,
    attribution_keys: Collection[str] | None = None,
    metric_attribution_keys: Collection[str] | None = None,
    metric_attribution_values: int | None = None,
    first_value_hold_s: float | None = None,
    prices: str | os.PathLike[str] | None = None,
    **unknown: object,
) -> None:
    """Observes every Gemini call of this process from here on.

    Call it once at start-up, before or after google-genai is imported and clients are made.
    Calling it again changes nothing; a log line names what it asked for that is not in force. Each
    setting also has an environment variable; an argument wins over it.

    Args:
        tracer_provider: Where spans go; the global provider unless given, like the next two.
        meter_provider: Where metrics go.
        logger_provider: Where events go.
        capture_content: Whether prompts and answers are recorded, and where: `NO_CONTENT`,
            `SPAN_ONLY`, `EVENT_ONLY` or `SPAN_AND_EVENT`.
        content_max_length: Longest text kept of one message part, in characters.
        redact: Called with each captured message; returns it changed, or `None` to drop it.
        semconv: Standard metric names beside our own: `v1.41`, `latest`, `both` or `none`.
        usage_event: Whether each billed response emits a `gemini.usage` event.
        credential_fingerprint_key: Switches on a short keyed hash of the API key.
        attribution_keys: Baggage entries that are taken onto spans and events.
        metric_attribution_keys: Attribution keys that also become metric attributes.
        metric_attribution_values: Distinct values each of those may have.
        first_value_hold_s: How long, in seconds, a counter's first value waits behind a zero.
        prices: A TOML or JSON file with prices, negotiated rates and discounts of your own.
        **unknown: Refused, with the nearest known name.

    Raises:
        ConfigurationError: A setting, a provider or the file of prices is malformed, or the machine
            has no data for the time zone in which prices change; nothing was changed.
    """
    given = {
        "capture_content": capture_content,
        "content_max_length": content_max_length,
        "redact": redact,
        "semconv": semconv,
        "usage_event": usage_event,
        "credential_fingerprint_key": credential_fingerprint_key,
        "attribution_keys": attribution_keys,
        "metric_attribution_keys": metric_attribution_keys,
        "metric_attribution_values": metric_attribution_values,
        "first_value_hold_s": first_value_hold_s,
        "prices": prices,
        **unknown,
    }
    settings = resolve(given)
    arguments = frozenset(name for name, value in given.items() if value is not None)
    providers = Providers(tracer_provider, meter_provider, logger_provider)
    check_providers(providers)
    with _switching:
        if _memory.circumstances is None:
            _switch_on(settings, arguments, providers)
        else:
            _warn_of_others(_memory.circumstances, settings, arguments, providers)


def _switch_on(settings: Settings, arguments: frozenset[str], providers: Providers) -> None:
    tracer_provider, meter_provider, logger_provider = providers
    pricer = make_pricer(settings.prices)
    tracer = get_tracer(SCOPE, VERSION, tracer_provider)
    checked_s = pricer.read_checked_s()
    meters = Meters(settings, meter_provider, _read_export_interval(), checked_s)
    _log.forget()
    _log.load()
    activate(Recorder(settings, tracer, meters, Journal(logger_provider), pricer))
    _memory.circumstances = Circumstances(settings, arguments, providers, meters, pricer)
    pricer.warn_of_age()
    _abandoned.watch_collector()
    patches.place()
    _warn_without_sdk()
    atexit.unregister(_settle_at_exit)
    atexit.register(_settle_at_exit)


def _warn_of_others(
    in_force: Circumstances, settings: Settings, arguments: frozenset[str], providers: Providers
) -> None:
    """Names what was asked for and is not in force.

    Who leaves out an argument that is in force, as by running a cell of a notebook again, asks for
    nothing else.
    """
    others = [
        entry.name
        for entry in fields(Settings)
        if getattr(in_force.settings, entry.name) != getattr(settings, entry.name)
        and (entry.name in arguments or entry.name not in in_force.arguments)
    ]
    others += find_others(in_force.providers, providers)
    if others:
        _log.warn(
            "already_instrumented",
            settings_not_taken=others,
            fix="call gemini_otel.uninstrument() first, or set them where it is instrumented first",
        )


def uninstrument() -> None:
    """Observes no further call.

    Every patched attribute is again the very object it was. Where somebody else wrapped it since,
    our wrapper stays below theirs as a pass-through, and a log line says so. Calls in progress
    are still recorded when they end, and totals go on from where they are if `instrument` is
    called again.
    """
    with _switching:
        if find_recorder() is not None:
            activate(None)
            _memory.circumstances = None
            patches.remove()


def find_circumstances() -> Circumstances | None:
    """What the recorder in force was made of, or nothing."""
    return _memory.circumstances


def _settle_at_exit() -> None:
    # Registered after the app's providers, as a rule, and so run before they shut down.
    _abandoned.settle_all()
    end_live_streams()


def _read_export_interval() -> float:
    try:
        return float(os.environ.get(_EXPORT_INTERVAL, _DEFAULT_EXPORT_INTERVAL_MS)) / 1000
    except ValueError:
        return _DEFAULT_EXPORT_INTERVAL_MS / 1000


def _warn_without_sdk() -> None:
    try:
        found = importlib.util.find_spec("google.genai")
    except ModuleNotFoundError:
        found = None
    if found is None:
        _log.warn_once("google_genai_not_installed", fix="pip install 'gemini-otel[instruments]'")
