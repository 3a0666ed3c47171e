"""An exception that only carries another is classified by what it carries."""

import builtins
from typing import Any

import pytest
import tenacity
from google.genai import errors

from gemini_otel._classify import classify
from tests.classify.bodies import fault
from tests.classify.conftest import Respond


# Groups came with Python 3.11.
GROUP: Any = getattr(builtins, "ExceptionGroup", None)
needs_groups = pytest.mark.skipif(GROUP is None, reason="this Python has no exception groups")


@pytest.fixture(name="overload")
def _overload(respond: Respond) -> errors.APIError:
    return respond(503, fault(503, "UNAVAILABLE", "The model is overloaded."))


def test_retries_that_gave_up(overload: errors.APIError) -> None:
    """`tenacity.RetryError` means what the last attempt raised."""

    def call() -> None:
        raise overload

    with pytest.raises(tenacity.RetryError) as raised:
        tenacity.Retrying(stop=tenacity.stop_after_attempt(1))(call)

    assert classify(overload) == classify(raised.value)


def test_continuation_that_broke_off(overload: errors.APIError) -> None:
    """`ContinuationInterruptedError` means what broke it off."""
    interrupted = getattr(errors, "ContinuationInterruptedError", None)
    if interrupted is None:
        pytest.skip("this google-genai has no continuation of interactions")
    error: Exception = interrupted("stopped")
    error.__cause__ = overload

    assert classify(overload) == classify(error)


@needs_groups
def test_group_of_one(overload: errors.APIError) -> None:
    """A group of one, as a TaskGroup raises it, means its only member, however deep."""
    group = GROUP("tasks", [GROUP("inner", [overload])])

    assert classify(overload) == classify(group)


@needs_groups
def test_group_of_several(overload: errors.APIError) -> None:
    """A group of several is unknown: which of them should count is for the program to say."""
    group = GROUP("tasks", [overload, ValueError("x")])

    assert classify(group).error_class == "unknown"


def test_ring_of_causes() -> None:
    """Exceptions that carry each other in a ring do not hang it."""
    first, second = tenacity.RetryError(None), tenacity.RetryError(None)  # type: ignore[arg-type] # no attempt is needed
    first.__cause__, second.__cause__ = second, first

    assert classify(first).error_class == "unknown"


def test_ordinary_cause(overload: errors.APIError) -> None:
    """An exception of the program stays its own error, whatever caused it."""
    error = LookupError("no answer")
    error.__cause__ = overload

    assert (classify(error).error_class, classify(error).error_type) == ("unknown", "LookupError")
