"""The words that costs are told in: components, units, and why something has no price."""

from typing import Final


INPUT: Final = "input"
CACHED_INPUT: Final = "cached_input"
TOOL_USE: Final = "tool_use"
OUTPUT: Final = "output"
THINKING: Final = "thinking"
GROUNDING: Final = "grounding"
CACHE_STORAGE: Final = "cache_storage"
MEDIA: Final = "media"
RESPONSE: Final = "response"

COMPONENTS: Final = (
    INPUT,
    CACHED_INPUT,
    TOOL_USE,
    OUTPUT,
    THINKING,
    GROUNDING,
    CACHE_STORAGE,
    MEDIA,
)
"""What a response is charged for."""

GEMINI_API: Final = "gemini_api"
VERTEX: Final = "vertex"
PLATFORMS: Final = (GEMINI_API, VERTEX)

STANDARD: Final = "standard"
BATCH: Final = "batch"
FLEX: Final = "flex"
PRIORITY: Final = "priority"
PROVISIONED: Final = "provisioned"
UNKNOWN_TIER: Final = "unknown"
TIERS: Final = (STANDARD, BATCH, FLEX, PRIORITY)

TOKEN: Final = "token"  # noqa: S105 - a unit
TOKEN_HOUR: Final = "token_hour"  # noqa: S105 - a unit
QUERY: Final = "query"

REASONS: Final = {
    "unknown_model": "the model is in no price list",
    "unknown_platform": "the platform is neither gemini_api nor vertex",
    "platform_not_priced": "the model has no price on this platform at all",
    "moving_alias": "the name moves from model to model, and the server did not say which answered",
    "no_price_on_day": "the model is known, but no price of it holds on the day of the call",
    "unknown_tier": "the service tier is not known",
    "tier_not_priced": "the model has no price on this service tier",
    "location_not_priced": "the model has no price at this location",
    "modality_not_priced": "the model has no price for this modality",
    "unit_not_priced": "the model has no price for this unit or size",
    "fee_not_priced": "the tool has no price for this model",
    "no_usage": "the server did not report what the response took",
    "incomplete_usage": "the stream was left before its final usage; what is known is charged",
    "malformed_usage": "a count was negative, too large or no number, or contradicts another",
    "unattributed_tokens": "the total has tokens that are of no kind",
    "mixed_tool_tokens": "some of the tool-use tokens are free, and nothing says how many",
    "query_count_unknown": "the server does not say how many queries ran; one is charged",
}
"""Why a response, or a part of it, has no price: reason, and what it means."""
