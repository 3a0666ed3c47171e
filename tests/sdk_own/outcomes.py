"""Writes down how each test ended, for a comparison test by test."""

import json
import os
from collections.abc import Generator
from pathlib import Path

import pytest


VARIABLE = "OUTCOMES_FILE"

_outcomes: dict[str, list[str]] = {}


def pytest_collectreport(report: pytest.CollectReport) -> None:
    """Notes a module that could not be collected."""
    if report.failed:
        _outcomes[report.nodeid] = ["collection failed"]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Notes the outcome of each phase that says more than `passed`, with the exception's class."""
    report = yield
    ends = _outcomes.setdefault(item.nodeid, [])
    if report.when == "call" or not report.passed:
        raised = type(call.excinfo.value).__qualname__ if call.excinfo else ""
        ends.append(f"{report.when} {report.outcome} {raised}".strip())
    return report


def pytest_sessionfinish() -> None:
    """Writes the outcomes to the file that the environment names."""
    Path(os.environ[VARIABLE]).write_text(json.dumps(_outcomes), encoding="utf-8")
