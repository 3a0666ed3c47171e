"""Asks the checks that other distributions add, by entry points."""

from collections.abc import Iterator
from importlib.metadata import EntryPoint, entry_points
from typing import Final

from gemini_otel._doctor import _codes
from gemini_otel._doctor._finding import STATUSES, Finding


_GROUP: Final = "gemini_otel.checks"


def examine_added() -> Iterator[Finding]:
    """What they find; one that fails is a finding itself."""
    for point in sorted(entry_points(group=_GROUP), key=lambda one: one.name):
        yield from _ask_safely(point)


def _ask_safely(point: EntryPoint) -> list[Finding]:
    try:
        return _ask(point)
    except Exception as fault:  # noqa: BLE001 - whatever it is, the others are asked too
        return [describe_failure(point.name, fault)]


def _ask(point: EntryPoint) -> list[Finding]:
    found = list(point.load()())
    strange = [type(one).__name__ for one in found if not isinstance(one, Finding)]
    if strange:
        raise TypeError(f"it gave {strange[0]}, not gemini_otel.Finding")
    unknown = [one.status for one in found if one.status not in STATUSES]
    if unknown:
        raise ValueError(f"it gave the status {unknown[0]!r}, not one of {', '.join(STATUSES)}")
    return found


def describe_failure(name: str, fault: Exception) -> Finding:
    """The finding about a check that failed."""
    return Finding(
        _codes.CHECK_FAILED,
        "warning",
        f"The check {name} failed: {_quote(fault)}",
        "What it looks at is not known: report it to whoever makes it.",
        name,
    )


def _quote(fault: Exception) -> str:
    try:
        return f"{type(fault).__name__}: {str(fault)[:200]}"
    except Exception:  # noqa: BLE001 - a fault of others may have no words
        return type(fault).__name__
