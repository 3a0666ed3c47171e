"""What every attribute and event of ours means: one sentence each, for the reference and boards."""

from typing import Final

from gemini_otel import _semconv as names


ATTRIBUTES: Final = {
    names.TOKEN_KIND: "What the tokens are: uncached_prompt, cached, tool_use, candidates, "
    "thoughts, or unknown for what the server counted in its total only. Disjoint.",
    names.USAGE_COMPLETE: "Whether the usage is the server's final word. False where a stream was "
    "left or broke before it, or where a response came without usage.",
    names.USAGE_TOOL_USE_TOKENS: "Prompt tokens that built-in tools added; part of the input.",
    names.USAGE_TOTAL_TOKENS: "All tokens of the response, each counted once.",
    names.SERVICE_TIER: "The tier that served the call, as the response header says.",
    names.SERVICE_TIER_REQUESTED: "The tier the call asked for.",
    names.TRAFFIC_TYPE: "Vertex AI's word for how the call was served.",
    names.LOCATION: "The Vertex AI location of the client.",
    names.FINISH_REASON: "How the first candidate ended, in Google's words.",
    names.CACHED_CONTENT: "Name of the explicit cache the call used.",
    names.THINKING_BUDGET: "Thinking tokens the call allowed; 0 is off, -1 automatic.",
    names.CALL_DURATION: "Seconds the call took, until its stream ended.",
    names.OUTCOME: "What became of a billed response: truncated, blocked, unusable, abandoned or "
    "failed; absent from gemini.usage where it was answered.",
    names.LEDGER_PROBLEM: "What went wrong: outage (the database took nothing; tried again), "
    "rejected (a line that cannot be read, put aside) or lost.",
    names.STREAM_END: "exhausted, closed, collected (dropped unread), failed, cancelled, exited.",
    names.STREAM_CHUNKS: "Chunks the app received.",
    names.STREAM_TIME_TO_FIRST_ANSWER: "Seconds to the first part that is not thinking.",
    names.STREAM_TIME_PER_OUTPUT_CHUNK: "Mean seconds from chunk to chunk.",
    names.BLOCK_STAGE: "prompt or response.",
    names.BLOCK_REASON: "Google's reason for withholding content.",
    names.SAFETY_CATEGORY: "The harm category that decided.",
    names.SAFETY_RATINGS: "Each rating: category, probability, blocked.",
    names.SAFETY_DECISIONS: "Computer use's decisions, such as require_confirmation.",
    names.CITATIONS: "Each source: uri, start, end; never text.",
    names.TRUNCATED_BY_THINKING: "Thinking used the output budget and left no answer.",
    names.OUTPUT_REPETITIVE: "A truncated answer that only repeats itself, by a local measure.",
    names.OUTPUT_EMPTY: "The answer ended without any content.",
    names.GROUNDING_TOOL: "google_search, image_search or retrieval.",
    names.GROUNDING_WEB_QUERIES: "Web searches made for the answer.",
    names.GROUNDING_IMAGE_QUERIES: "Image searches made for the answer.",
    names.GROUNDING_RETRIEVAL_QUERIES: "Searches in the app's own data.",
    names.GROUNDING_MAPS_CHUNKS: "Sources taken from Google Maps.",
    names.URL_CONTEXT_STATUSES: "How each URL the model asked for came out.",
    names.MODEL_STAGE: "Where the model is in its life, as the server says.",
    names.MODEL_RETIREMENT_TIME: "When the server says the model is shut down.",
    names.ADVICE: "What a person should do next.",
    names.ERROR_CLASS: "What went wrong, from a small stable set: see Errors.",
    names.ERROR_RETRYABLE: "Whether the same request can succeed later.",
    names.ERROR_RETRY_AFTER: "Seconds the server asks to wait.",
    names.ERROR_QUOTA_METRIC: "The quota's metric.",
    names.ERROR_QUOTA_LIMIT: "The quota's id.",
    names.ERROR_QUOTA_VALUE: "How much the quota allows.",
    names.ERROR_QUOTA_WINDOW: "minute or day.",
    names.ERROR_HINT: "What a person should do next, in one sentence.",
    names.COST_NANO_USD: "On events only: what the call costs in whole nano-dollars, exactly: list "
    "price, or your own where you gave one. Absent where nothing could be priced.",
    names.COST_COMPLETE: "Whether everything could be priced; if not, see gemini.unpriced.reasons. "
    "On spans only where false.",
    names.COST_COMPONENT: "input, cached_input, tool_use, output, thinking, grounding, "
    "cache_storage or media. Disjoint.",
    names.COST_COMPONENTS: "On events only: the bill as JSON, line by line: component, modality, "
    "unit, quantity, nano_usd, rate_usd per so many units, and price_id, the row of the price "
    "list.",
    names.COST_ASSUMPTIONS: "What the server did not say and the price assumes: model, "
    "service_tier (as asked for) or modality (text).",
    names.COST_TIER: "On events only: the tier that the price is of, where the server does not "
    "name it.",
    names.COST_MODEL: "On events only: the model whose prices hold, where the server does not name "
    "it so.",
    names.COST_SAVINGS_NANO_USD: "What cached input cost less than uncached, in nano-dollars.",
    names.UNPRICED_REASON: "Why a call, or a part of it, has no price: see Prices.",
    names.UNPRICED_REASONS: "All such reasons of one call.",
    names.MODEL_SHUTDOWN_DATE: "The announced shutdown of the model, at the earliest.",
    names.MODEL_REPLACEMENT: "The model that Google recommends instead.",
    names.MODEL_ROUTED_TO: "The model that will answer and be billed in its place.",
    names.PRICE_CHANGE_DATE: "The first Pacific day of the next price.",
    names.PRICE_CHANGE_AMOUNT: "What the same call will cost then, in US dollars.",
    names.PRICE_CHANGE_NANO_USD: "The same in whole nano-dollars.",
    names.PRICE_CHANGE_FACTOR: "How many times today's cost that is.",
    names.ATTEMPTS: "HTTP requests the call took, where more than one.",
    names.RETRY_ATTEMPT: "Which attempt failed, from 1.",
    names.RETRY_DELAY: "Seconds until the next attempt went out, or the call was left.",
    names.CREDENTIAL_FINGERPRINT: "Short keyed hash of the API key; off unless its secret is set.",
    names.WORKFLOW_TURNS: "Billed responses inside one loop of automatic function calling.",
    names.FORK_DEPTH: "How often the process was forked since start (scope attribute).",
    names.INCIDENT: "Name of the event that told of it; failed calls are in gemini.client.calls.",
    names.INTERNAL_PLACE: "The function of ours that failed.",
    f"{names.ATTRIBUTION_PREFIX}<key>": "What `attribution()` or allow-listed baggage says.",
    f"{names.USAGE_TOKENS_PREFIX}<kind>.<modality>": "Tokens of one kind and modality.",
}

