"""Calls of which each has a model and a tenant of its own: what a hostile endpoint would make."""

import gc
from collections import Counter
from typing import Any, Final

import gemini_otel
from tests.soak.paths import MODEL, find_figures, sum_up
from tests.soak.script import write_prompt


NAMES: Final = "models and tenants"
"""What a leg of such calls is called."""

MOST_SERIES: Final = 2_000
"""What every instrument stays below: from there on an SDK merges series itself, or grows."""


class NamedLoad:
    """Every other call asks a model that nobody knows; each is on behalf of another tenant.

    Args:
        client: A client whose server follows the script.
    """

    SETTINGS: Final[dict[str, Any]] = {
        "metric_attribution_keys": ["tenant"],
        # So many that the bound on values is not what keeps the series few.
        "metric_attribution_values": 100_000,
    }

    def __init__(self, client: Any) -> None:
        self._models = client.models

    def run(self, first: int, calls: int) -> None:
        """Makes so many calls, of which the first has this number."""
        for serial in range(first, first + calls):
            path = _find_path(serial)
            with gemini_otel.attribution(tenant=f"tenant-{serial}"):
                self._models.generate_content(
                    model=MODEL if path == "whole" else f"gemini-invented-{serial}-x",
                    contents=write_prompt(path, serial),
                )

    def settle(self) -> None:
        """Nothing is dropped."""
        gc.collect()


def _find_path(serial: int) -> str:
    return "unknown" if serial % 2 else "whole"


def expect_of_names(first: int, calls: int) -> Counter[str]:
    """What so many of these calls add to the totals."""
    taken = Counter(_find_path(serial) for serial in range(first, first + calls))
    return sum_up((find_figures(path), times) for path, times in taken.items())
