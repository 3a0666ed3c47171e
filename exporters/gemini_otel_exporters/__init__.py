"""Exporters for what gemini_otel records; importing this package imports nothing optional."""

import importlib
from typing import TYPE_CHECKING, Final


if TYPE_CHECKING:
    from gemini_otel_exporters._ledger._processor import LedgerProcessor

__all__ = ["LedgerProcessor"]

_PLACES: Final = {"LedgerProcessor": ("gemini_otel_exporters._ledger._processor", "ledger")}
"""Where each public name is, and the extra that it needs."""


def __getattr__(name: str) -> object:
    """Loads what is asked for; a missing package is told with the extra that brings it."""
    if name not in _PLACES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    module, extra = _PLACES[name]
    try:
        return getattr(importlib.import_module(module), name)
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("gemini_otel"):
            raise
        raise ModuleNotFoundError(
            f"gemini_otel_exporters.{name} needs {error.name}, which is not installed: "
            f"pip install 'gemini-otel[{extra}]'",
            name=error.name,
        ) from error
