"""The command `python -m tests.ledger_bench`: prints what a ledger costs and how much it takes."""

import argparse
import os
import sys
import tempfile
from pathlib import Path

from tests.bench._machine import Load, count_cores, read_load
from tests.databases import PostgreSQL
from tests.ledger_bench.appending import measure_append
from tests.ledger_bench.moving import Moved, measure_moving


def main() -> int:
    """Prints the tables.

    Returns:
        0, or 1 if a ledger takes fewer responses a second than are promised.
    """
    parser = argparse.ArgumentParser("python -m tests.ledger_bench", description=__doc__)
    parser.add_argument("--responses", type=int, default=40_000, help="of each run")
    parser.add_argument("--least", type=int, default=5_000, help="responses a second, else 1")
    given = parser.parse_args()
    before = read_load()
    with tempfile.TemporaryDirectory() as name, PostgreSQL() as server:
        folder = Path(name)
        os.environ["XDG_DATA_HOME"] = name
        _show_appends(folder)
        print("| into | processes | responses/s | a second of CPU | slowest commit | bytes each |")
        print("| --- | --- | --- | --- | --- | --- |")
        runs = [
            _show(measure_moving(str(folder / "one.db"), 1, given.responses)),
            _show(measure_moving(str(folder / "eight.db"), 8, given.responses)),
            _show(measure_moving(server.make_database(), 8, given.responses)),
        ]
        _show(measure_moving(str(folder / "no-sums.db"), 1, given.responses, has_sums=False))
    print(f"\n{Load(before, read_load(), count_cores())}")
    return int(any(run.pace < given.least for run in runs))


def _show_appends(folder: Path) -> None:
    print("| a call pays | median | 99th percentile |\n| --- | --- | --- |")
    for name, durable in (("append", False), ("append, synced", True)):
        cost = measure_append(folder / f"{durable}.db", durable=durable)
        print(f"| {name} | {cost.median_us:.1f} µs | {cost.slow_us:.1f} µs |", flush=True)
    print()


def _show(run: Moved) -> Moved:
    size = f"{run.bytes_each:.0f}" if run.bytes_each else "-"
    print(
        f"| {run.name} | {run.processes} | {run.pace:,.0f} | {run.pace_of_cpu:,.0f} | "
        f"{run.slowest_ms:.0f} ms | {size} |",
        flush=True,
    )
    return run


if __name__ == "__main__":
    sys.exit(main())
