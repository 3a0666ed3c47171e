"""The page for Prometheus: our names, the totals of real calls, and buckets fit for them."""

import re
from typing import Final

import pytest

from gemini_otel import _metrics
from gemini_otel._metrics import METRICS, SECONDS_BUCKETS, TOKEN_BUCKETS, WORKFLOW_BUCKETS, Metric
from gemini_otel.testing import FakeGemini
from tests.processes.launching import Stage, finish
from tests.processes.receiver import Receiver
from tests.setup.conftest import set_up_stage


PROGRAM: Final = "tests.setup.programs.scraped"
_SUFFIXES: Final = {"s": "_seconds"}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> str:
    """What a scrape reads after two calls of 12 + 7 tokens."""
    with FakeGemini() as gemini, Receiver() as receiver:
        stage = set_up_stage(gemini, receiver, tmp_path_factory.mktemp("page"))
        done = finish(stage.start(PROGRAM))
    assert 0 == done.code, done.errors
    return done.output


def spell(metric: Metric) -> str:
    """The name of a metric on the page: a unit in braces is in no name, and totals say so."""
    name = metric.name.replace(".", "_") + _SUFFIXES.get(metric.unit, "")
    return name if metric.is_gauge or metric.is_histogram else f"{name}_total"


def _sum(page: str, name: str, *labels: str) -> float:
    lines = re.findall(rf"^{name}\{{(.*)\}} (.*)$", page, re.MULTILINE)
    return sum(float(value) for said, value in lines if all(one in said for one in labels))


def test_names_are_those_that_are_promised() -> None:
    """The exact names that dashboards and alerts query."""
    promised = {
        _metrics.TOKENS: "gemini_client_tokens_total",
        _metrics.COST: "gemini_client_cost_usd_total",
        _metrics.CALLS: "gemini_client_calls_total",
        _metrics.UNPRICED: "gemini_client_unpriced_total",
        _metrics.OPERATION_DURATION: "gen_ai_client_operation_duration_seconds",
        _metrics.TOKEN_USAGE: "gen_ai_client_token_usage",
        _metrics.PRICES_CHECKED: "gemini_prices_checked_time_seconds",
    }

    assert list(promised.values()) == [spell(metric) for metric in promised]


def test_the_page_has_our_names_and_no_others(page: str) -> None:
    """Every name that begins as ours do is one of `_metrics`."""
    shown = set(re.findall(r"^# TYPE (ge\w+) ", page, re.MULTILINE))

    assert set() == shown - {spell(metric) for metric in METRICS}
    assert {
        "gemini_client_tokens_total",
        "gemini_client_cost_usd_total",
        "gemini_client_calls_total",
        "gen_ai_client_operation_duration_seconds",
        "gen_ai_client_token_usage",
    } <= shown


def test_values_are_those_of_the_calls(page: str) -> None:
    """By hand: twice 12 x 1.50 and 7 x 9.00 millionths of a dollar."""
    cost = "gemini_client_cost_usd_total"

    assert 2 == _sum(page, "gemini_client_calls_total")
    assert 24 == _sum(page, "gemini_client_tokens_total", 'kind="uncached_prompt"')
    assert 14 == _sum(page, "gemini_client_tokens_total", 'kind="candidates"')
    assert 0.000036 == pytest.approx(_sum(page, cost, 'component="input"'), abs=1e-12)
    assert 0.000126 == pytest.approx(_sum(page, cost, 'component="output"'), abs=1e-12)


@pytest.mark.parametrize(
    ("name", "bounds"),
    [
        ("gen_ai_client_operation_duration_seconds", SECONDS_BUCKETS),
        ("gen_ai_client_token_usage", TOKEN_BUCKETS),
        ("gen_ai_invoke_workflow_duration_seconds", WORKFLOW_BUCKETS),
    ],
)
def test_buckets_fit(name: str, bounds: tuple[float, ...], page: str) -> None:
    """From 10 ms to 82 s, and from 1 token to 67 million; another's histograms have them too."""
    lines = re.findall(rf"^{name}_bucket\{{(.*)\}} ", page, re.MULTILINE)
    shown = {found[1] for line in lines if (found := re.search(r'le="([^"]*)"', line))}

    assert {*map(float, bounds), float("inf")} == {float(bound) for bound in shown}


def test_a_forked_child_is_not_on_the_page(stage: Stage) -> None:
    """It says so at its first call, and the page stays the parent's."""
    done = finish(stage.start(PROGRAM, "fork"))

    assert 0 == done.code
    assert 1 == done.errors.count("metrics_of_child_on_no_page")
    assert 2 == _sum(done.output, "gemini_client_calls_total")
