"""Records finished calls on spans, metrics and events; all that opens spans."""

from functools import partial
from typing import Final, NamedTuple

from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer

from gemini_otel._abandoned import record_alone
from gemini_otel._call import Call, Request, Retry
from gemini_otel._config import Settings
from gemini_otel._guard import guarded, run_each
from gemini_otel._semconv import EVENT_EXCEPTION, EVENT_OPERATION_DETAILS, EVENT_USAGE
from gemini_otel._signals._attributes import (
    describe_attribution,
    describe_call,
    describe_start,
    describe_usage_event,
)
from gemini_otel._signals._billing import describe_cost, itemise_cost
from gemini_otel._signals._emission import Emission
from gemini_otel._signals._incidents import (
    Incident,
    describe_failure,
    describe_retry,
    find_incidents,
)
from gemini_otel._signals._journal import Journal
from gemini_otel._signals._labels import Labels, LabelSets
from gemini_otel._signals._meters import Meters
from gemini_otel._signals._neighbours import Lookout
from gemini_otel._signals._pricer import Pricer
from gemini_otel._signals._prospects import Outlook, Prospects
from gemini_otel._signals._transcript import Content, encode_content, structure_content
from gemini_otel.attribution import Attribution, read_attribution
from gemini_otel.pricing import Cost
from gemini_otel.pricing._shares import Share, break_down


class Happening(NamedTuple):
    """A call in progress: its span, the context the span makes, and what may be emitted."""

    span: Span
    context: Context
    emission: Emission


class Entry:
    """A finished call on its way through the signals, and what is found out of it on the way."""

    __slots__ = ("call", "content", "cost", "happening", "labels", "shares")

    def __init__(self, call: Call, happening: Happening, content: Content) -> None:
        self.call = call
        self.happening = happening
        self.content = content
        self.shares: list[Share] = []
        self.cost: Cost | None = None
        self.labels: Labels | None = None


