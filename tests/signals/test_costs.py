"""For each rule of the rate card one call through the real SDK, its cost worked out by hand.

Rates are those of Google's pricing pages, in US dollars for 1 M tokens; $1 for 1 M is 1,000
nano-dollars for one. All models here have prices that no announced change ends.
"""

from typing import Any

import pytest
from google.genai.models import Models
from google.genai.types import GenerateContentConfig

from gemini_otel.testing import FakeGemini, Reply, faults
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import Caller
from tests.signals.loops import add, wants
from tests.signals.money import assert_cost, lines_of, reasons


FLASH = "gemini-3.5-flash"  # $1.50 in, $0.15 cached, $9.00 out
PRO = "gemini-3.1-pro-preview"  # to 200,000: $2, $0.20, $12; above: $4, $0.40, $18
LITE = "gemini-2.5-flash-lite"  # $0.10 text in, $0.30 audio in, $0.01 and $0.03 cached, $0.40 out


def test_input_and_output(gemini: FakeGemini, telemetry: Telemetry, call: Caller) -> None:
    """What goes in and what comes out have a price each."""
    gemini.queue(Reply(usage={"prompt": 1_000, "candidates": 100}))

    call.ask(gemini.client(), model=FLASH)

    # 1,000 x 1,500 and 100 x 9,000
    assert_cost(telemetry, {"input": 1_500_000, "output": 900_000})


def test_thinking_is_output(gemini: FakeGemini, telemetry: Telemetry, call: Caller) -> None:
    """Thoughts are billed at the output rate, and are a component of their own."""
    gemini.queue(Reply(usage={"prompt": 10, "candidates": 20, "thoughts": 300}))

    call.ask(gemini.client(), model=FLASH)

    # 10 x 1,500; 20 x 9,000; 300 x 9,000
    assert_cost(telemetry, {"input": 15_000, "output": 180_000, "thinking": 2_700_000})


