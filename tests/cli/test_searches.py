"""Searches are priced from what a raw response, and its request, tell of them."""

from tests.cli.pricing import AT, answer, price, read_components


def test_searches() -> None:
    """Each search costs $0.014 on Gemini 3, and what it brought is no input."""
    # 100 x 0.75 = 75; 10 x 3.75 = 37.5 millionths; 2 searches x 0.014 = 0.028.
    usage = {
        "promptTokenCount": 100,
        "toolUsePromptTokenCount": 5000,
        "candidatesTokenCount": 10,
        "totalTokenCount": 5110,
    }
    response = answer(usage)
    response["candidates"] = [
        {
            "finishReason": "STOP",
            "groundingMetadata": {
                "webSearchQueries": ["a", "b"],
                "groundingChunks": [{"web": {"uri": "https://example.org"}}],
            },
        }
    ]

    document = price({"response": response, **AT})

    assert "0.0281125" == document["cost"]["amount"]
    assert ("grounding", "google_search", 2, "0.028") in read_components(document)
    assert ("tool_use", "unknown", 5000, "0") in read_components(document)


def test_enterprise_searches() -> None:
    """What the logged request says of its tools decides on the fee: $0.045 a prompt on 2.5."""
    response = answer({"promptTokenCount": 0, "totalTokenCount": 0}, "gemini-2.5-flash")
    response["candidates"] = [
        {
            "groundingMetadata": {
                "webSearchQueries": ["a", "b"],
                "groundingChunks": [{"web": {"uri": "https://example.org"}}],
            }
        }
    ]
    enterprise: dict[str, str] = {}
    request = {"tools": [{"enterpriseWebSearch": enterprise}]}
    place = {"platform": "vertex", "location": "global", "at": "2026-11-20"}

    document = price({"request": request, "response": response, **place})

    assert "0.045" == document["cost"]["amount"]
