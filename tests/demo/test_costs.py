"""What the demo shows of money, worked out by hand from the price list of the Gemini API.

In nano-dollars a token: gemini-3.5-flash 1,500 in and 9,000 out, gemini-3.5-flash-lite 300 in, 30
cached and 2,500 out, gemini-embedding-001 150; a Google search is 14,000,000.
"""

from pathlib import Path
from typing import Any, Final

import pytest

from gemini_otel.demo._money import spell
from gemini_otel.demo._scenes import SCENES
from gemini_otel.demo._script import WORKED_OUT
from gemini_otel.demo._wording import EVENT, say
from tests.demo.running import Run, run_in_pipe


# Tokens by component, added up in test_output.py; here times their rates.
FLASH: Final = {
    "input": 839 * 1_500,
    "tool_use": 0,
    "output": 523 * 9_000,
    "thinking": 198 * 9_000,
    "grounding": 2 * 14_000_000,
}
LITE: Final = {"input": 262 * 300, "cached_input": 2_048 * 30, "output": 9 * 2_500}
LITE_THINKING: Final = 31 * 2_500
EMBEDDING: Final = 9 * 150
TOTAL: Final = 35_988_890

_PRICE: Final = """
schema = 1

[[models]]
id = "gemini-9-flash"
generation = "9"
"""
_CELL: Final = """
[[prices]]
model = "gemini-9-flash"
platform = "gemini_api"
tier = "standard"
direction = "{}"
modality = ["text"]
unit = "1M tokens"
usd = "{}"
from = 2026-01-01
"""


def _costs_of_spans(spans: list[dict[str, Any]]) -> list[str | None]:
    """The costs of the spans that stand for requests, in their order."""
    costs: list[str | None] = []
    for span in spans:
        if not span["name"].startswith(("invoke_workflow", "execute_tool")):
            costs.append(span["cost"] and span["cost"]["usd"])
        costs.extend(_costs_of_spans(span["children"]))
    return costs


def test_components_and_scenes_add_up_to_the_same() -> None:
    """What the script works out by scene is what the tokens of all scenes cost by component."""
    by_component = sum(FLASH.values()) + sum(LITE.values()) + LITE_THINKING + EMBEDDING

    assert TOTAL == by_component
    assert TOTAL == sum(WORKED_OUT.values())


def test_only_scenes_that_are_played_are_worked_out() -> None:
    """Each is in the table but those that fail and the one without a price."""
    without = {"404 of a retired model", "quota of the day used up"}
    titles = {scene.title for scene in SCENES}

    assert titles - set(WORKED_OUT) == without | {"model that is in no price list"}
    assert set(WORKED_OUT) <= titles


@pytest.mark.parametrize(
    ("scene", "costs"),
    [
        (1, ["0.000036000"]),  # 12 x 1,500 + 2 x 9,000
        (3, ["0.000783000"]),  # 18 x 1,500 + (20 + 64) x 9,000
        (4, ["0.000240040"]),  # 262 x 300 + 2,048 x 30 + (9 + 31) x 2,500
        # 118 x 1,500 + 58 x 9,000, 151 x 1,500 + 17 x 9,000, 186 x 1,500 + 11 x 9,000
        (6, ["0.000699000", "0.000379500", "0.000378000"]),
        (7, ["0.028862500"]),  # 17 x 1,500 + (38 + 55) x 9,000 + 2 x 14,000,000
        (8, ["0.000012000"]),  # 8 x 1,500
        (13, [None]),
        (14, [None]),
        (15, ["0.000120000"]),  # 8 x 1,500 + 12 x 9,000
        (16, ["0.000001350"]),  # 9 x 150
        (17, [None]),
    ],
)
def test_each_request_has_its_cost(
    document: dict[str, Any], scene: int, costs: list[str | None]
) -> None:
    """Exactly, as decimal strings; errors and what has no price have none."""
    assert costs == _costs_of_spans(document["scenes"][scene - 1]["spans"])


def test_a_span_shows_its_cost(piped: Run) -> None:
    """Behind the tokens; `>=` where something is missing, `unpriced` where there is no price."""
    rows = [" ".join(row) for row in piped.row("generate_content")]

    assert any(row.endswith("12 2 $0.000036 STOP") for row in rows)
    assert any(row.endswith("2,310 40 $0.00024004 STOP") for row in rows)
    assert any(row.endswith("8 12 >= $0.000120 left half-way") for row in rows)
    assert any(row.endswith("12 2 unpriced STOP") for row in rows)


def test_costs_by_component(piped: Run) -> None:
    """A row for each model and one for all, to the last nano-dollar."""
    flash = ["0.00125850", "0", "0.0047070", "0.0017820", "0.028", ">=", "0.03574750"]
    lite = ["0.00007860", "0.00006144", "0.0000225", "0.0000775", "0.00024004"]
    every = ["0.00133845", "0.00006144", "0", "0.0047295", "0.0018595", "0.028", ">=", "0.03598889"]

    assert flash in piped.row("gemini-3.5-flash")
    assert lite in piped.row("gemini-3.5-flash-lite")
    assert ["0.00000135", "0.00000135"] in piped.row("gemini-embedding-001")
    assert every in piped.row("all")


