"""Reads what a call asks for, and of whom: the model, the endpoint and the service tier."""

import functools
import re
import urllib.parse
from typing import Final

from gemini_otel._call import Request
from gemini_otel._classify._redaction import scrub
from gemini_otel._extract._fields import Fields
from gemini_otel._extract._headers import find_header
from gemini_otel._extract._values import (
    read_field,
    read_name,
    read_text,
)
from gemini_otel._semconv import (
    PROVIDER_GEMINI,
    PROVIDER_VERTEX,
)


_PROJECT: Final = re.compile(r"^projects/[^/]+/locations/[^/]+/")
_LOCATED: Final = re.compile(r"^projects/[^/]+/locations/([^/]+)/")
_PUBLISHED: Final = re.compile(r"^publishers/([^/]+)/models/")
_VERTEX_TIER_HEADER: Final = "x-vertex-ai-llm-shared-request-type"
_DEFAULT_PORTS: Final = {"https": 443, "http": 80}
_LONGEST_HOST: Final = 253
"""Characters of a name in DNS."""
_LONGEST_URL: Final = 2_048
_LONGEST_PATH: Final = 512
"""Of what is remembered: a program may pass on what its own users name."""

_CONFIG: Final = Fields("http_options", "service_tier")
_CLIENT: Final = Fields("vertexai", "location", "_http_options")


def read_request(
    operation: str, resource: object, kwargs: dict[str, object], *, stream: bool = False
) -> Request:
    """The facts that a sampler may decide on, and those that pricing needs.

    Args:
        operation: The convention's name of what is done.
        resource: The SDK object whose method was called, such as `client.models`.
        kwargs: The method's keyword arguments.
        stream: Whether the answer is to come in chunks.

    Returns:
        The request.
    """
    config = kwargs.get("config")
    own, tier = _CONFIG.read(config) if config is not None else (None, None)
    is_vertex, place, general = _CLIENT.read(getattr(resource, "_api_client", None))
    address, port = _read_address(own, general)
    model = kwargs.get("model")
    return Request(
        operation,
        PROVIDER_VERTEX if is_vertex else PROVIDER_GEMINI,
        normalise_model(model),
        address,
        port,
        stream,
        _read_location(model, place) if is_vertex else None,
        read_name(tier) or (_read_vertex_tier(own, general) if is_vertex else None),
    )


def _read_location(model: object, place: object) -> str | None:
    """Where Vertex AI answers: a model named by its path has it there, else the client knows."""
    named = _LOCATED.match(model) if isinstance(model, str) else None
    found = named[1] if named else read_text(place)
    return found.lower() if found else None


def _read_vertex_tier(own: object, general: object) -> str | None:
    """What Vertex AI is asked for by a header, of the call or of the client."""
    return read_text(find_header(_VERTEX_TIER_HEADER, own, general))


def _read_address(own: object, general: object) -> tuple[str | None, int | None]:
    """A base URL in the call's own options wins over the client's."""
    base = read_field(own, "base_url") if own is not None else None
    base = base or read_field(general, "base_url")
    is_read = isinstance(base, str) and len(base) <= _LONGEST_URL
    return _split_url(str(base)) if is_read else (None, None)


@functools.lru_cache(maxsize=256)
def _split_url(url: str) -> tuple[str | None, int | None]:
    try:
        parts = urllib.parse.urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:  # the SDK will refuse it
        return None, None
    return (
        (host[:_LONGEST_HOST], port or _DEFAULT_PORTS.get(parts.scheme)) if host else (None, None)
    )


def name_cache(name: object) -> str | None:
    """A cache's name without the project it is in, and without a key that stands in its place."""
    text = read_text(name)
    return scrub(_PROJECT.sub("", text)) if text else None


def normalise_model(model: object) -> str:
    """A model's id without the path that names it; the project of a tuned endpoint is left out."""
    return _normalise(model[:_LONGEST_PATH]) if isinstance(model, str) and model else "unknown"


@functools.lru_cache(maxsize=1024)
def _normalise(model: str) -> str:
    name = _PUBLISHED.sub(r"\1/", _PROJECT.sub("", model))
    # A program may pass its key where the model belongs; span names and metrics would show it.
    return scrub(name.removeprefix("google/").removeprefix("models/")[:128])
