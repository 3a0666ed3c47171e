"""The processes that do their work when they are told to, one for each thing that is measured."""

import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Generator, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final


ROOT: Final = Path(__file__).parents[2]


def make_environment() -> dict[str, str]:
    """The environment of a process that measures: ours, without settings of the telemetry."""
    prefixes = ("OTEL_", "GEMINI_", "GOOGLE_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(prefixes)}
    return {**kept, "PYTHONHASHSEED": "0"}


Commands = Mapping[str, Sequence[str]]
"""How to start a process, by the name of what it measures."""

ENGINE: Final = "engine"
ENGINE_COMMANDS: Final[Commands] = {ENGINE: [sys.executable, "-m", "tests.bench._engine"]}


def make_commands(variants: Iterable[str], pipeline: str) -> Commands:
    """How to start these variants behind a pipeline."""
    start = [sys.executable, "-m", "tests.bench._worker"]
    return {variant: [*start, variant, pipeline] for variant in variants}


class Worker:
    """One process, and what it measures."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self.name = name
        self._process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=make_environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def examine(self, scenario: str) -> dict[str, int]:
        """What comes of a scenario; the process is warm afterwards."""
        return dict(self._ask({"do": "examine", "scenario": scenario}))

    def time(self, scenario: str, times: int) -> float:
        """CPU seconds each time."""
        return float(self._ask({"do": "time", "scenario": scenario, "times": times}))

    def _ask(self, order: dict[str, object]) -> Any:
        if self._process.stdin is None or self._process.stdout is None:
            raise RuntimeError("a worker was started without pipes")
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"the process of {self.name!r} ended; its traceback is above")
        return json.loads(line)

    def dismiss(self) -> None:
        """Ends the process."""
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe:
                pipe.close()
        self._process.wait()


@contextlib.contextmanager
def hire(commands: Commands) -> Generator[list[Worker]]:
    """The processes of these commands, for as long as the block lasts."""
    with contextlib.ExitStack() as stack:
        crew = [Worker(name, command) for name, command in commands.items()]
        for worker in crew:
            stack.callback(worker.dismiss)
        yield crew
