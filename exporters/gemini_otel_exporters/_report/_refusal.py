"""Why there is no report."""


class ReportError(Exception):
    """A report that was asked for cannot be made; the message says why and what helps."""
