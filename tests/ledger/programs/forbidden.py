"""Writes events to a ledger that may only be read, then lets itself write; prints what came."""

import os
import sys
import tempfile
from pathlib import Path
from typing import Final

from gemini_otel_exporters import LedgerProcessor
from tests.ledger.books import read_costs
from tests.ledger.events import describe_usage, make_record


_NOBODY: Final = 65_534
_FILES: Final = ("ledger.db", "ledger.db-wal", "ledger.db-shm")
"""SQLite makes the last two with the mode of the first."""

_MODES: Final = {
    "file": (_FILES, 0o400, 0o600),
    "turns": (("ledger.db.turn",), 0o400, 0o600),
    "folder": ((".",), 0o500, 0o700),
}


def main() -> None:
    """The argument is what is read-only: `file`, `turns` (that of the writers), or `folder`."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = folder / "ledger.db"
        _write(LedgerProcessor(file), 1)
        if not os.geteuid():  # whom nothing is forbidden
            for one in (folder, *folder.rglob("*")):
                os.chown(one, _NOBODY, _NOBODY)
            os.seteuid(_NOBODY)
        names, shut, opened = _MODES[sys.argv[1]]
        _change(folder, names, shut)
        processor = LedgerProcessor(file)
        print(_write(processor, 2, is_last=False))
        _change(folder, names, opened)
        print(_write(processor, 1))
        print(len(read_costs(str(file))))


def _change(folder: Path, names: tuple[str, ...], mode: int) -> None:
    for one in (folder / name for name in names):
        if one.exists():
            one.chmod(mode)


def _write(processor: LedgerProcessor, count: int, *, is_last: bool = True) -> bool:
    for _ in range(count):
        processor.on_emit(make_record(describe_usage()))
    is_written = processor.force_flush()
    if is_last:
        processor.shutdown()
    return is_written


if __name__ == "__main__":
    main()
