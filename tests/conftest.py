"""What every test stands on: faults of ours show, nothing stays instrumented, no context leaks."""

import logging
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import certifi
import pytest
from opentelemetry import context as otel_context

from gemini_otel import _guard, _log
from gemini_otel._capture._generation_stream import disown_live_streams
from gemini_otel._switch import uninstrument
from gemini_otel.testing import FakeGemini
from gemini_otel.testing._telemetry import Telemetry, record_telemetry
from tests.shapes import SHAPES, Caller
from tests.targets import find_wrapped


# What they need is not in the environments of frameworks.
if TYPE_CHECKING:
    from tests.backends.filled import Filled
    from tests.databases import PostgreSQL as PostgreSQLServer


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Says at the end which servers' programs were used, in which versions."""
    # Imported by those that need it only: what it is made for is not in every environment.
    binaries = sys.modules.get("tests.backends.binaries")
    for line in sorted(getattr(binaries, "USED", ())):
        terminalreporter.write_line(f"used: {line}")


# They run in environments of their own: `make test-frameworks`.
collect_ignore = ["frameworks", "neighbours"]


@pytest.fixture(scope="session", autouse=True)
def _one_certificate(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let clients load one certificate in place of 150: that is nine tenths of making one."""
    given = os.environ.get("SSL_CERT_FILE")
    bundle = Path(certifi.where()).read_text(encoding="ascii", errors="ignore")
    begin, end = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
    first = bundle[bundle.index(begin) : bundle.index(end) + len(end)]
    file = tmp_path_factory.mktemp("certificates") / "one.pem"
    file.write_text(f"{first}\n", encoding="ascii")
    os.environ["SSL_CERT_FILE"] = str(file)
    yield
    del os.environ["SSL_CERT_FILE"]
    if given is not None:
        os.environ["SSL_CERT_FILE"] = given


@pytest.fixture(autouse=True)
def _faults_show() -> Iterator[None]:
    """A fault inside the library fails the test; what was said or counted before is forgotten."""
    _log.forget()
    _guard.faults.clear()
    before = _guard.handle_faults_with(_guard.reraise)
    yield
    _guard.handle_faults_with(before)


@pytest.fixture
def production_guard() -> dict[str, int]:
    """The guard as users have it; returns where it counts faults."""
    _guard.handle_faults_with(_guard.log_fault)
    return _guard.faults


@pytest.fixture(autouse=True)
def _no_stream_stays_open() -> Iterator[None]:
    """What a test left half-read, or broke the end of, tells nothing when the interpreter ends."""
    yield
    disown_live_streams()


@pytest.fixture(autouse=True)
def _nothing_stays_instrumented() -> Iterator[None]:
    """No test leaves a wrapper behind."""
    yield
    uninstrument()

    assert [] == list(find_wrapped())


class _Complaints(logging.Handler):
    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(record.getMessage())


@pytest.fixture(autouse=True)
def _context_stays_whole() -> Iterator[None]:
    """The current context is as before, and OpenTelemetry never failed to detach one."""
    before = otel_context.get_current()
    logger, complaints = logging.getLogger("opentelemetry.context"), _Complaints()
    logger.addHandler(complaints)
    yield
    logger.removeHandler(complaints)

    assert [] == complaints.lines
    assert before == otel_context.get_current()


@pytest.fixture
def gemini() -> Iterator[FakeGemini]:
    """A server of this test's own."""
    with FakeGemini() as server:
        yield server


@pytest.fixture
def client(gemini: FakeGemini) -> Any:
    """A real client of that server."""
    return gemini.client()


@pytest.fixture
def telemetry() -> Iterator[Telemetry]:
    """The SDK is instrumented for the length of the test; this is what comes out."""
    with record_telemetry() as recorded:
        yield recorded


@pytest.fixture(scope="session")
def postgresql() -> "Iterator[PostgreSQLServer]":
    """A real PostgreSQL, started once; make a database in it, and leave it running."""
    from tests.databases import PostgreSQL

    with PostgreSQL() as server:
        yield server


def _make_caller(name: str) -> Iterator[Caller]:
    caller = Caller.of(name)
    yield caller
    caller.close()


@pytest.fixture(params=SHAPES)
def call(request: pytest.FixtureRequest) -> Iterator[Caller]:
    """Each of the four ways to ask: whole or streamed, sync or async."""
    yield from _make_caller(request.param)


@pytest.fixture(params=["whole", "async-whole"])
def whole_call(request: pytest.FixtureRequest) -> Iterator[Caller]:
    """Both ways to ask for a whole answer."""
    yield from _make_caller(request.param)


@pytest.fixture(params=["stream", "async-stream"])
def stream_call(request: pytest.FixtureRequest) -> Iterator[Caller]:
    """Both ways to ask for a stream."""
    yield from _make_caller(request.param)


@pytest.fixture(params=["async-whole", "async-stream"])
def async_call(request: pytest.FixtureRequest) -> Iterator[Caller]:
    """Both ways to ask from a coroutine."""
    yield from _make_caller(request.param)


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Iterator["Filled"]:
    """The workload in a real Prometheus and VictoriaMetrics, once; ask them, add nothing."""
    from tests.backends.filled import fill

    with fill(tmp_path_factory.mktemp("filled")) as both:
        yield both
