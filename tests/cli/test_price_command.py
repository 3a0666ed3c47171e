"""The command `price`, run as users run it: in a process of its own, on files and pipes."""

import json
import os
import subprocess
from pathlib import Path

import pytest

from tests.cli.pricing import (
    AT,
    COMMAND,
    PRICED,
    UNKNOWN,
    Run,
    answer,
    make_environment,
    run,
    write,
)


_AMOUNT = "0.001125"
"""1000 x 0.75 = 750; 100 x 3.75 = 375 millionths."""


@pytest.fixture(scope="module")
def mixed() -> Run:
    """A log with everything in it."""
    log = write(PRICED) + b"\n{broken\n" + write(UNKNOWN, {"error": {"code": 429}}, PRICED)
    return run("price", given=log)


def test_lines(mixed: Run) -> None:
    """Each line gets its answer, a malformed one included, by its number."""
    assert [1, 3, 4, 5, 6] == [one["line"] for one in mixed.documents]
    assert [_AMOUNT, None, "0", _AMOUNT] == [
        one["cost"]["amount"] for one in mixed.documents if "cost" in one
    ]
    assert {
        "message": "no JSON: Expecting property name enclosed in double quotes at character 2",
        "fix": "write each response as JSON on one line, as `jq -c .` does",
    } == mixed.documents[1]["error"]


def test_exit_code(mixed: Run) -> None:
    """The exit code says that some lines have no price."""
    assert 1 == mixed.code


def test_summary(mixed: Run) -> None:
    """One line on standard error says what came out, and where to look."""
    # 2 x 0.001125 = 0.00225.
    assert (
        "5 lines, 2 priced in full; 1 not billed; 1 unpriced in whole or part "
        "(unknown_model 1; first on line 4); 1 not readable (first on line 3). "
        "Total >= $0.00225.\n"
    ) == mixed.errors


def test_clean_exit_code() -> None:
    """Where every line is priced in full, the exit code is 0."""
    assert (0, "1 line, 1 priced in full. Total $0.001125.\n") == (
        (done := run("price", given=write(PRICED))).code,
        done.errors,
    )


def test_whole_document() -> None:
    """A line's answer has the bill with its prices, and no float in it."""
    document = run("price", given=write(PRICED)).documents[0]

    assert {
        "line": 1,
        "model": "gemini-3.8-flash",
        "platform": "gemini_api",
        "tier": "standard",
        "cost": {"amount": "0.001125", "currency": "USD", "complete": True},
        "components": [
            {
                "component": "input",
                "modality": "unknown",
                "unit": "token",
                "quantity": 1000,
                "nano_usd": 750000,
                "amount": "0.00075",
                "rate_usd": "0.75",
                "per": 1000000,
                "price_id": "gemini-3.8-flash/gemini_api/standard/input/text@2026-09-02",
            },
            {
                "component": "output",
                "modality": "unknown",
                "unit": "token",
                "quantity": 100,
                "nano_usd": 375000,
                "amount": "0.000375",
                "rate_usd": "3.75",
                "per": 1000000,
                "price_id": "gemini-3.8-flash/gemini_api/standard/output/text@2026-09-02",
            },
        ],
        "savings": "0",
        "assumptions": [],
        "unpriced": [],
    } == document


def test_no_exponent() -> None:
    """Even the price of a single cached token is written in full: $0.000000075."""
    usage = {"promptTokenCount": 1, "cachedContentTokenCount": 1}

    output = run("price", given=write({"response": answer(usage), **AT})).output

    assert '"amount": "0.000000075"' in output


def test_files(tmp_path: Path) -> None:
    """Of several files, each line's answer names its own."""
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_bytes(write(PRICED))
    files = [str(tmp_path / "a.jsonl"), "-", str(tmp_path / "b.jsonl")]

    done = run("price", *files, given=write(PRICED))

    assert [(file, 1) for file in files] == [(one["file"], one["line"]) for one in done.documents]


