"""What the GenAI conventions allow on spans, metric points and events, written down by hand.

From the semantic conventions 1.41 and the repository semantic-conventions-genai: types and levels
of attributes, names and kinds of spans, instruments with their units and buckets, events.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final


TYPES: Final[Mapping[str, str]] = {
    "gen_ai.operation.name": "string",
    "gen_ai.provider.name": "string",
    "gen_ai.request.model": "string",
    "gen_ai.request.stream": "boolean",
    "gen_ai.request.choice.count": "int",
    "gen_ai.request.seed": "int",
    "gen_ai.request.top_k": "int",
    "gen_ai.request.top_p": "double",
    "gen_ai.request.temperature": "double",
    "gen_ai.request.max_tokens": "int",
    "gen_ai.request.frequency_penalty": "double",
    "gen_ai.request.presence_penalty": "double",
    "gen_ai.request.stop_sequences": "string[]",
    "gen_ai.request.reasoning.level": "string",
    "gen_ai.output.type": "string",
    "gen_ai.response.id": "string",
    "gen_ai.response.model": "string",
    "gen_ai.response.finish_reasons": "string[]",
    "gen_ai.response.time_to_first_chunk": "double",
    "gen_ai.usage.input_tokens": "int",
    "gen_ai.usage.output_tokens": "int",
    "gen_ai.usage.cache_read.input_tokens": "int",
    "gen_ai.usage.reasoning.output_tokens": "int",
    # Not in the conventions yet; their open proposal for costs names them so.
    "gen_ai.usage.cost.amount": "double",
    "gen_ai.usage.cost.currency": "string",
    "gen_ai.usage.cost.source": "string",
    "gen_ai.usage.text.input_tokens": "int",
    "gen_ai.usage.image.input_tokens": "int",
    "gen_ai.usage.audio.input_tokens": "int",
    "gen_ai.usage.text.output_tokens": "int",
    "gen_ai.usage.image.output_tokens": "int",
    "gen_ai.usage.audio.output_tokens": "int",
    "gen_ai.usage.text.cache_read.input_tokens": "int",
    "gen_ai.usage.image.cache_read.input_tokens": "int",
    "gen_ai.usage.audio.cache_read.input_tokens": "int",
    "gen_ai.embeddings.dimension.count": "int",
    "gen_ai.tool.name": "string",
    "gen_ai.tool.type": "string",
    "gen_ai.tool.call.arguments": "any",
    "gen_ai.tool.call.result": "any",
    "gen_ai.workflow.name": "string",
    "gen_ai.input.messages": "any",
    "gen_ai.output.messages": "any",
    "gen_ai.system_instructions": "any",
    "gen_ai.tool.definitions": "any",
    "gen_ai.token.type": "string",
    "gen_ai.token.modality": "string",
    "server.address": "string",
    "server.port": "int",
    "error.type": "string",
    "exception.type": "string",
    "exception.message": "string",
    "log.record.uid": "string",
}

VALUES: Final[Mapping[str, frozenset[str]]] = {
    "gen_ai.usage.cost.currency": frozenset({"USD"}),
    "gen_ai.usage.cost.source": frozenset({"local"}),
    "gen_ai.provider.name": frozenset({"gcp.gemini", "gcp.vertex_ai"}),
    # The conventions have no operation for counting tokens; custom ones are allowed then.
    "gen_ai.operation.name": frozenset(
        {"generate_content", "embeddings", "execute_tool", "invoke_workflow", "count_tokens"}
    ),
    "gen_ai.output.type": frozenset({"text", "json", "image", "speech"}),
    "gen_ai.tool.type": frozenset({"function", "extension", "datastore"}),
    "gen_ai.token.type": frozenset({"input", "output"}),
    # The last two are custom ones, which are allowed.
    "gen_ai.token.modality": frozenset({"text", "image", "audio", "unknown", "video", "document"}),
}

CONTENT: Final = frozenset(
    {
        "gen_ai.input.messages",
        "gen_ai.output.messages",
        "gen_ai.system_instructions",
        "gen_ai.tool.definitions",
        "gen_ai.tool.call.arguments",
        "gen_ai.tool.call.result",
    }
)

_START: Final = frozenset(
    {
        "gen_ai.operation.name",
        "gen_ai.provider.name",
        "gen_ai.request.model",
        "server.address",
        "server.port",
    }
)
_TOOL_START: Final = frozenset({"gen_ai.operation.name", "gen_ai.tool.name", "gen_ai.tool.type"})
_WORKFLOW_START: Final = frozenset({"gen_ai.operation.name", "gen_ai.workflow.name"})


def _named(*beginnings: str) -> frozenset[str]:
    return frozenset(name for name in TYPES if name.startswith(beginnings))


INFERENCE: Final = (
    _START
    | _named("gen_ai.request.", "gen_ai.response.", "gen_ai.usage.", "gen_ai.output.type")
    | _named("gen_ai.input.", "gen_ai.output.messages", "gen_ai.system_", "gen_ai.tool.definitions")
    | {"error.type"}
)


@dataclass(frozen=True, slots=True)
class SpanRule:
    """What a span of one operation looks like.

    Attributes:
        subject: The attribute whose value follows the operation in the span's name.
        kind: Its span kind.
        at_start: What a sampler must be told.
        allowed: Every attribute of the conventions it may have.
    """

    subject: str
    kind: str
    at_start: frozenset[str]
    allowed: frozenset[str]


SPANS: Final[Mapping[str, SpanRule]] = {
    "generate_content": SpanRule("gen_ai.request.model", "CLIENT", _START, INFERENCE),
    "embeddings": SpanRule(
        "gen_ai.request.model",
        "CLIENT",
        _START,
        _START
        | {
            "error.type",
            "gen_ai.embeddings.dimension.count",
            "gen_ai.response.model",
            "gen_ai.usage.input_tokens",
        }
        | _named("gen_ai.usage.cost."),
    ),
    "count_tokens": SpanRule("gen_ai.request.model", "CLIENT", _START, _START | {"error.type"}),
    "execute_tool": SpanRule(
        "gen_ai.tool.name",
        "INTERNAL",
        _TOOL_START,
        _TOOL_START | {"error.type", "gen_ai.tool.call.arguments", "gen_ai.tool.call.result"},
    ),
    "invoke_workflow": SpanRule(
        "gen_ai.workflow.name", "INTERNAL", _WORKFLOW_START, _WORKFLOW_START | {"error.type"}
    ),
}


@dataclass(frozen=True, slots=True)
class MetricRule:
    """What an instrument looks like.

    Attributes:
        instrument: `histogram` or `counter`.
        unit: Its unit.
        required: What every point must say.
        allowed: Every attribute of the conventions a point may have.
        buckets: Its boundaries, where it is a histogram.
        operation: The only operation it measures, where it is not for all.
    """

    instrument: str
    unit: str
    required: frozenset[str]
    allowed: frozenset[str]
    buckets: tuple[float, ...] = ()
    operation: str = ""


SECONDS: Final = (
    0.01, 0.02, 0.04, 0.08, 0.16, 0.32, 0.64, 1.28, 2.56, 5.12, 10.24, 20.48, 40.96, 81.92,
)  # fmt: skip
TOKENS: Final = (
    1, 4, 16, 64, 256, 1024, 4096, 16384, 65536, 262144, 1048576, 4194304, 16777216, 67108864,
)  # fmt: skip
WORKFLOWS: Final = (1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200)

_COMMON: Final = frozenset({"gen_ai.operation.name", "gen_ai.provider.name"})
_CALL: Final = _START | {"gen_ai.response.model"}
_SPLIT: Final = frozenset({"gen_ai.token.modality"})
_TYPED: Final = frozenset({"gen_ai.token.type"})
_FAILED: Final = frozenset({"error.type"})


_DURATION: Final = MetricRule("histogram", "s", _COMMON, _CALL | _FAILED, SECONDS)


def _inference(
    instrument: str, unit: str, buckets: tuple[float, ...], more: frozenset[str] = frozenset()
) -> MetricRule:
    return MetricRule(
        instrument, unit, _COMMON | (more - _FAILED), _CALL | more, buckets, "generate_content"
    )


_PACE: Final = _inference("histogram", "s", SECONDS)
_USAGE: Final = _inference("counter", "{token}", (), _SPLIT)
_SIZE: Final = _inference("histogram", "{token}", TOKENS)

RELEASED: Final[Mapping[str, MetricRule]] = {
    "gen_ai.client.token.usage": MetricRule(
        "histogram", "{token}", _COMMON | _TYPED, _CALL | _TYPED, TOKENS
    ),
    "gen_ai.client.operation.duration": _DURATION,
    "gen_ai.client.operation.time_to_first_chunk": _PACE,
    "gen_ai.client.operation.time_per_output_chunk": _PACE,
}
LATEST: Final[Mapping[str, MetricRule]] = {
    "gen_ai.client.inference.duration": _inference("histogram", "s", SECONDS, _FAILED),
    "gen_ai.client.inference.time_to_first_chunk": _PACE,
    "gen_ai.client.inference.time_per_output_chunk": _PACE,
    "gen_ai.client.inference.usage.input_tokens": _USAGE,
    "gen_ai.client.inference.usage.output_tokens": _USAGE,
    "gen_ai.client.inference.usage.cache_read.input_tokens": _USAGE,
    "gen_ai.client.inference.usage.reasoning.output_tokens": _USAGE,
    "gen_ai.client.inference.operation.input_tokens": _SIZE,
    "gen_ai.client.inference.operation.output_tokens": _SIZE,
}
WORK: Final[Mapping[str, MetricRule]] = {
    "gen_ai.execute_tool.duration": MetricRule(
        "histogram",
        "s",
        frozenset({"gen_ai.tool.name"}),
        frozenset({"gen_ai.tool.name", "gen_ai.tool.type"}) | _FAILED,
        SECONDS,
    ),
    "gen_ai.invoke_workflow.duration": MetricRule(
        "histogram", "s", frozenset(), frozenset({"gen_ai.workflow.name"}) | _FAILED, WORKFLOWS
    ),
}
METRICS: Final[Mapping[str, MetricRule]] = {**RELEASED, **LATEST, **WORK}

# Ours borrow the conventions' attributes, under the same types.
OUR_POINTS: Final = _CALL | _SPLIT | _FAILED

EVENTS: Final[Mapping[str, frozenset[str]]] = {
    "gen_ai.client.operation.exception": _CALL
    | {"gen_ai.request.stream", "gen_ai.response.id"}
    | {"error.type", "exception.type", "exception.message"},
    "gen_ai.client.inference.operation.details": INFERENCE,
}
