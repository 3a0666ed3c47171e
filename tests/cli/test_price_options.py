"""The options of the command `price`, and what it cannot start with."""

from pathlib import Path

import pytest

from tests.cli.pricing import OWN_PRICES, PRICED, UNKNOWN, run, write


def test_options() -> None:
    """Options say what no line says: batch on Vertex AI in a region, from 2027-01-01."""
    # Batch from 2027-01-01: $0.75 a million, in a region x 1.1; 1000 x 0.825 = 825 millionths.
    bare = {"usageMetadata": {"promptTokenCount": 1000}}
    options = ["--at", "2027-01-01", "--platform", "vertex", "--location", "us-central1"]

    done = run(
        "price", *options, "--tier", "batch", "--model", "gemini-3.8-flash", given=write(bare)
    )

    assert "0.000825" == done.documents[0]["cost"]["amount"]


def test_own_prices(tmp_path: Path) -> None:
    """A file of one's own prices what the catalog does not know, and takes off a discount."""
    file = tmp_path / "prices.toml"
    file.write_text(OWN_PRICES, encoding="utf-8")

    by_option = run("price", "--prices", str(file), given=write(UNKNOWN, PRICED))
    by_variable = run("price", given=write(UNKNOWN, PRICED), env={"GEMINI_OTEL_PRICES": str(file)})

    # 1000 x 2 = 2000 millionths, and 1125 less 20 % are 900 millionths.
    assert ["0.002", "0.0009"] == [one["cost"]["amount"] for one in by_option.documents]
    assert by_variable == by_option


@pytest.mark.parametrize(
    "arguments",
    [
        ["no-such-file"],
        ["--at", "yesterday"],
        ["--at", "2026-11-20T10:00:00"],
        ["--platform", "azure"],
        ["--tier", "fast"],
        ["--prices", "no-such-file"],
        ["--no-such-option"],
    ],
)
def test_wrong_usage(arguments: list[str]) -> None:
    """What the command cannot start with ends it with 2, before anything is printed."""
    done = run("price", *arguments, given=write(PRICED))

    assert (2, "") == (done.code, done.output)
    assert arguments[0].removeprefix("--") in done.errors


def test_broken_price_file(tmp_path: Path) -> None:
    """A price file that says something wrong ends the command with 2, and what is wrong."""
    file = tmp_path / "prices.toml"
    file.write_text("schema = 1\n[[prices]]\nmodel = 5\n", encoding="utf-8")

    done = run("price", "--prices", str(file), given=write(PRICED))

    assert (2, "") == (done.code, done.output)
    assert str(file) in done.errors
    assert "Traceback" not in done.errors
