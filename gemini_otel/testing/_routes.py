"""The table of the paths the fake server knows."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final
from urllib.parse import unquote

from gemini_otel.testing._answers import COMPUTE, COUNT, EMBED, GENERATE


@dataclass(frozen=True, slots=True)
class Route:
    """What one verb at the end of a path asks for.

    Attributes:
        operation: Which answers fit.
        is_stream: Whether they are streamed.
        is_billed: Whether Google charges for them.
    """

    operation: str
    is_stream: bool = False
    is_billed: bool = True


@dataclass(frozen=True, slots=True)
class Destination:
    """What a path names."""

    platform: str
    model: str
    verb: str
    route: Route


UNKNOWN: Final = Route("", is_billed=False)

VERBS: Final[Mapping[str, Route]] = MappingProxyType(
    {
        "generateContent": Route(GENERATE),
        "streamGenerateContent": Route(GENERATE, is_stream=True),
        "embedContent": Route(EMBED),
        "batchEmbedContents": Route(EMBED),
        "predict": Route(EMBED),
        "countTokens": Route(COUNT, is_billed=False),
        "computeTokens": Route(COMPUTE, is_billed=False),
    }
)
"""The verbs of Google's custom methods on a model: `POST .../models/{model}:{verb}`."""


def find(method: str, path: str) -> Destination:
    """Where a request goes.

    Args:
        method: The HTTP method.
        path: The path without the query, behind any prefix a proxy may have.

    Returns:
        The platform, model, verb and route; the route is `UNKNOWN` where nothing fits.
    """
    resource, colon, verb = path.rpartition(":")
    *_, collection, model = ("", *resource.split("/"))
    is_known = method == "POST" and collection in {"models", "tunedModels", "endpoints"}
    route = VERBS.get(verb, UNKNOWN) if is_known else UNKNOWN
    named = unquote(model) if is_known else ""
    return Destination(_platform(path), named, verb if colon else "", route)


def _platform(path: str) -> str:
    """Only Vertex AI's resource names begin with a project or a publisher."""
    return "vertex" if "/projects/" in path or "/publishers/" in path else "gemini"