def test_odd_files(tmp_path: Path) -> None:
    """A byte order mark, Windows' line ends and bytes that are no UTF-8 stop nothing."""
    file = tmp_path / "odd.jsonl"
    line = write(PRICED).strip()
    file.write_bytes(b"\xef\xbb\xbf" + line + b"\r\n" + b'"\xff"\r\n' + line)

    done = run("price", str(file))

    assert [_AMOUNT, _AMOUNT] == [one["cost"]["amount"] for one in done.documents if "cost" in one]
    assert "byte 2 is no UTF-8" == done.documents[1]["error"]["message"]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (b"[" * 100_000, "the JSON is nested too deeply to be read"),
        (b'{"a": NaN}', "the JSON has a number that is none, or of too many digits"),
        (b"1" * 5_000, "the JSON has a number that is none, or of too many digits"),
        (b"42", "it is a JSON int, and should be an object or an array"),
        (b"{}", "it is no response of Gemini's: neither usageMetadata nor usage is in it"),
        (b"[]", "it is no response of Gemini's: neither usageMetadata nor usage is in it"),
    ],
    ids=["deep", "nan", "digits", "number", "object", "array"],
)
def test_hostile_lines(line: bytes, message: str) -> None:
    """Whatever stands on a line, the next one is priced."""
    done = run("price", given=line + b"\n" + write(PRICED))

    assert message == done.documents[0]["error"]["message"]
    assert _AMOUNT == done.documents[1]["cost"]["amount"]


def test_table() -> None:
    """A table has a line each, and the totals by model and component below."""
    done = run("price", "--table", given=write(PRICED, UNKNOWN, PRICED) + b"{broken\n")

    lines = [line.split() for line in done.output.splitlines()]
    assert ["line", "1", "gemini-3.8-flash", "standard", "$0.001125"] == lines[1]
    assert ["line", "2", "gemini-9-neon", "standard", "-"] == lines[2][:5]
    assert ["line", "4", "-"] == lines[4][:3]
    # 2 x 750 = 1500; 2 x 375 = 750; together 2250 millionths.
    assert ["gemini-3.8-flash", "$0.0015", "$0.00075", "$0.00225"] in lines
    assert ["all", ">=", "$0.0015", ">=", "$0.00075", ">=", "$0.00225"] in lines
    assert 1 == done.code


def test_terminals_are_safe() -> None:
    """A name that a server sent cannot command the terminal."""
    line = write({"response": answer({"promptTokenCount": 1}, "\x1b[2Jevil"), **AT})

    assert "\x1b" not in run("price", "--table", given=line).output


def test_names_that_do_not_fit() -> None:
    """A letter that the output's encoding lacks is written by its number."""
    line = write({"response": answer({"promptTokenCount": 1}, "n\u0435on"), **AT})

    done = run("price", "--table", given=line, env={"PYTHONIOENCODING": "latin-1"})

    assert "n\\u0435on" in done.output


def test_content_stays_private() -> None:
    """Neither prompts nor answers nor keys are printed, whatever is wrong with a line."""
    secret = "sk-secret"
    told = {"contents": [{"parts": [{"text": secret}]}], "key": secret}
    failed = {"request": told, "error": {"code": 400, "message": secret}}
    log = write({**PRICED, "request": told}, failed, {"contents": secret})
    log += f'{{"text": "{secret}", \n"{secret}" oops\n'.encode()

    done = run("price", given=log)
    table = run("price", "--table", given=log)

    assert secret not in done.output + done.errors + table.output + table.errors


def test_streaming() -> None:
    """A line is answered before the next one is there."""
    with subprocess.Popen(
        [*COMMAND, "price"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env=make_environment(),
    ) as command:
        assert command.stdin is not None
        assert command.stdout is not None
        numbers: list[int] = []
        for _ in range(3):
            command.stdin.write(write(PRICED))
            command.stdin.flush()
            numbers.append(json.loads(command.stdout.readline())["line"])

    assert [1, 2, 3] == numbers


def test_progress(tmp_path: Path) -> None:
    """A long file shows on a terminal how far it is, and the answers stay as they are."""
    file = tmp_path / "log.jsonl"
    padded = {**PRICED, "padding": "x" * 100_000}
    file.write_bytes(write(padded) * 20)
    terminal, other_end = os.openpty()
    with subprocess.Popen(
        [*COMMAND, "price", str(file)],
        stdout=subprocess.PIPE,
        stderr=other_end,
        env=make_environment(TERM="xterm", COLUMNS="80"),
    ) as command:
        output, _ = command.communicate()
    os.close(other_end)
    shown = os.read(terminal, 100_000).decode()
    os.close(terminal)

    assert 20 == len(output.splitlines())
    assert "MB" in shown
    assert "20 lines, 20 priced in full. Total $0.0225." in shown


def test_closed_pipe(tmp_path: Path) -> None:
    """A reader that has seen enough, such as `head`, is no error to speak of."""
    file = tmp_path / "log.jsonl"
    file.write_bytes(write(PRICED) * 2_000)
    reading, writing = os.pipe()
    command = subprocess.Popen(
        [*COMMAND, "price", str(file)],
        stdout=writing,
        stderr=subprocess.PIPE,
        env=make_environment(),
    )
    os.close(writing)
    os.read(reading, 10)
    os.close(reading)
    _, errors = command.communicate()

    assert b"" == errors
