"""Prices change at midnight in Los Angeles, so a machine must know when that is."""

from tests.programs import run


_NO_ZONES = """
import sys
import zoneinfo

zoneinfo.reset_tzpath(to=())
sys.modules["tzdata"] = None
import gemini_otel
"""


def test_missing_zone_data_fails_where_it_is_switched_on() -> None:
    """Nothing is instrumented, and the message says what to install."""
    program = f"""{_NO_ZONES}
try:
    gemini_otel.instrument()
except gemini_otel.ConfigurationError as error:
    print(error)
from gemini_otel._capture._activation import find_recorder
print(find_recorder())
"""

    done = run(program)

    assert ("", 0) == (done.errors, done.code)
    assert "America/Los_Angeles" in done.output
    assert "pip install tzdata" in done.output
    assert done.output.endswith("None\n")


def test_auto_instrumentation_without_zone_data_stays_out() -> None:
    """The program runs on, and one line says why nothing is observed."""
    program = f"""{_NO_ZONES}
from gemini_otel._instrumentor import AutoInstrumentor
AutoInstrumentor().instrument()
print("goes on")
"""

    done = run(program)

    assert ("goes on\n", 0) == (done.output, done.code)
    assert "pip install tzdata" in done.errors
