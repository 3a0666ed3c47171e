"""Reads what the Interactions API answers, from its JSON."""

from collections.abc import Sequence
from typing import Final

from gemini_otel._extract._usage import read_usage
from gemini_otel._extract._values import read_count, read_field, read_text
from gemini_otel._raw._answered import Answered
from gemini_otel._raw._json import NOTHING, Body, list_bodies, to_body
from gemini_otel._raw._times import read_time
from gemini_otel.pricing import Grounding


_COUNTS: Final = {
    "total_input_tokens": "promptTokenCount",
    "total_cached_tokens": "cachedContentTokenCount",
    "total_output_tokens": "candidatesTokenCount",
    "total_thought_tokens": "thoughtsTokenCount",
    "total_tool_use_tokens": "toolUsePromptTokenCount",
    "total_tokens": "totalTokenCount",
}
_DETAILS: Final = {
    "input_tokens_by_modality": "promptTokensDetails",
    "cached_tokens_by_modality": "cacheTokensDetails",
    "output_tokens_by_modality": "candidatesTokensDetails",
    "tool_use_tokens_by_modality": "toolUsePromptTokensDetails",
}
_OWN_NAMES: Final = ("steps", "outputs", "interaction_id", "previous_interaction_id", "agent")
_UNFINISHED: Final = ("queued", "in_progress")
_COMPLETED: Final = "interaction.completed"
_BEGINNINGS: Final = ("interaction.created", "step.")
_OTHER_TOOLS: Final = (
    "url_context_call",
    "code_execution_call",
    "file_search_call",
    "retrieval_call",
    "mcp_server_tool_call",
)


def is_interaction(body: Body) -> bool:
    """Whether it is an interaction, by its usage, its kind or its steps."""
    return (
        body.get("object") == "interaction"
        or is_interaction_usage(body.get("usage"))
        or (isinstance(body.get("status"), str) and any(name in body for name in _OWN_NAMES))
    )


def is_interaction_usage(usage: object) -> bool:
    """Whether it is the usage of an interaction, which counts tokens under names of its own."""
    body = to_body(usage)
    return body is not None and any(
        read_field(body, name) is not None for name in (*_COUNTS, *_DETAILS)
    )


def is_event(body: Body) -> bool:
    """Whether it is an event of a streamed interaction."""
    kind = _read_kind(body)
    return kind is not None and kind.startswith(("interaction.", "step."))


def read_interaction(body: Body) -> Answered:
    """What one interaction says; of a continued one, this is one hop or the sum of all."""
    usage = to_body(body.get("usage")) or NOTHING
    is_reported = is_interaction_usage(usage)
    return Answered(
        read_text(body.get("model")),
        read_usage(_translate(usage)) if is_reported else None,
        _read_grounding(usage, list_bodies(body.get("steps"))),
        read_text(read_field(body, "service_tier")),
        None,
        read_time(body.get("created")) or read_time(body.get("updated")),
        is_complete=not is_reported or body.get("status") not in _UNFINISHED,
    )


def read_events(events: Sequence[Body]) -> list[Answered]:
    """What the events of a streamed interaction say: one response for each completed hop.

    Each hop of a continued interaction reports, and is billed for, its own usage.
    """
    told = [(_read_kind(event), to_body(event.get("interaction"))) for event in events]
    hops = [one for kind, one in told if one is not None and kind == _COMPLETED]
    answers = [read_interaction(hop) for hop in hops]
    if hops and not _goes_on([kind for kind, _ in told]):
        return answers
    first = next((one for _, one in told if one is not None), NOTHING)
    usage = None if hops else _find_last_usage(events)
    return [*answers, read_interaction({**first, "usage": usage})._replace(is_complete=False)]


def _goes_on(kinds: Sequence[str | None]) -> bool:
    """Whether another hop began after the last that was completed."""
    later = kinds[len(kinds) - kinds[::-1].index(_COMPLETED) :]
    return any(kind and kind.startswith(_BEGINNINGS) for kind in later)


def _read_kind(event: Body) -> str | None:
    return read_text(read_field(event, "event_type") or event.get("type"))


def _find_last_usage(events: Sequence[Body]) -> object:
    """What a stream that was cut reported last, wherever its events carry it."""
    for event in reversed(events):
        metadata = to_body(event.get("metadata")) or NOTHING
        for found in (event.get("usage"), read_field(metadata, "total_usage")):
            if is_interaction_usage(found):
                return found
    return None


def _translate(usage: Body) -> Body:
    """The usage under the names of `generateContent`, which are read with all their pitfalls."""
    named = {wire: read_field(usage, name) for name, wire in _COUNTS.items()}
    details = {
        wire: [
            {"modality": one.get("modality"), "tokenCount": one.get("tokens")}
            for one in list_bodies(read_field(usage, name))
        ]
        for name, wire in _DETAILS.items()
    }
    return {name: one for name, one in (named | details).items() if one not in (None, [])}


def _read_grounding(usage: Body, steps: Sequence[Body]) -> Grounding:
    """What was looked up, as the usage counts it for the bill."""
    tools: dict[str | None, int] = {}
    for one in list_bodies(read_field(usage, "grounding_tool_count")):
        kind = read_text(one.get("type"))
        tools[kind] = tools.get(kind, 0) + read_count(one.get("count"))
    searches, retrievals = tools.get("google_search", 0), tools.get("retrieval", 0)
    kinds = {read_text(one.get("type")) for one in steps}
    return Grounding(
        web_queries=searches,
        retrieval_queries=retrievals,
        maps_queries=tools.get("google_maps"),
        sources=searches,  # only what is billed is counted, so each search brought something
        other_tools=bool(retrievals) or not kinds.isdisjoint(_OTHER_TOOLS),
    )
