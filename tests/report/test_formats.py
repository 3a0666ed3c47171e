"""What a report looks like, in each format."""

import csv
import io
import json
import re
from pathlib import Path

import pytest

from gemini_otel_exporters._report._page import write_page
from tests.report.asking import ask, run, run_json
from tests.report.ledgers import Billed, make_ledger
from tests.report.months import list_billed


HOSTILE = "=cmd|' /C calc'!A0\x1b[31m\u202e<script>"


@pytest.fixture(scope="module")
def month(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A month with something of everything."""
    return make_ledger(tmp_path_factory.mktemp("month") / "ledger.db", list_billed(20))


@pytest.fixture(name="hostile")
def _hostile(tmp_path: Path) -> Path:
    return make_ledger(tmp_path / "a.db", [Billed(model=HOSTILE, tenant=HOSTILE)])


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("by", [[], ["--by", "tenant,feature"], ["--by", "component,model"]])
def test_a_table_fits(month: Path, width: int, by: list[str]) -> None:
    """No line is wider than the terminal, and no amount is cut or broken."""
    done = run("--ledger", str(month), "--since", "2026-11-01", *by, COLUMNS=str(width))

    assert 0 == done.exit_code
    assert [] == [line for line in done.output.splitlines() if len(line) > width]
    assert "…" not in done.output


def test_a_table_has_all_parts(month: Path) -> None:
    """Every figure and every table has its place."""
    done = run("--ledger", str(month), "--since", "2026-11-01", "--until", "2026-11-21")
    titles = [line.partition(" ──")[0] for line in done.output.splitlines() if "──" in line]
    first = [line.split("  ")[0] for line in done.output.splitlines()]

    assert [
        "Gemini spend, 2026-11-01 to 2026-11-21",
        "By day",
        "By model",
        "By component of the bill",
        "Waste: paid for, without a whole answer",
        "Unpriced, by reason",
    ] == [title.partition(", so far")[0] for title in titles]
    assert set(first) >= {
        *("total", "period before", "month to date", "whole month", "thinking"),
        *("cache savings", "grounding", "waste", "retried", "unpriced"),
    }


def test_ascii_where_nothing_else_can_be_written(month: Path) -> None:
    """An encoding without box characters gets ASCII ones."""
    from gemini_otel_exporters._report._terminal import write_table

    assert write_table(ask(month), "ascii").isascii()


def test_names_cannot_command_a_terminal(hostile: Path) -> None:
    """Control characters of a name are shown as question marks, its markup as it is."""
    done = run("--ledger", str(hostile), "--since", "2026-11-01", "--by", "model")

    assert [] == re.findall(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]", done.output)
    assert "'!A0?[31m?<script>" in done.output


def test_names_cannot_command_a_spreadsheet(hostile: Path) -> None:
    """A name that a spreadsheet would compute is quoted; no terminal obeys it."""
    done = run(
        "--ledger", str(hostile), "--since", "2026-11-01", "--by", "model", "--format", "csv"
    )
    [row] = csv.DictReader(io.StringIO(done.stdout))

    assert "'=cmd|' /C calc'!A0?[31m?<script>" == row["model"]


def test_no_name_and_an_empty_one_are_told_apart(tmp_path: Path) -> None:
    """No name is `(none)` as in the table, an empty one is empty; who is called so is quoted."""
    names = [None, "", "(none)", "(3 others)"]
    file = make_ledger(tmp_path / "a.db", [Billed(tenant=name) for name in names])
    words = ("--ledger", str(file), "--since", "2026-11-01", "--by", "tenant", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(run(*words).stdout)))

    assert ["", "'(3 others)", "'(none)", "(none)"] == sorted(row["tenant"] for row in rows)


def test_names_cannot_command_a_browser(hostile: Path) -> None:
    """A name opens no element, neither in the text nor in the data of the charts."""
    report = ask(hostile, by="tenant")

    assert 3 == write_page(report).count("<script")
    assert "&lt;script&gt;" in write_page(report)


def test_json_is_exact(tmp_path: Path) -> None:
    """Amounts are whole numbers of nano-dollars and decimal text; what has no price is null."""
    billed = [
        Billed(bill={"input": 2**53 + 1}),
        Billed(model="x", bill=None, reasons="unknown_model"),
    ]
    document = run_json(make_ledger(tmp_path / "a.db", billed), "--by", "model")
    first, second = document["by"]["lines"]

    assert (2**53 + 1, "9007199.254740993") == (first["nano_usd"], first["usd"])
    assert (None, None, False) == (second["nano_usd"], second["usd"], second["complete"])
    assert {"reason": "unknown_model", "responses": 1, "tokens": 120} == (
        document["unpriced"]["reasons"][0]
    )


def test_the_unpriced_is_never_free(tmp_path: Path) -> None:
    """What has no price is said to have none; a sum that lacks some says that it is the least."""
    billed = [Billed(bill={"input": 10**9}), Billed(model="x", bill=None, reasons="unknown_model")]
    file = make_ledger(tmp_path / "a.db", billed)
    lines = run("--ledger", str(file), "--since", "2026-11-01", "--by", "model").output.splitlines()

    assert any(re.fullmatch(r"x +1 +100 +20 +unpriced", line) for line in lines)
    assert any(line.startswith("total") and ">= $1.00 " in line for line in lines)


def test_parts_of_the_unpriced_are_not_free(tmp_path: Path) -> None:
    """Where nothing has a price, neither has a part of it, nor what it may come to."""
    billed = Billed(
        at="2026-11-02 12:00",
        bill=None,
        reasons="unknown_model",
        thoughts=7,
        cached=5,
        queries=2,
        attempts=2,
    )
    file = make_ledger(tmp_path / "a.db", [billed])
    document = run_json(file)
    lines = run("--ledger", str(file), "--since", "2026-11-01").output.splitlines()
    amounts = [
        document["thinking"]["nano_usd"],
        document["grounding"]["nano_usd"],
        document["retried"]["nano_usd"],
        document["cache"]["savings_nano_usd"],
        document["month"]["projected_nano_usd"],
    ]

    assert [None] * 5 == amounts
    assert [] == [line for line in lines if re.search(r"^(?!waste).*\$0\.00", line)]


def test_parts_of_the_incomplete_are_the_least(tmp_path: Path) -> None:
    """Where something has no price, what thinking took is at least so much."""
    billed = [
        Billed(bill={"thinking": 10**9}, thoughts=5),
        Billed(bill=None, reasons="unknown_model", thoughts=7),
    ]
    file = make_ledger(tmp_path / "a.db", billed)
    lines = run("--ledger", str(file), "--since", "2026-11-01").output.splitlines()

    assert any(line.startswith("thinking") and ">= $1.00 " in line for line in lines)


def test_csv_of_all_tables_adds_up(month: Path) -> None:
    """By day, model, component and outcome, the nano-dollars are those of the total."""
    done = run("--ledger", str(month), "--since", "2026-11-01", "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    [total] = [row for row in rows if row["table"] == "total"]

    assert {total["nano_usd"]} == {
        str(sum(int(row["nano_usd"] or 0) for row in rows if row["table"] == table))
        for table in ("day", "model", "component", "outcome")
    }


def test_with_others_as_one_line_csv_adds_up(month: Path) -> None:
    """The line of the others is in the file as well."""
    words = ("--ledger", str(month), "--since", "2026-11-01", "--format", "csv", "--by", "tenant")
    sums = {
        sum(int(row["nano_usd"]) for row in csv.DictReader(io.StringIO(run(*words, *top).stdout)))
        for top in ((), ("--top", "1"))
    }

    assert 1 == len(sums)


@pytest.mark.parametrize("form", ["table", "json", "csv", "html"])
def test_a_report_goes_into_a_file(month: Path, tmp_path: Path, form: str) -> None:
    """`--out` writes what would be printed."""
    words = ("--ledger", str(month), "--since", "2026-10-01", "--until", "2026-10-31")
    done = run(*words, "--format", form, "--out", str(tmp_path / "out"))

    assert (0, "") == (done.exit_code, done.stdout)
    # Further down there is a projection, which goes on with time.
    printed, written = run(*words, "--format", form).stdout, (tmp_path / "out").read_text("utf-8")
    assert printed.splitlines()[:3] == written.splitlines()[:3]
    assert len(printed.splitlines()) == len(written.splitlines())


def test_json_names_the_place_and_the_sources(month: Path) -> None:
    """Whoever reads the document knows where it is from."""
    document = run_json(month, "--by", "tenant")

    assert str(month) == document["ledger"]
    assert [
        "hourly sums",
        "hourly allocations",
        "single responses by their index",
    ] == document["sources"]
    assert json.loads(json.dumps(document)) == document
