"""Every name we emit but those of metrics: attributes, their values and events, spelled once.

`gen_ai.*`, `error.*`, `exception.*` and `server.*` follow the OpenTelemetry GenAI semantic
conventions (semantic-conventions 1.41 and the semantic-conventions-genai repository); everything
under `gemini.` is ours, because no convention covers it.
"""

from typing import Final, Literal

from gemini_otel.pricing import _kinds


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
USAGE_COST_AMOUNT: Final = "gen_ai.usage.cost.amount"
USAGE_COST_CURRENCY: Final = "gen_ai.usage.cost.currency"
USAGE_COST_SOURCE: Final = "gen_ai.usage.cost.source"
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
LOG_RECORD_UID: Final = "log.record.uid"

MODALITIES_OF_THE_CONVENTION: Final = ("text", "image", "audio")
MODALITIES: Final = frozenset({"text", "image", "audio", "video", "document", "unknown"})
"""Those that become names of attributes; a server could make up others without end."""


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
CALL_DURATION: Final = "gemini.call.duration_s"
OUTCOME: Final = "gemini.outcome"
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
LEDGER_PROBLEM: Final = "gemini.ledger.problem"
ATTRIBUTION_PREFIX: Final = "gemini.attribution."
USAGE_TOKENS_PREFIX: Final = "gemini.usage.tokens."
COST_NANO_USD: Final = "gemini.cost.nano_usd"
COST_COMPLETE: Final = "gemini.cost.complete"
COST_COMPONENT: Final = "gemini.cost.component"
COST_COMPONENTS: Final = "gemini.cost.components"
COST_ASSUMPTIONS: Final = "gemini.cost.assumptions"
COST_TIER: Final = "gemini.cost.service_tier"
COST_MODEL: Final = "gemini.cost.model"
COST_SAVINGS_NANO_USD: Final = "gemini.cost.cache_savings_nano_usd"
UNPRICED_REASON: Final = "gemini.unpriced.reason"
UNPRICED_REASONS: Final = "gemini.unpriced.reasons"
MODEL_SHUTDOWN_DATE: Final = "gemini.model.shutdown_date"
MODEL_REPLACEMENT: Final = "gemini.model.replacement"
MODEL_ROUTED_TO: Final = "gemini.model.routed_to"
PRICE_CHANGE_DATE: Final = "gemini.price.change_date"
PRICE_CHANGE_AMOUNT: Final = "gemini.price.change.cost.amount"
PRICE_CHANGE_NANO_USD: Final = "gemini.price.change.cost.nano_usd"
PRICE_CHANGE_FACTOR: Final = "gemini.price.change.factor"


def usage_tokens(kind: str, modality: str) -> str:
    """The attribute of `gemini.usage` for one kind and modality of token."""
    return f"{USAGE_TOKENS_PREFIX}{kind}.{modality}"


# --- values of ours ---------------------------------------------------------------------------
KIND_UNCACHED_PROMPT: Final = _kinds.KIND_UNCACHED_PROMPT
KIND_CACHED: Final = _kinds.KIND_CACHED
KIND_TOOL_USE: Final = _kinds.KIND_TOOL_USE
KIND_CANDIDATES: Final = _kinds.KIND_CANDIDATES
KIND_THOUGHTS: Final = _kinds.KIND_THOUGHTS
KIND_UNKNOWN: Final = _kinds.KIND_UNKNOWN
MODALITY_TEXT: Final = _kinds.MODALITY_TEXT
MODALITY_UNKNOWN: Final = _kinds.MODALITY_UNKNOWN
CURRENCY_USD: Final = "USD"
COST_SOURCE_LOCAL: Final = "local"
STREAM_EXHAUSTED: Final = "exhausted"
OUTCOME_ANSWERED: Final = "answered"
OUTCOME_TRUNCATED: Final = "truncated"
OUTCOME_BLOCKED: Final = "blocked"
OUTCOME_UNUSABLE: Final = "unusable"
OUTCOME_ABANDONED: Final = "abandoned"
OUTCOME_FAILED: Final = "failed"
OUTCOMES: Final = (
    OUTCOME_ANSWERED,
    OUTCOME_TRUNCATED,
    OUTCOME_BLOCKED,
    OUTCOME_UNUSABLE,
    OUTCOME_ABANDONED,
    OUTCOME_FAILED,
)
"""What became of a billed response; all but the first was paid for in vain."""
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
EVENT_PRICE_CHANGE: Final = "gemini.price.change"
EVENT_RETRY: Final = "gemini.retry"
EVENT_EXCEPTION: Final = "gen_ai.client.operation.exception"
EVENT_OPERATION_DETAILS: Final = "gen_ai.client.inference.operation.details"
