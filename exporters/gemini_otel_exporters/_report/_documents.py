"""A report for programs: one JSON document, and lines of CSV."""

import csv
import io
import json
import re
from collections.abc import Iterator, Sequence
from typing import Any, Final

from gemini_otel.cli._amounts import write_nano
from gemini_otel.cli._tables import clean
from gemini_otel_exporters._report._breakdown import Breakdown, Line
from gemini_otel_exporters._report._footer import list_losses
from gemini_otel_exporters._report._report import Report
from gemini_otel_exporters._report._sums import Sums
from gemini_otel_exporters._report._wording import NONE


_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""A spreadsheet computes what begins like this."""

_OURS: Final = re.compile(rf"{re.escape(NONE)}|\(\d+ others\)")
"""What we say in the place of a name, which may be somebody's name too."""

_FIGURES: Final = (
    "responses",
    "unpriced_responses",
    "incomplete_responses",
    "input_tokens",
    "output_tokens",
    "nano_usd",
    "usd",
    "complete",
)


_FIGURES_OF_LINES: Final = ("lines", "nano_usd", "usd")


def write_json(report: Report) -> str:
    """The report as one JSON document; amounts as whole nano-dollars and as decimal text."""
    return json.dumps(_describe(report), indent=2) + "\n"


def write_csv(report: Report) -> str:
    """The lines that were asked for by `--by`; else those of all tables, with their name first."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    asked = report.breakdown
    if asked:
        figures = _FIGURES_OF_LINES if asked.cut.is_of_lines else _FIGURES
        writer.writerow([*asked.cut.names, *figures])
        writer.writerows(
            [*_list_names(line, len(asked.cut.names)), *_list_figures(line.sums, figures)]
            for line in asked.lines
        )
    else:
        writer.writerow(["table", "name", *_FIGURES])
        writer.writerows(_list_all_cells(report))
    return text.getvalue()


def _describe(report: Report) -> dict[str, Any]:
    return {
        **_describe_question(report),
        "total": _describe_sums(report.total) | {"complete": not report.is_least},
        "previous": _describe_previous(report),
        "month": _describe_month(report),
        **_describe_shares(report),
        **_describe_doubts(report),
        "days": _list(("day",), report.days),
        "models": _list(("model",), report.models),
        "components": _list(("component",), report.components, of_lines=True),
        "by": _describe_breakdown(report.breakdown) if report.breakdown else None,
        "waiting_responses": report.waiting,
        "missing_responses": report.missing,
        "unread": list(list_losses(report)),
    }


def _describe_question(report: Report) -> dict[str, Any]:
    question = report.question
    return {
        "ledger": report.place,
        "sources": list(report.sources),
        "timezone": question.calendar.zone,
        "since": str(question.first),
        "until": str(question.last),
        "hours": question.period.hours,
        "in_progress": not question.is_over,
    }


def _describe_previous(report: Report) -> dict[str, Any]:
    calendar, before = report.question.calendar, report.previous_period
    return {
        "since": calendar.read_hour(before.start),
        "before": calendar.read_hour(before.end),
        **_describe_sums(report.previous),
    }


def _describe_shares(report: Report) -> dict[str, Any]:
    total = report.total
    return {
        "thinking": {
            **_describe_amount(report.thinking),
            "tokens": total.thoughts,
            "output_tokens": total.output_tokens,
        },
        "cache": {
            **{f"savings_{name}": one for name, one in _describe_amount(report.savings).items()},
            "tokens": total.cached,
            "input_tokens": total.input_tokens,
        },
        "grounding": {**_describe_amount(report.grounding), "queries": total.queries},
    }


def _describe_doubts(report: Report) -> dict[str, Any]:
    total = report.total
    return {
        "waste": {**_describe_sums(report.wasted), "by_outcome": _list(("outcome",), report.waste)},
        "retried": {**_describe_amount(report.retried), "responses": total.retried},
        "unpriced": {
            "responses": total.unpriced,
            "incomplete_responses": total.incomplete,
            "tokens": total.unpriced_tokens,
            "reasons": [one._asdict() for one in report.reasons],
        },
    }


def _describe_month(report: Report) -> dict[str, Any]:
    month = report.month
    projected = month.projected_nano
    return {
        "month": month.name,
        "to_date": _describe_sums(month.spent),
        "projected_nano_usd": projected,
        "projected_usd": None if projected is None else write_nano(projected),
        "method": month.method,
    }


def _describe_breakdown(breakdown: Breakdown) -> dict[str, Any]:
    cut = breakdown.cut
    return {
        "dimensions": list(cut.names),
        "lines": _list(cut.names, breakdown.lines, of_lines=cut.is_of_lines),
    }


def _list(
    names: Sequence[str], lines: Sequence[Line], *, of_lines: bool = False
) -> list[dict[str, Any]]:
    return [
        ({"others": line.others} if line.others else dict(zip(names, line.key, strict=True)))
        | (_describe_lines(line.sums) if of_lines else _describe_sums(line.sums))
        for line in lines
    ]


def _describe_lines(sums: Sums) -> dict[str, Any]:
    return {"lines": sums.responses, **_describe_amount(sums)}


def _describe_sums(sums: Sums) -> dict[str, Any]:
    return {
        "responses": sums.responses,
        "unpriced_responses": sums.unpriced,
        "incomplete_responses": sums.incomplete,
        "input_tokens": sums.input_tokens,
        "output_tokens": sums.output_tokens,
        **_describe_amount(sums),
        "complete": not sums.is_open,
    }


def _describe_amount(sums: Sums) -> dict[str, Any]:
    """Null, not 0, where nothing could be priced."""
    if not sums.has_amount:
        return {"nano_usd": None, "usd": None}
    return {"nano_usd": sums.nano, "usd": write_nano(sums.nano)}


def _list_all_cells(report: Report) -> Iterator[list[object]]:
    yield ["total", "", *_list_figures(report.total)]
    yield ["previous", "", *_list_figures(report.previous)]
    tables = {
        "day": report.days,
        "model": report.models,
        "component": report.components,
        "outcome": report.outcomes,
    }
    for table, lines in tables.items():
        for line in lines:
            yield [table, *_list_names(line, 1), *_list_figures(line.sums)]


def _list_names(line: Line, width: int) -> list[str]:
    if line.others:
        return [f"({line.others} others)", *[""] * (width - 1)]
    return [NONE if value is None else _defuse(value) for value in line.key]


def _defuse(value: str) -> str:
    """A name that a spreadsheet shows instead of computing it, and that is no word of ours."""
    value = clean(value)
    return f"'{value}" if value.startswith(_FORMULA) or _OURS.fullmatch(value) else value


def _list_figures(sums: Sums, figures: Sequence[str] = _FIGURES) -> list[object]:
    described = _describe_sums(sums) | _describe_lines(sums)
    return [_spell(described[figure]) for figure in figures]


def _spell(value: object) -> object:
    if isinstance(value, bool):
        return "true" if value else "false"
    return "" if value is None else value
