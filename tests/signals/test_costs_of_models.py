"""Which model is billed, and what models of other kinds cost, over the real SDK and by hand.

Rates are those of Google's pricing pages, in US dollars for 1 M tokens; $1 for 1 M is 1,000
nano-dollars for one.
"""

import json
from typing import Any

from gemini_otel.testing import FakeGemini, Raw, Reply, parts
from gemini_otel.testing._answers import Embedding
from gemini_otel.testing._telemetry import Telemetry
from tests.shapes import Caller
from tests.signals.money import assert_cost


FLASH = "gemini-3.5-flash"  # $1.50 in, $9.00 out
LITE = "gemini-2.5-flash-lite"  # $0.10 in, $0.40 out


def test_images_cost_more_than_words(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """Nano Banana Pro: $2 in, $12 for text, $120 for images."""
    gemini.queue(
        Reply(
            [parts.inline_data(b"png")],
            usage={
                "prompt": 100,
                "candidates": 1_130,
                "candidates_details": {"IMAGE": 1_120, "TEXT": 10},
            },
        )
    )

    call.ask(gemini.client(), model="gemini-3-pro-image")

    # 100 x 2,000; 1,120 x 120,000 + 10 x 12,000
    assert_cost(telemetry, {"input": 200_000, "output": 134_520_000})


def test_embeddings_cost_their_input(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """Gemini Embedding 2: $0.20 for 1 M tokens of text."""
    gemini.queue(Embedding(usage={"prompt": 1_000, "prompt_details": {"TEXT": 1_000}}))
    client: Any = gemini.client()

    client.models.embed_content(model="gemini-embedding-2", contents="?")

    assert_cost(telemetry, {"input": 200_000})


def test_embeddings_of_audio_cost_more(gemini: FakeGemini, telemetry: Telemetry) -> None:
    """Gemini Embedding 2: $6.50 for 1 M tokens of audio, by details that the SDK drops."""
    report = {
        "promptTokenCount": 1_000,
        "promptTokenDetails": [{"modality": "AUDIO", "tokenCount": 1_000}],
    }
    body = {"embeddings": [{"values": [0.1]}], "usageMetadata": report}
    gemini.queue(Raw(json.dumps(body)))
    client: Any = gemini.client()

    client.models.embed_content(model="gemini-embedding-2", contents="?")

    assert_cost(telemetry, {"input": 6_500_000})


def test_a_model_named_by_its_path_is_where_the_path_says(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """The client may be at the global endpoint: $1.65 in and $9.90 out in a region."""
    gemini.queue(Reply(usage={"prompt": 1_000, "candidates": 100}, model_version=FLASH))
    path = f"projects/p/locations/europe-west4/publishers/google/models/{FLASH}"

    call.ask(gemini.client(vertexai=True, location="GLOBAL"), model=path)

    assert_cost(telemetry, {"input": 1_650_000, "output": 990_000})


def test_the_model_that_answered_is_billed(
    gemini: FakeGemini, telemetry: Telemetry, call: Caller
) -> None:
    """What was asked for may be an alias, or have been replaced."""
    gemini.queue(Reply(usage={"prompt": 1_000, "candidates": 0}, model_version=LITE))

    call.ask(gemini.client(), model="gemini-flash-latest")

    assert_cost(telemetry, {"input": 100_000})
