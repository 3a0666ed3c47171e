"""Every name we emit: attributes, metrics, events, units and buckets, spelled once.

`gen_ai.*`, `error.*`, `exception.*` and `server.*` follow the OpenTelemetry GenAI semantic
conventions (semantic-conventions 1.41 and the semantic-conventions-genai repository); everything
under `gemini.` is ours, because no convention covers it.
"""

from dataclasses import dataclass
from typing import Final, Literal


SCOPE: Final = "gemini_otel"

# --- attributes of the conventions ------------------------------------------------------------
OPERATION_NAME: Final = "gen_ai.operation.name"
PROVIDER_NAME: Final = "gen_ai.provider.name"
REQUEST_MODEL: Final = "gen_ai.request.model"
REQUEST_STREAM: Final = "gen_ai.request.stream"
REQUEST_CHOICE_COUNT: Final = "gen_ai.request.choice.count"
REQUEST_SEED: Final = "gen_ai.request.seed"
REQUEST_TOP_K: Final = "gen_ai.request.top_k"
REQUEST_TOP_P: Final = "gen_ai.request.top_p"
REQUEST_TEMPERATURE: Final = "gen_ai.request.temperature"
REQUEST_MAX_TOKENS: Final = "gen_ai.request.max_tokens"
REQUEST_FREQUENCY_PENALTY: Final = "gen_ai.request.frequency_penalty"
REQUEST_PRESENCE_PENALTY: Final = "gen_ai.request.presence_penalty"
REQUEST_STOP_SEQUENCES: Final = "gen_ai.request.stop_sequences"
REQUEST_REASONING_LEVEL: Final = "gen_ai.request.reasoning.level"
OUTPUT_TYPE: Final = "gen_ai.output.type"
RESPONSE_ID: Final = "gen_ai.response.id"
RESPONSE_MODEL: Final = "gen_ai.response.model"
RESPONSE_FINISH_REASONS: Final = "gen_ai.response.finish_reasons"
RESPONSE_TIME_TO_FIRST_CHUNK: Final = "gen_ai.response.time_to_first_chunk"
USAGE_INPUT_TOKENS: Final = "gen_ai.usage.input_tokens"
USAGE_OUTPUT_TOKENS: Final = "gen_ai.usage.output_tokens"
USAGE_CACHE_READ_INPUT_TOKENS: Final = "gen_ai.usage.cache_read.input_tokens"
USAGE_REASONING_OUTPUT_TOKENS: Final = "gen_ai.usage.reasoning.output_tokens"
EMBEDDINGS_DIMENSION_COUNT: Final = "gen_ai.embeddings.dimension.count"
TOKEN_TYPE: Final = "gen_ai.token.type"  # noqa: S105 - the name of an attribute
TOKEN_MODALITY: Final = "gen_ai.token.modality"  # noqa: S105 - the name of an attribute
TOOL_NAME: Final = "gen_ai.tool.name"
TOOL_TYPE: Final = "gen_ai.tool.type"
TOOL_DESCRIPTION: Final = "gen_ai.tool.description"
TOOL_CALL_ARGUMENTS: Final = "gen_ai.tool.call.arguments"
TOOL_CALL_RESULT: Final = "gen_ai.tool.call.result"
WORKFLOW_NAME: Final = "gen_ai.workflow.name"
INPUT_MESSAGES: Final = "gen_ai.input.messages"
OUTPUT_MESSAGES: Final = "gen_ai.output.messages"
SYSTEM_INSTRUCTIONS: Final = "gen_ai.system_instructions"
TOOL_DEFINITIONS: Final = "gen_ai.tool.definitions"
SERVER_ADDRESS: Final = "server.address"
SERVER_PORT: Final = "server.port"
ERROR_TYPE: Final = "error.type"
EXCEPTION_TYPE: Final = "exception.type"
EXCEPTION_MESSAGE: Final = "exception.message"

