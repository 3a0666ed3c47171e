"""Makes all parts of a pipeline before any is put in place: a mistake leaves nothing behind."""

import contextlib
from collections.abc import Iterable
from typing import Any, NamedTuple

from opentelemetry import metrics, trace
from opentelemetry._logs import set_logger_provider
from opentelemetry.sdk._logs import LoggerProvider
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.view import ExplicitBucketHistogramAggregation, View
from opentelemetry.sdk.trace import TracerProvider

from gemini_otel import _log
from gemini_otel._metrics import METRICS
from gemini_otel_exporters._setup._identity import make_resource
from gemini_otel_exporters._setup._making import (
    load_class,
    make_log_processors,
    make_readers,
    make_span_processors,
)
from gemini_otel_exporters._setup._names import PROMETHEUS, Signal, Wanted
from gemini_otel_exporters._setup._own import is_kept, make_console, make_ledger
from gemini_otel_exporters._setup._plan import Plan
from gemini_otel_exporters._setup._scene import Place, find_places, leave_out_present


class Parts(NamedTuple):
    """What was made.

    Attributes:
        providers: Those that were made and set.
        added: Processors that were added to providers of the program.
        providers_in_force: What all signals go to, the program's providers included.
        readers: Readers of the meter provider that was made.
    """

    providers: tuple[Any, ...] = ()
    added: tuple[Any, ...] = ()
    providers_in_force: tuple[Any, ...] = ()
    readers: tuple[Any, ...] = ()


def assemble(plan: Plan) -> Parts:
    """Makes what a plan asks for, and puts it in place.

    Raises:
        ConfigurationError: A part cannot be made; nothing was put in place.
    """
    places = find_places()
    with contextlib.ExitStack() as made:
        spans = _keep(made, make_span_processors(_find_lacking("traces", plan.traces, places)))
        events = _keep(made, make_log_processors(_find_lacking("logs", plan.logs, places)))
        events += _keep(made, _make_own(plan, places["logs"]))
        lacking = _find_lacking("metrics", plan.metrics, places)
        readers = _keep(made, _make_readers(plan, lacking, places["metrics"]))
        made.pop_all()
    return _put_in_place(plan, places, spans, events, readers)


def _keep(made: contextlib.ExitStack, parts: Iterable[Any]) -> list[Any]:
    """All of some parts; each is shut down if a later one cannot be made."""
    kept: list[Any] = []
    for part in parts:
        made.callback(part.shutdown)
        kept.append(part)
    return kept


def _find_lacking(signal: Signal, wanted: Wanted, places: dict[Signal, Place]) -> Wanted:
    return leave_out_present(signal, wanted, places[signal])


def _make_own(plan: Plan, place: Place) -> Iterable[Any]:
    if place.state == "closed":
        return
    has_ledger, url = plan.ledger
    if has_ledger and not is_kept(url, place.list_ours("LedgerProcessor")):
        yield make_ledger(url, durable=plan.durable)
    if plan.console.mode != "off" and not place.list_ours("ConsoleProcessor"):
        yield make_console(plan.console)


def _make_readers(plan: Plan, lacking: Wanted, place: Place) -> Iterable[Any]:
    if place.state == "free":
        yield from make_readers(plan, lacking)
        return
    for name in lacking.names:
        _log.warn(
            "metrics_not_exported",
            exporter=name,
            reason="the program has a MeterProvider, which takes readers only when it is made",
            fix=_write_lines(name, lacking.where),
        )


def _write_lines(name: str, where: str) -> str:
    if name == PROMETHEUS:
        return (
            "from opentelemetry.exporter.prometheus import PrometheusMetricReader; "
            "from prometheus_client import start_http_server; "
            "start_http_server(9464, '127.0.0.1'); "
            "MeterProvider(metric_readers=[PrometheusMetricReader()])"
        )
    exporter = load_class("metrics", name, where)
    return (
        f"from {exporter.__module__} import {exporter.__qualname__}; "
        "MeterProvider(metric_readers="
        f"[PeriodicExportingMetricReader({exporter.__qualname__}())])"
    )


def _put_in_place(
    plan: Plan, places: dict[Signal, Place], spans: list[Any], events: list[Any], readers: list[Any]
) -> Parts:
    resource = make_resource(plan)
    providers: list[Any] = []
    tracing, metering, journal = (places[one].provider for one in ("traces", "metrics", "logs"))
    if tracing is None:
        tracing = TracerProvider(resource=resource, shutdown_on_exit=False)
        trace.set_tracer_provider(tracing)
        providers.append(tracing)
    if metering is None and readers:
        metering = make_meter_provider(resource, readers)
        metrics.set_meter_provider(metering)
        providers.append(metering)
    if journal is None:
        journal = LoggerProvider(resource=resource, shutdown_on_exit=False)
        set_logger_provider(journal)
        providers.append(journal)
    for processor in spans:
        tracing.add_span_processor(processor)
    for processor in events:
        journal.add_log_record_processor(processor)
    added = (*(spans if tracing not in providers else ()),)
    added += (*(events if journal not in providers else ()),)
    in_force = tuple(one for one in (tracing, metering, journal) if one is not None)
    return Parts(tuple(providers), added, in_force, tuple(readers))


def make_meter_provider(resource: Any, readers: Iterable[Any]) -> MeterProvider:
    """A meter provider whose histograms of Gemini calls have buckets fit for them."""
    return MeterProvider(list(readers), resource, shutdown_on_exit=False, views=_make_views())


def _make_views() -> list[View]:
    """Buckets of the conventions also for instrumentations that ask for none of their own."""
    return [
        View(
            instrument_name=metric.name,
            aggregation=ExplicitBucketHistogramAggregation(metric.buckets),
        )
        for metric in METRICS
        if metric.is_histogram
    ]
