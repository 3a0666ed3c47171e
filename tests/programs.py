"""Runs whole programs in processes of their own."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Final, NamedTuple


_SECONDS: Final = 60
_BARE: Final = "import gemini_otel\n"
_INSTRUMENTED: Final = "import gemini_otel; gemini_otel.instrument()\n"
_ROOT: Final = Path(__file__).parents[1]


class Run(NamedTuple):
    """What a program did."""

    output: str
    errors: str
    code: int


def run(program: str, *, env: dict[str, str] | None = None, through: tuple[str, ...] = ()) -> Run:
    """Runs a program to its end; one that hangs shows where, and fails.

    Args:
        program: Its source.
        env: Environment variables besides the usual ones; `OTEL_*` and `GEMINI_*` of this
            process are left out.
        through: A command that starts the interpreter, in front of it.

    Returns:
        Its output, its errors and its exit code.
    """
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("OTEL_", "GEMINI_", "GOOGLE"))}
    hang = f"import faulthandler; faulthandler.dump_traceback_later({_SECONDS}, exit=True)\n"
    done = subprocess.run(
        [*through, sys.executable, "-c", hang + program],
        capture_output=True,
        text=True,
        check=False,
        cwd=_ROOT,
        env={**kept, **(env or {})},
        timeout=2 * _SECONDS,
    )
    return Run(done.stdout, done.stderr, done.returncode)


def run_twice(program: str) -> tuple[Run, Run]:
    """Runs a program without us, and instrumented in its first line."""
    return run(_BARE + program), run(_INSTRUMENTED + program)
