"""Responses of `generateContent` are priced in every spelling they are logged in."""

import pytest

from tests.cli.pricing import AT, answer, price, read_components, read_gaps


_WIRE = {
    "promptTokenCount": 1000,
    "cachedContentTokenCount": 400,
    "candidatesTokenCount": 100,
    "thoughtsTokenCount": 20,
    "totalTokenCount": 1120,
}
_SDK = {
    "prompt_token_count": 1000,
    "cached_content_token_count": 400,
    "candidates_token_count": 100,
    "thoughts_token_count": 20,
    "total_token_count": 1120,
    "tool_use_prompt_token_count": None,
    "prompt_tokens_details": None,
    "traffic_type": None,
}


@pytest.mark.parametrize(
    "response",
    [
        answer(_WIRE),
        {"model_version": "gemini-3.8-flash", "usage_metadata": _SDK, "candidates": None},
        {"modelVersion": "models/gemini-3.8-flash", "usageMetadata": _WIRE},
        {"modelVersion": "gemini-3.8-flash@default", "usageMetadata": _WIRE},
    ],
    ids=["wire", "model_dump", "path", "batch of Vertex AI"],
)
def test_spellings(response: dict[str, object]) -> None:
    """Camel case, snake case and full names of models give the same bill."""
    # 3.8 Flash until 2026-12-31: $0.75 input, $0.075 cached, $3.75 output a million.
    # 600 x 0.75 = 450; 400 x 0.075 = 30; (100 + 20) x 3.75 = 375 + 75; all in millionths.
    document = price({"response": response, **AT})

    assert {"amount": "0.00093", "currency": "USD", "complete": True} == document["cost"]
    assert [
        ("input", "unknown", 600, "0.00045"),
        ("cached_input", "unknown", 400, "0.00003"),
        ("output", "unknown", 100, "0.000375"),
        ("thinking", "text", 20, "0.000075"),
    ] == read_components(document)


def test_savings() -> None:
    """Caching saved what the cached tokens would have cost more."""
    # 400 x (0.75 - 0.075) = 270 millionths.
    assert "0.00027" == price({"response": answer(_WIRE), **AT})["savings"]


def test_context_in_the_response() -> None:
    """Context may stand in the response object itself."""
    bare = price(answer(_WIRE, **AT))

    assert price({"response": answer(_WIRE), **AT}) == bare
    assert [] == bare["assumptions"]


def test_modalities() -> None:
    """Each modality has its price."""
    # 2.5 Flash until 2026-11-30: $0.30 text, $1 audio; $2.50 output.
    # 700 x 0.3 = 210; 300 x 1 = 300; 10 x 2.5 = 25; all in millionths.
    usage = {
        "promptTokenCount": 1000,
        "promptTokensDetails": [
            {"modality": "TEXT", "tokenCount": 700},
            {"modality": "AUDIO", "tokenCount": 300},
        ],
        "candidatesTokenCount": 10,
        "totalTokenCount": 1010,
    }

    document = price({"response": answer(usage, "gemini-2.5-flash"), **AT})

    assert "0.000535" == document["cost"]["amount"]


@pytest.mark.parametrize(
    ("prompt", "amount"),
    [(200_000, "0.25"), (200_001, "0.5000025")],
)
def test_bands(prompt: int, amount: str) -> None:
    """Of 2.5 Pro, 200,000 tokens cost $1.25 a million and 200,001 cost $2.50."""
    usage = {"promptTokenCount": prompt, "totalTokenCount": prompt}

    assert amount == price({"response": answer(usage, "gemini-2.5-pro"), **AT})["cost"]["amount"]


def test_unread_body() -> None:
    """A body that the SDK handed on unread is read."""
    body = '{"modelVersion": "gemini-3.8-flash", "usageMetadata": {"promptTokenCount": 1000}}'
    dumped: object = {"sdk_http_response": {"headers": {}, "body": body}, "candidates": None}

    assert "0.00075" == price({"response": dumped, **AT})["cost"]["amount"]


@pytest.mark.parametrize(
    "usage", [None, {}, {"trafficType": "ON_DEMAND"}, {"promptTokenCount": 0, "totalTokenCount": 0}]
)
def test_no_usage(usage: object) -> None:
    """A response that counts nothing has no cost, and not a cost of 0."""
    document = price({"response": answer(usage), **AT})

    assert {"amount": None, "currency": "USD", "complete": False} == document["cost"]
    assert [("response", "no_usage")] == read_gaps(document)


@pytest.mark.parametrize(
    ("usage", "gap"),
    [
        ({"promptTokenCount": -1}, ("input", "malformed_usage")),
        ({"promptTokenCount": 10**13}, ("input", "malformed_usage")),
        ({"promptTokenCount": "many"}, ("input", "malformed_usage")),
        ({"candidatesTokenCount": [3]}, ("output", "malformed_usage")),
        ({"thoughtsTokenCount": -3}, ("thinking", "malformed_usage")),
        ({"promptTokenCount": 5, "cachedContentTokenCount": 6}, ("input", "malformed_usage")),
        ({"responseTokenCount": -3}, ("output", "malformed_usage")),
        ("much", ("response", "malformed_usage")),
        ([], ("response", "malformed_usage")),
    ],
)
def test_malformed_usage(usage: object, gap: tuple[str, str]) -> None:
    """A count that is none has no price, and says so."""
    document = price({"response": answer(usage), **AT})

    assert document["cost"]["complete"] is False
    assert gap in read_gaps(document)


def test_blocked_prompt() -> None:
    """A prompt that was blocked is charged for what the server counted."""
    response = {
        "promptFeedback": {"blockReason": "SAFETY"},
        "usageMetadata": {"promptTokenCount": 1000, "totalTokenCount": 1000},
        "modelVersion": "gemini-3.8-flash",
    }

    assert "0.00075" == price({"response": response, **AT})["cost"]["amount"]