EVENTS: Final = {
    names.EVENT_USAGE: "Once a billed response, whatever is sampled: models, tier, every token, "
    "and the bill line by line.",
    names.EVENT_SAFETY_BLOCKED: "A prompt or an answer was withheld; which rating decided.",
    names.EVENT_RECITATION: "An answer was stopped for reciting; sources and spans, no text.",
    names.EVENT_OUTPUT_TRUNCATED: "The output budget ended the answer; whether thinking ate it.",
    names.EVENT_OUTPUT_STOPPED: "Another reason ended the answer, also one newer than the SDK.",
    names.EVENT_TOOL_CALL_INVALID: "The model's function call cannot be used.",
    names.EVENT_THOUGHT_SIGNATURE_MISSING: "A thought signature was not handed back.",
    names.EVENT_SAFETY_DECISION: "Computer use wants a person to decide.",
    names.EVENT_MODEL_DEPRECATED: "The model is on its way out: so the server says, or the price "
    "list (once a day and process): when, and what to move to.",
    names.EVENT_PRICE_CHANGE: "The same call will cost something else from an announced day on: "
    "when, and what. Once a day, model and process.",
    names.EVENT_RETRY: "An attempt failed and the SDK made another, or was about to; class "
    "and delay.",
    names.EVENT_EXCEPTION: "The call failed; class, quota and hint.",
    names.EVENT_OPERATION_DETAILS: "Messages of the call, where content capture is on for events.",
}