class Recorder:
    """Where the facts of calls go.

    Each step is guarded on its own: what breaks one of them loses nothing of the others, and
    the totals come first.
    """

    def __init__(
        self,
        settings: Settings,
        tracer: Tracer,
        meters: Meters,
        journal: Journal,
        pricer: Pricer,
    ) -> None:
        self.settings: Final = settings
        self.tracer: Final = tracer
        self.meters: Final = meters
        self._journal = journal
        self._pricer = pricer
        self._prospects = Prospects(pricer)
        self._lookout = Lookout()
        self._labels = LabelSets(
            settings.metric_attribution_keys, settings.metric_attribution_values
        )
        self._steps: Final = (
            self._break_down,
            self._price,
            self._find_labels,
            self._count,
            self._count_incidents,
            self._close_span,
            self._measure,
            self._announce_usage,
            self._announce_incidents,
            self._announce_content,
            self._look_ahead,
        )

    @guarded
    def open_span(
        self, request: Request, attribution: Attribution, parent: Context, started_ns: int
    ) -> Span:
        """Starts the span of a call, with what samplers may decide on."""
        self._lookout.look()
        attributes = describe_start(request)
        if attribution:
            attributes.update(describe_attribution(attribution))
        return self.tracer.start_span(
            f"{request.operation} {request.model}",
            context=parent,
            kind=SpanKind.CLIENT,
            attributes=attributes,
            start_time=started_ns,
            record_exception=False,
            set_status_on_exception=False,
        )

    def record(self, call: Call, happening: Happening, content: Content) -> None:
        """Records a finished call, once, on every signal it may go to."""
        record_alone(partial(run_each, self._steps, Entry(call, happening, content)))

    def record_retry(self, request: Request, retry: Retry, happening: Happening) -> None:
        """Records a failed attempt that the SDK follows with another."""
        record_alone(partial(self._record_retry, request, retry, happening))

    @guarded
    def _record_retry(self, request: Request, retry: Retry, happening: Happening) -> None:
        behalf = read_attribution(self.settings, happening.context)
        self.meters.count_retry(self._labels.find(request, None, behalf), retry.problem)
        if happening.emission.events and self._journal.is_read():
            start = {**describe_start(request), **describe_attribution(behalf)}
            self._journal.write(describe_retry(start, retry), happening.context)

    def _break_down(self, entry: Entry) -> None:
        usage = entry.call.answer.usage
        if usage:
            entry.shares = break_down(usage)

    def _price(self, entry: Entry) -> None:
        entry.cost = self._pricer.price(entry.call, entry.shares)

    def _find_labels(self, entry: Entry) -> None:
        call = entry.call
        entry.labels = self._labels.find(call.request, call.answer.model, call.attribution)

    def _count(self, entry: Entry) -> None:
        if entry.labels:
            is_standard = entry.happening.emission.span
            self.meters.count(
                entry.call, entry.labels, entry.shares, entry.cost, is_standard=is_standard
            )

    def _count_incidents(self, entry: Entry) -> None:
        if entry.labels and not entry.call.answer.is_plain:
            incidents = find_incidents(entry.call)
            events = [one.name for one in incidents if one.name != EVENT_EXCEPTION]
            self.meters.count_incidents(entry.labels, events)

    def _close_span(self, entry: Entry) -> None:
        span, call = entry.happening.span, entry.call
        try:
            if span.is_recording():
                self._describe(span, entry)
                if call.problem:
                    span.set_status(Status(StatusCode.ERROR, describe_failure(call.problem)))
        finally:
            span.end(call.ended_ns)

    def _describe(self, span: Span, entry: Entry) -> None:
        described = describe_call(entry.call, entry.shares)
        if entry.cost:
            described.update(describe_cost(entry.cost))
        if entry.content and self.settings.captures_on_spans:
            described.update(encode_content(entry.content))
        span.set_attributes(described)

    def _measure(self, entry: Entry) -> None:
        if entry.labels and entry.happening.emission.histograms:
            self.meters.measure(entry.call, entry.labels, entry.happening.context)

    def _announce_usage(self, entry: Entry) -> None:
        call = entry.call
        if not (call.is_billed and entry.happening.emission.usage_event):
            return
        if self.settings.usage_event and self._journal.is_read():
            told = describe_usage_event(call, entry.shares)
            if entry.cost:
                told.update(itemise_cost(entry.cost, call.answer))
            self._journal.write(
                Incident(EVENT_USAGE, told, is_warning=False), entry.happening.context
            )

    def _announce_incidents(self, entry: Entry) -> None:
        if not entry.happening.emission.events:
            return
        call = entry.call
        if (not call.answer.is_plain or call.problem) and self._journal.is_read():
            for incident in find_incidents(call):
                self._journal.write(incident, entry.happening.context)

    def _announce_content(self, entry: Entry) -> None:
        if not (entry.content and entry.happening.emission.events):
            return
        if self.settings.captures_on_events and self._journal.is_read():
            told = {**describe_start(entry.call.request), **describe_call(entry.call, entry.shares)}
            told.update(structure_content(entry.content))
            details = Incident(EVENT_OPERATION_DETAILS, told, is_warning=False)
            self._journal.write(details, entry.happening.context)

    def _look_ahead(self, entry: Entry) -> None:
        cost = entry.cost
        if cost and entry.labels and not self._prospects.is_told(cost):
            outlook = self._prospects.find(entry.call, cost)
            for metric, at_s in outlook.moments:
                self.meters.show_moment(metric, entry.call, cost, at_s)
            self._announce_outlook(outlook, entry.labels, entry.happening)

    def _announce_outlook(self, outlook: Outlook, labels: Labels, happening: Happening) -> None:
        if outlook.incidents:
            self.meters.count_incidents(labels, [one.name for one in outlook.incidents])
        if happening.emission.events and self._journal.is_read():
            for incident in outlook.incidents:
                self._journal.write(incident, happening.context)