def test_what_has_no_price_is_no_zero(piped: Run) -> None:
    """The row of the model that is in no price list has a word and no number."""
    assert ["unpriced"] in piped.row("gemini-9-flash")


def test_amounts_are_never_broken(narrow: Run) -> None:
    """Where not all components fit side by side, the others stand below, with the models again."""
    assert ["0.00125850", "0", "0.0047070"] in [row[:3] for row in narrow.row("gemini-3.5-flash")]
    assert ["0.028", ">=", "0.03598889"] in [row[-3:] for row in narrow.row("all")]


def test_what_caching_saved(piped: Run, document: dict[str, Any]) -> None:
    """2,048 tokens at 30 instead of 300 nano-dollars: 2,048 x 270."""
    assert "Caching saved $0.00055296 on gemini-3.5-flash-lite." in piped.lines
    assert document["costs"]["savings"] == [
        {
            "model": "gemini-3.5-flash-lite",
            "amount": {"nano_usd": 552_960, "usd": "0.000552960"},
        }
    ]


def test_what_has_no_price_is_counted_and_explained(document: dict[str, Any]) -> None:
    """Its tokens are there, its cost is not; of the stream that was left, the known part is."""
    left, unknown = document["costs"]["unpriced"]

    assert (15, 20, 120_000) == (left["scene"], left["tokens"], left["amount"]["nano_usd"])
    assert ["incomplete_usage"] == list(left["reasons"])
    assert unknown == {
        "scene": 17,
        "model": "gemini-9-flash",
        "tokens": 14,
        "amount": None,
        "reasons": {"unknown_model": "the model is in no price list"},
    }


def test_the_setting_that_adds_a_price_is_named(piped: Run) -> None:
    """The library's own log line has its place in the output, and standard error stays empty."""
    text = " ".join(piped.out.split())

    assert "17 gemini-9-flash: 14 tokens counted, no cost is made up" in text
    assert "event='no_price' reason='unknown_model'" in text
    assert "GEMINI_OTEL_PRICES" in text
    assert "" == piped.error


def test_the_document_has_the_costs_by_component(document: dict[str, Any]) -> None:
    """In whole nano-dollars."""
    costs = {
        (one["model"], one["component"]): one["amount"]["nano_usd"]
        for one in document["costs"]["components"]
    }

    assert costs == {
        **{("gemini-3.5-flash", component): nano for component, nano in FLASH.items()},
        **{("gemini-3.5-flash-lite", component): nano for component, nano in LITE.items()},
        ("gemini-3.5-flash-lite", "thinking"): LITE_THINKING,
        ("gemini-embedding-001", "input"): EMBEDDING,
    }


def test_the_document_compares_three_sides(document: dict[str, Any]) -> None:
    """The metric, the usage events and the script agree."""
    comparison = document["cost_comparison"]
    total = {"nano_usd": TOTAL, "usd": "0.035988890"}

    assert comparison["is_exact"] is True
    assert [total] * 3 == [comparison[side] for side in ("recorded", "in_events", "by_hand")]
    assert [] == comparison["differences"]


def test_a_price_of_your_own_gives_the_model_a_cost(tmp_path: Path) -> None:
    """12 tokens at $2 and 2 at $10 a million; the sum by hand knows nothing of them."""
    path = tmp_path / "prices.toml"
    path.write_text(_PRICE + _CELL.format("input", "2") + _CELL.format("output", "10"))
    run = run_in_pipe(GEMINI_OTEL_PRICES=str(path))

    assert 0 == run.code
    assert any(row[-2:] == ["$0.000044", "STOP"] for row in run.row("generate_content"))
    assert run.lines[-1].endswith("(no sum by hand: GEMINI_OTEL_PRICES has prices of your own).")


@pytest.mark.parametrize(
    ("nano", "spelled"),
    [
        (0, "$0.000000"),
        (1, "$0.000000001"),
        (18_000, "$0.000018"),
        (1_000_000_000, "$1.000000"),
        (1_234_567_890_120, "$1,234.56789012"),
    ],
)
def test_amounts_are_spelled_exactly(nano: int, spelled: str) -> None:
    """With six places, and more where they are needed."""
    assert spelled == spell(nano)


def test_a_price_change_says_when_and_how_much() -> None:
    """The day and the factor; whether one is ahead depends on the day the demo is run."""
    change = {"gemini.price.change_date": "2027-01-01", "gemini.price.change.factor": 2.0}

    assert "from 2027-01-01, 2 times the cost" == say(EVENT, change)
