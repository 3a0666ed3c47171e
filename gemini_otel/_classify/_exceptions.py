"""Recognise an exception by the names of its class and bases, so that no library is imported.

The key of the table is the first part of the module's name and the name of the class; a class is
looked up from its most special base to its most general one.
"""

import errno
from collections.abc import Mapping
from typing import Final

from gemini_otel._classify._ancestry import list_ancestors
from gemini_otel._classify._origin import (
    is_of_connecting,
    is_of_function_calling,
    is_of_response,
    is_of_sdk,
    is_of_validation,
)
from gemini_otel._classify._shapes import attribute, text


SERVER: Final = "server"
"""The exception carries a response of the server, which says more than its class."""

_CONNECTION: Final = "connection"
_TIMEOUT: Final = "client_timeout"
_TLS: Final = "connection.tls"

_SDK: Final[Mapping[tuple[str, str], str]] = {
    ("google", "APIResponseValidationError"): "parse.shape",
    ("google", "ResponseValidationError"): "parse.shape",
    ("google", "APITimeoutError"): _TIMEOUT,
    ("google", "APIConnectionError"): _CONNECTION,
    ("google", "NoResponseError"): _CONNECTION,
    ("google", "APIError"): SERVER,
    ("google", "GenAiError"): SERVER,
    ("google", "GoogleAPICallError"): SERVER,
    ("google", "UnknownApiResponseError"): "parse",
    ("google", "UnknownFunctionCallArgumentError"): "tool",
    ("google", "UnsupportedFunctionError"): "tool",
    ("google", "FunctionInvocationError"): "tool",
    ("google", "EphemeralTokenAPIKeyError"): "unauthenticated.kind",
    ("google", "TransportError"): _CONNECTION,
    ("google", "TimeoutError"): _TIMEOUT,
    ("google", "DefaultCredentialsError"): "unauthenticated.local",
    ("google", "GoogleAuthError"): "unauthenticated",
}

_HTTPX: Final[Mapping[str, str]] = {
    "PoolTimeout": "client_timeout.pool",
    "TimeoutException": _TIMEOUT,
    "UnsupportedProtocol": "sdk_usage.url",
    "InvalidURL": "sdk_usage.url",
    "DecodingError": "parse",
    "HTTPStatusError": SERVER,
    "HTTPError": _CONNECTION,
    "StreamError": "sdk_usage",
}

_TRANSPORTS: Final[Mapping[tuple[str, str], str]] = {
    **{("httpx", name): advice for name, advice in _HTTPX.items()},
    **{("httpx2", name): advice for name, advice in _HTTPX.items()},
    ("aiohttp", "ServerTimeoutError"): _TIMEOUT,
    ("aiohttp", "ClientConnectorCertificateError"): _TLS,
    ("aiohttp", "ContentTypeError"): "parse",
    ("aiohttp", "ClientResponseError"): SERVER,
    ("aiohttp", "InvalidURL"): "sdk_usage.url",
    ("aiohttp", "ClientError"): _CONNECTION,
    ("requests", "ConnectTimeout"): _TIMEOUT,
    ("requests", "Timeout"): _TIMEOUT,
    ("requests", "JSONDecodeError"): "parse",
    ("requests", "ContentDecodingError"): "parse",
    ("requests", "InvalidURL"): "sdk_usage.url",
    ("requests", "MissingSchema"): "sdk_usage.url",
    ("requests", "InvalidSchema"): "sdk_usage.url",
    ("requests", "HTTPError"): SERVER,
    ("requests", "RequestException"): _CONNECTION,
    ("urllib", "URLError"): _CONNECTION,
    ("urllib3", "TimeoutError"): _TIMEOUT,
    ("urllib3", "HTTPError"): _CONNECTION,
    ("websockets", "InvalidStatus"): SERVER,
    ("websockets", "InvalidURI"): "sdk_usage.url",
    ("websockets", "WebSocketException"): _CONNECTION,
}

