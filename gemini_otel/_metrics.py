"""Every instrument we make: name, unit, description and buckets, spelled once.

`gen_ai.*` follows the OpenTelemetry GenAI semantic conventions (semantic-conventions 1.41 and the
semantic-conventions-genai repository); everything under `gemini.` is ours.
"""

from dataclasses import dataclass
from typing import Final, Literal

from gemini_otel._semconv import (
    BLOCK_REASON,
    BLOCK_STAGE,
    COST_COMPONENT,
    ERROR_CLASS,
    ERROR_QUOTA_LIMIT,
    ERROR_QUOTA_METRIC,
    ERROR_QUOTA_WINDOW,
    ERROR_TYPE,
    FINISH_REASON,
    GROUNDING_TOOL,
    INCIDENT,
    LEDGER_PROBLEM,
    OUTCOME,
    SAFETY_CATEGORY,
    SERVICE_TIER,
    TOKEN_KIND,
    TOKEN_MODALITY,
    UNPRICED_REASON,
)


SECONDS_BUCKETS: Final = tuple(0.01 * 2**n for n in range(14))
TOKEN_BUCKETS: Final = tuple(float(4**n) for n in range(14))
WORKFLOW_BUCKETS: Final = tuple(
    float(s) for s in (1, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200)
)

Names = Literal["gemini", "ledger", "v1.41", "latest", "shared"]


@dataclass(frozen=True, slots=True)
class Metric:
    """One instrument: its name and all that a reader or a dashboard needs to know of it.

    Attributes:
        name: Its name.
        unit: Its unit, in the notation of UCUM.
        description: What it says, in one sentence.
        names: Whose names are in force for it to be emitted.
        buckets: The bounds of a histogram.
        own: The attributes it has beside those that all metrics of a call share.
        parts: How many of what is counted inside make one unit: amounts are counted in
            nano-dollars.
        is_gauge: Whether it is a value of the moment and no total.
    """

    name: str
    unit: str
    description: str
    names: Names
    buckets: tuple[float, ...] = ()
    own: tuple[str, ...] = ()
    parts: int = 1
    is_gauge: bool = False

    @property
    def is_histogram(self) -> bool:
        """Whether values are recorded one by one; the others are totals that only grow."""
        return bool(self.buckets)


def _ours(name: str, unit: str, description: str, *own: str) -> Metric:
    return Metric(name, unit, description, "gemini", own=own)


TOKENS: Final = _ours(
    "gemini.client.tokens",
    "{token}",
    "Tokens by kind and modality, disjoint.",
    TOKEN_KIND,
    TOKEN_MODALITY,
)
CALLS: Final = _ours(
    "gemini.client.calls", "{call}", "Calls by outcome.", ERROR_TYPE, FINISH_REASON
)
BLOCKED: Final = _ours(
    "gemini.client.blocked",
    "{response}",
    "Responses withheld by Google.",
    BLOCK_STAGE,
    BLOCK_REASON,
    SAFETY_CATEGORY,
)
INCIDENTS: Final = _ours(
    "gemini.client.incidents",
    "{incident}",
    "What a person should know of, by event name.",
    INCIDENT,
)
RETRIES: Final = _ours(
    "gemini.client.retries",
    "{attempt}",
    "Failed attempts that the SDK retried or was about to.",
    ERROR_TYPE,
)
GROUNDING_QUERIES: Final = _ours(
    "gemini.client.grounding.queries",
    "{query}",
    "Search queries the model made.",
    GROUNDING_TOOL,
)
COST: Final = Metric(
    "gemini.client.cost.usd",
    "{USD}",
    "Cost at list price or your own, by what causes it.",
    "gemini",
    own=(COST_COMPONENT, SERVICE_TIER),
    parts=10**9,
)
CACHE_SAVINGS: Final = Metric(
    "gemini.client.cache.savings.usd",
    "{USD}",
    "What cached input cost less than uncached; the storage of caches is not in it.",
    "gemini",
    parts=10**9,
)
WASTE: Final = Metric(
    "gemini.client.waste.usd",
    "{USD}",
    "Cost of responses that were no answer, by what became of them; it is in the cost as well.",
    "gemini",
    own=(OUTCOME,),
    parts=10**9,
)
QUOTA_EXCEEDED: Final = _ours(
    "gemini.client.quota.exceeded",
    "{attempt}",
    "Attempts refused for a quota, a rate or a lack of capacity, retried ones included.",
    ERROR_CLASS,
    ERROR_QUOTA_METRIC,
    ERROR_QUOTA_WINDOW,
)
QUOTA_LIMIT: Final = Metric(
    "gemini.quota.limit",
    "{quota}",
    "What a quota allows in its window, as Google said when it last refused.",
    "gemini",
    own=(ERROR_QUOTA_METRIC, ERROR_QUOTA_LIMIT, ERROR_QUOTA_WINDOW),
    is_gauge=True,
)
UNPRICED: Final = _ours(
    "gemini.client.unpriced",
    "{call}",
    "Billed calls that have no price, or not for all of them.",
    UNPRICED_REASON,
)
PRICES_CHECKED: Final = Metric(
    "gemini.prices.checked.time",
    "s",
    "When the packaged prices were last compared with their sources, in seconds since 1970.",
    "gemini",
    is_gauge=True,
)
MODEL_SHUTDOWN: Final = Metric(
    "gemini.model.shutdown.time",
    "s",
    "The announced shutdown of a model in use, in seconds since 1970.",
    "gemini",
    is_gauge=True,
)
PRICE_CHANGE: Final = Metric(
    "gemini.price.change.time",
    "s",
    "The day from which calls of a model in use cost something else, in seconds since 1970.",
    "gemini",
    is_gauge=True,
)
INTERNAL_ERRORS: Final = _ours(
    "gemini.internal.errors", "{error}", "Faults inside gemini_otel that were kept from the app."
)

LEDGER_COST: Final = Metric(
    "gemini.ledger.cost.usd",
    "{USD}",
    "Cost of the responses that this process put into the ledger.",
    "ledger",
    parts=10**9,
)
LEDGER_ERRORS: Final = Metric(
    "gemini.ledger.errors",
    "{error}",
    "What kept responses from the ledger, for a while or for good.",
    "ledger",
    own=(LEDGER_PROBLEM,),
)
LEDGER_PENDING: Final = Metric(
    "gemini.ledger.pending",
    "By",
    "Usage events of this process that wait to be put into the ledger.",
    "ledger",
    is_gauge=True,
)

TOKEN_USAGE: Final = Metric(
    "gen_ai.client.token.usage", "{token}", "Tokens a call used.", "v1.41", TOKEN_BUCKETS
)
OPERATION_DURATION: Final = Metric(
    "gen_ai.client.operation.duration",
    "s",
    "Duration of a call; under `latest` only of embeddings and of counting tokens.",
    "shared",
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
    name = f"gen_ai.client.inference.usage.{what}_tokens"
    return Metric(name, "{token}", description, "latest", own=(TOKEN_MODALITY,))


INFERENCE_USAGE_INPUT: Final = _total("input", "Input tokens, all kinds, by modality.")
INFERENCE_USAGE_OUTPUT: Final = _total("output", "Output tokens with reasoning, by modality.")
INFERENCE_USAGE_CACHE_READ: Final = _total("cache_read.input", "Input tokens read from a cache.")
INFERENCE_USAGE_REASONING: Final = _total("reasoning.output", "Output tokens spent on reasoning.")

METRICS: Final = tuple(value for value in list(globals().values()) if isinstance(value, Metric))
