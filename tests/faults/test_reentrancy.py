"""What asks Gemini while we are at work is a call like any other, and is counted once."""

import logging
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Any

from opentelemetry.sdk.trace import SpanProcessor, TracerProvider

from gemini_otel.testing import FakeGemini, Reply, parts
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.accounts import read_events, read_totals
from tests.comparison import play_twice
from tests.shapes import MODEL, Caller


_USAGE = {"prompt": 30, "candidates": 4}


class _Asker:
    """Asks Gemini, but not again while it does."""

    def __init__(self, gemini: FakeGemini) -> None:
        self._client: Any = gemini.client()
        self._is_asking = False
        self.answers = 0

    def ask(self) -> None:
        """Asks once, unless it is asking."""
        if self._is_asking:
            return
        self._is_asking = True
        try:
            self._client.models.generate_content(model="gemini-2.5-flash", contents="inner")
            self.answers += 1
        finally:
            self._is_asking = False


def _check(gemini: FakeGemini, telemetry: Telemetry, calls: int) -> None:
    assert gemini.totals() == read_totals(telemetry) == read_events(telemetry)
    assert calls == len(gemini.served) == telemetry.total("gemini.client.calls")


def test_a_tool_asks_and_its_tool_asks(call: Caller) -> None:
    """Three loops in one another: every response is counted once, and the answer is the same."""

    def script(gemini: FakeGemini) -> Any:
        inner: Any = gemini.client()

        def dig(depth: int) -> str:
            """Asks again, with itself as the tool."""
            if not depth:
                return "deep"
            config = {"tools": [dig]}
            answer = inner.models.generate_content(model=MODEL, contents="?", config=config)
            return str(answer.text)

        for depth in (2, 1, 0):
            gemini.queue(Reply(parts.function_call("dig", {"depth": depth}), usage=_USAGE))
        gemini.queue("inmost", "inner", "outer")
        got = call.ask(gemini.client(), config={"tools": [dig]})
        return got[-1].text, len(gemini.requests), gemini.totals()

    both = play_twice(script)

    assert both.bare == both.watched
    assert 6 == both.telemetry.total("gemini.client.calls")
    assert both.watched[2] == read_totals(both.telemetry) == read_events(both.telemetry)


def test_a_redaction_hook_asks(call: Caller, gemini: FakeGemini) -> None:
    """A hook that has Gemini look at what is to be redacted."""
    asker = _Asker(gemini)

    def redact(message: dict[str, Any]) -> dict[str, Any]:
        asker.ask()
        return message

    with record_telemetry(capture_content="SPAN_AND_EVENT", redact=redact) as telemetry:
        call.ask(gemini.client())

    assert asker.answers > 1
    _check(gemini, telemetry, 1 + asker.answers)


class _AskingHandler(logging.Handler):
    """A log handler that asks Gemini what a line means."""

    def __init__(self, ask: Callable[[], None]) -> None:
        super().__init__()
        self._ask = ask

    def emit(self, record: logging.LogRecord) -> None:  # noqa: ARG002 - its interface
        """Asks."""
        self._ask()


@contextmanager
def _handled(handler: logging.Handler) -> Generator[None]:
    logger = logging.getLogger("gemini_otel")
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)


def test_a_log_handler_asks(call: Caller, gemini: FakeGemini) -> None:
    """A line of ours, here that a model has no price, leads to a call."""
    asker = _Asker(gemini)
    with _handled(_AskingHandler(asker.ask)), record_telemetry() as telemetry:
        call.ask(gemini.client(), model="a-model-without-a-price")

    assert 1 == asker.answers
    _check(gemini, telemetry, 2)


class _AskingProcessor(SpanProcessor):
    """A span processor that asks Gemini about each span."""

    def __init__(self, ask: Callable[[], None]) -> None:
        self._ask = ask

    def on_start(self, span: Any, parent_context: Any = None) -> None:  # noqa: ARG002 - its interface
        """Asks."""
        self._ask()

    def on_end(self, span: Any) -> None:  # noqa: ARG002 - its interface
        """Asks."""
        self._ask()


def test_a_span_processor_asks(call: Caller, gemini: FakeGemini) -> None:
    """Another call is made at the start of a call's span, and at its end, and all are counted.

    What is asked at the end is recorded after the call, and asked about once more.
    """
    asker, provider = _Asker(gemini), TracerProvider(shutdown_on_exit=False)
    provider.add_span_processor(_AskingProcessor(asker.ask))
    with record_telemetry(tracer_provider=provider) as telemetry:
        call.ask(gemini.client())

    assert 3 == asker.answers
    _check(gemini, telemetry, 4)


def test_a_stream_is_read_inside_a_stream(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """The first chunk of a stream leads to another stream, fifty deep."""
    client: Any = gemini.client()

    def descend(left: int) -> None:
        if left:
            stream = client.models.generate_content_stream(model=MODEL, contents="?")
            next(stream)
            descend(left - 1)
            stream.close()

    descend(50)

    assert 50 == telemetry.total("gemini.client.calls") == len(telemetry.spans)
    assert 50 == len(telemetry.events("gemini.usage"))
