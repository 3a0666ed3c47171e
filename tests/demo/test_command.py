"""What the command does when the demo cannot run, or finds a difference."""

from typing import Final

from gemini_otel.demo._comparison import Comparison
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


def test_a_malformed_setting_is_a_sentence() -> None:
    """The library's own words, and no traceback."""
    run = run_in_pipe(GEMINI_OTEL_USAGE_EVENT="perhaps")

    assert 2 == run.code
    assert "GEMINI_OTEL_USAGE_EVENT" in run.error
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
