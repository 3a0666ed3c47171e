"""The yardstick: the least code with which a careful person gets this telemetry by hand."""

import time
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from typing import Any, Final

from opentelemetry import context, metrics, trace
from opentelemetry.trace import Span, SpanKind, Status, StatusCode

from gemini_otel import _metrics
from gemini_otel import _semconv as names


_ENDPOINT: Final[dict[str, Any]] = {
    names.OPERATION_NAME: "generate_content",
    names.PROVIDER_NAME: "gcp.gemini",
    names.SERVER_ADDRESS: "generativelanguage.googleapis.com",
    names.SERVER_PORT: 443,
}
_INPUT_USD: Final = 1.5 / 1_000_000
_OUTPUT_USD: Final = 9 / 1_000_000
_HINT: Final = "Back off with jitter, and wait at least as long as the server says before a retry."

Labels = dict[str, Any]


class Floor:
    """A span with the attributes of ours, the histogram records and two counters.

    It reads what it needs by name from the SDK's typed objects, trusts them, and guards nothing.

    Args:
        is_lean: Makes only the histogram records that gemini_otel makes, and counts nothing.
    """

    def __init__(self, *, is_lean: bool) -> None:
        self._is_lean = is_lean
        self._tracer = trace.get_tracer("floor")
        meter = metrics.get_meter("floor")
        self._duration = meter.create_histogram(
            "gen_ai.client.operation.duration",
            "s",
            explicit_bucket_boundaries_advisory=_metrics.SECONDS_BUCKETS,
        )
        self._first_chunk = meter.create_histogram(
            "gen_ai.client.operation.time_to_first_chunk",
            "s",
            explicit_bucket_boundaries_advisory=_metrics.SECONDS_BUCKETS,
        )
        self._per_chunk = meter.create_histogram(
            "gen_ai.client.operation.time_per_output_chunk",
            "s",
            explicit_bucket_boundaries_advisory=_metrics.SECONDS_BUCKETS,
        )
        self._tokens = meter.create_histogram(
            "gen_ai.client.token.usage",
            "{token}",
            explicit_bucket_boundaries_advisory=_metrics.TOKEN_BUCKETS,
        )
        self._calls = meter.create_counter("floor.calls")
        self._total = meter.create_counter("floor.tokens")

    def place(self) -> None:
        """Wraps the methods that send one billed request each."""
        from google.genai.models import AsyncModels, Models

        for owner, name, wrap in (
            (Models, "_generate_content", self._wrap),
            (AsyncModels, "_generate_content", self._wrap_async),
            (Models, "_generate_content_stream", self._wrap_stream),
            (AsyncModels, "_generate_content_stream", self._wrap_async_stream),
        ):
            setattr(owner, name, wrap(getattr(owner, name)))

    def _wrap(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(models: Any, *, model: str, contents: Any, config: Any = None) -> Any:
            started = time.perf_counter()
            span = self._open(model)
            token = context.attach(trace.set_span_in_context(span))
            try:
                response = original(models, model=model, contents=contents, config=config)
            except Exception as error:
                context.detach(token)
                self._fail(span, model, config, error, time.perf_counter() - started)
                raise
            context.detach(token)
            self._close(span, model, config, response, response, time.perf_counter() - started)
            return response

        return call

    def _wrap_async(self, original: Callable[..., Any]) -> Callable[..., Any]:
        async def call(models: Any, *, model: str, contents: Any, config: Any = None) -> Any:
            started = time.perf_counter()
            span = self._open(model)
            token = context.attach(trace.set_span_in_context(span))
            try:
                response = await original(models, model=model, contents=contents, config=config)
            except Exception as error:
                context.detach(token)
                self._fail(span, model, config, error, time.perf_counter() - started)
                raise
            context.detach(token)
            self._close(span, model, config, response, response, time.perf_counter() - started)
            return response

        return call

    def _wrap_stream(self, original: Callable[..., Any]) -> Callable[..., Any]:
        def call(models: Any, *, model: str, contents: Any, config: Any = None) -> Iterator[object]:
            started = time.perf_counter()
            span = self._open(model)
            token = context.attach(trace.set_span_in_context(span))
            stream = original(models, model=model, contents=contents, config=config)
            first = chunk = next(stream)
            context.detach(token)
            first_at = last_at = time.perf_counter()
            yield chunk
            chunks = 1
            for chunk in stream:
                last_at = time.perf_counter()
                chunks += 1
                yield chunk
            pace = (chunks, first_at - started, (last_at - first_at) / max(chunks - 1, 1))
            elapsed = time.perf_counter() - started
            self._close(span, model, config, first, chunk, elapsed, pace)

        return call

    def _wrap_async_stream(self, original: Callable[..., Any]) -> Callable[..., Any]:
        async def call(models: Any, *, model: str, contents: Any, config: Any = None) -> Any:
            started = time.perf_counter()
            span = self._open(model)
            token = context.attach(trace.set_span_in_context(span))
            stream = await original(models, model=model, contents=contents, config=config)
            context.detach(token)
            return self._follow(span, model, config, stream, started)

        return call

    async def _follow(
        self, span: Span, model: str, config: Any, stream: Any, started: float
    ) -> AsyncIterator[object]:
        first = chunk = await anext(stream)
        first_at = last_at = time.perf_counter()
        yield chunk
        chunks = 1
        async for chunk in stream:
            last_at = time.perf_counter()
            chunks += 1
            yield chunk
        pace = (chunks, first_at - started, (last_at - first_at) / max(chunks - 1, 1))
        self._close(span, model, config, first, chunk, time.perf_counter() - started, pace)

    def _open(self, model: str) -> Span:
        attributes = {**_ENDPOINT, names.REQUEST_MODEL: model}
        return self._tracer.start_span(
            f"generate_content {model}", kind=SpanKind.CLIENT, attributes=attributes
        )

    def _close(  # noqa: PLR0917 - all that a call is
        self,
        span: Span,
        model: str,
        config: Any,
        first: Any,
        last: Any,
        elapsed: float,
        pace: tuple[int, float, float] | None = None,
    ) -> None:
        if span.is_recording():
            attributes = _describe(config, first, last)
            if pace:
                attributes.update(_describe_pace(*pace))
            span.set_attributes(attributes)
        span.end()
        labels = {
            **_ENDPOINT,
            names.REQUEST_MODEL: model,
            names.RESPONSE_MODEL: last.model_version,
        }
        self._duration.record(elapsed, labels)
        self._record_tokens(last.usage_metadata, labels)
        if pace:
            self._first_chunk.record(pace[1], labels)
            self._per_chunk.record(pace[2], labels)
        if not self._is_lean:
            self._calls.add(1, {**labels, names.FINISH_REASON: last.candidates[0].finish_reason})
            self._total.add(last.usage_metadata.total_token_count, labels)

    def _record_tokens(self, usage: Any, labels: Labels) -> None:
        written = usage.candidates_token_count + (usage.thoughts_token_count or 0)
        self._tokens.record(usage.prompt_token_count, {**labels, names.TOKEN_TYPE: "input"})
        self._tokens.record(written, {**labels, names.TOKEN_TYPE: "output"})
        if not self._is_lean:
            thoughts = usage.thoughts_token_count or 0
            self._tokens.record(thoughts, {**labels, names.TOKEN_TYPE: "reasoning"})

    def _fail(self, span: Span, model: str, config: Any, error: Any, elapsed: float) -> None:
        code = str(error.code)
        if span.is_recording():
            span.set_attributes({**_describe_request(config), **_describe_problem(error)})
            span.set_status(Status(StatusCode.ERROR, f"{error.status}: {_HINT}"))
        span.end()
        labels = {**_ENDPOINT, names.REQUEST_MODEL: model, names.ERROR_TYPE: code}
        self._duration.record(elapsed, labels)
        if not self._is_lean:
            self._calls.add(1, labels)


def _describe_request(config: Any) -> dict[str, Any]:
    return {
        names.REQUEST_TEMPERATURE: config.temperature,
        names.REQUEST_MAX_TOKENS: config.max_output_tokens,
    }


def _describe(config: Any, first: Any, last: Any) -> dict[str, Any]:
    usage = last.usage_metadata
    thoughts = usage.thoughts_token_count or 0
    described = {
        **_describe_request(config),
        names.RESPONSE_ID: last.response_id,
        names.RESPONSE_MODEL: last.model_version,
        names.RESPONSE_FINISH_REASONS: (last.candidates[0].finish_reason.value,),
        names.USAGE_INPUT_TOKENS: usage.prompt_token_count,
        names.USAGE_OUTPUT_TOKENS: usage.candidates_token_count + thoughts,
        names.USAGE_REASONING_OUTPUT_TOKENS: thoughts,
        "gen_ai.usage.text.input_tokens": usage.prompt_tokens_details[0].token_count,
        "gen_ai.usage.text.output_tokens": thoughts,
        names.USAGE_COMPLETE: True,
        **_describe_cost(usage),
    }
    tier = first.sdk_http_response.headers.get("x-gemini-service-tier")
    if tier:
        described[names.SERVICE_TIER] = tier
    return described


def _describe_cost(usage: Any) -> dict[str, Any]:
    """The cost by the two rates of the one model there is, as standard tier had them in 2026."""
    read = usage.prompt_token_count * _INPUT_USD
    written = usage.candidates_token_count * _OUTPUT_USD
    thought = (usage.thoughts_token_count or 0) * _OUTPUT_USD
    return {
        names.USAGE_COST_AMOUNT: read + written + thought,
        names.USAGE_COST_CURRENCY: "USD",
        names.USAGE_COST_SOURCE: "local",
    }


def _describe_pace(chunks: int, first_chunk_s: float, per_chunk_s: float) -> Mapping[str, Any]:
    return {
        names.REQUEST_STREAM: True,
        names.STREAM_END: "exhausted",
        names.STREAM_CHUNKS: chunks,
        names.RESPONSE_TIME_TO_FIRST_CHUNK: first_chunk_s,
        names.STREAM_TIME_TO_FIRST_ANSWER: first_chunk_s,
        names.STREAM_TIME_PER_OUTPUT_CHUNK: per_chunk_s,
    }


def _describe_problem(error: Any) -> dict[str, Any]:
    limit, retry = error.details["error"]["details"]
    violation = limit["violations"][0]
    return {
        names.ERROR_TYPE: str(error.code),
        names.ERROR_CLASS: "rate_limited",
        names.ERROR_RETRYABLE: True,
        names.ERROR_RETRY_AFTER: float(retry["retryDelay"].removesuffix("s")),
        names.ERROR_HINT: _HINT,
        names.ERROR_QUOTA_METRIC: violation["quotaMetric"],
        names.ERROR_QUOTA_LIMIT: violation["quotaId"],
        names.ERROR_QUOTA_VALUE: int(violation["quotaValue"]),
        names.ERROR_QUOTA_WINDOW: "minute",
    }
