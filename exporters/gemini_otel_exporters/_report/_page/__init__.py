"""A report as one page of HTML, which loads nothing."""

from gemini_otel_exporters._report._page._page import write_page


__all__ = ["write_page"]
