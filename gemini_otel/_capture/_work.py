"""Observes a piece of work inside the app's process, from its start to exactly one end."""

import functools
import time
from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple, cast

from opentelemetry import context as otel_context
from opentelemetry import trace
from opentelemetry.trace import SpanKind, Status, StatusCode

from gemini_otel import _abandoned
from gemini_otel._capture._observation import TURNS_KEY
from gemini_otel._capture._scope import attach, detach
from gemini_otel._classify import classify
from gemini_otel._extract import read_tool_error
from gemini_otel._guard import guarded
from gemini_otel._metrics import Metric
from gemini_otel._semconv import ERROR_TYPE, OPERATION_NAME
from gemini_otel._signals._attributes import Attributes, describe_attribution
from gemini_otel._signals._emission import Emission
from gemini_otel._signals._recorder import Recorder
from gemini_otel.attribution import keep_attribution, read_attribution


class Task(NamedTuple):
    """What is done.

    Attributes:
        operation: The convention's name of the kind of work.
        name: What the span is called after its operation.
        metric: The histogram of its duration.
        subject: The attributes of both.
    """

    operation: str
    name: str
    metric: Metric
    subject: Mapping[str, str]


class Work:
    """One piece of work; what becomes of a streamed one is as for a stream.

    Args:
        recorder: Where its span and its duration go.
        emission: What it may emit.
        task: What is done.
        turns: Where the turns of a workflow are counted; `None` for what is not one.
    """

    __slots__ = (
        "_attribution",
        "_claims",
        "_context",
        "_emission",
        "_recorder",
        "_span",
        "_started",
        "_started_ns",
        "_task",
        "_turns",
    )

    is_to_enter: ClassVar[bool] = True
    """Each step of a stream can run tools, which belong to the work as its requests do."""

    def __init__(
        self, recorder: Recorder, emission: Emission, task: Task, turns: list[int] | None
    ) -> None:
        self._recorder = recorder
        self._emission = emission
        self._task = task
        self._turns = turns
        self._claims = [True]
        self._started_ns = time.time_ns()
        self._started = time.perf_counter()
        parent = otel_context.get_current()
        self._attribution = read_attribution(recorder.settings, parent)
        behalf = describe_attribution(self._attribution)
        self._span = recorder.tracer.start_span(
            f"{task.operation} {task.name}",
            context=parent,
            kind=SpanKind.INTERNAL,
            attributes=cast("Any", {OPERATION_NAME: task.operation, **task.subject, **behalf}),
            start_time=self._started_ns,
        )
        self._context = trace.set_span_in_context(self._span, parent)

    @guarded
    def enter(self) -> object:
        """Makes the work current for as long as the SDK has control.

        The rest of the context is that of the step: tools see what the app has set by then.
        """
        settings = self._recorder.settings
        current = keep_attribution(settings, otel_context.get_current(), self._attribution)
        inside = otel_context.set_value(TURNS_KEY, self._turns, current)
        return attach(trace.set_span_in_context(self._span, inside))

    @guarded
    def leave(self, token: object) -> None:
        """Takes back `enter`."""
        detach(token)

    @guarded
    def returned(self, _value: object) -> None:
        """The work is done."""
        self._end()

    @guarded
    def failed(self, error: BaseException) -> None:
        """The work ended with an exception, or was left."""
        if isinstance(error, GeneratorExit):
            self._end()
        else:
            self._end(classify(read_tool_error(error)).error_type)

    def absorb(self, chunk: object) -> None:
        """A chunk passes; it was observed where it was made."""

    @guarded
    def exhausted(self) -> None:
        """A streamed answer came to its end."""
        self._end()

    closed = exhausted

    @guarded
    def collected(self) -> None:
        """The app dropped the streamed answer."""
        if _abandoned.is_collecting():
            _abandoned.postpone(functools.partial(self._end, duration_s=self._elapsed()))
        else:
            self._end()

    def _describe_end(self) -> Attributes:
        return {}

    def _elapsed(self) -> float:
        return time.perf_counter() - self._started

    @guarded
    def _end(self, error_type: str | None = None, *, duration_s: float | None = None) -> None:
        try:
            self._claims.pop()
        except IndexError:
            return
        duration_s = self._elapsed() if duration_s is None else duration_s
        _abandoned.record_alone(functools.partial(self._record, error_type, duration_s))

    @guarded
    def _record(self, error_type: str | None, duration_s: float) -> None:
        attributes = dict(self._task.subject)
        if error_type is not None:
            attributes[ERROR_TYPE] = error_type
            self._span.set_attribute(ERROR_TYPE, error_type)
            self._span.set_status(Status(StatusCode.ERROR, error_type))
        self._span.set_attributes(cast("Any", self._describe_end()))
        self._span.end(self._started_ns + round(duration_s * 1e9))
        if self._emission.histograms:
            meters = self._recorder.meters
            meters.measure_work(self._task.metric, duration_s, attributes, self._context)
