"""What the command does once its arguments are read and all it needs is there."""

import dataclasses
import json
import sys
from typing import TYPE_CHECKING

from gemini_otel import ConfigurationError
from gemini_otel.demo._progress import Progress
from gemini_otel.demo._terminal import open_console


if TYPE_CHECKING:
    from rich.console import Console

    from gemini_otel.demo._ledger import Ledger
    from gemini_otel.demo._report import Report


def run_command(model: str | None, *, fake: bool, as_json: bool) -> int:
    """Runs the demo and shows it.

    Args:
        model: The model of the scenes; None for the usual one.
        fake: Whether FakeGemini answers even where there is a key.
        as_json: Whether to print one JSON document instead.

    Returns:
        The exit code: 0 if what was recorded is exact, 1 if not, 2 for a malformed setting.
    """
    console = open_console(sys.stderr if as_json else sys.stdout)
    try:
        with Progress(console) as progress:
            # Importing the SDK takes a while, and that is seen as well.
            from gemini_otel.demo._run import run

            report, ledger = run(model, fake=fake, follow=progress.follow)
    except ConfigurationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    _publish(report, ledger, None if as_json else console)
    return 0 if report.is_exact else 1


def _publish(report: "Report", ledger: "Ledger", console: "Console | None") -> None:
    if console is None:
        print(to_json(report))
        return
    from gemini_otel.demo._show import show

    show(console, report, ledger)


def to_json(report: "Report") -> str:
    """The report as one JSON document."""
    document = dataclasses.asdict(report)
    for name, one in (
        ("comparison", report.comparison),
        ("cost_comparison", report.cost_comparison),
        ("ledger_comparison", report.ledger_comparison),
    ):
        document[name] |= {"is_exact": one.is_exact, "verdict": one.verdict}
    return json.dumps(document, indent=2)
