"""setup() within setup(): what it loads may call it, as may another thread."""

from pathlib import Path
from typing import Final

from tests.programs import Run, run


_METADATA: Final = "Metadata-Version: 2.1\nName: strangers\nVersion: 1\n"
_ENTRY_POINTS: Final = "[opentelemetry_traces_exporter]\nstranger = strangers:Spans\n"
_CALLER: Final = """
from opentelemetry.sdk.trace.export import ConsoleSpanExporter
from gemini_otel_exporters import setup

class Spans(ConsoleSpanExporter):
    def __init__(self):
        super().__init__()
        try:
            setup(traces="stranger", ledger=False, console="off")
        except ValueError as error:
            print(type(error).__name__, error)
"""
_SETUP: Final = """
from gemini_otel_exporters import setup
with setup(traces="stranger", ledger=False, console="off") as pipeline:
    print(setup(traces="stranger", ledger=False, console="off") is pipeline)
"""
_SLOW: Final = """
import threading
from opentelemetry.sdk.trace.export import ConsoleSpanExporter
begun, asked = threading.Event(), threading.Event()

class Spans(ConsoleSpanExporter):
    def __init__(self):
        super().__init__()
        begun.set()
        asked.wait(20)
"""
_TWO_THREADS: Final = """
import threading
import strangers
from gemini_otel_exporters import setup
made = []

def set_up():
    made.append(setup(traces="stranger", ledger=False, console="off"))

threads = [threading.Thread(target=set_up) for _ in range(2)]
threads[0].start()
strangers.begun.wait(20)
threads[1].start()
threads[1].join(0.2)
print(threads[1].is_alive())
strangers.asked.set()
for thread in threads:
    thread.join()
print(len(made), made[0] is made[1])
"""


def _run(folder: Path, module: str, program: str) -> Run:
    """Runs a program where an exporter of spans is installed, which is in a module."""
    info = folder / "strangers-1.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(_METADATA)
    (info / "entry_points.txt").write_text(_ENTRY_POINTS)
    (folder / "strangers.py").write_text(module)
    return run(f"import sys; sys.path.insert(0, {str(folder)!r})\n{program}")


def test_an_exporter_that_sets_up(tmp_path: Path) -> None:
    """The inner call is refused with what is the matter, and the outer one goes on."""
    done = _run(tmp_path, _CALLER, _SETUP)

    refusal, is_same = done.output.splitlines()
    assert (0, "True") == (done.code, is_same)
    assert "ConfigurationError gemini_otel: setup() was called within setup()" in refusal


def test_another_thread_waits(tmp_path: Path) -> None:
    """It gets what the first one makes."""
    done = _run(tmp_path, _SLOW, _TWO_THREADS)

    assert (0, ["True", "2 True"]) == (done.code, done.output.splitlines())