def test_cached_input_has_its_own_rate(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Cached tokens are part of the prompt, and charged once."""
    gemini.queue(Reply(usage={"prompt": 5_000, "cached": 4_000, "candidates": 1}))

    call.ask(gemini.client(), model=FLASH)

    # 1,000 x 1,500; 4,000 x 150; 1 x 9,000
    assert_cost(telemetry, {"input": 1_500_000, "cached_input": 600_000, "output": 9_000})
    # 4,000 x (1,500 - 150)
    savings = telemetry.total("gemini.client.cache.savings.usd")
    assert 5_400_000 == round(savings * 10**9)


def test_audio_costs_more_than_text(gemini: FakeGemini, telemetry: Telemetry, call: Caller) -> None:
    """Each modality of the input has its price, also where it comes from a cache."""
    gemini.queue(
        Reply(
            usage={
                "prompt": 1_000,
                "cached": 200,
                "candidates": 0,
                "prompt_details": {"TEXT": 600, "AUDIO": 400},
                "cached_details": {"AUDIO": 200},
            }
        )
    )

    call.ask(gemini.client(), model=LITE)

    # 600 x 100 + 200 x 300; 200 x 30
    assert_cost(telemetry, {"input": 120_000, "cached_input": 6_000})


@pytest.mark.parametrize(
    ("prompt", "expected"),
    [
        # 190,000 x 2,000; 10,000 x 200; 10 x 12,000
        (200_000, {"input": 380_000_000, "cached_input": 2_000_000, "output": 120_000}),
        # 190,001 x 4,000; 10,000 x 400; 10 x 18,000
        (200_001, {"input": 760_004_000, "cached_input": 4_000_000, "output": 180_000}),
    ],
)
def test_a_long_prompt_moves_the_whole_request(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, prompt: int, expected: dict[str, int]
) -> None:
    """Above 200,000 tokens, cached ones counted, every rate is another; at 200,000 none is."""
    gemini.queue(Reply(usage={"prompt": prompt, "cached": 10_000, "candidates": 10}))

    call.ask(gemini.client(), model=PRO)

    assert_cost(telemetry, expected)


def test_the_tier_that_served_is_billed(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Flex costs half: $0.75 in, $4.50 out."""
    gemini.queue(
        Reply(
            usage={"prompt": 1_000, "candidates": 100},
            headers={"x-gemini-service-tier": "flex"},
        )
    )

    call.ask(gemini.client(), model=FLASH)

    assert_cost(telemetry, {"input": 750_000, "output": 450_000})
    point = telemetry.points("gemini.client.cost.usd")[0]
    assert "flex" == point.attributes["gemini.service_tier"]


@pytest.mark.skipif(
    "service_tier" not in GenerateContentConfig.model_fields, reason="came with a later SDK"
)
@pytest.mark.parametrize(
    ("headers", "expected", "assumptions"),
    [
        # Served as asked: $2.70 and $16.20.
        ({"x-gemini-service-tier": "priority"}, {"input": 2_700_000, "output": 1_620_000}, ()),
        # Served as standard although priority was asked for: $1.50 and $9.00.
        ({"x-gemini-service-tier": "standard"}, {"input": 1_500_000, "output": 900_000}, ()),
        # Nobody says how it was served.
        ({}, {"input": 2_700_000, "output": 1_620_000}, ("service_tier",)),
    ],
)
def test_a_downgraded_call_costs_what_it_was_served_as(  # noqa: PLR0917 - fixtures and a case
    gemini: FakeGemini,
    telemetry: Telemetry,
    call: Caller,
    headers: dict[str, str],
    expected: dict[str, int],
    assumptions: tuple[str, ...],
) -> None:
    """The tier asked for prices a call only where the server is silent, and is marked then."""
    gemini.queue(Reply(usage={"prompt": 1_000, "candidates": 100}, headers=headers))

    call.ask(gemini.client(), model=FLASH, config={"service_tier": "priority"})

    assert_cost(telemetry, expected)
    said = telemetry.span("generate_content").attributes
    assert assumptions == said.get("gemini.cost.assumptions", ())


@pytest.mark.parametrize(
    ("location", "expected"),
    [
        ("global", {"input": 1_500_000, "output": 900_000}),
        # A tenth more away from the global endpoint, since 2026-07-01: $1.65 and $9.90.
        ("europe-west4", {"input": 1_650_000, "output": 990_000}),
        ("us", {"input": 1_650_000, "output": 990_000}),
    ],
)
def test_vertex_costs_more_away_from_the_global_endpoint(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, location: str, expected: dict[str, int]
) -> None:
    """A region and a multi-region have an uplift."""
    gemini.queue(Reply(usage={"prompt": 1_000, "candidates": 100}))

    call.ask(gemini.client(vertexai=True, location=location), model=FLASH)

    assert_cost(telemetry, expected)


@pytest.mark.filterwarnings("ignore:ON_DEMAND_PRIORITY is not a valid TrafficType")
def test_vertex_says_the_tier_as_traffic_type(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Priority is 1.8 times the standard price: $2.70 and $16.20."""
    gemini.queue(
        Reply(usage={"prompt": 1_000, "candidates": 100, "traffic_type": "ON_DEMAND_PRIORITY"})
    )

    call.ask(gemini.client(vertexai=True, location="global"), model=FLASH)

    assert_cost(telemetry, {"input": 2_700_000, "output": 1_620_000})


def test_provisioned_throughput_is_not_billed_by_token(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """It is paid for in advance: the call itself costs nothing, and that is complete."""
    gemini.queue(
        Reply(usage={"prompt": 1_000, "candidates": 9, "traffic_type": "PROVISIONED_THROUGHPUT"})
    )

    call.ask(gemini.client(vertexai=True, location="global"), model=FLASH)

    assert_cost(telemetry, {"input": 0, "output": 0})
    assert True is telemetry.event("gemini.usage").attributes["gemini.cost.complete"]


def test_each_turn_of_a_loop_is_billed(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """Automatic function calling asks several times, and every answer is on the bill."""
    gemini.queue(wants("add"), Reply("3", usage={"prompt": 2_000, "candidates": 10}), model=FLASH)
    client: Any = gemini.client()

    client.models.generate_content(model=FLASH, contents="?", config={"tools": [add]})

    first, second = telemetry.events("gemini.usage")
    # 2,000 x 1,500; 10 x 9,000
    assert [3_000_000, 90_000] == [line["nano_usd"] for line in lines_of(second)]
    total = telemetry.total("gemini.client.cost.usd")
    costs = [one.attributes["gemini.cost.nano_usd"] for one in (first, second)]
    assert sum(costs) == round(total * 10**9)


@pytest.mark.skipif(
    not hasattr(Models, "_generate_content_with_continuation"),
    reason="this SDK does not continue answers by itself (google-genai before 2.30)",
)
def test_each_hop_of_a_continuation_is_billed(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """Every hop reads its prompt again, and is priced by what it took itself."""
    gemini.queue(
        Reply.continuation("a", b"t", usage={"prompt": 1_000, "candidates": 100}),
        Reply("b", usage={"prompt": 2_000, "candidates": 50}),
    )
    client: Any = gemini.client()

    client.models.generate_content(model=FLASH, contents="?")

    # 1,000 x 1,500 + 100 x 9,000; 2,000 x 1,500 + 50 x 9,000
    events = telemetry.events("gemini.usage")
    assert [2_400_000, 3_450_000] == [one.attributes["gemini.cost.nano_usd"] for one in events]
    assert_cost(telemetry, {"input": 4_500_000, "output": 1_350_000})


def test_a_failed_call_costs_nothing(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Errors are not billed, and are no cost of 0 either."""
    gemini.queue(faults.overloaded())

    with pytest.raises(Exception, match="503"):
        call.ask(gemini.client(), model=FLASH)

    assert_cost(telemetry, {})
    assert {} == reasons(telemetry)
    assert "gemini.cost.complete" not in telemetry.span("generate_content").attributes


def test_a_blocked_prompt_costs_what_it_took(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """It is an answer with status 200, and its prompt was read."""
    gemini.queue(Reply.blocked(usage={"prompt": 100}))

    call.ask(gemini.client(), model=FLASH)

    assert_cost(telemetry, {"input": 150_000})


def test_every_line_names_its_price(gemini: FakeGemini, telemetry: Telemetry, call: Caller) -> None:
    """The event is the bill: quantity, unit, rate, amount and the row of the price list."""
    gemini.queue(Reply(usage={"prompt": 1_000, "candidates": 0, "prompt_details": {"TEXT": 1_000}}))

    call.ask(gemini.client(vertexai=True, location="europe-west4"), model=FLASH)

    (line,) = lines_of(telemetry.event("gemini.usage"))
    price_id = line.pop("price_id")
    assert {
        "component": "input",
        "modality": "text",
        "unit": "token",
        "quantity": 1_000,
        "rate_usd": "1.65",
        "per": 1_000_000,
        "nano_usd": 1_650_000,
        "adjustments": ["vertex-regional"],
    } == line
    assert "gemini-3.5-flash/vertex/standard/input/text/global@2026-05-19" == price_id
