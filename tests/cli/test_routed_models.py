"""A model that was switched off has the prices of the one that answers in its place, and says so.

From 2026-12-01 requests of the Developer API to Gemini 2.5 Pro are answered and billed as
Gemini 3.8 Flash, at $0.75 a million tokens of input; on Vertex AI it stays what it is.
"""

import json
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result

from gemini_otel.cli._program import program


_AFTER = ("--at", "2026-12-05")
_BEFORE = ("--at", "2026-11-30")
_ON_API = ("--platform", "gemini_api")
_SAID = "answered and billed as gemini-3.8-flash"


def _run(*arguments: str) -> Result:
    return CliRunner().invoke(program, arguments)


def _read(*arguments: str) -> Any:
    return json.loads(_run(*arguments, "--json").stdout)


def test_prices_are_those_of_the_model_that_answers() -> None:
    """It has prices: those that are billed."""
    done = _run("prices", "gemini-2.5-pro", *_AFTER, *_ON_API)

    rows = [line.split()[:4] for line in done.output.splitlines()]
    assert 0 == done.exit_code
    assert f"gemini-2.5-pro on gemini_api, {_SAID}, 2026-12-05" in done.output
    assert ["standard", "input", "0.75", "1M"] in rows
    assert ["batch", "input", "0.375", "1M"] in rows


def test_prices_of_both_platforms() -> None:
    """Where no platform is named, none is left out: only one of them routes."""
    titles = [
        line
        for line in _run("prices", "gemini-2.5-pro", *_AFTER).output.splitlines()
        if "(Pacific day)" in line
    ]

    assert 2 == len(titles)
    assert titles[0].startswith(f"gemini-2.5-pro on gemini_api, {_SAID}, ")
    assert titles[1].startswith("gemini-2.5-pro on vertex, 2026-12-05 ")


def test_prices_as_json() -> None:
    """Prices have the model they are of, and the document says who answers where."""
    found = _read("prices", "gemini-2.5-pro", *_AFTER)

    assert {("gemini_api", "gemini-3.8-flash"), ("vertex", "gemini-2.5-pro")} == {
        (one["platform"], one["model"]) for one in found["prices"]
    }
    assert found["routed"] == [
        {"model": "gemini-2.5-pro", "platform": "gemini_api", "routed_to": "gemini-3.8-flash"}
    ]


def test_prices_before_it_is_switched_off() -> None:
    """On its last day it is billed as itself."""
    found = _read("prices", "gemini-2.5-pro", *_BEFORE, *_ON_API)

    assert ({"gemini-2.5-pro"}, []) == (
        {one["model"] for one in found["prices"]},
        found["routed"],
    )


def test_changes_are_those_of_the_model_that_answers() -> None:
    """The introductory price of 3.8 Flash ends with the year, and so does this one's."""
    done = _run("prices", "gemini-2.5-pro", *_AFTER, *_ON_API, "--changes")

    assert f"gemini-2.5-pro on gemini_api is {_SAID}." in done.output
    rows = [line.split() for line in done.output.splitlines()]
    assert [
        *("2027-01-01", "gemini-3.8-flash", "gemini_api", "standard", "input", "0.75", "1.5"),
        "x2",
    ] in rows


def test_an_estimate_says_who_answers() -> None:
    """Each row is priced as the answering model, on all tiers that this one has."""
    # 1000 x 0.75 = 750 millionths; Batch and Flex half, Priority 1.8 times as much.
    arguments = ("estimate", "--model", "gemini-2.5-pro", "--input", "1000", *_AFTER)

    found = _read(*arguments)["estimates"]
    assert [
        ("standard", "0.00075"),
        ("batch", "0.000375"),
        ("flex", "0.000375"),
        ("priority", "0.00135"),
    ] == [(one["tier"], one["cost"]["amount"]) for one in found]
    assert {("gemini-2.5-pro", "gemini-3.8-flash")} == {
        (one["model"], one["routed_to"]) for one in found
    }
    assert 4 == _run(*arguments).output.count(_SAID)


def test_an_estimate_of_a_model_that_answers_itself() -> None:
    """Nothing is said of another model."""
    arguments = ("estimate", "--model", "gemini-2.5-pro", "--input", "1000", *_BEFORE)

    assert "answered" not in _run(*arguments).output
    assert {None} == {one["routed_to"] for one in _read(*arguments)["estimates"]}


def test_a_tier_that_the_answering_model_does_not_have(tmp_path: Path) -> None:
    """The refusal names both models; 4 Hydrogen is on standard alone."""
    file = tmp_path / "prices.toml"
    file.write_text(
        'schema = 1\n[[lifecycle]]\nmodel = "gemini-3.8-flash"\nplatform = "gemini_api"\n'
        'stage = "ga"\nshutdown = "2026-12-01"\nrouted_to = "gemini-4-hydrogen"\n',
        encoding="utf-8",
    )
    own = ("--prices", str(file))

    done = _run("prices", "gemini-3.8-flash", *_AFTER, *_ON_API, "--tier", "flex", *own)

    assert 1 == done.exit_code
    assert (
        "gemini-3.8-flash, answered and billed as gemini-4-hydrogen, has no price on gemini_api on "
        "the tier flex on 2026-12-05; it has some from "
    ) in done.output
