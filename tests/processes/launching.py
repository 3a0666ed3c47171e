"""Starts programs in processes of their own, pointed at a fake Gemini and at a receiver."""

import contextlib
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple

from gemini_otel.testing import FakeGemini, Reply, Request
from tests.accounts import paused_reply
from tests.processes.programs.questions import PAUSED
from tests.processes.receiver import Receiver
from tests.processes.told import Told


PROGRAMS: Final = "tests.processes.programs"
ROOT: Final = Path(__file__).parents[2]
TEMPORALITY: Final = "OTEL_EXPORTER_OTLP_METRICS_TEMPORALITY_PREFERENCE"
SECONDS: Final = 60
_FOREIGN: Final = ("OTEL_", "GEMINI_", "GOOGLE", "PYTEST_", "COV_")


class Ended(NamedTuple):
    """How a program ended."""

    code: int
    output: str
    errors: str


class Stage:
    """A fake Gemini and a receiver, and the environment that leads a program to both."""

    def __init__(self, gemini: FakeGemini, receiver: Receiver) -> None:
        self.gemini = gemini
        self.receiver = receiver
        gemini.respond(_pause)
        self.env = {
            **{k: v for k, v in os.environ.items() if not k.startswith(_FOREIGN)},
            "GEMINI_API_KEY": "test-key",
            "GOOGLE_GEMINI_BASE_URL": gemini.url,
            "NO_PROXY": "127.0.0.1",
            "OTEL_EXPORTER_OTLP_ENDPOINT": receiver.url,
            "OTEL_METRIC_EXPORT_INTERVAL": "100",
            "PYTHONPATH": str(ROOT),
        }

    def start(self, *command: str, **env: str) -> "subprocess.Popen[str]":
        """Starts `python -m command`; whoever asks for it ends it."""
        return subprocess.Popen(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env={**self.env, **env},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, program: str, *arguments: str, **env: str) -> Ended:
        """Runs a program of ours to its end."""
        return finish(self.start(f"{PROGRAMS}.{program}", *arguments, **env))

    def check(self, *, repeats_histograms: bool = False) -> Told:
        """What all processes told: fails unless it is what was served, once on every signal.

        Args:
            repeats_histograms: Whether a provider was forked, which tells its parent's again.

        Returns:
            What they told together.
        """
        told = self.receiver.all()
        served = self.gemini.totals()

        assert sum(served.values())
        assert served == told.counted() == told.announced()
        assert repeats_histograms or check_histograms(told)
        assert told.calls() == len(told.spans) == len({span.span_id for span in told.spans})
        assert [] == told.steps_down
        assert 0 == told.total("gemini.internal.errors")
        return told


def _pause(request: Request) -> Reply | None:
    is_paused = request.model == PAUSED and request.operation == "generate_content"
    return paused_reply() if is_paused else None


def check_histograms(told: Told) -> bool:
    """Whether the standard histograms have the calls and the tokens that the counters have."""
    tokens, calls = told.total("gen_ai.client.token.usage"), "gen_ai.client.operation.duration"
    return (tokens, told.count(calls)) == (sum(told.counted().values()), told.calls())


def stop(process: "subprocess.Popen[str]") -> None:
    """Ends a program at once if it runs, and whatever it started."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def finish(process: "subprocess.Popen[str]") -> Ended:
    """Waits for a program to end; one that hangs is killed, and fails the test."""
    try:
        output, errors = process.communicate(timeout=SECONDS)
    except subprocess.TimeoutExpired:
        stop(process)
        output, errors = process.communicate()
        raise AssertionError(f"{process.args!r} hangs:\n{output}{errors}") from None
    return Ended(process.returncode, output, errors)
