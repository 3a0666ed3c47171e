"""Records finished calls on spans, metrics and events; all that opens spans."""

from typing import Any, Final, NamedTuple, cast

from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer

from gemini_otel._attributes import (
    describe_attribution,
    describe_call,
    describe_start,
    describe_usage_event,
)
from gemini_otel._breakdown import Share, break_down
from gemini_otel._call import Call, Request, Retry
from gemini_otel._config import Settings
from gemini_otel._emission import Emission
from gemini_otel._guard import guarded
from gemini_otel._incidents import Incident, describe_failure, describe_retry, find_incidents
from gemini_otel._journal import Journal
from gemini_otel._labels import Labels, LabelSets
from gemini_otel._meters import Meters
from gemini_otel._semconv import EVENT_EXCEPTION, EVENT_OPERATION_DETAILS, EVENT_USAGE
from gemini_otel._transcript import Content, encode_content, structure_content
from gemini_otel.attribution import Attribution, read_attribution


class Happening(NamedTuple):
    """A call in progress: its span, the context the span makes, and what may be emitted."""

    span: Span
    context: Context
    emission: Emission


class Recorder:
    """Where the facts of calls go.

    Each signal is guarded on its own: what breaks one of them loses nothing of the others, and
    the totals come first.
    """

    def __init__(
        self, settings: Settings, tracer: Tracer, meters: Meters, journal: Journal
    ) -> None:
        self.settings: Final = settings
        self.tracer: Final = tracer
        self.meters: Final = meters
        self._journal = journal
        self._labels = LabelSets(
            settings.metric_attribution_keys, settings.metric_attribution_values
        )

    @guarded
    def open_span(
        self, request: Request, attribution: Attribution, parent: Context, started_ns: int
    ) -> Span:
        """Starts the span of a call, with what samplers may decide on."""
        attributes = describe_start(request)
        if attribution:
            attributes.update(describe_attribution(attribution))
        return self.tracer.start_span(
            f"{request.operation} {request.model}",
            context=parent,
            kind=SpanKind.CLIENT,
            attributes=cast("Any", attributes),
            start_time=started_ns,
            record_exception=False,
            set_status_on_exception=False,
        )

    def record(self, call: Call, happening: Happening, content: Content) -> None:
        """Records a finished call, once, on every signal it may go to."""
        shares = _break_down(call) or []
        labels = self._find_labels(call)
        if labels:
            self._count(call, labels, shares, happening)
            self._count_incidents(call, labels)
        self._close_span(call, shares, happening, content)
        if labels and happening.emission.histograms:
            self._measure(call, labels, happening)
        self._announce(call, shares, happening, content)

    @guarded
    def record_retry(self, request: Request, retry: Retry, happening: Happening) -> None:
        """Records a failed attempt that the SDK follows with another."""
        behalf = read_attribution(self.settings, happening.context)
        self.meters.count_retry(self._labels.find(request, None, behalf), retry.problem.error_type)
        if happening.emission.events and self._journal.is_read:
            start = {**describe_start(request), **describe_attribution(behalf)}
            self._journal.write(describe_retry(start, retry), happening.context)

    @guarded
    def _count(self, call: Call, labels: Labels, shares: list[Share], happening: Happening) -> None:
        self.meters.count(call, labels, shares, is_standard=happening.emission.span)

    @guarded
    def _count_incidents(self, call: Call, labels: Labels) -> None:
        if call.answer.is_plain:
            return
        events = [one.name for one in find_incidents(call) if one.name != EVENT_EXCEPTION]
        if events:
            self.meters.count_incidents(labels, events)

    @guarded
    def _close_span(
        self, call: Call, shares: list[Share], happening: Happening, content: Content
    ) -> None:
        span = happening.span
        try:
            if span.is_recording():
                span.set_attributes(cast("Any", describe_call(call, shares)))
                if content:
                    self._write_content(span, content)
                if call.problem:
                    span.set_status(Status(StatusCode.ERROR, describe_failure(call.problem)))
        finally:
            span.end(call.ended_ns)

    def _write_content(self, span: Span, content: Content) -> None:
        if self.settings.captures_on_spans:
            span.set_attributes(cast("Any", encode_content(content)))

    @guarded
    def _measure(self, call: Call, labels: Labels, happening: Happening) -> None:
        self.meters.measure(call, labels, happening.context)

    @guarded
    def _announce(
        self, call: Call, shares: list[Share], happening: Happening, content: Content
    ) -> None:
        if not self._journal.is_read:
            return
        if call.is_billed and self.settings.usage_event and happening.emission.usage_event:
            told = describe_usage_event(call, shares)
            self._journal.write(Incident(EVENT_USAGE, told, is_warning=False), happening.context)
        if happening.emission.events:
            for incident in find_incidents(call):
                self._journal.write(incident, happening.context)
            if content:
                self._announce_content(call, shares, happening, content)

    def _announce_content(
        self, call: Call, shares: list[Share], happening: Happening, content: Content
    ) -> None:
        if self.settings.captures_on_events:
            told = {**describe_start(call.request), **describe_call(call, shares)}
            told.update(structure_content(content))
            details = Incident(EVENT_OPERATION_DETAILS, told, is_warning=False)
            self._journal.write(details, happening.context)

    @guarded
    def _find_labels(self, call: Call) -> Labels:
        return self._labels.find(call.request, call.answer.model, call.attribution)


@guarded
def _break_down(call: Call) -> list[Share]:
    return break_down(call.answer.usage) if call.answer.usage else []
