"""What the doctor says of a ledger; nothing where there is none."""

import importlib.util
import os
from collections.abc import Iterator
from typing import Final

from gemini_otel import Finding


_VARIABLE: Final = "GEMINI_OTEL_LEDGER"
_NEEDED: Final = ("sqlalchemy", "orjson", "platformdirs")


def examine_ledger() -> Iterator[Finding]:
    """Where the ledger is, whether it takes responses, and what waits for it."""
    missing = [name for name in _NEEDED if importlib.util.find_spec(name) is None]
    if not missing:
        from gemini_otel_exporters._ledger._examination import examine

        yield from examine()
    elif os.environ.get(_VARIABLE, "").strip():
        yield Finding(
            "ledger.place",
            "problem",
            f"{_VARIABLE} names a ledger, and {missing[0]} is not installed.",
            "pip install 'gemini-otel[ledger]'",
        )
