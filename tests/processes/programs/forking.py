"""Children made in every way Python has, under a parent that has called Gemini before.

The way is the first argument. The second says which providers a child uses: `own` ones that it
makes as a worker should, or the `inherited` ones of its parent.
"""

import multiprocessing
import os
import sys
from collections.abc import Callable
from typing import Any

from google.genai import Client

import gemini_otel
from tests.processes.programs.pipeline import Providers
from tests.processes.programs.questions import PAUSED, ask, ask_and_read


_left_open: list[Any] = []
_inherited: list[Providers] = []


def work_with_own() -> None:
    """What a worker does first: providers of its own, then the instrumentation anew."""
    providers = Providers()
    gemini_otel.uninstrument()
    gemini_otel.instrument(
        tracer_provider=providers.tracing,
        meter_provider=providers.metering,
        logger_provider=providers.journal,
    )
    call()
    providers.shut_down()


def work_with_inherited() -> None:
    """What a child does that was forked without thinking of telemetry."""
    call()
    _inherited[0].shut_down()


def call() -> None:
    """Two answers, through a client of this process."""
    ask_and_read(Client())


def fork(work: Callable[[], None], children: int) -> None:
    """By hand; the child leaves as a child of `os.fork` should."""
    started: list[int] = []
    for _ in range(children):
        child = os.fork()
        if not child:
            work()
            os._exit(0)
        started.append(child)
    for child in started:
        assert 0 == os.waitpid(child, 0)[1]


def start_processes(way: str, work: Callable[[], None], children: int) -> None:
    """By `multiprocessing`."""
    context: Any = multiprocessing.get_context(way)
    processes = [context.Process(target=work) for _ in range(children)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert 0 == process.exitcode


def main(way: str, work: Callable[[], None], children: int) -> None:
    """Three answers before the children, one after, and a stream that is open all the while."""
    _inherited.append(Providers().make_global())
    gemini_otel.instrument()
    client = Client()
    ask_and_read(client)
    stream = client.models.generate_content_stream(model=PAUSED, contents="Hello?")
    next(stream)
    next(stream)
    _left_open.append(stream)
    if way == "os.fork":
        fork(work, children)
    else:
        start_processes(way, work, children)
    ask(client)


if __name__ == "__main__":
    if sys.argv[2] == "own":
        main(sys.argv[1], work_with_own, children=2)
    else:
        main(sys.argv[1], work_with_inherited, children=1)
