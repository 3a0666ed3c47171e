"""Messages of the Live API are priced turn by turn."""

from tests.cli.pricing import AT, price, read_components, read_gaps


_AT = {"model": "gemini-3.8-live", **AT}


def _report(prompt: int, response: int, **more: object) -> dict[str, object]:
    return {
        "serverContent": {"turnComplete": True},
        "usageMetadata": {
            "promptTokenCount": prompt,
            "promptTokensDetails": [{"modality": "AUDIO", "tokenCount": prompt}],
            "responseTokenCount": response,
            "responseTokensDetails": [{"modality": "AUDIO", "tokenCount": response}],
            **more,
        },
    }


def test_message() -> None:
    """A message's response tokens are output by modality."""
    # 3.8 Live: $3 audio input, $12 audio output a million: 500 x 3 = 1500; 40 x 12 = 480.
    document = price({"response": _report(500, 40), **_AT})

    assert "0.00198" == document["cost"]["amount"]
    assert ("output", "audio", 40, "0.00048") in read_components(document)


def test_total_without_thinking() -> None:
    """The total of the Live API, which leaves out the thinking, takes nothing off the output."""
    # 500 x 3 = 1500; 40 x 12 = 480; 30 x 4.5 (text output) = 135 millionths.
    message = _report(500, 40, thoughtsTokenCount=30, totalTokenCount=540)

    assert "0.002115" == price({"response": message, **_AT})["cost"]["amount"]


def test_session() -> None:
    """The turns of a session are each charged for all tokens of their context."""
    # (500 + 620) x 3 = 3360; (40 + 60) x 12 = 1200 millionths.
    session: list[object] = [
        {"setupComplete": {}},
        {"serverContent": {"modelTurn": {"parts": []}}},
        _report(500, 40),
        _report(620, 60),
        {"sessionResumptionUpdate": {"newHandle": "h"}},
    ]

    document = price({"response": session, **_AT})

    assert {"amount": "0.00456", "currency": "USD", "complete": True} == document["cost"]


def test_session_with_an_unpriced_turn() -> None:
    """A turn that counts nothing takes nothing off the others, and says that it has no price."""
    # 500 x 3 = 1500; 40 x 12 = 480 millionths.
    session: list[object] = [_report(500, 40), {"serverContent": {}, "usageMetadata": {}}]

    document = price({"response": session, **_AT})

    assert {"amount": "0.00198", "currency": "USD", "complete": False} == document["cost"]
    assert [("response", "no_usage")] == read_gaps(document)


def test_session_without_a_price() -> None:
    """A session of which no turn has a price has no cost."""
    session = [_report(500, 40), _report(620, 60)]

    document = price({"response": session, "model": "gemini-9-neon", **AT})

    assert {"amount": None, "currency": "USD", "complete": False} == document["cost"]
