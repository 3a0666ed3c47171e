"""Makes many calls at once: some from threads, some from the tasks of a loop."""

import asyncio
import gc
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Final

from tests.soak.caller import Caller, let_go
from tests.soak.paths import find_path


THREADS: Final = 4
TASKS: Final = 16

Jobs = Iterator[tuple[str, int]]
"""Paths and the numbers of the calls that take them."""


class Load:
    """Calls in the order of their numbers, as far as threads and tasks have one.

    Args:
        client: A client whose server follows the script.
    """

    def __init__(self, client: Any) -> None:
        self._client = client
        self._caller = Caller(client)
        self._loop = asyncio.new_event_loop()
        self._pool = ThreadPoolExecutor(THREADS)

    def run(self, first: int, calls: int) -> None:
        """Makes so many calls, of which the first has this number."""
        threads, tasks = _share_out(first, calls)
        shared = iter(threads)
        running = [self._pool.submit(self._work, shared) for _ in range(THREADS)]
        self._loop.run_until_complete(self._gather(iter(tasks)))
        for one in running:
            one.result()

    def run_alone(self, path: str, first: int, calls: int) -> None:
        """Makes so many calls of one path in this thread."""
        for serial in range(first, first + calls):
            self._caller.call(path, serial)

    def settle(self) -> None:
        """Waits for what was dropped: the loop's streams and the collector's."""
        let_go(self._loop)
        gc.collect()
        let_go(self._loop)

    def close(self) -> None:
        """Ends threads, connections and loop."""
        self._pool.shutdown()
        self._loop.run_until_complete(self._client.aio.aclose())
        self._client.close()
        self.settle()
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    def _work(self, jobs: Jobs) -> None:
        for path, serial in jobs:
            self._caller.call(path, serial)

    async def _gather(self, jobs: Jobs) -> None:
        await asyncio.gather(*(self._work_late(jobs) for _ in range(TASKS)))

    async def _work_late(self, jobs: Jobs) -> None:
        for path, serial in jobs:
            await self._caller.call_late(path, serial)


def _share_out(first: int, calls: int) -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """What threads do, and what tasks do."""
    paths = [(find_path(serial), serial) for serial in range(first, first + calls)]
    parts = (
        [(path.name, serial) for path, serial in paths if path.is_async is late]
        for late in (False, True)
    )
    threads, tasks = parts
    return threads, tasks
