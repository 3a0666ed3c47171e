"""Errors of Google's own servers, and of those in front of them."""

from gemini_otel.testing._answers import Raw
from gemini_otel.testing._fault import Fault


def cancelled() -> Fault:
    """The server has stopped working on the request."""
    return Fault(499, "CANCELLED", "The operation was cancelled.")


def internal() -> Fault:
    """Something broke inside; a context that is too long is among the causes."""
    return Fault(
        500,
        "INTERNAL",
        "An internal error has occurred. Please retry or report in "
        "https://developers.generativeai.google/guide/troubleshooting",
    )


def overloaded() -> Fault:
    """The model has no capacity left for the moment."""
    return Fault(503, "UNAVAILABLE", "The model is overloaded. Please try again later.")


def high_demand() -> Fault:
    """The same, in newer words."""
    return Fault(
        503,
        "UNAVAILABLE",
        "This model is currently experiencing high demand. Spikes in demand are usually "
        "temporary. Please try again later.",
    )


def deadline_expired() -> Fault:
    """The answer took longer than the server waits, reported as 503."""
    return Fault(503, "UNAVAILABLE", "Deadline expired before operation could complete.")


def deadline_exceeded() -> Fault:
    """The answer took longer than the server or the client's deadline allows."""
    return Fault(504, "DEADLINE_EXCEEDED", "Deadline Exceeded")


def bad_gateway() -> Raw:
    """A proxy's error page: HTML, not JSON."""
    page = (
        "<!DOCTYPE html>\n<html lang=en><title>Error 502 (Server Error)!!1</title>"
        "<p>The server encountered a temporary error and could not complete your request."
    )
    return Raw(page, 502, "text/html; charset=UTF-8")
