"""The version of this distribution."""

import importlib.metadata
from typing import Final


def _read_version() -> str:
    try:
        return importlib.metadata.version("gemini-otel")
    except importlib.metadata.PackageNotFoundError:  # run from a source tree
        return "0+unknown"


VERSION: Final = _read_version()
