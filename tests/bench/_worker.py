"""One variant behind one pipeline, in a process of its own that makes the calls it is told to."""

import argparse
from typing import Any, Final

from tests.bench import _plan
from tests.bench._calls import Calls
from tests.bench._floor import Floor
from tests.bench._omissions import omit_pricing, repeat_pricing
from tests.bench._orders import obey
from tests.bench._pipelines import EMITTED, Emitted, count_records, set_up


_WARM_UP: Final = 12
"""CPython adapts its bytecode to what it runs within the first eight calls."""

_WITHOUT_EVENT: Final = (_plan.QUIET, _plan.QUIET_UNPRICED)
_WITHOUT_PRICE: Final = (_plan.UNPRICED, _plan.QUIET_UNPRICED)


class MeasuredCalls:
    """The calls of one variant, and what they emit.

    Args:
        reader: The metric reader of the pipeline, if it has one.
    """

    def __init__(self, reader: Any) -> None:
        self._calls = Calls()
        self._reader = reader

    def make(self, scenario: str, times: int) -> None:
        """Makes so many calls of a scenario."""
        self._calls.make(scenario, times)

    def warm_up(self, scenario: str) -> None:
        """Makes a dozen calls, or one where a call is long."""
        is_long = scenario in (_plan.STREAM_1000.name, _plan.IMAGE.name)
        self.make(scenario, 1 if is_long else _WARM_UP)

    def examine(self, scenario: str) -> dict[str, int]:
        """What one call emits."""
        before = Emitted(EMITTED.spans, EMITTED.attributes, EMITTED.events)
        records, _ = count_records(self._reader)
        self.make(scenario, 1)
        more, series = count_records(self._reader)
        return {
            "spans": EMITTED.spans - before.spans,
            "attributes": EMITTED.attributes - before.attributes,
            "events": EMITTED.events - before.events,
            "records": more - records,
            "series": series,
        }


def _wrap(variant: str) -> None:
    if variant in (_plan.FLOOR, _plan.LEAN):
        Floor(is_lean=variant == _plan.LEAN).place()
    elif variant != _plan.BARE:
        _instrument(variant)


def _instrument(variant: str) -> None:
    import gemini_otel

    if variant in _WITHOUT_PRICE:
        omit_pricing()
    elif variant == _plan.REPEATED:
        repeat_pricing()
    gemini_otel.instrument(usage_event=variant not in _WITHOUT_EVENT)


def main() -> None:
    """Sets the process up, and then does what it is told."""
    parser = argparse.ArgumentParser()
    parser.add_argument("variant", choices={**_plan.VARIANTS, **_plan.OMISSIONS})
    parser.add_argument("pipeline", choices=_plan.PIPELINES)
    parser.add_argument("--count", nargs="*", metavar="SCENARIO:TIMES")
    given = parser.parse_args()
    reader = set_up(given.pipeline)
    _wrap(given.variant)
    obey(MeasuredCalls(reader), given.count)


if __name__ == "__main__":
    main()
