"""What the server says it served, against what was told of it."""

import threading
from collections.abc import Iterator
from typing import Final

from gemini_otel.testing import Break, FakeGemini, Reply, parts
from gemini_otel.testing._telemetry import Telemetry


_USAGE: Final = {"prompt": 40, "cached": 15, "tool_use": 6, "thoughts": 9, "candidates": 12}
_KINDS: Final = ("uncached_prompt", "cached", "tool_use", "candidates", "thoughts")


def whole_reply(breaks: Break | None = None) -> Reply:
    """Four chunks of which each has a running total, so that a chunk too few is a count too low."""
    return Reply([parts.thought("hm"), "abcdef"], usage=_USAGE, chunks=4, breaks=breaks)


def paused_reply() -> Reply:
    """The same, of which only two chunks are ever written."""
    return whole_reply(Break.pause(threading.Event(), after=2))


def read_totals(telemetry: Telemetry) -> dict[str, int]:
    """The tokens of the counter by kind."""
    return {
        kind: int(telemetry.total("gemini.client.tokens", **{"gemini.token.kind": kind}))
        for kind in _KINDS
    }


def read_events(telemetry: Telemetry) -> dict[str, int]:
    """The tokens of all usage events by kind."""
    told: dict[str, int] = dict.fromkeys(_KINDS, 0)
    for event in telemetry.events("gemini.usage"):
        for name, tokens in event.attributes.items():
            if name.startswith("gemini.usage.tokens."):
                told[name.split(".")[3]] += tokens
    return told


def check_once(gemini: FakeGemini, telemetry: Telemetry, end: str, *, is_complete: bool) -> None:
    """Fails unless one stream was served, and told once on every signal, in full."""
    assert gemini.totals() == read_totals(telemetry) == read_events(telemetry)
    assert 1 == telemetry.total("gemini.client.calls")
    assert is_complete is telemetry.event("gemini.usage").attributes["gemini.usage.complete"]
    span = telemetry.span()
    assert (end, is_complete) == (
        span.attributes["gemini.stream.end"],
        span.attributes["gemini.usage.complete"],
    )


def take(stream: Iterator[object], count: int) -> None:
    """Reads so many chunks."""
    for _ in range(count):
        next(stream)
