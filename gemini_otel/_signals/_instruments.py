"""The instruments of one meter provider, made once and kept for as long as the provider lives."""

import contextlib
import os
import threading
import weakref
from collections.abc import Callable
from typing import Final
from weakref import WeakKeyDictionary

from opentelemetry.metrics import (
    CallbackOptions,
    Histogram,
    Meter,
    MeterProvider,
    NoOpMeterProvider,
    Observation,
    get_meter_provider,
)

from gemini_otel import _abandoned, _guard
from gemini_otel._metrics import INTERNAL_ERRORS, Metric
from gemini_otel._semconv import FORK_DEPTH, INTERNAL_PLACE, SCOPE
from gemini_otel._signals._tally import MOST_SERIES, Pairs, Tally
from gemini_otel._version import VERSION


class Instruments:
    """Histograms and totals on one meter.

    An observable instrument cannot be unregistered, and a second one of its name keeps the
    first's callback. So nothing here is ever made twice on one provider.
    """

    def __init__(self, provider: MeterProvider | None) -> None:
        self.tally = Tally()
        self._given = weakref.ref(provider) if provider else None
        self._meter = _get_meter(provider)
        self._histograms: dict[str, Histogram] = {}
        self._totals: set[str] = set()
        self._gauges: dict[str, dict[Pairs, float]] = {}
        # What failed before is of another provider's time.
        self._faults_before = dict(_guard.faults)
        self._making = threading.Lock()

    def histogram(self, metric: Metric) -> Histogram:
        """The histogram of a metric."""
        made = self._histograms.get(metric.name)
        return made or self._make_histogram(metric)

    def _make_histogram(self, metric: Metric) -> Histogram:
        with self._making:
            if metric.name not in self._histograms:
                self._histograms[metric.name] = self._meter.create_histogram(
                    metric.name,
                    unit=metric.unit,
                    description=metric.description,
                    explicit_bucket_boundaries_advisory=metric.buckets,
                )
            return self._histograms[metric.name]

    def expose(self, metric: Metric) -> None:
        """Lets readers see a metric of the tally."""
        self._observe(metric, lambda _options: self._read(metric))

    def expose_faults(self) -> None:
        """Lets readers see how often the guard kept a fault from the app."""
        self._observe(INTERNAL_ERRORS, lambda _options: self._read_faults())

    def _read_faults(self) -> list[Observation]:
        before = self._faults_before
        return [
            Observation(count - before.get(place, 0), {INTERNAL_PLACE: place})
            for place, count in _guard.faults.items()
            if count > before.get(place, 0)
        ]

    def _observe(
        self, metric: Metric, callback: Callable[[CallbackOptions], list[Observation]]
    ) -> None:
        with self._making:
            if metric.name in self._totals:
                return
            self._totals.add(metric.name)
            self._meter.create_observable_counter(
                metric.name,
                callbacks=[callback],
                unit=metric.unit,
                description=metric.description,
            )

    def expose_gauge(self, metric: Metric) -> None:
        """Lets readers see a value of the moment, from when it is first set."""
        with self._making:
            if metric.name in self._totals:
                return
            self._totals.add(metric.name)
            self._meter.create_observable_gauge(
                metric.name,
                callbacks=[lambda _options: self.read_gauge(metric)],
                unit=metric.unit,
                description=metric.description,
            )

    def set_gauge(self, metric: Metric, attributes: Pairs, value: float) -> None:
        """Sets a value of the moment; few series have one, and it is kept."""
        gauge = self._gauges.setdefault(metric.name, {})
        if attributes in gauge or len(gauge) < MOST_SERIES:
            gauge[attributes] = value

    def read_gauge(self, metric: Metric) -> list[Observation]:
        """The values of the moment, one a series."""
        values = {} if self.tally.is_closed else self._gauges.get(metric.name, {})
        return [Observation(value, dict(pairs)) for pairs, value in list(values.items())]

    def _read(self, metric: Metric) -> list[Observation]:
        _abandoned.settle_all()
        parts = metric.parts
        return [
            Observation(one.total if parts == 1 else one.total / parts, dict(one.attributes))
            for one in self.tally.read(metric.name, is_followed=self._is_followed())
        ]

    def _is_followed(self) -> bool:
        """Whether another collection is sure to come after this one.

        Tickers and scrapes run in daemon threads, a caller's flush does not, and at exit the
        main thread is no longer alive.
        """
        provider = self._given() if self._given else get_meter_provider()
        return (
            threading.current_thread().daemon
            and threading.main_thread().is_alive()
            and not getattr(provider, "_shutdown", False)
        )


def _get_meter(provider: MeterProvider | None) -> Meter:
    # A child process with delta temporality would report a negative step (the parent's 100, then
    # its own 5) if its instruments were the parent's: the scope attribute makes them new ones.
    attributes = {FORK_DEPTH: _registry.fork_depth} if _registry.fork_depth else None
    return (provider or get_meter_provider()).get_meter(SCOPE, VERSION, attributes=attributes)


class _Registry:
    """The instruments of every provider seen, and how often this process was forked."""

    def __init__(self) -> None:
        self.fork_depth = 0
        self.inherited: weakref.WeakSet[MeterProvider] = weakref.WeakSet()
        self.forget()

    def forget(self) -> None:
        self.by_provider: WeakKeyDictionary[MeterProvider, Instruments] = WeakKeyDictionary()
        self.of_proxy: Instruments | None = None
        self.finding = threading.Lock()

    def find(self, provider: MeterProvider | None) -> Instruments:
        current = get_meter_provider()
        wanted = provider or current
        with self.finding:
            if self.of_proxy and wanted is current:
                return self.of_proxy
            if _is_proxy(wanted):
                self.of_proxy = Instruments(None)
                return self.of_proxy
            if wanted not in self.by_provider:
                self.by_provider[wanted] = Instruments(wanted)
            return self.by_provider[wanted]

    def start_child(self) -> None:
        self._note_inherited()
        for instruments in [*self.by_provider.values(), self.of_proxy]:
            if instruments:
                instruments.tally.close()
        self.fork_depth += 1
        _guard.faults.clear()
        _abandoned.forget()
        self.forget()

    def _note_inherited(self) -> None:
        if self.by_provider or self.of_proxy:
            # A provider of the app's own making may not bear to be remembered.
            with contextlib.suppress(Exception):
                self.inherited.update([*self.by_provider, get_meter_provider()])


def _is_proxy(provider: MeterProvider) -> bool:
    """Whether this is the stand-in that the API hands out until the app sets a provider."""
    return type(provider).__name__ == "_ProxyMeterProvider"


_registry: Final = _Registry()

if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_registry.start_child)


def find_instruments(provider: MeterProvider | None) -> Instruments:
    """The instruments of a provider, in this process.

    Args:
        provider: `None` stands for the global one, even where the app sets it later.

    Returns:
        The same object for the same provider, until the process forks.
    """
    return _registry.find(provider)


def make_unread_instruments(tally: Tally | None = None) -> Instruments:
    """Instruments that take everything, and that no reader will ever ask.

    Args:
        tally: Where totals go that a reader may yet ask for.
    """
    unread = Instruments(NoOpMeterProvider())
    unread.tally = tally or unread.tally
    return unread


def is_inherited(provider: MeterProvider) -> bool:
    """Whether a provider was made in a process that this one was forked from, as far as seen."""
    return provider in _registry.inherited and not _is_proxy(provider)


def read_fork_depth() -> int:
    """How often the way to this process forked since the library was loaded."""
    return _registry.fork_depth
