"""A fork and an export keep out of each other's way, for gRPC cannot be forked within a call."""

import os
import signal
import threading
from collections.abc import Sequence

import pytest
from opentelemetry.sdk.trace import ReadableSpan
from opentelemetry.sdk.trace.export import SpanExporter, SpanExportResult

from gemini_otel_exporters._setup._renewal import RenewedSpanExporter


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")

_SECONDS = 20


class _Slow(SpanExporter):
    """An exporter whose collector answers when it is told to."""

    def __init__(self) -> None:
        self.begun, self.answered = threading.Event(), threading.Event()
        self.ended = False

    def export(self, spans: Sequence[ReadableSpan]) -> SpanExportResult:
        del spans
        self.begun.set()
        self.answered.wait(_SECONDS)
        self.ended = True
        return SpanExportResult.SUCCESS

    def shutdown(self) -> None: ...


def _export_and_fork(slow: _Slow) -> tuple[int, bool]:
    """How a child ends that exports too, and whether the export had ended when it was forked."""
    exporter = RenewedSpanExporter(lambda: slow)
    thread = threading.Thread(target=exporter.export, args=([],))
    thread.start()
    slow.begun.wait(_SECONDS)
    child = os.fork()
    if not child:
        signal.alarm(_SECONDS)
        had_ended = slow.ended
        slow.answered.set()
        exporter.export([])
        os._exit(int(had_ended))
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    slow.answered.set()
    thread.join()
    return code, exporter.export([]) is SpanExportResult.SUCCESS


def test_a_fork_waits_for_an_export() -> None:
    """A child is forked when the export that was on its way is over; both export afterwards."""
    slow = _Slow()
    threading.Timer(0.02, slow.answered.set).start()

    assert (1, True) == _export_and_fork(slow)


def test_a_fork_does_not_wait_for_long() -> None:
    """Where no collector answers the program forks after a moment; both export afterwards."""
    assert (0, True) == _export_and_fork(_Slow())
