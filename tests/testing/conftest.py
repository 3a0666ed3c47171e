"""A running fake server, and the ways the SDK asks it for an answer."""

from collections.abc import Iterator
from typing import Any

import pytest

from gemini_otel.testing import FakeGemini
from tests.testing.asking import SHAPES, Ask, with_defaults


@pytest.fixture
def gemini() -> Iterator[FakeGemini]:
    """A server of this test's own."""
    with FakeGemini() as server:
        yield server


@pytest.fixture(params=SHAPES)
def ask(request: pytest.FixtureRequest) -> Ask:
    """Asks in one of the four shapes and returns what came: an answer or all chunks."""
    return with_defaults(SHAPES[request.param])


@pytest.fixture(params=["sync-stream", "async-stream"])
def ask_stream(request: pytest.FixtureRequest) -> Ask:
    """Asks for a stream and returns all its chunks."""
    return with_defaults(SHAPES[request.param])


@pytest.fixture(params=["sync", "async"])
def ask_whole(request: pytest.FixtureRequest) -> Ask:
    """Asks for a whole answer."""
    return with_defaults(SHAPES[request.param])


@pytest.fixture(params=["gemini", "vertex"])
def platform(request: pytest.FixtureRequest) -> dict[str, Any]:
    """What makes a client one of the Developer API, or of Vertex AI."""
    return {"vertexai": True} if request.param == "vertex" else {}
