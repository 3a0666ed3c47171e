"""The command `ledger` says what waits, moves it, and refuses what it cannot start with."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from gemini_otel_exporters import LedgerProcessor
from gemini_otel_exporters._ledger._command import ledger
from gemini_otel_exporters._ledger._location import find_place
from tests.ledger.events import describe_usage, make_record, spell_line


def _run(*words: str) -> Result:
    return CliRunner().invoke(ledger, words)


def _leave(url: str, count: int) -> None:
    """Lines of a process that has died."""
    spool = find_place(url).spool
    spool.mkdir(parents=True, exist_ok=True)
    lines = [spell_line(describe_usage()) for _ in range(count)]
    (spool / "1-1-0.jsonl").write_bytes(b"".join(lines))


def _figures(result: Result) -> list[str]:
    return [line.split()[-1] for line in result.output.splitlines() if "Spool " not in line][1:]


def test_status(url: str) -> None:
    """Responses in the ledger, lines in the spool, those of the dead, and rejected ones."""
    processor = LedgerProcessor(url)
    processor.on_emit(make_record(describe_usage()))
    processor.shutdown()
    _leave(url, 2)
    result = _run("status", "--ledger", url)

    assert 0 == result.exit_code
    assert ["1", "2", "2", "0"] == _figures(result)


def test_move(url: str) -> None:
    """What the dead have left is in the ledger behind it."""
    _leave(url, 3)
    result = _run("move", "--ledger", url)

    assert (0, True) == (result.exit_code, result.output.startswith("Moved 3 responses into "))
    assert ["3", "0", "0", "0"] == _figures(_run("status", "--ledger", url))


def test_nothing_there(tmp_path: Path) -> None:
    """A ledger that is not made yet is said to be none, and is not made."""
    result = _run("status", "--ledger", str(tmp_path / "none.db"))

    assert (0, True) == (result.exit_code, "none, the file is not there yet" in result.output)
    assert [] == list(tmp_path.glob("none.db*"))


@pytest.mark.parametrize("name", ["1-2-0.jsonl", "rejected.jsonl"])
def test_unreadable(tmp_path: Path, name: str) -> None:
    """What cannot be read in a spool is named, everything else is counted, and the code is 1."""
    file = tmp_path / "ledger.db"
    _leave(str(file), 2)
    foreign = find_place(file).spool / name
    foreign.mkdir()
    result = _run("status", "--ledger", str(file))

    *figures, error = result.output.splitlines()
    assert (1, SystemExit) == (result.exit_code, type(result.exception))
    assert ["Lines in it      2", "Left by the dead 2", "Rejected         0"] == figures[-3:]
    assert f"cannot be read: {foreign} (Is a directory)" in error


@pytest.mark.parametrize("command", ["status", "move"])
def test_unreachable(command: str) -> None:
    """A file that cannot be looked at is wrong usage."""
    result = _run(command, "--ledger", "x" * 300)

    assert 2 == result.exit_code
    assert "cannot be reached" in result.output


@pytest.mark.parametrize("command", ["status", "move"])
def test_bad_place(command: str) -> None:
    """A place that no ledger can be in is wrong usage."""
    result = _run(command, "--ledger", "mysql://shop/costs")

    assert 2 == result.exit_code
    assert "allowed: the path of a SQLite file" in result.output


@pytest.mark.parametrize("command", ["status", "move"])
def test_folder(tmp_path: Path, command: str) -> None:
    """A folder is wrong usage, and the option is named."""
    result = _run(command, "--ledger", str(tmp_path))

    assert 2 == result.exit_code
    assert "the ledger (option --ledger, " in result.output
    assert "which is a folder" in result.output


@pytest.mark.parametrize("command", ["status", "move"])
def test_no_ledger(tmp_path: Path, command: str) -> None:
    """A file that is none of SQLite's ends the command with a sentence."""
    file = tmp_path / "notes.txt"
    file.write_text("nothing but words " * 100)
    result = _run(command, "--ledger", str(file))

    assert (1, SystemExit) == (result.exit_code, type(result.exception))
    assert "name another file" in result.output


def test_passwords() -> None:
    """A password is shown nowhere, and a spool is the same whether the URL has it or not."""
    bare, in_user, in_query = (
        find_place(f"postgresql://{url}")
        for url in ("shop@h/costs", "shop:pw1@h/costs", "shop@h/costs?password=pw2")
    )

    assert {bare.spool} == {in_user.spool, in_query.spool}
    assert not [place for place in (in_user, in_query) if "pw" in str(place)]
