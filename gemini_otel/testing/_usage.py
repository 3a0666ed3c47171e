"""Token counts as a server reports them, written from any spelling of their names."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any, Final, cast

from gemini_otel.testing._wire import camel, to_wire


SHORT_NAMES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "prompt": "promptTokenCount",
        "cached": "cachedContentTokenCount",
        "tool_use": "toolUsePromptTokenCount",
        "candidates": "candidatesTokenCount",
        "thoughts": "thoughtsTokenCount",
        "total": "totalTokenCount",
        "prompt_details": "promptTokensDetails",
        "cached_details": "cacheTokensDetails",
        "tool_use_details": "toolUsePromptTokensDetails",
        "candidates_details": "candidatesTokensDetails",
    }
)
"""Our short name of each count, and Google's."""

SUMMED: Final = (
    "promptTokenCount",
    "toolUsePromptTokenCount",
    "candidatesTokenCount",
    "thoughtsTokenCount",
)
"""The counts `totalTokenCount` is documented to be the sum of; the prompt includes the cached."""


def to_usage(counts: Mapping[str, Any]) -> dict[str, Any]:
    """The `usageMetadata` for the counts a test asks for.

    Args:
        counts: Tokens by kind: `prompt` (with the cached), `cached`, `tool_use`, `candidates`,
            `thoughts`, `total`; by modality in `prompt_details` and its like, as a mapping from
            modality to tokens or as the server's list; `traffic_type` and whatever else a
            server may report. The SDK's and the wire's names do as well. A count that is None
            is left out.

    Returns:
        The counts under the wire's names, with the total the server would give unless one
        was asked for.

    Raises:
        ValueError: When a name of one word is not a kind of token.
    """
    named = {wire_name(key): _details(value) for key, value in counts.items()}
    if "totalTokenCount" not in named:
        named["totalTokenCount"] = sum(named.get(name) or 0 for name in SUMMED)
    return {key: value for key, value in named.items() if value is not None}


def check_names(names: Iterable[str]) -> None:
    """Refuses a name that is no kind of token, before anything is served.

    Raises:
        ValueError: When a name of one word is not a kind of token.
    """
    for name in names:
        wire_name(name)


def wire_name(name: str) -> str:
    """Google's name of a count, from any spelling of it.

    Raises:
        ValueError: When a name of one word is not a kind of token.
    """
    if name in SHORT_NAMES:
        return SHORT_NAMES[name]
    if name.islower() and "_" not in name:
        known = ", ".join(SHORT_NAMES)
        raise ValueError(
            f"Unknown token count {name!r} in usage: give one of {known}, "
            "or a name as the SDK (snake_case) or the server (camelCase) spells it."
        )
    return camel(name)


def _details(value: Any) -> Any:
    if not isinstance(value, Mapping):
        return to_wire(value)
    counts = cast("Mapping[str, int]", value)
    return [
        {"modality": modality.upper(), "tokenCount": tokens} for modality, tokens in counts.items()
    ]
