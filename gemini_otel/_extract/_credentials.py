"""Tells API keys apart without showing them."""

import functools
import hashlib
import hmac
from typing import Final


_LENGTH: Final = 12


def read_fingerprint(resource: object, secret: str | None) -> str | None:
    """A short keyed hash of the API key a client uses.

    Args:
        resource: The SDK object whose method was called.
        secret: The key of the hash, from the user's settings; `None` switches this off.

    Returns:
        Twelve hexadecimal digits, or `None` where the client has no API key.
    """
    if secret is None:
        return None
    api_key = getattr(getattr(resource, "_api_client", None), "api_key", None)
    return _hash(secret, api_key) if isinstance(api_key, str) and api_key else None


@functools.lru_cache(maxsize=64)
def _hash(secret: str, api_key: str) -> str:
    return hmac.new(secret.encode(), api_key.encode(), hashlib.sha256).hexdigest()[:_LENGTH]