MODALITIES_OF_THE_CONVENTION: Final = ("text", "image", "audio")


def usage_by_modality(modality: str, direction: Literal["input", "output"]) -> str:
    """The convention's attribute for one modality, such as `gen_ai.usage.audio.input_tokens`."""
    return f"gen_ai.usage.{modality}.{direction}_tokens"


def cache_read_by_modality(modality: str) -> str:
    """The convention's attribute for one cached modality."""
    return f"gen_ai.usage.{modality}.cache_read.input_tokens"


# --- values of the conventions ----------------------------------------------------------------
PROVIDER_GEMINI: Final = "gcp.gemini"
PROVIDER_VERTEX: Final = "gcp.vertex_ai"
OPERATION_GENERATE_CONTENT: Final = "generate_content"
OPERATION_EMBEDDINGS: Final = "embeddings"
OPERATION_COUNT_TOKENS: Final = "count_tokens"
OPERATION_EXECUTE_TOOL: Final = "execute_tool"
OPERATION_INVOKE_WORKFLOW: Final = "invoke_workflow"
WORKFLOW_FUNCTION_CALLING: Final = "automatic_function_calling"

# --- our attributes ---------------------------------------------------------------------------
TOKEN_KIND: Final = "gemini.token.kind"  # noqa: S105 - the name of an attribute
USAGE_COMPLETE: Final = "gemini.usage.complete"
USAGE_TOOL_USE_TOKENS: Final = "gemini.usage.tool_use.input_tokens"
USAGE_TOTAL_TOKENS: Final = "gemini.usage.total_tokens"
SERVICE_TIER: Final = "gemini.service_tier"
SERVICE_TIER_REQUESTED: Final = "gemini.service_tier.requested"
TRAFFIC_TYPE: Final = "gemini.traffic_type"
LOCATION: Final = "gemini.location"
FINISH_REASON: Final = "gemini.finish_reason"
CACHED_CONTENT: Final = "gemini.request.cached_content"
THINKING_BUDGET: Final = "gemini.request.thinking_budget"
STREAM_END: Final = "gemini.stream.end"
STREAM_CHUNKS: Final = "gemini.stream.chunks"
STREAM_TIME_TO_FIRST_ANSWER: Final = "gemini.stream.time_to_first_answer"
STREAM_TIME_PER_OUTPUT_CHUNK: Final = "gemini.stream.time_per_output_chunk"
BLOCK_STAGE: Final = "gemini.block.stage"
BLOCK_REASON: Final = "gemini.block.reason"
SAFETY_CATEGORY: Final = "gemini.safety.category"
SAFETY_RATINGS: Final = "gemini.safety.ratings"
SAFETY_DECISIONS: Final = "gemini.safety.decisions"
CITATIONS: Final = "gemini.citations"
TRUNCATED_BY_THINKING: Final = "gemini.output.truncated_by_thinking"
OUTPUT_REPETITIVE: Final = "gemini.output.repetitive"
OUTPUT_EMPTY: Final = "gemini.output.empty"
GROUNDING_TOOL: Final = "gemini.grounding.tool"
GROUNDING_WEB_QUERIES: Final = "gemini.grounding.web_queries"
GROUNDING_IMAGE_QUERIES: Final = "gemini.grounding.image_queries"
GROUNDING_RETRIEVAL_QUERIES: Final = "gemini.grounding.retrieval_queries"
GROUNDING_MAPS_CHUNKS: Final = "gemini.grounding.maps_chunks"
URL_CONTEXT_STATUSES: Final = "gemini.url_context.statuses"
MODEL_STAGE: Final = "gemini.model.stage"
MODEL_RETIREMENT_TIME: Final = "gemini.model.retirement_time"
ADVICE: Final = "gemini.advice"
ERROR_CLASS: Final = "gemini.error.class"
ERROR_RETRYABLE: Final = "gemini.error.retryable"
ERROR_RETRY_AFTER: Final = "gemini.error.retry_after_s"
ERROR_QUOTA_METRIC: Final = "gemini.error.quota.metric"
ERROR_QUOTA_LIMIT: Final = "gemini.error.quota.limit"
ERROR_QUOTA_VALUE: Final = "gemini.error.quota.value"
ERROR_QUOTA_WINDOW: Final = "gemini.error.quota.window"
ERROR_HINT: Final = "gemini.error.hint"
ATTEMPTS: Final = "gemini.attempts"
RETRY_ATTEMPT: Final = "gemini.retry.attempt"
RETRY_DELAY: Final = "gemini.retry.delay_s"
CREDENTIAL_FINGERPRINT: Final = "gemini.credential.fingerprint"
WORKFLOW_TURNS: Final = "gemini.workflow.turns"
FORK_DEPTH: Final = "gemini.fork.depth"
INCIDENT: Final = "gemini.incident"
INTERNAL_PLACE: Final = "gemini.internal.place"
ATTRIBUTION_PREFIX: Final = "gemini.attribution."
USAGE_TOKENS_PREFIX: Final = "gemini.usage.tokens."


