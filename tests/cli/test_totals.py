"""Totals say whether they are all of it: `>=` stands before what is only known in part."""

import json
from typing import Final

import pytest

from tests.cli.pricing import AT, PRICED, UNKNOWN, answer, run, write


_PARTLY: Final = {
    "response": answer(
        {
            "promptTokenCount": 1000,
            "candidatesTokenCount": 100,
            "candidatesTokensDetails": [{"modality": "IMAGE", "tokenCount": 100}],
        },
        "gemini-2.5-flash",
    ),
    **AT,
}
"""A response of 2.5 Flash: 1000 x 0.30 = 300 millionths; it has no price for images it makes."""

_CUT: Final = {
    "response": [
        {"candidates": [{"index": 0}], "usageMetadata": {"promptTokenCount": 1000}},
    ],
    "model": "gemini-2.5-flash",
    **AT,
}
"""A stream of 2.5 Flash that was cut: 300 millionths at least."""

_BROKEN: Final = b"{broken\n"


def _show(lines: bytes) -> tuple[list[list[str]], str]:
    """The words of the table by its rows, and the line on standard error."""
    done = run("price", "--table", given=lines)
    return [row.split() for row in done.output.splitlines()], done.errors


def test_complete() -> None:
    """Where everything is priced, the totals are just that."""
    rows, summary = _show(write(PRICED))

    assert ["all", "$0.00075", "$0.000375", "$0.001125"] in rows
    assert summary.endswith("Total $0.001125.\n")


@pytest.mark.parametrize("lines", [write(PRICED, UNKNOWN), write(PRICED) + _BROKEN])
def test_lines_without_a_price(lines: bytes) -> None:
    """A line that is unpriced or unreadable makes the sum of all a lower bound, not the model's."""
    rows, summary = _show(lines)

    assert ["gemini-3.8-flash", "$0.00075", "$0.000375", "$0.001125"] in rows
    assert ["all", ">=", "$0.00075", ">=", "$0.000375", ">=", "$0.001125"] in rows
    assert summary.endswith("Total >= $0.001125.\n")


def test_free_lines() -> None:
    """A request that failed costs nothing, and leaves nothing open."""
    assert _show(write(PRICED, {"error": {"code": 429}}))[1].endswith("Total $0.001125.\n")


def test_component_without_a_price() -> None:
    """What has no price makes its own component and the totals lower bounds, and no other."""
    rows, summary = _show(write(PRICED, _PARTLY))

    assert ["gemini-2.5-flash", "$0.0003", ">=", "$0", ">=", "$0.0003"] in rows
    assert ["gemini-3.8-flash", "$0.00075", "$0.000375", "$0.001125"] in rows
    # 750 + 300 = 1050; 375; together 1425 millionths.
    assert ["all", "$0.00105", ">=", "$0.000375", ">=", "$0.001425"] in rows
    assert summary.endswith("Total >= $0.001425.\n")


def test_cut_stream() -> None:
    """Of a stream that was cut, every amount is a lower bound."""
    rows, summary = _show(write(_CUT))

    assert ["line", "1", "gemini-2.5-flash", "standard", ">=", "$0.0003"] == rows[1][:6]
    assert ["gemini-2.5-flash", ">=", "$0.0003", ">=", "$0.0003"] in rows
    assert summary.endswith("Total >= $0.0003.\n")


def test_nothing_priced() -> None:
    """Where nothing has a price, the total is at least nothing."""
    assert _show(write(UNKNOWN))[1].endswith("Total >= $0.\n")


def test_json_is_unchanged() -> None:
    """The JSON has the amount as a number in a string, and says beside it whether it is all."""
    cost = json.loads(run("price", given=write(_CUT)).output)["cost"]

    assert {"amount": "0.0003", "currency": "USD", "complete": False} == cost
