"""What has no price is loud on every signal, and is never a cost of 0."""

import logging
from collections.abc import Mapping
from typing import Any

import pytest
from google.genai.types import GenerateContentConfig

from gemini_otel.testing import FakeGemini, Reply, parts
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import Caller
from tests.signals.money import assert_cost, charged, reasons


FLASH = "gemini-3.5-flash"  # $1.50 in, $9.00 out
USAGE = {"prompt": 1_000, "candidates": 100}


def _raw(usage: Mapping[str, object]) -> Reply:
    """An answer whose usage is sent to the letter."""
    chunk = {
        "candidates": [{"content": {"parts": [{"text": "a"}]}, "finishReason": "STOP"}],
        "usageMetadata": usage,
        "modelVersion": FLASH,
    }
    return Reply(chunks=[chunk])


def test_an_unknown_model_has_no_cost(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Its tokens are counted; no amount stands for it anywhere."""
    gemini.queue(Reply(usage=USAGE))

    call.ask(gemini.client(), model="gemini-9-flash")

    said = telemetry.span("generate_content").attributes
    assert "gen_ai.usage.cost.amount" not in said
    assert (False, ("unknown_model",)) == (
        said["gemini.cost.complete"],
        said["gemini.unpriced.reasons"],
    )
    assert ({}, {"unknown_model": 1}) == (charged(telemetry), reasons(telemetry))
    assert 1_100 == telemetry.total("gemini.client.tokens")


def test_the_event_says_that_it_has_no_price(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """A ledger can tell a call without a price from one that costs nothing."""
    gemini.queue(Reply(usage=USAGE))

    call.ask(gemini.client(), model="gemini-9-flash")

    said = telemetry.event("gemini.usage").attributes
    assert "gemini.cost.nano_usd" not in said
    assert (False, ["unknown_model"]) == (
        said["gemini.cost.complete"],
        list(said["gemini.unpriced.reasons"]),
    )


def test_a_name_that_only_looks_like_a_known_one_is_unknown(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """No price is guessed from the beginning of a name."""
    gemini.queue(Reply(usage=USAGE))

    call.ask(gemini.client(), model="gemini-3.5-flash-turbo")

    assert {"unknown_model": 1} == reasons(telemetry)


def test_one_log_line_names_the_setting_that_adds_a_price(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller, caplog: pytest.LogCaptureFixture
) -> None:
    """However often the model is called, a person is told once what to do."""
    client = gemini.client()

    with caplog.at_level(logging.WARNING, "gemini_otel"):
        call.ask(client, model="gemini-9-flash")
        call.ask(client, model="gemini-9-flash")

    (line,) = [record.getMessage() for record in caplog.records]
    assert "gemini-9-flash" in line
    assert "GEMINI_OTEL_PRICES" in line
    assert 2 == telemetry.total("gemini.client.unpriced")


def test_an_alias_has_no_price_of_its_own(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """It moves without notice, so only the model that answered can be priced."""
    gemini.queue(Reply(usage=USAGE, model_version="gemini-flash-latest"))

    call.ask(gemini.client(), model="gemini-flash-latest")

    assert {"moving_alias": 1} == reasons(telemetry)


def test_an_unknown_tier_has_no_price(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """A tier that is newer than the price list is not taken for standard."""
    gemini.queue(Reply(usage=USAGE, headers={"x-gemini-service-tier": "turbo"}))

    call.ask(gemini.client(), model=FLASH)

    assert ({}, {"unknown_tier": 1}) == (charged(telemetry), reasons(telemetry))


@pytest.mark.filterwarnings("ignore:SMELL is not a valid MediaModality")
def test_an_unknown_modality_leaves_the_rest_priced(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Only the component that cannot be priced has no cost."""
    usage = {"prompt": 1_000, "candidates": 100, "prompt_details": {"TEXT": 900, "SMELL": 100}}
    gemini.queue(Reply(usage=usage))

    call.ask(gemini.client(), model=FLASH)

    # 900 x 1,500; 100 x 9,000
    assert_cost(telemetry, {"input": 1_350_000, "output": 900_000})
    assert {"modality_not_priced": 1} == reasons(telemetry)
    assert False is telemetry.span("generate_content").attributes["gemini.cost.complete"]


def test_an_answer_without_usage_has_no_price(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """A billed response whose tokens nobody reported is said to be unpriced."""
    gemini.queue(Reply(usage=None))

    call.ask(gemini.client(), model=FLASH)

    assert ({}, {"no_usage": 1}) == (charged(telemetry), reasons(telemetry))


@pytest.mark.parametrize(
    "usage", [{}, {"trafficType": "ON_DEMAND"}, {"promptTokenCount": 0, "totalTokenCount": 0}]
)
def test_an_answer_without_any_token_has_no_price(
    gemini: FakeGemini, telemetry: Telemetry, client: Any, usage: dict[str, object]
) -> None:
    """A report that counts nothing is no free answer."""
    gemini.queue(_raw(usage))

    list(client.models.generate_content_stream(model=FLASH, contents="?"))

    assert ({}, {"no_usage": 1}) == (charged(telemetry), reasons(telemetry))


@pytest.mark.parametrize(
    "usage",
    [
        {"candidatesTokenCount": 100},
        {"promptTokenCount": 1_000, "candidatesTokenCount": 100, "totalTokenCount": 300},
    ],
    ids=["no prompt", "a total below its parts"],
)
def test_counts_that_contradict_one_another_are_said(
    gemini: FakeGemini, telemetry: Telemetry, client: Any, usage: dict[str, object]
) -> None:
    """Nothing is answered that was not asked, and no part is more than the whole."""
    gemini.queue(_raw(usage))

    list(client.models.generate_content_stream(model=FLASH, contents="?"))

    assert {"malformed_usage": 1} == reasons(telemetry)


def test_a_stream_left_early_costs_at_least_what_was_seen(
    gemini: FakeGemini, telemetry: Telemetry, stream_call: Caller
) -> None:
    """The last usage seen is a lower bound, and is marked as one."""
    gemini.queue(Reply("abcdef", chunks=3, usage={"prompt": 1_000, "candidates": 90}))

    reader = stream_call.open(gemini.client(), model=FLASH)
    next(reader)
    reader.drop()

    # 1,000 x 1,500; the first of three chunks says 30 x 9,000
    assert_cost(telemetry, {"input": 1_500_000, "output": 270_000})
    assert {"incomplete_usage": 1} == reasons(telemetry)


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        # 100 x 9,000 is what is sound of each.
        ({"promptTokenCount": -5, "candidatesTokenCount": 100}, {"output": 900_000}),
        ({"promptTokenCount": 10**15, "candidatesTokenCount": 100}, {"output": 900_000}),
        (
            {
                "promptTokenCount": 10,
                "cachedContentTokenCount": 500,
                "candidatesTokenCount": 100,
            },
            {"output": 900_000},
        ),
    ],
    ids=["negative", "huge", "more cached than read"],
)
def test_malformed_counts_are_said(
    gemini: FakeGemini,
    telemetry: Telemetry,
    client: Any,
    usage: dict[str, int],
    expected: dict[str, int],
) -> None:
    """A count that is none has no cost, and the rest is charged."""
    gemini.queue(_raw(usage))

    list(client.models.generate_content_stream(model=FLASH, contents="?"))

    assert_cost(telemetry, expected)
    assert {"malformed_usage": 1} == reasons(telemetry)


def test_what_several_tools_brought_cannot_be_told_apart(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Pages of a search are free and those of URL context are not; the count has both."""
    gemini.queue(
        Reply(
            [parts.code("1"), "a"],
            usage={"prompt": 10, "tool_use": 500, "candidates": 10},
            grounding={"web_search_queries": ["q"]},
            url_context=[{"retrieved_url": "https://example.org/"}],
        )
    )

    call.ask(gemini.client(), model=FLASH)

    assert_cost(telemetry, {"input": 15_000, "output": 90_000, "grounding": 14_000_000})
    assert {"mixed_tool_tokens": 1} == reasons(telemetry)


@pytest.mark.skipif(
    "service_tier" not in GenerateContentConfig.model_fields, reason="came with a later SDK"
)
def test_a_tier_that_a_model_does_not_have_is_unpriced(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Nano Banana 2 has no flex tier."""
    gemini.queue(Reply(usage=USAGE, headers={"x-gemini-service-tier": "flex"}))

    call.ask(gemini.client(), model="gemini-3.1-flash-image")

    assert {"tier_not_priced": 1} == reasons(telemetry)
