"""What the real SDK returns and dumps is priced as it stands."""

import json
from typing import Any

import pytest

from gemini_otel._raw import Context
from gemini_otel.testing import FakeGemini, Reply
from tests.cli.pricing import price


_MODEL = "gemini-3.8-flash"
_USAGE = {"prompt": 1000, "cached": 400, "candidates": 100, "thoughts": 20}
_AMOUNT = "0.00093"
"""600 x 0.75 = 450; 400 x 0.075 = 30; 120 x 3.75 = 450 millionths."""

_AT = Context(platform="gemini_api")


@pytest.fixture
def client() -> Any:
    """A real client, whose server has one answer."""
    headers = {"x-gemini-service-tier": "standard"}
    with FakeGemini() as gemini:
        gemini.queue(Reply("One two three.", usage=_USAGE, chunks=3, headers=headers))
        yield gemini.client()


def test_model_dump(client: Any) -> None:
    """`model_dump_json` and `model_dump` are read."""
    response = client.models.generate_content(model=_MODEL, contents="Count.")

    for dumped in (response.model_dump_json(), json.dumps(response.model_dump(mode="json"))):
        assert (
            _AMOUNT
            == price({"response": json.loads(dumped), "at": "2026-11-20"}, _AT)["cost"]["amount"]
        )


def test_camel_case(client: Any) -> None:
    """The dump under the wire's names is read, and without the nulls."""
    response = client.models.generate_content(model=_MODEL, contents="Count.")
    dumped = response.model_dump(mode="json", by_alias=True, exclude_none=True)

    document = price({"response": dumped, "at": "2026-11-20"}, _AT)

    assert (_AMOUNT, []) == (document["cost"]["amount"], document["assumptions"])


def test_chunks(client: Any) -> None:
    """The dumped chunks of a stream are one response."""
    stream = client.models.generate_content_stream(model=_MODEL, contents="Count.")
    chunks = [chunk.model_dump(mode="json") for chunk in stream]

    document = price({"response": chunks, "at": "2026-11-20"}, _AT)

    assert 3 == len(chunks)
    assert {"amount": _AMOUNT, "currency": "USD", "complete": True} == document["cost"]
