"""The browser, or why there is none."""

import os

import pytest

from tests.browser.chromium import Chromium, NoBrowserError, open_chromium
from tests.browser.packages import NoNodeError


@pytest.fixture(scope="session")
def chromium() -> Chromium:
    """A headless Chromium; where none can run, the tests fail in CI and are skipped elsewhere."""
    try:
        return open_chromium()
    except (NoBrowserError, NoNodeError) as error:
        if os.environ.get("CI") == "true":
            raise
        pytest.skip(str(error))
