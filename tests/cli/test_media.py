"""What is bought by the piece or by time is priced from a `usage` object."""

import pytest

from tests.cli.pricing import price, read_components, read_gaps


@pytest.mark.parametrize(
    ("model", "platform", "at", "usage", "amount"),
    [
        # Imagen 4: $0.04 an image.
        ("imagen-4.0-generate-001", "gemini_api", "2026-08-01", {"images": 2}, "0.08"),
        # Veo 3.1 on Vertex AI: $0.40 a second at 1080p, $0.60 at 4k.
        (
            "veo-3.1-generate-001",
            "vertex",
            "2026-11-01",
            {"seconds": 8, "resolution": "1080p", "audio": True},
            "3.2",
        ),
        (
            "veo-3.1-generate-001",
            "vertex",
            "2026-11-01",
            {"seconds": 7.5, "resolution": "4k", "audio": True},
            "4.5",
        ),
        # Lyria 3.5: $0.08 a song; Lyria 2 on Vertex AI: $0.06 a clip.
        ("lyria-3.5", "gemini_api", "2026-11-20", {"songs": 1}, "0.08"),
        ("lyria-002", "vertex", "2026-11-20", {"clips": 3}, "0.18"),
    ],
)
def test_units(model: str, platform: str, at: str, usage: dict[str, object], amount: str) -> None:
    """Images, seconds, songs and clips have their prices."""
    document = price({"model": model, "platform": platform, "at": at, "usage": usage})

    assert amount == document["cost"]["amount"]


@pytest.mark.parametrize("written", ["1250000.5", 1250000.5])
def test_token_hours(written: object) -> None:
    """The storage of a cache is priced exactly, and taken off what caching saved."""
    # 2.5 Pro: $4.50 a million token-hours; 1.2500005 x 4.5 = 5.62500225.
    document = price(
        {
            "model": "gemini-2.5-pro",
            "platform": "gemini_api",
            "at": "2026-11-20",
            "usage": {"token_hours": written},
        }
    )

    assert [("cache_storage", "text", "1250000.5", "5.62500225")] == read_components(document)
    assert "-5.62500225" == document["savings"]


def test_beside_tokens() -> None:
    """Pieces are charged beside the tokens of a response."""
    # Lyria has no tokens here; 3.8 Flash has no price for songs: its tokens are charged, they not.
    response = {"modelVersion": "gemini-3.8-flash", "usageMetadata": {"promptTokenCount": 1000}}
    context = {"platform": "gemini_api", "at": "2026-11-20", "usage": {"songs": 1}}

    document = price({"response": response, **context})

    assert "0.00075" == document["cost"]["amount"]
    assert [("media", "unit_not_priced")] == read_gaps(document)


@pytest.mark.parametrize(
    ("usage", "message"),
    [
        ({"pages": 1}, "the usage object has a member of another name, which has no price"),
        ({}, "the usage object counts nothing"),
        ({"size": "1K"}, "the usage object counts nothing"),
        ({"images": 1.5}, "usage.images is 1.5, not a whole number of 0 or more"),
        ({"images": True}, "usage.images is true, not a whole number of 0 or more"),
        ({"seconds": -8}, "usage.seconds is -8, not a number of 0 or more"),
        ({"seconds": "1e9"}, "usage.seconds is '1e9', not a number of 0 or more"),
        (
            {"seconds": 8, "audio": "yes"},
            "usage.audio is a string of 3 characters, neither true nor false",
        ),
        ({"seconds": 8, "resolution": 1080}, "usage.resolution is 1080, not a string"),
        ("8 seconds", "usage is a string of 9 characters, not an object"),
    ],
)
def test_malformed(usage: object, message: str) -> None:
    """A usage object that says something else is refused, with how to write it."""
    error = price({"model": "veo-3.1-generate-001", "usage": usage})["error"]

    assert message == error["message"]
    assert '{"seconds": 8, "resolution": "1080p", "audio": true}' in error["fix"]
