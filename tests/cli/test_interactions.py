"""Interactions are priced from the counts under their own names."""

import pytest

from tests.cli.pricing import AT, price, read_components, read_gaps


_USAGE = {
    "total_input_tokens": 1000,
    "total_cached_tokens": 400,
    "total_output_tokens": 100,
    "total_thought_tokens": 20,
    "total_tool_use_tokens": 0,
    "total_tokens": 1120,
}


def _interact(usage: object, **members: object) -> dict[str, object]:
    return {
        "id": "i-1",
        "status": "completed",
        "model": "gemini-3.8-flash",
        "created": "2026-11-20T18:00:00Z",
        "steps": [],
        "usage": usage,
        **members,
    }


def test_counts() -> None:
    """Input, cached, output and thinking have their prices."""
    # 600 x 0.75 = 450; 400 x 0.075 = 30; 120 x 3.75 = 450; together 930 millionths.
    document = price(_interact(_USAGE))

    assert "0.00093" == document["cost"]["amount"]
    assert ["platform"] == document["assumptions"]


def test_modalities() -> None:
    """The modalities in lower case are those of the other usage."""
    # 2.5 Flash: 700 x 0.3 = 210; 300 x 1 = 300 millionths.
    usage = {
        "total_input_tokens": 1000,
        "input_tokens_by_modality": [
            {"modality": "text", "tokens": 700},
            {"modality": "audio", "tokens": 300},
        ],
    }

    document = price(_interact(usage, model="gemini-2.5-flash"))

    assert "0.00051" == document["cost"]["amount"]


def test_grounding() -> None:
    """Searches and queries of Maps are charged as they are counted: $0.014 each."""
    # 1000 x 0.75 = 750 millionths; 3 x 0.014 = 0.042; 2 x 0.014 = 0.028.
    tools = [{"type": "google_search", "count": 3}, {"type": "google_maps", "count": 2}]
    usage = {"total_input_tokens": 1000, "grounding_tool_count": tools}

    document = price(_interact(usage))

    assert "0.07075" == document["cost"]["amount"]
    assert ("grounding", "google_search", 3, "0.042") in read_components(document)
    assert ("grounding", "google_maps", 2, "0.028") in read_components(document)


def test_tokens_of_several_tools() -> None:
    """Where a search and another tool brought tokens, nothing says which are free."""
    usage = {
        "total_input_tokens": 10,
        "total_tool_use_tokens": 500,
        "grounding_tool_count": [{"type": "google_search", "count": 1}],
    }

    document = price(_interact(usage, steps=[{"type": "url_context_call"}]))

    assert [("tool_use", "mixed_tool_tokens")] == read_gaps(document)


def test_service_tier() -> None:
    """The interaction's own tier is the one that was served: Flex costs half."""
    # 1000 x 0.375 = 375 millionths.
    document = price(_interact({"total_input_tokens": 1000}, service_tier="flex"))

    assert ("flex", "0.000375") == (document["tier"], document["cost"]["amount"])


def test_hops() -> None:
    """Each hop of a continued interaction is charged for its own usage."""
    # (1000 + 1200) x 0.75 = 1650; (100 + 50) x 3.75 = 562.5 millionths.
    hops = [
        _interact({"total_input_tokens": 1000, "total_output_tokens": 100}),
        _interact({"total_input_tokens": 1200, "total_output_tokens": 50}),
    ]
    events = [
        {"event_type": "interaction.created", "interaction": {"model": "gemini-3.8-flash"}},
        {"event_type": "step.delta", "delta": {"text": "Hello."}},
        {"event_type": "interaction.completed", "interaction": hops[0]},
        {"event_type": "interaction.completed", "interaction": hops[1]},
        {"event_type": "done"},
    ]

    document = price({"response": events, **AT})

    assert {"amount": "0.0022125", "currency": "USD", "complete": True} == document["cost"]


def test_savings_of_hops() -> None:
    """What caching saved at each hop is added up, and so are the lines of the bill."""
    # (400 + 800) x (0.75 - 0.075) = 810 millionths.
    usages = [{"total_input_tokens": 1000, "total_cached_tokens": cached} for cached in (400, 800)]
    events = [
        {"event_type": "interaction.completed", "interaction": _interact(one)} for one in usages
    ]

    document = price({"response": events, **AT})

    assert "0.00081" == document["savings"]
    assert [600, 400, 200, 800] == [quantity for _, _, quantity, _ in read_components(document)]


def test_continued_stream_that_was_cut() -> None:
    """Of a continued interaction that was cut, the hops that were completed are charged."""
    # 1000 x 0.75 = 750 millionths.
    events: list[object] = [
        {
            "event_type": "interaction.completed",
            "interaction": _interact({"total_input_tokens": 1000}),
        },
        {"event_type": "interaction.created", "interaction": {"model": "gemini-3.8-flash"}},
    ]

    document = price({"response": events, **AT})

    assert "0.00075" == document["cost"]["amount"]
    assert ("response", "incomplete_usage") in read_gaps(document)


@pytest.mark.parametrize(
    "last",
    [
        {"event_type": "interaction.status_update", "usage": {"total_input_tokens": 1000}},
        {"event_type": "step.delta", "metadata": {"total_usage": {"total_input_tokens": 1000}}},
    ],
)
def test_stream_that_was_cut(last: dict[str, object]) -> None:
    """A stream without its end is charged for what its events last counted."""
    events = [
        {"event_type": "interaction.created", "interaction": {"model": "gemini-3.8-flash"}},
        last,
        {"event_type": "step.delta", "delta": {"text": "Hel"}},
    ]

    document = price({"response": events, **AT})

    assert "0.00075" == document["cost"]["amount"]
    assert [("response", "incomplete_usage")] == read_gaps(document)


def test_malformed() -> None:
    """A count that is none has no price, and says so."""
    document = price(_interact({"total_input_tokens": -1, "total_output_tokens": 10}))

    assert [("input", "malformed_usage")] == read_gaps(document)


@pytest.mark.parametrize("usage", [None, {}, {"total_input_tokens": 0, "total_tokens": 0}])
@pytest.mark.parametrize("status", ["in_progress", "failed"])
def test_no_usage(status: str, usage: object) -> None:
    """An interaction that counts nothing has no cost."""
    document = price(_interact(usage, status=status))

    assert document["cost"]["amount"] is None
    assert ("response", "no_usage") in read_gaps(document)
