"""The price engine alone, in a process of its own that makes the bills it is told to."""

import argparse
from typing import Final

from gemini_otel.pricing import load_catalog
from gemini_otel.pricing._engine import charge
from tests.bench._bills import CONSUMPTIONS
from tests.bench._orders import obey


_WARM_UP: Final = 50


class MeasuredBills:
    """The bills, by a catalog that is loaded and warm."""

    def __init__(self) -> None:
        self._catalog = load_catalog()

    def make(self, scenario: str, times: int) -> None:
        """Makes a bill so many times."""
        catalog, consumption = self._catalog, CONSUMPTIONS[scenario]
        for _ in range(times):
            charge(consumption, catalog)

    def warm_up(self, scenario: str) -> None:
        """Lets the catalog make its card, and CPython adapt its bytecode."""
        self.make(scenario, _WARM_UP)

    def examine(self, scenario: str) -> dict[str, int]:
        """What the bill says."""
        cost = charge(CONSUMPTIONS[scenario], self._catalog)
        return {"nano_usd": cost.nano or 0, "charges": len(cost.charges), "gaps": len(cost.gaps)}


def main() -> None:
    """Loads the prices, and then does what it is told."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--count", nargs="*", metavar="SCENARIO:TIMES")
    obey(MeasuredBills(), parser.parse_args().count)


if __name__ == "__main__":
    main()
