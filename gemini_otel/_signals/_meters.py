"""Measures finished calls: our totals and the standard histograms, under the names asked for."""

import threading
from collections.abc import Iterable, Mapping
from typing import Final, NamedTuple

from opentelemetry.context import Context
from opentelemetry.metrics import Histogram, MeterProvider, Observation

from gemini_otel import _log
from gemini_otel._call import Call, StreamTiming
from gemini_otel._classification import Classification
from gemini_otel._config import Settings
from gemini_otel._guard import guarded
from gemini_otel._metrics import (
    INFERENCE_DURATION,
    INFERENCE_INPUT_TOKENS,
    INFERENCE_OUTPUT_TOKENS,
    INFERENCE_TIME_PER_OUTPUT_CHUNK,
    INFERENCE_TIME_TO_FIRST_CHUNK,
    MODEL_SHUTDOWN,
    OPERATION_DURATION,
    PRICE_CHANGE,
    PRICES_CHECKED,
    QUOTA_LIMIT,
    TIME_PER_OUTPUT_CHUNK,
    TIME_TO_FIRST_CHUNK,
    TOKEN_USAGE,
    Metric,
)
from gemini_otel._semconv import (
    ERROR_TYPE,
    OPERATION_GENERATE_CONTENT,
    PROVIDER_NAME,
    RESPONSE_MODEL,
    TOKEN_TYPE,
)
from gemini_otel._signals._counts import (
    LATEST_TOTALS,
    OUR_TOTALS,
    count_call,
    count_cost,
    count_incidents,
    count_latest,
    count_retry,
)
from gemini_otel._signals._instruments import (
    Instruments,
    find_instruments,
    make_unread_instruments,
    read_fork_depth,
)
from gemini_otel._signals._labels import Labels, WorkLabels
from gemini_otel._signals._tally import Reading, Tally
from gemini_otel.pricing import Cost, Usage
from gemini_otel.pricing._shares import Share


Values = Mapping[str, str | int | bool]


class _Family(NamedTuple):
    """The histograms of an inference in one generation of the conventions."""

    duration: Metric
    first_chunk: Metric
    per_chunk: Metric


_RELEASED: Final = _Family(OPERATION_DURATION, TIME_TO_FIRST_CHUNK, TIME_PER_OUTPUT_CHUNK)
_LATEST: Final = _Family(
    INFERENCE_DURATION, INFERENCE_TIME_TO_FIRST_CHUNK, INFERENCE_TIME_PER_OUTPUT_CHUNK
)
_FAMILIES: Final = {
    "v1.41": (_RELEASED,),
    "latest": (_LATEST,),
    "both": (_RELEASED, _LATEST),
    "none": (),
}
_DEFAULT_HOLD_S: Final = 60.0
_PATIENCE_S: Final = 1.0


