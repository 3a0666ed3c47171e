"""A ledger of its own for one run of a program, and the report on it: the end of the demo."""

from datetime import datetime, timezone
from pathlib import Path
from typing import Final

from opentelemetry.sdk._logs import LogRecordProcessor
from rich.console import Console

from gemini_otel_exporters._ledger._processor import LedgerProcessor
from gemini_otel_exporters._report._calendar import Calendar
from gemini_otel_exporters._report._page import write_page
from gemini_otel_exporters._report._question import ask
from gemini_otel_exporters._report._report import Report
from gemini_otel_exporters._report._terminal import show
from gemini_otel_exporters._report._whole import report_on


_LEDGER: Final = "ledger.db"
_PAGE: Final = "report.html"


class Demonstration:
    """Keeps what one run records, then reports on it.

    Args:
        folder: A fresh one; the ledger and the page stay in it.
    """

    def __init__(self, folder: Path) -> None:
        self._file = folder / _LEDGER
        self._page = folder / _PAGE
        self._calendar = Calendar()
        self._since = self._calendar.today(datetime.now(timezone.utc))
        self._keeper = LedgerProcessor(self._file)
        self._report: Report | None = None

    @property
    def processor(self) -> LogRecordProcessor:
        """What keeps the records."""
        return self._keeper

    def end(self) -> tuple[int, int, str]:
        """Reads everything back; tells the responses, the nano-dollars and the file of the page."""
        self._keeper.force_flush()
        self._keeper.shutdown()
        question = ask(self._calendar, datetime.now(timezone.utc), since=self._since)
        report = report_on(str(self._file), question, with_owners=True)
        self._page.write_text(write_page(report), encoding="utf-8")
        self._report = report
        return report.total.responses, report.total.nano, str(self._page)

    def show(self, console: Console) -> None:
        """Prints the report, once it has ended."""
        if self._report:
            show(console, self._report)
