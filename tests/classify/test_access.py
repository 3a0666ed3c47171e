"""Keys, rights and places: bodies from public reports that refuse access."""

from typing import Any

import pytest

from gemini_otel._classify import classify
from tests.classify.bodies import GENERATIVE, Meaning, assert_means, case, fault, info
from tests.classify.conftest import Respond


CASES = [
    case(
        "gemini-cli#25198: a bad key is a 400",
        fault(
            400,
            "INVALID_ARGUMENT",
            "API key not valid. Please pass a valid API key.",
            info("API_KEY_INVALID", service=GENERATIVE),
        ),
        "api_key_invalid",
        "GEMINI_API_KEY",
    ),
    case(
        "continue#11336: an expired key",
        fault(
            400,
            "INVALID_ARGUMENT",
            "API key expired. Please renew the API key.",
            info("API_KEY_INVALID", service=GENERATIVE),
        ),
        "api_key_invalid",
        "has expired",
    ),
    case(
        "gemini-api#4: location",
        fault(400, "FAILED_PRECONDITION", "User location is not supported for the API use."),
        "location_unsupported",
        "supported region",
    ),
    case(
        "location, but billing lifts it",
        fault(
            400,
            "FAILED_PRECONDITION",
            "User location is not supported for the API use without a billing account linked.",
        ),
        "billing_required",
        "Enable billing",
    ),
    case(
        "continue#11541: a leaked key",
        fault(
            403,
            "PERMISSION_DENIED",
            "Your API key was reported as leaked. Please use another API key.",
        ),
        "api_key_leaked_or_blocked",
        "Delete this key",
    ),
    case(
        "continue#12781: the key excludes the API",
        fault(
            403,
            "PERMISSION_DENIED",
            "Requests to this API generativelanguage.googleapis.com method are blocked.",
            info("API_KEY_SERVICE_BLOCKED", service=GENERATIVE),
        ),
        "api_key_leaked_or_blocked",
        "API restrictions",
    ),
    case(
        "GeminiApp#10: the key excludes the caller",
        fault(
            403,
            "PERMISSION_DENIED",
            "Requests from referer <empty> are blocked.",
            info("API_KEY_HTTP_REFERRER_BLOCKED", httpReferrer="<empty>"),
        ),
        "api_key_leaked_or_blocked",
        "application restrictions",
    ),
    case(
        "gemini-cli#1343: the API is off",
        fault(
            403,
            "PERMISSION_DENIED",
            "Generative Language API has not been used in project 123 before or it is disabled.",
            info("SERVICE_DISABLED", service=GENERATIVE, consumer="projects/123"),
        ),
        "service_disabled",
        "Enable the API",
    ),
    case(
        "generative-ai-docs#356: suspended, with the key in the message",
        fault(
            403,
            "PERMISSION_DENIED",
            "Permission denied: Consumer 'api_key:AIzaSyEXAMPLE' has been suspended.",
            info("CONSUMER_SUSPENDED", containerInfo="api_key:AIzaSyEXAMPLE"),
        ),
        "account_suspended",
        "appeal",
    ),
    case(
        "gemini-cli#19501: suspended, no details",
        fault(
            403,
            "PERMISSION_DENIED",
            "This service has been disabled in this account for violation of Terms of Service.",
        ),
        "account_suspended",
        "appeal",
    ),
    case(
        "kilocode#2838: no such project",
        fault(
            403,
            "PERMISSION_DENIED",
            "Permission denied on resource project default.",
            info("CONSUMER_INVALID", consumer="projects/default"),
        ),
        "permission_denied",
        "project id",
    ),
    case(
        "linux-mcp-server#450: no right on Vertex AI",
        fault(
            403,
            "PERMISSION_DENIED",
            "Permission 'aiplatform.endpoints.predict' denied on resource '//aiplatform.googleapis"
            ".com/projects/p/locations/l' (or it may not exist).",
            info("IAM_PERMISSION_DENIED", permission="aiplatform.endpoints.predict"),
        ),
        "permission_denied",
        "roles/aiplatform.user",
    ),
    case(
        "billing off on Vertex AI",
        fault(
            403,
            "PERMISSION_DENIED",
            "This API method requires billing to be enabled.",
            info("BILLING_DISABLED", service="aiplatform.googleapis.com"),
        ),
        "billing_required",
        "Enable billing",
    ),
    case(
        "billing off on Vertex AI, no details",
        fault(
            403,
            "PERMISSION_DENIED",
            "This API method requires billing to be enabled. Please enable billing on project "
            "#123 by visiting https://console.developers.google.com/billing/enable?project=123 "
            "then retry.",
        ),
        "billing_required",
        "Enable billing",
    ),
    case(
        "no key at all",
        fault(
            403,
            "PERMISSION_DENIED",
            "Method doesn't allow unregistered callers (callers without established identity). "
            "Please use API Key or other form of API consumer identity to call this API.",
        ),
        "unauthenticated",
        "GEMINI_API_KEY",
    ),
    case(
        "gemini-cli#25760: no right, no reason",
        fault(403, "PERMISSION_DENIED", "The caller does not have permission"),
        "permission_denied",
        "tuned models",
    ),
    case(
        "python-genai#1404: a key on Vertex AI",
        fault(
            401,
            "UNAUTHENTICATED",
            "API keys are not supported by this API. Expected OAuth2 access token or other "
            "authentication credentials that assert a principal.",
            info("CREDENTIALS_MISSING", service="aiplatform.googleapis.com"),
        ),
        "unauthenticated",
        "kind of credential",
    ),
]


@pytest.mark.parametrize(("body", "meaning"), CASES)
def test_reported_body(respond: Respond, body: dict[str, Any], meaning: Meaning) -> None:
    """A body from a public report gets its class, delay, quota and advice."""
    assert_means(body, meaning, classify(respond(body["error"]["code"], body)))
