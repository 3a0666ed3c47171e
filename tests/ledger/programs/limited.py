"""Writes events where no file may grow over 256 KB, then lifts the limit; prints what came."""

import resource
import sys
from pathlib import Path

from gemini_otel_exporters import LedgerProcessor
from tests.ledger.books import read_costs
from tests.ledger.events import describe_usage, make_record


def main() -> None:
    """The argument is the ledger."""
    file = Path(sys.argv[1])
    _, most = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (256 << 10, most))
    processor = LedgerProcessor(file)
    for _ in range(1_000):
        processor.on_emit(make_record(describe_usage()))
    print(processor.force_flush(2_000))
    resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
    print(processor.force_flush())
    processor.shutdown()
    print(len(read_costs(str(file))))


if __name__ == "__main__":
    main()
