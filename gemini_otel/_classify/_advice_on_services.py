"""What to do about errors that come from resources, limits, servers and the way to them."""

from collections.abc import Mapping
from typing import Final

from gemini_otel._classify._remedy import Remedy, fix, retry


RESOURCES: Final[Mapping[str, Remedy]] = {
    "model_not_found": fix(
        "Check the model's name with client.models.list(), its API version (HttpOptions."
        "api_version) and, on Vertex AI, whether the location has it."
    ),
    "model_not_found.version": fix(
        "Set HttpOptions.api_version to 'v1beta', which has preview models and the '-latest' "
        "aliases, or choose a model that v1 has."
    ),
    "model_retired": fix("Google has retired {model}: switch to {successor}."),
    "resource_not_found": fix(
        "Create it again and use the name it gets: uploaded files vanish after 48 hours and "
        "caches when their time to live ends."
    ),
    "resource_not_found.url": fix(
        "Check HttpOptions.base_url and api_version: the server does not know the URL itself."
    ),
    "resource_not_ready": retry(
        "Poll client.files.get() until the state of the file is ACTIVE, then send the request "
        "again."
    ),
    "conflict": retry("Read the resource again and repeat the change on its current state."),
    "conflict.exists": fix("Use the resource that exists already, or choose another name."),
    "unimplemented": fix(
        "Choose a model, an API version or a platform that has this method or feature."
    ),
}

LIMITS: Final[Mapping[str, Remedy]] = {
    "rate_limited": retry(
        "Wait {wait}, retry with exponential backoff and jitter, and send less often or ask for "
        "more of the quota {quota}."
    ),
    "rate_limited.free": retry(
        "Wait {wait}, retry with exponential backoff and jitter, and enable billing to leave the "
        "free tier's quota {quota}."
    ),
    "rate_limited.unnamed": retry(
        "Wait {wait}, retry with exponential backoff and jitter, and look up which limit it is in "
        "AI Studio or the Google Cloud console: the server did not name it."
    ),
    "rate_limited.spend": retry(
        "Wait {wait}, retry with exponential backoff and jitter, and send smaller requests or ask "
        "for more: the usage tier limits the spend of any 10 minutes."
    ),
    "rate_limited.sessions": retry(
        "Close Live sessions that are no longer used, then open this one again: the number open "
        "at the same time is limited."
    ),
    "quota_exhausted.day": fix(
        "Stop until the quota {quota} resets at midnight Pacific time, ask for more of it, or use "
        "another model."
    ),
    "quota_exhausted.day.free": fix(
        "Enable billing to leave the free tier, use another model, or stop until the quota "
        "{quota} resets at midnight Pacific time."
    ),
    "quota_exhausted.zero": fix(
        "Enable billing, or choose a model that the free tier offers: the quota {quota} is zero."
    ),
    "quota_exhausted.allocation": fix(
        "Delete some of what the quota {quota} counts, such as files, caches or tuned models, or "
        "ask for more of it."
    ),
    "quota_exhausted.spend": fix(
        "Raise the monthly spend cap in AI Studio, or stop until the next month begins."
    ),
    "capacity": retry(
        "Retry with exponential backoff and jitter, move to the global location or another "
        "region, or buy Provisioned Throughput: shared capacity ran out."
    ),
}

FAILURES: Final[Mapping[str, Remedy]] = {
    "internal": retry(
        "Retry with exponential backoff and jitter; if it persists, shorten the context or try "
        "another model."
    ),
    "overloaded": retry(
        "Wait {wait}, retry with exponential backoff and jitter, or fall back to another model "
        "until the load is gone."
    ),
    "deadline_exceeded": retry(
        "Raise HttpOptions.timeout (in milliseconds) or shorten the prompt and its context, then "
        "retry."
    ),
    "client_timeout": retry(
        "Raise HttpOptions.timeout (in milliseconds), stream the answer or shorten the prompt, "
        "then retry; what the server already did may be billed."
    ),
    "client_timeout.pool": retry(
        "Run fewer calls at once or raise the connection limit of the HTTP client: no connection "
        "became free in time."
    ),
    "connection": retry(
        "Check the network, DNS and proxy between here and the server, then retry with "
        "exponential backoff and jitter."
    ),
    "connection.closed": retry(
        "Open another Live session, with session_resumption to go on where this one ended."
    ),
    "connection.tls": fix(
        "Check the clock, the trusted certificates (SSL_CERT_FILE) and any intercepting proxy: no "
        "secure connection could be made."
    ),
    "cancelled": fix("Nothing, if the program meant to stop here; else look for who cancelled it."),
    "cancelled.by_server": retry(
        "Look for a proxy or a client timeout that closes connections early, then retry."
    ),
    "content": fix("Rephrase the prompt, or adjust safety_settings where the category allows it."),
    "content.recitation": fix(
        "Make the prompt more specific and raise temperature, so that the answer does not repeat "
        "a source."
    ),
    "content.malformed": retry("Retry; if it persists, simplify the prompt and its schema."),
    "parse": retry(
        "Retry; if it persists, look for a proxy that cuts or rewrites answers, and update "
        "google-genai."
    ),
    "parse.shape": fix(
        "Update google-genai: the server's answer has a shape that this version does not know."
    ),
    "tool": fix(
        "Offer every function that the model may call, with annotations that match the arguments "
        "it sends, or handle the calls yourself."
    ),
    "tool.malformed": retry(
        "Retry; if it persists, offer fewer and simpler functions and describe them better."
    ),
    "unknown": fix("Read the type and the message of the exception: this error is not known."),
}
