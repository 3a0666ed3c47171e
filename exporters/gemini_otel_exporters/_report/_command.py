"""The command `gemini-otel report`: what Gemini has cost, by the ledger."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from gemini_otel.cli._options import WrongUsage


if TYPE_CHECKING:
    from gemini_otel_exporters._report._options import Options
    from gemini_otel_exporters._report._report import Report

_FORMATS: Final = ("table", "json", "csv", "html")
_PARTLY_READ: Final = 1
_EXTRAS: Final = {"sqlalchemy": "report", "platformdirs": "report", "orjson": "report"}


@click.command(short_help="What Gemini has cost, from the ledger.")
@click.option("--since", metavar="DAY", help="The first day; else the first of the month.")
@click.option("--until", metavar="DAY", help="The last day, which counts; else today.")
@click.option(
    "--by",
    metavar="LIST",
    help="Break down by one or several of model, tier, platform, outcome, component, feature, "
    "tenant, operation, service, environment, hour, day and month: --by tenant,month.",
)
@click.option(
    "--top",
    type=click.IntRange(min=1),
    metavar="N",
    help="Of --by, only the N most expensive; the others as one line.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    default="table",
    help="What to write; html is one page with charts, which loads nothing.",
)
@click.option(
    "--out",
    type=click.Path(dir_okay=False, path_type=Path),
    help="The file to write it to; else it is printed.",
)
@click.option(
    "--ledger",
    metavar="URL|FILE",
    help="The ledger: a SQLite file, the URL of a database, or a file of usage events (.jsonl); "
    "else $GEMINI_OTEL_LEDGER, or the usual place.",
)
@click.option(
    "--timezone",
    "zone",
    default="America/Los_Angeles",
    help="Whose days; else Pacific ones, by which Google bills.",
)
def report(  # noqa: PLR0913 - one for each option
    *,
    since: str | None,
    until: str | None,
    by: str | None,
    top: int | None,
    form: str,
    out: Path | None,
    ledger: str | None,
    zone: str,
) -> None:
    """What Gemini has cost, as the ledger recorded it.

    Without options: the month to date, in total, by day, model and component of the bill, what
    thinking took, what caches saved, what was paid for without an answer, what has no price, the
    period before, and what the month comes to. Days are Pacific, as on Google's bill.

    The ledger is only read. The exit code is 1 if a part of it could not be read, and 2 if there
    is no report.
    """
    try:
        from gemini_otel_exporters._report._options import Options
    except ModuleNotFoundError as error:
        raise _name_extra(error) from error
    made = _make(Options(since, until, by, top, zone), ledger, with_owners=form == "html")
    _write(made, form, out)
    sys.exit(_PARTLY_READ if made.has_losses else 0)


def _make(options: "Options", ledger: str | None, *, with_owners: bool) -> "Report":
    try:
        from gemini_otel_exporters._report._options import read_question
        from gemini_otel_exporters._report._refusal import ReportError
        from gemini_otel_exporters._report._whole import report_on
    except ModuleNotFoundError as error:
        raise _name_extra(error) from error
    try:
        return report_on(ledger, read_question(options), with_owners=with_owners)
    except ReportError as error:
        raise WrongUsage(str(error)) from error


def _write(made: "Report", form: str, out: Path | None) -> None:
    if form == "table" and out is None:
        from gemini_otel_exporters._report._terminal import print_report

        print_report(made, sys.stdout)
        return
    text = _spell(made, form)
    if out is None:
        click.echo(text, nl=False)
        return
    try:
        out.write_text(text, encoding="utf-8")
    except OSError as error:
        raise WrongUsage(
            f"The report cannot be written to {out} ({error.strerror}); name another file."
        ) from error
    click.echo(f"The report is in {out}", err=True)


def _spell(made: "Report", form: str) -> str:
    from gemini_otel_exporters._report._documents import write_csv, write_json
    from gemini_otel_exporters._report._page import write_page
    from gemini_otel_exporters._report._terminal import write_table

    forms = {"table": write_table, "json": write_json, "csv": write_csv, "html": write_page}
    return forms[form](made)


def _name_extra(error: ModuleNotFoundError) -> WrongUsage:
    package = (error.name or "").partition(".")[0]
    if package not in _EXTRAS:
        raise error
    return WrongUsage(
        f"A report needs {package}, which is not installed: "
        f"pip install 'gemini-otel[{_EXTRAS[package]}]'"
    )
