"""Lets a leg say whose program it runs, and keeps that from the network."""

import pytest

from tests.frameworks import network
from tests.frameworks.observing import Seen, find_ways, observe


ELSEWHERE = network.guard()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--framework google-adk` names a module in `programs`."""
    parser.addoption("--framework", required=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test that takes `way` runs once for each way of the framework."""
    if "way" in metafunc.fixturenames:
        metafunc.parametrize("way", find_ways(str(metafunc.config.getoption("--framework"))))


@pytest.fixture
def framework(request: pytest.FixtureRequest) -> str:
    """The framework whose environment this is."""
    return str(request.config.getoption("--framework"))


@pytest.fixture
def seen(framework: str, way: str) -> Seen:
    """What came of the way."""
    return observe(framework, way)


@pytest.fixture
def called() -> list[str]:
    """Whom the program would have called over the network."""
    return ELSEWHERE
