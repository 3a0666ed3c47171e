"""Records finished calls on spans, metrics and events; all that opens spans."""

from functools import partial
from typing import Any, Final, NamedTuple, cast

from opentelemetry.context import Context
from opentelemetry.trace import Span, SpanKind, Status, StatusCode, Tracer

from gemini_otel._abandoned import record_alone
from gemini_otel._attributes import (
    describe_attribution,
    describe_call,
    describe_start,
    describe_usage_event,
)
from gemini_otel._billing import describe_cost, itemise_cost
from gemini_otel._call import Call, Request, Retry
from gemini_otel._config import Settings
from gemini_otel._emission import Emission
from gemini_otel._guard import guarded
from gemini_otel._incidents import Incident, describe_failure, describe_retry, find_incidents
from gemini_otel._journal import Journal
from gemini_otel._labels import Labels, LabelSets
from gemini_otel._meters import Meters
from gemini_otel._neighbours import Lookout
from gemini_otel._pricer import Pricer
from gemini_otel._prospects import Outlook, Prospects
from gemini_otel._semconv import EVENT_EXCEPTION, EVENT_OPERATION_DETAILS, EVENT_USAGE
from gemini_otel._transcript import Content, encode_content, structure_content
from gemini_otel.attribution import Attribution, read_attribution
from gemini_otel.pricing import Cost
from gemini_otel.pricing._shares import Share, break_down


class Happening(NamedTuple):
    """A call in progress: its span, the context the span makes, and what may be emitted."""

    span: Span
    context: Context
    emission: Emission


class Bill(NamedTuple):
    """What a call took, and what it costs if it is billed."""

    shares: list[Share]
    cost: Cost | None


class Recorder:
    """Where the facts of calls go.

    Each signal is guarded on its own: what breaks one of them loses nothing of the others, and
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
            attributes=cast("Any", attributes),
            start_time=started_ns,
            record_exception=False,
            set_status_on_exception=False,
        )

    def record(self, call: Call, happening: Happening, content: Content) -> None:
        """Records a finished call, once, on every signal it may go to."""
        record_alone(partial(self._record, call, happening, content))

    def _record(self, call: Call, happening: Happening, content: Content) -> None:
        shares = _break_down(call) or []
        bill = Bill(shares, self._price(call, shares))
        labels = self._find_labels(call)
        if labels:
            self._count(call, labels, bill, happening)
            if not call.answer.is_plain:
                self._count_incidents(call, labels)
        self._close_span(call, bill, happening, content)
        if labels and happening.emission.histograms:
            self._measure(call, labels, happening)
        self._announce(call, bill, happening, content)
        if labels and bill.cost and not self._prospects.is_told(bill.cost):
            self._look_ahead(call, labels, bill.cost, happening)

    def record_retry(self, request: Request, retry: Retry, happening: Happening) -> None:
        """Records a failed attempt that the SDK follows with another."""
        record_alone(partial(self._record_retry, request, retry, happening))

    @guarded
    def _record_retry(self, request: Request, retry: Retry, happening: Happening) -> None:
        behalf = read_attribution(self.settings, happening.context)
        self.meters.count_retry(self._labels.find(request, None, behalf), retry.problem.error_type)
        if happening.emission.events and self._journal.is_read:
            start = {**describe_start(request), **describe_attribution(behalf)}
            self._journal.write(describe_retry(start, retry), happening.context)

    @guarded
    def _price(self, call: Call, shares: list[Share]) -> Cost | None:
        return self._pricer.price(call, shares)

    @guarded
    def _look_ahead(self, call: Call, labels: Labels, cost: Cost, happening: Happening) -> None:
        outlook = self._prospects.find(call, cost)
        if outlook.shutdown_s:
            self.meters.show_shutdown(call, cost, outlook.shutdown_s)
        self._announce_outlook(outlook, labels, happening)

    def _announce_outlook(self, outlook: Outlook, labels: Labels, happening: Happening) -> None:
        if outlook.incidents:
            self.meters.count_incidents(labels, [one.name for one in outlook.incidents])
        if happening.emission.events and self._journal.is_read:
            for incident in outlook.incidents:
                self._journal.write(incident, happening.context)

    @guarded
    def _count(self, call: Call, labels: Labels, bill: Bill, happening: Happening) -> None:
        is_standard = happening.emission.span
        self.meters.count(call, labels, bill.shares, bill.cost, is_standard=is_standard)

    @guarded
    def _count_incidents(self, call: Call, labels: Labels) -> None:
        events = [one.name for one in find_incidents(call) if one.name != EVENT_EXCEPTION]
        if events:
            self.meters.count_incidents(labels, events)

    @guarded
    def _close_span(self, call: Call, bill: Bill, happening: Happening, content: Content) -> None:
        span = happening.span
        try:
            if span.is_recording():
                described = describe_call(call, bill.shares)
                if bill.cost:
                    described.update(describe_cost(bill.cost))
                span.set_attributes(cast("Any", described))
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
    def _announce(self, call: Call, bill: Bill, happening: Happening, content: Content) -> None:
        if not self._journal.is_read:
            return
        if call.is_billed and self.settings.usage_event and happening.emission.usage_event:
            told = describe_usage_event(call, bill.shares)
            if bill.cost:
                told.update(itemise_cost(bill.cost, call.answer))
            self._journal.write(Incident(EVENT_USAGE, told, is_warning=False), happening.context)
        if happening.emission.events:
            for incident in find_incidents(call):
                self._journal.write(incident, happening.context)
            if content:
                self._announce_content(call, bill, happening, content)

    def _announce_content(
        self, call: Call, bill: Bill, happening: Happening, content: Content
    ) -> None:
        if self.settings.captures_on_events:
            told = {**describe_start(call.request), **describe_call(call, bill.shares)}
            told.update(structure_content(content))
            details = Incident(EVENT_OPERATION_DETAILS, told, is_warning=False)
            self._journal.write(details, happening.context)

    @guarded
    def _find_labels(self, call: Call) -> Labels:
        return self._labels.find(call.request, call.answer.model, call.attribution)


@guarded
def _break_down(call: Call) -> list[Share]:
    return break_down(call.answer.usage) if call.answer.usage else []
