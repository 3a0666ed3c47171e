"""Fills a disk of 2 MB with events, then makes room; prints what the ledger has of them."""

import subprocess
import sys
from pathlib import Path

from gemini_otel_exporters import LedgerProcessor
from tests.ledger.books import read_costs
from tests.ledger.events import describe_usage, make_record


def main() -> None:
    """The argument is the folder that the disk is mounted on."""
    disk = Path(sys.argv[1])
    processor = LedgerProcessor(disk / "ledger.db")
    for _ in range(3_000):
        processor.on_emit(make_record(describe_usage()))
    print(processor.force_flush(5_000))
    subprocess.run(["mount", "-o", "remount,size=64m", str(disk)], check=True)  # noqa: S607
    print(processor.force_flush())
    processor.shutdown()
    print(len(read_costs(str(disk / "ledger.db"))))
    print(sorted(path.name for path in (disk / "ledger.db.spool").iterdir()))


if __name__ == "__main__":
    main()
