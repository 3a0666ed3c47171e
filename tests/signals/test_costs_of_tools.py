"""What Google's tools cost beside the tokens, over the real SDK, worked out by hand.

Rates are those of Google's pricing pages; $14 for 1,000 queries is 14,000,000 nano-dollars for one.
"""

from gemini_otel.testing import FakeGemini, Reply, parts
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import Caller
from tests.signals.money import assert_cost, reasons


FLASH = "gemini-3.5-flash"  # $1.50 in, $9.00 out
LITE = "gemini-2.5-flash-lite"  # $0.10 in, $0.40 out

_SEARCHED = {
    "web_search_queries": ["a", "b"],
    "image_search_queries": ["c"],
    "grounding_chunks": [{"web": {"uri": "https://example.org/"}}],
}


def test_searches_of_new_models_are_billed_by_query(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Gemini 3 and later: $14 for 1,000 queries, of the web and for images."""
    gemini.queue(Reply(usage={"prompt": 10, "candidates": 10}, grounding=_SEARCHED))

    call.ask(gemini.client(), model=FLASH)

    # 3 x 14,000,000
    assert_cost(telemetry, {"input": 15_000, "output": 90_000, "grounding": 42_000_000})


def test_searches_of_older_models_are_billed_by_prompt(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Gemini 2.5: $35 for 1,000 grounded prompts, however many queries each took."""
    gemini.queue(Reply(usage={"prompt": 10, "candidates": 10}, grounding=_SEARCHED))

    call.ask(gemini.client(), model=LITE)

    assert_cost(telemetry, {"input": 1_000, "output": 4_000, "grounding": 35_000_000})


def test_maps_of_new_models_charge_the_query_that_is_known(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """At least one query ran; that there may be more is said."""
    gemini.queue(
        Reply(
            usage={"prompt": 10, "candidates": 10},
            grounding={"grounding_chunks": [{"maps": {"uri": "https://example.org/"}}]},
        )
    )

    call.ask(gemini.client(), model=FLASH)

    assert_cost(telemetry, {"input": 15_000, "output": 90_000, "grounding": 14_000_000})
    assert {"query_count_unknown": 1} == reasons(telemetry)


def test_enterprise_web_grounding_has_its_own_fee(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Only the request says that the search was one for enterprises: $45 for 1,000 prompts."""
    gemini.queue(Reply(usage={"prompt": 10, "candidates": 10}, grounding=_SEARCHED))
    client = gemini.client(vertexai=True, location="global")

    call.ask(client, model=LITE, config={"tools": [{"enterprise_web_search": {}}]})

    assert_cost(telemetry, {"input": 1_000, "output": 4_000, "grounding": 45_000_000})


def test_what_tools_bring_is_input(gemini: FakeGemini, telemetry: Telemetry, call: Caller) -> None:
    """The pages that URL context read are billed at the input rate."""
    gemini.queue(
        Reply(
            usage={"prompt": 10, "tool_use": 1_000, "candidates": 10},
            url_context=[{"retrieved_url": "https://example.org/"}],
        )
    )

    call.ask(gemini.client(), model=FLASH)

    assert_cost(telemetry, {"input": 15_000, "tool_use": 1_500_000, "output": 90_000})


def test_what_searches_bring_is_free_on_new_models(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """On Gemini 3 and later the context of Google Search is not billed as input."""
    gemini.queue(
        Reply(usage={"prompt": 10, "tool_use": 18_329, "candidates": 10}, grounding=_SEARCHED)
    )

    call.ask(gemini.client(), model=FLASH)

    assert_cost(
        telemetry, {"input": 15_000, "tool_use": 0, "output": 90_000, "grounding": 42_000_000}
    )


def test_what_searches_bring_is_input_on_older_models(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Of Gemini 2.5 no page says that the context of searches is free."""
    gemini.queue(
        Reply(usage={"prompt": 10, "tool_use": 1_000, "candidates": 10}, grounding=_SEARCHED)
    )

    call.ask(gemini.client(), model=LITE)

    assert_cost(
        telemetry, {"input": 1_000, "tool_use": 100_000, "output": 4_000, "grounding": 35_000_000}
    )


def test_queries_of_maps_are_counted_where_maps_is_the_only_tool(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """What was searched then was Google Maps: two queries, and no search of the web."""
    gemini.queue(
        Reply(
            usage={"prompt": 10, "candidates": 10},
            grounding={
                "web_search_queries": ["a", "b"],
                "grounding_chunks": [{"maps": {"uri": "https://example.org/"}}],
            },
        )
    )

    call.ask(gemini.client(), model=FLASH, config={"tools": [{"google_maps": {}}]})

    assert_cost(telemetry, {"input": 15_000, "output": 90_000, "grounding": 28_000_000})
    assert {} == reasons(telemetry)


def test_own_data_is_charged_only_where_it_was_searched(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Vertex AI Search: $2.50 for 1,000 requests; code that ran beside it is none of them."""
    gemini.queue(
        Reply([parts.code("1"), "a"], usage={"prompt": 10, "candidates": 10}, grounding={}),
        Reply(
            usage={"prompt": 10, "candidates": 10},
            grounding={"grounding_chunks": [{"retrieved_context": {"uri": "gs://own"}}]},
        ),
    )
    client = gemini.client(vertexai=True, location="global")
    tools = [{"retrieval": {"vertex_ai_search": {"datastore": "projects/p/d"}}}]

    for _ in range(2):
        call.ask(client, model=FLASH, config={"tools": tools})

    assert_cost(telemetry, {"input": 30_000, "output": 180_000, "grounding": 2_500_000})
