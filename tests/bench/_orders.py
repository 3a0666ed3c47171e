"""Does its work in a process when told to, and times it or lets its instructions be counted."""

import gc
import json
import random
import sys
import time
from collections.abc import Sequence
from typing import Final, Protocol


COUNTED_IN: Final = "PyRun_StringFlags"
"""The C function below `exec("...")`: what runs inside it is counted."""

CUT_AT: Final = "Py_SetRecursionLimit"
"""The C function below `sys.setrecursionlimit()`: a count ends where it is called."""


class Work(Protocol):
    """What a process can be told to do, scenario by scenario."""

    def warm_up(self, scenario: str) -> None:
        """Does it as often as it takes for caches and bytecode to settle."""

    def examine(self, scenario: str) -> dict[str, int]:
        """Does it once, and says what came of it."""
        ...

    def make(self, scenario: str, times: int) -> None:
        """Does it so many times."""


def obey(work: Work, counted: Sequence[str] | None) -> None:
    """Takes orders from the input; or counts these, each `scenario:times`, and ends."""
    if counted is None:
        _serve(work)
    else:
        _count(work, counted)


def _serve(work: Work) -> None:
    """Answers each line of orders with a line of results."""
    for line in sys.stdin:
        order = json.loads(line)
        scenario = order["scenario"]
        if order["do"] == "time":
            reply: object = _time(work, scenario, order["times"])
        else:
            work.warm_up(scenario)
            reply = work.examine(scenario)
            gc.collect()
            gc.freeze()
        print(json.dumps(reply), flush=True)


def _time(work: Work, scenario: str, times: int) -> float:
    """CPU seconds of the whole process, each time."""
    gc.collect()
    before = time.process_time()
    work.make(scenario, times)
    return (time.process_time() - before) / times


def _count(work: Work, orders: Sequence[str]) -> None:
    """Does the work of each order between two cuts."""
    gc.disable()
    for order in orders:
        scenario, times = order.split(":")
        work.warm_up(scenario)
        random.seed(0)
        _cut()
        exec(f"work.make({scenario!r}, {times})", {"work": work})  # noqa: S102 - the marker
        _cut()


def _cut() -> None:
    sys.setrecursionlimit(sys.getrecursionlimit())
