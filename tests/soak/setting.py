"""An app under load: the SDK instrumented, a real pipeline behind it, and a client that calls."""

import tempfile
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import gemini_otel
from gemini_otel.testing._client import make_client
from tests.soak.caller import RETRIES
from tests.soak.load import Load
from tests.soak.paths import PRICES
from tests.soak.pipeline import Pipeline
from tests.soak.wire import SoakWire


@contextmanager
def instrumented(pipeline: Pipeline, **settings: Any) -> Generator[None]:
    """The SDK is observed within, at the prices of a soak."""
    with tempfile.TemporaryDirectory() as place:
        prices = Path(place, "prices.toml")
        prices.write_text(PRICES, encoding="utf-8")
        gemini_otel.instrument(prices=prices, **pipeline.providers, **settings)
    try:
        yield
    finally:
        gemini_otel.uninstrument()
        pipeline.shut_down()


@contextmanager
def loaded(client: Any) -> Generator[Load]:
    """A load on a client, which ends with the block."""
    load = Load(client)
    try:
        yield load
    finally:
        load.close()


def connect(url: str | None) -> Any:
    """A client of the server at this address; without one, of a server without a socket."""
    options = {"retry_options": RETRIES}
    if url is None:
        return SoakWire().connect(**options)
    return make_client(url, {"http_options": options})
