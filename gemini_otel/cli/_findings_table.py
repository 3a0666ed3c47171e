"""Shows people what was found: a table on a terminal, a line a finding in a pipe."""

import sys
from collections import Counter
from typing import Final

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text

from gemini_otel._doctor._finding import STATUSES, Diagnosis, Finding, Status, make_printable
from gemini_otel.cli._amounts import show_amount
from gemini_otel.cli._specimens import Specimen
from gemini_otel.cli._tables import make_table, print_out


_INTRODUCTION: Final = (
    "A process of its own, instrumented from this environment.",
    "Your running program is not seen: call gemini_otel.doctor() there.",
    "",
)
_STYLES: Final[dict[Status, str]] = {
    "ok": "green",
    "note": "cyan",
    "warning": "yellow",
    "problem": "bold red",
}


def show_diagnosis(diagnosis: Diagnosis, specimens: list[Specimen]) -> None:
    """Prints all findings, what was sent, and how many there are of each status."""
    is_terminal = sys.stdout.isatty()
    found: list[RenderableType] = (
        [_make_findings(diagnosis)] if is_terminal else [str(one) for one in diagnosis.findings]
    )
    sent: list[RenderableType] = ["", _make_specimens(specimens)] if specimens else []
    print_out(*_INTRODUCTION, *found, *sent, "", _sum_up(diagnosis))


def _make_findings(diagnosis: Diagnosis) -> Table:
    table = Table(box=None, pad_edge=False, show_header=False, show_edge=False)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    area = ""
    for one in diagnosis.findings:
        if area not in ("", one.code.partition(".")[0]):
            table.add_row()
        area = one.code.partition(".")[0]
        status = Text(one.status, _STYLES[one.status])
        table.add_row(status, make_printable(one.code), _make_cell(one))
    return table


def _make_cell(finding: Finding) -> Group:
    seen = Text(make_printable(finding.seen))
    advice = [Text(make_printable(finding.advice), "italic")] if finding.advice else []
    return Group(seen, *advice)


def _make_specimens(specimens: list[Specimen]) -> Table:
    amounts = ("served", "counted", "event", "cost")
    table = make_table("sent", "span", *amounts, "", amounts=amounts)
    for one in specimens:
        cost = "-" if one.cost_nano is None else show_amount(one.cost_nano)
        event = "-" if one.told is None else str(one.told)
        numbers = (str(one.served), str(one.counted), event, cost)
        span = make_printable(one.span or "-")
        table.add_row(one.name, span, *numbers, "exact" if one.is_exact else "not exact")
    return table


def _sum_up(diagnosis: Diagnosis) -> str:
    counted = Counter(one.status for one in diagnosis.findings)
    plural = {"ok": "ok", "note": "notes", "warning": "warnings", "problem": "problems"}
    said = [
        f"{counted[one]} {one if counted[one] == 1 else plural[one]}"
        for one in STATUSES
        if counted[one]
    ]
    return f"{', '.join(said)}."