class Meters:
    """The metrics of one activation of the library.

    Args:
        settings: Which names are emitted, and how first values are held.
        provider: Where metrics go; `None` is the global provider.
        export_interval_s: How often the app exports metrics; first values wait at least as long.
        prices_checked_s: When the prices were checked, in seconds since 1970.
    """

    def __init__(
        self,
        settings: Settings,
        provider: MeterProvider | None,
        export_interval_s: float,
        prices_checked_s: float | None = None,
    ) -> None:
        self._prices_checked_s = prices_checked_s
        self._provider = provider
        self._families = _FAMILIES[settings.semconv]
        self._durations = tuple(family.duration for family in self._families)
        self._other_durations = (OPERATION_DURATION,) if self._families else ()
        self._counts_latest = _LATEST in self._families
        self._works = WorkLabels()
        hold = settings.first_value_hold_s
        self.hold_s: Final = max(_DEFAULT_HOLD_S, export_interval_s) if hold is None else hold
        self._prepare([])

    def _prepare(self, found: list[Tally]) -> None:
        """Takes the instruments of this process; after a fork they are others.

        Their tally can be added to before readers are told of it, which may take long.
        """
        fork_depth, instruments = read_fork_depth(), find_instruments(self._provider)
        instruments.tally.hold_s = self.hold_s
        found.append(instruments.tally)
        instruments.expose_faults()
        for metric in (*OUR_TOTALS, *(LATEST_TOTALS if self._counts_latest else ())):
            instruments.expose(metric)
        for metric in (PRICES_CHECKED, MODEL_SHUTDOWN, PRICE_CHANGE, QUOTA_LIMIT):
            instruments.expose_gauge(metric)
        if self._prices_checked_s:
            instruments.set_gauge(PRICES_CHECKED, (), self._prices_checked_s)
        self._instruments, self._fork_depth = instruments, fork_depth
        self.is_lost = False

    @property
    def instruments(self) -> Instruments:
        """Those of this process, for what an exporter of ours has to tell."""
        return self._find()

    def _find(self) -> Instruments:
        if self._fork_depth != read_fork_depth():
            self._start_child()
        return self._instruments

    def _start_child(self) -> None:
        """Prepares a forked child, and does not wait for a provider that does not answer.

        One that collected in the moment of the fork has a lock that its thread held, and the
        child has no such thread: whoever asks for the lock there waits for ever. Another may be
        at a slow collection, and have the totals when that is over.
        """
        found: list[Tally] = []
        preparing = threading.Thread(target=guarded(self._prepare), args=(found,), daemon=True)
        try:
            preparing.start()
        except RuntimeError:  # as some interpreters do that are about to exit
            self._prepare(found)
            return
        preparing.join(_PATIENCE_S)
        if preparing.is_alive():
            self._instruments = make_unread_instruments(*found)
            self._fork_depth = read_fork_depth()
            self.is_lost = True
            _log.warn_once(
                "meter_provider_does_not_answer",
                reason="it collects, or did when this process was forked",
                consequence="there are no metrics before it answers, which it may never do; "
                "totals wait for it, spans and events are not touched",
                fix="make the meter provider in the worker, after the fork",
            )

    def peek(self, metric: Metric) -> list[Reading]:
        """What this process counted so far, told to no reader of metrics."""
        return self._instruments.tally.peek(metric.name)

    def peek_gauge(self, metric: Metric) -> list[Observation]:
        """The values of the moment, one a series."""
        return self._instruments.read_gauge(metric)

    def count(
        self,
        call: Call,
        labels: Labels,
        shares: Iterable[Share],
        cost: Cost | None,
        *,
        is_standard: bool,
    ) -> None:
        """Adds a call to our totals, and where it may emit standard names to those as well."""
        increments = count_call(call, labels, shares)
        if cost:
            increments += count_cost(call, cost, labels)
        if is_standard and self._counts_latest and _is_inference(call):
            increments.extend(count_latest(labels, shares))
        self._find().tally.add(increments)
        if call.problem:
            self._show_quota(call.problem, labels)

    def show_moment(self, metric: Metric, call: Call, cost: Cost, at_s: float) -> None:
        """Shows when something announced happens to a model in use, such as its shutdown."""
        named = ((PROVIDER_NAME, call.request.provider), (RESPONSE_MODEL, str(cost.model)))
        self._find().set_gauge(metric, named, at_s)

    def count_incidents(self, labels: Labels, events: Iterable[str]) -> None:
        """Adds what a person should know of a call, by event."""
        self._find().tally.add(count_incidents(labels, events))

    def count_retry(self, labels: Labels, problem: Classification) -> None:
        """Adds a failed attempt that was followed by another."""
        self._find().tally.add(count_retry(labels, problem))
        self._show_quota(problem, labels)

    def _show_quota(self, problem: Classification, labels: Labels) -> None:
        """Shows what a quota allows that was exceeded, where Google says so."""
        quota = problem.quota
        if quota and quota.value is not None:
            line = labels.line(QUOTA_LIMIT, quota.metric, quota.limit, quota.window)
            self._find().set_gauge(QUOTA_LIMIT, (*line.shared, *line.own), quota.value)

    def measure(self, call: Call, labels: Labels, context: Context) -> None:
        """Records a call's histograms; the context gives the duration its exemplar."""
        find, problem = self._find().histogram, call.problem
        ended = labels.plus(ERROR_TYPE, problem.error_type) if problem else labels.attributes
        for metric in self._durations if _is_inference(call) else self._other_durations:
            find(metric).record(call.duration_s, ended, context)
        if call.stream:
            self._measure_pace(call.stream, labels)
        if call.answer.usage:
            self._measure_tokens(call, call.answer.usage, labels)

    def measure_work(
        self, metric: Metric, duration_s: float, attributes: Values, context: Context
    ) -> None:
        """Records how long a workflow or a tool took."""
        if self._families:
            self._histogram(metric).record(duration_s, self._works.bound(attributes), context)

    def _measure_pace(self, stream: StreamTiming, labels: Labels) -> None:
        for family in self._families:
            if stream.first_chunk_s is not None:
                self._record(family.first_chunk, stream.first_chunk_s, labels)
            if stream.per_chunk_s is not None:
                self._record(family.per_chunk, stream.per_chunk_s, labels)

    def _measure_tokens(self, call: Call, usage: Usage, labels: Labels) -> None:
        if _RELEASED in self._families:
            record, written = self._histogram(TOKEN_USAGE).record, usage.output_tokens
            record(usage.input_tokens, labels.plus(TOKEN_TYPE, "input"))
            if written:
                record(written, labels.plus(TOKEN_TYPE, "output"))
        if self._counts_latest and _is_inference(call):
            self._record(INFERENCE_INPUT_TOKENS, usage.input_tokens, labels)
            self._record(INFERENCE_OUTPUT_TOKENS, usage.output_tokens, labels)

    def _record(self, metric: Metric, value: float, labels: Labels) -> None:
        self._histogram(metric).record(value, labels.attributes)

    def _histogram(self, metric: Metric) -> Histogram:
        return self._find().histogram(metric)


def _is_inference(call: Call) -> bool:
    """Whether the metrics of an inference measure it; those of embeddings are the older ones."""
    return call.request.operation == OPERATION_GENERATE_CONTENT
