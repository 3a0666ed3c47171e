"""One variant behind one pipeline, in a process of its own that makes the calls it is told to."""

import argparse
import gc
import json
import random
import sys
import time
from typing import Any, Final

from tests.bench import _plan
from tests.bench._calls import Calls
from tests.bench._floor import Floor
from tests.bench._pipelines import EMITTED, Emitted, count_records, set_up


_WARM_UP: Final = 12
"""CPython adapts its bytecode to what it runs within the first eight calls."""

COUNTED_IN: Final = "PyRun_StringFlags"
"""The C function below `exec("...")`: what runs inside it is counted."""

CUT_AT: Final = "Py_SetRecursionLimit"
"""The C function below `sys.setrecursionlimit()`: a count ends where it is called."""


def _wrap(variant: str) -> None:
    if variant in (_plan.FLOOR, _plan.LEAN):
        Floor(is_lean=variant == _plan.LEAN).place()
    elif variant in (_plan.QUIET, _plan.FULL):
        import gemini_otel

        gemini_otel.instrument(usage_event=variant == _plan.FULL)


def _warm_up(calls: Calls, scenario: str) -> None:
    is_long = scenario in (_plan.STREAM_1000.name, _plan.IMAGE.name)
    calls.make(scenario, 1 if is_long else _WARM_UP)


def _examine(calls: Calls, scenario: str, reader: Any) -> dict[str, Any]:
    """What one call emits."""
    before = Emitted(EMITTED.spans, EMITTED.attributes, EMITTED.events)
    records, _ = count_records(reader)
    calls.make(scenario, 1)
    more, series = count_records(reader)
    return {
        "spans": EMITTED.spans - before.spans,
        "attributes": EMITTED.attributes - before.attributes,
        "events": EMITTED.events - before.events,
        "records": more - records,
        "series": series,
    }


def _time(calls: Calls, scenario: str, times: int) -> float:
    """CPU seconds of the whole process, a call."""
    gc.collect()
    before = time.process_time()
    calls.make(scenario, times)
    return (time.process_time() - before) / times


def _serve(calls: Calls, reader: Any) -> None:
    """Answers each line of orders with a line of results."""
    for line in sys.stdin:
        order = json.loads(line)
        scenario = order["scenario"]
        if order["do"] == "time":
            reply: object = _time(calls, scenario, order["times"])
        else:
            _warm_up(calls, scenario)
            reply = _examine(calls, scenario, reader)
            gc.collect()
            gc.freeze()
        print(json.dumps(reply), flush=True)


def _count(calls: Calls, orders: list[str]) -> None:
    """Makes the calls of each order between two cuts."""
    gc.disable()
    for order in orders:
        scenario, times = order.split(":")
        _warm_up(calls, scenario)
        random.seed(0)
        _cut()
        exec(f"calls.make({scenario!r}, {times})", {"calls": calls})  # noqa: S102 - the marker
        _cut()


def _cut() -> None:
    sys.setrecursionlimit(sys.getrecursionlimit())


def main() -> None:
    """Sets the process up, and then serves or counts."""
    parser = argparse.ArgumentParser()
    parser.add_argument("variant", choices=_plan.VARIANTS)
    parser.add_argument("pipeline", choices=_plan.PIPELINES)
    parser.add_argument("--count", nargs="*", metavar="SCENARIO:TIMES")
    given = parser.parse_args()
    reader = set_up(given.pipeline)
    _wrap(given.variant)
    calls = Calls()
    if given.count is None:
        _serve(calls, reader)
    else:
        _count(calls, given.count)


if __name__ == "__main__":
    main()
