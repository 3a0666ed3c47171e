"""Measures how fast full spools are moved into a database, by one process and by several."""

import multiprocessing
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

from gemini_otel_exporters._ledger import _store
from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._ledger._mover import Mover
from gemini_otel_exporters._ledger._rows import Row
from gemini_otel_exporters._ledger._spool import Spool
from tests.ledger.events import describe_usage, spell_line


class Moved(NamedTuple):
    """What a run was like; `pace_of_cpu` is of the processes that move, without a server."""

    name: str
    processes: int
    pace: float
    pace_of_cpu: float
    slowest_ms: float
    bytes_each: float


class _Share(NamedTuple):
    begun: float
    ended: float
    cpu: float
    moved: int
    slowest: float


class _Timed(_store.Store):
    slowest = 0.0

    def write(self, rows: Sequence[Row]) -> list[Row]:
        begun = time.perf_counter()
        written = super().write(rows)
        self.slowest = max(self.slowest, time.perf_counter() - begun)
        return written


def measure_moving(url: str, processes: int, responses: int, *, has_sums: bool = True) -> Moved:
    """Fills a spool in each process, then lets them all move at once."""
    context = multiprocessing.get_context("spawn")
    told, start = context.Queue(), context.Event()
    each = responses // processes
    crew = [
        context.Process(target=_work, args=(url, each, has_sums, told, start))
        for _ in range(processes)
    ]
    for one in crew:
        one.start()
    for _ in crew:
        told.get()
    start.set()
    shares: list[_Share] = [told.get() for _ in crew]
    for one in crew:
        one.join()
    return _add_up(url, shares, has_sums=has_sums)


def _add_up(url: str, shares: list[_Share], *, has_sums: bool) -> Moved:
    place = find_place(url)
    moved = sum(share.moved for share in shares)
    seconds = max(share.ended for share in shares) - min(share.begun for share in shares)
    name = "SQLite" if place.file else "PostgreSQL"
    return Moved(
        name if has_sums else f"{name} without hourly sums",
        len(shares),
        moved / seconds,
        moved / sum(share.cpu for share in shares),
        max(share.slowest for share in shares) * 1_000,
        Path(place.file).stat().st_size / moved if place.file else 0,
    )


def _work(url: str, responses: int, has_sums: bool, told: Any, start: Any) -> None:
    place = find_place(url)
    if not has_sums:
        setattr(_store, "add_to_hours", _add_nothing)  # noqa: B010 - it is imported there
    spool, store = Spool(place.spool, durable=False), _Timed(place)
    for _ in range(responses):
        spool.append(spell_line(describe_usage(), time_ns=time.time_ns()))
    store.prepare()
    mover = Mover(store, lambda: None)
    told.put(None)
    start.wait()
    begun, cpu = time.time(), time.process_time()
    mover.move_own(spool)
    told.put(_Share(begun, time.time(), time.process_time() - cpu, mover.moved, store.slowest))
    spool.close()
    store.close()


def _add_nothing(*_given: object) -> None: ...
