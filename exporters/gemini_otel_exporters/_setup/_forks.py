"""Gives a forked child a pipeline that is its own."""

import os
from typing import Any, Final

from opentelemetry.sdk._logs import LogRecordProcessor, ReadWriteLogRecord

from gemini_otel import _log, _switch
from gemini_otel._guard import guarded
from gemini_otel._semconv import EVENT_USAGE
from gemini_otel_exporters._setup._assembly import Parts, make_meter_provider
from gemini_otel_exporters._setup._endings import watch_multiprocessing
from gemini_otel_exporters._setup._identity import make_resource
from gemini_otel_exporters._setup._making import make_readers
from gemini_otel_exporters._setup._names import PROMETHEUS
from gemini_otel_exporters._setup._pipeline import Pipeline
from gemini_otel_exporters._setup._plan import Plan


class _Watch:
    """What a child has to renew."""

    def __init__(self) -> None:
        self.watched: tuple[Plan, Parts, Pipeline] | None = None
        self.is_registered = False

    @guarded
    def start_child(self) -> None:
        if self.watched is None:
            return
        plan, parts, pipeline = self.watched
        watch_multiprocessing(pipeline)
        for reader in parts.readers:
            _close_page(reader, parts)
        is_switching = _switch._switching  # noqa: SLF001  # pyright: ignore[reportPrivateUsage] - nothing else tells
        # To wait for whoever switched it when the process was forked would be for ever.
        if plan.instruments and parts.readers and not is_switching.locked():
            _count_anew(plan, pipeline)
        else:
            _let_tell(parts)


_watch: Final = _Watch()


def watch_forks(plan: Plan, parts: Parts, pipeline: Pipeline) -> None:
    """Lets each forked child count with readers of its own.

    Args:
        plan: What was asked for.
        parts: What was made.
        pipeline: What the program holds.
    """
    _watch.watched = (plan, parts, pipeline)
    if not _watch.is_registered and hasattr(os, "register_at_fork"):
        _watch.is_registered = True
        os.register_at_fork(after_in_child=_watch.start_child)


def _close_page(reader: Any, parts: Parts) -> None:
    """A copy of the socket that stays open would keep scrapers waiting once the parent is gone."""
    page = getattr(reader, "page", None)
    if page is None:
        return
    page.close()
    for provider in parts.providers_in_force:
        if hasattr(provider, "add_log_record_processor"):
            provider.add_log_record_processor(_Witness())


class _Witness(LogRecordProcessor):
    """Says once that a child's calls are on no page, if it makes any."""

    def on_emit(self, log_record: ReadWriteLogRecord) -> None:
        """Looks for a call."""
        if log_record.log_record.event_name == EVENT_USAGE:
            _log.warn_once(
                "metrics_of_child_on_no_page",
                reason="the page that Prometheus reads is that of the parent process",
                fix="set up in each process with a port of its own, or send metrics='otlp'",
            )

    def shutdown(self) -> None:
        """Ends nothing."""

    def force_flush(self, timeout_millis: int = 30_000) -> bool:
        """Has nothing to wait for."""
        del timeout_millis
        return True


def _count_anew(plan: Plan, pipeline: Pipeline) -> None:
    """Histograms begin at zero, under an id of this process; counters do so by themselves."""
    names = tuple(name for name in plan.metrics.names if name != PROMETHEUS)
    readers = list(make_readers(plan, plan.metrics._replace(names=names)))
    provider = make_meter_provider(make_resource(plan), readers)
    _switch.uninstrument()
    _switch.instrument(meter_provider=provider, **dict(plan.settings))
    pipeline.adopt([provider])


def _let_tell(parts: Parts) -> None:
    """The provider of the parent is the only one: what it repeats comes with the rest."""
    for reader in parts.readers:
        exporter: Any = getattr(reader, "_exporter", None)
        if hasattr(exporter, "is_ours_elsewhere"):
            exporter.is_ours_elsewhere = False
