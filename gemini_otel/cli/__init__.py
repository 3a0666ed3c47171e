"""The command `gemini-otel`: what Gemini costs, has cost and would cost."""

import io
import sys
from typing import Final


_NEEDED: Final = ("click", "rich")


def main() -> int:
    """Runs the command; returns its exit code."""
    try:
        from gemini_otel.cli._program import program
    except ModuleNotFoundError as error:
        return _refuse(error)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # a name may not fit its encoding
    program(prog_name="gemini-otel")
    return 0


def _refuse(error: ModuleNotFoundError) -> int:
    """Names the extra that is missing; anything else that is not found is a fault of ours."""
    package = (error.name or "").partition(".")[0]
    if package not in _NEEDED:
        raise error
    sys.stderr.write(
        f"The command gemini-otel needs {package}, which is not installed: "
        "pip install 'gemini-otel[cli]'\n"
    )
    return 2
