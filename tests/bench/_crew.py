"""The processes of one pipeline, one for each variant, that make calls when they are told to."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Generator, Iterable
from pathlib import Path
from typing import Any, Final


ROOT: Final = Path(__file__).parents[2]


def make_environment() -> dict[str, str]:
    """The environment of a process that measures: ours, without settings of the telemetry."""
    prefixes = ("OTEL_", "GEMINI_", "GOOGLE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(prefixes)}
    return {**kept, "PYTHONHASHSEED": "0"}


def make_command(variant: str, pipeline: str) -> list[str]:
    """The command that starts a variant behind a pipeline."""
    return [sys.executable, "-m", "tests.bench._worker", variant, pipeline]


class Worker:
    """One variant in its own process."""

    def __init__(self, variant: str, pipeline: str) -> None:
        self.variant = variant
        self._process = subprocess.Popen(
            make_command(variant, pipeline),
            cwd=ROOT,
            env=make_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def examine(self, scenario: str) -> dict[str, int]:
        """What one call of a scenario emits; the process is warm afterwards."""
        return dict(self._ask({"do": "examine", "scenario": scenario}))

    def time(self, scenario: str, times: int) -> float:
        """CPU seconds a call."""
        return float(self._ask({"do": "time", "scenario": scenario, "times": times}))

    def _ask(self, order: dict[str, object]) -> Any:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("a worker was started without pipes")
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process of {self.variant!r} ended; its traceback is above")
        return json.loads(line)

    def dismiss(self) -> None:
        """Ends the process."""
        if self._process.stdin:
            self._process.stdin.close()
        self._process.wait()


@contextlib.contextmanager
def hire(variants: Iterable[str], pipeline: str) -> Generator[list[Worker]]:
    """The processes of these variants, for as long as the block lasts."""
    with contextlib.ExitStack() as stack:
        crew = [Worker(variant, pipeline) for variant in variants]
        for worker in crew:
            stack.callback(worker.dismiss)
        yield crew
