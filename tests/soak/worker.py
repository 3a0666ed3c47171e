"""One process of a soak, which makes calls when it is told to and says what came of it."""

import contextlib
import json
import logging
import sys
import time
from collections.abc import Callable
from typing import Any, Final

from tests.soak import memory
from tests.soak.load import Load
from tests.soak.names import NAMES, NamedLoad
from tests.soak.pipeline import Pipeline
from tests.soak.setting import connect, instrumented, loaded


BARE: Final = "bare"
OWN: Final = "own"
TRACED: Final = "traced"


class Worker:
    """What can be asked of a process.

    Args:
        load: Makes the calls.
        pipeline: Where their telemetry goes; none in a process that is not instrumented.
    """

    def __init__(self, load: Load | NamedLoad, pipeline: Pipeline | None) -> None:
        self._load = load
        self._pipeline = pipeline
        self._asked: dict[str, Callable[[dict[str, Any]], object]] = {
            "run": self._run,
            "time": self._time,
            "read": self._read,
        }

    def obey(self, order: dict[str, Any]) -> object:
        """Does what a line of orders says."""
        return self._asked[order["do"]](order)

    def _run(self, order: dict[str, Any]) -> object:
        self._load.run(order["first"], order["calls"])
        self._settle()
        return {"rss": memory.read_rss() if memory.can_read_rss() else 0}

    def _settle(self) -> None:
        """Ends what was dropped and sends out what waits."""
        self._load.settle()
        if self._pipeline:
            self._pipeline.flush()
        self._load.settle()

    def _time(self, order: dict[str, Any]) -> object:
        """CPU seconds of this thread a call: what the caller of Gemini waits for."""
        if isinstance(self._load, NamedLoad):
            raise TypeError("only the mixed load is timed")
        began = time.thread_time()
        self._load.run_alone("whole", order["first"], order["calls"])
        return {"seconds": (time.thread_time() - began) / order["calls"]}

    def _read(self, order: dict[str, Any]) -> object:
        """Everything that is known of the calls so far."""
        del order
        self._settle()
        traced = memory.read_traced()
        alive = memory.count_alive()
        waiting = memory.count_waiting()
        if self._pipeline is None:
            return {}
        return {
            "told": self._pipeline.read(),
            "work": self._pipeline.read_work(),
            "series": self._pipeline.count_series(),
            "alive": alive,
            "waiting": waiting,
            "traced": traced,
        }


def serve(worker: Worker) -> None:
    """Answers each line of orders with a line of results."""
    for line in sys.stdin:
        print(json.dumps(worker.obey(json.loads(line))), flush=True)


def main(kind: str, url: str | None = None) -> None:
    """Sets the process up and does what it is told, until nobody tells any more."""
    for name in ("gemini_otel", "google_genai"):
        logging.getLogger(name).setLevel(logging.ERROR)
    if kind == TRACED:
        memory.start_tracing()
    with contextlib.ExitStack() as stack:
        pipeline = None if kind == BARE else Pipeline()
        if pipeline:
            settings = NamedLoad.SETTINGS if kind == NAMES else {}
            stack.enter_context(instrumented(pipeline, **settings))
        if kind == NAMES:
            serve(Worker(NamedLoad(connect(None)), pipeline))
        else:
            serve(Worker(stack.enter_context(loaded(connect(url))), pipeline))


if __name__ == "__main__":
    main(*sys.argv[1:])
