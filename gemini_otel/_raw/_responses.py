"""Reads what `generateContent`, embeddings and Live answer, from their JSON."""

from collections.abc import Callable, Iterable, Sequence
from typing import Final, TypeVar

from gemini_otel._call import Answer
from gemini_otel._extract import Gathering, read_embedding
from gemini_otel._extract._usage import read_usage
from gemini_otel._extract._values import read_field, read_text
from gemini_otel._extract._wire import View
from gemini_otel._raw._answered import Answered
from gemini_otel._raw._json import Body, list_bodies, to_body
from gemini_otel._raw._streams import check_is_one, is_whole
from gemini_otel._raw._times import read_time
from gemini_otel.pricing import Usage


T = TypeVar("T")

_ALIASES: Final = {
    "promptTokenDetails": "promptTokensDetails",
    "responseTokenCount": "candidatesTokenCount",
    "responseTokensDetails": "candidatesTokensDetails",
    "response_token_count": "candidates_token_count",
    "response_tokens_details": "candidates_tokens_details",
}
"""How embeddings and the Live API spell fields that `generateContent` has too."""

_LIVE: Final = (
    "server_content",
    "setup_complete",
    "tool_call",
    "tool_call_cancellation",
    "go_away",
    "session_resumption_update",
)
_TOTAL: Final = ("total_token_count", "totalTokenCount")
_RESPONSE_COUNTS: Final = ("response_token_count", "responseTokenCount")
_DEFAULT_VERSION: Final = "@default"
"""What Vertex AI adds to the names of models in the output of batches."""


def read_chunks(chunks: Sequence[Body], *, is_stream: bool) -> Answered:
    """What one response says.

    Args:
        chunks: The chunks of a stream in their order, or the one object of a whole response.
        is_stream: Which of both; only a stream can be cut.

    Raises:
        RecordError: The chunks are of several responses.
    """
    check_is_one(chunks)
    gathering = Gathering()
    for chunk in chunks:
        gathering.absorb(_open(chunk))
    answer = gathering.read()
    return Answered(
        (answer.model or "").removesuffix(_DEFAULT_VERSION) or None,
        _settle_usage(chunks, answer),
        answer.grounding,
        answer.service_tier or _find_last(chunks, _read_tier),
        answer.traffic_type,
        _find_last(chunks, lambda chunk: read_time(read_field(chunk, "create_time"))),
        # An error that comes in the middle of a stream ends it.
        is_complete=not any(read_field(chunk, "error") for chunk in chunks)
        and (not is_stream or is_whole(chunks, answer)),
    )


def is_live(body: Body) -> bool:
    """Whether it is a message of the Live API."""
    return any(read_field(body, name) is not None for name in _LIVE)


def read_turns(messages: Sequence[Body]) -> list[Answered]:
    """What the messages of a Live session say: one response for each report of usage.

    The Live API bills each turn for all tokens of its context (Gemini API, "Pricing").
    """
    turns = (list(map(_to_chunk, turn)) for turn in _split_turns(messages))
    return [read_chunks(turn, is_stream=True)._replace(is_complete=True) for turn in turns]


def _split_turns(messages: Sequence[Body]) -> list[list[Body]]:
    turns: list[list[Body]] = [[]]
    for message in messages:
        turns[-1].append(message)
        if _find_usage(message) is not None:
            turns.append([])
    rest = turns.pop()
    if turns:
        turns[-1] += rest
    return turns or [rest]


def _to_chunk(message: Body) -> Body:
    """A message of the Live API in the form of a chunk: it has at most one candidate."""
    content = read_field(message, "server_content")
    usage = _find_usage(message)
    counts = to_body(usage)
    return {
        "candidates": [] if content is None else [content],
        "usageMetadata": usage if counts is None else _drop_total(counts),
    }


def _drop_total(usage: Body) -> Body:
    """A report of the Live API without its total, which is seen to leave out the thinking."""
    return {name: count for name, count in usage.items() if name not in _TOTAL}


def _open(chunk: Body) -> View:
    """A view of a chunk, whose usage says nothing where it is null: an earlier chunk may."""
    given = to_body(_find_usage(chunk))
    if given is None:
        return View({name: one for name, one in chunk.items() if not _is_usage(name)})
    counts = {_ALIASES.get(name, name): n for name, n in given.items() if n is not None}
    has_responses = any(name in given for name in _RESPONSE_COUNTS)
    return View({**chunk, "usage_metadata": _drop_total(counts) if has_responses else counts})


def _is_usage(name: str) -> bool:
    return name in ("usage_metadata", "usageMetadata")


def _find_usage(chunk: Body) -> object:
    return read_field(chunk, "usage_metadata")


def _settle_usage(chunks: Iterable[Body], answer: Answer) -> Usage | None:
    """The usage that was reported; else that of an embedding."""
    reports = [one for one in map(_find_usage, chunks) if one is not None]
    if len(list_bodies(reports)) < len(reports):
        return Usage(faults=("total",))
    return answer.usage or next(filter(None, map(_read_embedding, chunks)), None)


def _read_embedding(body: Body) -> Usage | None:
    count = read_field(body, "token_count")
    if count is not None:
        return read_usage({"promptTokenCount": count})
    predictions = list_bodies(read_field(body, "predictions"))
    vectors = [read_field(one, "embeddings") for one in predictions]
    found = View({"embeddings": vectors or read_field(body, "embeddings")})
    return read_embedding(found, None).usage


def _read_tier(chunk: Body) -> str | None:
    holders = list_bodies([_find_usage(chunk), chunk])
    tiers = (read_text(read_field(one, "service_tier")) for one in holders)
    return next(filter(None, tiers), None)


def _find_last(chunks: Sequence[Body], read: Callable[[Body], T | None]) -> T | None:
    return next(filter(None, map(read, reversed(chunks))), None)