def usage_tokens(kind: str, modality: str) -> str:
    """The attribute of `gemini.usage` for one kind and modality of token."""
    return f"{USAGE_TOKENS_PREFIX}{kind}.{modality}"


# --- values of ours ---------------------------------------------------------------------------
KIND_UNCACHED_PROMPT: Final = "uncached_prompt"
KIND_CACHED: Final = "cached"
KIND_TOOL_USE: Final = "tool_use"
KIND_CANDIDATES: Final = "candidates"
KIND_THOUGHTS: Final = "thoughts"
KIND_UNKNOWN: Final = "unknown"
MODALITY_TEXT: Final = "text"
MODALITY_UNKNOWN: Final = "unknown"
OTHER: Final = "__other__"
OVERFLOW: Final = "otel.metric.overflow"

# --- events -----------------------------------------------------------------------------------
EVENT_USAGE: Final = "gemini.usage"
EVENT_SAFETY_BLOCKED: Final = "gemini.safety.blocked"
EVENT_RECITATION: Final = "gemini.recitation"
EVENT_OUTPUT_TRUNCATED: Final = "gemini.output.truncated"
EVENT_OUTPUT_STOPPED: Final = "gemini.output.stopped"
EVENT_TOOL_CALL_INVALID: Final = "gemini.tool_call.invalid"
EVENT_THOUGHT_SIGNATURE_MISSING: Final = "gemini.thought_signature.missing"
EVENT_SAFETY_DECISION: Final = "gemini.safety.decision"
EVENT_MODEL_DEPRECATED: Final = "gemini.model.deprecated"
EVENT_RETRY: Final = "gemini.retry"
EVENT_EXCEPTION: Final = "gen_ai.client.operation.exception"
EVENT_OPERATION_DETAILS: Final = "gen_ai.client.inference.operation.details"

# --- metrics ----------------------------------------------------------------------------------
SECONDS_BUCKETS: Final = tuple(0.01 * 2**n for n in range(14))
TOKEN_BUCKETS: Final = tuple(float(4**n) for n in range(14))
WORKFLOW_BUCKETS: Final = tuple(
    float(s) for s in (1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200)
)

