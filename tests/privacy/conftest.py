"""What the tests of privacy share."""

import pytest

from tests.privacy.listening import Ears


@pytest.fixture
def ears(caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> Ears:
    """Pipelines that keep everything."""
    return Ears(caplog, capfd)
