"""Our structlog processors in configurations as programs have them."""

import asyncio
import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import structlog
from opentelemetry import trace
from opentelemetry.sdk.trace import TracerProvider
from opentelemetry.trace import NonRecordingSpan, SpanContext, TraceFlags

import gemini_otel
from gemini_otel.processors import add_attribution, add_trace_ids, overwrite
from gemini_otel.testing import FakeGemini, Reply
from gemini_otel.testing._telemetry import Telemetry
from gemini_otel.testing.parts import function_call
from tests.arriving import arriving
from tests.shapes import MODEL, Caller


TRACE, SPAN = 0x0AF7651916CD43DD8448EB211C80319C, 0xB7AD6B7169203331
IDS = {"trace_id": "0af7651916cd43dd8448eb211c80319c", "span_id": "b7ad6b7169203331"}
CHAIN: list[Any] = [add_trace_ids, add_attribution, structlog.processors.add_log_level]

Say = Callable[..., dict[str, Any]]


@pytest.fixture(autouse=True)
def _configuration_stays() -> Iterator[None]:
    yield
    structlog.reset_defaults()


def _make_native(stream: io.StringIO) -> Any:
    structlog.configure(
        processors=[*CHAIN, structlog.processors.JSONRenderer()],
        logger_factory=structlog.PrintLoggerFactory(stream),
    )
    return structlog.get_logger()


def _make_stdlib(stream: io.StringIO) -> Any:
    structlog.configure(
        processors=[*CHAIN, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    return structlog.get_logger(_make_handler(stream))


def _make_foreign(stream: io.StringIO) -> Any:
    """A program's plain `logging`, whose records go through the same processors."""
    return logging.getLogger(_make_handler(stream))


def _make_handler(stream: io.StringIO) -> str:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(),
            ],
            foreign_pre_chain=CHAIN,
        )
    )
    logger = logging.getLogger("tests.processors")
    logger.handlers, logger.propagate = [handler], False
    logger.setLevel(logging.INFO)
    return logger.name


@pytest.fixture(params=[_make_native, _make_stdlib, _make_foreign])
def say(request: pytest.FixtureRequest) -> Say:
    """Says something, and reads what came out of it."""
    stream = io.StringIO()
    logger = request.param(stream)

    def write(event: str, **keys: Any) -> dict[str, Any]:
        logger.info(event, **keys)
        line = stream.getvalue().splitlines()[-1]
        return dict(json.loads(line))

    return write


def _in_span() -> Any:
    span = NonRecordingSpan(SpanContext(TRACE, SPAN, is_remote=False, trace_flags=TraceFlags(1)))
    return trace.use_span(span)


def test_an_event_has_the_span_that_is_current(say: Say) -> None:
    """As spans write them: 32 and 16 hexadecimal digits."""
    with _in_span():
        told = say("asked")

    assert {"event": "asked", "level": "info", **IDS} == told


def test_an_event_outside_of_spans_has_no_ids(say: Say) -> None:
    """No zeros stand for what is not there."""
    assert {"event": "asked", "level": "info"} == say("asked")


def test_an_event_has_the_attribution(say: Say) -> None:
    """Tenant, feature, and every other key; nothing of ours has to be switched on."""
    with gemini_otel.attribution(tenant="acme", feature="search", team="blue"):
        told = say("asked")

    assert {"tenant": "acme", "feature": "search", "team": "blue"}.items() <= told.items()


def test_keys_of_the_program_stay(client: Any) -> None:
    """What the program says goes first."""
    with _in_span(), gemini_otel.attribution(tenant="acme", feature="search"):
        event: Any = {"event": "asked", "trace_id": "mine", "tenant": "mine"}
        told = add_attribution(None, "info", add_trace_ids(None, "info", event))

    assert ("mine", "mine", "search") == (told["trace_id"], told["tenant"], told["feature"])
    assert told is event


def test_keys_of_the_program_give_way_where_asked() -> None:
    """`overwrite` turns it round."""
    with _in_span(), gemini_otel.attribution(tenant="acme"):
        event: Any = {"event": "asked", "trace_id": "mine", "tenant": "mine"}
        told = overwrite(add_attribution)(None, "info", overwrite(add_trace_ids)(None, "", event))

    assert {"event": "asked", "tenant": "acme", **IDS} == told


def test_an_attribution_takes_the_place_of_nothing_of_structlog(say: Say) -> None:
    """A key called `exc_info` would be taken for an exception, and `level` for a level."""
    with gemini_otel.attribution(exc_info="x", level="x", event="x", tenant="acme"):
        told = overwrite(add_attribution)(None, "info", {"event": "asked"})
        said = say("asked")

    assert {"event": "asked", "tenant": "acme"} == told
    assert {"event": "asked", "level": "info", "tenant": "acme"} == said


def test_baggage_counts_where_it_is_allowed(telemetry: Telemetry) -> None:
    """The setting `attribution_keys` rules here as it does for spans."""
    del telemetry
    gemini_otel.uninstrument()
    gemini_otel.instrument(attribution_keys=["tenant"])
    with arriving(tenant="acme", secret="x"):
        told = add_attribution(None, "info", {"event": "asked"})

    assert {"event": "asked", "tenant": "acme"} == told


def test_a_broken_context_leaves_the_event_alone(
    monkeypatch: pytest.MonkeyPatch, production_guard: dict[str, int]
) -> None:
    """The program's own log line is not ours to lose."""

    def fail() -> None:
        raise RuntimeError("no context today")

    monkeypatch.setattr(trace, "get_current_span", fail)
    event: Any = {"event": "asked"}

    assert event is add_trace_ids(None, "info", event)
    assert {"event": "asked"} == event
    assert 1 == sum(production_guard.values())


def test_an_event_inside_a_call_has_its_span(
    whole_call: Caller, gemini: FakeGemini, client: Any, telemetry: Telemetry
) -> None:
    """A tool that the SDK runs says something within the traced call, sync and async."""
    tracer = TracerProvider(shutdown_on_exit=False).get_tracer("app")

    def look_up(city: str) -> str:
        """Looks a city up."""
        structlog.get_logger().info("looked up", city=city)
        return "Paris"

    gemini.queue(Reply(function_call("look_up", {"city": "Paris"})), Reply("Paris."))
    lines: list[Any] = []

    def keep(_logger: Any, _name: str, event: Any) -> str:
        lines.append(dict(event))
        raise structlog.DropEvent

    structlog.configure(processors=[add_trace_ids, add_attribution, keep])
    with tracer.start_as_current_span("request"), gemini_otel.attribution(tenant="acme"):
        whole_call.ask(client, config={"tools": [look_up]})

    (line,) = lines
    tool = telemetry.span("execute_tool look_up")
    assert (tool.trace_id, tool.span_id, "acme") == (
        line["trace_id"],
        line["span_id"],
        line["tenant"],
    )


def test_tasks_are_told_apart(gemini: FakeGemini) -> None:
    """Two tasks that ask at once have events of their own tenant each."""
    client: Any = gemini.client()
    told: list[Any] = []

    async def work(tenant: str) -> None:
        with gemini_otel.attribution(tenant=tenant):
            await client.aio.models.generate_content(model=MODEL, contents="Hello?")
            told.append(add_attribution(None, "info", {"asked_by": tenant}))

    async def work_at_once() -> None:
        await asyncio.gather(work("acme"), work("bolt"))
        await client.aio.aclose()

    asyncio.run(work_at_once())

    assert all(one["asked_by"] == one["tenant"] for one in told)
    assert {"acme", "bolt"} == {one["tenant"] for one in told}
