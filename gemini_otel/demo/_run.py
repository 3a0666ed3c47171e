"""Runs the demo: plays the scenes while everything is recorded, then reads the report."""

import logging
import os
from collections.abc import Callable
from typing import Final

from gemini_otel.demo._ledger import Ledger, open_ledger
from gemini_otel.demo._logbook import keep_log
from gemini_otel.demo._performance import Performance, perform
from gemini_otel.demo._report import Report, read_report
from gemini_otel.demo._stage import Stage, open_stage
from gemini_otel.testing._telemetry import record_beside


_SILENCERS: Final = ("OTEL_SDK_DISABLED", "OTEL_TRACES_SAMPLER")

Follow = Callable[[Stage, "list[Performance]"], None]
"""Is told before the first scene and after each, with those that were played so far."""


def run(model: str | None, *, fake: bool, follow: Follow) -> tuple[Report, Ledger]:
    """Runs the demo.

    Args:
        model: The model of every scene that needs none of its own; None for the usual one.
        fake: Whether FakeGemini answers even where there is a key.
        follow: Is told of the progress.

    Returns:
        What was recorded, and what it is compared with; and the ledger that kept it.
    """
    # The SDK warns of parts that are not text, and of two keys; that is not what this shows.
    logging.getLogger("google_genai").setLevel(logging.ERROR)
    # Nor is what this shell tells OpenTelemetry to leave out of programs.
    for variable in _SILENCERS:
        os.environ.pop(variable, None)
    ledger = open_ledger()
    with (
        keep_log() as log,
        # In a program of yours this is `gemini_otel.instrument()`, and your own providers. Usage
        # events are on whatever the shell says: costs are compared with them.
        record_beside(ledger.processor, usage_event=True) as telemetry,
        open_stage(model, fake=fake) as stage,
    ):
        played: list[Performance] = []
        follow(stage, played)
        for performance in perform(stage):
            played.append(performance)
            follow(stage, played)
        return read_report(stage, played, telemetry, log, ledger), ledger
