"""A ledger that this user may only read is read; where that cannot be, it is said why."""

import os

import pytest

from tests.ledger.books import run_program


pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="this system has no fork")


@pytest.mark.parametrize(
    ("command", "said"), [("report", "3 responses"), ("status", "Responses 3")]
)
def test_a_folder_that_takes_nothing(command: str, said: str) -> None:
    """A file that all was written back into is read as it is."""
    output = run_program("handed_out", "nothing", command).stdout

    assert output.startswith("0 ")
    assert said in output


@pytest.mark.parametrize(("command", "code"), [("report", 2), ("status", 1)])
def test_a_log_that_cannot_be_read(command: str, code: int) -> None:
    """What stands in a log is not left out in silence: it is said what to do."""
    output = run_program("handed_out", "log", command).stdout

    assert output.startswith(f"{code} ")
    assert "ledger.db-wal is not empty" in output
    assert "or read a copy of it with its -wal" in output


def test_a_file_that_is_written_to() -> None:
    """A file that is read without its log, and changes meanwhile, gives no report."""
    said = run_program("handed_out", "changed", "report").stdout

    assert "was written to while it was read" in said
