"""Runs the demo as a program of its own."""

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final


ROOT: Final = Path(__file__).parents[2]
MODULE: Final = ("-m", "gemini_otel.demo")

# What would change the demo's ways, wherever the tests are run.
_PREFIXES: Final = ("GEMINI_", "GOOGLE_", "OTEL_")
_NAMES: Final = {"COLUMNS", "FORCE_COLOR", "NO_COLOR", "TTY_COMPATIBLE", "PYTHONIOENCODING"}
_PATIENCE_S: Final = 120


@dataclass(frozen=True, slots=True)
class Run:
    """What a run of the demo left.

    Attributes:
        code: The exit code.
        out: Standard output; on a terminal, all that it got.
        error: Standard error; on a terminal, nothing.
    """

    code: int
    out: str
    error: str = ""

    @property
    def lines(self) -> list[str]:
        """The lines of standard output."""
        return self.out.splitlines()

    def row(self, start: str) -> list[list[str]]:
        """The words of each line that begins with a word."""
        words = (line.split() for line in self.lines)
        return [line[1:] for line in words if line[:1] == [start]]


def run_in_pipe(*arguments: str, **variables: str) -> Run:
    """Runs the demo with its output in a pipe.

    Args:
        arguments: Of the demo; those of Python itself where the first is `-c`.
        variables: Environment variables to set.

    Returns:
        What it left.
    """
    words = arguments if arguments[:1] == ("-c",) else (*MODULE, *arguments)
    done = subprocess.run(
        [sys.executable, *words],
        cwd=ROOT,
        env=_environment(variables),
        capture_output=True,
        timeout=_PATIENCE_S,
        check=False,
    )
    return Run(done.returncode, done.stdout.decode(), done.stderr.decode())


def run_on_terminal(**variables: str) -> Run:
    """Runs the demo on a terminal of 100 columns."""
    ours, theirs = os.openpty()
    environment = _environment({"TERM": "xterm-256color", "COLUMNS": "100", **variables})
    with subprocess.Popen(
        [sys.executable, *MODULE],
        cwd=ROOT,
        env=environment,
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        out = _read_all(ours)
        return Run(process.wait(_PATIENCE_S), out)


def _read_all(terminal: int) -> str:
    """All that comes until the last program has left; Linux then reports an error."""
    pieces: list[bytes] = []
    with contextlib.suppress(OSError):
        while piece := os.read(terminal, 65_536):
            pieces.append(piece)
    os.close(terminal)
    return b"".join(pieces).decode()


def _environment(variables: dict[str, str]) -> dict[str, str]:
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in _NAMES and not name.startswith(_PREFIXES)
    }
    return {**kept, **variables}