_PYTHON: Final[Mapping[tuple[str, str], str]] = {
    ("asyncio", "CancelledError"): "cancelled",
    ("asyncio", "TimeoutError"): _TIMEOUT,
    ("concurrent", "CancelledError"): "cancelled",
    ("concurrent", "TimeoutError"): _TIMEOUT,
    ("builtins", "GeneratorExit"): "cancelled",
    ("builtins", "KeyboardInterrupt"): "cancelled",
    ("builtins", "SystemExit"): "cancelled",
    ("builtins", "TimeoutError"): _TIMEOUT,
    ("builtins", "FileNotFoundError"): "sdk_usage.file",
    ("builtins", "PermissionError"): "sdk_usage.file",
    ("builtins", "IsADirectoryError"): "sdk_usage.file",
    ("ssl", "SSLCertVerificationError"): _TLS,
    ("ssl", "SSLError"): _CONNECTION,
    ("socket", "gaierror"): _CONNECTION,
    ("socket", "herror"): _CONNECTION,
    ("builtins", "ConnectionError"): _CONNECTION,
    ("builtins", "OSError"): _CONNECTION,
    ("builtins", "EOFError"): _CONNECTION,
    ("json", "JSONDecodeError"): "parse",
    ("builtins", "UnicodeDecodeError"): "parse",
}

CLASSES: Final[Mapping[tuple[str, str], str]] = {**_SDK, **_TRANSPORTS, **_PYTHON}

_NETWORK: Final = frozenset(
    {
        errno.EADDRINUSE,
        errno.EADDRNOTAVAIL,
        errno.EAFNOSUPPORT,
        errno.EHOSTDOWN,
        errno.EHOSTUNREACH,
        errno.ENETDOWN,
        errno.ENETRESET,
        errno.ENETUNREACH,
        errno.ENOBUFS,
        errno.ENOTCONN,
        errno.EPROTO,
        errno.EPROTONOSUPPORT,
    }
)
"""Numbers of system errors without a class of their own that speak of the network."""

OWN_REFUSALS: Final[Mapping[str, str]] = {
    "KeyError": "tool",
    "RuntimeError": "sdk_usage",
    "ValueError": "sdk_usage",
    "TypeError": "sdk_usage",
    "ImportError": "sdk_usage",
}
"""Plain exceptions, which mean this only where the SDK itself raised them."""

WORDS: Final[Mapping[str, str]] = {
    "Failed to parse response": "parse",
    "Cannot send a request, as the client has been closed": "sdk_usage.closed",
    "Event loop is closed": "sdk_usage.closed",
    "Could not resolve API token": "unauthenticated.local",
    "No API key was provided": "unauthenticated.missing",
    "Missing key inputs argument": "unauthenticated.missing",
}
"""Beginnings of messages, fixed in the sources that raise them, that change the meaning."""


def recognise(error: BaseException) -> str:
    """The key of the advice, or `SERVER` where the exception carries a response."""
    for base in type(error).__mro__:
        if base.__name__ == "ValidationError":
            return _judge_validation(error)
        if base is OSError and not _is_of_network(error):
            return "unknown"
        advice = CLASSES.get((str(base.__module__).partition(".")[0], base.__name__))
        if advice is not None:
            return _TLS if advice == _CONNECTION and _is_untrusted(error) else advice
    return _refusal(error) if is_of_sdk(error) else "unknown"


def _judge_validation(error: BaseException) -> str:
    if not is_of_validation(error):
        return "unknown"
    return "parse.shape" if is_of_response(error) else "sdk_usage.config"


def _is_of_network(error: BaseException) -> bool:
    # A full disk is an OSError as well. Python's own connecting sums several up without a number.
    number = attribute(error, "errno")
    return number in _NETWORK if number is not None else is_of_connecting(error)


def _refusal(error: BaseException) -> str:
    message = text(next(iter(error.args), None))
    for beginning, advice in WORDS.items():
        if message.startswith(beginning):
            return advice
    if isinstance(error, KeyError) and not is_of_function_calling(error):
        return "unknown"
    names = (base.__name__ for base in type(error).__mro__)
    return next((OWN_REFUSALS[name] for name in names if name in OWN_REFUSALS), "unknown")


def _is_untrusted(error: BaseException) -> bool:
    # HTTP libraries report a refused certificate as a connection error, and only its cause says so.
    return any(type(one).__name__ == "SSLCertVerificationError" for one in list_ancestors(error))


def may_retry(error: BaseException, advice: str) -> bool:
    """Whether an error of google-auth says that it passes."""
    return advice == "unauthenticated" and attribute(error, "retryable") is True
