"""What went wrong with a Gemini call, as plain values a program can decide on."""

from dataclasses import dataclass
from typing import Final, Literal


class ErrorClass:
    """Every value of `Classification.error_class`: a closed set, stable across releases.

    The values are plain strings, so they compare and serialise as such::

        if gemini_otel.classify(error).error_class == ErrorClass.QUOTA_EXHAUSTED:
            rotate_key()
    """

    INVALID_ARGUMENT: Final = "invalid_argument"
    """The server refused a field of the request, or its value."""
    MISSING_THOUGHT_SIGNATURE: Final = "missing_thought_signature"
    """A function call was sent back without its thought signature, or with a broken one."""
    CONTEXT_TOO_LONG: Final = "context_too_long"
    """The prompt has more tokens than the model takes."""
    REQUEST_TOO_LARGE: Final = "request_too_large"
    """The request has more bytes than the server takes, inline or in the files it refers to."""
    API_KEY_INVALID: Final = "api_key_invalid"
    """The API key does not exist, was deleted or has expired."""
    API_KEY_LEAKED_OR_BLOCKED: Final = "api_key_leaked_or_blocked"
    """The API key is real, but Google blocked it as leaked or its restrictions exclude the call."""
    UNAUTHENTICATED: Final = "unauthenticated"
    """No usable credentials reached the server, or none could be found or refreshed here."""
    BILLING_REQUIRED: Final = "billing_required"
    """The project must pay first: billing is off, or its prepaid credits are used up."""
    LOCATION_UNSUPPORTED: Final = "location_unsupported"
    """The API is not offered where the request comes from."""
    PERMISSION_DENIED: Final = "permission_denied"
    """The credentials are good but lack the right to do this."""
    SERVICE_DISABLED: Final = "service_disabled"
    """The API is switched off in the Google Cloud project."""
    ACCOUNT_SUSPENDED: Final = "account_suspended"
    """Google suspended the account or the project behind the credentials."""
    MODEL_NOT_FOUND: Final = "model_not_found"
    """No model of this name exists for this API version, method or location."""
    MODEL_RETIRED: Final = "model_retired"
    """The model was shut down, or is closed to those who had not used it before."""
    RESOURCE_NOT_FOUND: Final = "resource_not_found"
    """A file, cache, stored interaction or URL that the request names is gone or never existed."""
    RESOURCE_NOT_READY: Final = "resource_not_ready"
    """A file that the request names exists but is still being processed."""
    CONFLICT: Final = "conflict"
    """Another request changed or made the same resource at the same time."""
    UNIMPLEMENTED: Final = "unimplemented"
    """This method or feature does not exist for this model, API version or platform."""
    RATE_LIMITED: Final = "rate_limited"
    """A limit on requests, tokens or spend over minutes was hit; it frees itself soon."""
    QUOTA_EXHAUSTED: Final = "quota_exhausted"
    """A limit that seconds do not lift was hit: a day's quota, a spend cap, or a quota of zero."""
    CAPACITY: Final = "capacity"
    """Capacity that is shared among all customers ran out; the caller's own quota did not."""
    INTERNAL: Final = "internal"
    """The server failed."""
    OVERLOADED: Final = "overloaded"
    """The server or the model is overloaded or down for the moment."""
    DEADLINE_EXCEEDED: Final = "deadline_exceeded"
    """The server ran out of time."""
    CLIENT_TIMEOUT: Final = "client_timeout"
    """The client stopped waiting for the server."""
    CONNECTION: Final = "connection"
    """The network failed: no connection, or one that broke."""
    CANCELLED: Final = "cancelled"
    """The call was given up, as a rule by the program itself."""
    CONTENT: Final = "content"
    """The prompt or the answer was blocked, or the answer was unusable."""
    PARSE: Final = "parse"
    """The answer could not be read: broken JSON, or a shape this SDK does not know."""
    TOOL: Final = "tool"
    """The model called a function that is not there or with arguments that do not fit."""
    SDK_USAGE: Final = "sdk_usage"
    """The SDK refused the call before anything was sent."""
    UNKNOWN: Final = "unknown"
    """Nothing about the error is known; its type and message are all there is."""


ERROR_CLASSES: Final = frozenset(
    value for name, value in vars(ErrorClass).items() if name.isupper() and isinstance(value, str)
)


@dataclass(frozen=True, slots=True)
class Quota:
    """The quota that was hit, as far as the server named it.

    Attributes:
        metric: What is counted, such as
            `generativelanguage.googleapis.com/generate_content_free_tier_requests`.
        limit: The quota id, such as `GenerateRequestsPerDayPerProjectPerModel-FreeTier`.
        value: How many of them the window allows.
        window: Over which time; None where the server did not say or it is another span.
        free_tier: Whether the quota belongs to the free tier.
    """

    metric: str | None
    limit: str | None
    value: int | None
    window: Literal["minute", "day"] | None
    free_tier: bool


@dataclass(frozen=True, slots=True)
class Classification:
    """The answer of `gemini_otel.classify`.

    Attributes:
        error_class: One of `ErrorClass`.
        error_type: The value of the attribute `error.type`: the code as a string for an error the
            server sent ("429", or the close code of a Live session), else the fully qualified name
            of the exception's class.
        retryable: Whether the same request can succeed later without anybody changing anything.
        retry_after_s: Seconds the server asked to wait; None where it did not, or where a retry
            is no use.
        quota: The quota that governs, for `rate_limited`, `quota_exhausted` and `capacity`.
        hint: One sentence: what a person should do next. It never holds text of the server, the
            prompt or a key.
        http_status: The HTTP status, None where the error never was an HTTP response.
        rpc_status: The canonical status the server sent, such as `RESOURCE_EXHAUSTED`.
    """

    error_class: str
    error_type: str
    retryable: bool
    retry_after_s: float | None
    quota: Quota | None
    hint: str
    http_status: int | None
    rpc_status: str | None