Names = Literal["gemini", "v1.41", "latest", "shared"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One instrument: its name and all that a reader or a dashboard needs to know of it."""

    name: str
    unit: str
    description: str
    names: Names
    buckets: tuple[float, ...] = ()

    @property
    def is_histogram(self) -> bool:
        """Whether values are recorded one by one; the others are totals that only grow."""
        return bool(self.buckets)


def _ours(name: str, unit: str, description: str) -> Metric:
    return Metric(name, unit, description, "gemini")


TOKENS: Final = _ours("gemini.client.tokens", "{token}", "Tokens by kind and modality, disjoint.")
CALLS: Final = _ours("gemini.client.calls", "{call}", "Calls by outcome.")
BLOCKED: Final = _ours("gemini.client.blocked", "{response}", "Responses withheld by Google.")
INCIDENTS: Final = _ours(
    "gemini.client.incidents", "{incident}", "What a person should know of, by event name."
)
RETRIES: Final = _ours("gemini.client.retries", "{attempt}", "Failed attempts the SDK retried.")
GROUNDING_QUERIES: Final = _ours(
    "gemini.client.grounding.queries", "{query}", "Search queries the model made."
)
INTERNAL_ERRORS: Final = _ours(
    "gemini.internal.errors", "{error}", "Faults inside gemini_otel that were kept from the app."
)

TOKEN_USAGE: Final = Metric(
    "gen_ai.client.token.usage", "{token}", "Tokens a call used.", "v1.41", TOKEN_BUCKETS
)
OPERATION_DURATION: Final = Metric(
    "gen_ai.client.operation.duration",
    "s",
    "Duration of a call; under `latest` not of inferences.",
    "v1.41",
    SECONDS_BUCKETS,
)
TIME_TO_FIRST_CHUNK: Final = Metric(
    "gen_ai.client.operation.time_to_first_chunk",
    "s",
    "Time from the request to the first chunk of a stream.",
    "v1.41",
    SECONDS_BUCKETS,
)
TIME_PER_OUTPUT_CHUNK: Final = Metric(
    "gen_ai.client.operation.time_per_output_chunk",
    "s",
    "Mean time from chunk to chunk, one value a stream.",
    "v1.41",
    SECONDS_BUCKETS,
)
INFERENCE_DURATION: Final = Metric(
    "gen_ai.client.inference.duration", "s", "Duration of an inference.", "latest", SECONDS_BUCKETS
)
INFERENCE_TIME_TO_FIRST_CHUNK: Final = Metric(
    "gen_ai.client.inference.time_to_first_chunk",
    "s",
    "Time from the request to the first chunk of a stream.",
    "latest",
    SECONDS_BUCKETS,
)
INFERENCE_TIME_PER_OUTPUT_CHUNK: Final = Metric(
    "gen_ai.client.inference.time_per_output_chunk",
    "s",
    "Mean time from chunk to chunk, one value a stream.",
    "latest",
    SECONDS_BUCKETS,
)
INFERENCE_INPUT_TOKENS: Final = Metric(
    "gen_ai.client.inference.operation.input_tokens",
    "{token}",
    "Input tokens of a call.",
    "latest",
    TOKEN_BUCKETS,
)
INFERENCE_OUTPUT_TOKENS: Final = Metric(
    "gen_ai.client.inference.operation.output_tokens",
    "{token}",
    "Output tokens of a call.",
    "latest",
    TOKEN_BUCKETS,
)
EXECUTE_TOOL_DURATION: Final = Metric(
    "gen_ai.execute_tool.duration", "s", "Duration of a tool's run.", "shared", SECONDS_BUCKETS
)
INVOKE_WORKFLOW_DURATION: Final = Metric(
    "gen_ai.invoke_workflow.duration",
    "s",
    "Duration of an automatic function calling loop.",
    "shared",
    WORKFLOW_BUCKETS,
)


def _total(what: str, description: str) -> Metric:
    return Metric(f"gen_ai.client.inference.usage.{what}_tokens", "{token}", description, "latest")


INFERENCE_USAGE_INPUT: Final = _total("input", "Input tokens, all kinds, by modality.")
INFERENCE_USAGE_OUTPUT: Final = _total("output", "Output tokens with reasoning, by modality.")
INFERENCE_USAGE_CACHE_READ: Final = _total("cache_read.input", "Input tokens read from a cache.")
INFERENCE_USAGE_REASONING: Final = _total("reasoning.output", "Output tokens spent on reasoning.")

METRICS: Final = tuple(value for value in list(globals().values()) if isinstance(value, Metric))
