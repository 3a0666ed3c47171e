"""A report from a place and a question to its last figure."""

from gemini_otel_exporters._report._assembly import make_report
from gemini_otel_exporters._report._place import read_place
from gemini_otel_exporters._report._question import Question
from gemini_otel_exporters._report._reading import open_ledger
from gemini_otel_exporters._report._report import Report


def report_on(given: str | None, question: Question, *, with_owners: bool = False) -> Report:
    """The report on a ledger; on the usual one where none is given.

    Raises:
        ReportError: It cannot be made.
    """
    with open_ledger(read_place(given)) as ledger:
        return make_report(ledger, question, with_owners=with_owners)
