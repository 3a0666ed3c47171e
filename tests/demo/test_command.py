"""What the command does when the demo cannot run, or finds a difference."""

from typing import Final

from gemini_otel.demo._comparison import Comparison
from gemini_otel.demo._cost_comparison import CostComparison, SceneDifference
from gemini_otel.demo._money import make_amount
from tests.demo.running import run_in_pipe


_WITHOUT_RICH: Final = """
import runpy, sys
sys.modules["rich"] = None
runpy.run_module("gemini_otel.demo", run_name="__main__", alter_sys=True)
"""

_WITH_A_LEDGER_THAT_HAS_ONE_MORE: Final = """
import runpy
from gemini_otel.testing import FakeGemini
totals = FakeGemini.totals
FakeGemini.totals = lambda self: {**totals(self), "cached": totals(self)["cached"] + 1}
runpy.run_module("gemini_otel.demo", run_name="__main__", alter_sys=True)
"""

_WITH_ONE_NANO_DOLLAR_MORE_BY_HAND: Final = """
import runpy
from gemini_otel.demo import _script
_script.WORKED_OUT["cache hit"] += 1
runpy.run_module("gemini_otel.demo", run_name="__main__", alter_sys=True)
"""

_WITH_A_METRIC_THAT_LOST_THE_SEARCHES: Final = """
import runpy
from gemini_otel._signals import _meters
count = _meters.count_cost
_meters.count_cost = lambda call, cost, labels: count(
    call,
    cost._replace(charges=[one for one in cost.charges if one.component != "grounding"]), labels
)
runpy.run_module("gemini_otel.demo", run_name="__main__", alter_sys=True)
"""


def test_without_rich_a_sentence_names_the_extra() -> None:
    """No traceback: what is missing, and the command that installs it."""
    run = run_in_pipe("-c", _WITHOUT_RICH)

    assert 2 == run.code
    assert run.error == (
        "The demo needs rich, which is not installed: pip install 'gemini-otel[demo]'\n"
    )


def test_a_difference_is_loud() -> None:
    """One token too many on either side: the last line says which, and the exit code is 1."""
    run = run_in_pipe("-c", _WITH_A_LEDGER_THAT_HAS_ONE_MORE)

    assert 1 == run.code
    assert "DIFFERENT: cached 2,049 served, 2,048 recorded." == run.lines[-1]


def test_a_cost_that_differs_from_the_sum_by_hand_is_loud() -> None:
    """One nano-dollar more by hand: the last line says in which scene, and the exit code is 1."""
    run = run_in_pipe("-c", _WITH_ONE_NANO_DOLLAR_MORE_BY_HAND)

    assert 1 == run.code
    assert run.lines[-1] == (
        "DIFFERENT: recorded $0.03598889, in 16 usage events $0.03598889, by hand $0.035988891; "
        "cache hit: $0.000240041 by hand, $0.00024004 in its events."
    )


def test_a_metric_that_lost_a_charge_is_loud() -> None:
    """Without the $0.028 of the searches in the metric the sides differ: 0.03598889 - 0.028."""
    run = run_in_pipe("-c", _WITH_A_METRIC_THAT_LOST_THE_SEARCHES)

    assert 1 == run.code
    assert run.lines[-1] == (
        "DIFFERENT: recorded $0.00798889, in 16 usage events $0.03598889, by hand $0.03598889."
    )


def test_scenes_that_differ_are_no_match_even_if_the_totals_are() -> None:
    """What one scene has too much and another too little is not made up for."""
    total = make_amount(300)
    comparison = CostComparison(
        recorded=total,
        in_events=total,
        by_hand=total,
        why_not_by_hand="",
        responses=2,
        differences=[
            SceneDifference("first", make_amount(100), make_amount(200)),
            SceneDifference("second", make_amount(200), make_amount(100)),
        ],
    )

    assert not comparison.is_exact
    assert comparison.verdict.startswith("DIFFERENT: ")


def test_no_cost_is_not_a_cost_of_zero() -> None:
    """A scene that is not to be priced differs from one that is priced at nothing."""
    nothing = make_amount(0)
    comparison = CostComparison(
        recorded=nothing,
        in_events=nothing,
        by_hand=nothing,
        why_not_by_hand="",
        responses=1,
        differences=[SceneDifference("unpriced", None, nothing)],
    )

    assert "unpriced: nothing by hand, $0.000000 in its events." in comparison.verdict


def test_a_malformed_setting_is_a_sentence() -> None:
    """The library's own words, and no traceback."""
    run = run_in_pipe(GEMINI_OTEL_SEMCONV="perhaps")

    assert 2 == run.code
    assert "GEMINI_OTEL_SEMCONV" in run.error
    assert "Traceback" not in run.error


def test_help_explains_keys_and_exit_codes() -> None:
    """A reader learns what is billed and what the exit codes mean."""
    run = run_in_pipe("--help")

    assert 0 == run.code
    assert "GEMINI_API_KEY" in run.out
    assert "The exit code is 0" in run.out


def test_nothing_recorded_is_not_exact() -> None:
    """Two empty sides prove nothing."""
    empty = Comparison(witness="served", served={}, unseen={}, recorded={}, responses=0)

    assert not empty.is_exact
    assert "nothing to compare" in empty.verdict
