"""The errors Google's servers are known to answer with, ready to be served.

Codes, statuses and typed details are those of Google's documentation and of public reports, and so
are the words of most; where no report was found the words are a likeness. Project numbers and keys
are made up.
"""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from gemini_otel.testing._access_faults import (
    api_key_invalid,
    api_key_leaked,
    api_key_suspended,
    billing_required,
    cache_denied,
    consumer_invalid,
    file_denied,
    location_unsupported,
    service_disabled,
    tuned_model_denied,
    unauthenticated,
)
from gemini_otel.testing._answers import Raw
from gemini_otel.testing._fault import Fault
from gemini_otel.testing._quota_faults import (
    free_tier_used_up,
    paid_requests_per_day,
    quota_with_help_only,
    quota_without_details,
    rate_limit_of_region,
    requests_per_day,
    requests_per_minute,
    spending_cap,
    tokens_per_minute,
    vertex_capacity,
)
from gemini_otel.testing._request_faults import (
    context_too_long,
    missing_thought_signature,
    model_closed_to_new_users,
    model_not_found,
    model_retired,
    not_found,
    request_too_large,
    temperature_out_of_range,
    thinking_level_unsupported,
    thinking_level_with_budget,
    unknown_field,
    vertex_model_not_found,
)
from gemini_otel.testing._server_faults import (
    bad_gateway,
    cancelled,
    deadline_exceeded,
    deadline_expired,
    high_demand,
    internal,
    overloaded,
)


_MAKERS: Final[tuple[Callable[[], Fault | Raw], ...]] = (
    api_key_invalid,
    api_key_leaked,
    api_key_suspended,
    bad_gateway,
    billing_required,
    cache_denied,
    cancelled,
    consumer_invalid,
    context_too_long,
    deadline_exceeded,
    deadline_expired,
    file_denied,
    free_tier_used_up,
    high_demand,
    internal,
    location_unsupported,
    missing_thought_signature,
    model_closed_to_new_users,
    model_not_found,
    model_retired,
    not_found,
    overloaded,
    paid_requests_per_day,
    quota_with_help_only,
    quota_without_details,
    rate_limit_of_region,
    request_too_large,
    requests_per_day,
    requests_per_minute,
    service_disabled,
    spending_cap,
    temperature_out_of_range,
    thinking_level_unsupported,
    thinking_level_with_budget,
    tokens_per_minute,
    tuned_model_denied,
    unauthenticated,
    unknown_field,
    vertex_capacity,
    vertex_model_not_found,
)

ALL: Final[Mapping[str, Fault | Raw]] = MappingProxyType(
    {make.__name__: make() for make in _MAKERS}
)
"""Every ready-made error by its name, for tests that go through all of them."""

__all__ = [
    "ALL",
    "api_key_invalid",
    "api_key_leaked",
    "api_key_suspended",
    "bad_gateway",
    "billing_required",
    "cache_denied",
    "cancelled",
    "consumer_invalid",
    "context_too_long",
    "deadline_exceeded",
    "deadline_expired",
    "file_denied",
    "free_tier_used_up",
    "high_demand",
    "internal",
    "location_unsupported",
    "missing_thought_signature",
    "model_closed_to_new_users",
    "model_not_found",
    "model_retired",
    "not_found",
    "overloaded",
    "paid_requests_per_day",
    "quota_with_help_only",
    "quota_without_details",
    "rate_limit_of_region",
    "request_too_large",
    "requests_per_day",
    "requests_per_minute",
    "service_disabled",
    "spending_cap",
    "temperature_out_of_range",
    "thinking_level_unsupported",
    "thinking_level_with_budget",
    "tokens_per_minute",
    "tuned_model_denied",
    "unauthenticated",
    "unknown_field",
    "vertex_capacity",
    "vertex_model_not_found",
]
