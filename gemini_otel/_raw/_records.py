"""Reads one record of a log: a raw response, bare or wrapped, and what stands beside it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final, NamedTuple, cast

from gemini_otel._extract import note_search_tools
from gemini_otel._extract._request import normalise_model
from gemini_otel._extract._values import read_field
from gemini_otel._raw._answered import Answered
from gemini_otel._raw._batches import is_batch, is_batch_line, names_tier
from gemini_otel._raw._context import Context, read_context, read_place
from gemini_otel._raw._failures import find_failure
from gemini_otel._raw._interactions import (
    is_event,
    is_interaction,
    read_events,
    read_interaction,
)
from gemini_otel._raw._json import NOTHING, Body, list_bodies, to_body
from gemini_otel._raw._media import read_media
from gemini_otel._raw._recognition import is_response, is_token_count
from gemini_otel._raw._refusal import RecordError
from gemini_otel._raw._responses import is_live, read_chunks, read_turns
from gemini_otel._raw._times import find_today, read_time
from gemini_otel.pricing import Consumption, Media
from gemini_otel.pricing._names import BATCH


_FREE: Final = ("count_tokens", "countTokens")


class Reading(NamedTuple):
    """What a record says was consumed.

    Attributes:
        consumptions: One for each billed response: the hops of an interaction and the turns of a
            Live session are billed one by one.
        assumptions: What nobody said and was assumed: `at`, `platform`, `location`.
        not_billed: Why there is nothing to bill.
    """

    consumptions: tuple[Consumption, ...] = ()
    assumptions: tuple[str, ...] = ()
    not_billed: str | None = None


def read_record(record: object, defaults: Context | None = None) -> Reading:
    """Reads a response as the REST API, a batch file or the SDK's `model_dump` gives it.

    Args:
        record: The parsed JSON: a response; the array of a streamed one's chunks; or an object
            with either as `response`, as the lines of batch files are.
        defaults: The context of records that carry none.

    Returns:
        What was consumed, or why nothing is billed.

    Raises:
        RecordError: It is no response of Gemini's, or its context makes no sense.
    """
    outer, body = _unwrap(record)
    own = read_context(outer)
    context = own.over(defaults or Context())
    answers = _read_answers(body)
    media = _find_media(outer, body)
    failure = find_failure(outer, body)
    if failure and not any(one.usage for one in answers):
        return Reading(not_billed=failure)
    if context.operation in _FREE or is_token_count(body):
        return Reading(not_billed="counting tokens is free of charge")
    # What is wrapped is believed to be a response.
    if not (media or is_response(body) or (outer is not body and to_body(body) is not None)):
        raise RecordError(
            "it is no response of Gemini's: neither usageMetadata nor usage is in it",
            "write the raw response, or an object with it as `response`, on the line",
        )
    if outer is body:
        context = context._replace(service_tier=(defaults or Context()).service_tier)
    return _Assembly(context, outer).assemble(answers, media)


class _Assembly:
    """Puts what a response says together with what its context says."""

    def __init__(self, context: Context, outer: Body) -> None:
        self._context = context
        self._request = outer.get("request")
        self._processed = read_time(read_field(outer, "processed_time"))
        self._is_batch_line = is_batch_line(outer)
        self._assumed: dict[str, None] = {}

    def assemble(self, answers: Sequence[Answered], media: tuple[Media, ...]) -> Reading:
        """One consumption for each answer; what is billed by the piece goes with the first."""
        consumptions = tuple(
            self._consume(one, () if place else media) for place, one in enumerate(answers)
        )
        return Reading(consumptions, tuple(self._assumed))

    def _consume(self, one: Answered, media: tuple[Media, ...]) -> Consumption:
        context = self._context
        model = one.model or context.model
        if not model:
            raise RecordError(
                "the response does not say which model answered, and nothing beside it does",
                'add "model" beside the response, or give --model',
            )
        place = read_place(model) or read_place(context.model or "")
        platform = self._settle_platform(one, place)
        asked = self._settle_tier(one)
        return Consumption(
            normalise_model(model),
            platform,
            self._settle_time(one),
            one.usage,
            location=self._settle_location(platform, place),
            # No server calls its tier batch: a job says so itself, and what its answers say of
            # traffic is on demand.
            tier=BATCH if is_batch(context.service_tier) else one.tier,
            traffic_type=None if is_batch(asked) else one.traffic_type,
            requested_tier=asked,
            grounding=one.grounding and note_search_tools(one.grounding, self._request),
            media=media,
            is_complete=one.is_complete,
            is_model_assumed=not one.model,
        )

    def _settle_platform(self, one: Answered, place: str | None) -> str:
        """The platform: traffic types, full names and times of processing are Vertex AI's."""
        if self._context.platform:
            return self._context.platform
        if one.traffic_type or place or self._processed:
            return "vertex"
        self._assumed["platform"] = None
        return "gemini_api"

    def _settle_tier(self, one: Answered) -> str | None:
        """The tier that was asked for, which the engine marks as assumed where nobody served it."""
        asked = self._context.service_tier
        return BATCH if self._is_batch_line and not names_tier(asked, one) else asked

    def _settle_location(self, platform: str, place: str | None) -> str | None:
        found = self._context.location or place
        if platform == "vertex" and not found:
            self._assumed["location"] = None
        return found

    def _settle_time(self, one: Answered) -> date | datetime:
        found = self._context.at or one.at or self._processed
        if found is None:
            self._assumed["at"] = None
        return found or find_today()


def _unwrap(record: object) -> tuple[Body, object]:
    """The object with the context, and the response, which may be the same."""
    if isinstance(record, list):
        return NOTHING, cast("list[object]", record)
    outer = to_body(record)
    if outer is None:
        raise RecordError(
            f"it is a JSON {type(record).__name__}, and should be an object or an array",
            "write one raw response a line",
        )
    return outer, outer.get("response", outer)


def _read_answers(value: object) -> list[Answered]:
    if isinstance(value, list):
        return _read_list(list_bodies(cast("list[object]", value)), is_stream=True)
    body = to_body(value)
    if body is None:
        return [Answered()]
    if is_interaction(body) and not is_event(body):
        return [read_interaction(body)]
    return _read_list([body], is_stream=False)


def _read_list(items: list[Body], *, is_stream: bool) -> list[Answered]:
    if any(map(is_event, items)):
        return read_events(items)
    if any(map(is_live, items)):
        return read_turns(items)
    return [read_chunks(items, is_stream=is_stream)]


def _find_media(outer: Body, body: object) -> tuple[Media, ...]:
    usage = outer.get("usage")
    if usage is None or (outer is body and is_interaction(outer)):
        return ()
    return read_media(usage)
