"""Reads a ledger as a user who may write neither to it nor beside it; prints what comes.

The arguments are what the ledger has beside it, `nothing` or a `log` that is not empty, and a
command; or `changed`, for a file that is written to while it is read.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path
from typing import Final

from click.testing import CliRunner

from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger._command import ledger
from gemini_otel_exporters._ledger._location import find_place
from gemini_otel_exporters._report._command import report
from gemini_otel_exporters._report._reading import open_ledger
from gemini_otel_exporters._report._refusal import ReportError
from tests.ledger.events import describe_usage, make_record


_NOBODY: Final = 65_534
_COMMANDS: Final = {"report": report, "status": ledger.commands["status"]}


def main() -> None:
    """Loads everything as who we are, then reads in a child that is nobody."""
    what, command = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        file = _make(folder, has_log=what == "log")
        _run(command, folder / "made" / "ledger.db")
        _hand_out(folder)
        child = os.fork()
        if not child:
            _become_nobody()
            print(_read_changing(file) if what == "changed" else _run(command, file), flush=True)
            os._exit(0)
        os.waitpid(child, 0)
        file.parent.chmod(0o755)


def _make(folder: Path, *, has_log: bool) -> Path:
    """A copy of a ledger, taken while its writer has it open, or afterwards."""
    made, copied = folder / "made", folder / "copied"
    copied.mkdir()
    processor = LedgerProcessor(made / "ledger.db")
    for _ in range(3):
        processor.on_emit(make_record(describe_usage()))
    processor.force_flush()
    if not has_log:
        processor.shutdown()
    for name in ("ledger.db", "ledger.db-wal"):
        if (made / name).exists():
            shutil.copy(made / name, copied)
    processor.shutdown()
    return copied / "ledger.db"


def _hand_out(folder: Path) -> None:
    folder.chmod(0o755)
    for one in (folder / "copied").iterdir():
        one.chmod(0o444)
        if not os.geteuid():
            os.chown(one, _NOBODY, _NOBODY)
    (folder / "copied").chmod(0o555)


def _become_nobody() -> None:
    if not os.geteuid():  # whom nothing is forbidden
        os.setgid(_NOBODY)
        os.setuid(_NOBODY)


def _run(command: str, file: Path) -> str:
    done = CliRunner().invoke(_COMMANDS[command], ["--ledger", str(file)])
    return f"{done.exit_code} {' '.join(done.output.split())}"


def _read_changing(file: Path) -> str:
    try:
        with open_ledger(find_place(file)) as opened:
            opened.find_first_hour()
            os.utime(file)
    except ReportError as error:
        return str(error)
    return "nothing"


if __name__ == "__main__":
    main()
