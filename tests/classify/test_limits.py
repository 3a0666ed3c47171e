"""Limits, quotas and money: 429 and 402 bodies from public reports."""

from typing import Any

import pytest

from gemini_otel._classification import Quota
from gemini_otel._classify import classify
from tests.classify.bodies import (
    GENERATIVE,
    OVER_QUOTA,
    REQUESTS_PER_DAY,
    REQUESTS_PER_MINUTE,
    TOKENS_PER_MINUTE,
    Meaning,
    assert_means,
    case,
    failure,
    fault,
    info,
    retry_info,
    violation,
)
from tests.classify.conftest import Respond


HELP = {
    "@type": "type.googleapis.com/google.rpc.Help",
    "links": [{"description": "Learn more", "url": "https://ai.google.dev/gemini-api/docs"}],
}
CASES = [
    case(
        "gemini-cli#8437: minute and day together, the day governs",
        fault(
            429,
            "RESOURCE_EXHAUSTED",
            OVER_QUOTA,
            failure(TOKENS_PER_MINUTE, REQUESTS_PER_MINUTE, REQUESTS_PER_DAY),
            HELP,
            retry_info("27s"),
        ),
        "quota_exhausted",
        "midnight Pacific time",
        quota=Quota(
            f"{GENERATIVE}/generate_content_free_tier_requests",
            "GenerateRequestsPerDayPerProjectPerModel-FreeTier",
            250,
            "day",
            free_tier=True,
        ),
    ),
    case(
        "gemini-cli#8437: the minute alone",
        fault(
            429,
            "RESOURCE_EXHAUSTED",
            OVER_QUOTA,
            failure(TOKENS_PER_MINUTE),
            HELP,
            retry_info("27s"),
        ),
        "rate_limited",
        "Wait 27 s, retry with exponential backoff and jitter, and enable billing",
        retryable=True,
        retry_after_s=27.0,
        quota=Quota(
            f"{GENERATIVE}/generate_content_free_tier_input_token_count",
            "GenerateContentInputTokensPerModelPerMinute-FreeTier",
            None,
            "minute",
            free_tier=True,
        ),
    ),
    case(
        "paid tier, tokens per minute",
        fault(
            429,
            "RESOURCE_EXHAUSTED",
            f"{OVER_QUOTA}\n* Quota exceeded for metric: {GENERATIVE}/x, limit: 3000000",
            failure(
                violation(
                    "generate_content_paid_tier_2_input_token_count",
                    "GenerateContentPaidTierInputTokensPerModelPerMinute-PaidTier2",
                    quotaValue="3000000",
                )
            ),
            retry_info("14.5s"),
        ),
        "rate_limited",
        "Wait 14.5 s",
        retryable=True,
        retry_after_s=14.5,
        quota=Quota(
            f"{GENERATIVE}/generate_content_paid_tier_2_input_token_count",
            "GenerateContentPaidTierInputTokensPerModelPerMinute-PaidTier2",
            3_000_000,
            "minute",
            free_tier=False,
        ),
    ),
    case(
        "dify#19838: paid, per day",
        fault(
            429,
            "RESOURCE_EXHAUSTED",
            OVER_QUOTA,
            failure(
                violation(
                    "generate_requests_per_model_per_day",
                    "GenerateRequestsPerDayPerProjectPerModel",
                )
            ),
            HELP,
            retry_info("44s"),
        ),
        "quota_exhausted",
        "GenerateRequestsPerDayPerProjectPerModel resets at midnight",
        quota=Quota(
            f"{GENERATIVE}/generate_requests_per_model_per_day",
            "GenerateRequestsPerDayPerProjectPerModel",
            None,
            "day",
            free_tier=False,
        ),
    ),
    case(
        "hcfyapp#2336: a quota of zero, whose value the JSON leaves out",
        fault(
            429,
            "RESOURCE_EXHAUSTED",
            f"{OVER_QUOTA}\n* Quota exceeded for metric: {GENERATIVE}/"
            "generate_content_free_tier_requests, limit: 0, model: gemini-3-pro",
            failure(REQUESTS_PER_MINUTE),
            retry_info("53s"),
        ),
        "quota_exhausted",
        "is zero",
        quota=Quota(
            f"{GENERATIVE}/generate_content_free_tier_requests",
            "GenerateRequestsPerMinutePerProjectPerModel-FreeTier",
            None,
            "minute",
            free_tier=True,
        ),
    ),
    case(
        "python-genai#1427: only a link",
        fault(429, "RESOURCE_EXHAUSTED", OVER_QUOTA, HELP),
        "rate_limited",
        "the server did not name it",
        retryable=True,
    ),
    case(
        "generative-ai-docs#438: no details",
        fault(429, "RESOURCE_EXHAUSTED", "Resource has been exhausted (e.g. check quota)."),
        "rate_limited",
        "the server did not name it",
        retryable=True,
    ),
    case(
        "gemini-cli#14831: shared capacity of Vertex AI",
        fault(
            429,
            "RESOURCE_EXHAUSTED",
            "Resource exhausted. Please try again later. Please refer to https://cloud.google.com"
            "/vertex-ai/generative-ai/docs/error-code-429 for more details.",
        ),
        "capacity",
        "Provisioned Throughput",
        retryable=True,
    ),
    case(
        "gemini-cli#26633: capacity, a detail without a type",
        fault(
            429,
            "RESOURCE_EXHAUSTED",
            "No capacity available for model on the server",
            {"reason": "MODEL_CAPACITY_EXHAUSTED"},
        ),
        "capacity",
        "another region",
        retryable=True,
    ),
    case(
        "home-assistant#132832: the older ErrorInfo",
        fault(
            429,
            "RESOURCE_EXHAUSTED",
            "Quota exceeded for quota metric 'Generate Content API requests per minute'",
            info(
                "RATE_LIMIT_EXCEEDED",
                quota_metric=f"{GENERATIVE}/generate_content_requests",
                quota_limit="GenerateContentRequestsPerMinutePerProjectPerRegion",
                quota_limit_value="60",
                consumer="projects/123456",
            ),
        ),
        "rate_limited",
        "GenerateContentRequestsPerMinutePerProjectPerRegion",
        retryable=True,
        quota=Quota(
            f"{GENERATIVE}/generate_content_requests",
            "GenerateContentRequestsPerMinutePerProjectPerRegion",
            60,
            "minute",
            free_tier=False,
        ),
    ),
    case(
        "Vertex AI: the metric stands in the message alone",
        fault(
            429,
            "RESOURCE_EXHAUSTED",
            "Quota exceeded for aiplatform.googleapis.com/generate_content_requests_per_minute_per"
            "_project_per_base_model with base model: gemini-1.5-pro. Please submit a quota "
            "increase request.",
        ),
        "rate_limited",
        "generate_content_requests_per_minute_per_project_per_base_model",
        retryable=True,
        quota=Quota(
            "aiplatform.googleapis.com/"
            "generate_content_requests_per_minute_per_project_per_base_model",
            None,
            None,
            "minute",
            free_tier=False,
        ),
    ),
    case(
        "spend of ten minutes",
        fault(
            429,
            "RESOURCE_EXHAUSTED",
            "You exceeded your spend-based rate limit. Your spending rate has exceeded the allowed "
            "limit for your account's billing history and tier.",
        ),
        "rate_limited",
        "10 minutes",
        retryable=True,
    ),
    case(
        "spend cap of the month",
        fault(
            429, "RESOURCE_EXHAUSTED", "Your project has exceeded its monthly spending cap. Please"
        ),
        "quota_exhausted",
        "monthly spend cap",
    ),
    case(
        "discuss.ai.google.dev 170374: prepaid credits used up, before 2026-08",
        fault(
            429,
            "RESOURCE_EXHAUSTED",
            "Your prepayment credits are depleted. Please go to AI Studio at "
            "https://ai.studio/projects to manage your project and billing.",
        ),
        "billing_required",
        "Add prepaid credits",
    ),
    case(
        "discuss.ai.google.dev 183654: prepaid credits used up, as 402",
        fault(402, "RESOURCE_EXHAUSTED", "Your prepayment credits are depleted."),
        "billing_required",
        "Add prepaid credits",
    ),
]


@pytest.mark.parametrize(("body", "meaning"), CASES)
def test_reported_body(respond: Respond, body: dict[str, Any], meaning: Meaning) -> None:
    """A body from a public report gets its class, delay, quota and advice."""
    assert_means(body, meaning, classify(respond(body["error"]["code"], body)))
