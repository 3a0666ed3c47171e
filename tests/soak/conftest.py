"""What the tests of the soak share: an app under load, in this process."""

from collections.abc import Iterator

import pytest

from tests.soak.load import Load
from tests.soak.pipeline import Pipeline
from tests.soak.setting import connect, instrumented, loaded


_NEVER_MS = 3_600_000.0


@pytest.fixture
def pipeline() -> Iterator[Pipeline]:
    """The SDK is observed; metrics are collected when a test flushes, and at no other time."""
    made = Pipeline(_NEVER_MS)
    with instrumented(made):
        yield made


@pytest.fixture
def load() -> Iterator[Load]:
    """Mixed calls without a socket."""
    with loaded(connect(None)) as made:
        yield made
