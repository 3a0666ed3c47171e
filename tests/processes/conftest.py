"""Where the programs of these tests meet their server and their collector."""

from collections.abc import Iterator

import pytest

from gemini_otel.testing import FakeGemini
from tests.processes.launching import TEMPORALITY, Stage
from tests.processes.receiver import Receiver


@pytest.fixture
def stage(gemini: FakeGemini) -> Iterator[Stage]:
    """A receiver and the environment that leads programs to it and to the fake Gemini."""
    with Receiver() as receiver:
        yield Stage(gemini, receiver)


@pytest.fixture(params=["cumulative", "delta"])
def temporality(request: pytest.FixtureRequest, stage: Stage) -> str:
    """Both ways in which counters are exported."""
    stage.env[TEMPORALITY] = request.param
    return str(request.param)
