"""The command `estimate` works out what calls would cost."""

import json
from decimal import Decimal
from typing import Any

import pytest
from click.testing import CliRunner, Result

from gemini_otel.cli._program import program
from tests.cli.pricing import run


_DAY = ("--at", "2026-11-20")


def _estimate(*arguments: str) -> Result:
    return CliRunner().invoke(program, ["estimate", *_DAY, *arguments])


def _read(*arguments: str) -> list[dict[str, Any]]:
    estimates: list[dict[str, Any]] = json.loads(_estimate(*arguments, "--json").stdout)[
        "estimates"
    ]
    return estimates


def test_tiers() -> None:
    """Every tier that a model has is worked out, and the cheapest are marked."""
    # 3.8 Flash: 6000 x 0.75 = 4500; 4000 x 0.075 = 300; 500 x 3.75 = 1875; 800 x 3.75 = 3000;
    # together 9675 millionths; Batch and Flex half of it all; Priority 1.8 times as much.
    counts = ("--input", "10000", "--cached", "4000", "--output", "500", "--thinking", "800")

    found = _read("--model", "gemini-3.8-flash", *counts)

    assert [
        ("standard", "0.009675", False),
        ("batch", "0.0048375", True),
        ("flex", "0.0048375", True),
        ("priority", "0.017415", False),
    ] == [(one["tier"], one["cost"]["amount"], one["cheapest"]) for one in found]


def test_models() -> None:
    """Models stand side by side, and the cheapest of all is marked."""
    # 1000 x 0.75 = 750 and 1000 x 2 = 2000 millionths.
    models = ("--model", "gemini-4-argon", "--model", "models/gemini-3.8-flash")

    found = _read(*models, "--input", "1000", "--tier", "standard")

    assert [("gemini-4-argon", "0.002", False), ("gemini-3.8-flash", "0.00075", True)] == [
        (one["model"], one["cost"]["amount"], one["cheapest"]) for one in found
    ]


def test_requests() -> None:
    """Many requests cost so many times as much, exactly."""
    # 1 x 0.075 millionths x 3,000,000 = 0.225.
    counts = ("--input", "1", "--cached", "1", "--tier", "standard", "--requests", "3000000")

    found = _read("--model", "gemini-3.8-flash", *counts)

    assert ("0.000000075", "0.225") == (found[0]["cost"]["amount"], found[0]["total"])


def test_searches() -> None:
    """Searches cost $0.014 each on Gemini 3."""
    found = _read("--model", "gemini-3.8-flash", "--queries", "3", "--tier", "standard")

    assert "0.042" == found[0]["cost"]["amount"]


def test_modalities() -> None:
    """Audio and image tokens come on top of those of text."""
    # 2.5 Flash Image: $0.30 input, $2.50 text and $30 image output, until 2026-10-02 and beyond;
    # 2.5 Flash: $1 audio. 100 x 0.3 + 50 x 1 = 80 millionths.
    audio = _read(
        "--model", "gemini-2.5-flash", "--input", "100", "--audio-input", "50", "--tier", "standard"
    )
    # 100 x 0.3 + 1290 x 30 = 38730 millionths.
    image = _read(
        *("--model", "gemini-2.5-flash-image", "--image-input", "100"),
        *("--image-output", "1290", "--tier", "standard"),
    )

    assert ("0.00008", "0.03873") == (audio[0]["cost"]["amount"], image[0]["cost"]["amount"])


def test_region() -> None:
    """A region of Vertex AI costs a tenth more."""
    place = ("--platform", "vertex", "--location", "us-central1", "--tier", "standard")

    found = _read("--model", "gemini-3.8-flash", "--input", "1000000", *place)

    assert "0.825" == found[0]["cost"]["amount"]


def test_no_full_price() -> None:
    """What has no price is said, is never the cheapest, and ends the command with 1."""
    # 10 x 0.75 = 7.5 millionths, and the images.
    arguments = ("--model", "gemini-3.8-flash", "--input", "10", "--image-output", "5")

    done = _estimate(*arguments, "--tier", "standard")

    assert 1 == done.exit_code
    assert ">= 0.0000075  no full price: output: modality_not_priced" in done.output
    assert [False] == [one["cheapest"] for one in _read(*arguments, "--tier", "standard")]


def test_table() -> None:
    """The table names the components, and marks the cheapest."""
    output = _estimate(
        "--model", "gemini-3.8-flash", "--input", "1000", "--requests", "1000"
    ).output

    rows = [line.split() for line in output.splitlines()]
    assert ["model", "tier", "input", "a", "request", "1,000", "requests"] in rows
    assert ["gemini-3.8-flash", "standard", "0.00075", "0.00075", "0.75"] in rows
    assert ["gemini-3.8-flash", "batch", "0.000375", "0.000375", "0.375", "cheapest"] in rows


def test_a_single_row_is_not_the_cheapest() -> None:
    """There is nothing that it is cheaper than."""
    arguments = ("--model", "gemini-3.8-flash", "--input", "1000", "--tier", "standard")

    assert "cheapest" not in _estimate(*arguments).output
    assert [False] == [one["cheapest"] for one in _read(*arguments)]


def test_unknown_model() -> None:
    """An unknown model is an error that has close names."""
    done = run("estimate", "--model", "gemini-3.8-flsh", "--input", "1")

    assert (1, "") == (done.code, done.output)
    assert "gemini-3.8-flsh is in no price list; close names: gemini-3.8-flash" in done.errors


def test_moving_alias() -> None:
    """A name that moves from model to model is an error that says so."""
    done = run("estimate", "--model", "gemini-flash-latest", "--input", "1")

    assert 1 == done.code
    assert "moves from model to model without notice" in done.errors


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ([], "Nothing to estimate"),
        (["--input", "1", "--cached", "2"], "--cached is 2 of --input 1"),
        (["--input", "-1"], "-1"),
        (["--input", "1.5"], "1.5"),
        (["--input", "1", "--requests", "0"], "0"),
    ],
)
def test_wrong_usage(arguments: list[str], words: str) -> None:
    """Counts that make no sense end the command with 2, and say which."""
    done = run("estimate", "--model", "gemini-3.8-flash", *arguments)

    assert 2 == done.code
    assert words in done.errors


def test_sums() -> None:
    """The components of an estimate add up to it."""
    counts = ("--input", "1234", "--output", "567", "--thinking", "89", "--queries", "2")

    for one in _read("--model", "gemini-2.5-pro", "--model", "gemini-3.8-flash", *counts):
        amounts = [Decimal(part["amount"]) for part in one["components"]]

        assert Decimal(one["cost"]["amount"]) == sum(amounts)
