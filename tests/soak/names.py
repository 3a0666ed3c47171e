"""Calls on behalf of ever new tenants, to models that nobody knows, as a broken program makes."""

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

KNOWN_EVERY: Final = 2
"""Half of the calls have a price, so that the series of costs are many as well."""


class NamedLoad:
    """Each call is on behalf of another tenant, and asks another model, but some a known one.

    Args:
        client: A client whose server follows the script.
        known_every: Which calls ask the model that has a price.
    """

    SETTINGS: Final[dict[str, Any]] = {
        "metric_attribution_keys": ["tenant"],
        # So many that the bound on values is not what keeps the series few.
        "metric_attribution_values": 100_000,
    }

    def __init__(self, client: Any, known_every: int = KNOWN_EVERY) -> None:
        self._models = client.models
        self._known_every = known_every

    def run(self, first: int, calls: int) -> None:
        """Makes so many calls, of which the first has this number."""
        for serial in range(first, first + calls):
            path = _find_path(serial, self._known_every)
            with gemini_otel.attribution(tenant=f"tenant-{serial}"):
                self._models.generate_content(
                    model=MODEL if path == "whole" else f"gemini-invented-{serial}-x",
                    contents=write_prompt(path, serial),
                )

    def settle(self) -> None:
        """Nothing is dropped."""
        gc.collect()


def _find_path(serial: int, known_every: int) -> str:
    return "unknown" if serial % known_every else "whole"


def expect_of_names(first: int, calls: int, known_every: int = KNOWN_EVERY) -> Counter[str]:
    """What so many of these calls add to the totals."""
    taken = Counter(_find_path(serial, known_every) for serial in range(first, first + calls))
    return sum_up((find_figures(path), times) for path, times in taken.items())
