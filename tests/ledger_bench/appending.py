"""Measures what the call path pays for a ledger, beyond the event itself."""

import statistics
import time
from pathlib import Path
from typing import Final, NamedTuple

from gemini_otel_exporters import LedgerProcessor
from tests.ledger.events import describe_usage, make_record


_TIMES: Final = 5_000


class Append(NamedTuple):
    """The cost of one event."""

    median_us: float
    slow_us: float


def measure_append(file: Path, *, durable: bool) -> Append:
    """The cost of an event with five lines on its bill, the moving thread being at work."""
    processor = LedgerProcessor(file, durable=durable)
    records = [make_record(describe_usage()) for _ in range(_TIMES // (10 if durable else 1))]
    costs = [_measure(processor, record, durable=durable) for record in records]
    processor.shutdown()
    slow = statistics.quantiles(costs, n=100)[-1]
    return Append(statistics.median(costs) / 1_000, slow / 1_000)


def _measure(processor: LedgerProcessor, record: object, *, durable: bool) -> int:
    begun = time.perf_counter_ns()
    processor.on_emit(record)  # type: ignore[arg-type]  # a record, by the list it is from
    if durable:
        processor._keeper.settle()
    return time.perf_counter_ns() - begun
