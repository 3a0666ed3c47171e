"""A report from a place and a question to its last figure."""

import os
from typing import Final

from gemini_otel_exporters._report._assembly import make_report
from gemini_otel_exporters._report._place import read_place
from gemini_otel_exporters._report._question import Question
from gemini_otel_exporters._report._reading import open_ledger
from gemini_otel_exporters._report._report import Report


_VARIABLE: Final = "GEMINI_OTEL_LEDGER"


def report_on(given: str | None, question: Question, *, with_owners: bool = False) -> Report:
    """The report on a ledger; on the usual one where none is given.

    Raises:
        ReportError: It cannot be made.
    """
    place = read_place(given or os.environ.get(_VARIABLE) or _find_usual())
    with open_ledger(place) as ledger:
        return make_report(ledger, question, with_owners=with_owners)


def _find_usual() -> str:
    import platformdirs

    return str(platformdirs.user_data_path("gemini-otel") / "ledger.db")
