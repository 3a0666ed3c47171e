"""Find the parameter of the request that the server refused.

Ranges: "Check your API calls for model parameter errors" of the troubleshooting guide
(ai.google.dev/gemini-api/docs/troubleshooting); temperature reaches to 2.0 as the server itself
says ("temperature must be in the range [0.0, 2.0]"), the guide's table stops at 1.0.
"""

from collections.abc import Mapping
from typing import Final

from gemini_otel._classify._payload import Payload
from gemini_otel._classify._shapes import text


_UNKNOWN_FIELD: Final = ("unknownname", "cannotfindfield", "unknownparameter")
_TWO_THINKING_FIELDS: Final = ("thinkingbudgetandthinkinglevel", "thinkinglevelandthinkingbudget")

PARAMETERS: Final[Mapping[str, tuple[str, ...]]] = {
    "invalid_argument.thinking": _TWO_THINKING_FIELDS,
    "invalid_argument.unknown_field": _UNKNOWN_FIELD,
    "invalid_argument.tools": ("functiondeclarations[", "functiondeclarations."),
    "invalid_argument.response_schema": ("responseschema", "responsejsonschema", "toomanystates"),
    "invalid_argument.turns": ("functioncallturn", "functionresponseturn", "functionresponseparts"),
    "invalid_argument.cached_content": ("cachedcontentcan",),
    "invalid_argument.json_with_tools": ("witharesponsemimetype",),
    "invalid_argument.media_type": ("mimetype",),
    "invalid_argument.safety_settings": ("harmblockthreshold",),
    "invalid_argument.temperature": (
        "config.temperature",
        "temperaturemust",
        "temperaturevalue",
        "temperature:",
    ),
    "invalid_argument.top_p": ("config.topp", "toppmust", "toppvalue", "topp:"),
    "invalid_argument.top_k": ("config.topk", "topkmust", "topkvalue", "topk:"),
    "invalid_argument.candidate_count": ("candidatecount", "multiplecandidates"),
    "invalid_argument.max_output_tokens": ("maxoutputtokens",),
    "invalid_argument.no_thinking": ("thinkingisnotenabled",),
    "invalid_argument.thinking_level": ("thinkinglevel",),
    "invalid_argument.thinking_budget": ("thinkingbudget", "thinkingmode"),
    "invalid_argument.api_version": ("apiversion",),
}
"""Advice by what betrays the parameter in text without spaces and underscores, first hit wins."""


_SIGNS: Final = tuple((sign, advice) for advice, signs in PARAMETERS.items() for sign in signs)


def parameter_of(payload: Payload) -> str | None:
    """The key of the advice on the refused parameter: from `BadRequest`, else from the message."""
    if payload.fields:
        named = " ".join(map(_words, payload.fields))
        return _betrayed(named.lower()) or _betrayed(payload.message)
    return _betrayed(payload.message)


def _words(field: Mapping[str, object]) -> str:
    return f"{text(field.get('field'))}: {text(field.get('description'))}"


def _betrayed(words: str) -> str | None:
    squeezed = words.replace(" ", "").replace("_", "")
    for sign, advice in _SIGNS:
        if sign in squeezed:
            return advice
    return None
