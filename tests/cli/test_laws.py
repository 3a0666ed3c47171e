"""Laws that hold for any JSON, and for any number of lines."""

import json
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from gemini_otel._raw import Context
from gemini_otel.cli._outcome import price_line
from gemini_otel.cli._totals import Totals
from gemini_otel.pricing import load_catalog
from tests.cli.pricing import AT, answer, price


_NAMES = (
    "usageMetadata",
    "usage_metadata",
    "candidates",
    "promptTokenCount",
    "cachedContentTokenCount",
    "candidatesTokenCount",
    "thoughtsTokenCount",
    "totalTokenCount",
    "promptTokensDetails",
    "modality",
    "tokenCount",
    "groundingMetadata",
    "webSearchQueries",
    "groundingChunks",
    "maps",
    "content",
    "parts",
    "text",
    "finishReason",
    "promptFeedback",
    "blockReason",
    "response",
    "error",
    "status",
    "key",
    "request",
    "tools",
    "usage",
    "total_input_tokens",
    "total_tokens",
    "input_tokens_by_modality",
    "grounding_tool_count",
    "type",
    "count",
    "tokens",
    "steps",
    "serverContent",
    "responseTokenCount",
    "trafficType",
    "serviceTier",
    "sdk_http_response",
    "headers",
    "body",
    "embeddings",
    "statistics",
    "predictions",
    "model",
    "modelVersion",
    "event_type",
    "interaction",
    "metadata",
    "images",
    "seconds",
    "size",
    "createTime",
    "responseId",
    "index",
    "code",
    "processed_time",
)
_WORDS = ("TEXT", "gemini-3.8-flash", "STOP", "flex", "interaction.completed", "{}", "1", "x")
_LEAVES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-5, 10**14),
    st.floats(allow_nan=False, allow_infinity=False),
    st.sampled_from(_WORDS),
)
_ANY = st.recursive(
    _LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(_NAMES), inner, max_size=6)
    ),
    max_leaves=25,
)
_COUNTS = st.fixed_dictionaries(
    {},
    optional={
        name: st.integers(0, 10**6)
        for name in ("promptTokenCount", "candidatesTokenCount", "thoughtsTokenCount")
    },
)


@given(st.one_of(_ANY, st.dictionaries(st.sampled_from(_NAMES), _ANY, max_size=6)))
def test_any_json(record: Any) -> None:
    """Any JSON gives an error with a fix, or a cost that is the sum of its lines and no less."""
    document = price(record, Context(model="gemini-3.8-flash"))

    if "error" in document:
        assert document["error"]["fix"]
        return
    amounts = [Decimal(one["amount"]) for one in document["components"]]
    total = document["cost"]["amount"]
    assert all(amount >= 0 for amount in amounts)
    assert sum(amounts, Decimal(0)) == Decimal(total or 0)
    assert total is not None or document["unpriced"]


@given(st.lists(_COUNTS, max_size=5), st.randoms())
def test_order(reports: list[dict[str, int]], random: Any) -> None:
    """The total of a file is the sum of its lines, in whatever order."""
    lines = [json.dumps({"response": answer(one), **AT}).encode() for one in reports]
    outcomes = [price_line(line, load_catalog(), Context()) for line in lines]
    expected = sum(outcome.cost.nano or 0 for outcome in outcomes)
    random.shuffle(outcomes)
    totals = Totals()
    for outcome in outcomes:
        totals.add(outcome, "line")

    assert expected == totals.add_up().nano
