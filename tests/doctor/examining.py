"""Instruments with providers of a test's own, and reads one finding."""

from typing import Any

import gemini_otel
from gemini_otel import Finding
from gemini_otel._doctor import _codes
from tests.programs import run


Told = tuple[str, str, str | None]


def examine(code: str, **settings: Any) -> Finding:
    """The only finding of a code, in this process, instrumented with these settings."""
    gemini_otel.uninstrument()
    gemini_otel.instrument(**settings)
    return find(code)


def find(code: str) -> Finding:
    """The only finding of a code, in this process as it is."""
    diagnosis = gemini_otel.doctor()

    assert () == diagnosis.find(_codes.CHECK_FAILED)
    (found,) = diagnosis.find(code)
    return found


def run_program(program: str, code: str, *, forks: bool = False, **env: str) -> list[Told]:
    """Status, subject and sentence of each finding of a code, in a program of its own.

    Args:
        program: Its source; it prints what `tell()` gives.
        code: The code of the findings.
        forks: Whether it forks.
        **env: Environment variables.
    """
    telling = (
        "import gemini_otel\n"
        "def tell():\n"
        f"    for one in gemini_otel.doctor().find({code!r}):\n"
        "        print(repr((one.status, one.seen, one.subject)), flush=True)\n"
    )
    done = run(telling + program, env=env, forks=forks)

    assert 0 == done.code, done.errors
    return [eval(line) for line in done.output.splitlines()]  # noqa: S307 - what we printed
