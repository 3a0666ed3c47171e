"""Embeddings are priced in every form they are logged in."""

import pytest

from tests.cli.pricing import AT, price


@pytest.mark.parametrize(
    ("response", "model", "amount"),
    [
        # $0.15 a million: 2000 x 0.15 = 300 millionths.
        (
            {"embedding": {"values": [0.1]}, "usageMetadata": {"promptTokenCount": 2000}},
            "gemini-embedding-001",
            "0.0003",
        ),
        ({"embedding": {"values": [0.1]}, "tokenCount": 2000}, "gemini-embedding-001", "0.0003"),
        (
            {"embeddings": [{"statistics": {"token_count": n}} for n in (1500, 500)]},
            "gemini-embedding-001",
            "0.0003",
        ),
        (
            {"predictions": [{"embeddings": {"statistics": {"token_count": 2000}}}]},
            "gemini-embedding-001",
            "0.0003",
        ),
        # $0.20 text and $6.50 audio a million: 1000 x 0.2 = 200; 100 x 6.5 = 650 millionths.
        (
            {
                "embedding": {"values": [0.1]},
                "usageMetadata": {
                    "promptTokenCount": 1100,
                    "promptTokenDetails": [
                        {"modality": "TEXT", "tokenCount": 1000},
                        {"modality": "AUDIO", "tokenCount": 100},
                    ],
                },
            },
            "gemini-embedding-2",
            "0.00085",
        ),
    ],
    ids=["usage", "batch", "statistics", "predictions", "modalities"],
)
def test_embeddings(response: dict[str, object], model: str, amount: str) -> None:
    """Embeddings are priced wherever their tokens are counted."""
    document = price({"response": response, "model": model, **AT})

    assert amount == document["cost"]["amount"]
    assert ["model"] == document["assumptions"]
