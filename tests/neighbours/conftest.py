"""Runs the program beside each of the others that the environment has."""

import json
import subprocess
import sys
from collections.abc import Mapping
from functools import cache
from typing import Any, Final

import pytest

from tests.legs.environments import ROOT
from tests.neighbours.known import TOGETHER


SECONDS: Final = 120
PROGRAM: Final = "tests.neighbours.program"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--environment neighbours-sdk-3` says who is there."""
    parser.addoption("--environment", choices=list(TOGETHER), required=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A test runs with each of them, and whether we come before or after."""
    if "neighbours" in metafunc.fixturenames:
        environment = str(metafunc.config.getoption("--environment"))
        metafunc.parametrize("neighbours", TOGETHER[environment])
    if "we" in metafunc.fixturenames:
        metafunc.parametrize("we", ["come first", "come last"])


@pytest.fixture
def alone(neighbours: str) -> Mapping[str, Any]:
    """What the program saw with them and without us."""
    return _run(neighbours, "stay away")


@pytest.fixture
def seen(neighbours: str, we: str) -> Mapping[str, Any]:
    """What the program saw with them and with us."""
    return _run(neighbours, we)


@cache
def _run(neighbours: str, we: str) -> Mapping[str, Any]:
    """In a process of its own, because not all of them can be switched off again."""
    done = subprocess.run(
        [sys.executable, "-m", PROGRAM, neighbours, we],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=SECONDS,
    )
    assert done.returncode == 0, done.stderr
    seen: Mapping[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return seen
