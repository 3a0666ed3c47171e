"""Runs of the demo that several tests look at."""

import json
from typing import Any

import pytest

from gemini_otel.testing import FakeGemini
from tests.demo.running import Run, run_in_pipe


@pytest.fixture(scope="session")
def piped() -> Run:
    """The plain output."""
    return run_in_pipe()


@pytest.fixture(scope="session")
def narrow() -> Run:
    """The plain output for 76 columns of ASCII, where colour is asked for all the same.

    In fewer than 80 the longest word of the tree does not fit and has to be broken.
    """
    return run_in_pipe(COLUMNS="76", PYTHONIOENCODING="ascii", FORCE_COLOR="1")


@pytest.fixture(scope="session")
def documented() -> Run:
    """The JSON, in a shell that has a key and switches OpenTelemetry off."""
    with FakeGemini() as forbidden:
        run = run_in_pipe(
            "--json",
            "--fake",
            GEMINI_API_KEY="a-key-that-must-not-be-used",
            GOOGLE_GEMINI_BASE_URL=forbidden.url,
            OTEL_SDK_DISABLED="true",
            OTEL_TRACES_SAMPLER="always_off",
        )

        assert [] == forbidden.requests

        return run


@pytest.fixture(scope="session")
def document(documented: Run) -> dict[str, Any]:
    """The same, parsed."""
    parsed: dict[str, Any] = json.loads(documented.out)
    return parsed
