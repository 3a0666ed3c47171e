"""Spells the facts of a call as attributes of spans and events."""

import functools
from collections.abc import Iterable, Mapping
from typing import Any, Final

from gemini_otel._call import Answer, Call, Request, StreamTiming
from gemini_otel._classification import Classification
from gemini_otel._semconv import (
    ATTEMPTS,
    ATTRIBUTION_PREFIX,
    BLOCK_REASON,
    BLOCK_STAGE,
    CALL_DURATION,
    CREDENTIAL_FINGERPRINT,
    EMBEDDINGS_DIMENSION_COUNT,
    ERROR_CLASS,
    ERROR_HINT,
    ERROR_QUOTA_LIMIT,
    ERROR_QUOTA_METRIC,
    ERROR_QUOTA_VALUE,
    ERROR_QUOTA_WINDOW,
    ERROR_RETRY_AFTER,
    ERROR_RETRYABLE,
    ERROR_TYPE,
    GROUNDING_IMAGE_QUERIES,
    GROUNDING_MAPS_CHUNKS,
    GROUNDING_RETRIEVAL_QUERIES,
    GROUNDING_WEB_QUERIES,
    KIND_CACHED,
    KIND_CANDIDATES,
    KIND_THOUGHTS,
    LOCATION,
    LOG_RECORD_UID,
    MODALITIES,
    MODALITIES_OF_THE_CONVENTION,
    MODALITY_UNKNOWN,
    MODEL_RETIREMENT_TIME,
    MODEL_STAGE,
    OPERATION_EMBEDDINGS,
    OPERATION_NAME,
    OUTCOME,
    OUTCOME_ANSWERED,
    OUTPUT_EMPTY,
    OUTPUT_REPETITIVE,
    PROVIDER_NAME,
    REQUEST_MODEL,
    REQUEST_STREAM,
    RESPONSE_FINISH_REASONS,
    RESPONSE_ID,
    RESPONSE_MODEL,
    RESPONSE_TIME_TO_FIRST_CHUNK,
    SAFETY_CATEGORY,
    SAFETY_DECISIONS,
    SERVER_ADDRESS,
    SERVER_PORT,
    SERVICE_TIER,
    SERVICE_TIER_REQUESTED,
    STREAM_CHUNKS,
    STREAM_END,
    STREAM_TIME_PER_OUTPUT_CHUNK,
    STREAM_TIME_TO_FIRST_ANSWER,
    TRAFFIC_TYPE,
    TRUNCATED_BY_THINKING,
    URL_CONTEXT_STATUSES,
    USAGE_CACHE_READ_INPUT_TOKENS,
    USAGE_COMPLETE,
    USAGE_INPUT_TOKENS,
    USAGE_OUTPUT_TOKENS,
    USAGE_REASONING_OUTPUT_TOKENS,
    USAGE_TOOL_USE_TOKENS,
    USAGE_TOTAL_TOKENS,
    cache_read_by_modality,
    usage_by_modality,
    usage_tokens,
)
from gemini_otel._signals._identifiers import make_uid
from gemini_otel.pricing import Usage
from gemini_otel.pricing._shares import Share


Attributes = dict[str, Any]
"""Attributes whose absent values are `None` until `drop_absent`."""

_INPUT: Final = "input"
_OUTPUT: Final = "output"


def describe_start(request: Request) -> Attributes:
    """What a sampler may decide on."""
    described: Attributes = {
        OPERATION_NAME: request.operation,
        PROVIDER_NAME: request.provider,
        REQUEST_MODEL: request.model,
    }
    if request.address:
        described[SERVER_ADDRESS] = request.address
        if request.port:
            described[SERVER_PORT] = request.port
    if request.stream:
        described[REQUEST_STREAM] = True
    return described


def describe_call(call: Call, shares: Iterable[Share]) -> Attributes:
    """Everything a span says of a finished call beyond what it said at its start."""
    described: Attributes = dict(call.parameters)
    _add_answer(described, call.answer)
    if call.answer.usage:
        _add_usage(described, call, call.answer.usage, shares)
    _add_service(described, call)
    if call.is_billed:
        described[USAGE_COMPLETE] = call.is_complete
    if call.stream:
        described.update(drop_absent(_describe_pace(call.stream)))
    if call.problem:
        described.update(drop_absent(describe_problem(call.problem)))
    return described


def describe_usage_event(call: Call, shares: Iterable[Share]) -> Attributes:
    """What `gemini.usage` says: all that a price needs, and an id to tell copies by."""
    request, answer = call.request, call.answer
    described: Attributes = {
        LOG_RECORD_UID: make_uid(),
        OPERATION_NAME: request.operation,
        PROVIDER_NAME: request.provider,
        REQUEST_MODEL: request.model,
        CALL_DURATION: call.duration_s,
    }
    _add_identity(described, answer)
    if call.stream:
        described[STREAM_END] = call.stream.end
    outcome = call.outcome
    if outcome != OUTCOME_ANSWERED:
        described[OUTCOME] = outcome
    if call.error_type:
        described[ERROR_TYPE] = call.error_type
    described[USAGE_COMPLETE] = call.is_complete
    if answer.usage:
        described[USAGE_TOTAL_TOKENS] = answer.usage.total
    for kind, modality, tokens in shares:
        name = usage_tokens(kind, modality if modality in MODALITIES else MODALITY_UNKNOWN)
        described[name] = described.get(name, 0) + tokens
    _add_service(described, call)
    if not answer.is_plain:
        described.update(drop_absent(_describe_block(answer) | _describe_grounding(answer)))
    return described


