"""Makes exporters by their names, and what stands before them."""

import inspect
import os
import re
from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from typing import Any, Final

from opentelemetry.sdk._logs.export import BatchLogRecordProcessor, LogRecordExporter
from opentelemetry.sdk.metrics.export import (
    MetricExporter,
    MetricReader,
    PeriodicExportingMetricReader,
)
from opentelemetry.sdk.trace.export import BatchSpanProcessor, SpanExporter

from gemini_otel._config import ConfigurationError
from gemini_otel_exporters._setup._names import PROMETHEUS, Signal, Wanted, find_group
from gemini_otel_exporters._setup._page import open_page
from gemini_otel_exporters._setup._plan import Plan
from gemini_otel_exporters._setup._renewal import (
    RenewedLogRecordExporter,
    RenewedMetricExporter,
    RenewedSpanExporter,
)


_BASES: Final[Mapping[Signal, tuple[type, ...]]] = {
    "traces": (SpanExporter,),
    "metrics": (MetricExporter, MetricReader),
    "logs": (LogRecordExporter,),
}
_PASSWORD: Final = re.compile(r"(\S*?//)?\S*@")
_HTTP: Final = "otlp_proto_http"
_INTERVAL: Final = "OTEL_METRIC_EXPORT_INTERVAL"


def load_class(signal: Signal, name: str, where: str) -> type[Any]:
    """The class of an exporter, loaded.

    Raises:
        ConfigurationError: It cannot be loaded, or is no exporter of this signal.
    """
    (point, *_) = entry_points(group=find_group(signal), name=name)
    try:
        loaded: Any = point.load()
    except Exception as error:
        raise _explain(where, name, error) from error
    if inspect.isclass(loaded) and issubclass(loaded, _BASES[signal]):
        return loaded
    raise ConfigurationError(
        f"gemini_otel: {where} names {name}, which is no exporter of {signal}: {point.value}."
    )


def make_span_processors(wanted: Wanted) -> Iterator[Any]:
    """A batch processor for each exporter of spans."""
    for make in _find_makers("traces", wanted):
        yield BatchSpanProcessor(RenewedSpanExporter(make))


def make_log_processors(wanted: Wanted) -> Iterator[Any]:
    """A batch processor for each exporter of events."""
    for make in _find_makers("logs", wanted):
        yield BatchLogRecordProcessor(RenewedLogRecordExporter(make))


def make_readers(plan: Plan, wanted: Wanted) -> Iterator[Any]:
    """A reader for each exporter of metrics, and the page of Prometheus."""
    _check_interval()
    if PROMETHEUS in wanted.names:
        yield open_page(plan.prometheus, wanted.where)
    names = tuple(name for name in wanted.names if name != PROMETHEUS)
    for make in _find_makers("metrics", wanted._replace(names=names)):
        loaded: Any = make.loaded
        if issubclass(loaded, MetricReader):
            yield make()
        else:
            exporter = RenewedMetricExporter(make, is_ours_elsewhere=plan.instruments)
            yield PeriodicExportingMetricReader(exporter)


class _Maker:
    """Makes one exporter, here and again in each forked child."""

    def __init__(self, loaded: type[Any], name: str, where: str) -> None:
        self.loaded = loaded
        self._name = name
        self._where = where

    def __call__(self) -> Any:
        try:
            return self.loaded()
        except Exception as error:
            raise _explain(self._where, self._name, error) from error


def _find_makers(signal: Signal, wanted: Wanted) -> list[Any]:
    for name in wanted.names:
        if name == _HTTP:
            _check_endpoint(signal)
    where = wanted.where
    return [_Maker(load_class(signal, name, where), name, where) for name in wanted.names]


def _check_endpoint(signal: Signal) -> None:
    """Without a scheme nothing would arrive, and only a log line at each export would say so."""
    for variable in (
        f"OTEL_EXPORTER_OTLP_{signal.upper()}_ENDPOINT",
        "OTEL_EXPORTER_OTLP_ENDPOINT",
    ):
        given = os.environ.get(variable, "").strip()
        if given and not given.startswith(("http://", "https://")):
            raise ConfigurationError(
                f"gemini_otel: environment variable {variable} is {hide_password(given)!r}; "
                "allowed: a URL that begins with http:// or https://."
            )


def _check_interval() -> None:
    given = os.environ.get(_INTERVAL, "").strip()
    try:
        is_good = not given or float(given) > 0
    except ValueError:
        is_good = False
    if not is_good:
        raise ConfigurationError(
            f"gemini_otel: environment variable {_INTERVAL} is {given[:200]!r}; "
            "allowed: milliseconds above 0."
        )


def _explain(where: str, name: str, error: Exception) -> ConfigurationError:
    told = hide_password(f"{type(error).__name__}: {error}")
    return ConfigurationError(f"gemini_otel: {where} names {name}, which cannot be made: {told}")


def hide_password(text: str) -> str:
    """A text without the user and password of the URLs in it, with or without a scheme."""
    return _PASSWORD.sub(r"\1***@", text)[:500]
