"""The command `prices` lists what holds, what changes and which models leave."""

import json
import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from gemini_otel.cli._program import program
from tests.cli.pricing import COMMAND, OWN_PRICES, make_environment, run


_DAY = ("--at", "2026-11-20")


def _list(*arguments: str) -> list[list[str]]:
    done = CliRunner().invoke(program, ["prices", *arguments])

    assert 0 == done.exit_code, done.output

    return [line.split() for line in done.output.splitlines()]


def _read(*arguments: str) -> dict[str, Any]:
    done = CliRunner().invoke(program, ["prices", *arguments, "--json"])

    assert 0 == done.exit_code, done.output

    document: dict[str, Any] = json.loads(done.stdout)
    return document


def _amounts(document: dict[str, Any]) -> list[tuple[str, bool, str]]:
    return [(one["direction"], one["cached"], one["usd"]) for one in document["prices"]]


def test_model() -> None:
    """A model's prices stand with the day they end, their source and the date it was read."""
    rows = _list("gemini-3.8-flash", *_DAY, "--platform", "gemini_api", "--tier", "standard")

    assert [
        *("standard", "input", "0.75", "1M"),
        *("2026-12-31", "2026-10-05", "gem-2026-10-05", "high"),
    ] in rows
    assert ["Note:", "Introductory."] in rows


def test_model_as_json() -> None:
    """As JSON, a price has everything that is known of it."""
    found = _read("gemini-3.8-flash", *_DAY, "--platform", "gemini_api", "--tier", "standard")

    first = found["prices"][0]
    assert [
        ("input", False, "0.75"),
        ("input", True, "0.075"),
        ("output", False, "3.75"),
        ("storage", False, "0.5"),
    ] == _amounts(found)
    assert ("2026-09-02", "2026-12-31", "2026-10-05", "high") == (
        first["from"],
        first["until"],
        first["read"],
        first["confidence"],
    )
    assert first["sources"][-1]["url"] == "https://ai.google.dev/gemini-api/docs/pricing"
    assert {"google_search": "0.014", "google_maps": "0.014"} == {
        one["tool"]: one["usd"] for one in found["fees"]
    }


@pytest.mark.parametrize(("at", "usd"), [("2027-01-01T07:59:59Z", "0.75"), ("2027-01-01", "1.5")])
def test_day(at: str, usd: str) -> None:
    """The prices are those of the Pacific day."""
    found = _read("gemini-3.8-flash", "--at", at, "--platform", "gemini_api", "--tier", "standard")

    assert ("input", False, usd) in _amounts(found)


def test_uplift() -> None:
    """What a region costs more stands below."""
    found = _read("gemini-3.8-flash", *_DAY, "--platform", "vertex")

    assert [("vertex-regional", "1.1")] == [
        (one["id"], one["multiplier"]) for one in found["uplifts"]
    ]


def test_all_models() -> None:
    """Without a model, every model that has a price that day has a row, and no other."""
    rows = _list(*_DAY, "--platform", "gemini_api")

    names = [row[0] for row in rows if row and "standard" in row]
    assert ["gemini-2.5-pro", "<=200000", "gemini_api", "standard", "1.25", "0.125", "10"] == next(
        row[:7] for row in rows if row and row[0] == "gemini-2.5-pro"
    )
    assert "gemini-4-argon" in names
    assert "gemini-2.0-flash" not in names


def test_own_prices(tmp_path: Path) -> None:
    """One's own prices replace those of the catalog, and a discount is told."""
    file = tmp_path / "prices.toml"
    own = OWN_PRICES.replace("gemini-9-neon", "gemini-4-argon").replace('usd = "2"', 'usd = "1.9"')
    models = own.index("[[models]]")
    file.write_text(own[:models] + own[own.index("[[prices]]") :], encoding="utf-8")

    arguments = (*_DAY, "--prices", str(file), "--platform", "gemini_api", "--tier", "standard")
    found = _read("gemini-4-argon", *arguments)
    discounted = _list("gemini-3.8-flash", *arguments)

    assert [("input", False, "1.9"), ("input", True, "0.1"), ("output", False, "10")] == _amounts(
        found
    )
    assert [{"contract": "20"}] == [
        {one["id"]: one["percent"]} for one in _read("gemini-3.8-flash", *arguments)["discounts"]
    ]
    assert ["Your", "discount", "contract:", "20", "%", "off", "these", "prices"] in discounted


@pytest.mark.parametrize(
    ("arguments", "thing"),
    [
        (("gemini-2.5-pro", *_DAY), "input, prompt <=200000"),
        (("gemini-3.8-flash", "--platform", "vertex", *_DAY), "cached input, global"),
        (("gemini-2.5-flash", *_DAY), "cached input, audio"),
        (("gemini-2.5-flash", *_DAY), "cache storage"),
        (("veo-3.1-generate-001", "--at", "2026-11-01"), "output, 4k"),
    ],
)
def test_things(arguments: tuple[str, ...], thing: str) -> None:
    """A row says what it is the price of: kind, modality, size, length of prompt, location."""
    output = CliRunner().invoke(program, ["prices", *arguments]).output

    assert any(f"  {thing}  " in line for line in output.splitlines()), output