def describe_problem(problem: Classification) -> Attributes:
    """What went wrong, and what to do."""
    quota = problem.quota
    return {
        ERROR_TYPE: problem.error_type,
        ERROR_CLASS: problem.error_class,
        ERROR_RETRYABLE: problem.retryable,
        ERROR_RETRY_AFTER: problem.retry_after_s,
        ERROR_HINT: problem.hint,
        ERROR_QUOTA_METRIC: quota.metric if quota else None,
        ERROR_QUOTA_LIMIT: quota.limit if quota else None,
        ERROR_QUOTA_VALUE: quota.value if quota else None,
        ERROR_QUOTA_WINDOW: quota.window if quota else None,
    }


def describe_attribution(attribution: Iterable[tuple[str, str]]) -> Attributes:
    """On whose behalf the call was made."""
    return {ATTRIBUTION_PREFIX + key: value for key, value in attribution}


def drop_absent(described: Mapping[str, object]) -> Attributes:
    """The attributes that have a value."""
    return {name: value for name, value in described.items() if value is not None}


def _add_identity(described: Attributes, answer: Answer) -> None:
    if answer.response_id:
        described[RESPONSE_ID] = answer.response_id
    if answer.model:
        described[RESPONSE_MODEL] = answer.model
    if answer.finish_reasons:
        described[RESPONSE_FINISH_REASONS] = answer.finish_reasons


def _add_answer(described: Attributes, answer: Answer) -> None:
    _add_identity(described, answer)
    if answer.is_plain:
        return
    if answer.is_truncated:
        described[TRUNCATED_BY_THINKING] = answer.is_truncated_by_thinking
        described[OUTPUT_REPETITIVE] = answer.is_repetitive
    if answer.finish_reasons and not answer.has_output:
        described[OUTPUT_EMPTY] = True
    described.update(drop_absent(_describe_extras(answer)))


def _describe_extras(answer: Answer) -> Attributes:
    return {
        **_describe_block(answer),
        **_describe_grounding(answer),
        URL_CONTEXT_STATUSES: answer.url_statuses or None,
        SAFETY_DECISIONS: answer.safety_decisions or None,
        MODEL_STAGE: answer.model_stage,
        MODEL_RETIREMENT_TIME: answer.model_retirement,
        EMBEDDINGS_DIMENSION_COUNT: answer.dimensions,
    }


def _describe_block(answer: Answer) -> Attributes:
    stage, reason, category = answer.block or (None, None, None)
    return {BLOCK_STAGE: stage, BLOCK_REASON: reason, SAFETY_CATEGORY: category}


def _describe_grounding(answer: Answer) -> Attributes:
    grounding = answer.grounding
    if grounding is None:
        return {}
    return {
        GROUNDING_WEB_QUERIES: grounding.web_queries or None,
        GROUNDING_IMAGE_QUERIES: grounding.image_queries or None,
        GROUNDING_RETRIEVAL_QUERIES: grounding.retrieval_queries or None,
        GROUNDING_MAPS_CHUNKS: grounding.maps_chunks or None,
    }


def _add_service(described: Attributes, call: Call) -> None:
    if call.answer.service_tier:
        described[SERVICE_TIER] = call.answer.service_tier
    if call.request.service_tier:
        described[SERVICE_TIER_REQUESTED] = call.request.service_tier
    if call.answer.traffic_type:
        described[TRAFFIC_TYPE] = call.answer.traffic_type
    if call.request.location:
        described[LOCATION] = call.request.location
    if call.fingerprint:
        described[CREDENTIAL_FINGERPRINT] = call.fingerprint
    if call.attempts > 1:
        described[ATTEMPTS] = call.attempts
    if call.attribution:
        described.update(describe_attribution(call.attribution))


def _describe_pace(stream: StreamTiming) -> Attributes:
    return {
        STREAM_END: stream.end,
        STREAM_CHUNKS: stream.chunks,
        RESPONSE_TIME_TO_FIRST_CHUNK: stream.first_chunk_s,
        STREAM_TIME_TO_FIRST_ANSWER: stream.first_answer_s,
        STREAM_TIME_PER_OUTPUT_CHUNK: stream.per_chunk_s,
    }


def _add_usage(described: Attributes, call: Call, usage: Usage, shares: Iterable[Share]) -> None:
    described[USAGE_INPUT_TOKENS] = usage.input_tokens
    if call.request.operation == OPERATION_EMBEDDINGS:
        return  # nothing is written, nothing is split
    described[USAGE_OUTPUT_TOKENS] = usage.output_tokens
    if usage.cached:
        described[USAGE_CACHE_READ_INPUT_TOKENS] = usage.cached
    if usage.thoughts:
        described[USAGE_REASONING_OUTPUT_TOKENS] = usage.thoughts
    if usage.tool_use:
        described[USAGE_TOOL_USE_TOKENS] = usage.tool_use
    described.update(_add_up_modalities(shares))


def _add_up_modalities(shares: Iterable[Share]) -> Mapping[str, int]:
    sums: dict[str, int] = {}
    for kind, modality, tokens in shares:
        for name in _modality_attributes(kind, modality):
            sums[name] = sums.get(name, 0) + tokens
    return sums


@functools.lru_cache(maxsize=256)
def _modality_attributes(kind: str, modality: str) -> tuple[str, ...]:
    """The attributes that tokens of a kind and a modality add to."""
    if modality not in MODALITIES_OF_THE_CONVENTION:
        return ()
    written = kind in (KIND_CANDIDATES, KIND_THOUGHTS)
    named = usage_by_modality(modality, _OUTPUT if written else _INPUT)
    return (named, cache_read_by_modality(modality)) if kind == KIND_CACHED else (named,)
