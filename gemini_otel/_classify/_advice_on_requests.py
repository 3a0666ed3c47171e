"""What to do about errors that the request or its credentials cause."""

from collections.abc import Mapping
from typing import Final

from gemini_otel._classify._remedy import Remedy, fix


_KEYS_PAGE: Final = "aistudio.google.com/apikey"

REQUEST: Final[Mapping[str, Remedy]] = {
    "invalid_argument": fix(
        "Compare the request with the API reference for this model and API version: a field is "
        "missing, misspelt or out of range."
    ),
    "invalid_argument.unknown_field": fix(
        "Remove or respell the field that this API version does not know, or call the version "
        "that has it (HttpOptions.api_version, 'v1beta' for beta features)."
    ),
    "invalid_argument.api_version": fix(
        "Use one API version throughout (HttpOptions.api_version): features of a newer version "
        "do not work on an older one."
    ),
    "invalid_argument.temperature": fix("Set temperature between 0 and 2."),
    "invalid_argument.top_p": fix("Set top_p between 0 and 1."),
    "invalid_argument.top_k": fix(
        "Set top_k to a whole number in the range of the model, from 1 to 40 for most, or leave "
        "it out."
    ),
    "invalid_argument.candidate_count": fix(
        "Set candidate_count between 1 and 8; many models take only 1."
    ),
    "invalid_argument.max_output_tokens": fix(
        "Set max_output_tokens to at most the output_token_limit that client.models.get() reports "
        "for the model."
    ),
    "invalid_argument.thinking": fix(
        "Set either thinking_level or thinking_budget in thinking_config, not both."
    ),
    "invalid_argument.thinking_level": fix(
        "Set thinking_level to a level that this model offers, or use thinking_budget, which the "
        "2.5 models take instead."
    ),
    "invalid_argument.thinking_budget": fix(
        "Set thinking_budget in the range of the model, or -1 to leave it to the model; 0 is "
        "refused by models that always think."
    ),
    "invalid_argument.no_thinking": fix(
        "Leave thinking_config out of the request, or choose a model that thinks."
    ),
    "invalid_argument.cached_content": fix(
        "Put system_instruction, tools and tool_config into the cached content itself and leave "
        "them out of the request that uses it."
    ),
    "invalid_argument.response_schema": fix(
        "Simplify the response schema: give every property a type, list only declared properties "
        "as required, and use fewer enums and optional fields."
    ),
    "invalid_argument.json_with_tools": fix(
        "Leave out either the tools or response_mime_type and its schema: tools and JSON mode do "
        "not mix on this model."
    ),
    "invalid_argument.tools": fix(
        "Complete the function declaration: every parameter needs a type, every array its items."
    ),
    "invalid_argument.turns": fix(
        "Keep the turns in order: a function call right after a user or function turn, then one "
        "function response for each call."
    ),
    "invalid_argument.media_type": fix("Send a media type that the model takes."),
    "invalid_argument.safety_settings": fix(
        "Choose a safety threshold that the project is allowed to use."
    ),
    "missing_thought_signature": fix(
        "Send the model's turns back unchanged, with the thought_signature of each function call "
        "part, and to the model that made them."
    ),
    "context_too_long": fix(
        "Shorten the prompt or the history (count_tokens measures it), or use a model with a "
        "larger context."
    ),
    "request_too_large": fix(
        "Upload large media with client.files.upload() and refer to it, or send smaller files."
    ),
    "sdk_usage": fix(
        "Correct the call: the SDK refused it before sending anything, and its message says what "
        "it expects."
    ),
    "sdk_usage.config": fix(
        "Correct the request's configuration: a field is unknown to the SDK or of the wrong type."
    ),
    "sdk_usage.closed": fix("Keep the client open and in a variable for as long as its calls run."),
    "sdk_usage.file": fix("Check that the path of the local file exists and can be read."),
    "sdk_usage.url": fix("Check HttpOptions.base_url and the proxy settings: the URL is invalid."),
}

ACCESS: Final[Mapping[str, Remedy]] = {
    "api_key_invalid": fix(
        f"Create a key at {_KEYS_PAGE} and set it as GEMINI_API_KEY: this one does not exist or "
        "has expired."
    ),
    "api_key_leaked_or_blocked": fix(
        f"Delete this key, create another at {_KEYS_PAGE} and find out where it leaked: Google "
        "blocked it."
    ),
    "api_key_leaked_or_blocked.service": fix(
        "Allow the Generative Language API in the API restrictions of the key, in the Google "
        "Cloud console under Credentials."
    ),
    "api_key_leaked_or_blocked.caller": fix(
        "Allow this caller's address, referrer or app in the application restrictions of the key, "
        "in the Google Cloud console under Credentials."
    ),
    "unauthenticated": fix(
        "Provide fresh credentials: an API key for the Gemini Developer API, or run 'gcloud auth "
        "application-default login' for Vertex AI."
    ),
    "unauthenticated.kind": fix(
        "Use the kind of credential the platform takes: an API key for the Gemini Developer API, "
        "an OAuth token or an express mode key for Vertex AI."
    ),
    "unauthenticated.missing": fix(
        f"Create a key at {_KEYS_PAGE} and set it as GEMINI_API_KEY or pass it as api_key=; for "
        "Vertex AI pass vertexai=True with project and location."
    ),
    "unauthenticated.local": fix(
        "Set up credentials on this machine: GOOGLE_APPLICATION_CREDENTIALS, 'gcloud auth "
        "application-default login', or the service account of the workload."
    ),
    "billing_required": fix(
        "Enable billing for the project in AI Studio or the Google Cloud console; on Vertex AI, "
        "also check that the model is open to the project."
    ),
    "billing_required.prepaid": fix(
        "Add prepaid credits or switch on auto-reload in AI Studio: no request succeeds until then."
    ),
    "location_unsupported": fix(
        "Send the request from a supported region, or use Vertex AI with a location that has the "
        "model."
    ),
    "permission_denied": fix(
        "Grant the caller the right to this model or resource (roles/aiplatform.user on Vertex "
        "AI), and use OAuth instead of an API key for tuned models."
    ),
    "permission_denied.project": fix(
        "Check the project id and number that the credentials and the client name."
    ),
    "permission_denied.scope": fix(
        "Request the scope https://www.googleapis.com/auth/cloud-platform for the access token."
    ),
    "permission_denied.policy": fix(
        "Ask the administrator of the organization to allow this model, region or network in its "
        "policy."
    ),
    "service_disabled": fix(
        "Enable the API in the project (generativelanguage.googleapis.com, or "
        "aiplatform.googleapis.com for Vertex AI) and wait a few minutes."
    ),
    "account_suspended": fix(
        "Look for a notice in AI Studio or by mail and appeal there: Google suspended the account "
        "or the project."
    ),
}