def test_no_changes() -> None:
    """Where nothing is known to change, the list says so."""
    done = CliRunner().invoke(program, ["prices", "--changes", "--at", "2099-01-01"])

    assert "No price is known to change after 2099-01-01.\n" == done.output


def test_terminal() -> None:
    """On a terminal the same is shown."""
    terminal, other_end = os.openpty()
    subprocess.run(
        [*COMMAND, "prices", "gemini-3.8-flash", *_DAY, "--tier", "flex"],
        stdout=other_end,
        check=True,
        env=make_environment(TERM="xterm", COLUMNS="120"),
    )
    os.close(other_end)
    shown = os.read(terminal, 100_000).decode()
    os.close(terminal)

    assert "0.0375" in shown


@pytest.mark.parametrize("command", [[], ["--changes"], ["--lifecycle"]])
def test_unknown_model(command: list[str]) -> None:
    """An unknown model is an error that has close names."""
    done = run("prices", "gemini-3.8-flsh", *command)

    assert (1, "") == (done.code, done.output)
    assert "gemini-3.8-flsh is in no price list; close names: gemini-3.8-flash" in done.errors


def test_no_price_that_day() -> None:
    """A model without a price that day is an error that says when it has one."""
    done = run("prices", "gemini-2.0-flash", *_DAY, "--platform", "gemini_api")

    assert 1 == done.code
    assert "it has some from 2025-02-05 to 2026-06-01" in done.errors


def test_changes() -> None:
    """What changes ahead stands with its day, old and new price and factor."""
    rows = _list("--changes", *_DAY, "--tier", "standard", "--platform", "gemini_api")

    assert [
        *("2026-12-01", "gemini-4-argon", "gemini_api", "standard", "input", "2", "4", "x2")
    ] in rows
    assert [
        *("2027-01-01", "gemini-3.8-flash", "gemini_api", "standard", "cached", "input"),
        *("0.075", "0.15", "x2"),
    ] in rows


def test_changes_of_a_model_that_leaves() -> None:
    """Where all prices of a model end, one row says so, and who answers from then on."""
    rows = _list("gemini-2.5-pro", "--changes", *_DAY, "--platform", "gemini_api")

    ends = [" ".join(row) for row in rows if row and row[0] == "2026-12-01"]
    assert 1 == len(ends)
    assert ends[0].endswith("answered and billed as gemini-3.8-flash")


def test_changes_behind() -> None:
    """The day itself is behind: what changed on it is not listed."""
    found = _read("gemini-4-argon", "--changes", "--at", "2026-12-01")

    assert [] == found["changes"]


def test_changes_as_json() -> None:
    """As JSON, a change has both prices and the exact factor."""
    found = _read("gemini-4-argon", "--changes", *_DAY, "--tier", "standard")

    change = next(one for one in found["changes"] if one["new"]["platform"] == "gemini_api")
    assert ("2026-12-01", "2") == (change["day"], change["factor"])
    assert change["old"]["until"] == "2026-11-30"


def test_lifecycle() -> None:
    """The models that leave first come first; then those without a day, then those that left."""
    found = _read("--lifecycle", *_DAY, "--platform", "gemini_api")["lifecycle"]

    days = [one["shutdown"] for one in found]
    ahead = [day for day in days if day and day > "2026-11-20"]
    gone = [day for day in days if day and day <= "2026-11-20"]
    without = [day for day in days if day is None]
    assert [*sorted(ahead), *without, *sorted(gone, reverse=True)] == days
    assert ("gemini-2.5-pro", "2026-12-01", "gemini-3.8-flash") in [
        (one["model"], one["shutdown"], one["routed_to"]) for one in found
    ]


def test_lifecycle_for_people() -> None:
    """The list says who answers, and which models are gone."""
    rows = _list("--lifecycle", *_DAY)

    assert any(row[:2] == ["2026-12-01", "gemini-2.5-pro"] for row in rows)
    assert any(row[:3] == ["2026-10-22", "gone", "veo-3.1-generate-preview"] for row in rows)


def test_today() -> None:
    """Without a day, the prices of today are listed."""
    done = run("prices", "gemini-embedding-001", "--json")

    assert (0, "") == (done.code, done.errors)
    assert "0.15" in {one["usd"] for one in json.loads(done.output)["prices"]}


def test_both_lists() -> None:
    """Changes and lifecycle at once are wrong usage."""
    assert 2 == run("prices", "--changes", "--lifecycle").code
