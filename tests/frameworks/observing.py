"""Runs a way with us and without us, once, and keeps what was seen."""

import asyncio
import importlib
import inspect
from collections.abc import Mapping
from contextlib import nullcontext
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import (
    RecordedEvent,
    RecordedSpan,
    Telemetry,
    record_telemetry,
)
from tests.frameworks.lines import listening
from tests.frameworks.model import respond
from tests.frameworks.theirs import Emitted, Theirs
from tests.frameworks.ways import Own, Way


ALONE: Final = "alone"
"""Without any other telemetry that one can switch on."""

_OK: Final = 200
_ALONE: Final = Own(nullcontext, "")


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
        ours: What we recorded.
        theirs: What the other telemetry recorded with us.
        said: Our lines in the log.
    """

    result: Any
    bare_result: Any
    requests: list[tuple[str, Any]]
    bare_requests: list[tuple[str, Any]]
    answered: int
    billed: int
    totals: Mapping[str, int]
    ours: "Ours"
    theirs: Emitted
    said: list[str]


@dataclass(frozen=True, slots=True)
class Ours:
    """What we recorded of a way.

    Attributes:
        tokens: The tokens we counted, by kind.
        calls: The calls we counted.
        spans: The spans of calls.
        usage: The usage events.
        metrics: The names of all metrics.
    """

    tokens: Mapping[str, int]
    calls: int
    spans: list[RecordedSpan]
    usage: list[RecordedEvent]
    metrics: frozenset[str]


def find_ways(framework: str) -> Mapping[str, Way]:
    """The ways of a framework, by name."""
    ways: Mapping[str, Way] = _find_program(framework).WAYS
    return ways


def find_telemetry(framework: str) -> Mapping[str, Own]:
    """The other telemetry there is for a framework, by name."""
    telemetry: Mapping[str, Own] = getattr(_find_program(framework), "TELEMETRY", {})
    return telemetry


def _find_program(framework: str) -> Any:
    return importlib.import_module(f"tests.frameworks.programs.{framework.replace('-', '_')}")


@cache
def find_theirs() -> Theirs:
    """The global providers, set at the first question."""
    return Theirs()


@cache
def observe(framework: str, beside: str, name: str) -> Seen:
    """What came of a way; it runs twice at the first question and never again."""
    way, theirs = find_ways(framework)[name], find_theirs()
    own = {**find_telemetry(framework), ALONE: _ALONE}[beside]
    with theirs.sampling(is_on=own.is_sampled), own.switch_on():
        with FakeGemini() as bare:
            bare_result = _run(way, bare)
        theirs.take(own.scope)
        with FakeGemini() as gemini, record_telemetry() as telemetry, listening() as said:
            result = _run(way, gemini)
            ours = _read(telemetry)
    return Seen(
        result=result,
        bare_result=bare_result,
        requests=_read_requests(gemini),
        bare_requests=_read_requests(bare),
        answered=sum(one.status == _OK for one in gemini.served),
        billed=sum(one.is_billed for one in gemini.served),
        totals={kind: count for kind, count in gemini.totals().items() if count},
        ours=ours,
        theirs=theirs.take(own.scope),
        said=said,
    )


def _run(way: Way, gemini: FakeGemini) -> Any:
    gemini.respond(respond)
    if inspect.iscoroutinefunction(way.run):
        return asyncio.run(way.run(gemini.url))
    return way.run(gemini.url)


def _read(telemetry: Telemetry) -> Ours:
    tokens = telemetry.points("gemini.client.tokens")
    kinds = {str(point.attributes["gemini.token.kind"]) for point in tokens}
    return Ours(
        tokens={kind: _count(telemetry, kind) for kind in kinds},
        calls=int(telemetry.total("gemini.client.calls")),
        spans=[span for span in telemetry.spans if span.kind == "CLIENT"],
        usage=telemetry.events("gemini.usage"),
        metrics=frozenset(telemetry.metric_names),
    )


def _count(telemetry: Telemetry, kind: str) -> int:
    return int(telemetry.total("gemini.client.tokens", **{"gemini.token.kind": kind}))


def _read_requests(gemini: FakeGemini) -> list[tuple[str, Any]]:
    """In an order of their own: calls side by side come in any."""
    return sorted(((one.path, one.body) for one in gemini.requests), key=repr)
