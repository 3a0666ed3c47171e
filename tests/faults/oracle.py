"""What a server reported, read from the bytes it sent and by nothing of the library."""

import json
from collections import Counter
from typing import Any, Final, NamedTuple, cast

from tests.faults.pipe import Bytes


_MOST: Final = 10**12
_KINDS: Final = {
    "prompt": "promptTokenCount",
    "cached": "cachedContentTokenCount",
    "tool_use": "toolUsePromptTokenCount",
    "candidates": "candidatesTokenCount",
    "thoughts": "thoughtsTokenCount",
    "total": "totalTokenCount",
}


class Reported(NamedTuple):
    """Tokens by kind; `is_sound` unless a count was none, or counts contradict one another."""

    tokens: Counter[str]
    is_sound: bool
    is_known: bool


def read_reported(answer: Bytes, came: int, *, is_read: bool) -> Reported:
    """What an answer reported.

    Args:
        answer: The answer.
        came: How many chunks, or whole answers, the program got.
        is_read: Whether the SDK read it; where it could not, counts are as JSON has them.

    Returns:
        The last word on each count.
    """
    last: dict[str, Any] = {}
    seen = answer.pieces[:came] if answer.is_stream else answer.pieces
    reports = [report for piece in seen if (report := _read_report(piece)) is not None]
    for report in reports:
        last.update({name: value for name, value in report.items() if value is not None})
    return _add_up(last, is_read=is_read, is_known=bool(reports))


def _read_report(piece: bytes) -> dict[str, Any] | None:
    try:
        body: Any = json.loads(piece.removeprefix(b"data: ").decode(errors="replace"))
    except (ValueError, RecursionError):
        return None
    report: Any = cast("Any", body).get("usageMetadata") if isinstance(body, dict) else None
    return cast("Any", report) if isinstance(report, dict) else None


def _add_up(last: dict[str, Any], *, is_read: bool, is_known: bool) -> Reported:
    counts = {kind: _read_count(last.get(name), is_read) for kind, name in _KINDS.items()}
    faulty = [kind for kind, count in counts.items() if count is None]
    known = {kind: count or 0 for kind, count in counts.items()}
    prompt, answered = known["prompt"], known["candidates"]
    named = prompt + known["tool_use"] + answered
    if 0 < known["thoughts"] <= answered and known["total"] == named:
        answered -= known["thoughts"]  # Vertex AI at times has them inside
        named -= known["thoughts"]
    named += known["thoughts"]
    tokens = Counter(
        uncached_prompt=prompt - min(known["cached"], prompt),
        cached=min(known["cached"], prompt),
        tool_use=known["tool_use"],
        candidates=answered,
        thoughts=known["thoughts"],
        unknown=max(known["total"] - named, 0),
    )
    # Where no answer is named, as Live's is not, the total may leave the thoughts out.
    least = named if answered or known["candidates"] else named - known["thoughts"]
    is_contrary = known["cached"] > prompt or 0 < known["total"] < least
    is_unasked = not prompt and known["candidates"] + known["thoughts"] > 0
    return Reported(+tokens, not (faulty or is_contrary or is_unasked), is_known)


def _read_count(value: Any, is_read: bool) -> int | None:
    """A count as the SDK's types make it of JSON, or as JSON has it; `None` for what is none."""
    if isinstance(value, bool):
        return int(value) if is_read else None
    if isinstance(value, str):
        value = int(value) if value.isdecimal() else -1
    if isinstance(value, float):
        value = int(value) if value.is_integer() else -1
    if value is None:
        return 0
    return value if isinstance(value, int) and 0 <= value <= _MOST else None
