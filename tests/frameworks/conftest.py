"""Lets a leg say whose program it runs, and keeps that from the network."""

from pathlib import Path

import pytest

from tests.frameworks import network
from tests.frameworks.observing import (
    ALONE,
    Seen,
    find_telemetry,
    find_theirs,
    find_ways,
    observe,
)


ELSEWHERE = network.guard()


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--environment google-adk` names a module in `programs`."""
    parser.addoption("--environment", required=True)


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """Most frameworks record nothing themselves."""
    is_about_telemetry = collection_path.name == "test_own_telemetry.py"
    return True if is_about_telemetry and not find_telemetry(_framework(config)) else None


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test runs for each way of the framework, and beside each other telemetry there is."""
    framework = _framework(metafunc.config)
    if "way" in metafunc.fixturenames:
        metafunc.parametrize("way", find_ways(framework))
    if "beside" in metafunc.fixturenames:
        alone = [ALONE] if "way" in metafunc.fixturenames else []
        metafunc.parametrize("beside", [*alone, *find_telemetry(framework)])


def _framework(config: pytest.Config) -> str:
    # Before the framework is imported, for it may ask for the global providers then.
    find_theirs()
    return str(config.getoption("--environment"))


@pytest.fixture
def framework(request: pytest.FixtureRequest) -> str:
    """The framework whose environment this is."""
    return _framework(request.config)


@pytest.fixture
def seen(framework: str, beside: str, way: str) -> Seen:
    """What came of the way."""
    return observe(framework, beside, way)


@pytest.fixture
def all_seen(framework: str, beside: str) -> list[Seen]:
    """What came of each way."""
    return [observe(framework, beside, way) for way in find_ways(framework)]


@pytest.fixture
def called() -> list[str]:
    """Whom the program would have called over the network."""
    return ELSEWHERE
