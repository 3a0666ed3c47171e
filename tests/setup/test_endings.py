"""What the program does with signals and with its standard error stays as it is."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.processes.launching import ROOT, SECONDS, Stage
from tests.programs import run
from tests.setup.conftest import read_ledger


_SETUP: Final = """
import os, signal, sys, threading
from gemini_otel_exporters import setup

def set_up():
    return setup(ledger=False, console="off")
"""
_HANDED_ON: Final = """
set_up()
before = signal.getsignal(signal.SIGTERM)
def handle(*told):
    if callable(before):
        before(*told)
    sys.exit(9)
signal.signal(signal.SIGTERM, handle)
"""
_HANDLERS: Final = [
    ("handled = lambda *_: sys.exit(9)\nsignal.signal(signal.SIGTERM, handled)\nset_up()", 9),
    ("signal.signal(signal.SIGTERM, signal.SIG_IGN)\nset_up()", 0),
    ("set_up()\nsignal.signal(signal.SIGTERM, lambda *_: sys.exit(9))", 9),
    (_HANDED_ON, 9),
    ("setup(ledger=False, console='off', sigterm=False)", -signal.SIGTERM),
    ("thread = threading.Thread(target=set_up)\nthread.start()\nthread.join()", -signal.SIGTERM),
    ("set_up().shutdown()", -signal.SIGTERM),
    ("set_up()", -signal.SIGTERM),
]


@pytest.mark.parametrize(("program", "code"), _HANDLERS)
def test_sigterm_does_what_it_did(program: str, code: int) -> None:
    """The exit status is the program's own, whoever handles the signal."""
    ended = run(f"{_SETUP}{program}\nos.kill(os.getpid(), signal.SIGTERM)\nsignal.sigpending()")

    assert (code, "", "") == (ended.code, ended.output, ended.errors)


_STUCK: Final = """
from opentelemetry.sdk.trace import SpanProcessor, TracerProvider
from opentelemetry import trace
import gemini_otel_exporters._setup._endings as endings
endings._PATIENCE_S = 0.2
never = threading.Lock()
class Stuck(SpanProcessor):
    def shutdown(self):
        never.acquire()
pipeline = set_up()
trace.get_tracer_provider().add_span_processor(Stuck())
never.acquire()
os.kill(os.getpid(), signal.SIGTERM)
"""


def test_a_shutdown_that_hangs_does_not_keep_the_process() -> None:
    """What it needs may be held by the thread that the signal interrupts."""
    assert -signal.SIGTERM == run(f"{_SETUP}{_STUCK}").code


_CALL: Final = """
import os, sys
from google import genai
from gemini_otel_exporters import setup
setup()
{before}
client = genai.Client()
for _ in range(3):
    client.models.generate_content(model="gemini-3.5-flash", contents="Hello?")
print("done")
"""


def _fill(pipe: int) -> None:
    with contextlib.suppress(BlockingIOError):
        while os.write(pipe, b"x" * 65_536):
            pass


@pytest.mark.parametrize(
    "before",
    ["", "os.close(2)", "sys.stderr.close()", "sys.stderr = None", "os.set_blocking(2, False)"],
    ids=["nobody reads", "closed", "closed in Python", "none", "full"],
)
def test_a_broken_standard_error(before: str, stage: Stage, tmp_path: Path) -> None:
    """The program answers, ends with 0, and its ledger is whole."""
    reading, writing = os.pipe()
    if "False" in before:
        os.set_blocking(writing, False)
        _fill(writing)
    else:
        os.close(reading)
    done = subprocess.run(
        [sys.executable, "-c", _CALL.format(before=before)],
        cwd=ROOT,
        env=stage.env,
        stdout=subprocess.PIPE,
        stderr=writing,
        check=False,
        timeout=SECONDS,
    )
    os.close(writing)

    assert (0, b"done\n") == (done.returncode, done.stdout)
    assert 3 == len(read_ledger(tmp_path))
