"""The options of the command, and the question that they make."""

from datetime import date, datetime, timezone
from typing import Final, NamedTuple

from gemini_otel_exporters._report._calendar import Calendar
from gemini_otel_exporters._report._dimensions import read_cut
from gemini_otel_exporters._report._question import Question, ask
from gemini_otel_exporters._report._refusal import ReportError


class Options(NamedTuple):
    """What was given on the command line."""

    since: str | None
    until: str | None
    by: str | None
    top: int | None
    zone: str


def read_question(given: Options, now: datetime | None = None) -> Question:
    """The question of some options.

    Raises:
        ReportError: One of them makes no sense, or some make none together.
    """
    if given.top is not None and not given.by:
        raise ReportError(
            "--top needs --by, for it is about the groups of that; for example --by model --top 5."
        )
    return ask(
        Calendar(given.zone),
        now or datetime.now(timezone.utc),
        since=_read_day("--since", given.since),
        until=_read_day("--until", given.until),
        cut=read_cut(given.by) if given.by is not None else None,
        top=given.top,
    )


def _read_day(option: str, text: str | None) -> date | None:
    if text is None:
        return None
    try:
        return datetime.strptime(text, _DAY).replace(tzinfo=timezone.utc).date()
    except ValueError as error:
        raise ReportError(
            f"{option} is {text!r}, which is no day; give one such as 2026-11-21."
        ) from error


_DAY: Final = "%Y-%m-%d"
