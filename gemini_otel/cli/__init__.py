"""The command `gemini-otel`: what Gemini costs, has cost and would cost."""

import io
import os
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
    try:
        try:
            program(prog_name="gemini-otel")
        finally:
            sys.stdout.flush()
    except OSError as error:
        return _give_up(error)
    return 0


def _give_up(error: OSError) -> int:
    """Says what became of the output, which a full disk takes a part of only."""
    with open(os.devnull, "wb") as nowhere:  # noqa: PTH123 - a path is no descriptor's
        os.dup2(nowhere.fileno(), 1)  # what is left in the buffer goes there at exit
    sys.stderr.write(f"gemini-otel: {error.strerror or error}; its output is not complete.\n")
    return 1


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
