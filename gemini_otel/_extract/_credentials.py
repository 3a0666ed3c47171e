"""Tells API keys apart without showing them."""

import functools
import hashlib
import hmac
from typing import Final

from gemini_otel._extract._headers import find_header
from gemini_otel._extract._values import read_field


_LENGTH: Final = 12
_HEADER: Final = "x-goog-api-key"


def read_fingerprint(resource: object, config: object, secret: str | None) -> str | None:
    """A short keyed hash of the API key that a call is made with.

    Args:
        resource: The SDK object whose method was called.
        config: The call's own configuration: a header in it goes before the client's key.
        secret: The key of the hash, from the user's settings; `None` switches this off.

    Returns:
        Twelve hexadecimal digits, or `None` where there is no API key.
    """
    if secret is None:
        return None
    client = getattr(resource, "_api_client", None)
    options = read_field(config, "http_options"), getattr(client, "_http_options", None)
    api_key = find_header(_HEADER, *options) or getattr(client, "api_key", None)
    return _hash(secret, api_key) if isinstance(api_key, str) and api_key else None


@functools.lru_cache(maxsize=64)
def _hash(secret: str, api_key: str) -> str:
    return hmac.new(secret.encode(), api_key.encode(), hashlib.sha256).hexdigest()[:_LENGTH]
