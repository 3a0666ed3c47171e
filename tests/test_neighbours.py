"""Another instrumentation that wraps the same calls is named once, and nothing gets inexact."""

import functools
import logging
import sys
import types
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import wrapt
from google.genai.models import AsyncModels, Models

from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import MODEL, Caller


PEER = "openinference.instrumentation.google_genai"
_METHODS = [
    (owner, name)
    for owner in (Models, AsyncModels)
    for name in ("generate_content", "generate_content_stream")
]


def _make_wrapper() -> Callable[..., Any]:
    """A function of the peer's, as its wrappers are: it passes the call on."""
    module = types.ModuleType(PEER)
    code = "def trace(wrapped, instance, args, kwargs):\n    return wrapped(*args, **kwargs)\n"
    exec(code, module.__dict__)  # noqa: S102 - its globals must be the peer's
    made: Callable[..., Any] = module.__dict__["trace"]
    return made


@pytest.fixture(params=["wrapt", "functools"])
def _peer(request: pytest.FixtureRequest) -> Iterator[None]:
    """Wraps the public methods, in one of the two ways that instrumentations do it."""
    trace = _make_wrapper()
    originals = {(owner, name): vars(owner)[name] for owner, name in _METHODS}
    for (owner, name), original in originals.items():
        wrapper: Any = wrapt.FunctionWrapper(original, trace)
        setattr(owner, name, wrapper if request.param == "wrapt" else _wrap(original, trace))
    yield
    for (owner, name), original in originals.items():
        setattr(owner, name, original)


def _wrap(original: Any, trace: Callable[..., Any]) -> Any:
    """A plain function of the peer's around the SDK's."""
    code = "def traced(self, *args, **kwargs):\n    return original(self, *args, **kwargs)\n"
    names = {**trace.__globals__, "original": original}
    exec(code, names)  # noqa: S102 - its globals must be the peer's
    return functools.wraps(original)(names["traced"])


@pytest.mark.usefixtures("_peer")
def test_it_is_named_once(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """A person is told who else records the calls, and how to have one span a call."""
    client = gemini.client()

    with caplog.at_level(logging.WARNING, "gemini_otel"):
        call.ask(client, model=MODEL)
        call.ask(client, model=MODEL)

    (line,) = [record.getMessage() for record in caplog.records]
    assert PEER in line
    assert "OTEL_PYTHON_DISABLED_INSTRUMENTATIONS" in line
    assert 2 == len(telemetry.spans)


@pytest.mark.usefixtures("_peer")
def test_totals_stay_exact(gemini: FakeGemini, telemetry: Telemetry, call: Caller) -> None:
    """Each billed response is counted once, whoever wraps the call."""
    call.ask(gemini.client(), model=MODEL)

    assert sum(gemini.totals().values()) == telemetry.total("gemini.client.tokens")
    assert 1 == telemetry.total("gemini.client.calls")


def test_nobody_is_named_where_nobody_is(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """Neither the SDK's own decorators nor ours are another instrumentation."""
    with caplog.at_level(logging.WARNING, "gemini_otel"):
        call.ask(gemini.client(), model=MODEL)

    assert [] == caplog.records
    assert telemetry.spans
    assert PEER not in sys.modules
