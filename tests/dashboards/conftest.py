"""Two hours of a program in a real Prometheus, once for all tests that need a past."""

from collections.abc import Iterator

import pytest

from tests.dashboards.past import Past, open_past


STEPS = 24


@pytest.fixture(scope="session")
def past(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Past]:
    """A Prometheus that scraped a program for two hours; ask it, add nothing."""
    with open_past(tmp_path_factory.mktemp("past"), STEPS) as opened:
        yield opened
