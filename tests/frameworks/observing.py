"""Runs a way with us and without us, once, and keeps what was seen."""

import asyncio
import importlib
import inspect
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import RecordedEvent, RecordedSpan, record_telemetry
from tests.frameworks.model import respond
from tests.frameworks.ways import Way


OK: Final = 200


@dataclass(frozen=True, slots=True)
class Seen:
    """What came of a way.

    Attributes:
        result: What the program got, with us.
        bare_result: What it got without us.
        requests: What reached the server with us: paths and bodies.
        bare_requests: The same without us.
        answered: How many requests the server answered, free ones as well.
        billed: How many of the answers are billed.
        totals: The tokens it served, by kind.
        counted: The tokens we counted, by kind.
        calls: The calls we counted.
        spans: The spans of calls.
        usage: The usage events.
        said: Our lines in the log.
    """

    result: Any
    bare_result: Any
    requests: list[tuple[str, Any]]
    bare_requests: list[tuple[str, Any]]
    answered: int
    billed: int
    totals: Mapping[str, int]
    counted: Mapping[str, int]
    calls: int
    spans: list[RecordedSpan]
    usage: list[RecordedEvent]
    said: list[str]


def find_ways(framework: str) -> Mapping[str, Way]:
    """The ways of a framework, by name."""
    program = importlib.import_module(f"tests.frameworks.programs.{framework.replace('-', '_')}")
    ways: Mapping[str, Way] = program.WAYS
    return ways


@cache
def observe(framework: str, name: str) -> Seen:
    """What came of a way; it runs twice at the first question and never again."""
    way = find_ways(framework)[name]
    with FakeGemini() as bare:
        bare.respond(respond)
        bare_result = _run(way, bare.url)
    lines = _Lines()
    logging.getLogger("gemini_otel").addHandler(lines)
    with FakeGemini() as gemini, record_telemetry() as telemetry:
        gemini.respond(respond)
        result = _run(way, gemini.url)
        points = telemetry.points("gemini.client.tokens")
        kinds = {point.attributes["gemini.token.kind"] for point in points}
        seen = Seen(
            result=result,
            bare_result=bare_result,
            requests=_read_requests(gemini),
            bare_requests=_read_requests(bare),
            answered=sum(one.status == OK for one in gemini.served),
            billed=sum(one.is_billed for one in gemini.served),
            totals={kind: count for kind, count in gemini.totals().items() if count},
            counted={kind: _count(telemetry, kind) for kind in sorted(kinds)},
            calls=int(telemetry.total("gemini.client.calls")),
            spans=[span for span in telemetry.spans if span.kind == "CLIENT"],
            usage=telemetry.events("gemini.usage"),
            said=lines.said,
        )
    logging.getLogger("gemini_otel").removeHandler(lines)
    return seen


class _Lines(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(record.getMessage())


def _count(telemetry: Any, kind: str) -> int:
    return int(telemetry.total("gemini.client.tokens", **{"gemini.token.kind": kind}))


def _run(way: Way, url: str) -> Any:
    if inspect.iscoroutinefunction(way.run):
        return asyncio.run(way.run(url))
    return way.run(url)


def _read_requests(gemini: FakeGemini) -> list[tuple[str, Any]]:
    """In an order of their own: calls side by side come in any."""
    return sorted(((one.path, one.body) for one in gemini.requests), key=repr)
